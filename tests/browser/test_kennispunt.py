"""A contractmanager starts a series, makes the file of a month and sees what it held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.choices import Rolcode
from tests.browser.helpers import look
from tests.factories.indications import ToewijzingFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def als_manager(pagina: Page, client_for: Any, live_server: Any) -> Callable[[], Page]:
    def switch() -> Page:
        client = client_for(Rolcode.CONTRACTMANAGER)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return switch


@pytest.mark.parametrize("viewport", [1280, 320])
def test_from_series_to_file(als_manager: Callable[[], Page], viewport: int) -> None:
    ToewijzingFactory(einddatum=None)
    page = als_manager()
    page.goto(reverse("kennispunt"))
    page.get_by_role("button", name="Reeks starten").click()
    expect(page.get_by_text("Geef de reeks een naam, zoals 2026.").first).to_be_visible()
    look(page, f"zonder-reeks-{viewport}")
    page.get_by_label("Naam van de reeks").fill("2026")
    page.get_by_role("button", name="Reeks starten").click()
    expect(page.get_by_text("Reeks 2026 is gestart.")).to_be_visible()
    for kind in ("Rijen onder een pseudoniem", "Tellingen"):
        page.get_by_label(kind).check()
        with page.expect_download() as fetched:
            page.get_by_role("button", name="Maken en ophalen").click()
        assert fetched.value.suggested_filename.startswith("kennispunt-")
    page.goto(reverse("kennispunt"))
    page.get_by_text("Kolommen: Rijen onder een pseudoniem").click()
    look(page, f"gemaakt-{viewport}")
