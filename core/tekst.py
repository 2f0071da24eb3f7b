"""Dutch in messages: dates and numbers the way people read them."""

import datetime

MAANDEN = (
    "januari februari maart april mei juni juli augustus september oktober november december"
).split()


def datum(day: datetime.date) -> str:
    """`30 november 2028`."""
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def getal(number: int) -> str:
    """`3.000`."""
    return f"{number:,}".replace(",", ".")
