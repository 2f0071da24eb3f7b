"""The table of ijw-3.2 §1.7, row by row: same number, new number, extra number, or not."""

import datetime
from typing import Any

import pytest

from indications.choices import RedenWijziging, Wijzigingsoort
from indications.wijzigregels import Stand, Uitkomst, Voorstel, Weg, judge, maximum, reason_of

D = datetime.date
VANDAAG = D(2026, 11, 29)
BEGIN, EIND = D(2026, 1, 1), D(2026, 12, 31)
ZELFDE, NIEUW, EXTRA, GEEN = Weg.ZELFDE_NUMMER, Weg.NIEUW_NUMMER, Weg.EXTRA_NUMMER, Weg.GEEN
AKKOORD: dict[str, Any] = {
    "toestemming_door": "zorgverlener",
    "toestemming_op": D(2026, 11, 20),
}


def stand(**changes: Any) -> Stand:
    sound: dict[str, Any] = {
        "begindatum": BEGIN,
        "einddatum": EIND,
        "volume": 3000,
        "eenheid": "01",
        "frequentie": "6",
        "productcode": "ABHIR",
    }
    return Stand(**{**sound, **changes})


def per_week(**changes: Any) -> Stand:
    return stand(**{"frequentie": "2", "volume": 120, **changes})


def later(**changes: Any) -> Stand:
    """Has not begun yet."""
    return stand(**{"begindatum": D(2027, 1, 1), "einddatum": D(2027, 12, 31), **changes})


def codes(found: Uitkomst) -> list[str]:
    return sorted({f.code for f in found.bevindingen})


@pytest.mark.parametrize(
    ("s", "v", "weg", "soort"),
    [
        pytest.param(
            stand(),
            {"einddatum": D(2026, 12, 10), "reden": "05"},
            ZELFDE,
            "inkorten",
            id="OP033x1 einddatum earlier",
        ),
        pytest.param(
            per_week(),
            {"einddatum": D(2026, 12, 10), "reden": "02"},
            ZELFDE,
            "inkorten",
            id="OP033x1 einddatum earlier, per week",
        ),
        pytest.param(
            stand(einddatum=None),
            {"einddatum": D(2027, 1, 1), "reden": "05"},
            ZELFDE,
            "inkorten",
            id="OP033x1 an end on what had none",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2027, 3, 31), "reden": "04"},
            ZELFDE,
            "oprekken",
            id="OP257 einddatum later, total",
        ),
        pytest.param(
            per_week(),
            {"einddatum": D(2027, 3, 31), "reden": "04"},
            ZELFDE,
            "oprekken",
            id="OP380 einddatum later, per week",
        ),
        pytest.param(
            stand(),
            {"zonder_einddatum": True, "reden": "12"},
            ZELFDE,
            "oprekken",
            id="OP033x1 no end any more",
        ),
        pytest.param(
            stand(),
            {"volume": 4000, "reden": "14"},
            ZELFDE,
            "volume",
            id="OP033x1 volume up with frequentie 6",
        ),
        pytest.param(
            stand(),
            {"volume": 2000, "reden": "05", **AKKOORD},
            ZELFDE,
            "volume",
            id="OP033x1 volume down with frequentie 6, agreed",
        ),
        pytest.param(
            stand(),
            {"volume": 2000, "reden": "12"},
            ZELFDE,
            "volume",
            id="OP033x1 volume down, asked by VOW",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2027, 3, 31), "volume": 4000, "reden": "04"},
            ZELFDE,
            "oprekken",
            id="OP257 longer and more",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 12, 10), "reden": "14"},
            ZELFDE,
            "inkorten",
            id="administrative fix 14",
        ),
        pytest.param(
            per_week(),
            {"volume": 180, "reden": "05"},
            NIEUW,
            "nieuw_nummer",
            id="IV066 volume with frequentie 2",
        ),
        pytest.param(
            stand(frequentie="1"),
            {"volume": 60, "reden": "05"},
            NIEUW,
            "nieuw_nummer",
            id="IV066 volume with frequentie 1",
        ),
        pytest.param(
            stand(frequentie="4"),
            {"volume": 60, "reden": "12"},
            NIEUW,
            "nieuw_nummer",
            id="IV066 volume with frequentie 4",
        ),
        pytest.param(
            stand(),
            {"productcode": "ABGII", "volume": 900, "reden": "05"},
            NIEUW,
            "nieuw_nummer",
            id="never in place: product",
        ),
        pytest.param(
            stand(),
            {"eenheid": "04", "volume": 50, "reden": "05"},
            NIEUW,
            "nieuw_nummer",
            id="never in place: eenheid",
        ),
        pytest.param(
            stand(),
            {"frequentie": "2", "volume": 60, "reden": "05"},
            NIEUW,
            "nieuw_nummer",
            id="never in place: frequentie",
        ),
        pytest.param(
            later(),
            {"begindatum": D(2027, 2, 1)},
            NIEUW,
            "nieuw_nummer",
            id="never in place: begindatum later",
        ),
        pytest.param(
            later(),
            {"begindatum": D(2026, 12, 1)},
            NIEUW,
            "nieuw_nummer",
            id="never in place: begindatum earlier, nothing declared",
        ),
        pytest.param(
            stand(gedeclareerd=60, gedeclareerd_tot=D(2026, 1, 31)),
            {"begindatum": D(2025, 12, 1), "volume": 300, "reden": "12"},
            EXTRA,
            "eerder_beginnen",
            id="begindatum earlier, declared: extra number",
        ),
        pytest.param(
            later(),
            {"productcode": "ABGII", "volume": 900},
            NIEUW,
            "nieuw_nummer",
            id="wrong product: remove and send again",
        ),
    ],
)
def test_what_follows_from_a_change(s: Stand, v: dict[str, Any], weg: Weg, soort: str) -> None:
    found = judge(s, Voorstel(**v), VANDAAG)
    assert (found.weg, found.soort) == (weg, Wijzigingsoort(soort))
    assert codes(found) == []
    assert reason_of(Voorstel(**v), found) in found.redenen


def test_the_old_number_ends_the_day_before_the_new_one_begins_iv066() -> None:
    v = Voorstel(volume=180, reden="05", vanaf=D(2026, 12, 7))
    found = judge(per_week(), v, VANDAAG)
    assert (found.oud_tot, found.vanaf, found.tot) == (D(2026, 12, 6), D(2026, 12, 7), EIND)
    assert not found.verwijdert_oude


@pytest.mark.parametrize(
    ("s", "first"),
    [
        pytest.param(per_week(), D(2026, 11, 30), id="tomorrow: today stays on the old number"),
        pytest.param(later(frequentie="2"), D(2027, 1, 1), id="not begun: its own first day"),
        pytest.param(
            per_week(gedeclareerd=9, gedeclareerd_tot=D(2026, 12, 5)),
            D(2026, 12, 6),
            id="after what is declared",
        ),
    ],
)
def test_without_a_day_a_new_number_begins_as_soon_as_it_can(
    s: Stand, first: datetime.date
) -> None:
    assert judge(s, Voorstel(volume=180, reden="05"), VANDAAG).vanaf == first


def test_what_has_not_begun_is_removed_with_reason_13_only_cs335() -> None:
    found = judge(later(), Voorstel(productcode="ABGII", volume=900), VANDAAG)
    assert found.verwijdert_oude
    assert found.oud_tot == D(2027, 1, 1)
    assert found.redenen == {RedenWijziging.VERWIJDERD}
    wrong = judge(later(), Voorstel(productcode="ABGII", volume=900, reden="05"), VANDAAG)
    assert codes(wrong) == ["onbekende_waarde"]


@pytest.mark.parametrize(
    ("s", "v", "moet"),
    [
        pytest.param(per_week(), {"einddatum": D(2027, 3, 31)}, True, id="all hold"),
        pytest.param(
            per_week(einddatum=VANDAAG), {"einddatum": D(2027, 3, 31)}, True, id="ends today"
        ),
        pytest.param(
            per_week(einddatum=D(2026, 11, 28)),
            {"einddatum": D(2027, 3, 31)},
            False,
            id="ended yesterday",
        ),
        pytest.param(stand(), {"einddatum": D(2027, 3, 31)}, False, id="frequentie 6"),
        pytest.param(per_week(), {"einddatum": D(2026, 12, 1)}, False, id="shorter"),
    ],
)
def test_when_extending_has_to_keep_its_number_op380(
    s: Stand, v: dict[str, Any], moet: bool
) -> None:
    found = judge(s, Voorstel(**v, reden="04"), VANDAAG)
    assert found.weg == ZELFDE
    assert found.moet is moet


@pytest.mark.parametrize(
    ("s", "v", "expected"),
    [
        pytest.param(stand(), {}, ["niets_gewijzigd"], id="nothing"),
        pytest.param(
            stand(),
            {"einddatum": EIND, "volume": 3000, "reden": "05"},
            ["niets_gewijzigd"],
            id="the same again",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2025, 12, 31), "reden": "12"},
            ["periode_ongeldig"],
            id="before the begin",
        ),
        pytest.param(
            stand(gedeclareerd=9, gedeclareerd_tot=D(2026, 12, 20)),
            {"einddatum": D(2026, 12, 19), "reden": "12"},
            ["heeft_declaraties"],
            id="within what is declared",
        ),
        pytest.param(
            stand(gedeclareerd=2001),
            {"volume": 2000, "reden": "12"},
            ["volume_onder_gedeclareerd"],
            id="R-TOE-14 less than declared",
        ),
        pytest.param(
            stand(gedeclareerd=2000),
            {"volume": 2000, "reden": "12"},
            [],
            id="R-TOE-14 exactly what is declared",
        ),
        pytest.param(
            per_week(volume=10, gedeclareerd=480),
            {"einddatum": D(2026, 11, 30), "reden": "12"},
            [],
            id="48 weeks of 10",
        ),
        pytest.param(
            per_week(volume=10, gedeclareerd=491),
            {"einddatum": D(2026, 11, 30), "reden": "12"},
            ["volume_onder_gedeclareerd"],
            id="TR322 fewer weeks than declared",
        ),
        pytest.param(
            per_week(volume=10, gedeclareerd=999),
            {"einddatum": D(2026, 11, 30), "reden": "12"},
            [],
            id="over already: not through this",
        ),
        pytest.param(
            stand(),
            {"volume": 2000, "reden": "05"},
            ["toestemming_ontbreekt"],
            id="OP033x1 less without consent",
        ),
        pytest.param(
            stand(),
            {"volume": 2000, "reden": "05", "toestemming_door": "zorgverlener"},
            ["toestemming_ontbreekt"],
            id="consent without a day",
        ),
        pytest.param(
            stand(),
            {"volume": 2000, "reden": "05", **AKKOORD, "toestemming_op": D(2026, 11, 30)},
            ["periode_ongeldig"],
            id="consent tomorrow",
        ),
        pytest.param(
            stand(),
            {"volume": 2000, "reden": "05", **AKKOORD, "toestemming_door": "Jan"},
            ["onbekende_waarde"],
            id="consent of a name",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 11, 28), "reden": "05"},
            ["toestemming_ontbreekt"],
            id="OP186 a day that has passed",
        ),
        pytest.param(stand(), {"einddatum": VANDAAG, "reden": "05"}, [], id="OP186 today"),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 11, 28), "reden": "05", **AKKOORD},
            [],
            id="OP186 passed and agreed",
        ),
        pytest.param(
            per_week(),
            {"volume": 60, "reden": "05", "vanaf": VANDAAG},
            ["toestemming_ontbreekt"],
            id="OP186 the old one would end yesterday",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2027, 3, 31), "reden": "05"},
            ["onbekende_waarde"],
            id="JZ002 05 does not fit longer",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 12, 1), "reden": "04"},
            ["onbekende_waarde"],
            id="JZ002 04 does not fit shorter",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 12, 1), "reden": "13"},
            ["onbekende_waarde"],
            id="CS335 13 is removing",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 12, 1), "reden": "01"},
            ["onbekende_waarde"],
            id="CS336 01 is forbidden",
        ),
        pytest.param(stand(), {"einddatum": D(2026, 12, 1)}, ["verplicht"], id="no reason"),
        pytest.param(
            stand(),
            {"productcode": "ABGII", "reden": "05"},
            ["verplicht"],
            id="a total starts again",
        ),
        pytest.param(
            per_week(),
            {"frequentie": "4", "reden": "05"},
            ["verplicht"],
            id="a volume in the new frequentie",
        ),
        pytest.param(
            per_week(einddatum=D(2026, 11, 1)),
            {"volume": 60, "reden": "05"},
            ["wijziging_niet_mogelijk"],
            id="over already: file again",
        ),
        pytest.param(
            per_week(gedeclareerd=9, gedeclareerd_tot=D(2026, 12, 5)),
            {"volume": 60, "reden": "12", "vanaf": D(2026, 12, 5)},
            ["heeft_declaraties"],
            id="a new number within what is declared",
        ),
        pytest.param(
            per_week(),
            {"volume": 60, "vanaf": D(2025, 12, 31), **AKKOORD},
            ["periode_ongeldig"],
            id="a new number before the begin",
        ),
        pytest.param(
            per_week(),
            {"volume": 60, "reden": "12", "vanaf": D(2026, 12, 10), "einddatum": D(2026, 12, 9)},
            ["periode_ongeldig"],
            id="a new number that ends before it begins",
        ),
        pytest.param(
            stand(gedeclareerd=9, gedeclareerd_tot=D(2026, 2, 5)),
            {"begindatum": D(2026, 2, 1), "volume": 1},
            ["heeft_declaraties"],
            id="later begin, declared",
        ),
        pytest.param(
            stand(gedeclareerd=9, gedeclareerd_tot=D(2026, 2, 5)),
            {"begindatum": D(2025, 12, 1), "volume": 1, "einddatum": D(2026, 12, 1), "reden": "12"},
            ["wijziging_niet_mogelijk"],
            id="extra number and something else",
        ),
        pytest.param(
            stand(),
            {"einddatum": D(2026, 12, 1), "reden": "05", "toelichting": "x" * 501},
            ["te_lang"],
            id="explanation too long",
        ),
    ],
)
def test_findings(s: Stand, v: dict[str, Any], expected: list[str]) -> None:
    assert codes(judge(s, Voorstel(**v), VANDAAG)) == expected


@pytest.mark.parametrize(
    ("v", "reasons"),
    [
        pytest.param(
            {"einddatum": D(2026, 12, 1)}, "02 03 05 06 07 08 09 10 11 12 14", id="shorter"
        ),
        pytest.param({"einddatum": D(2027, 12, 1)}, "04 12 14", id="longer"),
        pytest.param({"volume": 4000}, "04 12 14", id="more"),
        pytest.param({"volume": 2000}, "05 12 14", id="less"),
        pytest.param(
            {"einddatum": D(2027, 12, 1), "volume": 2000}, "04 05 12 14", id="longer and less"
        ),
        pytest.param(
            {"productcode": "ABGII", "volume": 9}, "03 05 08 10 12 14", id="another product"
        ),
    ],
)
def test_reasons_that_fit_jz002(v: dict[str, Any], reasons: str) -> None:
    found = judge(stand(), Voorstel(**v), VANDAAG)
    assert " ".join(code for code, _label in found.reasons()) == reasons


@pytest.mark.parametrize(
    ("volume", "frequentie", "begin", "end", "most"),
    [
        pytest.param(
            3, "2", D(2022, 10, 11), D(2022, 12, 28), 36, id="TR322 example: 12 weeks of 3"
        ),
        pytest.param(60, "1", D(2026, 1, 1), D(2026, 1, 31), 1860, id="per day"),
        pytest.param(60, "4", D(2026, 1, 31), D(2026, 3, 1), 180, id="per month touched"),
        pytest.param(60, "6", D(2026, 1, 31), None, 60, id="total"),
        pytest.param(60, "4", D(2026, 1, 31), None, None, id="no end"),
    ],
)
def test_most_that_can_be_declared_tr322(
    volume: int, frequentie: str, begin: datetime.date, end: datetime.date | None, most: int | None
) -> None:
    assert maximum(volume, frequentie, begin, end) == most
