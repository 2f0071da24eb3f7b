"""What catalogue management hangs on the menu and on the pages of percelen and products."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts import checks_catalogus  # noqa: F401  (registers its check)
from contracts.policies import CATALOGUS_BEHEREN, CATALOGUS_VOLGEN
from core.aanhaken import Knop, register_knop
from core.navigatie import Item, register

GROEP = "Catalogus"


def hang_catalogue() -> None:
    register(
        Item(
            "Catalogusbeheer",
            "catalogus",
            CATALOGUS_VOLGEN,
            GROEP,
            volgorde=45,
            ook=("catalogus-veranderd", "catalogus-werkboek", "catalogus-werkboek-rapport"),
        )
    )
    for soort in ("perceel", "product"):
        register_knop(
            soort,
            Knop(_("Wijzigen"), CATALOGUS_BEHEREN, _to("catalogus-wijzigen", soort), volgorde=10),
            Knop(
                _("Einddatum"), CATALOGUS_BEHEREN, _to("catalogus-beeindigen", soort), volgorde=30
            ),
        )
        register_knop(
            soort,
            Knop(
                _("Product toevoegen") if soort == "perceel" else _("In een perceel zetten"),
                CATALOGUS_BEHEREN,
                _beside(soort),
                volgorde=20,
            ),
        )


def _to(route: str, soort: str) -> Any:
    return lambda row: reverse(route, args=[soort, row.pk])


def _beside(soort: str) -> Any:
    path = "catalogus-toevoegen"
    return lambda row: f"{reverse(path, args=['product-in-perceel'])}?{soort}={row.pk}"
