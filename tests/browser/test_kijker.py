"""Somebody judges a document beside the form: with a mouse or by keyboard, wide or narrow."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from core.choices import Organisatiesoort, Rolcode, Scanstatus
from core.models import Document, Organisatie
from tests.browser.helpers import foto, geen_zijwaarts_scrollen, look
from tests.documenten.bestanden import pages, png
from tests.documenten.conftest import (  # noqa: F401 - fixtures
    actor_of,
    kept_apart,
    store,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.documenten.urls"),
    pytest.mark.django_db(transaction=True),
]
#: When the frame has gone sideways, or the time of the test is over.
SCROLLED = """frame => new Promise((done) => {
  if (frame.scrollLeft > 0) done(true);
  else frame.addEventListener("scroll", () => done(true), {once: true});
  setTimeout(() => done(frame.scrollLeft > 0), 5000);
})"""


@pytest.fixture
def eigenaar(db: None) -> Organisatie:
    return Organisatie.objects.create(soort=Organisatiesoort.AANBIEDER, naam="De Linde")


@pytest.fixture
def kijkt(pagina: Page, client_for, live_server, eigenaar: Organisatie) -> Page:
    client = client_for(Rolcode.AANBIEDER_BEHEERDER, eigenaar)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    return pagina


def stored(eigenaar: Organisatie, data: bytes, naam: str = "IBAN-verklaring 2026.pdf") -> Document:
    return store(actor_of(eigenaar, Rolcode.AANBIEDER_BEHEERDER), eigenaar, data, naam=naam)


def drawn(page: Page) -> bool:
    """The picture has come, whole."""
    image = page.locator(".viewer__page")
    expect(image).to_be_visible()
    return bool(image.evaluate("image => image.decode().then(() => image.naturalWidth > 0)"))


@pytest.mark.parametrize("viewport", [1280, 320])
def test_leafing_beside_a_form_keeps_what_was_typed(
    kijkt: Page, eigenaar: Organisatie, viewport: int
) -> None:
    document = stored(eigenaar, pages(3))
    kijkt.goto(f"/proef/{document.pk}?filter=a")
    assert drawn(kijkt)
    look(kijkt, f"kijker-{viewport}")
    kijkt.get_by_label("Omschrijving").fill("half af")

    kijkt.get_by_role("link", name="Volgende pagina").focus()
    kijkt.keyboard.press("Enter")
    expect(kijkt.get_by_text("Pagina 2 van 3", exact=True).first).to_be_visible()
    expect(kijkt.locator("#aankondiging")).to_have_text("Pagina 2 van 3")
    expect(kijkt.get_by_role("link", name="Volgende pagina")).to_be_focused()
    assert drawn(kijkt)

    kijkt.keyboard.press("Enter")
    expect(kijkt.get_by_text("Pagina 3 van 3", exact=True).first).to_be_visible()
    expect(kijkt.locator(f"#kijker-{document.pk}-volgende")).to_be_focused()
    kijkt.keyboard.press("Shift+Tab")
    expect(kijkt.get_by_role("link", name="Vorige pagina")).to_be_focused()

    kijkt.get_by_role("link", name="Groter").click()
    expect(kijkt.get_by_text("125 %")).to_be_visible()
    kijkt.get_by_text("Tekst van deze pagina").press("Enter")
    expect(kijkt.get_by_text("Regel 39: de rekening staat op naam")).to_be_visible()
    kijkt.get_by_text("Controlegetal").press("Enter")
    expect(kijkt.get_by_text(document.sha256, exact=True)).to_be_visible()
    expect(kijkt.get_by_label("Omschrijving")).to_have_value("half af")
    assert drawn(kijkt)
    look(kijkt, f"kijker-groter-{viewport}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_larger_than_its_frame_scrolls_inside_it_by_keyboard(
    kijkt: Page, eigenaar: Organisatie, viewport: int
) -> None:
    kijkt.goto(f"/proef/{stored(eigenaar, pages(1)).pk}?zoom=200")
    assert drawn(kijkt)
    geen_zijwaarts_scrollen(kijkt)
    frame = kijkt.locator(".viewer__frame")
    frame.focus()
    kijkt.keyboard.press("ArrowRight")
    assert frame.evaluate(SCROLLED)
    foto(kijkt, f"kijker-200-{viewport}")


@pytest.mark.parametrize("javascript", [False])
def test_links_do_without_javascript(kijkt: Page, eigenaar: Organisatie, javascript: bool) -> None:
    kijkt.goto(f"/proef/{stored(eigenaar, pages(2)).pk}?filter=a")
    kijkt.get_by_role("link", name="Volgende pagina").click()
    expect(kijkt.get_by_text("Pagina 2 van 2", exact=True).first).to_be_visible()
    assert kijkt.url.endswith("?filter=a&pagina=2&zoom=100")
    expect(kijkt.get_by_label("Omschrijving")).to_be_visible()


@pytest.mark.parametrize("viewport", [320])
def test_image_is_shown_on_a_page_of_its_own(
    kijkt: Page, eigenaar: Organisatie, viewport: int
) -> None:
    document = stored(eigenaar, png(600, 400, colour=b"\x0b\x4f\x5c"), "foto.png")
    kijkt.goto(f"/documenten/{document.pk}/bekijken")
    assert drawn(kijkt)
    look(kijkt, f"kijker-foto-{viewport}")


def test_quarantine_ends_by_itself(kijkt: Page, eigenaar: Organisatie) -> None:
    document = stored(eigenaar, pages(1))
    Document.objects.filter(pk=document.pk).update(scan=Scanstatus.WACHT)
    kijkt.goto(f"/documenten/{document.pk}/bekijken")
    expect(kijkt.get_by_text("Wordt op virussen gecontroleerd")).to_be_visible()
    look(kijkt, "kijker-wacht")
    Document.objects.filter(pk=document.pk).update(scan=Scanstatus.SCHOON)
    expect(kijkt.get_by_text("Geen virus gevonden")).to_be_visible()
    assert drawn(kijkt)


def test_what_cannot_be_shown_says_why(kijkt: Page, eigenaar: Organisatie) -> None:
    broken = stored(eigenaar, b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n")
    kijkt.goto(f"/documenten/{broken.pk}/bekijken")
    expect(kijkt.get_by_text("Het portaal kan dit document niet tonen")).to_be_visible()
    look(kijkt, "kijker-niet-te-tonen")
    Document.objects.filter(pk=broken.pk).update(scan=Scanstatus.BESMET)
    kijkt.reload()
    expect(kijkt.get_by_text("Besmet en verwijderd")).to_be_visible()
    look(kijkt, "kijker-besmet")


@pytest.mark.parametrize("kleuren", ["dark"])
def test_dark(kijkt: Page, eigenaar: Organisatie, kleuren: str) -> None:
    kijkt.goto(f"/proef/{stored(eigenaar, pages(2)).pk}")
    assert drawn(kijkt)
    look(kijkt, "kijker-donker")


@pytest.mark.parametrize("viewport", [320])
def test_refused_file_keeps_the_form(
    kijkt: Page, eigenaar: Organisatie, viewport: int, tmp_path
) -> None:
    wrong = tmp_path / "jaarrekening.pdf"
    wrong.write_bytes(b"MZ\x90\0" + b"\0" * 900)
    kijkt.goto("/proef/")
    kijkt.get_by_label("Omschrijving").fill("half af")
    kijkt.get_by_label("Verklaring").set_input_files(wrong)
    kijkt.get_by_role("button", name="Bewaren").press("Enter")
    expect(kijkt.get_by_text("wel PDF, PNG en JPEG").first).to_be_visible()
    expect(kijkt.get_by_label("Omschrijving")).to_have_value("half af")
    look(kijkt, f"kijker-geweigerd-{viewport}")
