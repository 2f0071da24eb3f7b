"""One question list in versions; what was set never changes, not by SQL either."""

import pytest
from django.db import DatabaseError, transaction

from core.fouten import Conflict, Ongeldig, PortalFout, VersieVerouderd
from screening.models import Vraag, Vragenlijst
from screening.services import lijsten
from screening.services.lijsten import Vraaggegevens

pytestmark = pytest.mark.django_db
VRAAG = Vraaggegevens("Bestuur", "Nieuwe vraag?", "ja_nee", "licht", gunstig="ja")


def test_new_version_begins_with_the_questions_of_the_last(simon, lijst):
    concept = lijsten.start_concept(simon)
    assert (concept.nummer, concept.status) == (2, "concept")
    texts = [list(v.vragen.values_list("tekst", "volgorde")) for v in (lijst, concept)]
    assert texts[0] == texts[1]
    assert not set(lijst.vragen.values_list("pk")) & set(concept.vragen.values_list("pk"))


def test_one_concept_at_a_time(simon, lijst):
    lijsten.start_concept(simon)
    with pytest.raises(PortalFout) as info:
        lijsten.start_concept(simon)
    assert info.value.code == "vragenlijst_concept_bestaat"


def test_first_version_is_empty_and_cannot_be_set_so(simon):
    concept = lijsten.start_concept(simon)
    with pytest.raises(Ongeldig) as info:
        lijsten.set_final(simon, concept.pk, toelichting="Eerste", versie=concept.versie)
    assert info.value.bevindingen[0].code == "vragenlijst_leeg"


def test_question_is_added_changed_and_removed_in_the_concept(simon, lijst):
    concept = lijsten.start_concept(simon)
    vraag = lijsten.add_vraag(simon, concept.pk, VRAAG, versie=concept.versie)
    assert vraag.volgorde == 6
    changed = Vraaggegevens("Nieuw thema", "Anders?", "schaal", "zwaar", gunstig="ja")
    vraag = lijsten.change_vraag(simon, vraag.pk, changed, versie=concept.versie + 1)
    assert (vraag.thema, vraag.gunstig) == ("Nieuw thema", ""), "a scale has no best answer"
    with pytest.raises(VersieVerouderd):
        lijsten.remove_vraag(simon, vraag.pk, versie=concept.versie)
    lijsten.remove_vraag(simon, vraag.pk, versie=concept.versie + 2)
    assert concept.vragen.count() == lijst.vragen.count()


@pytest.mark.parametrize(
    "fields",
    [{"thema": " "}, {"tekst": ""}, {"gunstig": ""}, {"tekst": "x" * 301}],
)
def test_question_that_cannot_be(simon, lijst, fields):
    concept = lijsten.start_concept(simon)
    base = {"thema": "a", "tekst": "b", "soort": "ja_nee", "gewicht": "licht", "gunstig": "ja"}
    with pytest.raises(Ongeldig):
        lijsten.add_vraag(
            simon, concept.pk, Vraaggegevens(**{**base, **fields}), versie=concept.versie
        )
    assert concept.vragen.count() == 5


def test_version_that_was_set_refuses_every_act(simon, lijst):
    vraag = lijst.vragen.first()
    for act in (
        lambda: lijsten.add_vraag(simon, lijst.pk, VRAAG, versie=lijst.versie),
        lambda: lijsten.change_vraag(simon, vraag.pk, VRAAG, versie=lijst.versie),
        lambda: lijsten.remove_vraag(simon, vraag.pk, versie=lijst.versie),
        lambda: lijsten.set_final(simon, lijst.pk, toelichting="x", versie=lijst.versie),
    ):
        with pytest.raises(Conflict) as info:
            act()
        assert info.value.code == "vragenlijst_vastgesteld"


@pytest.mark.parametrize(
    "act",
    [
        lambda lijst: lijst.vragen.update(tekst="Anders"),
        lambda lijst: lijst.vragen.first().delete(),
        lambda lijst: Vraag.objects.create(
            lijst=lijst, volgorde=9, thema="x", tekst="x", soort="open", gewicht="licht"
        ),
        lambda lijst: Vragenlijst.objects.filter(pk=lijst.pk).update(status="concept"),
        lambda lijst: Vragenlijst.objects.filter(pk=lijst.pk).delete(),
    ],
    ids=["change", "remove", "add", "back to concept", "delete the list"],
)
def test_database_keeps_what_was_set(lijst, act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act(lijst)
    assert lijst.vragen.count() == 5


def test_a_question_does_not_move_into_what_was_set(simon, lijst):
    concept = lijsten.start_concept(simon)
    with pytest.raises(DatabaseError), transaction.atomic():
        concept.vragen.update(lijst=lijst)


def test_setting_says_what_is_different_and_who_did_it(simon, lijst):
    concept = lijsten.start_concept(simon)
    with pytest.raises(Ongeldig):
        lijsten.set_final(simon, concept.pk, toelichting=" ", versie=concept.versie)
    done = lijsten.set_final(simon, concept.pk, toelichting="Korter", versie=concept.versie)
    done.refresh_from_db()
    assert (done.status, done.toelichting) == ("vastgesteld", "Korter")
    assert done.vastgesteld_door_id == simon.id
