"""The dossier of an aanbieder: approved data for everybody, what is asked for only for who may see
the request (R-ZP-4).
"""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contracts.models import Groepproduct, Onderaannemerschap, Perceelcontract, Product
from core import kluis
from core.choices import Rolcode
from core.models import Gebeurtenis, Inzage
from providers.choices import Dossierstuksoort
from providers.models import Aanbieder, AgbCode, Dossierstuk, GeheimAdres, Groep
from tests.factories.contracts import ProductFactory
from tests.factories.providers import (
    AanbiederFactory,
    AgbCodeFactory,
    BankrekeningFactory,
    GroepFactory,
    LocatieFactory,
)
from tests.zorgportaal.conftest import SOUND
from zorgportaal.inhoud import seen_token, wijziging_of
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.selectors_dossier import document_state
from zorgportaal.services.behandelen import approve
from zorgportaal.services.indienen import submit
from zorgportaal.views.dossier import AanbiederDetail

pytestmark = pytest.mark.django_db
TABS = [name for name, _label in AanbiederDetail.tabbladen] + ["geschiedenis"]
DAG = datetime.timedelta(days=1)


@pytest.fixture
def browser(client_for: Callable[..., Client], aanbieder: Aanbieder) -> Client:
    return client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)


@pytest.fixture
def zorg(client_for: Callable[..., Client], aanbieder: Aanbieder) -> Client:
    return client_for(Rolcode.AANBIEDER_ZORG, aanbieder.organisatie)


@pytest.fixture
def manager(client_for: Callable[..., Client], ozjt: Any) -> Client:
    return client_for(Rolcode.CONTRACTMANAGER, ozjt)


def tab(aanbieder: Aanbieder, name: str = "") -> str:
    return reverse("aanbieder", args=[aanbieder.pk, *([name] if name else [])])


def text_of(client: Client, aanbieder: Aanbieder, name: str = "") -> str:
    page = client.get(tab(aanbieder, name))
    assert page.status_code == 200
    return str(page.content.decode())


@pytest.mark.parametrize("name", TABS)
def test_every_tab_opens_for_both_sides(
    name: str, browser: Client, manager: Client, aanbieder: Aanbieder
) -> None:
    for client in (browser, manager):
        assert client.get(tab(aanbieder, name)).status_code == 200


def test_another_aanbieder_does_not_exist(browser: Client) -> None:
    other = AanbiederFactory()
    assert {browser.get(tab(other, name)).status_code for name in TABS} == {404}


@pytest.mark.parametrize("name", ["documenten", "wijzigingen"])
def test_zorgmedewerker_has_no_papers_and_no_requests(
    name: str, zorg: Client, aanbieder: Aanbieder
) -> None:
    assert zorg.get(tab(aanbieder, name)).status_code == 403
    assert tab(aanbieder, name) not in text_of(zorg, aanbieder)


def test_mijn_gegevens_leads_to_the_own_dossier(
    browser: Client, manager: Client, aanbieder: Aanbieder
) -> None:
    assert browser.get("/mijn-gegevens")["Location"] == tab(aanbieder)
    assert manager.get("/mijn-gegevens").status_code == 403
    assert "/mijn-gegevens" in text_of(browser, aanbieder)
    assert "/mijn-gegevens" not in text_of(manager, aanbieder)


def test_menu_marks_the_own_dossier_and_nothing_else(
    browser: Client, manager: Client, aanbieder: Aanbieder
) -> None:
    current = re.compile(r'href="([^"]+)" aria-current="page"')
    own = current.findall(text_of(browser, aanbieder))
    assert [url for url in own if url.startswith(("/mijn", "/aanbieders"))] == [
        "/mijn-gegevens",
        tab(aanbieder),
    ]
    assert "/aanbieders" in current.findall(text_of(manager, aanbieder))


VERB = re.compile(r"/wijzigen/([a-z-]+)/(toevoegen|wijzigen|beeindigen)")


def verbs(client: Client, aanbieder: Aanbieder) -> set[tuple[str, ...]]:
    return {
        found
        for name in ("", "locaties", "onderaannemers", "documenten")
        for found in VERB.findall(text_of(client, aanbieder, name))
    }


def test_who_may_ask_has_a_verb_beside_each_thing(
    browser: Client, manager: Client, aanbieder: Aanbieder
) -> None:
    every = set(SOUND) | {("groep", "toevoegen")}
    for client in (browser, manager):
        assert verbs(client, aanbieder) == every


@pytest.mark.parametrize("rol", [Rolcode.TOEGANG, Rolcode.CPWV, Rolcode.BESCHIKBAARHEIDSBEHEERDER])
def test_who_reads_has_none(
    rol: Rolcode, client_for: Callable[..., Client], aanbieder: Aanbieder
) -> None:
    text = "".join(text_of(client_for(rol), aanbieder, n) for n in ("", "locaties"))
    assert not VERB.findall(text)


class TestOnderweg:
    """R-ZP-4"""

    @pytest.fixture
    def verzoek(self, vraag: Any, beheerder: Any, vandaag: Any) -> Wijzigingsverzoek:
        asked = vraag("contact", "wijzigen", naam="Nieuwe Balie", datum=vandaag.isoformat())
        return submit(beheerder, asked, peildatum=vandaag).verzoek

    def test_stands_beside_the_value_for_both_sides(
        self, browser: Client, manager: Client, aanbieder: Aanbieder, verzoek: Wijzigingsverzoek
    ) -> None:
        for client in (browser, manager):
            text = text_of(client, aanbieder)
            assert "Wijziging in behandeling" in text
            assert verzoek.kenmerk in text
            assert "algemeen@aanbieder.demo" in text
            assert verzoek.kenmerk in text_of(client, aanbieder, "wijzigingen")

    def test_name_of_something_new_is_for_the_asking_side_only(
        self, vraag: Any, beheerder: Any, browser: Client, manager: Client, aanbieder: Aanbieder,
        vandaag: datetime.date,
    ) -> None:  # fmt: skip
        submit(beheerder, vraag("locatie", naam="Het Nieuwe Huis"), peildatum=vandaag)
        assert "Het Nieuwe Huis" in text_of(browser, aanbieder, "wijzigingen")
        assert not [t for t in TABS if "Het Nieuwe Huis" in text_of(manager, aanbieder, t)]

    @pytest.mark.parametrize("rol", [Rolcode.AANBIEDER_ZORG, Rolcode.TOEGANG, Rolcode.SROI])
    def test_others_see_the_old_value_and_no_trace(
        self,
        rol: Rolcode,
        client_for: Callable[..., Client],
        aanbieder: Aanbieder,
        verzoek: Wijzigingsverzoek,
    ) -> None:
        own = aanbieder.organisatie if rol == Rolcode.AANBIEDER_ZORG else None
        client = client_for(rol, own)
        pages = ("", "contracten", "locaties", "onderaannemers", "geschiedenis")
        text = "".join(text_of(client, aanbieder, name) for name in pages)
        assert "algemeen@aanbieder.demo" in text
        assert "behandeling" not in text
        assert verzoek.kenmerk not in text
        assert "balie@linde.demo" not in text

    def test_new_value_stands_on_no_page_of_the_dossier(
        self, manager: Client, aanbieder: Aanbieder, verzoek: Wijzigingsverzoek
    ) -> None:
        assert not [t for t in TABS if "balie@linde.demo" in text_of(manager, aanbieder, t)]


def test_approved_value_that_starts_later_says_from_when(
    zorg: Client, aanbieder: Aanbieder, vandaag: datetime.date
) -> None:
    AgbCodeFactory(aanbieder=aanbieder, code="41997777", begindatum=vandaag + 30 * DAG)
    text = text_of(zorg, aanbieder)
    assert re.search(r"41997777.{1,300}?vanaf", text, re.S)


def test_change_in_place_that_waits_for_its_day_is_told_to_who_asked_only(
    vraag: Any,
    beheerder: Any,
    beslisser: Any,
    browser: Client,
    zorg: Client,
    aanbieder: Aanbieder,
    vandaag: datetime.date,
) -> None:
    later = (vandaag + 30 * DAG).isoformat()
    verzoek = submit(beheerder, vraag("identiteit", "wijzigen", datum=later), peildatum=vandaag)
    found = Wijzigingsverzoek.objects.get(pk=verzoek.verzoek.pk)
    token = seen_token(wijziging_of(found))
    approve(beslisser, found.pk, versie=found.versie, gezien=token, peildatum=vandaag)
    assert "Goedgekeurd, gaat in op" in text_of(browser, aanbieder)
    for client in (browser, zorg):
        assert "Lindeboom" not in text_of(client, aanbieder)
    assert "Goedgekeurd" not in text_of(zorg, aanbieder)


class TestRekening:
    def test_is_masked_and_only_for_who_may(
        self, browser: Client, manager: Client, zorg: Client, aanbieder: Aanbieder
    ) -> None:
        account = aanbieder.rekeningen.get()  # type: ignore[attr-defined]
        for client in (browser, manager):
            text = text_of(client, aanbieder)
            assert str(account) in text
            assert account.iban not in text
        assert str(account) not in text_of(zorg, aanbieder)

    def test_is_shown_whole_to_who_decides_and_logged(
        self, manager: Client, aanbieder: Aanbieder
    ) -> None:
        account = aanbieder.rekeningen.get()  # type: ignore[attr-defined]
        url = reverse("rekening-onthullen", args=[account.pk])
        assert url in text_of(manager, aanbieder)
        for headers in ({}, {"hx-request": "true"}):
            answer = manager.post(url, headers=headers)
            assert answer.status_code == 200
            assert account.iban in answer.content.decode().replace(" ", "")
            assert "no-store" in answer["Cache-Control"]
        lines = Inzage.objects.filter(soort="bankrekening.onthullen", object_id=account.pk)
        assert lines.count() == 2
        assert Gebeurtenis.objects.filter(soort="bankrekening.onthuld").count() == 2

    def test_is_not_shown_by_a_link(self, manager: Client, aanbieder: Aanbieder) -> None:
        account = aanbieder.rekeningen.get()  # type: ignore[attr-defined]
        assert manager.get(reverse("rekening-onthullen", args=[account.pk])).status_code == 405

    @pytest.mark.parametrize(
        "rol", [Rolcode.AANBIEDER_BEHEERDER, Rolcode.AANBIEDER_ZORG, Rolcode.TOEGANG]
    )
    def test_is_not_shown_whole_to_others(
        self, rol: Rolcode, client_for: Callable[..., Client], aanbieder: Aanbieder
    ) -> None:
        account = aanbieder.rekeningen.get()  # type: ignore[attr-defined]
        own = aanbieder.organisatie if rol != Rolcode.TOEGANG else None
        url = reverse("rekening-onthullen", args=[account.pk])
        assert client_for(rol, own).post(url).status_code == 403
        assert not Inzage.objects.filter(soort="bankrekening.onthullen").exists()


class TestPlaatsen:
    def test_group_with_places_and_products(self, zorg: Client, aanbieder: Aanbieder) -> None:
        group = Groep.objects.get()
        product: Product = ProductFactory(code="VBL01")
        begin = datetime.date(2025, 1, 1)
        Groepproduct.objects.create(groep=group, product=product, begindatum=begin)
        text = text_of(zorg, aanbieder, "locaties")
        assert group.naam in text
        assert "8 plaatsen" in text
        assert "VBL01" in text

    def test_secret_location_shows_the_gemeentehuis_and_says_so(
        self, browser: Client, manager: Client, aanbieder: Aanbieder, gemeente: Any
    ) -> None:
        """R-BES-2"""
        place = LocatieFactory(aanbieder=aanbieder, gemeente=gemeente, straat="Schuilweg")
        type(place).objects.filter(pk=place.pk).update(straat="Langestraat", geheim=True)
        real = {"straat": "Schuilweg", "huisnummer": "1", "postcode": "7511 AA", "plaats": "X"}
        GeheimAdres.objects.create(
            locatie=place, adres=kluis.encrypt(real, bound_to=f"adres:{place.pk}")
        )
        for client in (browser, manager):
            text = text_of(client, aanbieder, "locaties")
            assert "beschermd adres" in text
            assert "Langestraat" in text
            assert "Schuilweg" not in text + text_of(client, aanbieder, "geschiedenis")

    def test_same_number_of_queries_for_1_and_12_locations(
        self, manager: Client, aanbieder: Aanbieder, gemeente: Any
    ) -> None:
        def count() -> int:
            manager.get(tab(aanbieder, "locaties"))
            with CaptureQueriesContext(connection) as caught:
                text_of(manager, aanbieder, "locaties")
            return len(caught)

        with time_machine.travel(timezone.now(), tick=False):  # a session is saved now and then
            few = count()
            for _n in range(11):
                GroepFactory(locatie=LocatieFactory(aanbieder=aanbieder, gemeente=gemeente))
            assert count() == few


def test_onderaannemer_with_perceel_and_period(zorg: Client, aanbieder: Aanbieder) -> None:
    """R-ZP-5"""
    contract = Perceelcontract.objects.get(aanbieder=aanbieder)
    Onderaannemerschap.objects.create(
        hoofdaannemer=aanbieder,
        naam="Zorg Onder Dak",
        kvk="99912345",
        perceel=contract.perceel,
        begindatum=datetime.date(2026, 1, 1),
    )
    text = text_of(zorg, aanbieder, "onderaannemers")
    assert "Zorg Onder Dak" in text
    assert contract.perceel.naam in text


@pytest.mark.parametrize(
    ("days", "kind", "words"),
    [
        (-1, "must", "verlopen"),
        (0, "attention", "verloopt vandaag"),
        (1, "attention", "verloopt morgen"),
        (60, "attention", "verloopt over 60 dagen"),
        (61, "good", "geldig"),
        (None, "good", "geldig"),
    ],
)
def test_state_of_a_document_in_words(
    days: int | None, kind: str, words: str, vandaag: datetime.date
) -> None:
    end = None if days is None else vandaag + days * DAG
    stuk = Dossierstuk(
        soort=Dossierstuksoort.JAARREKENING, begindatum=vandaag - 400 * DAG, einddatum=end
    )
    assert document_state(stuk, vandaag) == (kind, words)


def test_documents_of_the_dossier_with_link_to_the_viewer(
    browser: Client, manager: Client, aanbieder: Aanbieder, document: Any, vandaag: datetime.date
) -> None:
    found = document("dossierstuk")
    Dossierstuk.objects.create(
        aanbieder=aanbieder,
        soort=Dossierstuksoort.VERZEKERING,
        omschrijving="Polis 2026",
        document=found,
        begindatum=vandaag - 100 * DAG,
        einddatum=vandaag + 20 * DAG,
    )
    for client in (browser, manager):
        text = text_of(client, aanbieder, "documenten")
        assert "Polis 2026" in text
        assert "verloopt over 20 dagen" in text
        assert client.get(reverse("documenten:bekijken", args=[found.pk])).status_code == 200


class TestGeschiedenis:
    def test_tells_per_field_from_what_to_what(self, browser: Client, aanbieder: Aanbieder) -> None:
        Aanbieder.objects.filter(pk=aanbieder.pk).update(vestigingsplaats="Losser")
        AgbCode.objects.filter(aanbieder=aanbieder).update(einddatum=datetime.date(2026, 12, 31))
        text = text_of(browser, aanbieder, "geschiedenis")
        assert re.search(r"Vestigingsplaats: – → <b>Losser</b>", text)
        assert re.search(r"AGB-code · 41990001", text)

    def test_is_narrowed_to_one_kind(self, browser: Client, aanbieder: Aanbieder) -> None:
        page = browser.get(tab(aanbieder, "geschiedenis") + "?gegeven=agb-code")
        assert {step.soort for step in page.context["stappen"]} == {"AGB-code"}
        wrong = browser.get(tab(aanbieder, "geschiedenis") + "?gegeven=onzin&op=32-1-2026")
        assert wrong.status_code == 200

    def test_accounts_are_in_it_for_who_sees_accounts(
        self, browser: Client, zorg: Client, aanbieder: Aanbieder
    ) -> None:
        BankrekeningFactory(aanbieder=aanbieder, doel="subsidie", tenaamstelling="Stichting X")
        assert "Bankrekening" in text_of(browser, aanbieder, "geschiedenis")
        page = zorg.get(tab(aanbieder, "geschiedenis"))
        assert "Bankrekening" not in {step.soort for step in page.context["stappen"]}
