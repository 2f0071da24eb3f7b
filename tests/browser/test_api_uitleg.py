"""The readable API page in a real browser, with all its listings open."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("viewport", "kleuren"),
    [(1280, "light"), (320, "light"), (320, "dark")],
    ids=lambda value: str(value),
)
def test_api_page_is_accessible(pagina: Page, viewport: int, kleuren: str) -> None:
    pagina.goto("/api")
    pagina.evaluate("document.querySelectorAll('details').forEach((part) => part.open = true)")
    axe_schoon(pagina)
    geen_zijwaarts_scrollen(pagina)
    foto(pagina, f"api-{viewport}-{kleuren}")
