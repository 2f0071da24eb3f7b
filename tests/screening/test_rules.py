"""The advice and what an outcome needs, as tables of cases."""

import datetime
import uuid
from decimal import Decimal

import pytest

from screening import drempels
from screening.choices import Gewicht, Toetssoort, Toetsstatus, Uitkomst
from screening.rules import (
    Beantwoord,
    Besluit,
    Toets,
    advise,
    check_decision,
    check_tests,
    last_day,
    missing,
    severity,
)
from tests.screening.conftest import DREMPELS

VANDAAG = datetime.date(2026, 11, 22)


def q(soort="ja_nee", waarde="ja", gewicht="normaal", gunstig="ja", **fields):
    base = {
        "id": uuid.uuid4(),
        "soort": soort,
        "gunstig": gunstig if soort == "ja_nee" else "",
        "gewicht": Gewicht(gewicht),
        "bewijs_nodig": False,
        "waarde": waarde,
        "toelichting": "",
    }
    return Beantwoord(**{**base, **fields})


@pytest.mark.parametrize(
    ("soort", "gunstig", "waarde", "zorg"),
    [
        ("ja_nee", "ja", "ja", 0),
        ("ja_nee", "ja", "nee", 1),
        ("ja_nee", "nee", "ja", 1),
        ("ja_nee", "nee", "nee", 0),
        ("ja_nee", "ja", "nvt", None),
        ("ja_nee", "ja", "", None),
        ("ja_nee", "ja", "3", None),
        ("schaal", "", "1", 0),
        ("schaal", "", "2", Decimal(1) / 3),
        ("schaal", "", "3", Decimal(2) / 3),
        ("schaal", "", "4", 1),
        ("schaal", "", "ja", None),
        ("open", "", "", None),
    ],
)
def test_concern_of_an_answer(soort, gunstig, waarde, zorg):
    assert severity(soort, gunstig, waarde) == zorg


def colour(*answers):
    found = advise(answers, drempels.parse(DREMPELS))
    return found and (found.kleur.value, found.score, found.zware_zorgen)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([q()], ("groen", Decimal("0.0"), 0)),
        ([q(waarde="nee")], ("rood", Decimal("100.0"), 0)),
        # 1 of 4: both thresholds belong to the worse colour
        ([q(waarde="nee"), q(), q(), q()], ("oranje", Decimal("25.0"), 0)),
        ([q(waarde="nee"), q()], ("rood", Decimal("50.0"), 0)),
        ([q("schaal", "2"), q()], ("groen", Decimal("16.8"), 0)),
        # a heavy concern is not averaged away
        ([q(waarde="nee", gewicht="zwaar"), *[q() for _ in range(30)]], ("oranje", "6.3", 1)),
        (
            [*[q(waarde="nee", gewicht="zwaar") for _ in range(2)], *[q() for _ in range(60)]],
            ("rood", "6.3", 2),
        ),
        ([q("schaal", "2", "zwaar"), *[q() for _ in range(30)]], ("groen", "2.1", 0)),
        ([q("schaal", "3", "zwaar"), *[q() for _ in range(30)]], ("oranje", "4.2", 1)),
        # what does not apply and what is open counts for nothing
        ([q(waarde="nee"), q(), q(waarde="nvt")], ("rood", Decimal("50.0"), 0)),
        ([q(), q("open", "", toelichting="Niets")], ("groen", Decimal("0.0"), 0)),
    ],
)
def test_advice_r_con_5(answers, expected):
    got = colour(*answers)
    assert got == (expected[0], Decimal(expected[1]), expected[2])


@pytest.mark.parametrize(
    "answers",
    [
        [q(), q(waarde="")],
        [q(), q("open", "")],
        [q(waarde="nvt")],
        [q("open", "", toelichting="Niets")],
        [],
    ],
)
def test_no_advice_on_a_part_or_on_nothing(answers):
    assert colour(*answers) is None


def test_each_question_says_what_it_did():
    answers = [q(waarde="nee"), q("schaal", "2", "licht")]
    found = advise(answers, drempels.parse(DREMPELS))
    assert [(r.vraag, r.punten, r.hoogstens) for r in found.regels] == [
        (answers[0].id, Decimal("2.00"), Decimal(2)),
        (answers[1].id, Decimal("0.33"), Decimal(1)),
    ]


@pytest.mark.parametrize(
    ("answer", "codes"),
    [
        (q(), []),
        (q(waarde=""), ["antwoord_ontbreekt"]),
        (q("open", ""), ["antwoord_ontbreekt"]),
        (q("open", "", toelichting="Tekst"), []),
        (q(waarde="nee"), ["motivering_ontbreekt"]),
        (q(waarde="nee", toelichting="  "), ["motivering_ontbreekt"]),
        (q(waarde="nee", toelichting="Omdat"), []),
        (q(waarde="nvt"), ["motivering_ontbreekt"]),
        (q("schaal", "2"), ["motivering_ontbreekt"]),
        (q(bewijs_nodig=True), ["bewijs_ontbreekt"]),
        (q(bewijs_nodig=True, bewezen=True), []),
        (q(waarde="nvt", toelichting="Omdat", bewijs_nodig=True), []),
        (q(waarde="", bewijs_nodig=True), ["antwoord_ontbreekt", "bewijs_ontbreekt"]),
    ],
)
def test_what_stands_in_the_way_of_a_decision(answer, codes):
    assert [f.code for f in missing([answer])] == codes
    assert {f.veld for f in missing([answer])} <= {str(answer.id)}


def decided(**fields):
    base = {
        "uitkomst": "geschikt",
        "motivering": "Goed",
        "voorwaarden": "",
        "afwijking": "",
        "geldig_tot": VANDAAG + datetime.timedelta(days=1),
    }
    return Besluit(**{**base, **fields})


@pytest.mark.parametrize(
    ("fields", "advies", "gehoord", "codes"),
    [
        ({}, "groen", False, []),
        ({}, "", False, []),
        ({"motivering": ""}, "groen", False, ["verplicht"]),
        ({"uitkomst": ""}, "groen", False, ["verplicht"]),
        ({"uitkomst": "misschien"}, "", False, ["verplicht"]),
        ({}, "oranje", False, ["afwijking_motiveren"]),
        ({}, "rood", False, ["afwijking_motiveren"]),
        ({"afwijking": "Omdat"}, "rood", False, []),
        ({"uitkomst": "voorwaarden"}, "oranje", False, ["verplicht"]),
        ({"uitkomst": "voorwaarden", "voorwaarden": "Iets"}, "oranje", False, []),
        ({"uitkomst": "niet_geschikt"}, "rood", False, ["wederhoor_ontbreekt"]),
        ({"uitkomst": "niet_geschikt"}, "rood", True, []),
        ({"uitkomst": "niet_geschikt", "geldig_tot": None}, "rood", True, []),
        (
            {"uitkomst": "niet_geschikt", "motivering": ""},
            "groen",
            False,
            ["verplicht", "wederhoor_ontbreekt", "afwijking_motiveren"],
        ),
        ({"geldig_tot": None}, "groen", False, ["verplicht"]),
        ({"geldig_tot": VANDAAG}, "groen", False, ["geldigheid_ongeldig"]),
        ({"geldig_tot": datetime.date(2032, 11, 22)}, "groen", False, []),
        ({"geldig_tot": datetime.date(2032, 11, 23)}, "groen", False, ["geldigheid_ongeldig"]),
    ],
)
def test_what_an_outcome_needs_n_alg_01(fields, advies, gehoord, codes):
    found = check_decision(decided(**fields), advies=advies, gehoord=gehoord, peildatum=VANDAAG)
    assert [f.code for f in found] == codes


def test_every_outcome_fits_one_advice():
    from screening.rules import PAST_BIJ

    assert set(PAST_BIJ.values()) == set(Uitkomst)


def test_six_years_from_a_leap_day():
    assert last_day(datetime.date(2028, 2, 29)) == datetime.date(2034, 2, 28)


def t(soort, status="gevraagd", datum=VANDAAG, geldig_tot=None, reden="Nodig"):
    return Toets(Toetssoort(soort), Toetsstatus(status), datum, geldig_tot, reden)


@pytest.mark.parametrize(
    ("tests", "expected"),
    [
        ([t("gva", reden="")], []),
        ([t("gva", datum=None)], [("verplicht", "gva-datum")]),
        (
            [t("gva", datum=VANDAAG + datetime.timedelta(days=1))],
            [("verplicht", "gva-datum")],
        ),
        (
            [t("gva", geldig_tot=VANDAAG - datetime.timedelta(days=1))],
            [("geldigheid_ongeldig", "gva-geldig_tot")],
        ),
        ([t("quickscan", reden="")], [("verplicht", "quickscan-reden")]),
        ([t("riec", reden="")], [("verplicht", "riec-reden")]),
        ([t("ivz", reden="")], []),
        ([t("quickscan", "niet_gevraagd", None, reden="")], []),
        ([t("lbb"), t("quickscan")], [("eerst_eigen_onderzoek", "lbb-status")]),
        ([t("lbb"), t("quickscan", "afgerond")], []),
        ([t("lbb")], [("eerst_eigen_onderzoek", "lbb-status")]),
    ],
)
def test_checks_by_others_d_31(tests, expected):
    assert [(f.code, f.veld) for f in check_tests(tests, VANDAAG)] == expected
