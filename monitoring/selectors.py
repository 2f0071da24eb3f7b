"""What the screens show of indicators; every figure passes the mask for small numbers."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Actorsoort
from core.sql import fetch_prepared
from monitoring import klein, rules
from monitoring.choices import Bron, Doelsoort, Uitvraagstatus
from monitoring.eenheden import with_unit
from monitoring.models import Doel, Indicator, Indicatorversie, Meting, Uitvraag
from monitoring.policies import KIJKERS

#: One statement over the rollup: per indicator its version of today with the last two periods that
#: are over, newest first, and the own figure of who looks over the newest.
PAGE = """
select i.id, i.code, v.naam, s.code as segment, s.naam as segment_naam, d.naam as doel, v.bron,
  v.eenheid, v.meetperiode, v.invloed, v.norm, v.richting, v.marge, v.nulmeting,
  v.nulmeting_periode, t.begindatum, t.einddatum, case when not t.klein then t.waarde end, t.klein,
  {eigen}
from monitoring_indicator i
join contracts_segment s on s.id = i.segment_id
join lateral (
  select * from monitoring_indicatorversie x
  where x.indicator_id = i.id and (x.einddatum is null or x.einddatum >= %(peildatum)s::date)
  order by x.begindatum limit 1) v on true
join monitoring_doel d on d.id = v.doel_id
left join lateral (
  select m.begindatum, m.einddatum, m.waarde, coalesce({klein}, false) as klein
  from monitoring_meting m
  where m.indicator_id = i.id and m.aanbieder_id is null and m.gemeente_id is null
    and m.einddatum < %(peildatum)s::date
  order by m.begindatum desc limit 2) t on true
{erbij}
{waar}
order by s.volgorde, s.code, length(i.code), i.code, t.begindatum desc
"""
GEEN_EIGEN = "null::numeric, null::boolean"
EIGEN = "case when not e.klein then e.waarde end, e.klein"
EIGEN_ERBIJ = """left join lateral (
  select m.waarde, coalesce({klein}, false) as klein from monitoring_meting m
  where {welke} and m.indicator_id = i.id and m.begindatum = t.begindatum) e on true"""
SEGMENT = "where s.code = %(segment)s"


@dataclass(frozen=True, slots=True)
class Regel:
    """One indicator on the page; a figure is None where there is none or it is hidden (`klein`)."""

    id: UUID
    code: str
    naam: str
    segment: str
    segment_naam: str
    doel: str
    bron: str
    eenheid: str
    meetperiode: str
    invloed: str
    norm: Decimal | None
    richting: str
    marge: Decimal
    nulmeting: Decimal | None
    nulmeting_periode: str
    begindatum: datetime.date | None
    einddatum: datetime.date | None
    waarde: Decimal | None
    klein: bool | None
    eigen: Decimal | None
    eigen_klein: bool | None
    vorige: Decimal | None = None

    @property
    def oordeel(self) -> str:
        return rules.judge(self.waarde, self.norm, self.richting, self.marge)

    @property
    def trend(self) -> str:
        return rules.compare(self.waarde, self.vorige, self.richting)

    @property
    def periode(self) -> str:
        if self.begindatum is None or self.einddatum is None:
            return ""
        return rules.period_name(self.begindatum, self.einddatum)


def indicator_page(actor: Actor, *, peildatum: datetime.date, segment: str = "") -> list[Regel]:
    """Every indicator that is followed, from the figures that are kept; one query."""
    if not actor.has_role(*KIJKERS) and actor.soort != Actorsoort.SYSTEEM:
        return []
    return list(_with_last_period(fetch_prepared(*page_statement(actor, peildatum, segment))))


def page_statement(
    actor: Actor, peildatum: datetime.date, segment: str = ""
) -> tuple[str, dict[str, Any]]:
    """What that page asks of the database, with its parameters."""
    welke, own_id = _own(actor)
    small = klein.KLEIN_SQL.format(m="m", v="v")
    statement = PAGE.format(
        klein=small,
        eigen=EIGEN if own_id else GEEN_EIGEN,
        erbij=EIGEN_ERBIJ.format(klein=small, welke=welke) if own_id else "",
        waar=SEGMENT if segment else "",
    )
    params = {**klein.sql_params(actor), "peildatum": peildatum}
    params |= {"segment": segment} if segment else {}
    params |= {"eigen_id": own_id} if own_id else {}
    return statement, params


def _with_last_period(rows: list[tuple[Any, ...]]) -> Iterator[Regel]:
    """One line per indicator; its second row is the period before."""
    newest: tuple[Any, ...] | None = None
    for row in rows:
        if newest is not None and row[0] == newest[0]:
            yield Regel(*(*newest, row[_WAARDE]))
            newest = None
            continue
        if newest is not None:
            yield Regel(*newest)
        newest = row
    if newest is not None:
        yield Regel(*newest)


_WAARDE = 17


def _own(actor: Actor) -> tuple[str, UUID | None]:
    """Which measurement is the actor's own, as SQL on `m`."""
    if actor.has_role(*rolgroepen.GEMEENTE):
        return "m.gemeente_id = %(eigen_id)s::uuid and m.aanbieder_id is null", actor.organisatie_id
    if actor.has_role(*rolgroepen.AANBIEDER):
        return "m.aanbieder_id = %(eigen_id)s::uuid and m.gemeente_id is null", actor.aanbieder_id
    return "", None


def has_own(actor: Actor) -> bool:
    return _own(actor)[1] is not None


def current_version(
    actor: Actor, indicator_id: UUID, peildatum: datetime.date
) -> Indicatorversie | None:
    """That of today; else the one that comes, else the last that was."""
    rows = list(
        Indicatorversie.objects.for_actor(actor)
        .filter(indicator=indicator_id)
        .select_related("doel__ouder__ouder", "indicator__segment")
        .order_by("begindatum")
    )
    running = [v for v in rows if v.einddatum is None or v.einddatum >= peildatum]
    return running[0] if running else rows[-1] if rows else None


def versions(actor: Actor, indicator_id: UUID) -> QuerySet[Any]:
    rows = Indicatorversie.objects.for_actor(actor).filter(indicator=indicator_id)
    return rows.select_related("doel").order_by("-begindatum")


def series(
    actor: Actor,
    indicator_id: UUID,
    *,
    aanbieder_id: UUID | None = None,
    gemeente_id: UUID | None = None,
) -> QuerySet[Any]:
    """The figures over time of the segment, of an aanbieder or of a gemeente; newest first."""
    rows = Meting.objects.for_actor(actor).filter(
        indicator=indicator_id, aanbieder=aanbieder_id, gemeente=gemeente_id
    )
    return with_version(klein.masked(rows, actor)).order_by("-begindatum")


def with_version(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values(
        "begindatum",
        "einddatum",
        "cijfer",
        "getoond",
        "getoonde_jeugdigen",
        "klein",
        "peildatum",
        "indicator_id",
        "aanbieder_id",
        "gemeente_id",
        code=F("indicator__code"),
        naam=F("versie__naam"),
        eenheid=F("versie__eenheid"),
        norm=F("versie__norm"),
        richting=F("versie__richting"),
        marge=F("versie__marge"),
        aanbieder_naam=F("aanbieder__naam"),
        gemeente_naam=F("gemeente__naam"),
    )


def per_aanbieder(actor: Actor, indicator_id: UUID, begindatum: datetime.date) -> QuerySet[Any]:
    rows = Meting.objects.for_actor(actor).filter(
        indicator=indicator_id, begindatum=begindatum, aanbieder__isnull=False
    )
    return with_version(klein.masked(rows, actor))


def per_gemeente(actor: Actor, indicator_id: UUID, begindatum: datetime.date) -> QuerySet[Any]:
    rows = Meting.objects.for_actor(actor).filter(
        indicator=indicator_id, begindatum=begindatum, gemeente__isnull=False
    )
    return with_version(klein.masked(rows, actor))


def periods(actor: Actor, indicator_id: UUID) -> list[tuple[datetime.date, datetime.date]]:
    """Periods with figures, newest first."""
    rows = Meting.objects.for_actor(actor).filter(
        indicator=indicator_id, aanbieder=None, gemeente=None
    )
    return list(rows.order_by("-begindatum").values_list("begindatum", "einddatum"))


@dataclass(frozen=True)
class Tak:
    """A branch of the goal tree with what hangs under it."""

    doel: Doel
    onder: list["Tak"]
    indicatoren: list[Regel]


def goal_tree(actor: Actor, segment_id: UUID, found: list[Regel]) -> list[Tak]:
    """The tree of a segment; `found` are its indicators of today."""
    doelen = list(
        Doel.objects.for_actor(actor).filter(segment=segment_id).order_by("volgorde", "naam")
    )
    hung = dict(
        Indicatorversie.objects.for_actor(actor)
        .filter(indicator__in=[regel.id for regel in found])
        .order_by("-begindatum")
        .values_list("indicator_id", "doel_id")
    )
    return list(_branches(doelen, None, found, hung))


def _branches(
    doelen: list[Doel], ouder: UUID | None, found: list[Regel], hung: dict[UUID, UUID]
) -> Iterator[Tak]:
    for doel in doelen:
        if doel.ouder_id == ouder:
            own = [regel for regel in found if hung.get(regel.id) == doel.pk]
            yield Tak(doel, list(_branches(doelen, doel.pk, found, hung)), own)


def results_of(actor: Actor, segment_id: UUID) -> QuerySet[Any]:
    """What an indicator of this segment can hang on."""
    rows = Doel.objects.for_actor(actor).filter(segment=segment_id, soort=Doelsoort.RESULTAAT)
    return rows.order_by("ouder__volgorde", "volgorde", "naam")


def requests_of(actor: Actor, indicator_id: UUID) -> QuerySet[Any]:
    rows = Uitvraag.objects.for_actor(actor).filter(indicator=indicator_id)
    return rows.select_related("aanbieder", "versie").order_by("-begindatum", "aanbieder__naam")


def is_asked(actor: Actor, indicator_id: UUID) -> bool:
    """Whether aanbieders are, were or will be asked for this indicator."""
    rows = Indicatorversie.objects.for_actor(actor)
    return bool(rows.filter(indicator=indicator_id, bron=Bron.GEVRAAGD).exists())


def find_indicator(actor: Actor, indicator_id: UUID) -> Indicator | None:
    found: Indicator | None = (
        Indicator.objects.for_actor(actor).select_related("segment").filter(pk=indicator_id).first()
    )
    return found


@dataclass(frozen=True)
class Gevraagd:
    """A request with its answer as this actor may see it."""

    vraag: Uitvraag
    antwoord: str
    jeugdigen: str


@dataclass
class Ronde:
    """One period over which aanbieders were asked."""

    begindatum: datetime.date
    naam: str
    rijen: list[Gevraagd]
    beantwoord: int = 0
    wacht: int = 0
    aanvaard: int = 0


def answers_per_period(actor: Actor, indicator_id: UUID) -> list[Ronde]:
    """Who answered and who did not, newest period first."""
    rounds: dict[datetime.date, Ronde] = {}
    for row in requests_of(actor, indicator_id):
        name = rules.period_name(row.begindatum, row.einddatum)
        found = rounds.setdefault(row.begindatum, Ronde(row.begindatum, name, []))
        found.rijen.append(Gevraagd(row, answer_of(actor, row), klein.people(actor, row.jeugdigen)))
        found.wacht += row.bij_aanbieder
        found.beantwoord += row.status == Uitvraagstatus.BEANTWOORD
        found.aanvaard += row.status == Uitvraagstatus.AANVAARD
    return list(rounds.values())


def answer_of(actor: Actor, row: Uitvraag) -> str:
    """An answer with its unit, hidden where it counts too few jeugdigen."""
    if klein.hides_answer(actor, row.waarde, row.versie.eenheid):
        return klein.in_words()
    return with_unit(row.waarde, row.versie.eenheid)
