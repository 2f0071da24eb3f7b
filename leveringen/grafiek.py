"""The pace line as numbers for a template: SVG without script or style attributes (CSP).

The same figures always stand in the table under it.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from math import log10

from core.ui.formats import format_date, format_number

#: Room around the plot: top, right, bottom, left.
BOVEN, RECHTS, ONDER, LINKS = 14, 16, 28, 58
MATEN = {"breed": (760, 260), "smal": (270, 220)}

Reeks = Sequence[tuple[datetime.date, int]]


@dataclass(frozen=True, slots=True)
class Punt:
    x: float
    y: float
    tekst: str


@dataclass(frozen=True, slots=True)
class Tempo:
    """One size of the drawing; `vandaag` and `budget` are the places of their lines."""

    maat: str
    breedte: int
    hoogte: int
    gebruikt: str
    punten: list[Punt]
    tempo: str
    vandaag: float | None
    budget: float | None
    schaal: list[tuple[float, str]]
    onder: list[tuple[float, str]]
    links: int
    rechts: int
    boven: int
    bodem: int


def draw(
    gebruikt: Reeks, tempo: Reeks, *, vandaag: datetime.date, budget: int | None, maat: str
) -> Tempo:
    """`gebruikt` and `tempo` run up from the first day, by day; neither is empty."""
    width, height = MATEN[maat]
    first, last = min(gebruikt[0][0], tempo[0][0]), max(gebruikt[-1][0], tempo[-1][0])
    days = max(1, (last - first).days)
    step = _step(max([n for _day, n in (*gebruikt, *tempo)] + [budget or 0]))
    top = step * max(1, -(-max([n for _day, n in (*gebruikt, *tempo)] + [budget or 0]) // step))

    def across(day: datetime.date) -> float:
        return round(LINKS + (day - first).days / days * (width - LINKS - RECHTS), 1)

    def down(value: int) -> float:
        return round(BOVEN + (1 - value / top) * (height - BOVEN - ONDER), 1)

    def line(reeks: Reeks) -> str:
        return " ".join(f"{across(day)},{down(value)}" for day, value in reeks)

    return Tempo(
        maat=maat,
        breedte=width,
        hoogte=height,
        gebruikt=line(gebruikt),
        punten=[
            Punt(across(day), down(n), f"{format_date(day)}: {format_number(n)}")
            for day, n in gebruikt[1:]
        ],
        tempo=line(tempo),
        vandaag=across(vandaag) if first <= vandaag <= last else None,
        budget=None if budget is None else down(budget),
        schaal=[(down(step * nr), format_number(step * nr)) for nr in range(top // step + 1)],
        onder=[(across(first), format_date(first)), (across(last), format_date(last))],
        links=LINKS,
        rechts=width - RECHTS,
        boven=BOVEN,
        bodem=height - ONDER,
    )


def _step(top: int) -> int:
    """A round distance: 1, 2 or 5 times a power of ten, some four lines."""
    if top <= 4:
        return 1
    power = int(10 ** int(log10(top / 4)))
    return next(n * power for n in (1, 2, 5, 10) if n * power >= top / 4)
