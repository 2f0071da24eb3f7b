"""Dutch formats for screens, and the reading of what people type.

Formatting never raises on None (it gives an en dash); reading raises ValueError with no message,
the caller knows the words. ISO formats are for exports and the API, not for here.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

EMPTY = "–"
NBSP = "\u00a0"
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS = (
    "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec",
)  # fmt: skip
_MONTH_NUMBERS = {
    **{name: number for number, name in enumerate(MONTHS, 1)},
    **{name: number for number, name in enumerate(SHORT_MONTHS, 1)},
    "maa": 3,
    "sept": 9,
}
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_IN_WORDS = re.compile(r"(\d{1,2})[- ]([a-z]+)\.?[- ](\d{4})")
_WHOLE = re.compile(r"-?(?:\d+|\d{1,3}(?:[. ]\d{3})+)")
_DECIMAL = re.compile(r"-?(?:\d+|\d{1,3}(?:[. ]\d{3})+)(?:,\d+)?")


def _as_date(value: date) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def format_date(value: date | None) -> str:
    """`22 nov 2026`; an aware moment is first put in local time."""
    if not isinstance(value, date):
        return EMPTY
    day = _as_date(value)
    return f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}{NBSP}{day.year}"


def format_long_date(value: date | None) -> str:
    """`22 november 2026`, with plain spaces, so that it can be typed back."""
    if not isinstance(value, date):
        return EMPTY
    day = _as_date(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_moment(value: datetime | None) -> str:
    """`22 nov 2026, 14:05` in local time; of a day only the date is known."""
    if not isinstance(value, datetime):
        return format_date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{format_date(local)}, {local:%H:%M}"


def format_period(begin: date | None, end: date | None) -> str:
    """Both ends inclusive; without an end `vanaf 1 jan 2026`."""
    if begin is None:
        return EMPTY if end is None else f"tot en met {format_date(end)}"
    if end is None:
        return f"vanaf {format_date(begin)}"
    return f"{format_date(begin)} t/m {format_date(end)}"


def format_number(value: int | float | Decimal | None, decimals: int | None = None) -> str:
    """`3.000`, `7,5`; rounded half up when `decimals` is given, else as precise as the value."""
    if value is None or value == "":
        return EMPTY
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not number.is_finite():
        return EMPTY
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return f"{number:,f}".translate(str.maketrans(",.", ".,"))


def format_euro(value: int | float | Decimal | None, decimals: int = 2) -> str:
    """`€ 5.760,00`, exact to the cent, rounded half up (R-SEG-8)."""
    if value is None or value == "":
        return EMPTY
    return f"€{NBSP}{format_number(value, decimals)}"


def format_hours(minutes: int | None) -> str:
    """Minutes in words of hours: `50 uur`, `1 uur 30 min`, `45 min`."""
    if minutes is None:
        return EMPTY
    hours, rest = divmod(int(minutes), 60)
    words = [f"{format_number(hours)}{NBSP}uur"] if hours else []
    if rest or not hours:
        words.append(f"{rest}{NBSP}min")
    return " ".join(words)


def format_minutes(minutes: int | None) -> str | SafeString:
    """Minutes with the hours they mean under them, for a table cell or a fact."""
    if minutes is None:
        return EMPTY
    return format_html(
        '{}&nbsp;<span class="unit">min</span><span class="under">{}</span>',
        format_number(minutes),
        format_hours(minutes),
    )


def parse_date(text: str) -> date:
    """Read `1-12-2026`, `01/12/2026`, `2026-12-01`, `1 december 2026`, `1 dec 2026`."""
    cleaned = " ".join(text.replace(NBSP, " ").lower().split())
    if found := _DAY_FIRST.fullmatch(cleaned):
        day, month, year = found.groups()
        return date(int(year), int(month), int(day))
    if found := _YEAR_FIRST.fullmatch(cleaned):
        year, month, day = found.groups()
        return date(int(year), int(month), int(day))
    if (found := _IN_WORDS.fullmatch(cleaned)) and found[2] in _MONTH_NUMBERS:
        return date(int(found[3]), _MONTH_NUMBERS[found[2]], int(found[1]))
    raise ValueError


def parse_integer(text: str) -> int:
    """Read `3.000`, `3 000` or `3000`; `3.00` and `3,5` are refused, they could mean two things."""
    cleaned = text.replace(NBSP, " ").strip()
    if not cleaned.isascii() or not _WHOLE.fullmatch(cleaned):
        raise ValueError
    return int(cleaned.replace(".", "").replace(" ", ""))


def parse_decimal(text: str) -> Decimal:
    """Read `5.760,00`, `1,92` or `€ 1,92`; the comma is the decimal sign."""
    cleaned = text.replace(NBSP, " ").replace("€", "").strip()
    if not cleaned.isascii() or not _DECIMAL.fullmatch(cleaned):
        raise ValueError
    return Decimal(cleaned.replace(".", "").replace(" ", "").replace(",", "."))
