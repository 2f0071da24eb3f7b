"""The contractmanager adds an indicator and judges a report; the instelling fills one in, by keys
alone and on a phone.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from monitoring.meten import measure_since
from monitoring.models import Kwartaalrapportage, Subsidieontvanger
from monitoring.openen import open_reports
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.factories.core import OrganisatieFactory
from tests.factories.monitoring import OntvangerFactory, ResultaatFactory
from tests.monitoring.conftest import Wereld, versie
from tests.monitoring.conftest import wereld as wereld  # fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("viewport", [1280, 320])
VIER = ("0153", "0164", "0141", "0173")


@pytest.fixture
def als(pagina: Page, client_for: Any, live_server: Any) -> Callable[..., Page]:
    """The page, logged in as that role."""

    def log_in(rol: Rolcode, organisatie: Organisatie) -> Page:
        client = client_for(rol, organisatie)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        pagina.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
        )
        return pagina

    return log_in


@pytest.fixture
def ozjt(transactional_db: None) -> Organisatie:
    return OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT")


@pytest.fixture
def ontvanger(transactional_db: None) -> Subsidieontvanger:
    for code in VIER:
        OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam=f"Gemeente {code}", code=code)
    made: Subsidieontvanger = OntvangerFactory(aanbieder__naam="De Es")
    open_reports(datetime.date(2025, 4, 1))
    return made


def looked_at(page: Page, naam: str) -> None:
    axe_schoon(page)
    geen_zijwaarts_scrollen(page)
    foto(page, naam)


@WIDTHS
def test_contractmanager_adds_an_indicator_and_looks_at_its_trend(
    als: Callable[..., Page],
    ozjt: Organisatie,
    wereld: Wereld,
    viewport: int,
) -> None:
    ResultaatFactory(naam="Niet onnodig wachten")
    found = versie("instroom", naam="Instroom per kwartaal")
    for begin in ("2025-08-01", "2025-11-01", "2026-02-01"):
        for _ in range(6):
            wereld.hulp(begin)
    measure_since(datetime.date(2025, 7, 1), datetime.date(2026, 5, 1))
    page = als(Rolcode.CONTRACTMANAGER, ozjt)
    page.goto(reverse("indicatoren"))
    looked_at(page, f"monitoring-indicatoren-{viewport}")

    page.goto(reverse("indicator-nieuw") + "?segment=ambulant")
    page.get_by_label("Code").fill("AMB-9")
    page.get_by_label("Naam", exact=True).fill("Wachttijd")
    page.get_by_label("Resultaat in de doelenboom").select_option(label="Niet onnodig wachten")
    page.get_by_label("Definitie").fill("Weken van aanvraag tot start.")
    page.get_by_label("Geldt vanaf").fill("2 januari 2026")
    page.get_by_label("Lager is beter").check()
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("alert")).to_contain_text("Berekening")
    looked_at(page, f"monitoring-indicator-fout-{viewport}")
    page.get_by_label("Berekening", exact=False).first.select_option("wachttijd_waargenomen")
    page.get_by_label("Geldt vanaf").fill("1 januari 2026")
    page.get_by_role("button", name="Toevoegen").click()
    expect(page.get_by_role("heading", name="Wachttijd", exact=True)).to_be_visible()

    page.goto(reverse("indicator", args=[found.indicator_id]))
    shown = page.locator(".chart__plot:visible")
    expect(shown).to_have_count(1)
    assert shown.locator("circle").count() >= 3
    expect(page.get_by_role("table")).to_contain_text("1e kwartaal 2026")
    looked_at(page, f"monitoring-verloop-{viewport}")
    page.get_by_role("link", name="Per aanbieder").click()
    page.get_by_label("Periode").select_option(label="1e kwartaal 2026")
    page.get_by_role("button", name="Bekijken").click()
    expect(page.get_by_role("table")).to_contain_text("De Linde")
    page.get_by_role("link", name="De Linde").click()
    expect(page.get_by_role("heading", name="De Linde")).to_be_visible()
    looked_at(page, f"monitoring-aanbieder-{viewport}")


@WIDTHS
def test_instelling_fills_in_a_report_by_keys_and_ozjt_judges_it(
    als: Callable[..., Page], ozjt: Organisatie, ontvanger: Subsidieontvanger, viewport: int
) -> None:
    row = Kwartaalrapportage.objects.get()
    page = als(Rolcode.AANBIEDER_BEHEERDER, ontvanger.aanbieder.organisatie)
    page.goto(reverse("rapportage-invullen", args=[row.pk]))
    page.locator("#id_g0153-beginstand").focus()
    for figure in ("3", "2", "1", "5", "5", "90", "", "180", "40000", "0"):
        page.keyboard.type(figure)
        page.keyboard.press("Tab")
    hand_in = page.get_by_role("button", name="Indienen")
    hand_in.focus()
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Hier hoort 4: 3 + 2 - 1.")
    looked_at(page, f"monitoring-rapportage-fout-{viewport}")
    alert.get_by_role("link").first.press("Enter")
    expect(page.locator("#id_g0153-eindstand")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("4")
    hand_in.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("De rapportage is ingediend")).to_be_visible()

    page = als(Rolcode.CONTRACTMANAGER, ozjt)
    page.goto(reverse("kwartaalrapportage", args=[row.pk]))
    looked_at(page, f"monitoring-rapportage-{viewport}")
    page.get_by_label("Oordeel of vraag").fill("Akkoord, besproken.")
    page.get_by_role("button", name="Beoordeling bewaren").click()
    expect(page.get_by_text("De rapportage is beoordeeld")).to_be_visible()
    row.refresh_from_db()
    assert row.status == "beoordeeld"
