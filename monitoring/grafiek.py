"""A line chart as numbers for a template: SVG without script or style attributes (CSP).

A hidden figure leaves a gap. Norm and nulmeting are lines right across. The same figures always
stand in a table beside it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor, log10

from core.ui.formats import format_number

#: Room around the plot: top, right, bottom, left.
BOVEN, RECHTS, ONDER, LINKS = 12, 14, 26, 44


Across = Callable[[int], float]
Down = Callable[[Decimal], float]


@dataclass(frozen=True)
class Reeks:
    """`waarden` one per label, None for a gap; `stijl` is 1 or 2 (a line and a mark of its own)."""

    naam: str
    waarden: Sequence[Decimal | None]
    stijl: int = 1


@dataclass(frozen=True)
class Punt:
    x: float
    y: float
    tekst: str


@dataclass(frozen=True)
class Lijn:
    naam: str
    stijl: int
    stukken: list[str]
    punten: list[Punt]


@dataclass(frozen=True)
class Grafiek:
    breedte: int
    hoogte: int
    lijnen: list[Lijn]
    norm: float | None
    nulmeting: float | None
    #: (place, text) along the axes.
    schaal: list[tuple[float, str]]
    onder: list[tuple[float, str]]
    maat: str

    @property
    def links(self) -> int:
        return LINKS

    @property
    def rechts(self) -> int:
        return self.breedte - RECHTS

    @property
    def bodem(self) -> int:
        return self.hoogte - ONDER


def draw(
    labels: Sequence[str],
    reeksen: Sequence[Reeks],
    *,
    norm: Decimal | None = None,
    nulmeting: Decimal | None = None,
    breedte: int = 760,
    hoogte: int = 240,
    maat: str = "breed",
) -> Grafiek:
    shown = [w for reeks in reeksen for w in reeks.waarden if w is not None]
    top = max([float(w) for w in [*shown, norm, nulmeting] if w is not None], default=0.0)
    step = _step(top)
    high = step * max(1, -(-top // step))
    plot = (breedte - LINKS - RECHTS, hoogte - BOVEN - ONDER)

    def across(index: int) -> float:
        share = index / (len(labels) - 1) if len(labels) > 1 else 0.5
        return round(LINKS + share * plot[0], 1)

    def down(value: Decimal | float) -> float:
        return round(BOVEN + (1 - float(value) / high) * plot[1], 1)

    lines = [_line(reeks, labels, across, down) for reeks in reeksen]
    every = max(1, -(-len(labels) // (breedte // 70)))
    return Grafiek(
        breedte=breedte,
        hoogte=hoogte,
        lijnen=lines,
        norm=None if norm is None else down(norm),
        nulmeting=None if nulmeting is None else down(nulmeting),
        schaal=[
            (down(step * n), format_number(step * n, 0 if step >= 1 else 2))
            for n in range(int(high / step) + 1)
        ],
        onder=[
            (across(n), text) for n, text in enumerate(labels) if (len(labels) - 1 - n) % every == 0
        ],
        maat=maat,
    )


def _line(reeks: Reeks, labels: Sequence[str], across: Across, down: Down) -> Lijn:
    points: list[Punt] = []
    pieces: list[list[str]] = [[]]
    for index, value in enumerate(reeks.waarden):
        if value is None:
            pieces.append([])
            continue
        point = Punt(
            across(index),
            down(value),
            f"{reeks.naam}, {labels[index]}: {format_number(value)}",
        )
        points.append(point)
        pieces[-1].append(f"{point.x},{point.y}")
    return Lijn(reeks.naam, reeks.stijl, [" ".join(p) for p in pieces if len(p) > 1], points)


def _step(top: float) -> float:
    """A round distance between lines: 1, 2 or 5 times a power of ten, three to six lines."""
    if top <= 0:
        return 1.0
    rough = top / 4
    power = 10.0 ** floor(log10(rough))
    return next((n * power for n in (1, 2, 5) if n * power >= rough), 10 * power)
