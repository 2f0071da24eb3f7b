"""Whole months on the calendar; every term is counted the same way."""

import datetime

DAG = datetime.timedelta(days=1)


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day `months` later, or the last day of that month (31 January + 1 = 28 February)."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


def last_day(begin: datetime.date, months: int) -> datetime.date:
    """Last day, inclusive, of a period of whole months that starts on `begin`."""
    later = add_months(begin, months)
    return later - DAG if later.day == begin.day else later


def extended(end: datetime.date, months: int) -> datetime.date:
    """Last day, inclusive, of a period that ended on `end`, after whole months more.

    Who ends with a month goes on ending with a month, in a leap year too: 28 February 2027 and 12
    months is 29 February 2028.
    """
    if (end + DAG).day == 1:
        return add_months(end + DAG, months) - DAG
    return add_months(end, months)
