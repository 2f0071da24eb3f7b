"""A talk from plan to agreement done, by OZJT and an aanbieder; the chart by keyboard."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from core.models import Gebruiker
from core.signalen.motor import run_check
from leveranciers.models import Afspraak
from ozjt.demo.vast import LINDE
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.conftest import start_session
from tests.vast import load_fixed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("viewport", [1280, 320])
CARLA, BEHEER = "contractmanager@ozjt.demo", "beheer@linde.demo"


@pytest.fixture
def als(
    demo_bewaard: None, transactional_db: None, pagina: Page, live_server: LiveServer
) -> Callable[[str], Page]:
    """The page, from now on as that person of the demonstration."""
    load_fixed(timezone.localdate())

    def become(email: str) -> Page:
        client = start_session(Client(), Gebruiker.objects.get(email=email))
        name = settings.SESSION_COOKIE_NAME
        value = str(client.cookies[name].value)
        pagina.context.clear_cookies()
        pagina.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        return pagina

    return become


def look(page: Page, name: str) -> None:
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"leveranciers/{name}")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


@WIDTHS
def test_road_of_a_talk(als: Callable[[str], Page], viewport: int) -> None:
    """Given De Linde, when a talk is planned, held and its verslag stands, then its agreement is
    on the worklist of De Linde, and gone when De Linde says it is done.
    """
    today = timezone.localdate()
    page = als(CARLA)
    page.goto(reverse("aanbieder", args=[LINDE.id, "gesprekken"]))
    follow(page, "Gesprek plannen")
    expect(page.get_by_label("Aanbieder", exact=True)).to_have_value(str(LINDE.id))
    page.get_by_label("Soort gesprek").select_option("Jaargesprek")
    press(page, "Plannen")
    expect(
        page.get_by_role("alert").or_(page.locator("[data-code=verplicht]")).first
    ).to_be_visible()
    page.get_by_label("Datum").fill(f"{today:%d-%m-%Y}")
    page.get_by_label("Agenda").fill("Wachttijden")
    look(page, f"plannen-{viewport}")
    press(page, "Plannen")
    expect(page.get_by_text("staat gepland")).to_be_visible()
    follow(page, "Verslag schrijven")
    page.get_by_label("Wie waren erbij").fill("Bestuurder")
    page.get_by_label("Verslag", exact=True).fill("De wachttijd is weer binnen de norm.")
    press(page, "Concept bewaren")
    expect(page.get_by_role("heading", name="Verslag, concept")).to_be_visible()
    follow(page, "Afspraak toevoegen")
    page.get_by_label("Wat is er afgesproken?").fill("Cijfers over wachttijd sturen")
    page.get_by_role("radio", name="Aanbieder").check()
    page.get_by_label("Uiterlijk").fill(f"{today + datetime.timedelta(days=30):%d-%m-%Y}")
    look(page, f"afspraak-{viewport}")
    press(page, "Toevoegen")
    expect(page.get_by_text("De afspraak is toegevoegd.")).to_be_visible()
    follow(page, "Vaststellen")
    expect(page.get_by_text("Daarna verandert het verslag niet meer.")).to_be_visible()
    look(page, f"vaststellen-{viewport}")
    press(page, "Vaststellen")
    expect(page.get_by_text("Het verslag verandert niet meer.")).to_be_visible()
    look(page, f"gesprek-{viewport}")
    _done_by_the_aanbieder(als(BEHEER), viewport)


def _done_by_the_aanbieder(page: Page, viewport: int) -> None:
    run_check("afspraak_aanbieder", timezone.localdate())
    page.goto("/")
    expect(page.get_by_text("Cijfers over wachttijd sturen").first).to_be_visible()
    row = Afspraak.objects.get(wat="Cijfers over wachttijd sturen")
    page.goto(reverse("accountgesprek", args=[row.gesprek_id]))
    expect(page.get_by_text("De wachttijd is weer binnen de norm.")).to_be_visible()
    look(page, f"aanbieder-{viewport}")
    page.get_by_role("main").get_by_role("link", name="Afronden").click()
    page.get_by_label("Opmerking").fill("Vandaag gestuurd.")
    look(page, f"afronden-{viewport}")
    press(page, "Afronden")
    expect(page.get_by_text("De afspraak is gedaan.")).to_be_visible()
    run_check("afspraak_aanbieder", timezone.localdate())
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Cijfers over wachttijd sturen")).to_have_count(0)


@WIDTHS
def test_chart_says_the_same_as_its_table(als: Callable[[str], Page], viewport: int) -> None:
    page = als(CARLA)
    page.goto(reverse("risicokaart"))
    look(page, f"kaart-{viewport}")
    rows = page.locator("#kaart-tabel tbody tr")
    links = page.locator(".risk__link")
    shown = page.locator(".risk__dot:not(.risk__key *)")
    expect(shown).to_have_count(rows.count())
    assert links.count() >= 2
    for index in range(links.count()):
        name = str(links.nth(index).get_attribute("aria-label"))
        number, naam = name.split(",")[0].split(". ", 1)
        row = page.locator("#kaart-tabel tbody tr").filter(has_text=naam)
        expect(row).to_contain_text(number)
    linde = page.locator(".risk__link[aria-label*='Linde']")
    linde.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zorghuis De Linde")
    expect(page.get_by_role("heading", name="Vlaggen")).to_be_visible()
    look(page, f"dossier-{viewport}")
