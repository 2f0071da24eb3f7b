"""Each check at its boundary; `VANDAAG` is 22 November 2026."""

import json
import uuid

import pytest
from django.db import connection
from django.urls import resolve

from availability.models import Aanbod
from core.actor import system_actor
from core.choices import Inzagehandeling
from core.handeling import record_access
from core.models import Signaal
from core.signalen.controles import controles
from core.signalen.motor import merge_params, merge_statement, run_check
from indications.models import Declaratieregel
from tests.signalen import bouw
from tests.signalen.bouw import VANDAAG, days

pytestmark = pytest.mark.django_db


def found(naam):
    """What a check finds, by way of the engine."""
    run_check(naam, VANDAAG)
    signals = list(
        Signaal.objects.filter(controle=naam, status="open").order_by("titel", "sleutel")
    )
    for signaal in signals:
        resolve(signaal.url)
    return signals


@pytest.fixture(autouse=True)
def _ozjt(db):
    bouw.ozjt()


@pytest.fixture
def els():
    return bouw.compleet(bouw.aanbieder("De Els"))


@pytest.fixture
def behandeling():
    return bouw.perceel()


@pytest.mark.parametrize("naam", sorted(controles()))
def test_every_check_is_one_statement_that_the_engine_can_merge(naam):
    check = controles()[naam]
    with connection.cursor() as cursor:
        cursor.execute(
            f"explain (format json) {merge_statement(check)}", merge_params(check, VANDAAG)
        )
        plan = cursor.fetchall()
    text = json.dumps(plan[0][0] if not isinstance(plan[0][0], str) else json.loads(plan[0][0]))
    assert len(plan) == 1
    assert "core_signaal" in text
    assert ";" not in check.query()


@pytest.mark.parametrize("naam", sorted(controles()))
def test_every_check_says_what_to_do(naam):
    check = controles()[naam]
    assert check.te_doen
    assert check.regel.startswith(("R-", "N-", "D-"))  # the domain guide and its norms


class TestContractLooptAf:
    def test_says_what_ends_and_whom_it_touches(self, els, behandeling):
        pc = bouw.contract(els, behandeling, einddatum=days(30))
        product = bouw.product(behandeling)
        bouw.toewijzing(pc, product)
        bouw.toewijzing(pc, product, gemeente=bouw.gemeente("Borne", "0147"))
        (signaal,) = found("contract_loopt_af")
        assert signaal.titel == "Contract loopt af"
        assert signaal.omschrijving == (
            "Behandeling individueel eindigt 22 december 2026, 2 toewijzingen lopen door"
        )
        assert signaal.raakt == 2
        assert signaal.betreft == els.organisatie
        assert signaal.bewijs["gemeenten"] == ["Borne", "Enschede"]

    @pytest.mark.parametrize(("einde", "opent"), [(0, True), (90, True), (91, False), (-1, False)])
    def test_looks_90_days_ahead(self, els, behandeling, einde, opent):
        pc = bouw.contract(els, behandeling, einddatum=days(einde))
        bouw.toewijzing(pc, bouw.product(behandeling))
        assert bool(found("contract_loopt_af")) is opent

    def test_quiet_when_all_toewijzingen_end_with_it(self, els, behandeling):
        pc = bouw.contract(els, behandeling, einddatum=days(30))
        bouw.toewijzing(pc, bouw.product(behandeling), einddatum=days(30))
        assert not found("contract_loopt_af")

    def test_quiet_when_a_next_contract_follows_at_once(self, els, behandeling):
        pc = bouw.contract(els, behandeling, einddatum=days(30))
        bouw.contract(els, behandeling, begindatum=days(31))
        bouw.toewijzing(pc, bouw.product(behandeling))
        assert not found("contract_loopt_af")

    def test_a_gap_of_one_day_counts(self, els, behandeling):
        pc = bouw.contract(els, behandeling, einddatum=days(30))
        bouw.contract(els, behandeling, begindatum=days(32))
        bouw.toewijzing(pc, bouw.product(behandeling))
        assert found("contract_loopt_af")


def test_ending_contract_is_also_work_for_the_toegang_of_each_gemeente(els, behandeling):
    pc = bouw.contract(els, behandeling, einddatum=days(30))
    product = bouw.product(behandeling)
    borne = bouw.gemeente("Borne", "0147")
    bouw.toewijzing(pc, product)
    bouw.toewijzing(pc, product, gemeente=borne)
    bouw.toewijzing(pc, product, gemeente=borne)
    signals = {s.organisatie.naam: s for s in found("overdracht_gemeente")}
    assert {naam: s.raakt for naam, s in signals.items()} == {"Borne": 2, "Enschede": 1}
    assert signals["Borne"].rol == "toegangsmedewerker"
    assert signals["Borne"].bewijs["gemeenten"] == ["Borne"]


class TestToewijzingZonderContract:
    @pytest.mark.parametrize(
        ("einde_contract", "begin", "einde", "opent"),
        [
            (-1, -60, 120, True),
            (0, -60, 120, False),
            (-1, -60, -1, False),
            (5, 6, 120, True),
            (5, 5, 120, False),
        ],
        ids=["ended-yesterday", "last-day", "both-past", "starts-after-end", "starts-on-last-day"],
    )
    def test_the_day_that_matters(self, els, behandeling, einde_contract, begin, einde, opent):
        pc = bouw.contract(els, behandeling, einddatum=days(einde_contract))
        bouw.toewijzing(
            pc, bouw.product(behandeling), begindatum=days(begin), einddatum=days(einde)
        )
        assert bool(found("toewijzing_zonder_contract")) is opent

    def test_withdrawn_toewijzing_and_withdrawn_contract(self, els, behandeling):
        pc = bouw.contract(els, behandeling, status="ingetrokken")
        product = bouw.product(behandeling)
        bouw.toewijzing(pc, product, status="ingetrokken")
        assert not found("toewijzing_zonder_contract")
        bouw.toewijzing(pc, product)
        assert found("toewijzing_zonder_contract")

    def test_another_valid_contract_for_the_perceel_is_enough(self, els, behandeling):
        pc = bouw.contract(els, behandeling, einddatum=days(-1))
        bouw.contract(els, behandeling, begindatum=VANDAAG)
        bouw.toewijzing(pc, bouw.product(behandeling))
        assert not found("toewijzing_zonder_contract")

    def test_one_jeugdige_with_two_toewijzingen_counts_once(self, els, behandeling):
        pc = bouw.contract(els, behandeling, einddatum=days(-1))
        first = bouw.toewijzing(pc, bouw.product(behandeling))
        bouw.toewijzing(pc, bouw.product(behandeling), jeugdige=first.jeugdige)
        (signaal,) = found("toewijzing_zonder_contract")
        assert signaal.raakt == 1
        assert signaal.bewijs["toewijzingen"] == 2


def test_product_outside_the_perceel(els, behandeling):
    pc = bouw.contract(els, behandeling)
    bouw.toewijzing(pc, bouw.product(behandeling))
    assert not found("product_buiten_perceel")
    bouw.toewijzing(pc, bouw.product(bouw.perceel("Begeleiding")))
    assert [s.raakt for s in found("product_buiten_perceel")] == [1]


class TestProductZonderTarief:
    def test_by_tariff_group(self, els, behandeling):
        bouw.contract(els, behandeling)
        product = bouw.product(behandeling)
        (signaal,) = found("product_zonder_tarief")
        assert signaal.betreft == els.organisatie
        bouw.tarief(product)
        assert not found("product_zonder_tarief")

    @pytest.mark.parametrize(("einde", "opent"), [(89, True), (90, False)])
    def test_looks_90_days_ahead(self, els, behandeling, einde, opent):
        bouw.contract(els, behandeling)
        bouw.tarief(bouw.product(behandeling), einddatum=days(einde))
        assert bool(found("product_zonder_tarief")) is opent

    def test_not_beyond_the_end_of_the_contract(self, els, behandeling):
        bouw.contract(els, behandeling, einddatum=days(20))
        bouw.tarief(bouw.product(behandeling), einddatum=days(20))
        assert not found("product_zonder_tarief")

    def test_tariff_of_another_group_does_not_count_and_one_for_all_does(self, els, behandeling):
        bouw.contract(els, behandeling)
        product = bouw.product(behandeling)
        other = bouw.Tariefgroep.objects.create(code="B", naam="B")
        bouw.tarief(product, tariefgroep=other)
        assert found("product_zonder_tarief")
        bouw.tarief(product, tariefgroep=None)
        assert not found("product_zonder_tarief")

    def test_one_signal_for_all_aanbieders_of_a_group(self, behandeling):
        for naam in ("De Els", "De Beuk"):
            bouw.contract(bouw.compleet(bouw.aanbieder(naam)), behandeling)
        bouw.product(behandeling)
        (signaal,) = found("product_zonder_tarief")
        assert signaal.betreft is None
        assert signaal.bewijs["aanbieders"] == 2

    def test_by_location(self, els):
        wonen = bouw.perceel("Wonen", tarief_per_locatie=True)
        product = bouw.product(wonen)
        bouw.tarief(product)
        pc = bouw.contract(els, wonen)
        assert not found("product_zonder_tarief")
        locatie = els.locaties.create(
            gemeente=bouw.gemeente(), naam="Noord", straat="Weg", huisnummer="1",
            postcode="7511 AA", plaats="Enschede", begindatum=bouw.BEGIN,
        )  # fmt: skip
        pc.locaties.create(locatie=locatie, begindatum=bouw.BEGIN)
        assert len(found("product_zonder_tarief")) == 1
        bouw.tarief(product, tariefgroep=None, locatie=locatie)
        assert not found("product_zonder_tarief")


class TestAanbiedergegevens:
    @pytest.mark.parametrize("naam", ["aanbieder_zonder_agb", "aanbieder_zonder_rekening"])
    def test_only_with_a_current_contract(self, behandeling, naam):
        kaal = bouw.aanbieder()
        assert not found(naam)
        bouw.contract(kaal, behandeling, einddatum=days(-1))
        assert not found(naam)
        bouw.contract(kaal, behandeling, begindatum=VANDAAG)
        (signaal,) = found(naam)
        assert signaal.betreft == kaal.organisatie
        bouw.compleet(kaal)
        assert not found(naam)

    def test_a_code_that_ended_yesterday_is_no_code(self, behandeling):
        aanbieder = bouw.aanbieder()
        bouw.contract(aanbieder, behandeling)
        aanbieder.agb_codes.create(code="41990001", begindatum=bouw.BEGIN, einddatum=days(-1))
        (signaal,) = found("aanbieder_zonder_agb")
        assert signaal.bewijs["laatste AGB-code"] == "41990001"

    def test_evidence_holds_no_iban(self, behandeling):
        aanbieder = bouw.aanbieder()
        bouw.contract(aanbieder, behandeling)
        aanbieder.rekeningen.create(
            iban="NL02ABNA0123456789", tenaamstelling="X", begindatum=bouw.BEGIN, einddatum=days(-1)
        )
        (signaal,) = found("aanbieder_zonder_rekening")
        assert "NL02" not in json.dumps(signaal.bewijs)


class TestWachttijd:
    @pytest.mark.parametrize(("weken", "opent"), [(14, False), (15, True), (None, False)])
    def test_above_the_maximum_of_the_perceel(self, els, weken, opent):
        pc = bouw.contract(els, bouw.perceel(max_wachttijd_weken=14))
        Aanbod.objects.create(perceelcontract=pc, opgegeven_weken=weken, bevestigd_op=VANDAAG)
        assert bool(found("wachttijd_boven_maximum")) is opent

    def test_the_contract_may_have_a_maximum_of_its_own(self, els, behandeling):
        pc = bouw.contract(els, behandeling, max_wachttijd_weken=2)
        Aanbod.objects.create(perceelcontract=pc, opgegeven_weken=3, waargenomen_weken=5)
        (signaal,) = found("wachttijd_boven_maximum")
        assert signaal.omschrijving.endswith("opgegeven 3 weken, contract 2 weken, waargenomen 5")

    @pytest.mark.parametrize(("dagen", "opent"), [(-14, False), (-15, True)])
    def test_unconfirmed_for_over_14_days_goes_to_the_aanbieder(
        self, els, behandeling, dagen, opent
    ):
        pc = bouw.contract(els, behandeling)
        Aanbod.objects.create(perceelcontract=pc, opgegeven_weken=1, bevestigd_op=days(dagen))
        signals = found("beschikbaarheid_niet_bevestigd")
        assert bool(signals) is opent
        assert all(s.organisatie == els.organisatie for s in signals)
        assert not found("beschikbaarheid_lang_niet_bevestigd")


def test_a_broken_access_log_goes_to_the_fg():
    record_access(system_actor(), Inzagehandeling.LEZEN, "proef", jeugdigen=[uuid.uuid4()])
    assert not found("inzageketen_gebroken")
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update core_inzage set actor_naam = 'Iemand anders'")
        cursor.execute("set session_replication_role = origin")
    (signaal,) = found("inzageketen_gebroken")
    assert (signaal.rol, signaal.bewijs["soort"]) == (
        "functionaris-gegevensbescherming",
        "regel gewijzigd",
    )


class TestVerbruik:
    def test_equal_is_quiet_and_a_difference_shows(self, els, behandeling):
        t = bouw.toewijzing(bouw.contract(els, behandeling), bouw.product(behandeling))
        for volume in (120, -20):
            Declaratieregel.objects.create(
                toewijzing=t, aanbieder=t.aanbieder, referentienummer=str(volume),
                begindatum=days(-30), einddatum=days(-20),
                volume=volume, bedrag_centen=volume * 192,
            )  # fmt: skip
        assert not found("verbruik_klopt_niet")
        type(t).objects.get(pk=t.pk).verbruik.__class__.objects.update(volume=99)
        (signaal,) = found("verbruik_klopt_niet")
        assert "bijgehouden 99, gedeclareerd 100" in signaal.omschrijving
