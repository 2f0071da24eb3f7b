"""Holes through which a jeugdige could end up without contract and off the list, closed."""

import datetime

import pytest
from django.db import DataError
from django.utils import timezone

from contractbeheer.aflopen import list_missed
from contractbeheer.models import Maatregeltraject, Overdracht
from contractbeheer.overnemen import carry_out_due
from contractbeheer.regelen import settle_lines
from contractbeheer.selectors_overdracht import lines
from contractbeheer.services import intrekken
from contractbeheer.services.overname import plan_overname, undo_overname
from contracts.choices import Maatregelsoort
from contracts.models import Perceelcontract
from core.constraints import Constraintconflict
from core.fouten import Conflict
from core.models import Gebeurtenis
from indications.models import Toewijzing
from tests.contractbeheer.stoppen import DAG, Zaak, zaak  # noqa: F401 - fixture
from tests.factories.contracts import MaatregelFactory, PerceelcontractFactory

pytestmark = pytest.mark.django_db
# ruff: noqa: F811


def plan(zaak: Zaak, **changes):
    return plan_overname(
        zaak.manager,
        **{
            "van_id": zaak.linde.pk,
            "naar_id": zaak.ander.aanbieder_id,
            "perceel_ids": [],
            "datum": zaak.dag(1),
            "reden": "Aanbieder stopt",
            "peildatum": zaak.vandaag,
            **changes,
        },
    )


def come_to_pass(overname, days: int) -> None:
    """As if it was planned so long ago that its day is `days` behind us."""
    shift = datetime.timedelta(days=days + 1)
    overname.datum -= shift
    type(overname).objects.filter(pk=overname.pk).update(datum=overname.datum)
    for einde in overname.eindes.all():
        einde.laatste_dag -= shift
        einde.save()
        Perceelcontract.objects.filter(pk=einde.perceelcontract_id).update(
            einddatum=einde.laatste_dag
        )
    Overdracht.objects.update(vanaf=overname.datum)


def test_a_stop_imposed_after_planning_holds_the_takeover(zaak):
    toewijzing = zaak.toewijzing()
    plan(zaak)
    MaatregelFactory(aanbieder=zaak.ander.aanbieder, perceel=zaak.contract.perceel)
    assert carry_out_due(zaak.dag(1)) == 0
    toewijzing.refresh_from_db()
    assert toewijzing.status == "toegewezen"
    told = Gebeurtenis.objects.get(soort="overname.niet_uitgevoerd")
    assert told.gegevens == {"code": "clientenstop"}


def test_a_stop_for_another_perceel_does_not(zaak):
    plan(zaak)
    other = PerceelcontractFactory(aanbieder=zaak.ander.aanbieder)
    MaatregelFactory(aanbieder=zaak.ander.aanbieder, perceel=other.perceel)
    assert carry_out_due(zaak.dag(1)) == 1


def test_a_takeover_that_failed_shows_the_gemeente_who_is_without_contract(zaak):
    zaak.toewijzing()
    overname = plan(zaak)
    assert not lines(zaak.toegang).exists()
    come_to_pass(overname, days=1)
    assert lines(zaak.toegang).filter(nu="").count() == 1


def test_a_takeover_that_failed_can_be_taken_back(zaak):
    zaak.toewijzing()
    overname = plan(zaak)
    come_to_pass(overname, days=2)
    undo_overname(zaak.manager, overname.pk, reden="x", versie=1, peildatum=zaak.vandaag)
    zaak.contract.refresh_from_db()
    assert zaak.contract.einddatum is None
    assert Overdracht.objects.get().status == "vervallen"


def test_a_takeover_leaves_who_found_a_third_aanbieder(zaak):
    old = zaak.toewijzing()
    stays = zaak.toewijzing()
    plan(zaak)
    third = PerceelcontractFactory(perceel=zaak.contract.perceel)
    zaak.toewijzing(
        perceelcontract=third, jeugdige=old.jeugdige, begindatum=zaak.dag(1), perceelproduct=False
    )
    carry_out_due(zaak.dag(1))
    at_new = Toewijzing.objects.filter(aanbieder=zaak.ander.aanbieder)
    assert [row.jeugdige for row in at_new] == [stays.jeugdige]
    settle_lines()
    assert zaak.line(old).uitkomst == "overgezet"


def test_taking_back_on_days_with_a_new_contract_is_a_conflict(zaak):
    overname = plan(zaak)
    PerceelcontractFactory(
        aanbieder=zaak.linde, perceel=zaak.contract.perceel, begindatum=zaak.dag(5)
    )
    with pytest.raises(Constraintconflict) as refused:
        undo_overname(zaak.manager, overname.pk, reden="x", versie=1, peildatum=zaak.vandaag)
    assert refused.value.code == "perceelcontract_overlap"
    overname.refresh_from_db()
    assert overname.status == "gepland"


def test_made_longer_after_it_was_settled_comes_back_on_the_list(zaak):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.approved(dagen=60)
    Toewijzing.objects.filter(pk=toewijzing.pk).update(einddatum=zaak.dag(60))
    settle_lines()
    assert zaak.line(toewijzing).uitkomst == "beeindigd"
    assert list_missed() == 0
    Toewijzing.objects.filter(pk=toewijzing.pk).update(einddatum=zaak.dag(180))
    assert list_missed() == 1
    assert list_missed() == 0
    (line,) = Overdracht.objects.filter(toewijzing=toewijzing, status="open")
    assert (line.vanaf, line.einde.verzoek) == (zaak.dag(61), verzoek)


def imposed(zaak, soort):
    return Maatregeltraject.objects.create(
        aanbieder=zaak.linde,
        soort=soort,
        grond="Proef",
        status="opgelegd",
        opsteller_id=str(zaak.collega.id),
        beslisser_id=str(zaak.manager.id),
        besloten_op=timezone.now(),
        mandaat="Mandaat",
        motivering="Proef",
        beslisser_functie="portefeuillehouder",
        ingangsdatum=zaak.dag(1),
    )


def test_a_takeover_belongs_to_an_imposed_contractovername(zaak):
    with pytest.raises(Conflict):
        plan(zaak, traject_id=imposed(zaak, Maatregelsoort.CLIENTENSTOP).pk)
    assert plan(zaak, traject_id=imposed(zaak, Maatregelsoort.OVERNAME).pk)


def test_a_measure_is_not_withdrawn_while_its_takeover_is_planned(zaak):
    """Else the jeugdigen would move by a decision that is no more."""
    traject = imposed(zaak, Maatregelsoort.OVERNAME)
    overname = plan(zaak, traject_id=traject.pk)
    with pytest.raises(Conflict, match=overname.kenmerk):
        intrekken.withdraw(
            zaak.manager, traject.pk, reden="x", per=zaak.dag(1), versie=1, peildatum=zaak.vandaag
        )


def test_a_takeover_across_the_turn_of_contracts(zaak):
    """Both sides have a contract that follows on: each goes to the one of its own first day."""
    turn = zaak.dag(100)
    Perceelcontract.objects.filter(perceel=zaak.contract.perceel).update(einddatum=turn)
    old, new = (
        PerceelcontractFactory(
            aanbieder=aanbieder, perceel=zaak.contract.perceel, begindatum=turn + DAG
        )
        for aanbieder in (zaak.linde, zaak.ander.aanbieder)
    )
    zaak.toewijzing(einddatum=zaak.dag(50))
    zaak.toewijzing(perceelcontract=old, begindatum=turn + DAG, einddatum=turn + 30 * DAG)
    plan(zaak)
    assert carry_out_due(zaak.dag(1)) == 1
    at_new = Toewijzing.objects.filter(aanbieder=zaak.ander.aanbieder).order_by("begindatum")
    assert [row.perceelcontract for row in at_new] == [zaak.ander, new]


def test_a_takeover_that_breaks_does_not_hold_up_the_others(zaak, monkeypatch):
    zaak.toewijzing()
    plan(zaak)

    def broken(*args, **named):
        raise DataError("out of range")

    monkeypatch.setattr("contractbeheer.overnemen.move_toewijzingen", broken)
    assert carry_out_due(zaak.dag(1)) == 0
    told = Gebeurtenis.objects.get(soort="overname.niet_uitgevoerd")
    assert told.gegevens == {"code": "conflict"}
