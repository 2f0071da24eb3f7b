"""Agreements, their percelen, options and cliëntenstops on a line of years, as shapes and words.

Places are in the units of the drawing: the labels take `LABELS` on the left, the years the rest.
Every shape stands in words beside it, so that a list says the same.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.choices import Maatregelsoort, Maatregelstatus, Overeenkomstsoort
from contracts.choices import Perceelcontractstatus as Status
from contracts.models import Maatregel, Overeenkomst, Perceelcontract
from core.actor import Actor
from core.datums import DAG, extended
from core.ui.formats import format_date, format_period
from providers.models import Aanbieder

BREEDTE, LABELS, KOP, REGEL = 1000, 300, 30, 24
#: So many characters of a label fit in its column.
LABEL_TEKENS = 34
JAAR = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Balk:
    """`soort`: overeenkomst, contract, optie (may still come) or stop; `open`: no end agreed."""

    soort: str
    x: int
    breedte: int
    open: bool = False


@dataclass(frozen=True)
class Regel:
    label: str
    url: str
    woorden: str
    niveau: int
    y: int
    balken: list[Balk]

    @property
    def kort(self) -> str:
        room = LABEL_TEKENS - 2 * self.niveau
        return self.label if len(self.label) <= room else f"{self.label[: room - 1]}…"

    @property
    def tekst_x(self) -> int:
        return 14 * self.niveau

    @property
    def tekst_y(self) -> int:
        return self.y + 16


@dataclass(frozen=True)
class Tijdlijn:
    regels: list[Regel]
    jaren: list[tuple[int, int]]
    vandaag: int
    dag: datetime.date
    breedte: int = BREEDTE
    kop: int = KOP

    @property
    def hoogte(self) -> int:
        return KOP + REGEL * len(self.regels) + 6


@dataclass
class _Lijn:
    """What is drawn on one line, in days."""

    label: str
    url: str
    niveau: int
    soort: str
    begin: datetime.date
    einde: datetime.date | None
    opties: list[datetime.date] = field(default_factory=list)
    stops: list[tuple[datetime.date, datetime.date | None]] = field(default_factory=list)


def of_aanbieder(actor: Actor, aanbieder: Aanbieder, today: datetime.date) -> Tijdlijn | None:
    """Everything of an aanbieder; None without agreements."""
    rows = Overeenkomst.objects.for_actor(actor).filter(aanbieder=aanbieder)
    return _draw(actor, aanbieder.pk, list(rows.order_by("begindatum", "nummer")), today)


def of_agreement(actor: Actor, row: Overeenkomst, today: datetime.date) -> Tijdlijn | None:
    """An agreement, what hangs under it, and its percelen."""
    rows = Overeenkomst.objects.for_actor(actor).filter(Q(pk=row.pk) | Q(hoofdovereenkomst=row))
    return _draw(actor, row.aanbieder_id, list(rows.order_by("begindatum", "nummer")), today)


def _draw(
    actor: Actor, aanbieder_id: UUID, agreements: list[Overeenkomst], today: datetime.date
) -> Tijdlijn | None:
    lines = list(_lines(actor, aanbieder_id, agreements))
    if not lines:
        return None
    first = min(line.begin for line in lines).replace(month=1, day=1)
    known = [d for line in lines for d in (line.einde, *line.opties) if d]
    last = max([*known, today + JAAR]).replace(month=12, day=31)
    scale = _Scale(first, last)
    return Tijdlijn(
        regels=[_shown(line, scale, number) for number, line in enumerate(lines)],
        jaren=[
            (scale.x(datetime.date(year, 1, 1)), year) for year in range(first.year, last.year + 1)
        ],
        vandaag=scale.x(today),
        dag=today,
    )


@dataclass(frozen=True)
class _Scale:
    first: datetime.date
    last: datetime.date

    def x(self, day: datetime.date) -> int:
        share = (day - self.first) / (self.last - self.first + DAG)
        return LABELS + round((BREEDTE - LABELS) * min(max(share, 0), 1))

    def bar(
        self, soort: str, begin: datetime.date, end: datetime.date | None, *, opened: bool = True
    ) -> Balk:
        left = self.x(begin)
        right = self.x(end + DAG) if end else BREEDTE
        return Balk(soort, left, max(right - left, 2), end is None and opened)


def _lines(actor: Actor, aanbieder_id: UUID, agreements: list[Overeenkomst]) -> Any:
    contracts = Perceelcontract.objects.for_actor(actor).filter(
        overeenkomst__in=agreements, status=Status.GELDIG
    )
    under: dict[UUID, list[Perceelcontract]] = defaultdict(list)
    for contract in contracts.select_related("perceel").order_by("perceel__code", "begindatum"):
        under[contract.overeenkomst_id].append(contract)
    stops = list(
        Maatregel.objects.for_actor(actor).filter(
            aanbieder=aanbieder_id,
            soort=Maatregelsoort.CLIENTENSTOP,
            status=Maatregelstatus.GELDIG,
        )
    )
    known = {row.pk for row in agreements}
    for row in agreements:
        if row.hoofdovereenkomst_id in known:
            continue
        yield _agreement(row, 0)
        yield from _contracts(under[row.pk], stops, 1)
        for sub in agreements:
            if sub.hoofdovereenkomst_id == row.pk:
                yield _agreement(sub, 1)
                yield from _contracts(under[sub.pk], stops, 2)


def _agreement(row: Overeenkomst, level: int) -> _Lijn:
    options, end = [], row.einddatum
    for _option in range(row.verlengopties - row.verlengd if end else 0):
        assert end is not None
        end = extended(end, row.verlengoptie_maanden)
        options.append(end)
    label = row.nummer if row.soort == Overeenkomstsoort.HOOFD else row.naam
    url = reverse("overeenkomst", args=[row.pk])
    return _Lijn(label, url, level, "overeenkomst", row.begindatum, row.einddatum, options)


def _contracts(rows: list[Perceelcontract], stops: list[Maatregel], level: int) -> Any:
    for row in rows:
        yield _Lijn(
            row.perceel.naam,
            reverse("perceelcontract", args=[row.pk]),
            level,
            "contract",
            row.begindatum,
            row.einddatum,
            stops=[
                (stop.begindatum, stop.einddatum)
                for stop in stops
                if stop.perceel_id in (None, row.perceel_id)
            ],
        )


def _shown(line: _Lijn, scale: _Scale, number: int) -> Regel:
    bars = [scale.bar(line.soort, line.begin, line.einde)]
    begin = line.einde
    for end in line.opties:
        assert begin is not None
        bars.append(scale.bar("optie", begin + DAG, end))
        begin = end
    bars += [scale.bar("stop", *stop, opened=False) for stop in _within(line)]
    return Regel(line.label, line.url, _words(line), line.niveau, KOP + REGEL * number, bars)


def _within(line: _Lijn) -> Iterator[tuple[datetime.date, datetime.date | None]]:
    """The part of each cliëntenstop in which there is a contract."""
    for begin, end in line.stops:
        first = max(begin, line.begin)
        last = min((day for day in (end, line.einde) if day), default=None)
        if last is None or last >= first:
            yield first, last


def _words(line: _Lijn) -> str:
    parts = [format_period(line.begin, line.einde)]
    if line.opties:
        count = len(line.opties)
        text = ngettext(
            "nog %(n)d optie om te verlengen, tot en met %(tot)s",
            "nog %(n)d opties om te verlengen, tot en met %(tot)s",
            count,
        )
        parts.append(text % {"n": count, "tot": format_date(line.opties[-1])})
    parts += [_("cliëntenstop %s") % format_period(*stop) for stop in line.stops]
    return ", ".join(parts)
