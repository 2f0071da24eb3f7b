"""What the pages do with input, versions and people; the browser tests look at them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.choices import Rolcode
from core.models import Gebruiker, Uitgaand
from core.signalen.motor import run_check
from screening.models import Screening, Screeningsbewijs, Vraag
from screening.services import lijsten, onderzoek
from tests.conftest import start_session
from tests.documenten.bestanden import pages
from tests.factories.providers import AanbiederFactory
from tests.matrix.test_lekken import text_of
from tests.screening.conftest import answers, decide, fresh, hear

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, simon):
    return start_session(client, Gebruiker.objects.get(pk=simon.id))


@pytest.fixture
def other(saskia):
    from django.test import Client

    return start_session(Client(), Gebruiker.objects.get(pk=saskia.id))


def at(name, screening, *args):
    return reverse(name, args=[screening.pk, *args])


def test_begin_from_the_dossier(browser, aanbieder, lijst):
    page = browser.get(reverse("screening-nieuw"), {"aanbieder": aanbieder.pk}).content.decode()
    assert f'value="{aanbieder.pk}" selected' in page
    answer = browser.post(
        reverse("screening-nieuw"), {"aanbieder": aanbieder.pk, "aanleiding": "toetreding"}
    )
    row = Screening.objects.get()
    assert answer["Location"] == at("screening-invullen", row)
    again = browser.post(
        reverse("screening-nieuw"), {"aanbieder": aanbieder.pk, "aanleiding": "signaal"}
    )
    assert again.status_code == 409
    assert "loopt al een screening" in again.content.decode()


@pytest.mark.parametrize("value", ["", "x", "' or 1=1", "00000000-0000-4000-8000-000000000000"])
def test_begin_with_an_aanbieder_that_is_none(browser, lijst, value):
    assert browser.get(reverse("screening-nieuw"), {"aanbieder": value}).status_code == 200
    posted = {"aanbieder": value, "aanleiding": "toetreding"}
    assert browser.post(reverse("screening-nieuw"), posted).status_code == 400


def fields(screening, *values, text=""):
    """As the page posts them: typed, with what stood there."""
    data = {"versie": fresh(screening).versie}
    for pk, given in answers(screening, *values, text=text).items():
        data |= {f"{pk}-waarde": given.waarde, f"{pk}-toelichting": given.toelichting}
    return data


def test_only_what_this_person_changed_is_saved(browser, saskia, screening):
    """A colleague answered meanwhile: the old page says so, and a second press saves."""
    data = fields(screening, "ja")
    onderzoek.save_answers(
        saskia,
        screening.pk,
        {Vraag.objects.all()[1].pk: onderzoek.Antwoordgegevens("nee", "")},
        versie=screening.versie,
    )
    url = at("screening-invullen", screening)
    refused = browser.post(url, data)
    assert refused.status_code == 412
    page = refused.content.decode()
    assert 'data-code="versie_verouderd"' in page
    assert f'name="versie" value="{fresh(screening).versie}"' in page
    assert re.search(r'-waarde" value="ja"[^>]*checked', page), "what was typed stands there"
    data["versie"] = fresh(screening).versie
    assert browser.post(url, data).status_code == 302
    assert list(
        screening.antwoorden.order_by("vraag__volgorde").values_list("waarde", flat=True)
    ) == ["ja", "nee"]


def test_wrong_answers_come_back_on_their_question(browser, screening):
    answer = browser.post(at("screening-invullen", screening), fields(screening, "misschien"))
    assert answer.status_code == 400
    assert 'data-code="onbekende_waarde"' in answer.content.decode()


@pytest.mark.parametrize("versie", ["", "x", "-1", "9" * 30, "1.0"])
def test_version_that_is_no_number_is_old(browser, screening, versie):
    data = {**fields(screening, "ja"), "versie": versie}
    assert browser.post(at("screening-invullen", screening), data).status_code == 412


def test_evidence_by_upload_is_of_ozjt_and_read_by_screeners_only(
    browser, screening, actor_for, client_for, aanbieder, ozjt
):
    vraag = Vraag.objects.get(bewijs_nodig=True)
    data = {
        "versie": screening.versie,
        "vraag": vraag.pk,
        "omschrijving": "Jaarrekening 2025",
        "bestand": SimpleUploadedFile("jaar.pdf", pages(1), "application/pdf"),
    }
    assert browser.post(at("screening-bewijs", screening), data).status_code == 302
    row = Screeningsbewijs.objects.get()
    assert row.document.eigenaar == ozjt
    url = reverse("documenten:ophalen", args=[row.document_id])
    assert browser.get(url).status_code == 200
    others = [
        client_for(rol, ozjt)
        for rol in (Rolcode.CONTRACTMANAGER, Rolcode.FG, Rolcode.TOEZICHTHOUDER)
    ]
    others.append(client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie))
    for client in others:
        assert client.get(url).status_code == 404
        view = reverse("documenten:bekijken", args=[row.document_id])
        assert client.get(view).status_code == 404


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"geen pdf", "document_"), (b"", "document_")],
)
def test_wrong_file_stores_nothing(browser, screening, content, code):
    data = {
        "versie": screening.versie,
        "omschrijving": "Iets",
        "bestand": SimpleUploadedFile("x.pdf", content, "application/pdf"),
    }
    answer = browser.post(at("screening-bewijs", screening), data)
    assert answer.status_code == 400
    assert f'data-code="{code}' in answer.content.decode()
    assert not Screeningsbewijs.objects.exists()


def test_decision_page_is_for_another(browser, other, voorgelegd):
    url = at("screening-besluit", voorgelegd)
    assert browser.get(url).status_code == 302
    data = {"versie": voorgelegd.versie, "gezien": "groen", "uitkomst": "geschikt",
            "motivering": "Goed", "geldig_tot": "2027-06-01"}  # fmt: skip
    refused = browser.post(url, data)
    assert refused.status_code == 403
    assert 'data-code="screening_vier_ogen"' in refused.content.decode()
    assert "Groen: geen bezwaar" in other.get(url).content.decode()
    assert other.post(url, data).status_code == 302
    assert fresh(voorgelegd).uitkomst == "geschikt"


def test_decision_without_thresholds_says_so(other, voorgelegd, settings):
    settings.KIT_DREMPELS_BESTAND = ""
    page = other.get(at("screening-besluit", voorgelegd)).content.decode()
    assert "Geen drempels ingesteld" in page
    assert "Oranje vanaf" not in page


def test_history_tells_answers_acts_and_people(browser, simon, klaar, vandaag):
    hear(simon, klaar, vandaag)
    page = browser.get(at("screening", klaar, "geschiedenis")).content.decode()
    for text in ("Bewijsstuk toegevoegd", "Zorg voorgelegd", "Antwoord: Is er een jaarrekening?"):
        assert text in page


def test_register_filters_and_exports(browser, saskia, voorgelegd, simon, lijst, vandaag):
    done = decide(saskia, voorgelegd)
    begun = onderzoek.begin(
        simon, AanbiederFactory(naam="De Beuk").pk, aanleiding="signaal", peildatum=vandaag
    )
    Screening.objects.filter(pk=done.pk).update(geldig_tot=vandaag)
    for query, expected in (
        ("", {done, begun}),
        ("?stand=loopt", {begun}),
        ("?uitkomst=geschikt", {done}),
        ("?aanleiding=signaal", {begun}),
        ("?aanbieder=beuk", {begun}),
        ("?opnieuw=on", {done}),
    ):
        page = browser.get(f"/screeningen{query}").content.decode()
        shown = {row for row in (done, begun) if row.kenmerk in page}
        assert shown == expected, query
    lines = text_of(browser.get("/screeningen?formaat=csv")).strip().splitlines()
    assert len(lines) == 3
    assert "moet opnieuw" in browser.get("/screeningen").content.decode()


@pytest.mark.parametrize("many", [2, 12])
def test_register_takes_the_same_number_of_queries(
    browser, simon, lijst, vandaag, many, django_assert_max_num_queries
):
    for _ in range(many):
        onderzoek.begin(simon, AanbiederFactory().pk, aanleiding="signaal", peildatum=vandaag)
    with django_assert_max_num_queries(14):
        browser.get("/screeningen")


def test_pages_are_kept_by_no_browser(browser, screening):
    for name in ("screening", "screening-invullen", "screening-toetsen"):
        assert "no-store" in browser.get(at(name, screening))["Cache-Control"]


def test_question_list_keeps_what_was_typed_when_it_moved_on(browser, simon, lijst):
    concept = lijsten.start_concept(simon)
    data = {"thema": "Nieuw", "tekst": "Vraag?", "soort": "open", "gewicht": "licht", "versie": 9}
    refused = browser.post(reverse("vraag-nieuw", args=[concept.pk]), data)
    assert refused.status_code == 412
    assert "Vraag?" in refused.content.decode()
    vraag = concept.vragen.first()
    assert browser.post(reverse("vraag", args=[vraag.pk]), data).status_code == 412
    assert browser.get(reverse("vraag", args=[lijst.vragen.first().pk])).status_code == 302


def test_dossier_looks_the_same_to_others_with_and_without_a_screening(
    client_for, saskia, voorgelegd, ozjt, aanbieder
):
    """Tab, counts and what refuses: nothing tells that there is a screening."""
    manager = client_for(Rolcode.CONTRACTMANAGER, ozjt)
    beheer = client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
    clients = (manager, beheer)

    def seen() -> list[tuple[int, str]]:
        urls = [
            reverse("aanbieder", args=[aanbieder.pk, *tab])
            for tab in ([], ["documenten"], ["geschiedenis"], ["screening"])
        ]
        found = []
        for client in clients:
            for url in [*urls, "/", "/zoeken?q=SC-10001"]:
                answer = client.get(url)
                reference = answer.get("X-Referentie", "")
                found.append((answer.status_code, answer.content.decode().replace(reference, "")))
        return found

    for naam in ("screening_te_besluiten", "screening_ontbreekt"):
        run_check(naam, timezone.localdate())
    before = [(status, bare(text)) for status, text in seen()]
    decide(saskia, voorgelegd)
    for naam in ("screening_te_besluiten", "screening_ontbreekt"):
        run_check(naam, timezone.localdate())
    assert [(status, bare(text)) for status, text in seen()] == before
    assert {status for status, _text in before} == {200, 403}
    assert not any("/screeningen" in text or "Screening<" in text for _s, text in before)
    assert not Uitgaand.objects.exists()


def bare(page: str) -> str:
    """Without tokens that differ per page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
