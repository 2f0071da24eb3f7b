"""The market of the bulk: which aanbieders there are, on which percelen, and who gets which share.

Everything follows from a number and a fixed seed; nothing here touches the database.
"""

import bisect
import itertools
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from contracts.choices import Perceelaard, Segmentcode
from ozjt.demo.catalogus import GEMEENTEN, PERCELEN
from ozjt.demo.namen import provider_name
from ozjt.demo.producten import PRODUCTEN
from ozjt.demo.vast import ES, LINDE, VASTE_AANBIEDERS, WILG
from providers.choices import Grootte

AANBIEDERS_PER_SCHAAL = 360
SYSTEEM_PER_SCHAAL, GROOT_PER_SCHAAL = 14, 19
AANDEEL = {Grootte.SYSTEEM: 497, Grootte.GROOT: 243, Grootte.OVERIG: 260}
"""Weights within a perceel; over all percelen 54.7, 26.0 and 19.3 % of the cost (SI 7.2)."""

ORDINARY = (LINDE, ES, WILG)
"""Fixed aanbieders that take part in the bulk; a cliëntenstop and an ending contract do not."""

SLOTS = 1000
MIX = {
    "ABGII": 18, "ABHIR": 20, "DBGGZ": 4, "ABHIA": 5, "DBGGB": 4, "DBGGI": 3, "DBHGB": 3,
    "DBHGI": 2, "DVAKT": 5, "DDYSL": 7, "DDYSO": 2, "DMEDC": 3, "DMEDS": 1, "DDIAG": 4, "DSCRN": 1,
    "DVROE": 2, "DTRAU": 2, "DEETS": 1, "DFACT": 1, "DMSTH": 1, "DZITB": 1, "DPLEG": 3, "DGEZH": 1,
    "DSPWO": 1, "DVB24": 1, "DLOGE": 2, "DSPOE": 1, "DADEX": 1,
}  # fmt: skip
"""Toewijzingen per product in percent; contiguous, so that two picks 37 apart always differ."""

GEEN_AGB = (50, 51)
GEEN_REKENING = (52, 53)
GEEN_TARIEF = (54, 55)
GESTOPT = (56, 57, 58, 59)
AFWIJKEND = frozenset({*GEEN_AGB, *GEEN_REKENING, *GEEN_TARIEF, *GESTOPT})
"""Aanbieders (by number) with something deliberately wrong, for the signals."""

_AMBULANT = [p.code for p in PERCELEN if p.segment == Segmentcode.AMBULANT]
_WONEN = [p.code for p in PERCELEN if p.per_locatie or p.aard == Perceelaard.PLEEGZORG]
_CRISIS = [p.code for p in PERCELEN if p.segment == Segmentcode.CRISIS]
_ADVIES = [p.code for p in PERCELEN if p.segment == Segmentcode.ADVIES]
_KLEIN = [["BGI"], ["BHI"], ["VAK"], ["DYS"], ["BGI", "BGG"], ["BHI", "DIA"], ["BGI", "BGZ"],
          ["GEZ"], ["BHI", "TRA"], ["LOG", "LOD"], ["BGG"], ["BHI", "MED"], ["SPW", "KAM"],
          ["DIA"], ["BHI", "BHG"], ["GEP", "GEZ"], ["BGI", "BHI"], ["VRO"]]  # fmt: skip


@dataclass(frozen=True)
class Marktpartij:
    """An aanbieder of the bulk; `nr` counts on after the five fixed ones."""

    nr: int
    naam: str
    grootte: Grootte
    gemeente: str
    tariefgroep: str
    percelen: tuple[str, ...]


def providers(scale: int) -> list[Marktpartij]:
    """355 at scale 1: with the five fixed ones 14 systeem, 19 groot, the rest overig."""
    parties = []
    systeem = SYSTEEM_PER_SCHAAL * scale - 1
    groot = GROOT_PER_SCHAAL * scale - 2
    fixed = len(VASTE_AANBIEDERS)
    for place in range(AANBIEDERS_PER_SCHAAL * scale - fixed):
        nr = place + fixed + 1
        rng = random.Random(nr)  # noqa: S311 - chance that is the same every time
        # The numbers with something wrong are small aanbieders at every scale.
        big = place if nr < min(AFWIJKEND) else place - len(AFWIJKEND)
        size = (
            Grootte.OVERIG
            if nr in AFWIJKEND
            else Grootte.SYSTEEM
            if big < systeem
            else Grootte.GROOT
            if big < systeem + groot
            else Grootte.OVERIG
        )
        parties.append(
            Marktpartij(
                nr,
                provider_name(place),
                size,
                rng.choices(GEMEENTEN, [g.jeugdigen for g in GEMEENTEN])[0].code,
                rng.choices(["TG1", "TG2", "TG3"], [5, 3, 2])[0],
                _percelen(nr, big, size, rng),
            )
        )
    return parties


def _percelen(nr: int, place: int, size: Grootte, rng: random.Random) -> tuple[str, ...]:
    if nr in AFWIJKEND:
        return ("VAK",) if nr % 2 else ("BHI",)
    if size == Grootte.OVERIG:
        return tuple(_KLEIN[nr % len(_KLEIN)])
    broad = size == Grootte.SYSTEEM
    chosen = set(rng.sample(_AMBULANT, 12 if broad else 6))
    chosen |= set(rng.sample(_WONEN, 8 if broad else 3))
    chosen |= set(rng.sample(_CRISIS, 2 if broad else 0)) | set(
        rng.sample(_ADVIES, 2 if broad else 1)
    )
    if place == 0:
        # Whatever scale or seed: every perceel has an aanbieder. JeugdzorgPlus has two (R-CON-10).
        chosen = {*_AMBULANT, *_WONEN, *_CRISIS, *_ADVIES}
    if place < 2:
        chosen.add("JZP")
    return tuple(sorted(chosen))


def contract_weights(parties: list[Marktpartij]) -> Iterator[tuple[str, int, float]]:
    """(perceel, nr, weight) of every contract that takes ordinary toewijzingen.

    Within a perceel the size classes have their share of the cost, equally over their aanbieders.
    """
    sizes = {v.nr: v.grootte for v in ORDINARY} | {p.nr: p.grootte for p in parties}
    offers = [(perceel.code, v.nr) for v in ORDINARY for perceel in v.percelen]
    offers += [(code, p.nr) for p in parties if p.nr not in AFWIJKEND for code in p.percelen]
    counts = Counter((perceel, sizes[nr]) for perceel, nr in offers)
    for perceel, nr in offers:
        yield perceel, nr, AANDEEL[sizes[nr]] / counts[perceel, sizes[nr]]


def contract_slots(parties: list[Marktpartij]) -> Iterator[tuple[str, int, int, str]]:
    """(product, slot, nr, perceel): per product a thousand slots, in proportion to the weights."""
    by_perceel: dict[str, list[tuple[int, float]]] = {}
    for perceel, nr, weight in contract_weights(parties):
        by_perceel.setdefault(perceel, []).append((nr, weight))
    homes = {p.code: p.percelen.split() for p in PRODUCTEN}
    for product in MIX:
        offers = [
            (nr, perceel, weight)
            for perceel in homes[product]
            for nr, weight in by_perceel.get(perceel, [])
        ]
        until = list(itertools.accumulate(weight for *_, weight in offers))
        for slot in range(SLOTS):
            nr, perceel, _ = offers[bisect.bisect_right(until, slot * until[-1] / SLOTS)]
            yield product, slot, nr, perceel


def product_slots(gemeente: str) -> list[str]:
    """A hundred slots of products for a gemeente; Hengelo does not buy two of them (R-SEG-5)."""
    instead = {"ABGII": "DBGGZ", "DBGGB": "DBGGI"} if gemeente == "0164" else {}
    return [instead.get(code, code) for code, share in MIX.items() for _ in range(share)]
