"""The timeline, a day in time, gemeenten and a saved view, in a browser."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from contracts.models import Perceelcontract
from core.choices import Organisatiesoort, Rolcode
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.factories.contracts import (
    LeveringsgebiedFactory,
    MaatregelFactory,
    OvereenkomstFactory,
    PerceelcontractFactory,
)
from tests.factories.core import OrganisatieFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
D = datetime.date
BREED_EN_SMAL = pytest.mark.parametrize("viewport", [1280, 320])


@pytest.fixture
def manager(pagina: Page, client_for: Callable[..., Any], live_server: Any) -> Page:
    client = client_for(Rolcode.CONTRACTMANAGER)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    return pagina


@pytest.fixture
def contract(db: None) -> Perceelcontract:
    outer = OvereenkomstFactory(
        begindatum=D(2025, 1, 1), einddatum=D(2028, 12, 31), verlengopties=2
    )
    row = PerceelcontractFactory(
        overeenkomst=outer,
        aanbieder=outer.aanbieder,
        begindatum=outer.begindatum,
        einddatum=outer.einddatum,
    )
    MaatregelFactory(aanbieder=outer.aanbieder, begindatum=D(2026, 1, 1))
    for naam in ("Almelo", "Borne"):
        LeveringsgebiedFactory(
            perceelcontract=row,
            gemeente=OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam=naam),
            begindatum=D(2025, 1, 1),
        )
    return row


@BREED_EN_SMAL
def test_the_timeline_and_a_day_in_time(
    manager: Page, contract: Perceelcontract, viewport: int
) -> None:
    manager.goto(f"/aanbieders/{contract.aanbieder_id}/contracten")
    expect(manager.get_by_role("heading", name="Tijdlijn")).to_be_visible()
    drawn, listed = manager.locator("svg.timeline__drawing"), manager.locator(".timeline__list")
    expect(drawn if viewport > 700 else listed).to_be_visible()
    expect(listed if viewport > 700 else drawn).to_be_hidden()
    geen_zijwaarts_scrollen(manager)
    axe_schoon(manager)
    foto(manager, f"tijdlijn-{viewport}")
    manager.goto(f"/contracten/{contract.pk}/gebied")
    manager.get_by_label("Zoals het geldt op").fill("1-6-2020")
    manager.get_by_role("button", name="Bekijken").click()
    expect(manager.get_by_text("1 juni 2020").first).to_be_visible()
    expect(manager.get_by_text("Geen geldig contract")).to_be_visible()
    geen_zijwaarts_scrollen(manager)


@BREED_EN_SMAL
def test_promise_gemeenten_and_keep_a_view(
    manager: Page, contract: Perceelcontract, viewport: int
) -> None:
    manager.goto(f"/contracten/{contract.pk}/gemeenten")
    manager.get_by_label("Almelo", exact=True).uncheck()
    axe_schoon(manager)
    geen_zijwaarts_scrollen(manager)
    manager.get_by_role("button", name="Vastleggen").click()
    expect(manager.get_by_text("is levering toegezegd in 1 gemeente")).to_be_visible()
    manager.goto("/contracten?financiering=inspanning")
    manager.get_by_role("link", name="Deze weergave bewaren").click()
    manager.get_by_label("Naam").first.fill("Per uur")
    axe_schoon(manager)
    manager.get_by_role("button", name="Bewaren", exact=True).click()
    expect(manager.get_by_text(re.compile("Weergave .* is bewaard"))).to_be_visible()
    axe_schoon(manager)
    geen_zijwaarts_scrollen(manager)
    foto(manager, f"weergave-{viewport}")
