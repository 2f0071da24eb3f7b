"""The queue and the own list: who sees what, in which order, and contact data approved together."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.choices import Rolcode
from tests.factories.providers import AanbiederFactory, ContactgegevenFactory
from tests.zorgportaal.conftest import NIEUW_IBAN
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import Inhoud
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.selectors import count_waiting
from zorgportaal.services import behandelen
from zorgportaal.services.indienen import Verzoekgegevens, save_concept, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(vraag, beheerder, vandaag):
    def make(soort="contact", handeling="wijzigen", *, ago=0, **values):
        made = submit(beheerder, vraag(soort, handeling, **values), peildatum=vandaag).verzoek
        row = Wijzigingsverzoek.objects.filter(pk=made.pk)
        moved = row.get().ingediend_op - datetime.timedelta(days=ago)
        row.update(ingediend_op=moved, beslis_uiterlijk=vandaag + datetime.timedelta(14 - ago))
        return row.get()

    return make


@pytest.fixture
def elsewhere(actor_for, vandaag):
    """A change of contact data at another aanbieder."""

    def make(naam="De Beuk"):
        other = AanbiederFactory(naam=naam)
        row = ContactgegevenFactory(aanbieder=other, naam="Balie", email="oud@zorg.demo")
        gegevens = Verzoekgegevens(
            aanbieder_id=other.pk,
            soort="contact",
            handeling="wijzigen",
            doel_id=row.pk,
            inhoud=Inhoud({"naam": "Balie", "email": "nieuw@zorg.demo"}, datum=str(vandaag)),
        )
        actor = actor_for(Rolcode.AANBIEDER_BEHEERDER, other.organisatie)
        made = submit(actor, gegevens, peildatum=vandaag).verzoek
        return Wijzigingsverzoek.objects.get(pk=made.pk)

    return make


@pytest.fixture
def decider(client_for, ozjt):
    return client_for(Rolcode.CONTRACTBEHEERDER, ozjt)


@pytest.fixture
def asker(client_for, aanbieder):
    return client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)


def text_of(response) -> str:
    return response.content.decode()


def shown(client, query=""):
    """References in the order of the list."""
    response = client.get(reverse("wijzigingen") + query)
    assert response.status_code == 200
    return [f"WV-{row['nummer']}" for row in response.context["tabel"].page.rijen]


def test_queue_is_oldest_first_and_sorts_on_kind(filed, decider):
    old = filed("groep", "wijzigen", ago=9)
    new = filed("agb-code", "toevoegen", ago=1)
    middle = filed("contact", "wijzigen", ago=4)
    assert shown(decider) == [old.kenmerk, middle.kenmerk, new.kenmerk]
    assert shown(decider, "?sorteer=-sinds") == [new.kenmerk, middle.kenmerk, old.kenmerk]
    assert shown(decider, "?sorteer=soort") == [new.kenmerk, middle.kenmerk, old.kenmerk]


def test_each_sees_what_is_its_own(filed, elsewhere, decider, asker, client_for, ozjt):
    own, place, other = filed(), filed("locatie", "wijzigen"), elsewhere()
    assert set(shown(decider)) == {own.kenmerk, place.kenmerk, other.kenmerk}
    assert set(shown(asker)) == {own.kenmerk, place.kenmerk}
    places = client_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt)
    assert shown(places) == [place.kenmerk]
    assert client_for(Rolcode.TOEGANG).get(reverse("wijzigingen")).status_code == 403


def test_concept_is_in_the_own_list_only(vraag, beheerder, asker, decider):
    save_concept(beheerder, vraag("contact", "wijzigen"))
    assert len(shown(asker, "?stand=concept")) == 1
    assert shown(decider, "?stand=alles") == []


def test_filters_of_the_queue(filed, elsewhere, decider, beslisser, vandaag):
    late = filed("groep", "wijzigen", ago=20)
    asked = filed("agb-code", "toevoegen")
    other = elsewhere("De Beuk")
    taken = elsewhere("De Wilg")
    behandelen.ask(beslisser, asked.pk, vraag="Klopt dit?", versie=asked.versie, peildatum=vandaag)
    behandelen.take(beslisser, taken.pk, versie=taken.versie)
    assert shown(decider, "?te_laat=on") == [late.kenmerk]
    assert shown(decider, "?soort=agb-code") == [asked.kenmerk]
    assert shown(decider, "?aanbieder=beuk") == [other.kenmerk]
    assert shown(decider, "?stand=aanvulling_gevraagd") == [asked.kenmerk]
    assert shown(decider, "?stand=wacht") == [late.kenmerk, other.kenmerk]
    assert len(shown(decider)) == 4


def test_wrong_filter_is_not_in_force(filed, decider):
    verzoek = filed()
    assert shown(decider, "?soort=onzin&stand=ook") == [verzoek.kenmerk]


def test_decided_requests_leave_the_queue(filed, decider, beslisser, vandaag):
    verzoek = filed()
    behandelen.approve_many(beslisser, [verzoek.pk], peildatum=vandaag)
    assert shown(decider) == []
    assert shown(decider, "?stand=goedgekeurd") == [verzoek.kenmerk]


def test_menu_counts_what_waits_on_this_person(
    filed, decider, beslisser, beheerder, vandaag, elsewhere
):
    verzoek, _secret = filed(), filed("locatie", "toevoegen", geheim=True)
    taken = elsewhere()
    behandelen.take(beslisser, taken.pk, versie=taken.versie)
    assert count_waiting(beslisser) == 2
    assert count_waiting(beheerder) == 0
    response = decider.get(reverse("wijzigingen"))
    assert response.context["tellingen"]["wacht"] == 1
    behandelen.ask(beslisser, verzoek.pk, vraag="Wie?", versie=verzoek.versie, peildatum=vandaag)
    assert count_waiting(beheerder) == 1


def test_tabs_say_which_one_is_open(filed, decider):
    filed()
    for query, label in (("", "Open"), ("?stand=wacht", "Wacht op mij"), ("?te_laat=on", "Over")):
        tabs = decider.get(reverse("wijzigingen") + query).context["tabs"]
        assert [str(t["label"])[:4] for t in tabs if t["actief"]] == [label[:4]]


def test_rows_lead_back_to_the_same_queue(filed, decider):
    verzoek = filed()
    page = text_of(decider.get(reverse("wijzigingen") + "?soort=contact&sorteer=-sinds&cursor="))
    link = reverse("wijziging", args=[verzoek.pk])
    assert f'href="{link}?soort=contact&amp;sorteer=-sinds"' in page


@pytest.mark.parametrize("formaat", ["csv", "xlsx"])
def test_export_holds_no_values(formaat, filed, decider):
    filed("bankrekening", "toevoegen")
    response = decider.get(reverse("wijzigingen") + f"?formaat={formaat}")
    body = b"".join(response.streaming_content)
    assert response.status_code == 200
    if formaat == "csv":
        assert "Bankrekening" in body.decode()
        assert NIEUW_IBAN not in body.decode()
        assert "41991234" not in body.decode()


def test_list_takes_as_many_queries_for_twenty_rows_as_for_two(filed, elsewhere, decider):
    counted = []
    decider.get(reverse("wijzigingen"))  # session and running jobs are cached from here on
    for many in (2, 20):
        while Wijzigingsverzoek.objects.count() < many:
            elsewhere(f"Zorg {Wijzigingsverzoek.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            assert len(shown(decider)) == many
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_page_takes_as_many_queries_in_a_long_queue(filed, elsewhere, decider):
    verzoek = filed()
    url = reverse("wijziging", args=[verzoek.pk])
    counted = []
    decider.get(reverse("wijzigingen"))  # session and running jobs are cached from here on
    for many in (2, 20):
        while Wijzigingsverzoek.objects.count() < many:
            elsewhere(f"Zorg {Wijzigingsverzoek.objects.count()}")
        with CaptureQueriesContext(connection) as queries:
            decider.get(url)
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_search_finds_a_request_by_its_reference_within_scope(
    filed, decider, asker, client_for, ozjt
):
    verzoek = filed()
    link = reverse("wijziging", args=[verzoek.pk])
    for text in (verzoek.kenmerk, verzoek.kenmerk.lower(), verzoek.kenmerk.replace("-", " ")):
        for client in (decider, asker):
            assert link in text_of(client.get("/zoeken", {"q": text}))
    for client in (
        client_for(Rolcode.AANBIEDER_BEHEERDER),
        client_for(Rolcode.TOEGANG),
        client_for(Rolcode.BESCHIKBAARHEIDSBEHEERDER, ozjt),
    ):
        assert link not in text_of(client.get("/zoeken", {"q": verzoek.kenmerk}))


SAMEN = "wijzigingen-goedkeuren"


def test_ticks_stand_only_at_contact_data_that_can_be_decided_on(filed, decider, elsewhere):
    contact, bank = filed(), filed("bankrekening", "toevoegen")
    page = text_of(decider.get(reverse("wijzigingen")))
    assert f'value="{contact.pk}" form="samen"' in page
    assert str(bank.pk) in page
    assert f'value="{bank.pk}"' not in page


def test_preview_shows_old_and_new_of_what_was_ticked(filed, decider, elsewhere):
    contact, other = filed(), elsewhere()
    response = decider.get(reverse(SAMEN), {"verzoek": [contact.pk]})
    page = text_of(response)
    assert "balie@linde.demo" in page
    assert other.kenmerk not in page
    assert response["Cache-Control"] == "private, no-store"


def test_preview_shows_nothing_else_than_contact_data(filed, decider):
    bank = filed("bankrekening", "toevoegen")
    response = decider.get(reverse(SAMEN), {"verzoek": [bank.pk, "geen-uuid"]})
    assert response.status_code == 200
    assert bank.kenmerk not in text_of(response)


def test_preview_without_ticks_shows_the_oldest_that_wait(filed, decider, elsewhere):
    contact, other = filed(ago=3), elsewhere()
    rows = decider.get(reverse(SAMEN)).context["regels"]
    assert [row["verzoek"].pk for row in rows] == [contact.pk, other.pk]


def test_together_each_gets_its_own_outcome(filed, decider, elsewhere, beslisser, aanbieder):
    """A good one, a bank account smuggled in, one decided on already, and one that is not there."""
    good, bank, gone = filed(), filed("bankrekening", "toevoegen"), elsewhere()
    behandelen.reject(beslisser, gone.pk, reden="Dubbel", versie=gone.versie)
    unknown = "00000000-0000-4000-8000-000000000000"
    ids = [good.pk, bank.pk, gone.pk, unknown, "geen-uuid"]
    response = decider.post(reverse(SAMEN), {"verzoek": ids})
    assert response.status_code == 200
    codes = {row["verzoek"].pk: row["code"] for row in response.context["niet"]}
    assert codes == {bank.pk: "alleen_contactgegevens", gone.pk: "status_overgang"}
    assert response.context["onbekend"] == 1
    assert [row.pk for row in response.context["klaar"]] == [good.pk]
    assert 'data-code="alleen_contactgegevens"' in text_of(response)
    bank.refresh_from_db()
    assert bank.status == Verzoekstatus.INGEDIEND
    assert not aanbieder.rekeningen.filter(iban=NIEUW_IBAN).exists()


def test_together_leaves_alone_what_changed_meanwhile(decider, elsewhere):
    verzoek = elsewhere()
    verzoek.aanbieder.contacten.update(telefoon="053 999 99 99")
    response = decider.post(reverse(SAMEN), {"verzoek": [verzoek.pk]})
    assert [row["code"] for row in response.context["niet"]] == ["waarde_veranderd"]


def test_together_without_a_choice_says_so(decider):
    response = decider.post(reverse(SAMEN), follow=True)
    assert "Kies eerst een of meer verzoeken." in text_of(response)


def test_together_is_not_for_the_aanbieder(asker, filed):
    verzoek = filed()
    assert asker.get(reverse(SAMEN)).status_code == 403
    assert asker.post(reverse(SAMEN), {"verzoek": [verzoek.pk]}).status_code == 403
