"""A cell means one thing or is asked again; the code is the code of the form."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fouten import REGISTER
from core.importexport.formules import guard, unguard
from core.importexport.kolommen import Kolom, Soort

S = Soort
DAG = datetime.date(2026, 12, 1)


@pytest.mark.parametrize(
    ("soort", "cel", "value"),
    [
        (S.TEKST, "  De Linde ", "De Linde"),
        (S.TEKST, 41990001.0, "41990001"),
        (S.TEKST, "'=SOM(A1)", "=SOM(A1)"),
        (S.TEKST, "'s-Gravenhage", "'s-Gravenhage"),
        (S.TEKST, True, "ja"),
        (S.TEKST, DAG, "2026-12-01"),
        (S.GEHEEL, "3.000", 3000),
        (S.GEHEEL, 3000.0, 3000),
        (S.GEHEEL, "-5", -5),
        (S.DECIMAAL, "1.250,50", Decimal("1250.50")),
        (S.DECIMAAL, "1250.50", Decimal("1250.50")),
        (S.DECIMAAL, "-1,5", Decimal("-1.5")),
        (S.DECIMAAL, 1.25, Decimal("1.25")),
        (S.DECIMAAL, 1.125, Decimal("1.125")),
        (S.DATUM, "1-12-2026", DAG),
        (S.DATUM, "2026-12-01", DAG),
        (S.DATUM, datetime.datetime.fromisoformat("2026-12-01"), DAG),
        (S.DATUM, "1 december 2026", DAG),
        (S.JA_NEE, "Ja", True),
        (S.JA_NEE, False, False),
        (S.BSN, "999900006", "999900006"),
        (S.AGB, 1990001.0, "01990001"),
        (S.AGB, "41990001", "41990001"),
        (S.IBAN, "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        (S.KVK, "99900001", "99900001"),
    ],
)
def test_what_a_cell_means(soort, cel, value):
    assert Kolom("k", soort=soort).read(cel) == (value, None)


@pytest.mark.parametrize(
    ("soort", "cel", "code"),
    [
        (S.TEKST, "x" * 201, "te_lang"),
        (S.TEKST, "a\0b", "ongeldig_formaat"),
        (S.GEHEEL, "3,5", "ongeldig_formaat"),
        (S.GEHEEL, 3.5, "ongeldig_formaat"),
        (S.GEHEEL, "9" * 40, "ongeldig_formaat"),
        (S.DECIMAAL, "1.250", "ongeldig_formaat"),
        (S.DECIMAAL, "veel", "ongeldig_formaat"),
        (S.DECIMAAL, float("inf"), "ongeldig_formaat"),
        (S.DATUM, "31-2-2026", "ongeldig_formaat"),
        (S.DATUM, "12/31/2026", "ongeldig_formaat"),
        (S.JA_NEE, "misschien", "ongeldig_formaat"),
        (S.BSN, "123456789", "bsn_ongeldig"),
        (S.AGB, "1234", "agb_ongeldig"),
        (S.IBAN, "NL91ABNA0417164301", "iban_ongeldig"),
        (S.KVK, "123", "kvk_ongeldig"),
        (S.TEKST, None, "verplicht"),
        (S.TEKST, "  ", "verplicht"),
    ],
)
def test_what_is_wrong_has_its_code(soort, cel, code):
    value, finding = Kolom("k", soort=soort).read(cel)
    assert (value, finding.code, finding.veld) == (None, code, "k")
    assert code in REGISTER
    if soort in (S.BSN, S.IBAN):
        assert str(cel) not in finding.reden


def test_empty_optional_cell_is_none():
    assert Kolom("k", verplicht=False, soort=S.DATUM).read("") == (None, None)


def test_choices_by_word_without_case():
    kolom = Kolom("k", keuzes={"per week": "2", "totaal": "6"})
    assert kolom.read("Per Week") == ("2", None)
    assert kolom.read("dag")[1].code == "onbekende_waarde"


def test_own_check_sees_the_value():
    finding = REGISTER["te_lang"].bevinding("k", "nee")
    kolom = Kolom("k", soort=S.GEHEEL, controle=lambda n: finding if n > 5 else None)
    assert (kolom.read(5), kolom.read(6)) == ((5, None), (None, finding))


@given(st.one_of(st.text(), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.none()))
def test_no_cell_raises(cel):
    for soort in Soort:
        value, finding = Kolom("k", soort=soort).read(cel)
        assert value is None or finding is None


RISKY = st.text(alphabet="'=+-@ \t\r\n＝ａa1", max_size=8)


@given(st.one_of(st.text(), RISKY))
def test_guard_is_taken_off_exactly(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))


@pytest.mark.parametrize("text", ["=1+1", "+31", "-x", "@a", "\tx", "\rx", "  =1", "＝1", "'=1"])
def test_formulas_are_guarded(text):
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=b", "'s-Gravenhage", "De Linde", "1-2"])
def test_plain_text_is_left_alone(text):
    assert guard(text) == text
