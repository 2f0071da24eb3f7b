"""Start and stop per state (ijw-3.2 §1.8); the most that may be declared per period (§1.9)."""

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leveringen import rules
from leveringen.rules import Omvang, Stand, Stap, Stuk

D = datetime.date
DAG = datetime.timedelta(days=1)
OPEN = [Stuk(D(2026, 1, 5))]
TIJDELIJK = [Stuk(D(2026, 1, 5), D(2026, 2, 27), "20")]
DEFINITIEF = [Stuk(D(2026, 1, 5), D(2026, 2, 27), "31")]
PER_STAND = {
    Stand.NIET_GESTART: [],
    Stand.GESTART: OPEN,
    Stand.TIJDELIJK: TIJDELIJK,
    Stand.DEFINITIEF: DEFINITIEF,
}
#: §1.8, whole: what each report does in each state; None is allowed.
TABEL = {
    (Stand.NIET_GESTART, Stap.START): None,
    (Stand.NIET_GESTART, Stap.TIJDELIJKE_STOP): ("geen_start", "9069"),
    (Stand.NIET_GESTART, Stap.DEFINITIEVE_STOP): ("geen_start", "9069"),
    (Stand.GESTART, Stap.START): ("levering_al_gestart", "9326"),
    (Stand.GESTART, Stap.TIJDELIJKE_STOP): None,
    (Stand.GESTART, Stap.DEFINITIEVE_STOP): None,
    (Stand.TIJDELIJK, Stap.START): None,
    (Stand.TIJDELIJK, Stap.TIJDELIJKE_STOP): ("al_tijdelijk_gestopt", "9413"),
    (Stand.TIJDELIJK, Stap.DEFINITIEVE_STOP): None,
    (Stand.DEFINITIEF, Stap.START): None,
    (Stand.DEFINITIEF, Stap.TIJDELIJKE_STOP): ("al_definitief_gestopt", "9415"),
    (Stand.DEFINITIEF, Stap.DEFINITIEVE_STOP): ("al_definitief_gestopt", "9415"),
}


@pytest.mark.parametrize(("stand", "stap"), list(product(Stand, Stap)))
def test_every_report_in_every_state(stand: Stand, stap: Stap) -> None:
    stukken = PER_STAND[stand]
    assert rules.stand_of(stukken) == stand
    refused = rules.judge_step(stukken, stap)
    wanted = TABEL[stand, stap]
    if wanted is None:
        assert refused is None
    else:
        assert refused is not None
        assert refused.code == wanted[0]
        assert wanted[1] in refused.betekenis


@pytest.mark.parametrize(
    ("stukken", "begin", "code"),
    [
        ([], D(2026, 7, 1), None),
        ([], D(2026, 7, 2), "levering_in_toekomst"),
        (TIJDELIJK, D(2026, 1, 5), "start_bestaat"),
        (TIJDELIJK, D(2026, 2, 27), "levering_overlap"),
        (TIJDELIJK, D(2026, 2, 28), None),
        (DEFINITIEF, D(2026, 2, 28), None),
    ],
    ids=["today", "tomorrow", "same key 9074", "last day before", "day after", "after definitive"],
)
def test_days_of_a_start(stukken: list[Stuk], begin: datetime.date, code: str | None) -> None:
    found = rules.judge_start_days(stukken, begin, D(2026, 7, 1))
    assert [f.code for f in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("stukken", "eind", "code"),
    [
        (OPEN, D(2026, 1, 5), None),
        (OPEN, D(2026, 1, 4), "periode_ongeldig"),
        (OPEN, D(2026, 7, 2), "levering_in_toekomst"),
        (TIJDELIJK, D(2026, 2, 26), "stop_voor_tijdelijke_stop"),
        (TIJDELIJK, D(2026, 2, 27), None),
    ],
    ids=["first day", "before it", "tomorrow", "before temporary 9414", "same day as temporary"],
)
def test_days_of_a_stop(stukken: list[Stuk], eind: datetime.date, code: str | None) -> None:
    found = rules.judge_stop_days(stukken, eind, D(2026, 7, 1))
    assert [f.code for f in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("stukken", "begin", "code"),
    [
        ([], D(2026, 1, 5), "start_onbekend"),
        (OPEN, D(2026, 1, 6), "start_onbekend"),
        (OPEN, D(2026, 1, 5), None),
        (TIJDELIJK, D(2026, 1, 5), "stop_gemeld"),
        (DEFINITIEF, D(2026, 1, 5), "stop_gemeld"),
        ([*TIJDELIJK, Stuk(D(2026, 4, 1))], D(2026, 4, 1), None),
    ],
    ids=["no start 9063", "another day 9063", "open", "stopped 9071", "for good 9071", "second"],
)
def test_undoing_a_start(stukken: list[Stuk], begin: datetime.date, code: str | None) -> None:
    refused = rules.judge_undo_start(stukken, begin)
    assert (refused.code if refused else None) == code


@pytest.mark.parametrize(
    ("stukken", "stop", "code"),
    [
        ([], TIJDELIJK[0], "stop_onbekend"),
        (OPEN, OPEN[0], "stop_onbekend"),
        (TIJDELIJK, DEFINITIEF[0], "stop_onbekend"),
        (TIJDELIJK, TIJDELIJK[0], None),
        (DEFINITIEF, DEFINITIEF[0], None),
        ([*TIJDELIJK, Stuk(D(2026, 4, 1))], TIJDELIJK[0], "later_gestart"),
    ],
    ids=["no stop 9063", "open 9063", "another reason 9063", "temporary", "definitive", "went on"],
)
def test_undoing_a_stop(stukken: list[Stuk], stop: Stuk, code: str | None) -> None:
    refused = rules.judge_undo_stop(stukken, stop)
    assert (refused.code if refused else None) == code


def per_month(omvang: Omvang) -> list[int]:
    assert omvang.eind
    months = rules.months_of(omvang.begin, omvang.eind)
    return [rules.max_per_periode(omvang, month) for month in months]


B, E = D(2022, 10, 11), D(2022, 12, 28)


@pytest.mark.parametrize(
    ("omvang", "months", "total"),
    [
        (Omvang(3, "04", "2", B, E), [12, 15, 15], 36),
        (Omvang(300, "83", "2", B, D(2022, 12, 31)), [900, 1200, 1500], 3600),
        (Omvang(300, "83", "2", B, D(2022, 12, 25)), [900, 1200, 1200], 3300),
        (Omvang(2, "04", "1", B, E), [42, 60, 56], 158),
        (Omvang(10, "04", "4", B, E), [10, 10, 10], 30),
        (Omvang(10, "82", "2", D(2022, 10, 11), D(2022, 10, 13)), [10], 10),
        (Omvang(3000, "01", "6", B, E), [3000, 3000, 3000], 3000),
    ],
    ids=[
        "3 hours a week, the example",
        "300 euro a week, the example",
        "output that ends on a Sunday",
        "per day",
        "per month, broken too (IV078)",
        "output without a Sunday",
        "a total",
    ],
)
def test_most_per_period_and_in_all(omvang: Omvang, months: list[int], total: int) -> None:
    assert per_month(omvang) == months
    assert rules.max_over_toewijzing(omvang) == total


def test_open_end_has_no_total() -> None:
    assert rules.max_over_toewijzing(Omvang(3, "04", "2", B, None)) is None
    assert rules.max_per_periode(Omvang(3, "04", "2", B, None), D(2023, 1, 1)) == 18


days = st.dates(D(2024, 1, 1), D(2028, 12, 31))


@given(days, st.integers(0, 500))
def test_weeks_and_sundays_are_those_counted_one_by_one(begin: datetime.date, length: int) -> None:
    every = [begin + n * DAG for n in range(length + 1)]
    assert rules.weeks_touched(begin, every[-1]) == len({d.isocalendar()[:2] for d in every})
    assert rules.sundays(begin, every[-1]) == sum(d.isoweekday() == 7 for d in every)
