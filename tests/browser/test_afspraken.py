"""The road of agreements: toegang writes, aanbieder adds, both agree, results at the end."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from afspraken.choices import Overzichtstatus
from afspraken.models import Afsprakenoverzicht
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.models import Levering, Toewijzing
from ozjt.demo.basis import key
from ozjt.demo.vast import LINDE
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.vast import load_fixed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAG = datetime.timedelta(days=1)
#: Of Enschede with De Linde, without agreements yet.
TOEWIJZING = key("toewijzing", "vast", "0153", 4)


@pytest.fixture
def als(
    demo_bewaard: None,
    pagina: Page,
    client_for: Callable[..., Client],
    live_server: Any,
    settings: Any,
) -> Callable[[str], Page]:
    """The page, as one of three people of the demonstration."""
    load_fixed(timezone.localdate())
    enschede = Organisatie.objects.get(soort=Organisatiesoort.GEMEENTE, code="0153")
    linde = Organisatie.objects.get(aanbieder=LINDE.id)
    people = {
        "toegang": client_for(Rolcode.TOEGANG, enschede),
        "backoffice": client_for(Rolcode.BACKOFFICE, enschede),
        "zorg": client_for(Rolcode.AANBIEDER_ZORG, linde),
    }

    def become(who: str) -> Page:
        session = people[who].cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return become


def look(page: Page, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"afspraken/{name}-{width}")


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"#id_{name}").fill(text)


def day(offset: int) -> str:
    found = timezone.localdate() + offset * DAG
    return f"{found.day}-{found.month}-{found.year}"


@pytest.mark.parametrize("viewport", [1280, 320])
def test_road_of_agreements(als: Callable[[str], Page]) -> None:
    given = Toewijzing.objects.get(pk=TOEWIJZING)
    page = als("toegang")
    page.goto(f"/toewijzingen/{TOEWIJZING}")
    page.get_by_role("link", name="Afspraken", exact=True).click()
    look(page, "1-tab-leeg")
    page.get_by_role("button", name="Afspraken opschrijven").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Afspraken opschrijven")
    fill(
        page,
        resultaat_0="Weer met plezier naar de groep.",
        zichtbaar_0="Komt elke week en blijft de hele middag.",
        wanneer_0=day(90),
        frequentie="Elke woensdagmiddag.",
        verwijzer_rol="Houdt contact met de huisarts.",
        datum_0=day(40),
        deelnemers_0="Ouders, toegang en begeleider",
    )
    look(page, "2-opschrijven")
    page.get_by_label("Wij zijn akkoord").check()
    page.get_by_role("button", name="Bewaren en overdragen").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf op wat de aanbieder doet.")
    look(page, "3-nog-niet-af")
    page.get_by_label("Wij zijn akkoord").uncheck()
    fill(page, vraag="Wat doen jullie thuis?")
    page.get_by_role("button", name="Bewaren en overdragen").click()
    expect(page.get_by_text("Overgedragen. De ander krijgt bericht")).to_be_visible()
    look(page, "4-overgedragen")

    page = als("zorg")
    page.goto(f"/toewijzingen/{TOEWIJZING}/afspraken")
    look(page, "5-tab-aanbieder")
    page.get_by_role("link", name="Lezen en beantwoorden").click()
    page.get_by_role("link", name="Aanpassen en overdragen").click()
    expect(page.get_by_text("Wat doen jullie thuis?")).to_be_visible()
    fill(page, aanbieder_rol="Haalt op en brengt thuis.", frequentie="Elke woensdagmiddag, 3 uur.")
    page.get_by_label("Wij zijn akkoord").check()
    page.get_by_role("button", name="Bewaren en overdragen").click()
    expect(page.get_by_text("Overgedragen. De ander krijgt bericht")).to_be_visible()

    page = als("toegang")
    page.goto(f"/toewijzingen/{TOEWIJZING}/afspraken")
    page.get_by_role("link", name="Lezen en beantwoorden").click()
    look(page, "6-akkoord-gevraagd")
    page.get_by_role("link", name="Wat veranderde er?").click()
    expect(page.locator("ins").first).to_be_visible()
    look(page, "7-vergelijken")
    page.go_back()
    page.get_by_role("button", name="Akkoord en vaststellen").click()
    expect(page.get_by_text("De afspraken staan vast. De ander krijgt bericht.")).to_be_visible()
    look(page, "8-vastgesteld")
    made = Afsprakenoverzicht.objects.get(hulp__toewijzing=given)
    assert made.status == Overzichtstatus.VASTGESTELD
    page.goto(f"/afsprakenoverzichten/{made.pk}/afdrukken")
    look(page, "9-afdrukken")
    page.goto(f"/afsprakenoverzichten/{made.pk}/pdf-met-naam")
    look(page, "10-met-naam")

    page = als("backoffice")
    page.goto(f"/toewijzingen/{TOEWIJZING}/afspraken")
    expect(page.get_by_text("De tekst is voor de toegang en de aanbieder.")).to_be_visible()
    look(page, "11-tab-backoffice")

    page = als("zorg")
    page.goto(f"/afsprakenoverzichten/{made.pk}")
    page.get_by_role("link", name="Uitkomst vastleggen").click()
    fill(page, gedaan_op=day(0), uitkomst="Het gaat goed; we gaan zo door.")
    look(page, "12-evaluatie")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text("De evaluatie is vastgelegd")).to_be_visible()
    beside = Toewijzing.objects.filter(pk__in=made.hulp.values("toewijzing"))
    beside.exclude(pk=TOEWIJZING).update(einddatum=timezone.localdate())
    Levering.objects.filter(toewijzing=given).update(
        einddatum=timezone.localdate(), reden_beeindiging="31"
    )
    page.goto(f"/afsprakenoverzichten/{made.pk}")
    page.get_by_role("link", name="Resultaten invullen").click()
    page.get_by_label("Deels behaald").check()
    fill(page, toelichting_0="Komt elke week, maar blijft nog niet de hele middag.")
    page.locator("#id_reden").select_option("31")
    look(page, "13-resultaten")
    page.get_by_role("button", name="Aan de toegang geven").click()
    expect(page.get_by_text("De resultaten zijn ingevuld")).to_be_visible()

    page = als("toegang")
    page.goto(f"/afsprakenoverzichten/{made.pk}/resultaten")
    look(page, "14-nakijken")
    page.get_by_role("button", name="Bevestigen en afsluiten").click()
    expect(page.get_by_text("Het overzicht is afgesloten.")).to_be_visible()
    look(page, "15-afgesloten")


def test_agreements_are_written_and_handed_over_by_keyboard_only(
    als: Callable[[str], Page],
) -> None:
    page = als("zorg")
    page.goto(f"/afsprakenoverzichten/{key('afsprakenoverzicht', 'bij-aanbieder')}/wijzigen")
    page.locator("#id_opmerkingen").focus()
    page.keyboard.type("We beginnen na de vakantie.")
    page.keyboard.press("Tab")
    page.keyboard.type("Is dat goed?")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Wij zijn akkoord")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Overgedragen. De ander krijgt bericht")).to_be_visible()
