"""Two screeners at the same moment, each on a connection of their own."""

import pytest

from core.choices import Rolcode
from core.fouten import PortalFout
from screening.models import Screening, Vragenlijst
from screening.services import besluiten, lijsten, onderzoek
from tests.screening.conftest import answers, besluit, fresh
from tests.tegelijk import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def lost(results) -> list[str]:
    return [r.code for r in results if isinstance(r, PortalFout)]


def test_two_deciders_are_one_decision(saskia, actor_for, ozjt, voorgelegd, vandaag):
    third = actor_for(Rolcode.SCREENER, ozjt)

    def decide(actor, **fields):
        return lambda: besluiten.decide(
            actor,
            voorgelegd.pk,
            besluit(**fields),
            gezien="groen",
            versie=voorgelegd.versie,
            peildatum=vandaag,
        )

    results = at_once([decide(saskia), decide(third, uitkomst="voorwaarden")])
    assert lost(results) == ["status_overgang"]
    won = next(r for r in results if isinstance(r, Screening))
    assert fresh(voorgelegd).uitkomst == won.uitkomst


def test_deciding_and_sending_back_is_one_of_the_two(saskia, simon, voorgelegd, vandaag):
    versie = voorgelegd.versie
    results = at_once(
        [
            lambda: besluiten.decide(
                saskia, voorgelegd.pk, besluit(), gezien="groen", versie=versie, peildatum=vandaag
            ),
            lambda: besluiten.send_back(simon, voorgelegd.pk, reden="Wacht", versie=versie),
        ]
    )
    assert len(lost(results)) == 1
    assert set(lost(results)) <= {"status_overgang", "versie_verouderd"}


def test_two_begin_for_one_aanbieder(simon, saskia, aanbieder, lijst, vandaag):
    results = at_once(
        [
            lambda who=who: onderzoek.begin(
                who, aanbieder.pk, aanleiding="signaal", peildatum=vandaag
            )
            for who in (simon, saskia)
        ]
    )
    assert lost(results) == ["screening_loopt"]
    assert Screening.objects.count() == 1


def test_two_save_answers_and_nothing_is_lost_in_silence(simon, saskia, screening):
    results = at_once(
        [
            lambda who=who, value=value: onderzoek.save_answers(
                who, screening.pk, answers(screening, value, text="x"), versie=screening.versie
            )
            for who, value in ((simon, "ja"), (saskia, "nee"))
        ]
    )
    assert lost(results) == ["versie_verouderd"]


def test_two_begin_a_version_of_the_list(simon, saskia, lijst):
    results = at_once([lambda who=who: lijsten.start_concept(who) for who in (simon, saskia)])
    assert len(lost(results)) == 1
    assert Vragenlijst.objects.count() == 2


def test_presenting_while_a_colleague_changes_an_answer(simon, saskia, klaar):
    results = at_once(
        [
            lambda: besluiten.present(simon, klaar.pk, versie=klaar.versie),
            lambda: onderzoek.save_answers(
                saskia, klaar.pk, answers(klaar, "nee", text="x"), versie=klaar.versie
            ),
        ]
    )
    assert len(lost(results)) == 1
    assert set(lost(results)) <= {"status_overgang", "versie_verouderd"}
