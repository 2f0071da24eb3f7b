"""The outcome: by another person, with a motivation, after hearing where that is due."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.fouten import Conflict, Ongeldig, PortalFout, Verboden, VersieVerouderd
from screening.choices import Screeningstatus
from screening.models import Screening
from screening.overgangen import OVERGANGEN, require_transition
from screening.selectors import valid_of
from screening.services import besluiten, onderzoek
from tests.screening.conftest import DREMPELS, answers, decide, fresh, hear
from tests.screening.test_onderzoek import codes

pytestmark = pytest.mark.django_db


@pytest.fixture
def rood(simon, klaar, drempels):
    """Heavy concerns: the advice is red. Not heard, presented."""
    given = answers(klaar, "nee", "ja", text="Zorg")
    onderzoek.save_answers(simon, klaar.pk, given, versie=klaar.versie)
    return besluiten.present(simon, klaar.pk, versie=fresh(klaar).versie)


def test_outcome_is_of_a_person_with_the_advice_beside_it(saskia, voorgelegd):
    done = decide(saskia, voorgelegd)
    done.refresh_from_db()
    assert (done.status, done.uitkomst, done.advies) == ("besloten", "geschikt", "groen")
    assert done.beslisser_id == saskia.id
    assert done.besloten_op is not None
    assert done.advies_uitleg["drempels"]["naam"] == "Proef"
    assert [v["waarde"] for v in done.advies_uitleg["vragen"]] == ["ja", "nee", "ja", "1"]


def test_advice_at_the_decision_stays_when_thresholds_change(saskia, voorgelegd, drempels):
    done = decide(saskia, voorgelegd)
    drempels.write_text(DREMPELS.replace("oranje = 25", "oranje = 1"), encoding="utf-8")
    assert Screening.objects.get(pk=done.pk).advies_uitleg["drempels"]["oranje"] == "25"


def test_behandelaar_does_not_decide_n_iam_06(simon, voorgelegd):
    with pytest.raises(Verboden) as info:
        decide(simon, voorgelegd)
    assert info.value.code == "screening_vier_ogen"


def test_who_ever_filled_in_an_answer_does_not_decide(simon, saskia, klaar):
    """Also when another person has overwritten that answer since."""
    given = answers(klaar, "nee", text="Twijfel")
    onderzoek.save_answers(saskia, klaar.pk, given, versie=klaar.versie)
    back = answers(klaar, "ja")
    onderzoek.save_answers(simon, klaar.pk, back, versie=fresh(klaar).versie)
    besluiten.present(simon, klaar.pk, versie=fresh(klaar).versie)
    with pytest.raises(Verboden):
        decide(saskia, klaar)


def test_database_refuses_the_behandelaar_too(simon, voorgelegd):
    with pytest.raises(IntegrityError, match="screening_vier_ogen"), transaction.atomic():
        Screening.objects.filter(pk=voorgelegd.pk).update(
            status="besloten",
            uitkomst="geschikt",
            motivering="x",
            beslisser=simon.id,
            besloten_op=timezone.now(),
            geldig_tot=timezone.localdate(),
        )


@pytest.mark.parametrize(
    "fields",
    [
        {"uitkomst": "geschikt"},
        {"status": "besloten"},
        {"beslisser": "saskia", "besloten_op": "nu"},
        {"status": "besloten", "beslisser": "saskia", "besloten_op": "nu", "uitkomst": "geschikt"},
    ],
)
def test_database_knows_no_outcome_without_a_decision(saskia, voorgelegd, fields):
    filled = {"saskia": saskia.id, "nu": timezone.now()}
    values = {name: filled.get(value, value) for name, value in fields.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Screening.objects.filter(pk=voorgelegd.pk).update(**values)


def test_negative_outcome_needs_the_hearing_d_31(simon, saskia, rood, vandaag):
    with pytest.raises(Ongeldig) as info:
        decide(saskia, rood, gezien="rood", uitkomst="niet_geschikt", afwijking="")
    assert codes(info) == ["wederhoor_ontbreekt"]
    besluiten.send_back(saskia, rood.pk, reden="Eerst horen", versie=fresh(rood).versie)
    hear(simon, rood, vandaag)
    besluiten.present(simon, rood.pk, versie=fresh(rood).versie)
    done = decide(saskia, rood, gezien="rood", uitkomst="niet_geschikt", afwijking="")
    assert (done.uitkomst, done.geldig_tot) == ("niet_geschikt", None)


def test_other_outcome_than_the_advice_says_why(saskia, rood):
    with pytest.raises(Ongeldig) as info:
        decide(saskia, rood, gezien="rood")
    assert codes(info) == ["afwijking_motiveren"]
    done = decide(saskia, rood, gezien="rood", afwijking="Intussen opgelost.")
    assert (done.advies, done.uitkomst) == ("rood", "geschikt")


def test_every_finding_at_once_and_nothing_decided(saskia, voorgelegd):
    with pytest.raises(Ongeldig) as info:
        decide(saskia, voorgelegd, motivering=" ", geldig_tot=None)
    assert codes(info) == ["verplicht", "verplicht"]
    assert fresh(voorgelegd).status == "te_besluiten"


def test_advice_that_changed_under_the_decider_is_refused(saskia, voorgelegd, settings):
    settings.KIT_DREMPELS_BESTAND = ""
    with pytest.raises(Conflict) as info:
        decide(saskia, voorgelegd, gezien="groen")
    assert info.value.code == "advies_veranderd"


def test_version_that_was_looked_at_counts(simon, saskia, voorgelegd):
    with pytest.raises(VersieVerouderd):
        besluiten.send_back(saskia, voorgelegd.pk, reden="x", versie=voorgelegd.versie - 1)


def test_sending_back_needs_a_reason(saskia, voorgelegd):
    with pytest.raises(Ongeldig):
        besluiten.send_back(saskia, voorgelegd.pk, reden="", versie=voorgelegd.versie)
    back = besluiten.send_back(saskia, voorgelegd.pk, reden="Horen", versie=voorgelegd.versie)
    assert (back.status, back.reden, back.voorgelegd_op) == ("onderzoek", "Horen", None)


@pytest.mark.parametrize("old", Screeningstatus)
@pytest.mark.parametrize("new", Screeningstatus)
def test_every_pair_of_states(old, new):
    if new in OVERGANGEN[old]:
        require_transition(old, new)
        return
    with pytest.raises(Conflict) as info:
        require_transition(old, new)
    assert info.value.code == "status_overgang"


#: What may be done in which state, by which service, apart from the table.
MAY = {
    "save_answers": {"onderzoek", "wederhoor"},
    "record_talk": {"onderzoek", "wederhoor"},
    "save_tests": {"onderzoek", "wederhoor"},
    "put_concern": {"onderzoek"},
    "record_reaction": {"wederhoor"},
    "present": {"onderzoek"},
    "send_back": {"te_besluiten"},
    "decide": {"te_besluiten"},
    "stop": {"onderzoek", "wederhoor", "te_besluiten"},
}


def act(name, simon, saskia, screening, day):
    versie = fresh(screening).versie
    if name == "save_answers":
        given = answers(screening, "nee", text="Anders")
        return onderzoek.save_answers(simon, screening.pk, given, versie=versie)
    if name == "record_talk":
        return onderzoek.record_talk(
            simon, screening.pk, datum=day, aanwezigen="x", verslag="x", versie=versie,
            peildatum=day,
        )  # fmt: skip
    if name == "save_tests":
        return onderzoek.save_tests(simon, screening.pk, [], versie=versie, peildatum=day)
    if name == "put_concern":
        return onderzoek.put_concern(
            simon, screening.pk, zorg="x", wijze="brief", voorgelegd_op=day, reageren_tot=day,
            versie=versie, peildatum=day,
        )  # fmt: skip
    if name == "record_reaction":
        return onderzoek.record_reaction(
            simon, screening.pk, reactie="x", versie=versie, peildatum=day
        )
    if name == "present":
        return besluiten.present(simon, screening.pk, versie=versie)
    if name == "send_back":
        return besluiten.send_back(saskia, screening.pk, reden="x", versie=versie)
    if name == "stop":
        return onderzoek.stop(simon, screening.pk, reden="x", versie=versie)
    return decide(saskia, screening)


def bring_to(state, simon, saskia, screening, day):
    roads = {
        "onderzoek": [],
        "wederhoor": ["put_concern"],
        "te_besluiten": ["present"],
        "besloten": ["present", "decide"],
        "gestopt": ["stop"],
    }
    for name in roads[state]:
        act(name, simon, saskia, screening, day)
    assert fresh(screening).status == state


@pytest.mark.parametrize("state", Screeningstatus.values)
@pytest.mark.parametrize("name", MAY)
def test_each_act_in_each_state(simon, saskia, klaar, vandaag, name, state):
    bring_to(state, simon, saskia, klaar, vandaag)
    if state in MAY[name]:
        act(name, simon, saskia, klaar, vandaag)
        return
    with pytest.raises(PortalFout) as info:
        act(name, simon, saskia, klaar, vandaag)
    assert info.value.status == 409
    assert fresh(klaar).status == state


@pytest.mark.parametrize(("days", "valid"), [(0, True), (1, False)])
def test_valid_to_the_last_day_inclusive(simon, saskia, voorgelegd, vandaag, days, valid):
    done = decide(saskia, voorgelegd)
    day = done.geldig_tot + datetime.timedelta(days=days)
    assert (valid_of(simon, done.aanbieder_id, day) == done) == valid


def test_the_last_decided_one_counts_also_when_it_is_negative(
    simon, saskia, voorgelegd, document, vandaag
):
    from tests.screening.conftest import GOED, prove

    first = decide(saskia, voorgelegd)
    assert valid_of(simon, first.aanbieder_id, vandaag) == first
    again = onderzoek.begin(simon, first.aanbieder_id, aanleiding="signaal", peildatum=vandaag)
    assert valid_of(simon, first.aanbieder_id, vandaag) == first, "a running one takes nothing away"
    onderzoek.save_answers(simon, again.pk, answers(again, *GOED), versie=again.versie)
    prove(simon, again, document())
    hear(simon, again, vandaag)
    besluiten.present(simon, again.pk, versie=fresh(again).versie)
    decide(saskia, again, uitkomst="niet_geschikt")
    assert valid_of(simon, first.aanbieder_id, vandaag) is None
