"""From rhythm to total: pure sums."""

from datetime import date
from decimal import Decimal

import pytest

from indications.ritme import months_between, rhythm_contacts, rhythm_total, weeks_between


@pytest.mark.parametrize(
    ("keer", "duur", "weken", "deelnemers", "total"),
    [
        (Decimal(1), 60, 50, None, 3000),
        (Decimal("0.5"), 60, 51, None, 1530),
        (Decimal("0.5"), 45, 1, None, 23),
        (Decimal(1), 90, 24, 3, 720),
        (Decimal(1), 100, 1, 3, 33),
        (Decimal(1), 60, 10, 0, 600),
        (Decimal(0), 60, 10, None, 0),
        (None, 60, 10, None, None),
        (Decimal(1), None, 10, None, None),
        (Decimal(1), 60, None, None, None),
    ],
    ids=["plain", "every other week", "half up", "R-TOE-6 divided", "divided down",
         "nought participants", "nought times", "no times", "no duration", "no weeks"],
)  # fmt: skip
def test_total(
    keer: Decimal | None, duur: int | None, weken: int | None, deelnemers: int | None, total: int
) -> None:
    assert rhythm_total(keer, duur, weken, deelnemers) == total


@pytest.mark.parametrize(
    ("begin", "end", "weeks"),
    [
        (date(2026, 1, 5), date(2026, 1, 5), 1),
        (date(2026, 1, 5), date(2026, 1, 11), 1),
        (date(2026, 1, 5), date(2026, 1, 12), 2),
        (date(2026, 1, 5), date(2026, 1, 4), None),
        (None, date(2026, 1, 4), None),
    ],
)
def test_weeks_count_both_ends(begin: date | None, end: date, weeks: int | None) -> None:
    assert weeks_between(begin, end) == weeks


def test_contacts_follow_from_times_and_weeks() -> None:
    assert rhythm_contacts(Decimal("0.5"), 25) == 13
    assert rhythm_contacts(None, 25) is None


def test_months_are_at_least_one() -> None:
    assert months_between(date(2026, 1, 1), date(2026, 1, 3)) == 1
    assert months_between(date(2026, 12, 1), date(2028, 12, 31)) == 25
