"""Each check at its boundary; every signal is for the screener, and none sends mail."""

import datetime

import pytest
from django.urls import resolve

from contracts.models import Perceelcontract
from core.choices import Rolcode
from core.models import Signaal, Uitgaand
from core.signalen.controles import controles
from core.signalen.motor import run_check
from screening.models import Screening
from screening.services import besluiten, onderzoek
from tests.screening.conftest import decide, fresh
from tests.screening.test_onderzoek import put

pytestmark = pytest.mark.django_db
OURS = (
    "screening_verloopt",
    "screening_ontbreekt",
    "wederhoor_over_termijn",
    "screening_te_besluiten",
)


def found(naam: str, day: datetime.date) -> list[str]:
    run_check(naam, day)
    rows = Signaal.objects.filter(controle=naam, status="open")
    for row in rows:
        resolve(row.url)
    return [row.omschrijving for row in rows]


def test_all_are_for_the_screener_and_without_mail(ozjt):
    for naam in OURS:
        check = controles()[naam]
        assert (check.rol, check.mail) == (Rolcode.SCREENER, "")
    assert not Uitgaand.objects.exists()


@pytest.mark.parametrize(
    ("days", "told"), [(-1, False), (0, True), (12 * 7, True), (12 * 7 + 1, False)]
)
def test_reminder_some_weeks_before_the_last_day_inclusive(
    saskia, voorgelegd, settings, days, told
):
    settings.SCREENING_HERINNERING_WEKEN = 12
    done = decide(saskia, voorgelegd)
    day = done.geldig_tot - datetime.timedelta(days=days)
    assert bool(found("screening_verloopt", day)) == told


def test_no_reminder_while_a_new_one_runs(simon, saskia, voorgelegd, vandaag):
    done = decide(saskia, voorgelegd)
    assert found("screening_verloopt", done.geldig_tot)
    onderzoek.begin(simon, done.aanbieder_id, aanleiding="periodiek", peildatum=vandaag)
    assert not found("screening_verloopt", done.geldig_tot)


def test_contract_without_a_screening(simon, aanbieder, lijst, vandaag):
    assert found("screening_ontbreekt", vandaag) == ["Nog geen uitkomst van een screening"]
    onderzoek.begin(simon, aanbieder.pk, aanleiding="toetreding", peildatum=vandaag)
    assert found("screening_ontbreekt", vandaag), "one that runs says nothing yet"


@pytest.mark.parametrize(("days", "told"), [(0, False), (1, True)])
def test_contract_after_the_last_day_of_its_screening(saskia, voorgelegd, days, told):
    done = decide(saskia, voorgelegd)
    day = done.geldig_tot + datetime.timedelta(days=days)
    assert bool(found("screening_ontbreekt", day)) == told


def test_negative_outcome_with_a_contract(saskia, voorgelegd, vandaag):
    done = decide(saskia, voorgelegd)
    assert not found("screening_ontbreekt", vandaag)
    Screening.objects.filter(pk=done.pk).update(uitkomst="niet_geschikt", geldig_tot=None)
    assert found("screening_ontbreekt", vandaag) == [f"{done.kenmerk}: niet geschikt"]


def test_without_a_contract_nobody_asks(aanbieder, lijst, ozjt, vandaag):
    Perceelcontract.objects.update(einddatum=vandaag)
    assert found("screening_ontbreekt", vandaag)
    assert not found("screening_ontbreekt", vandaag + datetime.timedelta(days=1))


@pytest.mark.parametrize(("days", "told"), [(0, False), (1, True)])
def test_no_reaction_after_the_last_day(simon, screening, vandaag, days, told):
    put(simon, screening, vandaag, reageren_tot=vandaag + datetime.timedelta(days=7))
    day = vandaag + datetime.timedelta(days=7 + days)
    assert bool(found("wederhoor_over_termijn", day)) == told


def test_waits_for_a_decision_until_there_is_one(simon, saskia, klaar, vandaag):
    assert not found("screening_te_besluiten", vandaag)
    besluiten.present(simon, klaar.pk, versie=klaar.versie)
    assert found("screening_te_besluiten", vandaag) == [f"{klaar.kenmerk}: voorgelegd"]
    decide(saskia, klaar)
    assert not found("screening_te_besluiten", vandaag)
    assert fresh(klaar).status == "besloten"
