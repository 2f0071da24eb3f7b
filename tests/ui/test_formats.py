from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.ui import formats


@pytest.mark.parametrize(
    "text",
    [
        "1-12-2026",
        "01-12-2026",
        "01/12/2026",
        "1.12.2026",
        "2026-12-01",
        "1 december 2026",
        "1 Dec 2026",
        "  1   dec.  2026 ",
        "1-dec-2026",
    ],
)
def test_dates_are_read_as_people_write_them(text: str) -> None:
    assert formats.parse_date(text) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "morgen",
        "31-2-2026",
        "1-13-2026",
        "12/2026",
        "1-12-26",
        "1 foo 2026",
        "2026-12-01T00:00",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        formats.parse_date(text)


@pytest.mark.parametrize(
    ("text", "number"), [("3000", 3000), ("3.000", 3000), ("1 000 000", 1_000_000), ("-5", -5)]
)
def test_whole_numbers_are_read(text: str, number: int) -> None:
    assert formats.parse_integer(text) == number


@pytest.mark.parametrize("text", ["3.00", "3,5", "30.00", "drie", "1.0000", "3e3", "٣", "", "0x1"])
def test_doubtful_numbers_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        formats.parse_integer(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [("5.760,00", "5760.00"), ("€ 1,92", "1.92"), ("1250,5", "1250.5"), ("-3", "-3")],
)
def test_amounts_are_read_with_a_comma(text: str, amount: str) -> None:
    assert formats.parse_decimal(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["1.92", "1,2,3", "NaN", "Infinity", "€"])
def test_doubtful_amounts_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        formats.parse_decimal(text)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.format_date(date(2026, 11, 22)), "22 nov 2026"),
        (formats.format_date(datetime(2026, 11, 22, 23, 30, tzinfo=UTC)), "23 nov 2026"),
        (formats.format_long_date(date(2026, 3, 1)), "1 maart 2026"),
        (formats.format_moment(datetime(2026, 7, 1, 12, 5, tzinfo=UTC)), "1 jul 2026, 14:05"),
        (formats.format_period(date(2026, 1, 1), None), "vanaf 1 jan 2026"),
        (formats.format_period(date(2026, 1, 1), date(2026, 12, 31)), "1 jan 2026 t/m 31 dec 2026"),
        (formats.format_number(3000), "3.000"),
        (formats.format_number(1234567.5), "1.234.567,5"),
        (formats.format_number(Decimal("0.125"), 2), "0,13"),
        (formats.format_number(-1200), "-1.200"),
        (formats.format_euro(Decimal("5760")), "€ 5.760,00"),
        (formats.format_euro(Decimal("1.925")), "€ 1,93"),
        (formats.format_euro(0), "€ 0,00"),
        (formats.format_hours(3000), "50 uur"),
        (formats.format_hours(90), "1 uur 30 min"),
        (formats.format_hours(0), "0 min"),
        (formats.format_date(None), "–"),
        (formats.format_number(None), "–"),
        (formats.format_euro(None), "–"),
        (formats.format_hours(None), "–"),
        (formats.format_minutes(None), "–"),
    ],
)
def test_dutch_formats(shown: str, expected: str) -> None:
    assert shown.replace("\u00a0", " ") == expected


def test_a_shown_date_can_be_typed_back() -> None:
    for month in range(1, 13):
        day = date(2026, month, 3)
        assert formats.parse_date(formats.format_long_date(day)) == day
        assert formats.parse_date(formats.format_date(day)) == day
