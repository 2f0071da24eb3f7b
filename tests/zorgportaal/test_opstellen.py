"""The form of the aanbieder: every kind and act, kept input and documents, the way of an IBAN."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.choices import Rolcode, Scanstatus
from core.models import Document
from providers.models import Aanbieder
from tests.documenten.bestanden import pages, pdf, png
from tests.factories.providers import AanbiederFactory, LocatieFactory
from tests.zorgportaal.conftest import NIEUW_IBAN, SOUND, target
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import opened
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.behandelen import ask, reject, take
from zorgportaal.soorten import SOORTEN

pytestmark = pytest.mark.django_db
EVERY = pytest.mark.parametrize(("soort", "handeling"), sorted(SOUND), ids="-".join)


@pytest.fixture(autouse=True)
def _documents(settings: Any, tmp_path: Any) -> None:
    settings.DOCUMENT_MAP = tmp_path / "documenten"


@pytest.fixture
def browser(client_for: Callable[..., Client], aanbieder: Aanbieder) -> Client:
    return client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)


@pytest.fixture
def manager(client_for: Callable[..., Client], ozjt: Any) -> Client:
    return client_for(Rolcode.CONTRACTMANAGER, ozjt)


def path(aanbieder: Aanbieder, soort: str, handeling: str, *, doel: Any = None) -> str:
    row = doel or target(aanbieder, soort, handeling)
    args = [aanbieder.pk, soort, handeling, *([row] if row else [])]
    return reverse("wijziging-opstellen", args=args)


def upload(naam: str = "verklaring.pdf", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(naam, data or pages(1), content_type="application/pdf")


def typed(aanbieder: Aanbieder, soort: str, handeling: str, **other: Any) -> dict[str, Any]:
    values = {k: v for k, v in SOUND[soort, handeling](aanbieder).items() if v is not False}
    return {**values, "datum": "1-12-2027", "toelichting": "Zie brief", **other}


def concept() -> Wijzigingsverzoek:
    return Wijzigingsverzoek.objects.get(status=Verzoekstatus.CONCEPT)


def here(response: Any) -> str:
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


@EVERY
def test_form_of_every_kind_and_act_is_filed(
    soort: str, handeling: str, browser: Client, aanbieder: Aanbieder
) -> None:
    url = path(aanbieder, soort, handeling)
    page = browser.get(url)
    assert page.status_code == 200
    assert page["Cache-Control"].find("no-store") >= 0
    if SOORTEN[soort].bewijs and handeling == "toevoegen":
        url = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
    wanted = {v.naam for v in SOORTEN[soort].fields(handeling)}  # type: ignore[arg-type]
    assert set(browser.get(url).context["form"].fields) >= wanted | {"datum", "toelichting"}
    answer = browser.post(url, typed(aanbieder, soort, handeling, actie="indienen"))
    verzoek = Wijzigingsverzoek.objects.get()
    assert here(answer) == f"/wijzigingen/{verzoek.pk}?ingediend", concept_errors(browser, answer)
    assert verzoek.status == Verzoekstatus.INGEDIEND
    assert browser.get(here(answer)).status_code == 200


def concept_errors(browser: Client, answer: Any) -> Any:
    page = browser.get(here(answer))
    return page.context["form"].errors if "form" in (page.context or {}) else ""


@EVERY
def test_refused_form_keeps_input_and_document_at_its_own_address(
    soort: str, handeling: str, browser: Client, aanbieder: Aanbieder
) -> None:
    url = path(aanbieder, soort, handeling)
    if SOORTEN[soort].bewijs_eerst and handeling == "toevoegen":
        url = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
    data = typed(aanbieder, soort, handeling, datum="geen dag", actie="indienen")
    back = here(browser.post(url, {**data, "bestand": upload("brief.pdf", pages(2))}))
    for _again in range(2):
        page = browser.get(back)
        text = page.content.decode()
        assert page.status_code == 200
        assert 'value="geen dag"' in text
        assert "Zie brief" in text
        assert "brief.pdf" in text
        assert "Schrijf de datum" in text
        assert 'data-code="ongeldig_formaat"' in text
    assert concept().bewijsstukken.filter(naam="brief.pdf").count() == 1


def test_each_finding_of_the_service_stands_once_on_its_field(
    browser: Client, aanbieder: Aanbieder
) -> None:
    url = path(aanbieder, "locatie", "toevoegen")
    back = here(browser.post(url, {"postcode": "12", "actie": "indienen"}))
    form = browser.get(back).context["form"]
    assert [len(form.errors[name]) for name in ("naam", "straat", "postcode", "datum")] == [1] * 4


def test_old_value_stands_beside_each_field(browser: Client, aanbieder: Aanbieder) -> None:
    page = browser.get(path(aanbieder, "identiteit", "wijzigen"))
    assert [was for _field, was in page.context["form"].vragen] == [
        "Zorghuis De Linde",
        aanbieder.kvk,
        "Besloten vennootschap",
        "–",
        "–",
    ]


class TestIban:
    """R-ZP-2"""

    @pytest.fixture
    def url(self, aanbieder: Aanbieder) -> str:
        return path(aanbieder, "bankrekening", "toevoegen")

    def test_field_is_not_there_without_verklaring(self, browser: Client, url: str) -> None:
        page = browser.get(url)
        assert 'name="iban"' not in page.content.decode()
        assert set(page.context["form"].fields) == {"bestand"}

    def test_number_that_is_posted_anyhow_is_not_filed(
        self, browser: Client, url: str, aanbieder: Aanbieder
    ) -> None:
        browser.post(url, typed(aanbieder, "bankrekening", "toevoegen", actie="indienen"))
        assert not Wijzigingsverzoek.objects.exclude(status="concept").exists()
        assert dict(opened(concept()).nieuw) == {}

    def test_field_opens_once_the_document_is_accepted(self, browser: Client, url: str) -> None:
        back = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
        assert 'name="iban"' in browser.get(back).content.decode()

    def test_field_stays_shut_while_the_scan_runs_and_then_goes_on_by_itself(
        self, browser: Client, url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("core.virusscan.is_enabled", lambda: True)
        back = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
        text = browser.get(back).content.decode()
        assert 'name="iban"' not in text
        assert "op virussen gecontroleerd" in text
        part = reverse("wijziging-bewijs", args=[concept().pk])
        asked = browser.get(part, headers={"hx-request": "true"})
        assert 'hx-trigger="every 3s"' in asked.content.decode()
        assert here(browser.get(part)) == back
        Document.objects.update(scan=Scanstatus.SCHOON)
        done = browser.get(part, headers={"hx-request": "true"})
        assert done["HX-Redirect"] == back
        assert 'name="iban"' in browser.get(back).content.decode()

    def test_infected_document_keeps_it_shut_and_asks_another(
        self, browser: Client, url: str
    ) -> None:
        back = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
        Document.objects.update(scan=Scanstatus.BESMET)
        text = browser.get(back).content.decode()
        assert 'name="iban"' not in text
        assert "kies een ander bestand" in text
        assert 'name="bestand"' in text

    def test_wrong_number_comes_back_with_its_code(
        self, browser: Client, url: str, aanbieder: Aanbieder
    ) -> None:
        back = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
        wrong = typed(aanbieder, "bankrekening", "toevoegen", iban="NL00DEMO01", actie="indienen")
        text = browser.get(here(browser.post(back, wrong))).content.decode()
        assert 'data-code="iban_ongeldig"' in text
        assert "NL00DEMO01" in text

    def test_number_stands_in_no_address(
        self, browser: Client, url: str, aanbieder: Aanbieder
    ) -> None:
        back = here(browser.post(url, {"actie": "bewijs", "bestand": upload()}))
        sound = typed(aanbieder, "bankrekening", "toevoegen", datum="x", actie="indienen")
        assert NIEUW_IBAN not in here(browser.post(back, sound))


@pytest.mark.parametrize(
    ("naam", "data", "code"),
    [
        ("rekening.pdf", b"MZ\x90\0" + b"\0" * 600, "document_soort"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "document_soort"),
        (
            "script.pdf",
            pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"),
            "document_actieve_inhoud",
        ),
        ("leeg.pdf", b" ", "document_soort"),
        ("groot.png", png() + b"\0" * (50 * 1024 * 1024), "document_te_groot"),
    ],
    ids=["exe", "svg", "script", "leeg", "50 MB"],
)
def test_bad_document_is_told_on_the_field_and_the_rest_kept(
    naam: str, data: bytes, code: str, browser: Client, aanbieder: Aanbieder
) -> None:
    url = path(aanbieder, "agb-code", "toevoegen")
    data_in = typed(aanbieder, "agb-code", "toevoegen", actie="bewijs")
    answer = browser.post(url, {**data_in, "bestand": upload(naam, data)})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert f'data-code="{code}"' in text
    assert 'value="41991234"' in text
    assert 'value="1-12-2027"' in text
    assert not concept().bewijsstukken.exists()
    again = browser.get(f"{url}?concept={concept().pk}").content.decode()
    assert 'value="41991234"' in again


def test_file_chosen_with_script_is_stored_at_once(browser: Client, aanbieder: Aanbieder) -> None:
    url = path(aanbieder, "agb-code", "toevoegen")
    data = typed(aanbieder, "agb-code", "toevoegen", actie="bewijs", bestand=upload())
    answer = browser.post(url, data, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Replace-Url"] == f"{url}?concept={concept().pk}"
    assert f'name="concept" value="{concept().pk}"' in answer.content.decode()
    assert opened(concept()).nieuw["code"] == "41991234"


def test_without_a_file_the_button_says_so_and_keeps_nothing(
    browser: Client, aanbieder: Aanbieder
) -> None:
    answer = browser.post(path(aanbieder, "agb-code", "toevoegen"), {"actie": "bewijs"})
    assert answer.status_code == 400
    assert "Kies eerst een bestand" in answer.content.decode()
    assert not Wijzigingsverzoek.objects.exists()


def test_document_is_taken_off_and_the_input_stays(browser: Client, aanbieder: Aanbieder) -> None:
    url = path(aanbieder, "agb-code", "toevoegen")
    data = typed(aanbieder, "agb-code", "toevoegen")
    back = here(browser.post(url, {**data, "actie": "bewijs", "bestand": upload()}))
    stuk = concept().bewijsstukken.get()
    browser.post(back, {**data, "code": "41995678", "actie": f"weg:{stuk.pk}"})
    text = browser.get(back).content.decode()
    assert not concept().bewijsstukken.exists()
    assert 'value="41995678"' in text


def test_eleventh_document_is_refused(browser: Client, aanbieder: Aanbieder) -> None:
    url = path(aanbieder, "agb-code", "toevoegen")
    for number in range(10):
        data = {"actie": "bewijs", "bestand": upload(data=pages(1, content=f"({number})"))}
        url = here(browser.post(url, data))
    answer = browser.post(url, {"actie": "bewijs", "bestand": upload(data=pages(2))})
    assert answer.status_code == 400
    assert 'data-code="te_veel_bewijsstukken"' in answer.content.decode()
    assert concept().bewijsstukken.count() == 10


class TestConcept:
    @pytest.fixture
    def saved(self, browser: Client, aanbieder: Aanbieder) -> str:
        url = path(aanbieder, "contact", "wijzigen")
        answer = browser.post(url, {"email": "half@", "actie": "bewaren"})
        assert here(answer) == f"/aanbieders/{aanbieder.pk}/wijzigingen"
        return f"{url}?concept={concept().pk}"

    def test_is_found_again_as_typed(self, browser: Client, saved: str) -> None:
        assert 'value="half@"' in browser.get(saved).content.decode()

    def test_own_side_sees_it(self, client_for: Any, aanbieder: Aanbieder, saved: str) -> None:
        colleague = client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
        assert colleague.get(saved).status_code == 200
        tab = colleague.get(f"/aanbieders/{aanbieder.pk}/wijzigingen").content.decode()
        assert concept().kenmerk in tab

    def test_nobody_else_sees_it(
        self, client_for: Any, manager: Client, aanbieder: Aanbieder, saved: str
    ) -> None:
        assert manager.get(saved).status_code == 404
        tab = manager.get(f"/aanbieders/{aanbieder.pk}/wijzigingen").content.decode()
        assert concept().kenmerk not in tab
        zorg = client_for(Rolcode.AANBIEDER_ZORG, aanbieder.organisatie)
        assert zorg.get(saved).status_code == 403
        other = client_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
        assert other.get(saved).status_code == 404
        assert other.post(saved, {"actie": "indienen"}).status_code == 404

    def test_is_thrown_away(self, browser: Client, saved: str) -> None:
        url = reverse("wijziging-concept-verwijderen", args=[concept().pk])
        assert browser.post(url).status_code == 302
        assert not Wijzigingsverzoek.objects.exists()
        assert browser.get(saved).status_code == 404

    def test_of_another_form_does_not_exist_here(
        self, browser: Client, aanbieder: Aanbieder, saved: str
    ) -> None:
        other = path(aanbieder, "agb-code", "toevoegen")
        assert browser.get(f"{other}?concept={concept().pk}").status_code == 404
        assert browser.get(f"{other}?concept=onzin").status_code == 404


class TestTwice:
    """R-ZP-3"""

    def test_second_press_finds_the_same_confirmation(
        self, browser: Client, aanbieder: Aanbieder
    ) -> None:
        url = path(aanbieder, "agb-code", "toevoegen")
        data = typed(aanbieder, "agb-code", "toevoegen")
        back = here(browser.post(url, {**data, "actie": "bewijs", "bestand": upload()}))
        once = here(browser.post(back, {**data, "actie": "indienen"}))
        assert here(browser.post(back, {**data, "actie": "indienen"})) == once
        assert here(browser.get(back)) == once.removesuffix("?ingediend")

    def test_same_request_again_shows_the_first_reference(
        self, browser: Client, aanbieder: Aanbieder
    ) -> None:
        url = path(aanbieder, "agb-code", "toevoegen")
        data = typed(aanbieder, "agb-code", "toevoegen", actie="indienen")
        browser.post(url, data)
        first = Wijzigingsverzoek.objects.get()
        again = here(browser.post(url, data))
        assert again == f"/wijzigingen/{first.pk}?bestond"
        assert Wijzigingsverzoek.objects.count() == 1
        assert first.kenmerk in browser.get(again).content.decode()


class TestWho:
    def test_another_aanbieder_does_not_exist(self, browser: Client) -> None:
        other = AanbiederFactory()
        url = reverse("wijziging-opstellen", args=[other.pk, "agb-code", "toevoegen"])
        assert browser.get(url).status_code == 404
        assert browser.post(url, {"actie": "indienen"}).status_code == 404

    def test_row_of_another_aanbieder_does_not_exist(
        self, browser: Client, aanbieder: Aanbieder
    ) -> None:
        url = path(aanbieder, "locatie", "wijzigen", doel=LocatieFactory().pk)
        assert browser.get(url).status_code == 404

    @pytest.mark.parametrize(
        ("soort", "handeling"),
        [("onzin", "toevoegen"), ("agb-code", "onzin"), ("identiteit", "toevoegen")],
    )
    def test_kind_or_act_that_there_is_not(
        self, soort: str, handeling: str, browser: Client, aanbieder: Aanbieder
    ) -> None:
        url = reverse("wijziging-opstellen", args=[aanbieder.pk, soort, handeling])
        assert browser.get(url).status_code == 404

    @pytest.mark.parametrize("rol", [Rolcode.TOEGANG, Rolcode.CPWV, Rolcode.TOEZICHTHOUDER])
    def test_who_only_reads_may_not(
        self, rol: Rolcode, client_for: Any, aanbieder: Aanbieder
    ) -> None:
        assert client_for(rol).get(path(aanbieder, "agb-code", "toevoegen")).status_code == 403

    def test_zorgmedewerker_of_the_same_aanbieder_may_not(
        self, client_for: Any, aanbieder: Aanbieder
    ) -> None:
        zorg = client_for(Rolcode.AANBIEDER_ZORG, aanbieder.organisatie)
        assert zorg.get(path(aanbieder, "agb-code", "toevoegen")).status_code == 403

    def test_contract_management_files_for_an_aanbieder_with_evidence(
        self, manager: Client, browser: Client, aanbieder: Aanbieder
    ) -> None:
        url = path(aanbieder, "agb-code", "toevoegen")
        data = typed(aanbieder, "agb-code", "toevoegen", actie="indienen", bestand=upload())
        assert "ingediend" in here(manager.post(url, data))
        verzoek = Wijzigingsverzoek.objects.get()
        assert verzoek.bewijsstukken.count() == 1
        assert browser.get(f"/wijzigingen/{verzoek.pk}").status_code == 200

    def test_secret_address_is_not_shown_to_who_may_not_see_it(
        self, manager: Client, aanbieder: Aanbieder
    ) -> None:
        """R-BES-2"""
        aanbieder.locaties.update(geheim=True)  # type: ignore[attr-defined]
        assert manager.get(path(aanbieder, "locatie", "wijzigen")).status_code == 403


class TestDaarna:
    @pytest.fixture
    def verzoek(self, browser: Client, aanbieder: Aanbieder) -> Wijzigingsverzoek:
        url = path(aanbieder, "agb-code", "toevoegen")
        data = typed(aanbieder, "agb-code", "toevoegen", actie="indienen", bestand=upload())
        browser.post(url, data)
        return Wijzigingsverzoek.objects.get()

    def test_withdraw_asks_first_and_takes_the_reason(
        self, browser: Client, verzoek: Wijzigingsverzoek
    ) -> None:
        url = reverse("wijziging-intrekken", args=[verzoek.pk])
        assert browser.get(url).status_code == 200
        assert here(browser.post(url, {"reden": "Verkeerde code"})) == f"/wijzigingen/{verzoek.pk}"
        verzoek.refresh_from_db()
        assert (verzoek.status, verzoek.reden) == (Verzoekstatus.INGETROKKEN, "Verkeerde code")
        assert browser.post(url).status_code == 409
        assert browser.get(url).status_code == 302

    def test_others_do_not_withdraw(
        self, client_for: Any, manager: Client, verzoek: Wijzigingsverzoek
    ) -> None:
        url = reverse("wijziging-intrekken", args=[verzoek.pk])
        assert manager.post(url).status_code == 403
        other = client_for(Rolcode.AANBIEDER_BEHEERDER, AanbiederFactory().organisatie)
        assert other.post(url).status_code == 404

    def test_ended_request_is_used_again_with_its_documents(
        self, browser: Client, verzoek: Wijzigingsverzoek, beslisser: Any
    ) -> None:
        reject(beslisser, verzoek.pk, reden="Onleesbaar", versie=verzoek.versie)
        page = browser.get(f"/wijzigingen/{verzoek.pk}").content.decode()
        assert "Opnieuw gebruiken" in page
        again = here(browser.post(reverse("wijziging-opnieuw", args=[verzoek.pk])))
        text = browser.get(again).content.decode()
        assert 'value="41991234"' in text
        assert "verklaring.pdf" in text
        verzoek.refresh_from_db()
        assert verzoek.status == Verzoekstatus.AFGEWEZEN

    def test_open_request_is_not_used_again(
        self, browser: Client, verzoek: Wijzigingsverzoek
    ) -> None:
        browser.post(reverse("wijziging-opnieuw", args=[verzoek.pk]))
        assert Wijzigingsverzoek.objects.count() == 1

    def test_question_is_answered_with_a_document(
        self, browser: Client, verzoek: Wijzigingsverzoek, beslisser: Any, vandaag: Any
    ) -> None:
        taken = take(beslisser, verzoek.pk, versie=verzoek.versie)
        ask(beslisser, verzoek.pk, vraag="Welke vestiging?", versie=taken.versie, peildatum=vandaag)
        page = browser.get(f"/wijzigingen/{verzoek.pk}").content.decode()
        assert "Welke vestiging?" in page
        assert "Antwoord versturen" in page
        url = reverse("wijziging-beantwoorden", args=[verzoek.pk])
        assert browser.get(url).status_code == 200
        empty = browser.post(url, {"antwoord": " ", "bestand": upload("extra.pdf", pages(2))})
        assert empty.status_code == 400
        assert 'data-code="verplicht"' in empty.content.decode()
        assert "extra.pdf" in empty.content.decode()
        wrong = browser.post(url, {"antwoord": "De Linde", "bestand": upload("x.svg", b"<svg/>")})
        assert wrong.status_code == 400
        assert "De Linde" in wrong.content.decode()
        assert here(browser.post(url, {"antwoord": "De Linde"})) == f"/wijzigingen/{verzoek.pk}"
        verzoek.refresh_from_db()
        assert verzoek.status == Verzoekstatus.IN_BEHANDELING
        assert verzoek.aanvullingen.get().antwoord == "De Linde"
        assert verzoek.bewijsstukken.filter(naam="extra.pdf").count() == 1
        assert browser.post(url, {"antwoord": "Nog eens"}).status_code == 409


@pytest.mark.parametrize(("soort", "handeling"), sorted(SOUND))
def test_empty_form_says_what_is_missing(
    browser: Client, aanbieder: Aanbieder, soort: str, handeling: str
) -> None:
    """Also to end something, where only a day is asked."""
    doel = target(aanbieder, soort, handeling)
    answer = browser.post(path(aanbieder, soort, handeling, doel=doel), {"actie": "indienen"})
    page = browser.get(answer["Location"]) if answer.status_code == 302 else answer
    assert page.status_code in (200, 400)
    text = page.content.decode()
    assert "verplicht" in text or "iban_verklaring_ontbreekt" in text
    assert not Wijzigingsverzoek.objects.exclude(status="concept").exists()
