"""One screener fills in by keyboard and hears the aanbieder; another decides, advice beside it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.models import Gebruiker
from screening.models import Screening
from screening.services import onderzoek
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.conftest import start_session
from tests.screening.conftest import (  # noqa: F401 - fixtures
    aanbieder,
    answers,
    document,
    drempels,
    fresh,
    lijst,
    ozjt,
    prove,
    saskia,
    screening,
    simon,
    vandaag,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("viewport", [1280, 320])


def as_person(page: Page, live_server: Any, actor: Any) -> None:
    client = start_session(Client(), Gebruiker.objects.get(pk=actor.id))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]


def look(page: Page, name: str, width: int) -> None:
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"screening/{name}-{width}")


@WIDTHS
def test_from_beginning_to_presenting(
    pagina: Page,
    live_server: Any,
    simon: Any,  # noqa: F811
    aanbieder: Any,  # noqa: F811
    lijst: Any,  # noqa: F811
    viewport: int,
) -> None:
    page = pagina
    as_person(page, live_server, simon)
    page.goto(reverse("aanbieder", args=[aanbieder.pk, "screening"]))
    expect(page.get_by_text("geen geldige screening")).to_be_visible()
    page.get_by_role("link", name="Nieuwe screening").click()
    expect(page.get_by_label("Aanbieder", exact=True)).to_have_value(str(aanbieder.pk))
    page.get_by_label("Toetreding").check()
    page.get_by_role("button", name="Beginnen").click()

    expect(page.get_by_role("heading", name="Invullen")).to_be_visible()
    look(page, "invullen", viewport)
    _fill_by_keyboard(page)
    expect(page.get_by_text("3 antwoorden bewaard.")).to_be_visible()
    page.get_by_role("link", name="Terug", exact=True).click()
    expect(page.get_by_text("Bij 3 vragen ontbreekt nog iets.")).to_be_visible()

    page.get_by_role("link", name="Voorleggen", exact=True).click()
    expect(page.get_by_text("Er zijn nog 3 dingen nodig.")).to_be_visible()
    look(page, "voorleggen", viewport)
    page.get_by_role("link", name="Hoe groot is de zorg over liquiditeit?").click()
    expect(page.get_by_role("heading", name="Invullen")).to_be_visible()
    row = Screening.objects.get()
    assert set(row.antwoorden.values_list("waarde", flat=True)) == {"ja", "nee"}


def _fill_by_keyboard(page: Page) -> None:
    """Three answers: focus the group, press space, the arrows choose; accesskey s is a button."""
    first = page.get_by_role("radio", name="Ja", exact=True).first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Bewaren", exact=False).first.press("Enter")


@WIDTHS
def test_hearing_and_the_decision_of_a_colleague(
    pagina: Page,
    live_server: Any,
    simon: Any,  # noqa: F811
    saskia: Any,  # noqa: F811
    screening: Screening,  # noqa: F811
    document: Any,  # noqa: F811
    viewport: int,
) -> None:
    given = answers(screening, "nee", "ja", "ja", "3", "", text="Zie het gesprek")
    onderzoek.save_answers(simon, screening.pk, given, versie=screening.versie)
    prove(simon, screening, document())
    page = pagina
    as_person(page, live_server, simon)
    page.goto(reverse("screening-wederhoor", args=[screening.pk]))
    page.get_by_label("Welke zorg leg je voor?").fill("De belanghebbenden zijn niet bekend.")
    page.get_by_label("In een gesprek").check()
    look(page, "zorg", viewport)
    page.get_by_role("button", name="Vastleggen dat de zorg is voorgelegd").click()
    page.get_by_role("link", name="Reactie vastleggen").click()
    page.get_by_label("Wat zei de aanbieder?").fill("Wij leveren ze deze week.")
    page.get_by_role("button", name="Reactie vastleggen").click()
    expect(page.get_by_text("Wij leveren ze deze week.")).to_be_visible()
    look(page, "wederhoor", viewport)
    page.get_by_role("link", name="Voorleggen", exact=True).click()
    page.get_by_role("button", name="Voorleggen").click()
    expect(page.get_by_text("Een collega besluit.")).to_be_visible()
    assert page.get_by_role("link", name="Besluiten").count() == 0

    as_person(page, live_server, saskia)
    page.goto(reverse("screening", args=[screening.pk]))
    page.get_by_role("link", name="Besluiten").click()
    expect(page.get_by_text("Rood: niet geschikt")).to_be_visible()
    look(page, "besluit", viewport)
    page.get_by_label("Geschikt onder voorwaarden").check()
    page.get_by_label("Waarom is dit de uitkomst?").fill("De gegevens komen er deze week.")
    page.get_by_role("button", name="Besluiten").click()
    expect(page.get_by_role("link", name="Welke voorwaarden?")).to_be_visible()
    expect(page.get_by_label("Waarom is dit de uitkomst?")).to_have_value(
        "De gegevens komen er deze week."
    )
    look(page, "besluit-fout", viewport)
    page.get_by_label("Welke voorwaarden?").fill("Binnen een maand alle belanghebbenden.")
    page.get_by_label("Waarom anders dan het advies?").fill("De zorg is bijna opgelost.")
    page.get_by_role("button", name="Besluiten").click()
    expect(page.get_by_role("heading", name="Uitkomst")).to_be_visible()
    expect(page.get_by_text("Binnen een maand alle belanghebbenden.")).to_be_visible()
    look(page, "uitkomst", viewport)
    assert fresh(screening).beslisser_id == saskia.id


@WIDTHS
def test_a_new_version_of_the_list(
    pagina: Page,
    live_server: Any,
    simon: Any,  # noqa: F811
    lijst: Any,  # noqa: F811
    viewport: int,
) -> None:
    page = pagina
    as_person(page, live_server, simon)
    page.goto(reverse("vragenlijsten"))
    page.get_by_role("button", name="Nieuwe versie").click()
    expect(page.get_by_role("heading", name="Vragenlijst versie 2")).to_be_visible()
    look(page, "lijst", viewport)
    page.get_by_role("link", name="Vraag toevoegen").click()
    page.get_by_label("Thema of barrière").fill("Personeel")
    page.get_by_label("Vraag", exact=True).fill("Is er een klachtenregeling?")
    page.get_by_label("Ja of nee").check()
    look(page, "vraag", viewport)
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_role("link", name="Welk antwoord is gunstig?")).to_be_visible()
    page.get_by_label("Welk antwoord is gunstig?").select_option("ja")
    page.get_by_role("button", name="Bewaren").click()
    expect(page.get_by_text("Is er een klachtenregeling?").first).to_be_visible()
    page.get_by_role("link", name="Vaststellen").click()
    page.get_by_label("Wat is er anders in deze versie?").fill("Vraag over klachten erbij.")
    page.get_by_role("button", name="Vaststellen").click()
    expect(page.get_by_text("Versie 2 is vastgesteld.")).to_be_visible()
    assert page.get_by_role("link", name="Wijzigen").count() == 0
