"""The demonstration shows requests in every state, made by the real services."""

import datetime

import pytest
from django.utils import timezone

from core.models import ApiClient, Document, Uitgaand
from ozjt.demo import zorgportaal
from ozjt.demo.vast import load_fixed
from providers.models import Dossierstuk
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.providers import ContactgegevenFactory
from zorgportaal.choices import Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek

pytestmark = pytest.mark.django_db


@pytest.fixture
def vandaag(settings, tmp_path) -> datetime.date:
    settings.DOCUMENT_MAP = tmp_path
    today = timezone.localdate()
    load_fixed(today)
    return today


def test_de_linde_has_one_in_every_state_that_a_person_can_meet(vandaag):
    present = set(Document.objects.values_list("pk", flat=True))
    assert zorgportaal.load_named(vandaag)
    found = set(Wijzigingsverzoek.objects.values_list("status", flat=True))
    assert found == set(Verzoekstatus) - {Verzoekstatus.IN_BEHANDELING}
    assert Dossierstuk.objects.count() == 4
    made = Document.objects.exclude(pk__in=present)
    assert made.filter(inhoudstype="application/pdf").count() == 5
    assert not Uitgaand.objects.exists()


def test_again_adds_nothing(vandaag):
    zorgportaal.load_named(vandaag)
    count = Wijzigingsverzoek.objects.count()
    assert not zorgportaal.load_named(vandaag)
    assert Wijzigingsverzoek.objects.count() == count


def test_others_wait_in_the_queue_since_different_days(vandaag):
    for _ in range(9):
        contract = PerceelcontractFactory(begindatum=vandaag)
        ContactgegevenFactory(aanbieder=contract.aanbieder)
    assert zorgportaal.load_others(vandaag)
    assert not zorgportaal.load_others(vandaag)
    waiting = Wijzigingsverzoek.objects.filter(status=Verzoekstatus.INGEDIEND)
    assert waiting.count() == 9
    assert len({v.ingediend_op.date() for v in waiting}) > 5
    assert {v.soort for v in waiting} == {"contact", "bankrekening", "agb-code"}


def test_de_linde_has_a_program_of_its_own(vandaag):
    client = ApiClient.objects.get(applicatie__client_id="aanbieder-linde")
    assert "wijzigingsverzoeken:schrijven" in client.scopes
    assert client.rollen.get().rol == "aanbieder-beheerder"
