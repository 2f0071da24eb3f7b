"""Ages and stacking, pure (R-MEL-4, D-19); and the SQL that says the same."""

import datetime
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from indications.rules_wie import referral_until
from jeugdigen.checks import TOT, reaches_sql
from jeugdigen.rules import MIJLPALEN, Looptijd, milestone, reaches, stack

D = datetime.date
REACHES = {
    "16 on the birthday": (D(2010, 11, 29), 192, D(2026, 11, 29)),
    "17 and a half": (D(2009, 5, 29), 210, D(2026, 11, 29)),
    "half a year from 31 August": (D(2009, 8, 31), 210, D(2027, 3, 1)),
    "29 February in a year without": (D(2008, 2, 29), 204, D(2025, 3, 1)),
    "29 February in a leap year": (D(2008, 2, 29), 192, D(2024, 2, 29)),
    "29 February, half a year": (D(2008, 2, 29), 210, D(2025, 8, 29)),
    "1 March before a leap year": (D(2011, 3, 1), 204, D(2028, 3, 1)),
}


@pytest.mark.parametrize(("born", "months", "day"), REACHES.values(), ids=REACHES.keys())
def test_day_on_which_an_age_is_reached(
    born: datetime.date, months: int, day: datetime.date
) -> None:
    assert reaches(born, months) == day


MILESTONES = {
    "R-MEL-4 four weeks before 16": (D(2010, 12, 27), 192),
    "R-MEL-4 a day more": (D(2010, 12, 28), None),
    "R-MEL-4 is 16": (D(2010, 1, 1), 192),
    "R-MEL-4 four weeks before 17": (D(2009, 12, 27), 204),
    "R-MEL-4 four weeks before 17 and a half": (D(2009, 6, 27), 210),
    "R-MEL-4 is 20": (D(2006, 11, 29), 210),
}


@pytest.mark.parametrize(("born", "found"), MILESTONES.values(), ids=MILESTONES.keys())
def test_milestone_within_four_weeks_or_passed(born: datetime.date, found: int | None) -> None:
    assert milestone(born, D(2026, 11, 29)) == found


@pytest.mark.django_db
def test_database_reaches_ages_and_ends_referrals_on_the_same_days() -> None:
    """Four years of birth days and dates of referral, one statement each."""
    days = [D(2008, 1, 1) + datetime.timedelta(days=n) for n in range(1462)]
    with connection.cursor() as cursor:
        for months in MIJLPALEN:
            cursor.execute(
                f"select array_agg({reaches_sql('d', months)} order by d) "
                "from unnest(%s::date[]) d",
                [days],
            )
            assert cursor.fetchone()[0] == [reaches(day, months) for day in days]
        for kind in ("01", "02"):
            for term in (None, D(2009, 6, 30)):
                cursor.execute(
                    f"select array_agg({TOT} order by v.datum) from (select d datum, %s::text type,"
                    " %s::date geldig_tot from unnest(%s::date[]) d) v",
                    [kind, term, days],
                )
                wanted = [referral_until(kind, day, term) for day in days]
                assert cursor.fetchone()[0] == wanted


STACKS = {
    "one after another": (
        [
            Looptijd(D(2026, 1, 1), D(2026, 1, 31), "a"),
            Looptijd(D(2026, 2, 1), D(2026, 2, 28), "a"),
        ],
        [(D(2026, 1, 1), D(2026, 2, 28), 1, False)],
    ),
    "share one day": (
        [
            Looptijd(D(2026, 1, 1), D(2026, 1, 31), "a"),
            Looptijd(D(2026, 1, 31), D(2026, 2, 1), "b"),
        ],
        [
            (D(2026, 1, 1), D(2026, 1, 30), 1, False),
            (D(2026, 1, 31), D(2026, 1, 31), 2, False),
            (D(2026, 2, 1), D(2026, 2, 1), 1, False),
        ],
    ),
    "same kind twice, with a pause": (
        [
            Looptijd(D(2026, 1, 1), D(2026, 1, 2), "a"),
            Looptijd(D(2026, 1, 1), D(2026, 1, 2), "a"),
            Looptijd(D(2026, 1, 4), D(2026, 1, 4), "a"),
        ],
        [
            (D(2026, 1, 1), D(2026, 1, 2), 2, True),
            (D(2026, 1, 3), D(2026, 1, 3), 0, False),
            (D(2026, 1, 4), D(2026, 1, 4), 1, False),
        ],
    ),
}


@pytest.mark.parametrize(("periods", "found"), STACKS.values(), ids=STACKS.keys())
def test_stacking_by_the_day(periods: list[Looptijd], found: list[tuple[object, ...]]) -> None:
    assert [(p.begin, p.eind, p.aantal, p.dubbel) for p in stack(periods)] == found


PERIOD = st.builds(
    lambda begin, days, kind: Looptijd(begin, begin + datetime.timedelta(days=days), kind),
    st.dates(D(2026, 1, 1), D(2026, 3, 1)),
    st.integers(0, 40),
    st.sampled_from("abc"),
)


@given(st.lists(PERIOD, max_size=6))
def test_stack_counts_every_day_once_and_right(periods: list[Looptijd]) -> None:
    parts = stack(periods)
    for before, after in pairwise(parts):
        assert before.eind + datetime.timedelta(days=1) == after.begin
    for part in parts:
        for day in (part.begin, part.eind):
            kinds = [p.soort for p in periods if p.begin <= day <= p.eind]
            assert part.aantal == len(kinds)
            assert part.dubbel == (len(set(kinds)) < len(kinds))
    assert sum(p.dagen * p.aantal for p in parts) == sum(
        (p.eind - p.begin).days + 1 for p in periods
    )
