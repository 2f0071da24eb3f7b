"""The toegang finds a jeugdige, sees its help on one line, records a move, a plan, a referral."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.choices import Rolcode
from indications.models import Jeugdige
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.factories.indications import (
    JeugdigeFactory,
    LeveringFactory,
    ToewijzingFactory,
    VerwijzingFactory,
)
from tests.jeugdigen.conftest import Zaak, zaak  # noqa: F401 - fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BSN = "999990019"


def look(page: Page, name: str) -> None:
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"jeugdigen/{name}")


@pytest.fixture
def dag() -> Callable[[int], datetime.date]:
    today = timezone.localdate()
    return lambda n: today + datetime.timedelta(days=n)


@pytest.fixture
def jongere(zaak: Zaak, dag: Callable[[int], datetime.date]) -> Jeugdige:  # noqa: F811
    """Nearly 17, three kinds of help of which two of one kind, on a medical referral."""
    child: Jeugdige = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=dag(-6200), bsn=BSN)
    old = VerwijzingFactory(
        jeugdige=child, type="02", datum=dag(-310), verwijzer="Huisartsenpraktijk Het Voorbeeld"
    )
    first = ToewijzingFactory(
        jeugdige=child, verwijzing=old, begindatum=dag(-300), einddatum=dag(50)
    )
    ToewijzingFactory(jeugdige=child, begindatum=dag(-120), einddatum=dag(200))
    ToewijzingFactory(
        jeugdige=child,
        perceelcontract=first.perceelcontract,
        begindatum=dag(-30),
        einddatum=dag(150),
    )
    ToewijzingFactory(jeugdige=child, begindatum=dag(-900), einddatum=dag(-700))
    LeveringFactory(toewijzing=first, begindatum=dag(-290))
    return child


@pytest.fixture
def als(
    pagina: Page,
    client_for: Any,
    live_server: Any,
    zaak: Zaak,  # noqa: F811
) -> Callable[[Rolcode], Page]:
    """The same window as somebody of Enschede in that role."""

    def switch(rol: Rolcode) -> Page:
        client = client_for(rol, zaak.enschede)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        pagina.context.clear_cookies()
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return switch


@pytest.fixture
def als_toegang(als: Callable[[Rolcode], Page]) -> Page:
    return als(Rolcode.TOEGANG)


@pytest.mark.parametrize("viewport", [1280, 320])
def test_from_a_number_to_the_whole_story(
    als_toegang: Page,
    jongere: Jeugdige,
    dag: Callable[[int], datetime.date],
    viewport: int,
) -> None:
    page = als_toegang
    page.goto(reverse("jeugdige-zoeken"))
    page.get_by_label("Burgerservicenummer").fill("999990020")
    page.get_by_role("button", name="Zoeken").last.click()
    expect(page.get_by_text("hoort bij geen jeugdige")).to_be_visible()
    look(page, f"zoeken-{viewport}")
    page.get_by_label("Burgerservicenummer").fill(BSN)
    page.get_by_role("button", name="Zoeken").last.click()
    expect(page).to_have_url(re.compile(rf"/jeugdigen/{jongere.pk}$"))
    assert BSN not in page.url
    expect(page.get_by_text("twee keer dezelfde soort hulp").first).to_be_visible()
    look(page, f"jeugdige-{viewport}")

    page.get_by_role("link", name="Verhuizing vastleggen").click()
    page.get_by_label("Gemeente die verantwoordelijk wordt").select_option(label="Hengelo")
    page.get_by_label("Vanaf").fill(dag(30).strftime("%d-%m-%Y"))
    page.get_by_label("Waarom die gemeente").select_option("brp")
    look(page, f"verhuizing-{viewport}")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("De verhuizing is vastgelegd.")).to_be_visible()
    expect(page.get_by_text("gaat nog in")).to_be_visible()
    look(page, f"na-verhuizing-{viewport}")

    page.get_by_role("link", name="Toekomstplan", exact=True).click()
    page.get_by_role("link", name="Toekomstplan maken").click()
    page.get_by_label("Afgesproken met de jongere op").fill(dag(0).strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_role("alert").or_(page.locator(".field--invalid")).first).to_be_visible()
    look(page, f"toekomstplan-leeg-{viewport}")
    for label in ("Support: wie helpt en steunt", "Wonen", "School en werk", "Inkomen", "Welzijn"):
        page.get_by_label(label, exact=True).fill(f"{label}: dat loopt goed, zo houden.")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("Toekomstplan, versie 1")).to_be_visible()
    look(page, f"toekomstplan-{viewport}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_next_referral_from_the_toewijzing(
    als_toegang: Page,
    jongere: Jeugdige,
    dag: Callable[[int], datetime.date],
    viewport: int,
) -> None:
    page = als_toegang
    row = jongere.toewijzingen.get(begindatum=dag(-300))
    page.goto(reverse("toewijzing", args=[row.pk]))
    page.get_by_role("link", name="Volgende verwijzing").click()
    page.get_by_label("Verwijzing door").select_option("05")
    page.get_by_label("Datum verwijzing").fill(dag(0).strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("loopt het via de lokale toegang").first).to_be_visible()
    look(page, f"verwijzing-{viewport}")
    page.get_by_label("Verwijzing door").select_option("01")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("De nieuwe verwijzing is vastgelegd.")).to_be_visible()
    page.get_by_role("link", name="Naar de jeugdige").click()
    expect(page.get_by_role("heading", name="Verwijzingen")).to_be_visible()
    look(page, f"verwijzingen-{viewport}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_names_go_after_two_people_looked(
    als: Callable[[Rolcode], Page],
    zaak: Zaak,  # noqa: F811
    dag: Callable[[int], datetime.date],
    viewport: int,
) -> None:
    child = JeugdigeFactory(gemeente=zaak.enschede)
    long_ago = timezone.now() - datetime.timedelta(days=2000)
    Jeugdige.objects.filter(pk=child.pk).update(aangemaakt_op=long_ago)
    ToewijzingFactory(jeugdige=child, begindatum=dag(-1500), einddatum=dag(-1200))
    page = als(Rolcode.FG)
    page.goto(reverse("bewaren"))
    expect(page.get_by_text("Daarom wordt er niets verwijderd.")).to_be_visible()
    look(page, f"bewaren-leeg-{viewport}")
    page.get_by_label("Maanden na de laatste dag van de hulp").fill("24")
    page.get_by_label("Vastgesteld door").fill("Het college")
    page.get_by_label("Vastgesteld op").fill(dag(-3).strftime("%d-%m-%Y"))
    page.get_by_role("button", name="Besluit vastleggen").click()
    page.get_by_role("button", name="Rapport maken").click()
    expect(page.get_by_role("heading", name="1 jeugdige", exact=True)).to_be_visible()
    page.get_by_role("button", name="Vrijgeven").click()
    address = page.url
    page = als(Rolcode.TOEGANG)
    page.goto(address)
    look(page, f"verwijderen-{viewport}")
    page.get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_text("van 1 jeugdige zijn verwijderd")).to_be_visible()
    look(page, f"verwijderd-{viewport}")
    page.goto(reverse("jeugdige-inzage-geven", args=[child.pk]))
    look(page, f"inzage-{viewport}")
