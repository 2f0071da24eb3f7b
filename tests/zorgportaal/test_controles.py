"""What may not lie still, each at its boundary; who hears of it, and how often."""

import datetime
import json

import pytest
from celery.schedules import crontab
from django.urls import resolve

from core.choices import Rolcode, Uitgaandstatus
from core.models import Signaal, Uitgaand
from core.signalen.motor import run_check
from core.signalen.selectors import worklist
from ozjt.schema_taken import SCHEMA
from providers.models import Dossierstuk
from tests.factories.contracts import PerceelcontractFactory
from zorgportaal.documenten import DOSSIERSTUK
from zorgportaal.models import Aanvulling, Wijzigingsverzoek
from zorgportaal.services import behandelen
from zorgportaal.services.indienen import submit

pytestmark = pytest.mark.django_db
ALLE_STUKKEN = (
    "dossierstuk_verloopt_60",
    "dossierstuk_verloopt_30",
    "dossierstuk_verlopen",
    "dossierstuk_verlopen_ozjt",
)


def found(naam, day):
    run_check(naam, day)
    signals = list(Signaal.objects.filter(controle=naam, status="open"))
    for signaal in signals:
        resolve(signaal.url)
    return signals


@pytest.fixture
def filed(vraag, beheerder, vandaag, ozjt):
    def make(soort="contact", handeling="wijzigen", **values):
        made = submit(beheerder, vraag(soort, handeling, **values), peildatum=vandaag).verzoek
        return Wijzigingsverzoek.objects.get(pk=made.pk)

    return make


def test_term_is_over_the_day_after(filed, beslisser):
    """R-ZP-4"""
    verzoek = filed()
    last = verzoek.beslis_uiterlijk
    assert found("wijziging_over_termijn", last) == []
    (signaal,) = found("wijziging_over_termijn", last + datetime.timedelta(days=1))
    assert verzoek.kenmerk in signaal.omschrijving
    assert signaal in worklist(beslisser)


def test_secret_address_over_its_term_lies_with_who_may_see_it(filed, beslisser):
    """R-BES-2"""
    verzoek = filed("locatie", "toevoegen", geheim=True)
    day = verzoek.beslis_uiterlijk + datetime.timedelta(days=1)
    assert found("wijziging_over_termijn", day) == []
    (signaal,) = found("wijziging_over_termijn_beschermd", day)
    assert signaal.rol == Rolcode.BESCHIKBAARHEIDSBEHEERDER
    assert "Tolstraat" not in signaal.omschrijving + json.dumps(signaal.bewijs)


def test_term_stands_still_while_a_question_is_open(filed, beslisser, vandaag):
    verzoek = filed()
    behandelen.ask(beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag)
    assert found("wijziging_over_termijn", vandaag + datetime.timedelta(days=90)) == []


def test_approved_change_that_was_not_carried_out_the_day_after(filed, beslisser, vandaag):
    """R-ZP-4"""
    later = vandaag + datetime.timedelta(days=5)
    verzoek = filed("groep", "wijzigen", datum=later.isoformat())
    from zorgportaal.inhoud import seen_token, wijziging_of

    behandelen.approve(
        beslisser,
        verzoek.pk,
        versie=verzoek.versie,
        gezien=seen_token(wijziging_of(verzoek)),
        peildatum=vandaag,
    )
    assert found("wijziging_niet_toegepast", later) == []
    (signaal,) = found("wijziging_niet_toegepast", later + datetime.timedelta(days=1))
    assert signaal.rol == Rolcode.CONTRACTBEHEERDER


def test_question_without_answer_lies_with_the_aanbieder(filed, beslisser, beheerder, vandaag):
    verzoek = filed()
    behandelen.ask(beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag)
    last = Aanvulling.objects.get().uiterlijk
    assert found("aanvulling_over_termijn", last) == []
    (signaal,) = found("aanvulling_over_termijn", last + datetime.timedelta(days=1))
    assert signaal in worklist(beheerder)
    assert "Wie?" not in signaal.omschrijving + json.dumps(signaal.bewijs)


@pytest.fixture
def stuk(aanbieder, document, vandaag, ozjt):
    """A quality mark that is valid until so many days from now."""

    def make(dagen, **fields):
        return Dossierstuk.objects.create(
            **{
                "aanbieder": aanbieder,
                "soort": "kwaliteitskeurmerk",
                "omschrijving": "HKZ",
                "document": document(DOSSIERSTUK),
                "begindatum": vandaag - datetime.timedelta(days=400),
                "einddatum": vandaag + datetime.timedelta(days=dagen),
                **fields,
            }
        )

    return make


@pytest.mark.parametrize(
    ("dagen", "names"),
    [
        (61, set()),
        (60, {"dossierstuk_verloopt_60"}),
        (31, {"dossierstuk_verloopt_60"}),
        (30, {"dossierstuk_verloopt_30"}),
        (1, {"dossierstuk_verloopt_30"}),
        (0, {"dossierstuk_verlopen", "dossierstuk_verlopen_ozjt"}),
        (-20, {"dossierstuk_verlopen", "dossierstuk_verlopen_ozjt"}),
        (-366, set()),
    ],
)
def test_document_is_told_at_its_threshold(dagen, names, stuk, vandaag):
    stuk(dagen)
    assert {naam for naam in ALLE_STUKKEN if found(naam, vandaag)} == names


def test_severity_rises_and_evidence_does_not_move_from_day_to_day(stuk, vandaag, beheerder):
    stuk(45)
    run = [vandaag + datetime.timedelta(days=n) for n in (0, 1, 2, 15, 16, 45)]
    seen = [[s for naam in ALLE_STUKKEN[:3] for s in found(naam, day)] for day in run]
    assert [s[0].ernst for s in seen] == [
        "3-beoordelen", "3-beoordelen", "3-beoordelen", "2-aandacht", "2-aandacht", "1-moet",
    ]  # fmt: skip
    steps = [s.soort for signaal in Signaal.objects.all() for s in signaal.stappen.all()]
    assert "gewijzigd" not in steps


def test_each_threshold_is_mailed_once(stuk, vandaag, beheerder):
    """R-MEL-1"""
    stuk(45)
    for n in (0, 1, 15, 16, 45, 46):
        for naam in ALLE_STUKKEN:
            run_check(naam, vandaag + datetime.timedelta(days=n))
    mails = Uitgaand.objects.filter(ontvanger=beheerder.id)
    assert mails.count() == 3
    assert len({mail.pad for mail in mails}) == 3
    assert {mail.status for mail in mails} <= {Uitgaandstatus.WACHT, Uitgaandstatus.VERSTUURD}
    assert all(resolve(mail.pad).url_name == "signaal" for mail in mails)


def test_successor_settles_it(stuk, vandaag, document):
    stuk(10)
    assert found("dossierstuk_verloopt_30", vandaag)
    stuk(400)
    assert found("dossierstuk_verloopt_30", vandaag) == []
    assert found("dossierstuk_verloopt_60", vandaag) == []


def test_another_kind_is_no_successor(stuk, vandaag):
    stuk(10)
    stuk(400, soort="verzekering")
    assert len(found("dossierstuk_verloopt_30", vandaag)) == 1


def test_contractbeheer_hears_only_of_who_has_a_contract(stuk, vandaag, aanbieder):
    aanbieder.perceelcontracten.update(einddatum=vandaag - datetime.timedelta(days=1))
    stuk(-1)
    assert found("dossierstuk_verlopen", vandaag)
    assert found("dossierstuk_verlopen_ozjt", vandaag) == []
    PerceelcontractFactory(aanbieder=aanbieder)
    assert len(found("dossierstuk_verlopen_ozjt", vandaag)) == 1


def test_changes_are_carried_out_just_after_midnight():
    entry = SCHEMA["wijzigingen-toepassen"]
    assert entry["task"] == "zorgportaal.tasks.apply_due_changes"
    assert entry["schedule"] == crontab(hour="0", minute="5")
