"""The chart of dependency × contract value, as points with their place in percent (SI 7.6.1).

Both axes run by the square root, for most aanbieders lie close to nothing. The drawing has no
measure of its own: places are percentages, so that signs and words stay readable at any width.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Any

from leveranciers.choices import Kwadrant, Vlagsoort
from leveranciers.rules import Normen, percentage
from leveranciers.tables import dossier

#: Of the width and height, what is kept free around the points.
RAND = 8.0
_STAPPEN = (1, 5, 10, 20, 40, 70, 100)


@dataclass(frozen=True, slots=True)
class Punt:
    """One aanbieder: place, shape, and what is said of it; `vorm` is told by shape, then colour."""

    nummer: int
    naam: str
    x: str
    y: str
    vorm: str
    kwadrant: str
    tekst: str
    url: str
    genoemd: bool


@dataclass(frozen=True, slots=True)
class Streep:
    plaats: str
    tekst: str


@dataclass(frozen=True, slots=True)
class Kaart:
    """Points, the two lines between the quadrants, and ticks along both axes."""

    punten: Sequence[Punt]
    grens_x: str
    grens_y: str
    assen_x: Sequence[Streep]
    assen_y: Sequence[Streep]


class _As:
    """An axis from nothing to the largest value, by the square root."""

    def __init__(self, largest: float, *, omgekeerd: bool = False) -> None:
        self.largest, self.omgekeerd = largest, omgekeerd

    def place(self, value: Any) -> str:
        part = min(sqrt(max(float(value), 0.0) / self.largest), 1.0)
        part = 1 - part if self.omgekeerd else part
        return f"{RAND + part * (100 - 2 * RAND):.2f}%"

    def ticks(self) -> list[Streep]:
        kept = [n for n in _STAPPEN if n <= self.largest]
        return [Streep(self.place(n), percentage(Decimal(n))) for n in kept]


def draw(rows: Sequence[Mapping[str, Any]], normen: Normen) -> Kaart:
    """The chart of the rows of the table beside it: the same aanbieders, the same figures."""
    x = _As(_largest(rows, "afhankelijkheid", normen.afhankelijkheid_procent))
    y = _As(_largest(rows, "aandeel", normen.waarde_procent), omgekeerd=True)
    return Kaart(
        [_point(row, x, y) for row in reversed(rows)],
        x.place(normen.afhankelijkheid_procent),
        y.place(normen.waarde_procent),
        x.ticks(),
        y.ticks(),
    )


def _largest(rows: Sequence[Mapping[str, Any]], name: str, grens: Decimal) -> float:
    return float(max([grens * 2, *(row[name] for row in rows)], default=Decimal(1)) or 1)


def _point(row: Mapping[str, Any], x: _As, y: _As) -> Punt:
    kwadrant = Kwadrant(row["kwadrant"])
    flagged = bool(row["vlaggen"])
    facts = [
        f"{row['plek']}. {row['aanbieder__naam']}",
        str(kwadrant.label).lower(),
        *(f"{vlag.soort.label.lower()}: {vlag.reden}" for vlag in row["vlaggen"]),
    ]
    return Punt(
        row["plek"],
        row["aanbieder__naam"],
        x.place(row["afhankelijkheid"]),
        y.place(row["aandeel"]),
        _shape({vlag.soort for vlag in row["vlaggen"]}),
        kwadrant,
        ", ".join(facts),
        dossier(row),
        kwadrant != Kwadrant.ROUTINE or (flagged and row["plek"] <= 40),
    )


def _shape(soorten: set[Vlagsoort]) -> str:
    if len(soorten) > 1:
        return "beide"
    return soorten.pop().value if soorten else "geen"
