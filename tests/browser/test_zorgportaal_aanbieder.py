"""A beheerder of a small aanbieder, on a phone: from a verklaring of the bank to an account in
force, by keyboard, without script, and at 320 px.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from core.choices import Rolcode, Scanstatus
from core.models import Document
from providers.models import Aanbieder
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.documenten.bestanden import pages
from tests.zorgportaal.conftest import (  # noqa: F401 - fixtures
    NIEUW_IBAN,
    SOUND,
    aanbieder,
    beheerder,
    beslisser,
    document,
    gemeente,
    ozjt,
    target,
    vandaag,
    vraag,
)
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.behandelen import ask, take
from zorgportaal.services.indienen import submit
from zorgportaal.views.dossier import AanbiederDetail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = pytest.mark.parametrize("viewport", [390])
NARROW = pytest.mark.parametrize("viewport", [1280, 320])
PLAIN = pytest.mark.parametrize("javascript", [False], ids=["without script"])


@pytest.fixture
def als(
    pagina: Page,
    client_for: Callable[..., Any],
    live_server: Any,
    tmp_path: Path,
    settings: Any,
) -> Callable[..., Page]:
    settings.DOCUMENT_MAP = tmp_path / "documenten"

    def log_in(rol: Rolcode, organisatie: Any) -> Page:
        client = client_for(rol, organisatie)
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return log_in


@pytest.fixture
def linda(als: Any, aanbieder: Aanbieder) -> Page:  # noqa: F811
    return als(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)  # type: ignore[no-any-return]


@pytest.fixture
def bas(
    browser: Browser,
    live_server: Any,
    client_for: Any,
    settings: Any,
    ozjt: Any,  # noqa: F811
) -> Iterator[Page]:
    """Contractbeheer at a desk, at the same time in a browser of its own."""
    name = settings.SESSION_COOKIE_NAME
    session = client_for(Rolcode.CONTRACTBEHEERDER, ozjt).cookies[name].value
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 1280, "height": 900}, locale="nl-NL"
    )
    context.set_default_timeout(10_000)
    context.add_cookies([{"name": name, "value": session, "url": live_server.url}])
    yield context.new_page()
    context.close()


@pytest.fixture
def verklaring(tmp_path: Path) -> Path:
    path = tmp_path / "iban-verklaring.pdf"
    path.write_bytes(pages(1))
    return path


def look(page: Page, name: str) -> None:
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"zorgportaal/{name}")


def filed(page: Page) -> Wijzigingsverzoek:
    """The request whose confirmation is on screen."""
    expect(page).to_have_url(re.compile(r"/wijzigingen/[0-9a-f-]+\?ingediend$"))
    return Wijzigingsverzoek.objects.get()


def fill_account(page: Page, aanbieder: Aanbieder) -> None:  # noqa: F811
    page.get_by_label("Declaraties").check()
    page.get_by_label("IBAN", exact=True).fill(NIEUW_IBAN)
    page.get_by_label("Op naam van").fill(aanbieder.naam)


@PHONE
def test_new_account_from_verklaring_to_in_force(
    linda: Page,
    bas: Page,
    aanbieder: Aanbieder,  # noqa: F811
    verklaring: Path,
) -> None:
    """Given a beheerder on a phone, when it hands in a new account and contractbeheer approves it
    at a desk, then it sees the account in force."""
    linda.goto("/mijn-gegevens")
    look(linda, "1-dossier-390")
    linda.get_by_role("link", name="Nieuwe rekening").click()
    expect(linda.get_by_label("IBAN", exact=True)).to_have_count(0)
    look(linda, "2-verklaring-390")
    linda.get_by_label("Bestand").set_input_files(verklaring)
    expect(linda.get_by_label("IBAN", exact=True)).to_be_visible()
    expect(linda.get_by_text("aangenomen").first).to_be_visible()
    look(linda, "3-iban-390")
    fill_account(linda, aanbieder)
    linda.get_by_label("IBAN", exact=True).fill("NL00 DEMO 1234")
    linda.get_by_role("button", name="Indienen").click()
    expect(linda.get_by_role("alert")).to_contain_text("IBAN")
    look(linda, "4-geweigerd-390")
    linda.reload()
    expect(linda.get_by_role("link", name="iban-verklaring.pdf")).to_be_visible()
    expect(linda.get_by_label("Op naam van")).to_have_value(aanbieder.naam)
    linda.get_by_label("IBAN", exact=True).fill(NIEUW_IBAN)
    linda.get_by_role("button", name="Indienen").click()
    verzoek = filed(linda)
    expect(linda.get_by_text(verzoek.kenmerk).first).to_be_visible()
    look(linda, "5-ingediend-390")
    linda.goto("/mijn-gegevens")
    expect(linda.get_by_text("Toevoeging in behandeling")).to_be_visible()
    bas.goto("/wijzigingen")
    bas.get_by_role("link", name=verzoek.kenmerk).click()
    expect(bas.locator(".viewer__page")).to_be_visible()
    expect(bas.get_by_text("De rekening staat op naam van de aanbieder.")).to_be_visible()
    look(bas, "6-besluiten-1280")
    bas.get_by_role("button", name="Goedkeuren").click()
    expect(bas.get_by_role("status").filter(has_text="goedgekeurd")).to_be_visible()
    linda.reload()
    expect(linda.get_by_text("Toevoeging in behandeling")).to_have_count(0)
    expect(linda.get_by_text(f"•••• {NIEUW_IBAN[-4:]}")).to_be_visible()
    look(linda, "7-in-werking-390")


@PHONE
def test_field_opens_by_itself_when_the_scan_is_done(
    linda: Page,
    aanbieder: Aanbieder,  # noqa: F811
    verklaring: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.virusscan.is_enabled", lambda: True)
    monkeypatch.setattr("core.documenten.services.scan_document.delay_on_commit", lambda pk: None)
    linda.goto(reverse("wijziging-opstellen", args=[aanbieder.pk, "bankrekening", "toevoegen"]))
    linda.get_by_label("Bestand").set_input_files(verklaring)
    expect(linda.get_by_text("wordt op virussen gecontroleerd")).to_be_visible()
    expect(linda.get_by_label("IBAN", exact=True)).to_have_count(0)
    look(linda, "scan-390")
    Document.objects.update(scan=Scanstatus.SCHOON)
    expect(linda.get_by_label("IBAN", exact=True)).to_be_visible()


@PHONE
@PLAIN
def test_new_account_without_script(
    linda: Page,
    aanbieder: Aanbieder,  # noqa: F811
    verklaring: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.virusscan.is_enabled", lambda: True)
    monkeypatch.setattr("core.documenten.services.scan_document.delay_on_commit", lambda pk: None)
    linda.goto(reverse("wijziging-opstellen", args=[aanbieder.pk, "bankrekening", "toevoegen"]))
    linda.get_by_label("Bestand").set_input_files(verklaring)
    linda.get_by_role("button", name="Toevoegen").click()
    Document.objects.update(scan=Scanstatus.SCHOON)
    linda.get_by_role("link", name="Kijk opnieuw").click()
    fill_account(linda, aanbieder)
    linda.get_by_role("button", name="Indienen").click()
    expect(linda.get_by_text(filed(linda).kenmerk).first).to_be_visible()


def test_contact_is_changed_by_keyboard(
    linda: Page,
    aanbieder: Aanbieder,  # noqa: F811
) -> None:
    linda.goto("/mijn-gegevens")
    button = linda.get_by_role("link", name="Wijzigen Algemeen")
    button.focus()
    linda.keyboard.press("Enter")
    linda.get_by_label("E-mailadres").focus()
    linda.keyboard.press("Control+A")
    linda.keyboard.type("balie@linde.demo")
    linda.keyboard.press("Enter")
    assert filed(linda).status == "ingediend"


def test_wrong_file_is_told_on_the_field_and_the_rest_stays(
    linda: Page,
    aanbieder: Aanbieder,  # noqa: F811
    tmp_path: Path,
) -> None:
    wrong = tmp_path / "brief.pdf"
    wrong.write_bytes(b"MZ\x90\0" + b"\0" * 600)
    linda.goto(reverse("wijziging-opstellen", args=[aanbieder.pk, "agb-code", "toevoegen"]))
    linda.get_by_label("AGB-code", exact=True).fill("41991234")
    linda.get_by_label("Bestand").set_input_files(wrong)
    expect(linda.locator("[data-code=document_soort]").first).to_be_visible()
    expect(linda.get_by_label("AGB-code", exact=True)).to_have_value("41991234")
    good = tmp_path / "goed.pdf"
    good.write_bytes(pages(1))
    linda.get_by_label("Bestand").set_input_files(good)
    expect(linda.get_by_role("link", name="goed.pdf")).to_be_visible()
    assert "concept=" in linda.url


@NARROW
def test_every_tab_and_every_form_is_accessible(
    linda: Page,
    viewport: int,
    aanbieder: Aanbieder,  # noqa: F811
    vraag: Any,  # noqa: F811
    beheerder: Any,  # noqa: F811
    vandaag: datetime.date,  # noqa: F811
) -> None:
    for soort, handeling in (
        ("contact", "wijzigen"),
        ("groep", "wijzigen"),
        ("agb-code", "toevoegen"),
    ):
        submit(beheerder, vraag(soort, handeling), peildatum=vandaag)
    linda.goto("/")
    look(linda, f"vandaag-{viewport}")
    for tab, _label in (*AanbiederDetail.tabbladen, ("geschiedenis", "")):
        linda.goto(reverse("aanbieder", args=[aanbieder.pk, tab]))
        look(linda, f"tab-{tab}-{viewport}")
    for soort, handeling in sorted(SOUND):
        row = target(aanbieder, soort, handeling)
        args = [aanbieder.pk, soort, handeling, *([row] if row else [])]
        linda.goto(reverse("wijziging-opstellen", args=args))
        look(linda, f"form-{soort}-{handeling}-{viewport}")


@NARROW
def test_answer_and_withdraw(
    linda: Page,
    viewport: int,
    vraag: Any,  # noqa: F811
    beheerder: Any,  # noqa: F811
    beslisser: Any,  # noqa: F811
    vandaag: datetime.date,  # noqa: F811
) -> None:
    verzoek = submit(beheerder, vraag("agb-code"), peildatum=vandaag).verzoek
    taken = take(beslisser, verzoek.pk, versie=verzoek.versie)
    text = "Van welke vestiging is deze AGB-code?"
    ask(beslisser, verzoek.pk, vraag=text, versie=taken.versie, peildatum=vandaag)
    linda.goto(reverse("wijziging", args=[verzoek.pk]))
    look(linda, f"vraag-{viewport}")
    linda.get_by_role("button", name="Antwoord versturen").click()
    expect(linda.get_by_role("alert")).to_contain_text("Schrijf je antwoord")
    look(linda, f"antwoord-{viewport}")
    linda.get_by_label("Je antwoord").fill("Van de vestiging in Glanerbrug.")
    linda.get_by_role("button", name="Antwoord versturen").click()
    expect(linda.get_by_text("Je antwoord is verstuurd")).to_be_visible()
    linda.get_by_role("link", name="Intrekken").click()
    expect(linda.get_by_role("button", name="Intrekken")).to_be_visible()
    look(linda, f"intrekken-{viewport}")
    linda.get_by_role("button", name="Intrekken").click()
    expect(linda.get_by_role("button", name="Opnieuw gebruiken")).to_be_visible()
    look(linda, f"ingetrokken-{viewport}")


@NARROW
def test_contractbeheer_shows_the_whole_number_in_place(
    als: Any,
    viewport: int,
    ozjt: Any,  # noqa: F811
    aanbieder: Aanbieder,  # noqa: F811
) -> None:
    page = als(Rolcode.CONTRACTBEHEERDER, ozjt)
    page.goto(reverse("aanbieder", args=[aanbieder.pk]))
    account = aanbieder.rekeningen.get()  # type: ignore[attr-defined]
    page.get_by_role("button", name="Toon het hele IBAN").click()
    whole = " ".join(account.iban[at : at + 4] for at in range(0, len(account.iban), 4))
    expect(page.get_by_text(whole)).to_be_visible()
    look(page, f"onthuld-{viewport}")
