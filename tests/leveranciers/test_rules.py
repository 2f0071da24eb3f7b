"""The rules as a table, and the same table as a condition of the database (D-32)."""

from decimal import Decimal

import pytest

from leveranciers.models import Jaarcijfer, Sturingsnorm
from leveranciers.normen import norms_of
from leveranciers.rules import GRENZEN, Normen, figure_problem, flags
from leveranciers.selectors import flagged, flagged_by_year
from tests.factories.providers import AanbiederFactory

N = Normen()
GEEN: dict[str, object] = {}


@pytest.mark.parametrize(
    ("cijfers", "codes"),
    [
        ({"rendement": "0.00"}, []),
        ({"rendement": "-0.01"}, ["rendement_laag"]),
        ({"rendement": "10.00"}, []),
        ({"rendement": "10.01"}, ["rendement_hoog"]),
        ({"liquiditeit": "1.00"}, []),
        ({"liquiditeit": "0.99"}, ["liquiditeit_laag"]),
        ({"solvabiliteit": "20.00"}, []),
        ({"solvabiliteit": "19.99"}, ["solvabiliteit_laag"]),
        ({"personeelskosten_fte": "50000.00"}, []),
        ({"personeelskosten_fte": "49999.99"}, ["personeelskosten_laag"]),
        ({"rendement": "12.4", "personeelskosten_fte": "41000"},
         ["rendement_hoog", "personeelskosten_laag"]),
        ({"rendement": None, "liquiditeit": None}, []),
        (GEEN, []),
    ],
)  # fmt: skip
def test_flags_at_their_norms(cijfers, codes):
    assert [vlag.code for vlag in flags(cijfers, N)] == codes


@pytest.mark.parametrize(
    ("cijfers", "reden"),
    [
        ({"rendement": "12.40"}, "rendement 12,4\u00a0% is hoger dan 10\u00a0%"),
        ({"rendement": "-1.20"}, "rendement -1,2\u00a0% is lager dan 0\u00a0%"),
        ({"liquiditeit": "0.94"}, "liquiditeit 0,94 is lager dan 1"),
        ({"personeelskosten_fte": "41250.50"},
         "personeelskosten per fte €\u00a041.250,50 zijn lager dan €\u00a050.000"),
    ],
)  # fmt: skip
def test_flag_says_why_in_words(cijfers, reden):
    assert flags(cijfers, N)[0].reden == reden


@pytest.mark.parametrize(
    ("naam", "value", "wrong"),
    [
        ("omzet", "0", False), ("omzet", "-0.01", True), ("omzet", "0.005", True),
        ("solvabiliteit", "100", False), ("solvabiliteit", "100.01", True),
        ("solvabiliteit", "-250", False), ("aandeel_twente", "100.01", True),
        ("resultaat", "-999999999999.99", False), ("liquiditeit", "10000", True),
    ],
)  # fmt: skip
def test_figure_within_its_bounds(naam, value, wrong):
    assert bool(figure_problem(naam, Decimal(value))) == wrong
    assert set(GRENZEN) >= {naam}


@pytest.mark.parametrize(
    ("jaar", "expected"), [(2019, "10.00"), (2020, "8.00"), (2024, "8.00"), (2025, "6.00")]
)
def test_norm_of_a_year_is_the_last_one_set(jaar, expected):
    kept = [
        Sturingsnorm(jaar=2025, rendement_hoog=Decimal("6.00")),
        Sturingsnorm(jaar=2020, rendement_hoog=Decimal("8.00")),
    ]
    assert norms_of(kept, jaar).rendement_hoog == Decimal(expected)


@pytest.mark.django_db
def test_condition_finds_exactly_the_figures_that_the_rules_flag():
    edges = [
        ("100", "0", "1.00", "20.00", "50000", "1"), ("100", "-0.01", "1", "20", "50000", "1"),
        ("100", "10", "1", "20", "50000", "1"), ("100", "10.01", "1", "20", "50000", "1"),
        ("100", "5", "0.99", "20", "50000", "1"), ("100", "5", "1", "19.99", "50000", "1"),
        ("100", "5", "1", "20", "49999.99", "1"), ("0", "5", None, None, None, None),
        ("100", "5", "1", "20", "50000", "0"),
    ]  # fmt: skip
    names = ("omzet", "resultaat", "liquiditeit", "solvabiliteit", "personeelskosten", "fte")
    for values in edges:
        figures = {n: None if v is None else Decimal(v) for n, v in zip(names, values, strict=True)}
        Jaarcijfer.objects.create(aanbieder=AanbiederFactory(), jaar=2024, **figures)
    rows = list(Jaarcijfer.objects.all())
    for soort in ("", "continuiteit", "rechtmatigheid"):
        expected = {r.pk for r in rows if any(soort in ("", v.soort) for v in flags(r, N))}
        found = set(Jaarcijfer.objects.filter(flagged(N, soort)).values_list("pk", flat=True))
        assert found == expected
    Sturingsnorm.objects.create(jaar=2025, rendement_hoog=Decimal("1.00"))
    by_year = Jaarcijfer.objects.filter(flagged_by_year(Sturingsnorm.objects.all()))
    assert by_year.count() == sum(bool(flags(r, N)) for r in rows)
