"""Choosing how mail comes, with and without script, by keyboard, at 1280 and 320 px."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from core.choices import Mailkeuze, Rolcode
from core.models import Gebruiker
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def account(pagina: Page, client_for: Callable[..., Client], live_server) -> Page:
    client = client_for(Rolcode.AANBIEDER_BEHEERDER)
    name = settings.SESSION_COOKIE_NAME
    pagina.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    pagina.goto("/account/")
    return pagina


@pytest.mark.parametrize(
    ("viewport", "kleuren", "javascript"),
    [(1280, "light", True), (1280, "dark", True), (320, "light", True), (320, "light", False)],
)
def test_choose_once_a_day_and_see_it_confirmed(
    account: Page, viewport: int, kleuren: str, javascript: bool
) -> None:
    name = f"account/{viewport}-{kleuren}"
    geen_zijwaarts_scrollen(account)
    foto(account, name)
    if javascript:
        axe_schoon(account)
    expect(account.get_by_label("Meteen")).to_be_checked()
    account.get_by_text("Eén keer per dag").click()
    account.get_by_role("button", name="Keuze bewaren").click()
    confirmation = account.get_by_role("status").get_by_text("Bewaard.")
    expect(confirmation).to_be_in_viewport()
    expect(account.get_by_label("Eén keer per dag")).to_be_checked()
    geen_zijwaarts_scrollen(account)
    foto(account, f"{name}-bewaard")
    if javascript:
        axe_schoon(account)
    assert Gebruiker.objects.get().mailkeuze == Mailkeuze.DAGELIJKS


def test_by_keyboard(account: Page) -> None:
    account.get_by_label("Meteen").focus()
    account.keyboard.press("ArrowDown")
    account.keyboard.press("ArrowDown")
    account.keyboard.press("Enter")
    expect(account.get_by_role("status").get_by_text("Bewaard.")).to_be_in_viewport()
    assert Gebruiker.objects.get().mailkeuze == Mailkeuze.GEEN
