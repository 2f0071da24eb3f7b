"""From a work list to many decisions at once, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from core.models import Gebruiker
from tests.browser.helpers import look
from tests.factories.contracts import PerceelcontractFactory, PerceelFactory, ProductFactory
from tests.werklijsten.conftest import Stad, maak_stad, stad  # noqa: F401 - fixtures
from werklijsten.models import Eindbesluit, Reeks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def als(pagina: Page, client_for: Any, live_server: Any) -> Callable[[Any], Page]:
    def switch(actor: Any) -> Page:
        client = client_for(gebruiker=Gebruiker.objects.get(pk=actor.id))
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return switch


def press(page: Page, role: Any, name: str) -> None:
    """As somebody without a mouse: go there, and Enter."""
    page.get_by_role(role, name=name).focus()
    page.keyboard.press("Enter")


def fill(stad: Stad) -> list[Any]:  # noqa: F811
    other = PerceelcontractFactory(
        aanbieder=stad.contract.aanbieder,
        perceel=PerceelFactory(code="BGI", naam="Begeleiding individueel"),
        einddatum=stad.na(9),
    )
    help_ = ProductFactory(code="ABGII", naam="Begeleiding individueel intensief")
    rows = [stad.toewijzing(einddatum=stad.na(days)) for days in (3, 12, 12, 30, 55)]
    rows.append(stad.toewijzing(einddatum=stad.na(20), perceelcontract=other, product=help_))
    stad.toewijzing(begindatum=stad.na(-63), gestart=False)
    stad.toewijzing(verwijzing={"type": "02", "datum": stad.na(-340)}, einddatum=stad.na(200))
    return rows


@pytest.mark.parametrize("viewport", [1280, 320])
def test_many_decisions_by_keyboard(
    als: Callable[[Any], Page],
    stad: Stad,  # noqa: F811
    viewport: int,
) -> None:
    rows = fill(stad)
    page = als(stad.toegang)
    page.goto("/werklijsten")
    expect(page.get_by_role("heading", level=1)).to_have_text("Werklijsten")
    look(page, f"werklijsten/overzicht-{viewport}")

    press(page, "link", "Eindigt zonder besluit")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eindigt zonder besluit")
    expect(page.get_by_text("Eindigt over 3 dagen")).to_be_visible()
    look(page, f"werklijsten/lijst-{viewport}")
    for row in rows[:3]:
        page.get_by_role("checkbox", name=f"Kies toewijzing {row.nummer}").focus()
        page.keyboard.press("Space")
    press(page, "button", "Besluit vastleggen")

    expect(page.get_by_text("3 toewijzingen van de werklijst")).to_be_visible()
    look(page, f"werklijsten/vraag-{viewport}")
    page.get_by_role("radio", name="Eindigt volgens plan").focus()
    page.keyboard.press("Space")
    press(page, "button", "Bekijken wat er gebeurt")
    expect(page.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_focused()
    look(page, f"werklijsten/voorbeeld-{viewport}")
    assert not Eindbesluit.objects.exists()

    press(page, "button", "Besluit vastleggen: 3 toewijzingen")
    confirmation = page.get_by_role("status").filter(has_text="Gedaan: 3 toewijzingen")
    expect(confirmation).to_be_focused()
    expect(confirmation).to_contain_text(Reeks.objects.get().kenmerk)
    look(page, f"werklijsten/klaar-{viewport}")
    assert Eindbesluit.objects.count() == 3
    press(page, "link", "Verder met de werklijst")
    expect(page.get_by_role("checkbox", name=f"Kies toewijzing {rows[0].nummer}")).to_have_count(0)

    page.get_by_role("radio", name="op deze bladzijde").check()
    page.get_by_role("button", name="Eerder beëindigen").click()
    page.get_by_label("Nieuwe einddatum").fill(stad.na(25).strftime("%d-%m-%Y"))
    page.get_by_label("Reden").select_option(index=1)
    page.get_by_role("button", name="Bekijken wat er gebeurt").click()
    expect(page.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    expect(page.get_by_text("Kan niet").first).to_be_visible()
    look(page, f"werklijsten/deels-{viewport}")
