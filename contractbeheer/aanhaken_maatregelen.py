"""What the measures hang on pages and menu of other rooms; called from `AppConfig.ready`."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contractbeheer import policies
from core.aanhaken import Knop, Tab, register_knop, register_tab
from core.actor import Actor
from core.navigatie import Item, register


def register_measures() -> None:
    from contractbeheer import checks_maatregelen, documenten  # noqa: F401  (register)
    from contractbeheer.selectors_maatregelen import count_waiting
    from contractbeheer.views.maatregelen import tab_of_aanbieder

    register(
        Item(
            "Maatregelen",
            "maatregeltrajecten",
            policies.TRAJECT_INZIEN,
            "Contracten",
            teller=count_waiting,
            volgorde=40,
            ook=(
                "maatregeltraject", "maatregelbrief", "maatregel-opstellen", "maatregelen",
                "maatregel",
            ),
        )
    )  # fmt: skip
    register_tab(
        "aanbieder",
        Tab(
            "maatregelen",
            _("Maatregelen"),
            policies.TRAJECT_INZIEN,
            "contractbeheer/_maatregelen_van_aanbieder.html",
            tab_of_aanbieder,
            volgorde=60,
        ),
    )
    draw_up = _("Maatregel nemen")
    right = policies.TRAJECT_OPSTELLEN
    register_knop("aanbieder", Knop(draw_up, right, _draw_up, volgorde=60))
    register_knop("perceelcontract", Knop(draw_up, right, _draw_up_for_perceel, volgorde=60))
    register_knop(
        "maatregel",
        Knop(_("Naar de maatregel"), policies.TRAJECT_INZIEN, _road, toon=_has_road),
    )


def _draw_up(aanbieder: Any) -> str:
    return reverse("maatregel-opstellen", args=[aanbieder.pk])


def _draw_up_for_perceel(contract: Any) -> str:
    path = reverse("maatregel-opstellen", args=[contract.aanbieder_id])
    return f"{path}?perceel={contract.perceel_id}"


def _road(maatregel: Any) -> str:
    return reverse("maatregeltraject", args=[maatregel.trajecten.all()[0].pk])


def _has_road(actor: Actor, maatregel: Any) -> bool:
    return bool(maatregel.trajecten.exists())
