"""What a file may name: the rows of the catalogue by code, asked for once per sheet."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from contracts.catalogus.stand import PERCEELPRODUCTEN, TARIEVEN, UITSLUITINGEN, Blad
from contracts.models import (
    Perceel,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
    Uitsluiting,
)
from core.choices import Organisatiesoort
from core.fouten import ONBEKENDE_WAARDE, Bevinding
from core.models import Organisatie
from providers.models import Locatie


@dataclass(frozen=True)
class Bekend:
    """`begins`: of a row that has versions, by its key, the first days of all of them."""

    segmenten: Mapping[str, Segment]
    percelen: Mapping[str, Perceel]
    producten: Mapping[str, Product]
    tariefgroepen: Mapping[str, Tariefgroep]
    gemeenten: Mapping[str, Organisatie]
    locaties: frozenset[str]
    begins: Mapping[tuple[str, ...], set[datetime.date]] = field(default_factory=dict)

    @classmethod
    def now(cls, blad: Blad) -> "Bekend":
        gemeenten = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE)
        places: list[UUID] = []
        if blad is TARIEVEN:
            places = list(Locatie.objects.values_list("pk", flat=True))
        return cls(
            {row.code: row for row in Segment.objects.all()},
            {row.code: row for row in Perceel.objects.all()},
            {row.code: row for row in Product.objects.all()},
            {row.code: row for row in Tariefgroep.objects.all()},
            {row.naam: row for row in gemeenten},
            frozenset(map(str, places)),
            _begins(blad),
        )

    def of(self, name: str) -> Mapping[str, Any] | None:
        kinds: Mapping[str, Mapping[str, Any]] = {
            "segment": self.segmenten,
            "perceel": self.percelen,
            "product": self.producten,
            "tariefgroep": self.tariefgroepen,
            "gemeente": self.gemeenten,
        }
        return kinds.get(name)

    def row_of(self, name: str, value: Any) -> Any:
        """The row that a column names, None when it is no name of a row."""
        rows = self.of(name)
        return rows.get(value) if rows else None

    def unknown(self, blad: Blad, values: Mapping[str, Any]) -> list[Bevinding]:
        found = []
        for name, value in values.items():
            rows = self.of(name)
            if value and rows is not None and value not in rows:
                reden = f"‘{str(value)[:40]}’ staat niet in de catalogus; kijk de {name} na."
                found.append(ONBEKENDE_WAARDE.bevinding(name, reden))
        place = values.get("locatie_id")
        if blad is TARIEVEN and place and place not in self.locaties:
            reden = "Deze locatie kent het portaal niet; neem over wat is opgehaald."
            found.append(ONBEKENDE_WAARDE.bevinding("locatie_id", reden))
        return found


def _begins(blad: Blad) -> Mapping[tuple[str, ...], set[datetime.date]]:
    """First days of every version, by the key of the sheet."""
    rows: Any = ()
    if blad is PERCEELPRODUCTEN:
        rows = PerceelProduct.objects.values_list("perceel__code", "product__code", "begindatum")
    elif blad is UITSLUITINGEN:
        rows = Uitsluiting.objects.values_list(
            "gemeente__naam", "perceel__code", "product__code", "begindatum"
        )
    elif blad is TARIEVEN:
        rows = Tarief.objects.values_list(
            "product__code", "tariefgroep__code", "locatie", "eenheid", "begindatum"
        )
    found: dict[tuple[str, ...], set[datetime.date]] = defaultdict(set)
    for *key, begin in rows:
        found[tuple(str(part or "") for part in key)].add(begin)
    return found
