"""A draft is its maker's alone, encrypted, and gone after thirty days."""

import dataclasses
import datetime
import uuid

import pytest
from cryptography.exceptions import InvalidTag

from core import concepten
from core.actor import ANONIEM, Actor
from core.choices import Actorsoort, Organisatiesoort
from core.fouten import NietGevonden
from core.models import Concept, Gebruiker, Organisatie

pytestmark = pytest.mark.django_db
INHOUD = {"bsn": "999900006", "naam": {"geslachtsnaam": "Éloïse"}, "minuten": 3000}


@pytest.fixture
def actor(db):
    gebruiker = Gebruiker.objects.create(email="a@enschede.example", naam="A")
    gemeente = Organisatie.objects.create(soort=Organisatiesoort.GEMEENTE, naam="Enschede")
    return Actor(Actorsoort.GEBRUIKER, gebruiker.pk, "A", gemeente.pk, Organisatiesoort.GEMEENTE)


@pytest.fixture
def concept(actor):
    return concepten.save_concept(actor, soort="toewijzing", titel="Toewijzing", inhoud=INHOUD)


def test_content_comes_back_and_is_unreadable_in_the_database(actor, concept):
    assert concepten.load_concept(actor, concept.pk, soort="toewijzing") == INHOUD
    stored = bytes(Concept.objects.get(pk=concept.pk).inhoud)
    assert b"999900006" not in stored
    assert b"lo" + "ï".encode() not in stored


def test_saving_again_replaces(actor, concept):
    again = concepten.save_concept(
        actor, soort="toewijzing", titel="Nieuw", inhoud={"a": 1}, concept_id=concept.pk
    )
    assert (again.pk, Concept.objects.count()) == (concept.pk, 1)
    assert concepten.load_concept(actor, concept.pk, soort="toewijzing") == {"a": 1}


def strangers(actor):
    other_org = Organisatie.objects.create(soort=Organisatiesoort.GEMEENTE, naam="Borne")
    return {
        "ander": dataclasses.replace(actor, id=uuid.uuid4()),
        "zelfde mens, andere organisatie": dataclasses.replace(actor, organisatie_id=other_org.pk),
        "programma": dataclasses.replace(actor, soort=Actorsoort.API),
        "anoniem": ANONIEM,
    }


@pytest.mark.parametrize(
    "who", ["ander", "zelfde mens, andere organisatie", "programma", "anoniem"]
)
def test_nobody_else_has_it(actor, concept, who):
    stranger = strangers(actor)[who]
    assert not concepten.list_concepten(stranger).exists()
    with pytest.raises(NietGevonden):
        concepten.load_concept(stranger, concept.pk, soort="toewijzing")
    with pytest.raises(NietGevonden):
        concepten.delete_concept(stranger, concept.pk, soort="toewijzing")
    with pytest.raises(NietGevonden):
        concepten.save_concept(
            stranger, soort="toewijzing", titel="x", inhoud={}, concept_id=concept.pk
        )


def test_another_kind_of_form_does_not_find_it(actor, concept):
    with pytest.raises(NietGevonden):
        concepten.load_concept(actor, concept.pk, soort="anders")
    assert not concepten.list_concepten(actor, "anders").exists()


def test_content_moved_to_another_draft_does_not_open(actor, concept):
    other = concepten.save_concept(actor, soort="toewijzing", titel="b", inhoud={})
    Concept.objects.filter(pk=other.pk).update(inhoud=concept.inhoud)
    with pytest.raises(InvalidTag):
        concepten.load_concept(actor, other.pk, soort="toewijzing")


def test_list_does_not_fetch_the_content(actor, concept, django_assert_num_queries):
    with django_assert_num_queries(1):
        (listed,) = concepten.list_concepten(actor, "toewijzing")
        assert listed.titel == "Toewijzing"
    assert "inhoud" in listed.get_deferred_fields()


def test_deleting_twice_says_that_it_is_gone(actor, concept):
    concepten.delete_concept(actor, concept.pk, soort="toewijzing")
    with pytest.raises(NietGevonden):
        concepten.delete_concept(actor, concept.pk, soort="toewijzing")


@pytest.mark.parametrize(("titel", "fine"), [("Toewijzing 123456789", True), ("999900006", False)])
def test_title_holds_no_bsn(actor, titel, fine):
    if fine:
        concepten.save_concept(actor, soort="x", titel=titel, inhoud={})
    else:
        with pytest.raises(ValueError):
            concepten.save_concept(actor, soort="x", titel=titel, inhoud={})


def test_gone_after_thirty_days(actor, concept):
    young = concepten.save_concept(actor, soort="x", titel="jong", inhoud={})
    for row, days in ((concept, 31), (young, 29)):
        past = young.gewijzigd_op - datetime.timedelta(days=days)
        Concept.objects.filter(pk=row.pk).update(gewijzigd_op=past)
    concepten.delete_old_concepten()
    assert list(Concept.objects.values_list("pk", flat=True)) == [young.pk]
