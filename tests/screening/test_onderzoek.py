"""From the beginning to the moment that a colleague can decide (R-CON-5)."""

import datetime

import pytest

from core.choices import Rolcode, Scanstatus
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, VersieVerouderd
from core.models import Document, Gebeurtenis
from screening.choices import Toetssoort, Toetsstatus
from screening.models import Antwoord, Screening, Vraag
from screening.rules import Toets
from screening.selectors import advice_state, is_heard, points_of
from screening.services import besluiten, lijsten, onderzoek
from screening.services.onderzoek import Antwoordgegevens
from tests.factories.providers import AanbiederFactory
from tests.screening.conftest import GOED, answers, decide, fresh, prove

pytestmark = pytest.mark.django_db


def codes(info) -> list[str]:
    return [f.code for f in info.value.bevindingen] or [info.value.code]


def save(actor, screening, *values, **kwargs):
    given = answers(screening, *values, **kwargs)
    return onderzoek.save_answers(actor, screening.pk, given, versie=fresh(screening).versie)


def test_begins_on_the_newest_version_that_was_set_and_keeps_it(
    simon, aanbieder, lijst, screening, vandaag
):
    concept = lijsten.start_concept(simon)
    other = AanbiederFactory()
    assert (
        onderzoek.begin(simon, other.pk, aanleiding="toetreding", peildatum=vandaag).lijst == lijst
    ), "a concept is not used"
    lijsten.set_final(simon, concept.pk, toelichting="Nieuw", versie=concept.versie)
    third = AanbiederFactory()
    begun = onderzoek.begin(simon, third.pk, aanleiding="toetreding", peildatum=vandaag)
    assert begun.lijst_id == concept.pk
    assert fresh(screening).lijst_id == lijst.pk


def test_has_a_reference_and_a_behandelaar(simon, screening, vandaag):
    assert screening.kenmerk.startswith("SC-")
    assert screening.nummer > 10_000
    assert (screening.behandelaar_id, screening.begonnen_op) == (simon.id, vandaag)


def test_one_open_screening_per_aanbieder(simon, screening, vandaag):
    with pytest.raises(PortalFout) as info:
        onderzoek.begin(simon, screening.aanbieder_id, aanleiding="signaal", peildatum=vandaag)
    assert info.value.code == "screening_loopt"


def test_needs_a_list_that_was_set(simon, aanbieder, vandaag):
    with pytest.raises(Conflict) as info:
        onderzoek.begin(simon, aanbieder.pk, aanleiding="signaal", peildatum=vandaag)
    assert info.value.code == "geen_vragenlijst"


@pytest.mark.parametrize("aanleiding", ["", "zomaar"])
def test_needs_a_reason(simon, aanbieder, lijst, vandaag, aanleiding):
    with pytest.raises(Ongeldig):
        onderzoek.begin(simon, aanbieder.pk, aanleiding=aanleiding, peildatum=vandaag)


def test_answers_may_be_saved_in_parts_by_more_people(simon, saskia, screening):
    save(simon, screening, "ja")
    save(saskia, screening, "ja", "ja", text="Eerdere zaak")
    rows = Antwoord.objects.filter(screening=screening).order_by("vraag__volgorde")
    assert [(r.waarde, r.ingevuld_door_id) for r in rows] == [
        ("ja", saskia.id),
        ("ja", saskia.id),
    ]
    assert set(screening.invullers.values_list("pk", flat=True)) == {simon.id, saskia.id}


def test_saving_what_is_there_changes_nothing(simon, saskia, screening):
    save(simon, screening, *GOED)
    before = fresh(screening).versie
    save(saskia, screening, *GOED)
    assert fresh(screening).versie == before
    assert not screening.invullers.filter(pk=saskia.id).exists()


@pytest.mark.parametrize("values", [("misschien",), ("3",), ("ja", "nee", "ja", "ja"), ("JA",)])
def test_answer_of_another_kind_is_refused_and_nothing_is_stored(simon, screening, values):
    with pytest.raises(Ongeldig) as info:
        save(simon, screening, *values)
    assert codes(info) == ["antwoord_ongeldig"]
    assert not Antwoord.objects.exists()


def test_text_that_is_too_long_is_refused_at_its_question(simon, screening):
    vraag = Vraag.objects.first()
    given = {vraag.pk: Antwoordgegevens("ja", "x" * 5001)}
    with pytest.raises(Ongeldig) as info:
        onderzoek.save_answers(simon, screening.pk, given, versie=screening.versie)
    assert [(f.code, f.veld) for f in info.value.bevindingen] == [("te_lang", str(vraag.pk))]


def test_question_of_another_version_is_not_found(simon, screening):
    concept = lijsten.start_concept(simon)
    given = {concept.vragen.first().pk: Antwoordgegevens("ja", "")}
    with pytest.raises(NietGevonden):
        onderzoek.save_answers(simon, screening.pk, given, versie=screening.versie)


def test_old_version_is_refused(simon, screening):
    save(simon, screening, "ja")
    with pytest.raises(VersieVerouderd):
        onderzoek.save_answers(
            simon, screening.pk, answers(screening, "nee"), versie=screening.versie
        )


def test_presenting_asks_for_everything_at_once(simon, screening):
    save(simon, screening, "nee", "nee", "ja")
    with pytest.raises(Ongeldig) as info:
        besluiten.present(simon, screening.pk, versie=fresh(screening).versie)
    assert codes(info) == [
        "motivering_ontbreekt",
        "bewijs_ontbreekt",
        "antwoord_ontbreekt",
        "antwoord_ontbreekt",
    ]
    assert fresh(screening).status == "onderzoek"


@pytest.mark.parametrize("scan", [Scanstatus.WACHT, Scanstatus.BESMET])
def test_evidence_counts_once_it_was_accepted(simon, klaar, scan):
    Document.objects.update(scan=scan)
    with pytest.raises(Ongeldig) as info:
        besluiten.present(simon, klaar.pk, versie=klaar.versie)
    assert codes(info) == ["bewijs_ontbreekt"]


def test_evidence_is_a_document_of_its_own_kind(simon, screening, document):
    for wrong, of in ((document("bewijsstuk"), None), (document(), lijsten.start_concept(simon))):
        with pytest.raises(NietGevonden):
            onderzoek.add_evidence(
                simon,
                screening.pk,
                document=wrong,
                omschrijving="Iets",
                vraag_id=of.vragen.first().pk if of else None,
                versie=screening.versie,
            )


def test_without_thresholds_there_is_no_advice_and_no_less_to_decide(
    simon, saskia, voorgelegd, settings
):
    settings.KIT_DREMPELS_BESTAND = ""
    state = advice_state(voorgelegd, points_of(simon, voorgelegd))
    assert (state.kleur, state.code) == ("", "geen_drempels")
    done = decide(saskia, voorgelegd, gezien="")
    assert (done.advies, done.advies_uitleg, done.uitkomst) == ("", {}, "geschikt")


def test_talk_is_recorded_with_functions(simon, screening, vandaag):
    onderzoek.record_talk(
        simon,
        screening.pk,
        datum=vandaag,
        aanwezigen="Directeur",
        verslag="Besproken",
        versie=screening.versie,
        peildatum=vandaag,
    )
    assert screening.gesprekken.get().aanwezigen == "Directeur"
    assert fresh(screening).versie == screening.versie + 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"datum": 1}, "datum_in_toekomst"),
        ({"aanwezigen": " "}, "verplicht"),
        ({"verslag": ""}, "verplicht"),
    ],
)
def test_talk_that_cannot_be(simon, screening, vandaag, fields, code):
    values = {"datum": 0, "aanwezigen": "Directeur", "verslag": "Besproken", **fields}
    values["datum"] = vandaag + datetime.timedelta(days=values["datum"])
    with pytest.raises(Ongeldig) as info:
        onderzoek.record_talk(
            simon, screening.pk, **values, versie=screening.versie, peildatum=vandaag
        )
    assert codes(info) == [code]


def put(actor, screening, vandaag, **fields):
    values = {
        "zorg": "Een zorg",
        "wijze": "brief",
        "voorgelegd_op": vandaag,
        "reageren_tot": vandaag,
        **fields,
    }
    return onderzoek.put_concern(
        actor, screening.pk, **values, versie=fresh(screening).versie, peildatum=vandaag
    )


def test_hearing_waits_for_the_reaction_and_then_goes_on(simon, screening, vandaag):
    put(simon, screening, vandaag)
    assert fresh(screening).status == "wederhoor"
    assert not is_heard(simon, screening)
    with pytest.raises(Conflict):
        put(simon, screening, vandaag)
    onderzoek.record_reaction(
        simon,
        screening.pk,
        reactie="Wij zien het anders.",
        versie=fresh(screening).versie,
        peildatum=vandaag,
    )
    assert fresh(screening).status == "onderzoek"
    assert is_heard(simon, screening)
    put(simon, screening, vandaag)
    assert not is_heard(simon, screening), "another concern waits"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"zorg": ""}, "verplicht"),
        ({"wijze": "app"}, "verplicht"),
        ({"voorgelegd_op": 1}, "datum_in_toekomst"),
        ({"reageren_tot": -1}, "wederhoor_termijn_ongeldig"),
    ],
)
def test_concern_that_cannot_be(simon, screening, vandaag, fields, code):
    days = {
        name: vandaag + datetime.timedelta(days=value)
        for name, value in fields.items()
        if isinstance(value, int)
    }
    with pytest.raises(PortalFout) as info:
        put(simon, screening, vandaag, **{**fields, **days})
    assert info.value.code == code or codes(info) == [code]
    assert fresh(screening).status == "onderzoek"


@pytest.mark.parametrize("days", [0, 1])
def test_no_reaction_only_after_the_last_day(simon, screening, vandaag, days):
    put(simon, screening, vandaag, reageren_tot=vandaag)

    def record():
        return onderzoek.record_reaction(
            simon,
            screening.pk,
            reactie="",
            geen_reactie=True,
            versie=fresh(screening).versie,
            peildatum=vandaag + datetime.timedelta(days=days),
        )

    if days:
        assert record().geen_reactie
        assert is_heard(simon, screening), "who got the chance was heard"
        return
    with pytest.raises(Ongeldig) as info:
        record()
    assert codes(info) == ["reactietermijn_loopt"]


def test_reaction_without_words_or_without_a_concern(simon, screening, vandaag):
    with pytest.raises(Conflict) as info:
        onderzoek.record_reaction(
            simon, screening.pk, reactie="Hallo", versie=screening.versie, peildatum=vandaag
        )
    assert info.value.code == "geen_wederhoor"
    put(simon, screening, vandaag)
    with pytest.raises(Ongeldig) as info:
        onderzoek.record_reaction(
            simon, screening.pk, reactie=" ", versie=fresh(screening).versie, peildatum=vandaag
        )
    assert codes(info) == ["verplicht"]


def test_statuses_of_others_hold_days_and_no_content(simon, screening, vandaag):
    tests = [
        Toets(Toetssoort.GVA, Toetsstatus.AFGEROND, vandaag, vandaag, ""),
        Toets(Toetssoort.IVZ, Toetsstatus.NIET_NODIG, vandaag, vandaag, ""),
    ]
    onderzoek.save_tests(simon, screening.pk, tests, versie=screening.versie, peildatum=vandaag)
    rows = dict(screening.toetsen.values_list("soort", "datum"))
    assert rows == {"gva": vandaag, "ivz": None}


def test_bibob_needs_a_reason_d_31(simon, screening, vandaag):
    tests = [Toets(Toetssoort.QUICKSCAN, Toetsstatus.GEVRAAGD, vandaag, None, "")]
    with pytest.raises(Ongeldig) as info:
        onderzoek.save_tests(simon, screening.pk, tests, versie=screening.versie, peildatum=vandaag)
    assert codes(info) == ["verplicht"]
    assert not screening.toetsen.exists()


def test_stopping_needs_a_reason_and_frees_the_aanbieder(simon, screening, vandaag):
    with pytest.raises(Ongeldig):
        onderzoek.stop(simon, screening.pk, reden=" ", versie=screening.versie)
    onderzoek.stop(simon, screening.pk, reden="Trekt zich terug", versie=screening.versie)
    again = onderzoek.begin(
        simon, screening.aanbieder_id, aanleiding="toetreding", peildatum=vandaag
    )
    assert again.pk != screening.pk


def test_events_name_the_act_and_nothing_of_the_content(simon, klaar, document, vandaag):
    put(simon, klaar, vandaag, zorg="Geheim woord")
    rows = Gebeurtenis.objects.filter(object_id=klaar.pk)
    assert set(rows.values_list("soort", flat=True)) == {
        "screening.begonnen",
        "screening.beantwoord",
        "screening.bewijs_toegevoegd",
        "screening.zorg_voorgelegd",
    }
    for row in rows:
        assert (row.reden, set(row.gegevens)) == ("", {"kenmerk"})


@pytest.mark.parametrize("rol", sorted(set(Rolcode) - {Rolcode.SCREENER}))
def test_nobody_else_finds_a_screening(actor_for, screening, vandaag, rol):
    """Not there at all, rather than not allowed."""
    other = actor_for(rol)
    assert not Screening.objects.for_actor(other).exists()
    with pytest.raises(NietGevonden):
        onderzoek.save_answers(other, screening.pk, {}, versie=screening.versie)
    with pytest.raises(NietGevonden):
        besluiten.present(other, screening.pk, versie=screening.versie)


def test_proof_after_presenting_is_refused(simon, voorgelegd, document):
    with pytest.raises(Conflict):
        prove(simon, voorgelegd, document())
