"""Contractbeheer works through its queue: a mouse nowhere, the evidence beside the decision."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.choices import Rolcode
from tests.browser.helpers import foto, look
from tests.factories.providers import AanbiederFactory, ContactgegevenFactory
from tests.zorgportaal.conftest import (  # noqa: F401 - fixtures
    NIEUW_IBAN,
    aanbieder,
    beheerder,
    beslisser,
    document,
    gemeente,
    ozjt,
    vandaag,
    vraag,
)
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import Inhoud
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.indienen import Verzoekgegevens, submit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("viewport", [1280, 320])


@pytest.fixture
def werkt(pagina: Page, client_for: Any, live_server: Any, ozjt: Any) -> Iterator[Page]:  # noqa: F811
    client = client_for(Rolcode.CONTRACTBEHEERDER, ozjt)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    pagina.context.add_cookies([cookie])  # type: ignore[list-item]
    return pagina


@pytest.fixture
def rij(vraag: Any, beheerder: Any, actor_for: Any, vandaag: datetime.date) -> list[str]:  # noqa: F811
    """A bank account first, then everything else, then contacts of other aanbieders."""
    asked = [
        vraag("bankrekening", tenaamstelling="Stichting Lindezorg"),
        vraag("agb-code"),
        vraag("locatie", "wijzigen"),
        vraag("groep", "wijzigen"),
        vraag("identiteit", "wijzigen"),
        vraag("document", einddatum="2027-12-31"),
    ]
    made = [submit(beheerder, one, peildatum=vandaag).verzoek.kenmerk for one in asked]
    for number in range(12):
        made.append(_contact(actor_for, number, vandaag))
    return made


def _contact(actor_for: Any, number: int, day: datetime.date) -> str:
    other = AanbiederFactory(naam=f"Zorggroep Nummer {number + 1}")
    row = ContactgegevenFactory(aanbieder=other, naam="Receptie", email="oud@zorg.demo")
    actor = actor_for(Rolcode.AANBIEDER_BEHEERDER, other.organisatie)
    gegevens = Verzoekgegevens(
        aanbieder_id=other.pk,
        soort="contact",
        handeling="wijzigen",
        doel_id=row.pk,
        inhoud=Inhoud({"naam": "Receptie", "email": f"nieuw{number}@zorg.demo"}, datum=str(day)),
    )
    return submit(actor, gegevens, peildatum=day).verzoek.kenmerk


def focus_of(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def tab_to(page: Page, text: str, *, most: int = 25) -> None:
    for _ in range(most):
        page.keyboard.press("Tab")
        if focus_of(page).startswith(text):
            return
    raise AssertionError(f"{text} not reached; at {focus_of(page)}")


def in_view(page: Page, name: str) -> bool:
    box = page.get_by_role("button", name=name, exact=True).bounding_box()
    size = page.viewport_size
    return bool(box and size and box["y"] >= 0 and box["y"] + box["height"] <= size["height"])


def test_twelve_rows_without_scrolling(werkt: Page, rij: list[str]) -> None:
    werkt.goto(reverse("wijzigingen"))
    expect(werkt.locator("tbody tr")).to_have_count(len(rij))
    bottom = werkt.locator("tbody tr").nth(11).bounding_box()
    foto(werkt, "besluit/wachtrij")
    assert bottom
    assert bottom["y"] + bottom["height"] <= 900


def test_queue_is_worked_through_by_keyboard_only(werkt: Page, rij: list[str]) -> None:
    werkt.goto(reverse("wijzigingen"))
    expect(werkt.locator("tbody th").first).to_have_text(rij[0])
    tab_to(werkt, rij[0], most=70)
    werkt.keyboard.press("Enter")
    expect(werkt.get_by_role("heading", level=1)).to_have_text("Bankrekening toevoegen")
    assert in_view(werkt, "Goedkeuren")
    expect(werkt.locator(".viewer__page")).to_be_in_viewport()

    tab_to(werkt, "Toon alles", most=70)
    werkt.keyboard.press("Enter")
    expect(werkt.locator("#wijziging-inhoud")).to_contain_text(NIEUW_IBAN[:4] + " ")
    expect(werkt.locator("#wat-verandert")).to_be_focused()
    foto(werkt, "besluit/getoond")

    tab_to(werkt, "Goedkeuren")
    werkt.keyboard.press("Enter")
    said = werkt.get_by_role("status").filter(has_text=f"{rij[0]} goedgekeurd.")
    expect(said).to_contain_text("Volgende: AGB-code, nieuw van Zorghuis De Linde.")
    expect(said).to_be_in_viewport()
    expect(werkt.locator("#wat-verandert")).to_be_focused()

    tab_to(werkt, "Afwijzen")
    werkt.keyboard.press("Enter")
    expect(werkt.get_by_role("alert")).to_be_focused()
    werkt.get_by_label("Reden of vraag").focus()
    werkt.keyboard.type("Deze code staat op een andere naam.")
    tab_to(werkt, "Afwijzen")
    werkt.keyboard.press("Enter")
    expect(werkt.get_by_role("status").filter(has_text=f"{rij[1]} afgewezen.")).to_be_visible()
    assert Wijzigingsverzoek.objects.filter(status=Verzoekstatus.AFGEWEZEN).count() == 1


@WIDTHS
def test_pages_of_deciding_are_accessible(werkt: Page, rij: list[str], viewport: int) -> None:
    werkt.goto(reverse("wijzigingen"))
    look(werkt, f"besluit/wachtrij-{viewport}")
    for number in (0, 2, 5, 6):
        verzoek = Wijzigingsverzoek.objects.get(nummer=rij[number].removeprefix("WV-"))
        werkt.goto(reverse("wijziging", args=[verzoek.pk]))
        look(werkt, f"besluit/{verzoek.soort}-{viewport}")
    werkt.goto(reverse("wijzigingen-goedkeuren"))
    look(werkt, f"besluit/samen-{viewport}")
    werkt.get_by_role("button", name="Aangevinkte verzoeken goedkeuren").click()
    expect(werkt.get_by_role("heading", level=2).first).to_have_text(
        "12 verzoeken zijn goedgekeurd."
    )
    look(werkt, f"besluit/samen-uitkomst-{viewport}")


@WIDTHS
def test_refusal_is_told_where_the_eye_is(werkt: Page, rij: list[str], viewport: int) -> None:
    """Two tabs: the other one was quicker; what was typed is still there."""
    verzoek = Wijzigingsverzoek.objects.get(nummer=rij[0].removeprefix("WV-"))
    address = reverse("wijziging", args=[verzoek.pk])
    other = werkt.context.new_page()
    for page in (werkt, other):
        page.goto(address)
    other.get_by_role("button", name="In behandeling nemen").click()
    expect(other.get_by_role("status").first).to_contain_text("staat nu op jouw naam")
    werkt.get_by_label("Reden of vraag").fill("De verklaring is te oud.")
    werkt.get_by_role("button", name="Afwijzen").click()
    alert = werkt.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert).to_contain_text("versie_verouderd")
    expect(werkt.get_by_label("Reden of vraag")).to_have_value("De verklaring is te oud.")
    look(werkt, f"besluit/geweigerd-{viewport}")


@WIDTHS
def test_aanbieder_sees_at_once_that_it_is_handed_in(
    pagina: Page,
    client_for: Any,
    live_server: Any,
    aanbieder: Any,  # noqa: F811
    rij: list[str],
    viewport: int,
) -> None:
    """R-ZP-3, R-MEL-2: reference, moment and what happens now, in view without scrolling."""
    client = client_for(Rolcode.AANBIEDER_BEHEERDER, aanbieder.organisatie)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    pagina.context.add_cookies([cookie])  # type: ignore[list-item]
    verzoek = Wijzigingsverzoek.objects.get(nummer=rij[0].removeprefix("WV-"))
    pagina.goto(reverse("wijziging", args=[verzoek.pk]) + "?ingediend")
    confirmation = pagina.get_by_role("status").filter(has_text="Je verzoek is ingediend")
    expect(confirmation).to_be_focused()
    expect(confirmation).to_contain_text(rij[0])
    expect(pagina.get_by_role("button", name="Afdrukken")).to_be_in_viewport()
    expect(pagina.get_by_role("button", name="Goedkeuren")).to_have_count(0)
    look(pagina, f"besluit/ingediend-{viewport}")
    pagina.goto(reverse("wijzigingen"))
    expect(pagina.locator("tbody tr")).to_have_count(6)
    look(pagina, f"besluit/eigen-{viewport}")
