"""The catalogusbeheerder indexes next year: figures in, every tariff looked at, active from 1-1."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from contracts.models import Tarief
from core.choices import Rolcode
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    ProductFactory,
    TariefFactory,
    TariefgroepFactory,
    WegingFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def werkt(pagina: Page, client_for: Any, live_server: Any) -> Iterator[Page]:
    client = client_for(Rolcode.CATALOGUSBEHEERDER)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    pagina.context.add_cookies([cookie])  # type: ignore[list-item]
    return pagina


@pytest.fixture
def tarieven(transactional_db: None) -> Any:
    WegingFactory()
    perceel = PerceelFactory(naam="Begeleiding individueel")
    for number in range(30):
        product = ProductFactory(perceel=perceel, code=f"BG{number:02}", naam="Begeleiding")
        TariefFactory(product=product, bedrag=Decimal("1.22") + number)
    group = TariefgroepFactory(naam="Specialistisch")
    PerceelcontractFactory(perceel=perceel, tariefgroep=group)
    product = ProductFactory(perceel=perceel, code="ABC1", naam="Behandeling")
    return TariefFactory(product=product, tariefgroep=group, bedrag=Decimal("100.00"))


def _looks_good(page: Page, name: str, viewport: int) -> None:
    axe_schoon(page)
    geen_zijwaarts_scrollen(page)
    foto(page, f"indexering-{name}-{viewport}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_from_proposal_to_tariff(
    werkt: Page, live_server: Any, tarieven: Any, viewport: int
) -> None:
    page, year = werkt, timezone.localdate().year + 1
    page.set_viewport_size({"width": viewport, "height": 900})
    page.goto(f"{live_server.url}/indexeringen")
    page.get_by_role("link", name="Nieuwe indexering").click()
    expect(page.get_by_label("Nieuwe tarieven vanaf")).to_have_value(f"1 januari {year}")
    page.get_by_label("Personeel (OVA), voorlopig jaar t").fill("4,18")
    page.get_by_label("Materieel (PPC), voorlopig jaar t").fill("1,82")
    _looks_good(page, "formulier", viewport)
    page.get_by_role("button", name="Vastleggen en doorrekenen").click()
    expect(page.get_by_role("heading", name="De berekening")).to_be_visible()
    expect(page.get_by_text("3,944 %").first).to_be_visible()
    _looks_good(page, "voorstel", viewport)

    page.get_by_role("link", name="Bekijk elk tarief, oud en nieuw").click()
    expect(page.locator(".table-bar__count")).to_have_text("31 tarieven")
    page.get_by_label("Product", exact=True).fill("ABC1")
    page.get_by_role("button", name="Filteren").click()
    expect(page.get_by_text("€ 103,94")).to_be_visible()
    expect(page.locator(".table-bar__count")).to_have_text("1 tarief")
    _looks_good(page, "regels", viewport)
    page.get_by_role("link", name="Per perceel en product").click()
    expect(page.locator("#per-perceel")).to_be_visible()
    _looks_good(page, "totalen", viewport)

    page.get_by_role("link", name="Activeren").click()
    expect(page.get_by_text("Dit raakt 31 tarieven (producten: 31)")).to_be_visible()
    _looks_good(page, "activeren", viewport)
    page.get_by_role("button", name="Activeren").click()
    expect(page.get_by_text(f"31 tarieven veranderen op 1 januari {year}")).to_be_visible()
    assert Tarief.objects.filter(begindatum=datetime.date(year, 1, 1)).count() == 31

    page.goto(f"{live_server.url}/tarieven?peildatum=1-1-{year}&product=ABC1")
    page.get_by_role("link", name="ABC1", exact=True).click()
    expect(page.get_by_role("heading", name="Dit tarief door de tijd")).to_be_visible()
    expect(page.get_by_role("link", name=f"vanaf 1 jan {year}")).to_be_visible()
    _looks_good(page, "tarief", viewport)
