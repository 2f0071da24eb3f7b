"""Shares per aanbieder against the middle: against plain Python, and hidden where few (R-TOE-3)."""

import random
import statistics
from collections import defaultdict

import pytest
from django.urls import reverse

from contracts.models import Product
from core.choices import Rolcode
from core.fouten import Verboden
from indications.aanvraag import Verdeling
from indications.models import Toewijzing
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.indications import ToewijzingFactory
from tests.factories.providers import AanbiederFactory
from toelichtingen.cijfers import MIN_AANBIEDERS, MIN_TOEWIJZINGEN, figures, products
from toelichtingen.models import Toelichting

pytestmark = pytest.mark.django_db


def filed(zaak, naam: str, aantal: int, indirect: int, reistijd: int = 0) -> list[Toewijzing]:
    """Toewijzingen of 1,000 minutes with their split, at one aanbieder."""
    contract = PerceelcontractFactory(
        aanbieder=AanbiederFactory(naam=naam), perceel=zaak.contract.perceel
    )
    return [
        zaak.toewijzing(
            perceelcontract=contract,
            volume=1000,
            minuten_direct=1000 - indirect - reistijd,
            minuten_indirect=indirect,
            minuten_reistijd=reistijd,
            aantal_contacten=100,
        )
        for _ in range(aantal)
    ]


def shown(zaak, **asked):
    rows = figures(zaak.manager, zaak.vandaag.year, **asked)
    return {row.aanbieder: row for row in rows}


def test_shares_and_middle_are_those_of_plain_python(zaak):
    chance = random.Random(7)
    parts: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for nr in range(6):
        contract = PerceelcontractFactory(
            aanbieder=AanbiederFactory(naam=f"A{nr}"), perceel=zaak.contract.perceel
        )
        for _ in range(MIN_TOEWIJZINGEN + nr - 1):
            indirect, travel = chance.randrange(0, 400), chance.randrange(0, 200)
            volume = 600 + chance.randrange(0, 3000)
            zaak.toewijzing(
                perceelcontract=contract,
                volume=volume,
                minuten_direct=volume - indirect - travel,
                minuten_indirect=indirect,
                minuten_reistijd=travel,
            )
            parts[f"A{nr}"].append((volume, indirect, travel))
    shares = {
        naam: (
            100 * sum(i for _v, i, _r in rows) / sum(v for v, _i, _r in rows),
            100 * sum(r for _v, _i, r in rows) / sum(v for v, _i, _r in rows),
        )
        for naam, rows in parts.items()
        if len(rows) >= MIN_TOEWIJZINGEN
    }
    found = shown(zaak)
    assert set(found) == set(parts)
    for naam, row in found.items():
        for at, (own, middle) in enumerate(
            ((row.indirect, row.midden_indirect), (row.reistijd, row.midden_reistijd))
        ):
            wanted = statistics.median(share[at] for share in shares.values())
            assert float(middle) == pytest.approx(wanted, abs=0.051)
            if naam in shares:
                assert float(own) == pytest.approx(shares[naam][at], abs=0.051)
                assert row.aantal == len(parts[naam])
    assert (found["A0"].indirect, found["A0"].aantal) == (None, None)


def test_newest_explanation_goes_before_the_split_of_filing(zaak):
    rows = filed(zaak, "Linde", MIN_TOEWIJZINGEN - 1, 100)
    for naam in ("Beuk", "Els"):
        filed(zaak, naam, MIN_TOEWIJZINGEN, 100)
    one = zaak.toewijzing(perceelcontract=rows[0].perceelcontract, volume=1000)
    zorg = zaak.zorg
    verzoek = zaak.gevraagd(one)
    zaak.zorg = type(zorg)(
        **{name: getattr(zorg, name) for name in zorg.__slots__}
        | {"aanbieder_id": one.aanbieder_id}
    )
    zaak.beantwoord(verzoek, Verdeling(500, 500, 0))
    more = zaak.doorgevraagd(verzoek)
    zaak.beantwoord(more, Verdeling(400, 600, 0))
    assert Toelichting.objects.count() == 2
    row = shown(zaak)["Linde"]
    assert (row.aantal, float(row.indirect)) == (MIN_TOEWIJZINGEN, 20.0)


@pytest.mark.parametrize(
    ("aantal", "zichtbaar"), [(MIN_TOEWIJZINGEN - 1, False), (MIN_TOEWIJZINGEN, True)]
)
def test_few_toewijzingen_are_hidden(zaak, aantal, zichtbaar):
    filed(zaak, "Linde", aantal, 300)
    for nr in range(MIN_AANBIEDERS):
        filed(zaak, f"Ander {nr}", MIN_TOEWIJZINGEN, 100)
    row = shown(zaak)["Linde"]
    assert (row.indirect is not None) == (row.aantal is not None) == zichtbaar


@pytest.mark.parametrize("aanbieders", [MIN_AANBIEDERS - 1, MIN_AANBIEDERS])
def test_no_middle_of_few_aanbieders(zaak, aanbieders):
    for nr in range(aanbieders):
        filed(zaak, f"Ander {nr}", MIN_TOEWIJZINGEN, 100)
    filed(zaak, "Klein", MIN_TOEWIJZINGEN - 1, 900)
    middles = {row.midden_indirect for row in shown(zaak).values()}
    assert (middles == {None}) == (aanbieders < MIN_AANBIEDERS)


@pytest.mark.parametrize(
    ("indirect", "vraagt"), [(199, False), (200, True), (0, True), (1, False), (100, False)]
)
def test_a_difference_is_worded_as_a_question(zaak, indirect, vraagt):
    for nr in range(MIN_AANBIEDERS):
        filed(zaak, f"Ander {nr}", MIN_TOEWIJZINGEN, 100)
    filed(zaak, "Linde", MIN_TOEWIJZINGEN, indirect)
    text = shown(zaak)["Linde"].vraag
    assert text.startswith("Vraag waarom indirect") == vraagt
    assert not vraagt or "het midden is 10,0" in text


def test_only_what_runs_in_that_year_and_was_not_withdrawn(zaak):
    for nr in range(MIN_AANBIEDERS):
        filed(zaak, f"Ander {nr}", MIN_TOEWIJZINGEN, 100)
    Toewijzing.objects.filter(aanbieder__naam="Ander 0").update(status="ingetrokken")
    assert set(shown(zaak)) == {"Ander 1", "Ander 2"}
    assert products(zaak.manager, zaak.vandaag.year - 3) == []


def test_for_contract_management_only(zaak):
    for actor in (zaak.toegang, zaak.zorg):
        with pytest.raises(Verboden):
            figures(actor, zaak.vandaag.year)
        with pytest.raises(Verboden):
            products(actor, zaak.vandaag.year)


@pytest.fixture
def gevuld(zaak):
    for nr in range(MIN_AANBIEDERS):
        filed(zaak, f"Ander {nr}", MIN_TOEWIJZINGEN, 100 + nr, 50)
    filed(zaak, "Linde", MIN_TOEWIJZINGEN, 300, 250)
    filed(zaak, "Klein", 1, 900)
    return zaak


def test_page_shows_table_chart_and_export_with_the_same_figures(gevuld, client_for):
    client = client_for(Rolcode.CONTRACTMANAGER)
    page = client.get(reverse("minuten-vergelijken"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("30,0") >= 2
    assert "Vraag waarom indirect 30,0 procent is" in text
    assert "te weinig" in text
    assert "90,0" not in text
    export = b"".join(client.get(reverse("minuten-vergelijken"), {"formaat": "csv"}))
    lines = export.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("aanbieder,productcode,product,aantal,indirect")
    assert any(line.startswith("Linde,ABHI1") and ",30.0," in line for line in lines)
    assert not any("90.0" in line for line in lines)


def test_tab_of_the_dossier_has_the_same_figures(gevuld, client_for):
    linde = Toewijzing.objects.filter(aanbieder__naam="Linde")[0].aanbieder_id
    url = reverse("aanbieder", args=[linde, "minuten"])
    text = client_for(Rolcode.CONTRACTMANAGER).get(url).content.decode()
    assert "30,0" in text
    assert "Vraag waarom reistijd 25,0 procent is" in text
    assert client_for(Rolcode.TOEGANG).get(url).status_code == 403


@pytest.mark.parametrize("vraag", [{"product": "ONZIN"}, {"jaar": "1800"}, {"jaar": "x"}])
def test_page_bears_any_question(gevuld, client_for, vraag):
    client = client_for(Rolcode.CONTRACTMANAGER)
    assert client.get(reverse("minuten-vergelijken"), vraag).status_code == 200


def test_page_without_any_split(client_for):
    page = client_for(Rolcode.CONTRACTBEHEERDER).get(reverse("minuten-vergelijken"))
    assert "Er is nog geen verdeling van minuten bekend." in page.content.decode()


def test_number_of_queries_does_not_grow(gevuld, client_for, django_assert_max_num_queries):
    client = client_for(Rolcode.CONTRACTMANAGER)
    with django_assert_max_num_queries(12):
        client.get(reverse("minuten-vergelijken"))
    for nr in range(20):
        filed(gevuld, f"Meer {nr}", 1, 100)
    with django_assert_max_num_queries(12):
        client.get(reverse("minuten-vergelijken"))


def test_products_have_the_most_first(gevuld):
    other: Product = ToewijzingFactory(
        minuten_direct=3000, minuten_indirect=0, minuten_reistijd=0
    ).product
    codes = [code for code, _naam in products(gevuld.manager, gevuld.vandaag.year)]
    assert codes == ["ABHI1", other.code]
