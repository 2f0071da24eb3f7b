"""Rules on values at their boundaries."""

import datetime
from decimal import Decimal

import pytest

from core.fouten import Conflict
from monitoring.choices import Rapportagestatus, Uitvraagstatus
from monitoring.overgangen import RAPPORTAGE, UITVRAAG, require_rapportage, require_uitvraag
from monitoring.rules import (
    Indexcijfer,
    check_first_day,
    check_line,
    compare,
    judge,
    maximum_tariffs,
    period_after,
    period_before,
    period_name,
    period_of,
    periods_between,
    report_deadline,
    short_period_name,
    tijdvak_of,
)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("soort", "van", "begin", "eind", "naam"),
    [
        ("maand", "2024-02-29", "2024-02-01", "2024-02-29", "februari 2024"),
        ("maand", "2025-02-28", "2025-02-01", "2025-02-28", "februari 2025"),
        ("maand", "2026-12-31", "2026-12-01", "2026-12-31", "december 2026"),
        ("kwartaal", "2026-01-01", "2026-01-01", "2026-03-31", "1e kwartaal 2026"),
        ("kwartaal", "2024-03-31", "2024-01-01", "2024-03-31", "1e kwartaal 2024"),
        ("kwartaal", "2026-12-31", "2026-10-01", "2026-12-31", "4e kwartaal 2026"),
        ("jaar", "2026-12-31", "2026-01-01", "2026-12-31", "2026"),
        ("jaar", "2024-01-01", "2024-01-01", "2024-12-31", "2024"),
    ],
)
def test_period(soort, van, begin, eind, naam):
    found = period_of(soort, day(van))
    assert (found.begin, found.eind, found.naam) == (day(begin), day(eind), naam)
    assert period_before(soort, found.begin).eind == found.begin - datetime.timedelta(days=1)
    assert period_after(soort, found.eind).begin == found.eind + datetime.timedelta(days=1)


def test_names_under_an_axis():
    assert short_period_name(day("2026-01-01"), day("2026-03-31")) == "K1 26"
    assert short_period_name(day("2026-05-01"), day("2026-05-31")) == "mei 26"
    assert short_period_name(day("2026-01-01"), day("2026-12-31")) == "2026"
    assert period_name(day("2026-01-01"), day("2026-12-31")) == "2026"


def test_periods_between_holds_both_ends():
    found = [t.naam for t in periods_between("kwartaal", day("2025-12-31"), day("2026-04-01"))]
    assert found == ["4e kwartaal 2025", "1e kwartaal 2026", "2e kwartaal 2026"]
    assert list(periods_between("maand", day("2026-02-01"), day("2026-01-31"))) == []


@pytest.mark.parametrize(
    ("waarde", "richting", "uitkomst"),
    [
        (Decimal("6"), "lager", "voldoet"),
        (Decimal("6.01"), "lager", "bijna"),
        (Decimal("7"), "lager", "bijna"),
        (Decimal("7.01"), "lager", "niet"),
        (Decimal("6"), "hoger", "voldoet"),
        (Decimal("5.99"), "hoger", "bijna"),
        (Decimal("5"), "hoger", "bijna"),
        (Decimal("4.99"), "hoger", "niet"),
        (Decimal("0"), "lager", "voldoet"),
        (None, "lager", ""),
    ],
)
def test_norm_and_its_band(waarde, richting, uitkomst):
    assert judge(waarde, Decimal(6), richting, Decimal(1)) == uitkomst


def test_without_norm_or_band():
    assert judge(Decimal(1), None, "lager") == ""
    assert judge(Decimal("6.01"), Decimal(6), "lager") == "niet"


@pytest.mark.parametrize(
    ("nu", "eerst", "richting", "uitkomst"),
    [(5, 6, "lager", "beter"), (5, 6, "hoger", "slechter"), (6, 6, "hoger", "gelijk"),
     (None, 6, "hoger", ""), (5, None, "hoger", "")],
)  # fmt: skip
def test_trend(nu, eerst, richting, uitkomst):
    assert compare(nu, eerst, richting) == uitkomst


@pytest.mark.parametrize(
    ("eind", "uiterlijk"),
    [("2026-03-31", "2026-04-28"), ("2025-12-31", "2026-01-28"), ("2024-03-31", "2024-04-28")],
)
def test_report_is_due_four_weeks_after_the_quarter(eind, uiterlijk):
    """R-CON-10"""
    assert report_deadline(day(eind)) == day(uiterlijk)


@pytest.mark.parametrize(
    ("jaar", "eerste"), [(2023, 2023), (2024, 2023), (2025, 2025), (2026, 2025), (2027, 2027)]
)
def test_tijdvak_begins_in_an_odd_year(jaar, eerste):
    assert tijdvak_of(jaar) == eerste


def test_maximum_tariffs_stand_on_the_definitive_year_before():
    """R-CON-10, art. 6: 83 % and 17 %, each year rounded half up to the cent."""
    found = maximum_tariffs(
        [
            Indexcijfer(2024, Decimal("6.00"), Decimal("2.00"), Decimal("7.00"), Decimal("3.00")),
            Indexcijfer(2025, Decimal("4.00"), Decimal("2.00")),
            Indexcijfer(
                2027, Decimal("9.00"), Decimal("9.00")
            ),  # 2026 is not known, so this is not reached
        ]
    )
    assert [t.jaar for t in found] == [2023, 2024, 2025]
    assert (found[0].etmaal, found[0].uur, found[0].index) == (
        Decimal("493.57"),
        Decimal("119.99"),
        None,
    )
    # 2024: 0.83 x 6 + 0.17 x 2 = 5.32 %
    assert (found[1].index, found[1].etmaal, found[1].uur) == (
        Decimal("5.32"),
        Decimal("519.83"),
        Decimal("126.37"),
    )
    # definitive 2024: 0.83 x 7 + 0.17 x 3 = 6.32 % -> 524.76 and 127.57; 2025: 3.66 %
    assert (found[2].index, found[2].etmaal, found[2].uur) == (
        Decimal("3.66"),
        Decimal("543.97"),
        Decimal("132.24"),
    )


def line(**figures):
    return {
        "beginstand": 3, "instroom": 2, "uitstroom": 1, "eindstand": 4, "unieke_clienten": 5,
        "gemiddelde_verblijfsduur": Decimal(90), "verwachte_verblijfsduur": Decimal(180),
        "gemiddelde_kosten": Decimal(40_000), "heropnames": 0, **figures,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "wrong"),
    [
        ({}, []),
        ({"eindstand": 5}, ["eindstand"]),
        ({"unieke_clienten": 6}, ["unieke_clienten"]),
        ({"unieke_clienten": 3}, ["unieke_clienten"]),
        ({"unieke_clienten": 4}, []),
        ({"heropnames": 2}, []),
        ({"heropnames": 3}, ["heropnames"]),
        ({"gemiddelde_kosten": None}, ["gemiddelde_kosten"]),
        ({"verwachte_verblijfsduur": None}, ["verwachte_verblijfsduur"]),
        ({"beginstand": 0, "instroom": 0, "uitstroom": 0, "eindstand": 0, "unieke_clienten": 0,
          "gemiddelde_kosten": None, "gemiddelde_verblijfsduur": None,
          "verwachte_verblijfsduur": None}, []),
    ],
)  # fmt: skip
def test_figures_of_a_gemeente_that_can_be_true(figures, wrong):
    found = check_line(line(**figures), "g0153-")
    assert [f.veld for f in found] == [f"g0153-{name}" for name in wrong]


@pytest.mark.parametrize(
    ("periodes", "begin", "good"),
    [
        (["maand"], "2026-02-01", True),
        (["maand", "kwartaal"], "2026-02-01", False),
        (["kwartaal", "jaar"], "2026-01-01", True),
        (["maand"], "2026-02-02", False),
    ],
)
def test_version_begins_on_the_first_day_of_a_period(periodes, begin, good):
    assert (check_first_day(periodes, day(begin)) == []) is good


@pytest.mark.parametrize("new", list(Uitvraagstatus))
@pytest.mark.parametrize("old", list(Uitvraagstatus))
def test_every_pair_of_a_request(old, new):
    if new in UITVRAAG[old]:
        require_uitvraag(old, new)
    else:
        with pytest.raises(Conflict, match="kan niet"):
            require_uitvraag(old, new)


@pytest.mark.parametrize("new", list(Rapportagestatus))
@pytest.mark.parametrize("old", list(Rapportagestatus))
def test_every_pair_of_a_report(old, new):
    if new in RAPPORTAGE[old]:
        require_rapportage(old, new)
    else:
        with pytest.raises(Conflict, match="kan niet"):
            require_rapportage(old, new)
