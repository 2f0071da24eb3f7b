"""The reckoning of an indexation, as tables of cases (R-SEG-8, D-27)."""

import datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules import (
    MAX_PERCENTAGE,
    Percentages,
    first_open_day,
    index_factor,
    indexed,
    is_amount,
    percentage_of,
    round_half_up,
    weighted,
)

D = Decimal


@pytest.mark.parametrize(
    ("dag", "eerste"),
    [
        ("2028-02-29", "2028-02-01"),
        ("2028-03-01", "2028-03-01"),
        ("2028-12-31", "2028-12-01"),
        ("2029-01-01", "2029-01-01"),
    ],
)
def test_every_month_before_this_one_is_closed(dag, eerste):
    day = datetime.date.fromisoformat
    assert first_open_day(day(dag)) == day(eerste)


@pytest.mark.parametrize(
    ("gewicht", "personeel", "materieel", "samen"),
    [
        pytest.param("90", "4.18", "1.82", "3.944", id="D-27-vng-2025"),
        pytest.param("83", "4.18", "1.82", "3.7788", id="JP-art-6"),
        pytest.param("100", "4.18", "1.82", "4.18", id="personnel-only"),
        pytest.param("0", "4.18", "1.82", "1.82", id="material-only"),
        pytest.param("90", "0", "0", "0", id="zero"),
        pytest.param("90", "-1.5", "2", "-1.15", id="negative"),
    ],
)
def test_weighted_percentage_is_exact(gewicht, personeel, materieel, samen):
    assert weighted(D(gewicht), Percentages(D(personeel), D(materieel))) == D(samen)


@pytest.mark.parametrize(
    ("bedrag", "procent", "nieuw"),
    [
        pytest.param("100.00", "3.944", "103.94", id="D-27"),
        pytest.param("493.57", "3.944", "513.04", id="etmaal-unrounded-513.0364"),
        pytest.param("1.00", "0.5", "1.01", id="half-cent-up"),
        pytest.param("3.00", "0.5", "3.02", id="half-cent-up-not-to-even"),
        pytest.param("1.00", "0.499", "1.00", id="just-below-half"),
        pytest.param("1.00", "-0.5", "1.00", id="negative-half-cent-up"),
        pytest.param("1.67", "0", "1.67", id="zero"),
        pytest.param("1.67", "-3", "1.62", id="negative"),
        pytest.param("0.01", "3.944", "0.01", id="one-cent"),
        pytest.param("0.01", "-20", "0.01", id="never-nothing"),
        pytest.param("1000000.00", "20", "1200000.00", id="largest"),
    ],
)
def test_new_tariff_is_rounded_half_up_to_the_cent(bedrag, procent, nieuw):
    factor = index_factor(D(90), Percentages(D(procent), D(procent)))
    assert indexed(D(bedrag), factor) == D(nieuw)


def test_recalculation_divides_definitive_by_provisional_of_the_year_before():
    """1,05 ÷ 1,04 × 1,03 of € 104,00 = € 108,15, in one rounding."""
    factor = index_factor(
        D(90),
        Percentages(D(3), D(3)),
        vorig_voorlopig=Percentages(D(4), D(4)),
        vorig_definitief=Percentages(D(5), D(5)),
    )
    assert factor == Fraction(105, 104) * Fraction(103, 100)
    assert indexed(D("104.00"), factor) == D("108.15")


def test_exact_half_cent_survives_a_factor_without_end():
    """1,00 ÷ 1,03 × 1,03 ends nowhere in decimals, and is exactly one."""
    factor = index_factor(
        D(90),
        Percentages(D("0.5"), D("0.5")),
        vorig_voorlopig=Percentages(D(3), D(3)),
        vorig_definitief=Percentages(D(3), D(3)),
    )
    assert indexed(D("1.00"), factor) == D("1.01")


def test_same_figures_before_and_after_recalculate_to_nothing():
    now, before = Percentages(D("4.18"), D("1.82")), Percentages(D("5.1"), D("2.2"))
    plain = index_factor(D(83), now)
    assert index_factor(D(83), now, vorig_voorlopig=before, vorig_definitief=before) == plain


@pytest.mark.parametrize(
    ("waarde", "klopt"),
    [
        ("0.01", True),
        ("1000000", True),
        ("1000000.01", False),
        ("0", False),
        ("-1", False),
        ("1.005", False),
        ("1.10", True),
        ("NaN", False),
        ("Infinity", False),
        ("1E+3", True),
    ],
)
def test_amount(waarde, klopt):
    assert is_amount(D(waarde)) is klopt


def test_percentage_is_shown_to_four_decimals():
    assert percentage_of(Fraction("1.03944")) == D("3.9440")
    assert percentage_of(Fraction("0.97")) == D("-3.0000")


percent = st.decimals(-MAX_PERCENTAGE, MAX_PERCENTAGE, places=3)
pairs = st.builds(Percentages, percent, percent)


@given(
    st.decimals(D("0.01"), D("1000000"), places=2),
    st.decimals(0, 100, places=2),
    pairs,
    pairs,
    pairs,
)
def test_new_tariff_lies_within_half_a_cent_and_above_nothing(bedrag, gewicht, nu, vorig, def_):
    factor = index_factor(gewicht, nu, vorig_voorlopig=vorig, vorig_definitief=def_)
    exact, new = Fraction(bedrag) * factor, indexed(bedrag, factor)
    assert new > 0
    assert -Fraction(1, 200) < exact - Fraction(new) < Fraction(1, 200) or Fraction(
        new
    ) - exact == Fraction(1, 200)


@given(st.integers(1, 10**6), st.integers(0, 4))
def test_rounding_of_what_is_round_changes_nothing(cents, decimals):
    assert round_half_up(Fraction(cents), decimals) == cents
