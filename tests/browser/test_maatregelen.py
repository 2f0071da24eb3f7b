"""The road of a cliëntenstop on screen: drawn up, announced, answered, imposed, felt, lifted."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from contractbeheer.models import Brief, Maatregeltraject
from contracts.models import Maatregel
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from core.ui.formats import format_long_date
from indications.models import Toewijzing
from ozjt.demo.toegang import OZJT
from ozjt.demo.vast import LINDE
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.vast import load_fixed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAG = datetime.timedelta(days=1)


@pytest.fixture
def als(
    demo_bewaard: None,
    pagina: Page,
    client_for: Callable[..., Client],
    live_server: Any,
    settings: Any,
    tmp_path: Any,
) -> Callable[[str], Page]:
    """The page, as one of four people of the demonstration."""
    settings.DOCUMENT_MAP = tmp_path / "documenten"
    load_fixed(timezone.localdate())
    enschede = Organisatie.objects.get(soort=Organisatiesoort.GEMEENTE, code="0153")
    linde = Organisatie.objects.get(aanbieder=LINDE.id)
    ozjt = Organisatie.objects.get(pk=OZJT)
    people = {
        "opsteller": client_for(Rolcode.CONTRACTBEHEERDER, ozjt),
        "beslisser": client_for(Rolcode.CONTRACTMANAGER, ozjt),
        "aanbieder": client_for(Rolcode.AANBIEDER_BEHEERDER, linde),
        "toegang": client_for(Rolcode.TOEGANG, enschede),
    }

    def become(who: str) -> Page:
        key = people[who].cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return become


def look(page: Page, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"maatregelen/{name}-{width}")


def see_and_send(page: Page, name: str, knop: str) -> None:
    """The letter comes in the viewer, and only then can it go out."""
    page.get_by_role("button", name="Brief bekijken").click()
    expect(page.locator(".viewer__page")).to_be_visible()
    look(page, name)
    page.get_by_role("button", name=knop, exact=True).click()


def refuses(page: Page, kan: bool) -> None:
    """Whether De Linde can be chosen for a new toewijzing."""
    page.goto("/toewijzingen/nieuw")
    day = timezone.localdate() + 7 * DAG
    page.locator("#id_begindatum").fill(f"{day.day}-{day.month}-{day.year}")
    page.locator("#id_product").select_option("ABHIR")
    page.locator("#id_zoek_aanbieder").fill("linde")
    expect(page.locator("input[name=aanbieder]")).to_have_count(1 if kan else 0)


@pytest.mark.parametrize("viewport", [1280, 320])
def test_road_of_a_clientenstop(als: Callable[[str], Page]) -> None:
    page = als("toegang")
    running = Toewijzing.objects.filter(aanbieder=LINDE.id).count()
    refuses(page, kan=True)

    page = als("opsteller")
    page.goto(f"/aanbieders/{LINDE.id}")
    page.get_by_role("link", name="Maatregel nemen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maatregel nemen")
    page.get_by_text("Cliëntenstop", exact=True).click()
    page.locator("#id_overslaan").fill("De wachttijd is voor nieuwe jeugdigen niet veilig.")
    page.locator("#id_grond").fill("Artikel 3.6 van de overeenkomst.")
    page.locator("#id_feiten").fill("De wachttijd is opgelopen tot achttien weken.")
    look(page, "1-opstellen")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_text("is opgesteld als concept")).to_be_visible()
    made = Maatregeltraject.objects.get()
    page.get_by_role("link", name="Voornemen versturen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Voornemen versturen")
    see_and_send(page, "2-voornemen", "Voornemen versturen")
    expect(page.get_by_text("is verstuurd; de aanbieder kan reageren")).to_be_visible()

    page = als("aanbieder")
    page.goto("/maatregeltrajecten")
    page.get_by_role("link", name=made.kenmerk).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cliëntenstop")
    page.get_by_role("link", name="Voornemen", exact=True).click()
    expect(page.locator(".viewer__page")).to_be_visible()
    look(page, "3-brief")
    assert Brief.objects.get().gelezen_op is not None
    page.goto(f"/maatregeltrajecten/{made.pk}")
    page.get_by_role("link", name="Zienswijze geven").click()
    page.locator("#id_zienswijze").fill("Wij hebben twee behandelaren geworven.")
    look(page, "4-zienswijze")
    page.get_by_role("button", name="Versturen").click()
    expect(page.get_by_text("is verstuurd. OZJT weegt die mee.")).to_be_visible()
    look(page, "5-aanbieder")

    page = als("beslisser")
    page.goto("/maatregeltrajecten?wacht=on")
    page.get_by_role("link", name=made.kenmerk).click()
    page.get_by_role("link", name="Besluiten").click()
    expect(page.get_by_role("heading", name="Wie dit raakt")).to_be_visible()
    page.locator("#id_motivering").fill("De werving helpt pas over drie maanden.")
    look(page, "6-besluit")
    see_and_send(page, "7-besluitbrief", "Opleggen en brief versturen")
    expect(page.get_by_text("is opgelegd en gaat in op")).to_be_visible()
    look(page, "8-opgelegd")
    assert Maatregel.objects.get(briefkenmerk=made.kenmerk).begindatum == timezone.localdate()

    refuses(als("toegang"), kan=False)
    assert Toewijzing.objects.filter(aanbieder=LINDE.id).count() == running

    page = als("beslisser")
    page.goto(f"/maatregeltrajecten/{made.pk}")
    page.get_by_role("link", name="Opheffen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Intrekken")
    expect(page.locator("#id_per")).to_have_value(format_long_date(timezone.localdate()))
    page.locator("#id_reden").fill("De wachttijd is weer zes weken.")
    see_and_send(page, "9-intrekken", "Intrekken")
    expect(page.get_by_text(f"{made.kenmerk} is ingetrokken.")).to_be_visible()
    look(page, "10-ingetrokken")
    refuses(als("toegang"), kan=True)
