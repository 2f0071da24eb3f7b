"""What contractbeheer may do with a request, and when it is refused (R-ZP-4, N-IAM-06)."""

import datetime
from dataclasses import replace
from itertools import product

import pytest
from django.db import connection

from core.choices import Rolcode, Scanstatus
from core.fouten import Conflict, NietGevonden, Ongeldig, PortalFout, Verboden, VersieVerouderd
from core.models import Document, Gebeurtenis, Gebruiker, Inzage, Uitgaand
from providers.models import Bankrekening, GeheimAdres, Locatie
from tests.factories.core import RolFactory
from tests.factories.providers import AanbiederFactory, AgbCodeFactory, ContactgegevenFactory
from tests.zorgportaal.conftest import NIEUW_IBAN
from zorgportaal.choices import OPEN, Verzoekstatus
from zorgportaal.inhoud import opened, seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.overgangen import OVERGANGEN, require_transition
from zorgportaal.services import behandelen, indienen
from zorgportaal.toepassen import apply_due, due

pytestmark = pytest.mark.django_db


@pytest.fixture
def ingediend(vraag, beheerder, vandaag):
    def make(soort="contact", handeling="wijzigen", **anders):
        return indienen.submit(
            beheerder, vraag(soort, handeling, **anders), peildatum=vandaag
        ).verzoek

    return make


def approve(actor, verzoek, vandaag, **changes):
    told = {"versie": verzoek.versie, "gezien": seen_token(wijziging_of(verzoek))}
    return behandelen.approve(actor, verzoek.pk, peildatum=vandaag, **{**told, **changes})


@pytest.mark.parametrize(("van", "naar"), list(product(Verzoekstatus, Verzoekstatus)))
def test_every_step_is_in_the_table_or_refused(van, naar):
    if naar in OVERGANGEN[van]:
        require_transition(van, naar)
        return
    with pytest.raises(Conflict) as refused:
        require_transition(van, naar)
    assert refused.value.code == "status_overgang"


def test_ended_requests_stay_as_they_are():
    ended = set(Verzoekstatus) - set(OPEN) - {Verzoekstatus.CONCEPT, Verzoekstatus.GOEDGEKEURD}
    assert all(not OVERGANGEN[status] for status in ended)


def test_what_waits_for_its_day_can_be_taken_back_and_what_is_done_not(
    ingediend, beheerder, beslisser, aanbieder, vandaag
):
    day = vandaag + datetime.timedelta(days=10)
    waits = ingediend("identiteit", datum=day.isoformat())
    approve(beslisser, waits, vandaag)
    indienen.withdraw(beheerder, waits.pk, reden="Toch niet")
    assert apply_due(day) == 0
    aanbieder.refresh_from_db()
    assert aanbieder.naam == "Zorghuis De Linde"
    done = ingediend()
    approve(beslisser, done, vandaag)
    with pytest.raises(Conflict) as refused:
        indienen.withdraw(beheerder, done.pk)
    assert refused.value.code == "status_overgang"


def test_who_filed_does_not_decide_r_zp_4(
    ingediend, beheerder, aanbieder, ozjt, actor_for, vandaag
):
    """Also not as contractbeheerder, with the same account."""
    verzoek = ingediend()
    person = Gebruiker.objects.get(pk=beheerder.id)
    RolFactory(gebruiker=person, rol=Rolcode.CONTRACTBEHEERDER, organisatie=ozjt)
    both = replace(actor_for(Rolcode.CONTRACTBEHEERDER, ozjt), id=person.pk)
    for act in (
        lambda: approve(both, verzoek, vandaag),
        lambda: behandelen.reject(both, verzoek.pk, reden="Nee", versie=verzoek.versie),
        lambda: behandelen.take(both, verzoek.pk, versie=verzoek.versie),
    ):
        with pytest.raises(Verboden) as refused:
            act()
        assert refused.value.code == "eigen_verzoek"


def test_colleague_of_who_filed_does_not_decide_n_iam_06(ingediend, aanbieder, beslisser, vandaag):
    person = Gebruiker.objects.get(pk=beslisser.id)
    RolFactory(gebruiker=person, rol=Rolcode.AANBIEDER_ZORG, organisatie=aanbieder.organisatie)
    with pytest.raises(Verboden) as refused:
        approve(beslisser, ingediend(), vandaag)
    assert refused.value.code == "eigen_verzoek"


def test_who_filed_for_the_aanbieder_at_ozjt_does_not_decide(
    vraag, beslisser, ozjt, actor_for, vandaag
):
    verzoek = indienen.submit(beslisser, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    with pytest.raises(Verboden) as refused:
        approve(beslisser, verzoek, vandaag)
    assert refused.value.code == "eigen_verzoek"
    other = actor_for(Rolcode.CONTRACTMANAGER, ozjt)
    assert approve(other, verzoek, vandaag).status == Verzoekstatus.GOEDGEKEURD


def test_aanbieder_decides_nothing(ingediend, beheerder, vandaag):
    with pytest.raises(Verboden):
        approve(beheerder, ingediend(), vandaag)


def test_request_of_another_aanbieder_is_not_there(ingediend, vraag, actor_for, vandaag):
    other = actor_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
    verzoek = ingediend()
    for act in (
        lambda: indienen.submit(other, vraag("contact", "wijzigen"), peildatum=vandaag),
        lambda: indienen.withdraw(other, verzoek.pk),
        lambda: behandelen.answer(other, verzoek.pk, antwoord="Ja", peildatum=vandaag),
    ):
        with pytest.raises(NietGevonden):
            act()


def test_row_of_another_aanbieder_is_no_target(vraag, beheerder, vandaag):
    foreign = ContactgegevenFactory()
    with pytest.raises(NietGevonden):
        indienen.submit(beheerder, vraag("contact", "wijzigen", doel=foreign.pk), peildatum=vandaag)


def test_same_request_twice_gives_the_first_r_zp_3(ingediend, vraag, beheerder, vandaag):
    first = ingediend()
    again = indienen.submit(beheerder, vraag("contact", "wijzigen"), peildatum=vandaag)
    assert again.bestond
    assert again.verzoek == first
    assert Wijzigingsverzoek.objects.count() == 1


def test_same_request_again_after_it_ended_is_new(ingediend, beheerder):
    first = ingediend()
    indienen.withdraw(beheerder, first.pk, reden="Vergissing")
    assert ingediend() != first


def test_other_values_are_another_request(ingediend):
    assert ingediend() != ingediend(naam="Receptie")


def test_decision_on_a_withdrawn_request_is_refused(ingediend, beheerder, beslisser, vandaag):
    verzoek = ingediend()
    indienen.withdraw(beheerder, verzoek.pk)
    with pytest.raises(Conflict) as refused:
        approve(beslisser, verzoek, vandaag)
    assert refused.value.code == "status_overgang"


def test_decision_on_an_older_version_is_refused(ingediend, beslisser, vandaag):
    verzoek = ingediend()
    behandelen.take(beslisser, verzoek.pk, versie=verzoek.versie)
    with pytest.raises(VersieVerouderd):
        approve(beslisser, verzoek, vandaag)


def test_decision_on_what_has_changed_since_it_was_shown_is_refused(
    ingediend, beslisser, aanbieder, vandaag
):
    first, second = ingediend(naam="Receptie"), ingediend(naam="Balie")
    seen = seen_token(wijziging_of(second))
    morgen = vandaag + datetime.timedelta(days=1)
    aanbieder.contacten.update(email="intussen@linde.demo")
    for verzoek in (first, second):
        with pytest.raises(Conflict) as refused:
            approve(beslisser, verzoek, morgen, gezien=seen)
        assert refused.value.code == "waarde_veranderd"


def test_rejection_needs_a_reason_and_keeps_the_old_value(ingediend, beslisser, aanbieder):
    before = list(aanbieder.contacten.values())
    verzoek = ingediend()
    with pytest.raises(Ongeldig) as refused:
        behandelen.reject(beslisser, verzoek.pk, reden="  ", versie=verzoek.versie)
    assert refused.value.bevindingen[0].code == "verplicht"
    done = behandelen.reject(
        beslisser, verzoek.pk, reden="Het telefoonnummer is van een ander.", versie=verzoek.versie
    )
    assert done.status == Verzoekstatus.AFGEWEZEN
    assert list(aanbieder.contacten.values()) == before


def test_question_stops_the_clock_until_the_answer(
    ingediend, beheerder, beslisser, vandaag, time_machine
):
    """Awb 4:15"""
    verzoek = ingediend()
    term = verzoek.beslis_uiterlijk
    behandelen.ask(
        beslisser, verzoek.pk, vraag="Wie is dit?", versie=verzoek.versie, peildatum=vandaag
    )
    later = vandaag + datetime.timedelta(days=5)
    answered = behandelen.answer(beheerder, verzoek.pk, antwoord="Onze balie.", peildatum=later)
    assert answered.status == Verzoekstatus.IN_BEHANDELING
    assert answered.beslis_uiterlijk == term + datetime.timedelta(days=5)
    with pytest.raises(Conflict):
        behandelen.answer(beheerder, verzoek.pk, antwoord="Nog eens", peildatum=later)


def test_while_a_question_is_open_nobody_approves(ingediend, beslisser, vandaag):
    verzoek = ingediend()
    behandelen.ask(
        beslisser, verzoek.pk, vraag="Wie is dit?", versie=verzoek.versie, peildatum=vandaag
    )
    with pytest.raises(Conflict) as refused:
        approve(beslisser, Wijzigingsverzoek.objects.get(pk=verzoek.pk), vandaag)
    assert refused.value.code == "status_overgang"


def test_change_in_place_waits_for_its_day_r_zp_4(ingediend, beslisser, aanbieder, vandaag):
    day = vandaag + datetime.timedelta(days=10)
    verzoek = ingediend("identiteit", datum=day.isoformat())
    done = approve(beslisser, verzoek, vandaag)
    assert done.status == Verzoekstatus.GOEDGEKEURD
    assert done.toegepast_op is None
    aanbieder.refresh_from_db()
    assert aanbieder.naam == "Zorghuis De Linde"
    assert apply_due(day - datetime.timedelta(days=1)) == 0
    assert apply_due(day) == 1
    assert apply_due(day) == 0
    aanbieder.refresh_from_db()
    assert aanbieder.naam == aanbieder.organisatie.naam == "Zorghuis De Lindeboom"


def test_what_cannot_be_carried_out_stays_and_is_told(ingediend, beslisser, aanbieder, vandaag):
    day = vandaag + datetime.timedelta(days=10)
    verzoek = ingediend("groep", datum=day.isoformat())
    approve(beslisser, verzoek, vandaag)
    Wijzigingsverzoek.objects.filter(pk=verzoek.pk).update(doel_id=verzoek.pk)
    assert apply_due(day) == 0
    assert due(day).get().pk == verzoek.pk
    assert Gebeurtenis.objects.filter(soort="wijziging.niet_toegepast").count() == 1


def test_account_never_starts_before_the_decision(ingediend, beslisser, aanbieder, vandaag):
    verzoek = ingediend("bankrekening", "toevoegen")
    later = vandaag + datetime.timedelta(days=3)
    approve(beslisser, verzoek, later)
    assert aanbieder.rekeningen.get(iban=NIEUW_IBAN).begindatum == later


def test_infected_verklaring_stops_the_approval_r_zp_2(ingediend, beslisser, vandaag):
    verzoek = ingediend("bankrekening", "toevoegen")
    Document.objects.update(scan=Scanstatus.BESMET)
    with pytest.raises(Ongeldig) as refused:
        approve(beslisser, verzoek, vandaag)
    assert refused.value.bevindingen[0].code == "iban_verklaring_ontbreekt"
    assert not Bankrekening.objects.filter(iban=NIEUW_IBAN).exists()
    verzoek.refresh_from_db()
    assert verzoek.status == Verzoekstatus.INGEDIEND


def test_agb_of_another_aanbieder_is_seen_and_refused(ingediend, beslisser, vandaag):
    verzoek = ingediend("agb-code", "toevoegen")
    AgbCodeFactory(code="41991234")
    kind_says = behandelen.SOORTEN["agb-code"].assess(wijziging_of(verzoek))
    assert kind_says[0].teken == "must"
    with pytest.raises(PortalFout) as refused:
        approve(beslisser, verzoek, vandaag)
    assert refused.value.code == "agb_overlap" or refused.value.bevindingen[0].code == "agb_overlap"


class TestGeheim:
    """R-BES-2: of a secret location everybody sees the gemeentehuis."""

    @pytest.fixture
    def verzoek(self, ingediend):
        return ingediend("locatie", "toevoegen", geheim=True, straat="Schuilplaats")

    def test_contractbeheer_does_not_decide_or_reveal(self, verzoek, beslisser, vandaag):
        assert verzoek.geheim
        with pytest.raises(Verboden):
            approve(beslisser, verzoek, vandaag)
        with pytest.raises(Verboden):
            behandelen.reveal(beslisser, verzoek.pk)

    def test_address_goes_to_the_vault(self, verzoek, actor_for, ozjt, vandaag):
        keeper = actor_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
        approve(keeper, verzoek, vandaag)
        place = Locatie.objects.get(geheim=True)
        assert place.straat == "Langestraat"
        assert GeheimAdres.objects.filter(locatie=place).exists()
        with_secret = behandelen.SOORTEN["locatie"].values(place)
        assert with_secret["straat"] == "Schuilplaats"

    def test_address_is_nowhere_in_plain_text(self, verzoek, actor_for, ozjt, vandaag):
        keeper = actor_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
        approve(keeper, verzoek, vandaag)
        assert "Schuilplaats" not in everything_in_the_database()

    def test_making_it_public_again_empties_the_vault(
        self, verzoek, ingediend, actor_for, ozjt, vandaag
    ):
        keeper = actor_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
        approve(keeper, verzoek, vandaag)
        place = Locatie.objects.get(geheim=True)
        again = ingediend("locatie", "wijzigen", doel=place.pk)
        assert again.geheim
        approve(keeper, again, vandaag)
        assert not GeheimAdres.objects.exists()


def everything_in_the_database() -> str:
    """Every table as text, history included."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select t::text from "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    assert len(found) > 10
    return "\n".join(found)


def test_content_is_sealed_and_found_by_keyed_hash(ingediend):
    verzoek = ingediend("bankrekening", "toevoegen")
    assert NIEUW_IBAN not in everything_in_the_database()
    assert opened(verzoek).nieuw["iban"] == NIEUW_IBAN
    assert len(bytes(verzoek.inhoud_hash)) == 32


def test_revealing_is_logged(ingediend, beslisser):
    verzoek = ingediend("bankrekening", "toevoegen")
    behandelen.reveal(beslisser, verzoek.pk)
    line = Inzage.objects.get(soort="wijziging.onthullen")
    assert line.object_id == verzoek.pk
    assert line.actor_id == beslisser.id


def test_everybody_concerned_is_told_and_nobody_else(ingediend, beheerder, beslisser, vandaag):
    """R-MEL-1: a link, and nothing of what it is about."""
    verzoek = ingediend("bankrekening", "toevoegen")
    assert told() == {beslisser.id}
    approve(beslisser, verzoek, vandaag)
    assert told() == {beslisser.id, beheerder.id}
    assert set(Uitgaand.objects.values_list("pad", flat=True)) == {f"/wijzigingen/{verzoek.pk}"}


def told():
    return set(Uitgaand.objects.values_list("ontvanger_id", flat=True))


def test_bulk_approves_contacts_only_and_tells_why_not(ingediend, beheerder, beslisser, vandaag):
    good = ingediend()
    bank = ingediend("bankrekening", "toevoegen")
    gone = ingediend(naam="Receptie")
    indienen.withdraw(beheerder, gone.pk)
    outcome = behandelen.approve_many(
        beslisser, [good.pk, bank.pk, gone.pk, good.pk], peildatum=vandaag
    )
    assert [v.pk for v in outcome.goedgekeurd] == [good.pk]
    assert {pk: exc.code for pk, exc in outcome.niet} == {
        bank.pk: "alleen_contactgegevens",
        gone.pk: "status_overgang",
    }
    assert not Bankrekening.objects.filter(iban=NIEUW_IBAN).exists()


class TestConcept:
    def test_keeps_what_was_typed_wrong_or_right(self, vraag, beheerder):
        asked = vraag("contact", "wijzigen", email="geen adres", datum="ooit")
        kept = indienen.save_concept(beheerder, asked)
        assert opened(kept).nieuw["email"] == "geen adres"
        assert opened(kept).datum == "ooit"

    def test_is_seen_by_its_own_side_only(self, vraag, beheerder, beslisser):
        kept = indienen.save_concept(beheerder, vraag("contact", "wijzigen"))
        seen = Wijzigingsverzoek.objects.for_actor
        assert seen(beheerder).filter(pk=kept.pk).exists()
        assert not seen(beslisser).filter(pk=kept.pk).exists()

    def test_evidence_of_a_concept_is_not_for_contractbeheer(
        self, vraag, beheerder, beslisser, vandaag
    ):
        kept = indienen.save_concept(beheerder, vraag("bankrekening"))
        document = kept.bewijsstukken.get()
        assert not Document.objects.for_actor(beslisser).filter(pk=document.pk).exists()
        indienen.submit(
            beheerder, vraag("bankrekening", bewijs=False), peildatum=vandaag, verzoek_id=kept.pk
        )
        assert Document.objects.for_actor(beslisser).filter(pk=document.pk).exists()

    def test_refusal_leaves_it_as_it_was(self, vraag, beheerder, vandaag):
        kept = indienen.save_concept(beheerder, vraag("bankrekening", iban="fout"))
        with pytest.raises(Ongeldig):
            indienen.submit(
                beheerder,
                vraag("bankrekening", iban="fout", bewijs=False),
                peildatum=vandaag,
                verzoek_id=kept.pk,
            )
        kept.refresh_from_db()
        assert kept.status == Verzoekstatus.CONCEPT
        assert kept.bewijsstukken.count() == 1

    def test_pressing_twice_hands_it_in_once(self, vraag, beheerder, vandaag):
        asked = vraag("contact", "wijzigen")
        kept = indienen.save_concept(beheerder, asked)
        first = indienen.submit(beheerder, asked, peildatum=vandaag, verzoek_id=kept.pk)
        again = indienen.submit(beheerder, asked, peildatum=vandaag, verzoek_id=kept.pk)
        assert (first.bestond, again.bestond) == (False, True)
        assert first.verzoek == again.verzoek == kept


REFUSED = {
    "R-ZP-6 iban": ("bankrekening", "toevoegen", {"iban": "NL00DEMO0000000001"}, "iban_ongeldig"),
    "R-ZP-6 agb": ("agb-code", "toevoegen", {"code": "4199"}, "agb_ongeldig"),
    "agb twice": ("agb-code", "toevoegen", {"code": "41990001"}, "agb_overlap"),
    "R-ZP-6 kvk": ("identiteit", "wijzigen", {"kvk": "123"}, "kvk_ongeldig"),
    "website": ("identiteit", "wijzigen", {"website": "x y"}, "website_ongeldig"),
    "email": ("contact", "wijzigen", {"email": "balie"}, "email_ongeldig"),
    "telefoon": ("contact", "wijzigen", {"telefoon": "12"}, "telefoon_ongeldig"),
    "contact leeg": ("contact", "wijzigen", {"email": "", "telefoon": ""}, "contact_onbereikbaar"),
    "one per function": ("contact", "toevoegen", {"functie": "algemeen"}, "contact_overlap"),
    "postcode": ("locatie", "toevoegen", {"postcode": "75AA"}, "postcode_ongeldig"),
    "gemeente": ("locatie", "toevoegen", {"gemeente": "9999"}, "onbekende_waarde"),
    "capaciteit": ("groep", "toevoegen", {"capaciteit": "0"}, "capaciteit_ongeldig"),
    "capaciteit tekst": ("groep", "toevoegen", {"capaciteit": "zes"}, "ongeldig_formaat"),
    "product": ("groep", "toevoegen", {"producten": ["NEP"]}, "onbekende_waarde"),
    "percelen leeg": ("onderaannemer", "toevoegen", {"percelen": []}, "verplicht"),
    "eind voor begin": (
        "onderaannemer",
        "toevoegen",
        {"einddatum": "2001-01-01"},
        "periode_ongeldig",
    ),
    "veld te veel": ("contact", "wijzigen", {"geheim": "ja"}, "onbekend_veld"),
    "lijst waar tekst hoort": ("contact", "wijzigen", {"naam": ["a"] * 9}, None),
    "te lang": ("identiteit", "wijzigen", {"naam": "x" * 201}, "te_lang"),
}


@pytest.mark.parametrize(
    ("soort", "handeling", "nieuw", "code"), list(REFUSED.values()), ids=list(REFUSED)
)
def test_bad_input_has_a_code_and_stores_nothing(
    soort, handeling, nieuw, code, vraag, beheerder, vandaag
):
    asked = vraag(soort, handeling, **nieuw)
    if code is None:
        indienen.check(beheerder, asked, peildatum=vandaag)
        return
    with pytest.raises(Ongeldig) as refused:
        indienen.submit(beheerder, asked, peildatum=vandaag)
    assert code in {found.code for found in refused.value.bevindingen}
    assert code in {f.code for f in indienen.check(beheerder, asked, peildatum=vandaag)}
    assert not Wijzigingsverzoek.objects.exists()


@pytest.mark.parametrize("datum", ["", "gisteren", "31-02-2026", "2001-01-01", "2999-01-01"])
def test_account_asks_for_a_day_that_can_be(datum, vraag, beheerder, vandaag):
    with pytest.raises(Ongeldig) as refused:
        indienen.submit(beheerder, vraag("bankrekening", datum=datum), peildatum=vandaag)
    assert {f.veld for f in refused.value.bevindingen} == {"datum"}


def test_nothing_changed_is_said(vraag, beheerder, aanbieder, vandaag):
    """R-ZP-3"""
    now = behandelen.SOORTEN["contact"].values(aanbieder.contacten.get())
    now.pop("functie")
    with pytest.raises(Ongeldig) as refused:
        indienen.submit(beheerder, vraag("contact", "wijzigen", **now), peildatum=vandaag)
    assert refused.value.bevindingen[0].code == "geen_wijziging"
