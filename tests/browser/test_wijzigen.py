"""A toegangsmedewerker changes a toewijzing: sees what will happen, agrees with the aanbieder, and
looks back at the versions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.models import Gebruiker
from indications.models import Toewijzing
from tests.browser.helpers import look
from tests.contractbeheer.stoppen import Zaak, zaak  # noqa: F401 - fixture
from tests.factories.indications import DeclaratieregelFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def toegang(
    pagina: Page,
    client_for: Callable[..., Any],
    live_server: Any,
    zaak: Zaak,  # noqa: F811
) -> Page:
    client = client_for(gebruiker=Gebruiker.objects.get(pk=zaak.toegang.id))
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
    pagina.context.add_cookies([cookie])  # type: ignore[list-item]
    return pagina


@pytest.mark.parametrize("viewport", [1280, 320])
def test_from_less_volume_to_the_versions(
    toegang: Page,
    zaak: Zaak,  # noqa: F811
    viewport: int,
) -> None:
    row = zaak.toewijzing(volume=3000, eenheid="01", frequentie="6")
    DeclaratieregelFactory(toewijzing=row, volume=900)
    page = toegang
    page.goto(reverse("toewijzing", args=[row.pk]))
    page.get_by_role("link", name="Wijzigen").click()
    expect(page.get_by_text("Nog niets. Verander een gegeven.")).to_be_visible()
    look(page, f"wijzigen/leeg-{viewport}")

    panel = page.locator("#controle")
    page.get_by_label("Volume").fill("800")
    expect(panel.get_by_text("Er is al 900 gedeclareerd; kies dat of meer.")).to_be_visible()
    consent = page.get_by_label("Wie bij de aanbieder stemde in?")
    expect(consent).to_be_visible()
    look(page, f"wijzigen/te-weinig-{viewport}")

    page.get_by_label("Volume").fill("2000")
    expect(panel.get_by_text("Het volume gaat van 3.000 naar 2.000.")).to_be_visible()
    expect(panel.get_by_text("Kosten straks")).to_be_visible()
    page.get_by_label("Reden").select_option("05")
    consent.select_option("zorgverlener")
    page.get_by_label("Wanneer?").fill(zaak.vandaag.strftime("%d-%m-%Y"))
    page.get_by_label("Wanneer?").press("Tab")
    expect(panel.get_by_text("Je kunt wijzigen.")).to_be_visible()
    look(page, f"wijzigen/klaar-{viewport}")
    page.get_by_role("button", name="Wijzigen", exact=True).press("Enter")
    expect(page.get_by_text(f"Toewijzing {row.nummer} is gewijzigd")).to_be_visible()
    row.refresh_from_db()
    assert (row.volume, row.versie) == (2000, 2)

    page.get_by_role("link", name="Versies").click()
    expect(page.get_by_text("Totaal: van 3.000 naar 2.000")).to_be_visible()
    page.get_by_role("button", name="Laat zien").click()
    expect(page.get_by_text("gold zij op")).to_be_visible()
    look(page, f"wijzigen/versies-{viewport}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_a_new_number_goes_on(
    toegang: Page,
    zaak: Zaak,  # noqa: F811
    viewport: int,
) -> None:
    zaak.product.frequenties = ["6", "2"]
    zaak.product.save()
    row = zaak.toewijzing(volume=120, eenheid="01", frequentie="2")
    page = toegang
    page.goto(reverse("toewijzing-wijzigen", args=[row.pk]))
    panel = page.locator("#controle")
    page.get_by_label("Volume").fill("180")
    expect(panel.get_by_text("Een nieuw nummer gaat verder vanaf")).to_be_visible()
    page.get_by_label("Nieuw nummer vanaf").fill(zaak.dag(30).strftime("%d-%m-%Y"))
    page.get_by_label("Reden").select_option("05")
    expect(panel.get_by_text("Je kunt wijzigen.")).to_be_visible()
    look(page, f"wijzigen/nieuw-nummer-{viewport}")
    page.get_by_role("button", name="Wijzigen", exact=True).click()
    expect(page.get_by_text(f"gaat verder, in plaats van nummer {row.nummer}")).to_be_visible()
    new = Toewijzing.objects.get(voorganger=row)
    assert (new.volume, new.begindatum) == (180, zaak.dag(30))
