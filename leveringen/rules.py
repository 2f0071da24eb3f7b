"""Start and stop (ijw-3.2 §1.8), and what may be declared per period (§1.9); values only."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from contracts.choices import Eenheid, Frequentie
from core.datums import DAG, add_months
from core.fouten import PERIODE_ONGELDIG, Bevinding, Foutcode
from core.ui.formats import format_long_date as datum
from indications.choices import RedenBeeindiging
from leveringen import codes

OUTPUT = frozenset({Eenheid.STUKS_OUTPUT, Eenheid.EURO})
ZONDAG = 6


class Stand(StrEnum):
    NIET_GESTART = "niet_gestart"
    GESTART = "gestart"
    TIJDELIJK = "tijdelijk_gestopt"
    DEFINITIEF = "definitief_gestopt"


class Stap(StrEnum):
    """What is reported; undoing (StatusAanlevering 3) is judged by `judge_undo_…`."""

    START = "start"
    TIJDELIJKE_STOP = "tijdelijke_stop"
    DEFINITIEVE_STOP = "definitieve_stop"


@dataclass(frozen=True, slots=True)
class Stuk:
    """One stretch of delivery, both days inclusive; without `eind` it still runs."""

    begin: datetime.date
    eind: datetime.date | None = None
    reden: str = ""


#: What a step is refused with, per state; what is not in it may.
WEIGERINGEN: dict[tuple[Stand, Stap], Foutcode] = {
    (Stand.GESTART, Stap.START): codes.AL_GESTART,
    (Stand.NIET_GESTART, Stap.TIJDELIJKE_STOP): codes.GEEN_START,
    (Stand.TIJDELIJK, Stap.TIJDELIJKE_STOP): codes.AL_TIJDELIJK_GESTOPT,
    (Stand.DEFINITIEF, Stap.TIJDELIJKE_STOP): codes.AL_DEFINITIEF_GESTOPT,
    (Stand.NIET_GESTART, Stap.DEFINITIEVE_STOP): codes.GEEN_START,
    (Stand.DEFINITIEF, Stap.DEFINITIEVE_STOP): codes.AL_DEFINITIEF_GESTOPT,
}


def stand_of(stukken: Sequence[Stuk]) -> Stand:
    """`stukken` by begin; only the last says where it stands."""
    if not stukken:
        return Stand.NIET_GESTART
    last = stukken[-1]
    if last.eind is None:
        return Stand.GESTART
    return Stand.TIJDELIJK if last.reden == RedenBeeindiging.TIJDELIJK else Stand.DEFINITIEF


def step_of(reden: str) -> Stap:
    temporary = reden == RedenBeeindiging.TIJDELIJK
    return Stap.TIJDELIJKE_STOP if temporary else Stap.DEFINITIEVE_STOP


def judge_step(stukken: Sequence[Stuk], step: Stap) -> Foutcode | None:
    """Whether the state allows it at all, apart from the days."""
    return WEIGERINGEN.get((stand_of(stukken), step))


def judge_start_days(
    stukken: Sequence[Stuk], begin: datetime.date, peildatum: datetime.date
) -> list[Bevinding]:
    """The days of a start that the state allows."""
    if begin > peildatum:
        text = _("Kies %s of eerder.") % datum(peildatum)
        return [codes.LEVERING_IN_TOEKOMST.bevinding("begindatum", text)]
    if any(stuk.begin == begin for stuk in stukken):
        return [codes.START_BESTAAT.bevinding("begindatum", codes.START_BESTAAT.betekenis)]
    last = stukken[-1].eind if stukken else None
    if last is not None and begin <= last:
        text = _("De hulp liep tot en met %s; kies een latere dag.") % datum(last)
        return [codes.LEVERING_OVERLAP.bevinding("begindatum", text)]
    return []


def judge_start_period(
    begin: datetime.date, eerste: datetime.date, laatste: datetime.date | None
) -> list[Bevinding]:
    """A warning: parties agree on the days themselves (OP270)."""
    if begin < eerste:
        text = _("De toewijzing begint pas op %s.") % datum(eerste)
        return [codes.BUITEN_TOEWIJZING.bevinding("begindatum", text)]
    if laatste is not None and begin > laatste:
        text = _("De toewijzing liep tot en met %s.") % datum(laatste)
        return [codes.BUITEN_TOEWIJZING.bevinding("begindatum", text)]
    return []


def judge_stop_days(
    stukken: Sequence[Stuk], eind: datetime.date, peildatum: datetime.date
) -> list[Bevinding]:
    """The last day of a stop that the state allows; after a temporary stop not before its day."""
    last = stukken[-1]
    if eind > peildatum:
        text = _("Kies %s of eerder.") % datum(peildatum)
        return [codes.LEVERING_IN_TOEKOMST.bevinding("einddatum", text)]
    if eind < last.begin:
        text = _("De hulp startte op %s; kies die dag of later.") % datum(last.begin)
        return [PERIODE_ONGELDIG.bevinding("einddatum", text)]
    if last.eind is not None and eind < last.eind:
        text = _("De hulp stopte tijdelijk na %s; kies die dag of later.") % datum(last.eind)
        return [codes.STOP_VOOR_TIJDELIJKE_STOP.bevinding("einddatum", text)]
    return []


def judge_undo_start(stukken: Sequence[Stuk], begin: datetime.date) -> Foutcode | None:
    found = [stuk for stuk in stukken if stuk.begin == begin]
    if not found:
        return codes.START_ONBEKEND
    return None if found[0].eind is None else codes.STOP_GEMELD


def judge_undo_stop(stukken: Sequence[Stuk], stop: Stuk) -> Foutcode | None:
    """`stop` names begin, last day and reason: the key of a 307."""
    if stop.eind is None or stop not in stukken:
        return codes.STOP_ONBEKEND
    return None if stukken[-1] == stop else codes.LATER_GESTART


# what may be declared (TR321, TR322)


@dataclass(frozen=True, slots=True)
class Omvang:
    """Size and period of a toewijzing; without `eind` it is open."""

    volume: int
    eenheid: str
    frequentie: str
    begin: datetime.date
    eind: datetime.date | None


def product_period(
    omvang: Omvang, maand: datetime.date
) -> tuple[datetime.date, datetime.date] | None:
    """The days of that calendar month within the toewijzing; None when there are none."""
    first = maand.replace(day=1)
    last = add_months(first, 1) - DAG
    begin, end = max(first, omvang.begin), min(last, omvang.eind or last)
    return (begin, end) if begin <= end else None


def weeks_touched(begin: datetime.date, end: datetime.date) -> int:
    """ISO weeks, Monday to Sunday, with at least one day in the period."""
    return (_monday(end) - _monday(begin)).days // 7 + 1


def sundays(begin: datetime.date, end: datetime.date) -> int:
    return (_monday(end + DAG) - _monday(begin)).days // 7


def max_per_periode(omvang: Omvang, maand: datetime.date) -> int:
    """How much may be declared for that month, in the unit of the toewijzing (TR321)."""
    period = product_period(omvang, maand)
    if period is None:
        return 0
    begin, end = period
    match omvang.frequentie:
        case Frequentie.DAG:
            return omvang.volume * ((end - begin).days + 1)
        case Frequentie.WEEK if omvang.eenheid in OUTPUT:
            return omvang.volume * (sundays(begin, end) + _broken_week(omvang, begin, end))
        case Frequentie.WEEK:
            return omvang.volume * weeks_touched(begin, end)
    return omvang.volume


def max_over_toewijzing(omvang: Omvang) -> int | None:
    """How much in all (TR322); None for an open end, except of a total."""
    if omvang.frequentie == Frequentie.TOTAAL:
        return omvang.volume
    if omvang.eind is None:
        return None
    if omvang.frequentie == Frequentie.WEEK and omvang.eenheid not in OUTPUT:
        return omvang.volume * weeks_touched(omvang.begin, omvang.eind)
    return sum(max_per_periode(omvang, maand) for maand in months_of(omvang.begin, omvang.eind))


def months_of(begin: datetime.date, end: datetime.date) -> list[datetime.date]:
    """The first day of every calendar month that the period touches."""
    first = begin.replace(day=1)
    count = (end.year - first.year) * 12 + end.month - first.month + 1
    return [add_months(first, nr) for nr in range(count)]


def _broken_week(omvang: Omvang, begin: datetime.date, end: datetime.date) -> int:
    """The last broken week goes with the last Sunday of the toewijzing; without any, to the end."""
    if omvang.eind is None or omvang.eind.weekday() == ZONDAG:
        return 0
    last = _monday(omvang.eind) - DAG
    return int(begin <= (last if last >= omvang.begin else omvang.eind) <= end)


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
