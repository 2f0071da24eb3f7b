"""Start page, one signal and the access log in a real browser: axe, 320 px, keyboard, no script."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.choices import Organisatiesoort, Rolcode, Signaalernst
from core.models import Signaal
from core.signalen.motor import run_all
from tests.browser.helpers import axe_schoon, geen_zijwaarts_scrollen
from tests.factories.core import OrganisatieFactory
from tests.signalen import bouw

pytestmark = pytest.mark.browser
everywhere = pytest.mark.parametrize(
    ("viewport", "kleuren"),
    [(1280, "light"), (1280, "dark"), (320, "light")],
    ids=lambda value: str(value),
)


@pytest.fixture
def ozjt(transactional_db: None):
    """OZJT with an ending contract of an aanbieder without code, account or tariff."""
    ozjt = OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT", code="ozjt")
    perceel = bouw.perceel()
    product = bouw.product(perceel)
    today = timezone.localdate()
    pc = bouw.contract(
        bouw.aanbieder("De Els"), perceel, einddatum=today + datetime.timedelta(days=30)
    )
    bouw.toewijzing(pc, product, einddatum=today + datetime.timedelta(days=90))
    run_all(today)
    return ozjt


@pytest.fixture
def as_role(pagina: Page, client_for: Callable[..., Client], live_server) -> Callable[..., Page]:
    def log_in(rol: Rolcode, organisatie) -> Page:
        client = client_for(rol, organisatie)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        pagina.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        return pagina

    return log_in


@everywhere
def test_start_page_of_the_contractmanager(as_role, ozjt) -> None:
    page = as_role(Rolcode.CONTRACTMANAGER, ozjt)
    page.goto("/")
    expect(page.get_by_text("Contract loopt af").first).to_be_visible()
    axe_schoon(page)
    geen_zijwaarts_scrollen(page)


@everywhere
def test_start_page_of_the_toegangsmedewerker(as_role, ozjt) -> None:
    page = as_role(Rolcode.TOEGANG, bouw.gemeente())
    page.goto("/")
    expect(page.get_by_text("Aanbieder stopt").first).to_be_visible()
    axe_schoon(page)
    geen_zijwaarts_scrollen(page)


@everywhere
def test_a_signal(as_role, ozjt) -> None:
    page = as_role(Rolcode.CONTRACTMANAGER, ozjt)
    signaal = Signaal.objects.get(controle="contract_loopt_af")
    page.goto(f"/signalen/{signaal.pk}")
    axe_schoon(page)
    geen_zijwaarts_scrollen(page)


@everywhere
def test_access_log(as_role, ozjt) -> None:
    page = as_role(Rolcode.FG, ozjt)
    page.goto("/inzage?jeugdige=onzin")
    axe_schoon(page)
    geen_zijwaarts_scrollen(page)
    page.goto("/inzage/keten")
    page.get_by_role("button", name="Nu controleren").click()
    expect(page.get_by_text("De keten is heel")).to_be_visible()
    axe_schoon(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_from_worklist_to_postponed_by_keyboard(as_role, ozjt) -> None:
    page = as_role(Rolcode.CONTRACTMANAGER, ozjt)
    page.goto("/")
    page.get_by_role("link", name=re.compile(r"Overdracht\s*: Contract loopt af")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Oppakken").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Dit staat nu op jouw naam.")).to_be_visible()
    page.get_by_label("Terug op").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uitgesteld; het komt vanzelf terug.")).to_be_visible()
    assert Signaal.objects.get(controle="contract_loopt_af").status == "uitgesteld"


def test_pages_of_the_worklist_swap_in_place(as_role, ozjt) -> None:
    Signaal.objects.bulk_create(
        Signaal(
            controle="proef", sleutel=str(n), titel=f"Nummer {n}", ernst=Signaalernst.BEOORDELEN,
            organisatie=ozjt, rol=Rolcode.CONTRACTMANAGER,
        )
        for n in range(20)
    )  # fmt: skip
    page = as_role(Rolcode.CONTRACTMANAGER, ozjt)
    page.goto("/")
    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_role("link", name="Vorige")).to_be_visible()
    expect(page.get_by_role("heading", name="Werkvoorraad")).to_be_visible()
