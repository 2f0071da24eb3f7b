import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn as reference

from core import identifiers as ids


@given(st.integers(1, 999_999_999))
def test_bsn_generator_and_reference_agree(number: int) -> None:
    text = f"{number:09}"
    assert list(ids.bsn_numbers(number, number)) == [text] * reference.is_valid(text)


def test_test_range_holds_9091_valid_bsns() -> None:
    numbers = list(ids.bsn_numbers())
    assert len(numbers) == len(set(numbers)) == 9091
    assert numbers[0] == "999900006"
    assert numbers[-1] == "999999990"
    assert all(map(ids.is_bsn, numbers))


def test_bsn_numbers_can_go_down() -> None:
    assert list(ids.bsn_numbers(999_900_030, 999_900_000)) == sorted(
        ids.bsn_numbers(999_900_000, 999_900_030), reverse=True
    )


@pytest.mark.parametrize(
    "wrong", ["", "99990000", "999900007", "9999000060", "99990000a", "٩٩٩٩٠٠٠٠٦"]
)
def test_wrong_bsn(wrong: str) -> None:
    assert not ids.is_bsn(wrong)


@given(st.integers(0, 9_999_999_999))
def test_demo_iban_is_valid_and_one_digit_off_is_not(number: int) -> None:
    iban = ids.demo_iban(number)
    assert ids.is_iban(iban)
    assert not ids.is_iban(iban[:-1] + str((int(iban[-1]) + 1) % 10))


@pytest.mark.parametrize(
    "wrong", ["", "NL", "NL52DEMO000000000", "nl52demo0000000001", "XX52DEMO0000000001"]
)
def test_wrong_iban(wrong: str) -> None:
    assert not ids.is_iban(wrong)


def test_agb_and_kvk_have_eight_digits() -> None:
    assert ids.demo_agb(1) == "41990001"
    assert ids.is_agb(ids.demo_agb(9_999))
    assert ids.is_kvk(ids.demo_kvk(9_999))
    for wrong in ("", "4199001", "419900011", "4199000a", "٤١٩٩٠٠٠١"):
        assert not ids.is_agb(wrong)
        assert not ids.is_kvk(wrong)
