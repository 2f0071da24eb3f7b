"""What-if counts each jeugdige once, what is left after the day, and who else has a place."""

import datetime
from decimal import Decimal

import pytest

from contractbeheer.watals import Omvang, consequences
from core.choices import Organisatiesoort, Rolcode
from core.fouten import Verboden
from tests.factories.availability import AanbodFactory
from tests.factories.contracts import (
    LeveringsgebiedFactory,
    MaatregelFactory,
    PerceelcontractFactory,
    PerceelFactory,
    TariefFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory

pytestmark = pytest.mark.django_db
DAG = datetime.date(2026, 6, 30)


@pytest.fixture
def manager(actor_for):
    return actor_for(Rolcode.CONTRACTMANAGER)


@pytest.fixture
def gemeente():
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Proefdam")


@pytest.fixture
def contract():
    return PerceelcontractFactory(perceel=PerceelFactory(naam="Begeleiding"))


def given(contract, gemeente, **fields):
    jeugdige = fields.pop("jeugdige", None) or JeugdigeFactory(gemeente=gemeente, bsn=False)
    return ToewijzingFactory(jeugdige=jeugdige, perceelcontract=contract, **fields)


def test_nothing_runs_on(manager, contract) -> None:
    found = consequences(manager, contract.aanbieder_id, [], DAG)
    assert found.totaal == Omvang()
    assert not found.plekken


def test_minutes_and_euros_of_the_days_after(manager, contract, gemeente) -> None:
    row = given(contract, gemeente, volume=3650)  # ten a day in 2026
    TariefFactory(product=row.product, bedrag=Decimal("2.00"))
    total = consequences(manager, contract.aanbieder_id, [], DAG).totaal
    assert total == Omvang(1, 1, 1840, Decimal("3680.00"), 0)


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [
        pytest.param({"einddatum": DAG}, None, id="ends-on-the-last-day"),
        pytest.param({"einddatum": DAG + datetime.timedelta(days=1)}, 20, id="one-day-after"),
        pytest.param({"begindatum": datetime.date(2026, 12, 31)}, 3650, id="begins-after"),
        pytest.param({"status": "ingetrokken"}, None, id="withdrawn"),
        pytest.param({"frequentie": "1", "volume": 10}, 1840, id="per-day"),
        pytest.param({"frequentie": "2", "volume": 70}, 1840, id="per-week"),
        pytest.param({"einddatum": None, "frequentie": "1", "volume": 1}, 365, id="open-end"),
        pytest.param({"eenheid": "04", "volume": 365}, 11040, id="hours"),
        pytest.param({"eenheid": "14"}, 0, id="days-of-stay-are-no-minutes"),
    ],
)
def test_what_is_left_after_the_day(manager, contract, gemeente, fields, minutes) -> None:
    given(contract, gemeente, **{"volume": 3650, **fields})
    total = consequences(manager, contract.aanbieder_id, [], DAG).totaal
    assert (total.minuten if total.toewijzingen else None) == minutes


def test_each_jeugdige_once_in_every_total(manager, contract, gemeente) -> None:
    other = PerceelcontractFactory(aanbieder=contract.aanbieder)
    first = given(contract, gemeente)
    given(other, gemeente, jeugdige=first.jeugdige)
    given(contract, OrganisatieFactory(soort=Organisatiesoort.GEMEENTE))
    found = consequences(manager, contract.aanbieder_id, [], DAG)
    assert (found.totaal.jeugdigen, found.totaal.toewijzingen) == (2, 3)
    assert dict(found.gemeenten)["Proefdam"].jeugdigen == 1
    assert dict(found.percelen)["Begeleiding"].jeugdigen == 2
    only = consequences(manager, contract.aanbieder_id, [other.perceel_id], DAG)
    assert (only.totaal.jeugdigen, only.totaal.toewijzingen) == (1, 1)


def test_without_a_price_it_says_so(manager, contract, gemeente) -> None:
    given(contract, gemeente)
    total = consequences(manager, contract.aanbieder_id, [], DAG).totaal
    assert (total.euro, total.zonder_prijs) == (0, 1)


def test_who_else_has_a_place(manager, contract, gemeente) -> None:
    given(contract, gemeente)
    other = PerceelcontractFactory(perceel=contract.perceel)
    plek = consequences(manager, contract.aanbieder_id, [], DAG).plekken[0]
    assert plek.witte_vlek  # a contract, and no promise for this gemeente
    LeveringsgebiedFactory(perceelcontract=other, gemeente=gemeente)
    AanbodFactory(perceelcontract=other, vrije_plekken=3, opgegeven_weken=4)
    found = consequences(manager, contract.aanbieder_id, [], DAG)
    plek = found.plekken[0]
    assert (plek.gemeente, plek.aanbieders, plek.vrije_plekken, plek.kortste_wacht) == (
        "Proefdam", 1, 3, 4,
    )  # fmt: skip
    assert found.witte_vlekken == 0


@pytest.mark.parametrize("whole", [True, False], ids=["all-percelen", "this-perceel"])
def test_who_has_a_clientenstop_does_not_count(manager, contract, gemeente, whole) -> None:
    given(contract, gemeente)
    other = PerceelcontractFactory(perceel=contract.perceel)
    LeveringsgebiedFactory(perceelcontract=other, gemeente=gemeente)
    MaatregelFactory(aanbieder=other.aanbieder, perceel=None if whole else contract.perceel)
    assert consequences(manager, contract.aanbieder_id, [], DAG).witte_vlekken == 1


def test_only_contract_management_may_ask(actor_for, contract) -> None:
    with pytest.raises(Verboden):
        consequences(actor_for(Rolcode.TOEGANG), contract.aanbieder_id, [], DAG)


def test_two_statements_whatever_the_number(
    manager, contract, gemeente, django_assert_max_num_queries
) -> None:
    for _ in range(10):
        given(contract, gemeente)
    with django_assert_max_num_queries(2):
        consequences(manager, contract.aanbieder_id, [], DAG)
