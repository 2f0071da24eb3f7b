"""The kinds of the catalogue that have a screen: what of each can change, and how it is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from contracts.choices import Catalogussoort
from contracts.models import (
    Perceel,
    PerceelProduct,
    Product,
    Segment,
    Tariefgroep,
    Uitsluiting,
)
from core.fouten import NietGevonden


@dataclass(frozen=True)
class Soort:
    """`velden` change on a day; `vast` are given once. `mutatie`: changed in place, so a change for
    later waits as a Catalogusmutatie; without it the row has a period and a change is a new row.
    `lijst` is the route of the list, `detail` that of a row.
    """

    code: str
    model: type[models.Model]
    label: Any
    velden: tuple[str, ...]
    vast: tuple[str, ...]
    lijst: str
    detail: str = ""
    mutatie: Catalogussoort | None = None
    periode: bool = True

    def field(self, naam: str) -> models.Field[Any, Any]:
        return self.model._meta.get_field(naam)  # type: ignore[return-value]

    def label_of(self, naam: str) -> str:
        """The name of a field as a person reads it."""
        text = str(LABELS.get(naam) or self.field(naam).verbose_name)
        return text[:1].upper() + text[1:]

    def values(self, row: Any) -> dict[str, Any]:
        return {naam: getattr(row, naam) for naam in self.velden}

    def url(self, row_id: UUID) -> str:
        """Where the row is seen."""
        return reverse(self.detail, args=[row_id]) if self.detail else reverse(self.lijst)


LABELS: Mapping[str, Any] = {
    "begindatum": _("eerste dag"),
    "einddatum": _("laatste dag"),
    "max_wachttijd_weken": _("wachttijd, hoogstens (weken)"),
    "max_reistijd_minuten": _("reistijd per bezoek, hoogstens (minuten heen en terug)"),
    "max_duur_maanden": _("duur, hoogstens (maanden)"),
    "max_minuten": _("minuten, hoogstens"),
    "max_sessies": _("sessies, hoogstens"),
    "verwijzing": _("waar de inwoner wel terecht kan"),
    "financiering": _("bekostiging"),
    "groepsoort": _("soort groep"),
    "categorie": _("categorie (iJw)"),
    "via_cpwv": _("plaatsing via het Coördinatiepunt Wonen en Verblijf"),
    "verdeling_toegestaan": _("verdeling in direct, indirect en reistijd mag"),
    "indirecte_tijd": _("indirecte tijd hoort erbij"),
}

SOORTEN: Mapping[str, Soort] = {
    soort.code: soort
    for soort in (
        Soort(
            "segment", Segment, _("segment"), ("naam", "volgorde"), ("code",),
            "catalogus", mutatie=Catalogussoort.SEGMENT, periode=False,
        ),
        Soort(
            "perceel", Perceel, _("perceel"),
            ("naam", "omschrijving", "aard", "financiering", "max_wachttijd_weken", "via_cpwv",
             "tarief_per_locatie"),
            ("code", "segment", "begindatum"),
            "percelen", "perceel", Catalogussoort.PERCEEL,
        ),
        Soort(
            "product", Product, _("product"),
            ("naam", "definitie", "kies_als", "categorie", "eenheden", "frequenties",
             "verdeling_toegestaan", "indirecte_tijd", "max_reistijd_minuten", "max_duur_maanden",
             "max_minuten", "max_sessies", "groepsoort", "jeugdigen_per_begeleider",
             "opleidingseis"),
            ("code", "begindatum"),
            "producten", "product", Catalogussoort.PRODUCT,
        ),
        Soort(
            "tariefgroep", Tariefgroep, _("tariefgroep"), ("naam",), ("code",),
            "catalogus", mutatie=Catalogussoort.TARIEFGROEP, periode=False,
        ),
        Soort(
            "product-in-perceel", PerceelProduct, _("product in perceel"), (),
            ("perceel", "product", "begindatum", "einddatum"), "percelen",
        ),
        Soort(
            "uitsluiting", Uitsluiting, _("uitsluiting"), ("verwijzing",),
            ("gemeente", "perceel", "product", "begindatum", "einddatum"), "catalogus",
        ),
    )
}  # fmt: skip


def soort_of(code: str) -> Soort:
    """Raises NietGevonden for a kind that the catalogue does not have."""
    if code not in SOORTEN:
        raise NietGevonden()
    return SOORTEN[code]
