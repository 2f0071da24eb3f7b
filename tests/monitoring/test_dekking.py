"""Coverage: who promised to deliver where today, a white spot, what is not bought (D5, R-SEG-5)."""

import datetime

import pytest
from django.db import connection

from core.choices import Organisatiesoort, Rolcode
from core.sql import fetch_prepared
from monitoring.dekking import TELLING, coverage, refresh
from monitoring.kaart import PLAATS, Tegel, lay_out
from monitoring.models import Dekking
from ozjt.demo.catalogus import GEMEENTEN
from tests.factories.availability import AanbodFactory
from tests.factories.contracts import (
    ContractLocatieFactory,
    LeveringsgebiedFactory,
    MaatregelFactory,
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    UitsluitingFactory,
)
from tests.factories.core import OrganisatieFactory

DAG = datetime.date(2026, 3, 1)
EEN = datetime.timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def gemeente():
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Proefdam", code="9998")


@pytest.fixture
def perceel():
    return PerceelFactory()


@pytest.fixture
def contract(perceel, gemeente):
    row = PerceelcontractFactory(perceel=perceel)
    LeveringsgebiedFactory(perceelcontract=row, gemeente=gemeente)
    return row


@pytest.fixture
def manager(actor_for):
    return actor_for(Rolcode.CONTRACTMANAGER)


def cell(actor, perceel, gemeente):
    refresh(DAG)
    (found,) = [
        v for v in coverage(actor, perceel=perceel.code) if v.gemeente_code == gemeente.code
    ]
    return found


def test_nobody_promised_is_a_white_spot(manager, perceel, gemeente) -> None:
    PerceelcontractFactory(perceel=perceel)  # a contract without a promise
    assert cell(manager, perceel, gemeente).staat == "wit"


def test_promise_with_places_and_wait(manager, contract, perceel, gemeente) -> None:
    ContractLocatieFactory(perceelcontract=contract, plaatsen=8)
    AanbodFactory(perceelcontract=contract, vrije_plekken=2, opgegeven_weken=9)
    AanbodFactory(perceelcontract=contract, vrije_plekken=1, opgegeven_weken=5)
    found = cell(manager, perceel, gemeente)
    assert (found.staat, found.aanbieders) == ("dun", 1)
    assert (found.vrije_plekken, found.kortste_wacht, found.te_lang) == (3, 5, False)
    assert Dekking.objects.get(gemeente=gemeente, perceel=perceel).plaatsen == 8


def test_shortest_wait_over_the_maximum_is_too_long(manager, contract, perceel, gemeente) -> None:
    AanbodFactory(perceelcontract=contract, opgegeven_weken=perceel.max_wachttijd_weken + 1)
    assert cell(manager, perceel, gemeente).te_lang


def test_two_aanbieders_cover(manager, contract, perceel, gemeente) -> None:
    LeveringsgebiedFactory(perceelcontract__perceel=perceel, gemeente=gemeente)
    assert cell(manager, perceel, gemeente).staat == "gedekt"


@pytest.mark.parametrize(
    ("changes", "staat"),
    [
        pytest.param({"einddatum": DAG}, "dun", id="last-day-counts"),
        pytest.param({"einddatum": DAG - EEN}, "wit", id="ended-yesterday"),
        pytest.param({"begindatum": DAG}, "dun", id="first-day-counts"),
        pytest.param({"begindatum": DAG + EEN}, "wit", id="begins-tomorrow"),
        pytest.param({"status": "ingetrokken"}, "wit", id="withdrawn"),
    ],
)
def test_only_a_contract_of_today_counts(
    manager, contract, perceel, gemeente, changes, staat
) -> None:
    type(contract).objects.filter(pk=contract.pk).update(**changes)
    assert cell(manager, perceel, gemeente).staat == staat


@pytest.mark.parametrize("whole", [True, False], ids=["all-percelen", "this-perceel"])
def test_clientenstop_is_counted_apart(manager, contract, perceel, gemeente, whole) -> None:
    MaatregelFactory(aanbieder=contract.aanbieder, perceel=None if whole else perceel)
    found = cell(manager, perceel, gemeente)
    assert (found.staat, found.gestopt) == ("wit", 1)


def test_clientenstop_that_was_withdrawn_counts_no_more(
    manager, contract, perceel, gemeente
) -> None:
    MaatregelFactory(aanbieder=contract.aanbieder, status="ingetrokken")
    assert cell(manager, perceel, gemeente).staat == "dun"


def test_what_is_not_bought_is_no_white_spot(manager, perceel, gemeente) -> None:
    """R-SEG-5: by perceel, or because each product of it is excluded."""
    first, second = ProductFactory(perceel=perceel), ProductFactory(perceel=perceel)
    UitsluitingFactory(gemeente=gemeente, product=first, begindatum=datetime.date(2025, 1, 1))
    assert cell(manager, perceel, gemeente).staat == "wit"
    UitsluitingFactory(gemeente=gemeente, product=second, begindatum=datetime.date(2025, 1, 1))
    assert cell(manager, perceel, gemeente).staat == "uitgesloten"


def test_counted_again_gives_the_same_and_keeps_up(manager, contract, perceel, gemeente) -> None:
    refresh(DAG)
    refresh(DAG)
    assert Dekking.objects.filter(perceel=perceel, gemeente=gemeente).count() == 1
    type(perceel).objects.filter(pk=perceel.pk).update(einddatum=DAG - EEN)
    refresh(DAG)
    assert not Dekking.objects.filter(perceel=perceel).exists()


def test_kept_figures_equal_the_count(manager, contract, perceel, gemeente) -> None:
    refresh(DAG)
    fields = [
        "gemeente_id", "perceel_id", "aanbieders", "gestopt", "plaatsen", "vrije_plekken",
        "kortste_wacht", "uitgesloten",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TELLING, {"dag": DAG})
        assert set(cursor.fetchall()) == set(Dekking.objects.values_list(*fields))


def test_one_query_for_the_whole_page(manager, contract, gemeente, monkeypatch) -> None:
    refresh(DAG)
    asked: list[str] = []

    def counted(statement: str, params: object) -> list[tuple[object, ...]]:
        asked.append(statement)
        return fetch_prepared(statement, params)

    monkeypatch.setattr("monitoring.dekking.fetch_prepared", counted)
    assert coverage(manager)
    assert len(asked) == 1


@pytest.mark.parametrize(
    "rol", [Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG, Rolcode.VERWIJZER]
)
def test_not_for_an_aanbieder(actor_for, contract, rol) -> None:
    refresh(DAG)
    assert not coverage(actor_for(rol))


def test_every_gemeente_has_a_tile_of_its_own() -> None:
    assert set(PLAATS) == {g.code for g in GEMEENTEN}
    tiles = [Tegel(g.code, g.naam, "wit", "0", "witte vlek") for g in GEMEENTEN]
    placed, width, height = lay_out([*tiles, Tegel("9999", "Elders", "wit", "0", "")])
    boxes = [(t.x, t.y) for t in placed]
    apart = all(
        abs(x - u) >= 112 or abs(y - v) >= 112
        for i, (x, y) in enumerate(boxes)
        for u, v in boxes[i + 1 :]
    )
    assert apart
    assert all(x + 112 <= width and y + 112 <= height for x, y in boxes)
