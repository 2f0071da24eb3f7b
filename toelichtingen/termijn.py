"""Working days: no weekend, and no day that the Algemene termijnenwet (art. 3) calls general."""

import datetime
from functools import lru_cache

from django.conf import settings

from core.datums import DAG


@lru_cache
def holidays(year: int) -> frozenset[datetime.date]:
    easter = _easter(year)
    moving = (-2, 1, 39, 50)  # Goede Vrijdag, tweede paasdag, Hemelvaart, tweede pinksterdag
    king = datetime.date(year, 4, 27)
    if king.weekday() == 6:
        king -= DAG
    fixed = [(1, 1), (5, 5), (12, 25), (12, 26)]
    return frozenset(
        [king]
        + [easter + datetime.timedelta(days=n) for n in moving]
        + [datetime.date(year, month, day) for month, day in fixed]
    )


def _easter(year: int) -> datetime.date:
    """Gregorian, after Meeus/Jones/Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return datetime.date(year, month, day + 1)


def is_working_day(day: datetime.date) -> bool:
    return day.weekday() < 5 and day not in holidays(day.year)


def add_working_days(day: datetime.date, number: int) -> datetime.date:
    """The `number`th working day after `day`; that day itself does not count."""
    while number > 0:
        day += DAG
        number -= is_working_day(day)
    return day


def standard_term(peildatum: datetime.date) -> datetime.date:
    """Last day (inclusive) to answer what is asked on `peildatum`."""
    return add_working_days(peildatum, settings.TOELICHTING_TERMIJN_WERKDAGEN)
