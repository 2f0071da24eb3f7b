"""Who together make 75 % of a segment's cost, and what else the one statement says (R-CON-6)."""

import datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from contracts.choices import Segmentcode
from core.choices import Organisatiesoort
from indications.models import Declaratieregel
from leveranciers.aandelen import refresh
from leveranciers.choices import Grondslag, Indeling, Kwadrant
from leveranciers.models import Segmentaandeel, Sturingsnorm
from leveranciers.tasks import refresh_shares
from providers.choices import Grootte
from providers.models import Aanbieder
from tests.factories.contracts import (
    LeveringsgebiedFactory,
    PerceelcontractFactory,
    PerceelFactory,
    SegmentFactory,
    TariefFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import DeclaratieregelFactory, ToewijzingFactory
from tests.leveranciers.conftest import VANDAAG

LM = Indeling.LEVERANCIERSMANAGEMENT


def managed(rows):
    return [naam for naam, row in rows.items() if row.indeling == LM]


@pytest.mark.parametrize(
    ("euros", "expected"),
    [
        ({"A": 75, "B": 25}, ["A"]),
        ({"A": "74.99", "B": "25.01"}, ["A", "B"]),
        ({"A": "75.01", "B": "24.99"}, ["A"]),
        ({"A": 50, "B": 25, "C": 25}, ["A", "B"]),
        ({"A": 50, "B": "24.99", "C": "25.01"}, ["A", "C"]),
        ({"A": 40, "B": 30, "C": 20, "D": 10}, ["A", "B", "C"]),
        ({"D": 25, "C": 25, "B": 25, "A": 25}, ["A", "B", "C"]),
        ({"A": 100}, ["A"]),
        ({"A": 0}, []),
        ({"A": 1, "B": 0}, ["A"]),
    ],
    ids=[
        "exactly 75.00 with one",
        "just below: the one that crosses is in",
        "just above",
        "exactly 75.00 with two, the third is out",
        "the larger of two first",
        "the third crosses",
        "ties by name",
        "one has all",
        "no cost, no management",
        "without cost never in",
    ],
)
def test_smallest_set_that_reaches_75_percent(kosten, aandelen, euros, expected):
    for naam, euro in euros.items():
        kosten(naam, euro)
    assert managed(aandelen()) == expected


@pytest.mark.parametrize(
    ("procent", "expected"),
    [("50.00", ["A"]), ("50.01", ["A", "B"]), ("100.00", ["A", "B", "C"]), ("0.00", [])],
)
def test_the_percentage_is_a_norm_of_the_year(kosten, aandelen, procent, expected):
    for naam, euro in {"A": 50, "B": 30, "C": 20, "D": 0}.items():
        kosten(naam, euro)
    Sturingsnorm.objects.create(jaar=2026, leveranciersmanagement_procent=Decimal(procent))
    Sturingsnorm.objects.create(jaar=2027, leveranciersmanagement_procent=Decimal("1.00"))
    assert managed(aandelen()) == expected


def test_shares_count_up_in_order_and_place(kosten, aandelen):
    for naam, euro in {"A": 60, "B": 30, "C": 10}.items():
        kosten(naam, euro)
    rows = aandelen()
    assert [(r.plek, r.aandeel, r.cumulatief) for r in rows.values()] == [
        (1, Decimal("60.00"), Decimal("60.00")),
        (2, Decimal("30.00"), Decimal("90.00")),
        (3, Decimal("10.00"), Decimal("100.00")),
    ]


def test_segments_stand_apart_and_together(kosten, aandelen):
    crisis = PerceelFactory(segment=SegmentFactory(code=Segmentcode.CRISIS))
    kosten("A", 80)
    kosten("B", 20)
    kosten("B", 300, in_perceel=crisis)
    assert managed(aandelen()) == ["A"]
    samen = aandelen(samen=True)
    assert [(n, r.kosten) for n, r in samen.items()] == [("B", 320), ("A", 80)]
    assert managed(samen) == ["B"]


def test_declared_in_another_year_counts_there(kosten, aandelen):
    kosten("A", 80)
    regel = DeclaratieregelFactory(begindatum=datetime.date(2025, 12, 31), bedrag_centen=900)
    regel.toewijzing.perceelcontract.perceel.segment = SegmentFactory(code=Segmentcode.AMBULANT)
    assert aandelen()["A"].aandeel == 100
    assert [r.kosten for r in aandelen(jaar=2025, samen=True).values() if r.kosten] == [9]


def test_a_correction_lowers_the_cost(kosten, aandelen):
    kosten("A", 80)
    regel = Declaratieregel.objects.get()
    DeclaratieregelFactory(toewijzing=regel.toewijzing, volume=-1, bedrag_centen=-3_000)
    assert aandelen()["A"].kosten == 50


def budgeted(perceel, **fields):
    contract = PerceelcontractFactory(perceel=perceel)
    toewijzing = ToewijzingFactory(perceelcontract=contract, **fields)
    TariefFactory(product=toewijzing.product, eenheid=toewijzing.eenheid, bedrag=Decimal("2.00"))
    return contract.aanbieder.naam


@pytest.mark.parametrize(
    ("fields", "euro"),
    [
        ({"volume": 3650, "frequentie": "6"}, "3320.00"),  # 166 of 365 days, € 2
        ({"volume": 10, "frequentie": "1"}, "3320.00"),
        ({"volume": 70, "frequentie": "2"}, "3320.00"),
        ({"volume": 100, "frequentie": "6", "einddatum": datetime.date(2026, 1, 1)}, "200.00"),
        ({"volume": 100, "frequentie": "6", "begindatum": VANDAAG + datetime.timedelta(1)}, "0"),
        ({"volume": 5, "frequentie": "6", "einddatum": None}, "10.00"),
        ({"volume": 3650, "frequentie": "6", "status": "ingetrokken"}, "0"),
        ({"volume": 100, "eenheid": "83", "einddatum": datetime.date(2026, 1, 1)}, "100.00"),
    ],
    ids=["total", "per day", "per week", "one day", "tomorrow", "open end", "withdrawn", "euros"],
)
def test_without_declarations_the_budget_up_to_today_counts(perceel, aandelen, fields, euro):
    naam = budgeted(perceel, **fields)
    row = aandelen()[naam]
    assert (row.kosten, row.grondslag) == (Decimal(euro), Grondslag.BEGROOT)


def test_declared_goes_before_budget(perceel, kosten, aandelen):
    naam = budgeted(perceel, volume=3650)
    assert aandelen()[naam].grondslag == Grondslag.BEGROOT
    kosten(naam, 12, in_perceel=PerceelFactory(segment=perceel.segment))
    row = aandelen()[naam]
    assert (row.kosten, row.grondslag) == (12, Grondslag.GEDECLAREERD)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [("4900.00", Grootte.SYSTEEM), ("4900.01", Grootte.SYSTEEM), ("5100.00", Grootte.GROOT),
     ("19900.00", Grootte.GROOT), ("20000.00", Grootte.GROOT), ("21000.00", Grootte.OVERIG)],
)  # fmt: skip
def test_size_follows_from_the_share_of_all_segments(kosten, aandelen, rest, expected):
    """100 euro of the whole: from 2 % systeem, from 0,5 % groot (rounded to two decimals)."""
    kosten("A", 100)
    kosten("Rest", rest)
    assert aandelen()["A"].grootte == expected


def test_dependency_is_the_part_of_the_choice_that_goes(kosten, aandelen, perceel):
    """Of two gemeenten B delivers in one; in the other A is the only choice."""
    here, _there = OrganisatieFactory.create_batch(2, soort=Organisatiesoort.GEMEENTE)
    kosten("A", 0)
    b = kosten("B", 0)
    LeveringsgebiedFactory(perceelcontract=b.perceelcontracten.get(), gemeente=here)
    rows = aandelen()
    assert (rows["A"].schaarste, rows["A"].anderen) == (Decimal("75.00"), Decimal("0.5"))
    assert (rows["B"].schaarste, rows["B"].anderen) == (Decimal("50.00"), Decimal("1.0"))


def test_dependency_is_the_part_of_the_jeugdigen_when_that_is_larger(kosten, aandelen):
    for naam in "ABCD":
        kosten(naam, 10)
    own = Aanbieder.objects.get(naam="A").perceelcontracten.get()
    ToewijzingFactory(perceelcontract=own)
    ToewijzingFactory(perceelcontract=own)
    row = aandelen()["A"]
    assert (row.jeugdigen, row.jeugdigen_aandeel) == (3, Decimal("50.00"))
    assert row.afhankelijkheid == Decimal("50.00")


@pytest.mark.parametrize(
    ("afhankelijk", "waarde", "expected"),
    [
        ("50.00", "25.00", Kwadrant.STRATEGISCH),
        ("50.01", "25.00", Kwadrant.HEFBOOM),
        ("50.00", "25.01", Kwadrant.KNELPUNT),
        ("50.01", "25.01", Kwadrant.ROUTINE),
    ],
    ids=["on both lines", "just left", "just below", "left and below"],
)
def test_quadrant_at_its_lines(kosten, aandelen, afhankelijk, waarde, expected):
    """A has 25 % of the cost, and is one of two in every gemeente."""
    kosten("A", 25)
    kosten("B", 75)
    Sturingsnorm.objects.create(
        jaar=2020, afhankelijkheid_procent=Decimal(afhankelijk), waarde_procent=Decimal(waarde)
    )
    rows = aandelen()
    row = rows["A"]
    assert (row.afhankelijkheid, row.aandeel) == (Decimal("50.00"), Decimal("25.00"))
    assert row.kwadrant == expected


def test_refresh_twice_changes_nothing_and_drops_what_is_gone(kosten, aandelen):
    kosten("A", 60)
    first = {n: (r.pk, r.kosten) for n, r in aandelen().items()}
    assert {n: (r.pk, r.kosten) for n, r in aandelen().items()} == first
    Segmentaandeel.objects.create(
        jaar=2026, segment=SegmentFactory(code=Segmentcode.CRISIS),
        aanbieder_id=Segmentaandeel.objects.filter(segment__isnull=False)[0].aanbieder_id,
        kosten=1, grondslag="begroot", aandeel=1, cumulatief=1, plek=1, indeling=LM,
        grootte="groot", jeugdigen=0, jeugdigen_aandeel=0, schaarste=0, afhankelijkheid=0,
        kwadrant="routine",
    )  # fmt: skip
    refresh(VANDAAG)
    assert not Segmentaandeel.objects.filter(segment__code=Segmentcode.CRISIS).exists()


def test_command_and_task_refresh(kosten, capsys):
    kosten("A", 60)
    call_command("ververs_aandelen")
    assert "aandelen bijgewerkt" in capsys.readouterr().out
    before = Segmentaandeel.objects.count()
    refresh_shares()
    assert Segmentaandeel.objects.count() == before
