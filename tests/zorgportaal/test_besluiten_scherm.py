"""The page of a request and what is decided there, through HTTP (R-ZP-4, N-IAM-06)."""

import re

import pytest
from django.urls import reverse

from core.choices import Rolcode
from core.models import Gebeurtenis, Inzage
from providers.models import Contactgegeven
from tests.factories.core import RolFactory
from tests.zorgportaal.conftest import NIEUW_IBAN, SOUND
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services import behandelen
from zorgportaal.services.indienen import save_concept, submit, withdraw

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize(("soort", "handeling"), sorted(SOUND), ids="-".join)


@pytest.fixture
def filed(vraag, beheerder, vandaag):
    """Hand in a sound request; gives it as it now stands."""

    def make(soort="contact", handeling="wijzigen", **values):
        found = submit(beheerder, vraag(soort, handeling, **values), peildatum=vandaag).verzoek
        return Wijzigingsverzoek.objects.get(pk=found.pk)

    return make


@pytest.fixture
def decider(client_for, ozjt):
    return client_for(Rolcode.CONTRACTBEHEERDER, ozjt)


@pytest.fixture
def places(client_for, ozjt):
    return client_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)


@pytest.fixture
def asker(client_for, aanbieder):
    return client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)


def page_of(verzoek) -> str:
    return reverse("wijziging", args=[verzoek.pk])


def send(client, verzoek, act, query="", **data):
    """Press a button of the page as it stands now; name what differs."""
    shown = {
        "versie": verzoek.versie,
        "gezien": seen_token(wijziging_of(verzoek)),
        "tekst": "",
        "act": act,
        **data,
    }
    return client.post(reverse("wijziging-besluit", args=[verzoek.pk]) + query, shown)


def text_of(response) -> str:
    return response.content.decode()


@EVERY
def test_both_sides_see_the_page_of_every_kind(soort, handeling, filed, decider, asker):
    verzoek = filed(soort, handeling)
    for client, may in ((decider, True), (asker, False)):
        response = client.get(page_of(verzoek))
        assert response.status_code == 200
        assert verzoek.kenmerk in text_of(response)
        assert ("goedkeuren" in text_of(response)) is may
        assert response["Cache-Control"] == "private, no-store"


@EVERY
def test_fresh_request_has_no_objection(soort, handeling, filed, decider):
    """What was good at filing is good a moment later, read again from what was kept."""
    punten = decider.get(page_of(filed(soort, handeling))).context["punten"]
    assert [p for p in punten if p.code] == []


def test_changed_values_stand_beside_what_holds_now(filed, decider):
    verzoek = filed()
    lines = {r.label: r for r in decider.get(page_of(verzoek)).context["vergelijking"].regels}
    assert lines["E-mailadres"].stand == "gewijzigd"
    assert lines["E-mailadres"].nieuw == "balie@linde.demo"
    assert lines["Waarvoor"].stand == "gelijk"


def test_account_that_gives_way_is_the_old_one(filed, decider, aanbieder):
    """R-ZP-2: a new account is compared with the one it comes in place of."""
    old = aanbieder.rekeningen.get()
    lines = decider.get(page_of(filed("bankrekening", "toevoegen"))).context["vergelijking"].regels
    iban = next(r for r in lines if r.label == "IBAN")
    assert iban.stand == "gewijzigd"
    assert iban.oud.endswith(old.iban[-4:])


def test_iban_is_masked_for_everybody_until_it_is_asked_for(filed, decider, asker):
    verzoek = filed("bankrekening", "toevoegen")
    for client in (decider, asker):
        shown = text_of(client.get(page_of(verzoek)))
        assert NIEUW_IBAN not in shown.replace(" ", "")
        assert f"•••• {NIEUW_IBAN[-4:]}" in shown


def test_showing_the_iban_is_logged_and_not_kept(filed, decider):
    verzoek = filed("bankrekening", "toevoegen")
    url = reverse("wijziging-onthullen", args=[verzoek.pk])
    response = decider.post(url)
    assert NIEUW_IBAN in text_of(response).replace(" ", "")
    assert response["Cache-Control"] == "private, no-store"
    line = Inzage.objects.get(soort="wijziging.onthullen")
    assert line.object_id == verzoek.pk
    assert line.actor_id == decider.gebruiker.pk
    assert decider.get(url)["Location"] == page_of(verzoek)
    assert NIEUW_IBAN not in text_of(decider.get(page_of(verzoek))).replace(" ", "")


def test_htmx_gets_only_the_part_with_the_values(filed, decider):
    verzoek = filed("bankrekening", "toevoegen")
    url = reverse("wijziging-onthullen", args=[verzoek.pk])
    shown = text_of(decider.post(url, headers={"hx-request": "true"}))
    assert NIEUW_IBAN in shown.replace(" ", "")
    assert "<html" not in shown


def test_aanbieder_does_not_reveal_or_decide(filed, asker):
    verzoek = filed("bankrekening", "toevoegen")
    for name in ("wijziging-onthullen", "wijziging-besluit"):
        assert asker.post(reverse(name, args=[verzoek.pk])).status_code == 403


def test_secret_address_is_shown_to_and_decided_by_who_may_see_it(filed, decider, places):
    """R-BES-2"""
    verzoek = filed("locatie", "toevoegen", geheim=True)
    response = decider.get(page_of(verzoek))
    assert response.context["waarom_niet"][0] == "geen_recht"
    assert not response.context["mag_onthullen"]
    assert send(decider, verzoek, "goedkeuren").status_code == 403
    assert decider.post(reverse("wijziging-onthullen", args=[verzoek.pk])).status_code == 403
    for client in (decider, places):
        assert "Tolstraat" not in text_of(client.get(page_of(verzoek)))
    shown = places.post(reverse("wijziging-onthullen", args=[verzoek.pk]))
    assert "Tolstraat" in text_of(shown)
    assert send(places, verzoek, "goedkeuren").status_code == 302


def test_evidence_of_a_secret_address_is_for_who_may_see_it(
    filed, decider, places, document, beheerder
):
    """R-BES-2"""
    from zorgportaal.documenten import BEWIJSSTUK

    verzoek = filed("locatie", "toevoegen", geheim=True)
    proof = document(BEWIJSSTUK)
    verzoek.bewijsstukken.add(proof)
    assert decider.get(page_of(verzoek)).context["stuk"] is None
    assert decider.get(reverse("documenten:ophalen", args=[proof.pk])).status_code == 404
    assert places.get(page_of(verzoek)).context["stuk"] == proof
    assert places.get(reverse("documenten:ophalen", args=[proof.pk])).status_code == 200


def test_what_was_written_about_a_secret_address_is_for_who_may_see_it(filed, decider, places):
    """R-BES-2: a reason may name it, on the request and in its history."""
    verzoek = filed("locatie", "toevoegen", geheim=True)
    send(places, verzoek, "afwijzen", tekst="Tolstraat 9 bestaat niet")
    assert "Tolstraat" in text_of(places.get(page_of(verzoek)))
    assert "Tolstraat" not in text_of(decider.get(page_of(verzoek)))


def test_approval_leads_to_the_next_of_the_queue_with_a_word_about_it(filed, decider):
    first = filed()
    second = filed("agb-code", "toevoegen")
    response = send(decider, first, "goedkeuren", "?soort=&sorteer=sinds")
    assert response["Location"] == f"{page_of(second)}?sorteer=sinds&volgende"
    said = text_of(decider.get(response["Location"]))
    assert f"{first.kenmerk} goedgekeurd. Volgende: AGB-code, nieuw van" in said
    first.refresh_from_db()
    assert first.status == Verzoekstatus.GOEDGEKEURD


def test_filter_of_the_queue_decides_what_comes_next(filed, decider):
    first, _other = filed(), filed("agb-code", "toevoegen")
    third = filed("contact", "toevoegen")
    response = send(decider, first, "goedkeuren", "?soort=contact")
    assert response["Location"] == f"{page_of(third)}?soort=contact&volgende"


def test_after_the_last_one_the_queue_opens(filed, decider):
    response = send(decider, filed(), "goedkeuren", "?soort=contact")
    assert response["Location"] == f"{reverse('wijzigingen')}?soort=contact"
    assert "laatste in deze wachtrij" in text_of(decider.get(response["Location"]))


def test_skipping_leads_to_the_next_and_ends_at_the_last(filed, decider):
    first, second = filed(), filed("agb-code", "toevoegen")
    assert decider.get(page_of(first)).context["plek"].volgende == second.pk
    assert decider.get(page_of(second)).context["plek"].volgende is None
    assert decider.get(page_of(second)).context["plek"].verder == first.pk


@pytest.mark.parametrize(
    ("act", "status"), [("afwijzen", "afgewezen"), ("vragen", "aanvulling_gevraagd")]
)
def test_reason_and_question_reach_the_aanbieder(act, status, filed, decider, asker):
    verzoek = filed()
    assert send(decider, verzoek, act, tekst="De naam klopt niet.").status_code == 302
    verzoek.refresh_from_db()
    assert verzoek.status == status
    assert "De naam klopt niet." in text_of(asker.get(page_of(verzoek)))


@pytest.mark.parametrize("act", ["afwijzen", "vragen"])
def test_without_text_nothing_is_decided(act, filed, decider):
    verzoek = filed()
    response = send(decider, verzoek, act, tekst="  ")
    assert response.status_code == 400
    assert 'data-code="verplicht"' in text_of(response)
    verzoek.refresh_from_db()
    assert verzoek.status == Verzoekstatus.INGEDIEND


def test_approval_with_a_text_would_lose_it_and_is_refused(filed, decider):
    response = send(decider, filed(), "goedkeuren", tekst="Prima zo")
    assert response.status_code == 400
    assert 'data-code="tekst_bij_goedkeuren"' in text_of(response)
    assert "Prima zo" in text_of(response)


def test_too_long_text_is_refused_and_kept(filed, decider):
    response = send(decider, filed(), "afwijzen", tekst="a" * 2001)
    assert response.status_code == 422
    assert 'data-code="te_lang"' in text_of(response)
    assert "a" * 2001 in text_of(response)


def refused(response, code: str, kept: str = "") -> bool:
    """On the page itself, with its code, and with what was typed."""
    shown = text_of(response)
    return f'role="alert" tabindex="-1" data-focus data-code="{code}"' in shown and kept in shown


def test_withdrawn_request_is_not_decided_on(filed, decider, beheerder):
    verzoek = filed()
    withdraw(beheerder, verzoek.pk)
    response = send(decider, verzoek, "afwijzen", tekst="Te laat gezien")
    assert response.status_code == 409
    assert refused(response, "status_overgang")
    assert "Te laat gezien" not in Wijzigingsverzoek.objects.get(pk=verzoek.pk).reden


def test_second_decision_from_another_tab_is_refused(filed, decider):
    verzoek = filed()
    assert send(decider, verzoek, "goedkeuren").status_code == 302
    response = send(decider, verzoek, "afwijzen", tekst="Toch niet")
    assert response.status_code == 409
    assert refused(response, "status_overgang")
    verzoek.refresh_from_db()
    assert verzoek.status == Verzoekstatus.GOEDGEKEURD


def test_stale_page_is_refused_and_keeps_the_text(filed, decider, beslisser):
    verzoek = filed()
    behandelen.take(beslisser, verzoek.pk, versie=verzoek.versie)
    response = send(decider, verzoek, "afwijzen", tekst="Bel ons even")
    assert response.status_code == 412
    assert refused(response, "versie_verouderd", "Bel ons even")


@pytest.mark.parametrize("versie", ["", "-1", "²", "9" * 40])
def test_version_that_is_none_is_stale(versie, filed, decider):
    response = send(decider, filed(), "goedkeuren", versie=versie)
    assert response.status_code == 412


def test_value_that_changed_meanwhile_is_seen_and_refused(filed, decider, aanbieder):
    verzoek = filed()
    seen = seen_token(wijziging_of(verzoek))
    Contactgegeven.objects.filter(aanbieder=aanbieder).update(telefoon="053 999 99 99")
    response = send(decider, verzoek, "goedkeuren", gezien=seen)
    assert response.status_code == 409
    assert refused(response, "waarde_veranderd")
    codes = [p.code for p in response.context["punten"]]
    assert "waarde_veranderd" in codes
    fresh = re.search(r'name="gezien" value="(\w+)"', text_of(response))
    assert fresh
    assert send(decider, verzoek, "goedkeuren", gezien=fresh[1]).status_code == 302


@pytest.fixture
def double(client_for, aanbieder, ozjt):
    """Works at OZJT now, and keeps the data of the aanbieder at other times."""
    gebruiker = RolFactory(
        rol=Rolcode.AANBIEDER_BEHEERDER, organisatie=aanbieder.organisatie
    ).gebruiker
    client = client_for(Rolcode.CONTRACTBEHEERDER, ozjt, gebruiker=gebruiker)
    client.post(reverse("rol"), {"organisatie": ozjt.pk})
    return client


def test_nobody_decides_for_the_own_organisation_in_another_role(filed, double):
    """N-IAM-06"""
    verzoek = filed()
    shown = double.get(page_of(verzoek))
    assert shown.context["waarom_niet"][0] == "eigen_verzoek"
    assert "Hierover kun jij niet besluiten" in text_of(shown)
    response = send(double, verzoek, "goedkeuren")
    assert response.status_code == 403
    assert refused(response, "eigen_verzoek")


def test_filed_by_contractbeheer_is_decided_by_a_colleague(
    filed, vraag, actor_for, ozjt, client_for, vandaag, decider
):
    """N-IAM-06"""
    client = client_for(Rolcode.CONTRACTBEHEERDER, ozjt)
    from dataclasses import replace

    actor = replace(actor_for(Rolcode.CONTRACTBEHEERDER, ozjt), id=client.gebruiker.pk)
    verzoek = submit(actor, vraag("contact", "wijzigen"), peildatum=vandaag).verzoek
    verzoek = Wijzigingsverzoek.objects.get(pk=verzoek.pk)
    assert client.get(page_of(verzoek)).context["waarom_niet"][0] == "eigen_verzoek"
    assert send(client, verzoek, "goedkeuren").status_code == 403
    assert send(decider, verzoek, "goedkeuren").status_code == 302


def test_taking_up_and_putting_back(filed, decider):
    verzoek = filed()
    assert send(decider, verzoek, "oppakken")["Location"] == page_of(verzoek)
    verzoek.refresh_from_db()
    assert verzoek.behandelaar_id == decider.gebruiker.pk
    send(decider, verzoek, "terugleggen")
    verzoek.refresh_from_db()
    assert verzoek.status == Verzoekstatus.INGEDIEND


def test_while_a_question_is_open_only_refusing_is_offered(filed, decider):
    verzoek = filed()
    send(decider, verzoek, "vragen", tekst="Welke naam?")
    context = decider.get(page_of(verzoek)).context
    assert context["mag_besluiten"]
    assert not context["mag_goedkeuren"]
    verzoek.refresh_from_db()
    assert send(decider, verzoek, "goedkeuren").status_code == 409


def test_unknown_act_is_refused_and_get_leads_to_the_page(filed, decider):
    verzoek = filed()
    assert send(decider, verzoek, "verbranden").status_code == 400
    url = reverse("wijziging-besluit", args=[verzoek.pk])
    assert decider.get(f"{url}?soort=contact")["Location"] == f"{page_of(verzoek)}?soort=contact"


def test_row_that_is_gone_is_said_and_can_be_refused(filed, decider, aanbieder):
    verzoek = filed()
    Contactgegeven.objects.filter(aanbieder=aanbieder).delete()
    response = decider.get(page_of(verzoek))
    assert response.context["blokkades"][0].code == "niet_gevonden"
    url = reverse("wijziging-besluit", args=[verzoek.pk])
    data = {"act": "afwijzen", "versie": verzoek.versie, "tekst": "Bestaat niet meer"}
    assert decider.post(url, data).status_code == 302


def test_confirmation_stands_on_top_for_who_asked_only(filed, asker, decider):
    """R-MEL-2"""
    verzoek = filed()
    shown = text_of(asker.get(page_of(verzoek) + "?ingediend"))
    assert "Je verzoek is ingediend" in shown
    assert "data-print" in shown
    assert "Je verzoek is ingediend" not in text_of(decider.get(page_of(verzoek) + "?ingediend"))
    assert "Dit verzoek was er al" in text_of(asker.get(page_of(verzoek) + "?bestond"))


def test_concept_is_for_the_own_side_and_may_hold_anything(
    vraag, beheerder, asker, decider, vandaag
):
    request = vraag(
        "bankrekening", iban="half", tenaamstelling=["x", 3], datum="morgen", bewijs=False
    )
    verzoek = save_concept(beheerder, request)
    shown = asker.get(page_of(verzoek))
    assert shown.status_code == 200
    assert "Concept" in text_of(shown)
    assert decider.get(page_of(verzoek)).status_code == 404


def test_other_aanbieder_finds_nothing(filed, client_for):
    verzoek = filed()
    stranger = client_for(Rolcode.AANBIEDER_BEHEERDER)
    assert stranger.get(page_of(verzoek)).status_code == 404
    assert stranger.get(reverse("wijziging-besluit", args=[verzoek.pk])).status_code == 302


def test_history_names_every_step_in_dutch(filed, decider):
    verzoek = filed()
    send(decider, verzoek, "oppakken")
    verzoek.refresh_from_db()
    send(decider, verzoek, "goedkeuren")
    titles = [line["titel"] for line in decider.get(page_of(verzoek)).context["geschiedenis"]]
    assert [str(t) for t in titles][-1] == "Ingediend"
    assert {"In behandeling genomen", "Goedgekeurd", "Verwerkt in de gegevens"} <= set(
        map(str, titles)
    )
    events = Gebeurtenis.objects.filter(object_id=verzoek.pk)
    assert len(titles) == events.count()
