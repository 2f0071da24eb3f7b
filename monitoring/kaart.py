"""The 14 gemeenten as tiles that lie as the gemeenten do: each as large, so that each is seen.

A schematic map and no borders, for the borders of a gemeente say nothing about care.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: Column and row of each tile, west to east and north to south.
PLAATS: Mapping[str, tuple[float, float]] = {
    "1700": (1.5, 0),  # Twenterand
    "0183": (2.5, 0),  # Tubbergen
    "1774": (3.5, 0),  # Dinkelland
    "0163": (0.5, 1),  # Hellendoorn
    "0189": (1.5, 1),  # Wierden
    "0141": (2.5, 1),  # Almelo
    "0173": (4, 1),  # Oldenzaal
    "0168": (5, 1),  # Losser
    "1742": (0.5, 2),  # Rijssen-Holten
    "1735": (1.5, 2),  # Hof van Twente
    "0147": (2.5, 2),  # Borne
    "0164": (3.5, 2),  # Hengelo
    "0153": (4.5, 2),  # Enschede
    "0158": (3.5, 3),  # Haaksbergen
}
ZIJDE, RUIMTE = 112, 6


@dataclass(frozen=True)
class Tegel:
    """One gemeente: `staat` picks the colour, `cijfer` and `tekst` say the same in words."""

    code: str
    naam: str
    staat: str
    cijfer: str
    tekst: str
    url: str = ""
    x: float = 0
    y: float = 0

    @property
    def midden(self) -> float:
        return self.x + ZIJDE / 2


def lay_out(tegels: Sequence[Tegel]) -> tuple[list[Tegel], int, int]:
    """Tiles with their place, width and height of the whole; unknown gemeenten come below."""
    unknown = [t for t in tegels if t.code not in PLAATS]
    placed = []
    for tegel in tegels:
        col, row = PLAATS.get(tegel.code) or (float(unknown.index(tegel)), 4.0)
        x, y = (round(n * (ZIJDE + RUIMTE), 1) for n in (col, row))
        placed.append(
            Tegel(tegel.code, tegel.naam, tegel.staat, tegel.cijfer, tegel.tekst, tegel.url, x, y)
        )
    width = max((t.x for t in placed), default=0) + ZIJDE
    height = max((t.y for t in placed), default=0) + ZIJDE
    return sorted(placed, key=lambda t: t.naam), round(width), round(height)
