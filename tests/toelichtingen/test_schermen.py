"""What each side sees and does in the browser and by program; queries do not grow."""

import json

import pytest
from django.urls import reverse

from core.choices import Rolcode
from core.models import Gebruiker, Inzage
from indications.models import Toewijzing
from tests.toelichtingen.conftest import GOED
from toelichtingen.models import Toelichting, Toelichtingsverzoek

pytestmark = pytest.mark.django_db


@pytest.fixture
def als(client_for):
    return lambda actor: client_for(gebruiker=Gebruiker.objects.get(pk=actor.id))


def tab(toewijzing):
    return reverse("toewijzing-tab", args=[toewijzing.pk, "uitleg"])


def test_the_whole_road(zaak, als):
    toewijzing = zaak.toewijzing()
    gemeente, aanbieder = als(zaak.toegang), als(zaak.zorg)
    ask = reverse("toelichting-vragen", args=[toewijzing.pk])
    assert ask in gemeente.get(tab(toewijzing)).content.decode()
    form = gemeente.get(ask).context["form"]
    asked = {
        "reden": "toezicht",
        "vraag": "Hoeveel is direct?",
        "termijn": form.initial["termijn"].strftime("%d-%m-%Y"),
    }
    done = gemeente.post(ask, asked, follow=True)
    verzoek = Toelichtingsverzoek.objects.get()
    text = done.content.decode()
    assert "Je vraag is verstuurd" in text
    assert verzoek.kenmerk in text

    page = reverse("toelichtingsverzoek", args=[verzoek.pk])
    give = reverse("toelichting-beantwoorden", args=[verzoek.pk])
    assert give in aanbieder.get(page).content.decode()
    wrong = aanbieder.post(give, {"versie": 1, "direct": "2000", "indirect": "1", "reistijd": "0"})
    assert wrong.status_code == 400
    text = wrong.content.decode()
    assert "De verdeling is samen 2.001 minuten en het totaal is 3.000." in text
    assert 'value="2000"' in text or 'value="2.000"' in text
    right = {"versie": 1, "direct": "2.000", "indirect": "700", "reistijd": "300"}
    right |= {"aantal_contacten": "40", "tekst": "Om de week op locatie."}
    done = aanbieder.post(give, right, follow=True)
    assert "Je uitleg is ontvangen" in done.content.decode()

    text = gemeente.get(tab(toewijzing)).content.decode()
    assert "Direct 2.000, indirect 700, reistijd 300 minuten" in text
    Toewijzing.objects.filter(pk=toewijzing.pk).update(volume=2400, versie=2)
    for url in (tab(toewijzing), page):
        text = gemeente.get(url).content.decode()
        assert "De aanbieder gaf uitleg bij 3.000 minuten, nu zijn het er 2.400." in text
    detail = gemeente.get(reverse("toewijzing", args=[toewijzing.pk])).content.decode()
    assert "direct 2.000, indirect 700, reistijd 300 bij 3.000 minuten" in detail

    more = reverse("toelichting-aanvullen", args=[verzoek.pk])
    gemeente.post(more, {"versie": 2, "vraag": "Waarom?", "termijn": asked["termijn"]})
    verzoek.refresh_from_db()
    assert verzoek.status == "aanvulling"
    back = reverse("toelichting-intrekken", args=[verzoek.pk])
    assert gemeente.get(back).status_code == 200
    assert gemeente.post(back, {"versie": 3}, follow=True).status_code == 200
    verzoek.refresh_from_db()
    assert verzoek.status == "beantwoord"
    assert gemeente.get(back).status_code == 302


def test_second_window_shows_the_reference_and_keeps_what_was_typed(zaak, als):
    toewijzing = zaak.toewijzing()
    first = zaak.gevraagd(toewijzing)
    client = als(zaak.collega)
    url = reverse("toelichting-vragen", args=[toewijzing.pk])
    assert client.get(url)["Location"] == reverse("toelichtingsverzoek", args=[first.pk])
    answer = client.post(url, {"reden": "anders", "vraag": "Mijn eigen vraag"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert first.kenmerk in text
    assert "Mijn eigen vraag" in text


def test_contract_management_sees_no_question(zaak, als):
    toewijzing = zaak.toewijzing()
    verzoek = zaak.gevraagd(toewijzing)
    client = als(zaak.manager)
    assert client.get(tab(toewijzing)).status_code == 403
    page = client.get(reverse("toelichtingsverzoek", args=[verzoek.pk]))
    assert page.status_code == 403
    assert verzoek.vraag not in page.content.decode()
    assert client.get(reverse("toelichtingsverzoeken")).status_code == 403


def test_looking_is_logged_with_the_jeugdige(zaak, als):
    verzoek = zaak.gevraagd()
    als(zaak.zorg).get(reverse("toelichtingsverzoek", args=[verzoek.pk]))
    als(zaak.zorg).get(reverse("toelichtingsverzoeken"))
    lines = Inzage.objects.filter(actor_id=zaak.zorg.id, handeling="R")
    assert {line.soort for line in lines} == {"toelichting.inzien", "toelichting.lijst"}
    assert all(line.jeugdigen == [verzoek.toewijzing.jeugdige_id] for line in lines)


@pytest.mark.parametrize("formaat", ["csv", "xlsx"])
def test_export_is_logged_and_holds_no_name(zaak, als, formaat):
    verzoek = zaak.gevraagd()
    zaak.beantwoord(verzoek)
    got = als(zaak.toegang).get(
        reverse("toelichtingsverzoeken"), {"formaat": formaat, "stand": "alles"}
    )
    content = b"".join(got.streaming_content)
    if formaat == "csv":
        assert b",3000,2000,700,300,40" in content
        assert b"Haverdemo" not in content
    line = Inzage.objects.get(soort="export.toelichtingen")
    assert line.jeugdigen == [verzoek.toewijzing.jeugdige_id]


@pytest.mark.parametrize("stand", ["", "open", "beantwoord", "alles", "onzin"])
def test_filters(zaak, als, stand):
    zaak.gevraagd()
    done = zaak.gevraagd()
    zaak.beantwoord(done)
    page = als(zaak.toegang).get(reverse("toelichtingsverzoeken"), {"stand": stand, "te_laat": ""})
    assert page.status_code == 200
    assert (done.kenmerk in page.content.decode()) == (stand in ("beantwoord", "alles"))


def test_list_takes_as_many_queries_for_two_as_for_twenty(zaak, als, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url = als(zaak.zorg), reverse("toelichtingsverzoeken")
    for _ in range(2):
        zaak.gevraagd()
    client.get(url)
    with CaptureQueriesContext(connection) as two:
        client.get(url)
    for _ in range(18):
        zaak.gevraagd()
    with django_assert_num_queries(len(two)):
        client.get(url)


def test_tab_takes_as_many_queries_for_more_questions(zaak, als, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    toewijzing = zaak.toewijzing()
    client, url = als(zaak.toegang), tab(toewijzing)
    for _ in range(2):
        zaak.beantwoord(zaak.gevraagd(toewijzing))
    client.get(url)
    with CaptureQueriesContext(connection) as two:
        client.get(url)
    for _ in range(8):
        zaak.beantwoord(zaak.gevraagd(toewijzing))
    with django_assert_num_queries(len(two)):
        client.get(url)


# by program

API = "/api/v1/toelichtingsverzoeken"
SCOPES = "toelichtingsverzoeken:lezen toelichtingsverzoeken:schrijven"


@pytest.fixture
def programma(api_client):
    def make(actor, rol, scopes=SCOPES):
        from core.models import Organisatie

        return api_client(Organisatie.objects.get(pk=actor.organisatie_id), scopes=scopes, rol=rol)

    return make


def post(client, url, body, versie=None):
    headers = {} if versie is None else {"if-match": f'"{versie}"'}
    return client.post(url, json.dumps(body), content_type="application/json", headers=headers)


def test_road_by_program(zaak, programma):
    toewijzing = zaak.toewijzing()
    gemeente = programma(zaak.toegang, Rolcode.GEMEENTE_API)
    aanbieder = programma(zaak.zorg, Rolcode.AANBIEDER_ZORG)
    body = {"toewijzingId": str(toewijzing.pk), "reden": "beschikking", "vraag": "Hoe?"}
    made = post(gemeente, API, body)
    assert made.status_code == 201
    assert made["ETag"] == '"1"'
    url = f"{API}/{made.json()['id']}"
    assert made["Location"].endswith(url)
    again = post(gemeente, API, body)
    assert (again.status_code, again.json()["code"]) == (409, "toelichtingsverzoek_bestaat")

    split = {"direct": 2000, "indirect": 700, "reistijd": 300, "aantalContacten": 40}
    answer = f"{url}/antwoord"
    assert post(aanbieder, answer, {"verdeling": split}).status_code == 428
    wrong = post(aanbieder, answer, {"verdeling": split | {"direct": 1}}, 1)
    assert wrong.status_code == 400
    assert [p["code"] for p in wrong.json()["invalidParams"]] == ["verdeling_telt_niet_op"]
    done = post(aanbieder, answer, {"verdeling": split, "tekst": "Om de week."}, 1)
    assert (done.status_code, done["ETag"]) == (200, '"2"')
    (given,) = gemeente.get(url).json()["toelichtingen"]
    assert (given["volume"], given["toewijzingVersie"], given["verdeling"]) == (3000, 1, split)
    assert post(aanbieder, answer, {"verdeling": split}, 1).status_code == 412
    assert post(gemeente, answer, {"verdeling": split}, 2).status_code == 403

    more = post(gemeente, f"{url}/aanvulling", {"vraag": "Waarom?"}, 2)
    assert more.json()["status"] == "aanvulling"
    back = post(gemeente, f"{url}/intrekking", {}, 3)
    assert back.json()["status"] == "beantwoord"
    found = aanbieder.get(API, {"status": "beantwoord", "toewijzingId": str(toewijzing.pk)})
    assert [row["id"] for row in found.json()["resultaten"]] == [made.json()["id"]]
    assert Toelichting.objects.get().antwoorder is None


def test_program_of_another_finds_nothing(zaak, programma):
    verzoek = zaak.gevraagd()
    for actor, rol in ((zaak.ander, Rolcode.GEMEENTE_API), (zaak.beuk, Rolcode.AANBIEDER_ZORG)):
        client = programma(actor, rol)
        assert client.get(f"{API}/{verzoek.pk}").status_code == 404
        assert client.get(API).json()["resultaten"] == []
    stranger = programma(zaak.beuk, Rolcode.AANBIEDER_ZORG)
    body = {"verdeling": {"direct": 3000, "indirect": 0, "reistijd": 0}}
    assert post(stranger, f"{API}/{verzoek.pk}/antwoord", body, 1).status_code == 404


def test_scope_of_reading_does_not_write(zaak, programma):
    client = programma(zaak.toegang, Rolcode.GEMEENTE_API, "toelichtingsverzoeken:lezen")
    assert client.get(API).status_code == 200
    assert post(client, API, {}).status_code == 403


def test_three_doors_say_the_same(zaak, als, programma):
    """Form, program and filing refuse one split with one code (R-TOE-4)."""
    verzoek = zaak.gevraagd()
    url = reverse("toelichting-beantwoorden", args=[verzoek.pk])
    form = {"versie": 1, "direct": 2954, "indirect": 0, "reistijd": 46, "aantal_contacten": 1}
    page = als(zaak.zorg).post(url, form)
    on_screen = {code for _id, _label, code, _text in page.context["form"].foutenoverzicht}
    client = programma(zaak.zorg, Rolcode.AANBIEDER_ZORG)
    split = {"direct": 2954, "indirect": 0, "reistijd": 46, "aantalContacten": 1}
    answer = post(client, f"{API}/{verzoek.pk}/antwoord", {"verdeling": split}, 1)
    by_program = {p["code"] for p in answer.json()["invalidParams"]}
    assert on_screen == by_program == {"reistijd_te_hoog"}
    assert GOED.given
