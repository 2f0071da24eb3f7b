"""A toegangsmedewerker files a toewijzing: by keyboard, checked live, on any width, in the dark."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.models import Toewijzing
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.vast import load_fixed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BSN = "999990019"


def nl(days: int) -> str:
    day = timezone.localdate() + datetime.timedelta(days=days)
    return f"{day.day}-{day.month}-{day.year}"


@pytest.fixture
def enschede(demo_bewaard: None, transactional_db: None) -> Organisatie:
    load_fixed(timezone.localdate())
    return Organisatie.objects.get(soort=Organisatiesoort.GEMEENTE, code="0153")


@pytest.fixture
def toegang(
    pagina: Page, enschede: Organisatie, client_for: Callable[..., Client], live_server: LiveServer
) -> Page:
    """Given: somebody of the toegang of Enschede, logged in."""
    client = client_for(Rolcode.TOEGANG, enschede)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    return pagina


def tab(page: Page, times: int = 1) -> None:
    for _step in range(times):
        page.keyboard.press("Tab")


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """By Tab only; fails when it cannot be reached."""
    for _step in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(s) => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def type_in(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.type(text)


def test_filing_by_keyboard_only_from_the_list_to_the_confirmation(toegang: Page) -> None:
    # Given the list of toewijzingen
    toegang.goto("/toewijzingen")
    # When the page is opened and filled in without a mouse
    tab_to(toegang, "a[href='/toewijzingen/nieuw']", 40)
    toegang.keyboard.press("Enter")
    expect(toegang.get_by_role("heading", name="Toewijzing indienen")).to_be_visible()
    type_in(toegang, "#id_bsn", BSN)
    type_in(toegang, "#id_geboortedatum", "1-5-2014")
    type_in(toegang, "#id_voornamen", "Tess")
    type_in(toegang, "#id_geslachtsnaam", "Testman")
    type_in(toegang, "#id_verwijzing_type", "Gem")
    type_in(toegang, "#id_verwijzing_datum", nl(0))
    type_in(toegang, "#id_product", "ABHIR")
    type_in(toegang, "#id_begindatum", nl(7))
    type_in(toegang, "#id_einddatum", nl(356))
    type_in(toegang, "#id_keer", "1")
    type_in(toegang, "#id_duur", "60")
    type_in(toegang, "#id_weken", "50")
    expect(toegang.locator("#id_volume")).to_have_value("3.000")
    type_in(toegang, "#id_zoek_aanbieder", "linde")
    expect(toegang.locator("input[name=aanbieder]")).to_have_count(1)
    tab_to(toegang, "input[name=aanbieder]", 4)
    toegang.keyboard.press("Space")
    # Then the check says that everything is there
    expect(toegang.get_by_text("Alles is er. Je kunt indienen.")).to_be_visible()
    # And handing in gives a confirmation in view, with the reference, without BSN or name
    tab_to(toegang, "button[value=indienen]")
    toegang.keyboard.press("Enter")
    expect(toegang.get_by_role("heading", name="Ontvangen en toegewezen")).to_be_in_viewport()
    row = Toewijzing.objects.latest("toewijzingsmoment")
    expect(toegang.locator("#kenmerk")).to_have_text(str(row.nummer))
    expect(toegang.get_by_text("Testman")).to_have_count(0)
    expect(toegang.get_by_text(BSN)).to_have_count(0)
    assert (row.volume, row.aantal_contacten) == (3000, 50)
    axe_schoon(toegang)


def fill(page: Page, **changes: str) -> None:
    values = {
        "bsn": BSN,
        "geboortedatum": "1-5-2014",
        "voornamen": "Tess",
        "geslachtsnaam": "Testman",
        "verwijzing_datum": nl(0),
        "begindatum": nl(7),
        "einddatum": nl(356),
        **changes,
    }
    page.goto("/toewijzingen/nieuw")
    page.locator("#id_verwijzing_type").select_option("01")
    for name, value in values.items():
        page.locator(f"#id_{name}").fill(value)
    page.locator("#id_product").select_option("ABHIR")
    expect(page.get_by_role("radio").first).to_be_visible()
    page.locator("#id_volume").fill("3000")


def test_live_check_names_the_error_at_its_field_and_takes_it_away(toegang: Page) -> None:
    # Given a period that is too long for the product
    fill(toegang, einddatum=nl(7 + 800))
    error = toegang.locator("#id_einddatum_error")
    # Then the field and the panel say what would be right
    expect(error).to_contain_text("duurt hoogstens 24 maanden")
    expect(toegang.locator("#id_einddatum")).to_have_attribute("aria-invalid", "true")
    link = toegang.get_by_role("link", name="Naar einddatum").first
    link.click()
    expect(toegang.locator("#id_einddatum")).to_be_focused()
    # When it is mended, the message goes
    toegang.locator("#id_einddatum").fill(nl(300))
    expect(error).to_be_empty()
    expect(toegang.locator("#id_einddatum")).not_to_have_attribute("aria-invalid", "true")
    assert Toewijzing.objects.filter(jeugdige__kluis__isnull=True).count() == 0


def test_half_a_bsn_is_not_called_wrong_until_the_field_is_left(toegang: Page) -> None:
    toegang.goto("/toewijzingen/nieuw")
    with toegang.expect_response(re.compile("controle")):
        toegang.locator("#id_bsn").press_sequentially("99999")
    expect(toegang.locator("#id_bsn_error")).to_be_empty()
    toegang.keyboard.press("Tab")
    expect(toegang.locator("#id_bsn_error")).to_contain_text("klopt niet")


def test_enter_checks_and_does_not_file(toegang: Page) -> None:
    before = Toewijzing.objects.count()
    fill(toegang)
    with toegang.expect_response(re.compile("controle")):
        toegang.locator("#id_voornamen").press("Enter")
    assert toegang.url.endswith("/toewijzingen/nieuw")
    assert Toewijzing.objects.count() == before


def test_refused_filing_focuses_the_summary_and_keeps_the_input(toegang: Page) -> None:
    fill(toegang)
    toegang.locator("#id_volume").fill("")
    toegang.get_by_role("button", name="Indienen").click()
    expect(toegang.get_by_role("alert")).to_be_focused()
    expect(toegang.locator("#id_geslachtsnaam")).to_have_value("Testman")
    expect(toegang.locator("#id_bsn")).to_have_value("")
    expect(toegang.get_by_text("•••••0019")).to_be_visible()
    axe_schoon(toegang)
    # When what was missing is added, it files without typing the BSN again
    toegang.locator("#id_volume").fill("3000")
    toegang.get_by_role("radio", name="Zorghuis De Linde").check()
    expect(toegang.get_by_text("Alles is er. Je kunt indienen.")).to_be_visible()
    toegang.get_by_role("button", name="Indienen").click()
    expect(toegang.get_by_role("heading", name="Ontvangen en toegewezen")).to_be_visible()


def test_finder_narrows_and_chooses(toegang: Page) -> None:
    toegang.goto("/toewijzingen/nieuw")
    toegang.get_by_text("Zoek een product op naam of omschrijving").click()
    toegang.get_by_label("Woord uit naam of omschrijving").fill("vaktherapie")
    expect(toegang.locator("#productlijst > li:visible")).to_have_count(1)
    toegang.get_by_role("button", name="Kies DVAKT").click()
    expect(toegang.locator("#id_product")).to_have_value("DVAKT")
    expect(toegang.get_by_label("Aantal sessies")).to_be_visible()


def test_warning_asks_for_a_reason(toegang: Page) -> None:
    fill(toegang)
    expect(toegang.get_by_label("Waarom dien je toch in?")).to_be_hidden()
    toegang.locator("#id_zoek_aanbieder").fill("De Els")
    toegang.get_by_role("radio", name="De Els").check()
    expect(toegang.get_by_label("Waarom dien je toch in?")).to_be_visible()


@pytest.mark.parametrize("javascript", [False])
def test_filing_without_javascript(toegang: Page) -> None:
    toegang.goto("/toewijzingen/nieuw")
    values = {
        "bsn": BSN,
        "geboortedatum": "1-5-2014",
        "voornamen": "Tess",
        "geslachtsnaam": "Testman",
        "verwijzing_datum": nl(0),
        "begindatum": nl(7),
        "einddatum": nl(300),
        "keer": "1",
        "duur": "60",
        "weken": "40",
    }
    for name, value in values.items():
        toegang.locator(f"#id_{name}").fill(value)
    toegang.locator("#id_verwijzing_type").select_option("01")
    toegang.locator("#id_product").select_option("ABHIR")
    toegang.locator("aside").get_by_role("button", name="Controleren").click()
    expect(toegang.locator("#id_volume")).to_have_value("2.400")
    toegang.get_by_role("radio", name="Zorghuis De Linde").check()
    toegang.get_by_role("button", name="Indienen").click()
    expect(toegang.get_by_role("heading", name="Ontvangen en toegewezen")).to_be_visible()


@pytest.mark.parametrize(
    ("viewport", "kleuren"),
    [(1280, "light"), (1280, "dark"), (320, "light")],
    ids=["wide", "dark", "narrow"],
)
def test_every_page_is_accessible_on_this_screen(
    toegang: Page, viewport: int, kleuren: str
) -> None:
    row = Toewijzing.objects.filter(gemeente__code="0153").first()
    assert row
    pages = {
        "lijst": "/toewijzingen",
        "detail": f"/toewijzingen/{row.pk}",
        "inzage": f"/toewijzingen/{row.pk}/inzage",
        "onthullen": f"/toewijzingen/{row.pk}/naam",
        "beeindigen": f"/toewijzingen/{row.pk}/beeindigen",
        "intrekken": f"/toewijzingen/{row.pk}/intrekken",
        "producten": "/producten-kiezen",
    }
    for name, url in pages.items():
        toegang.goto(url)
        geen_zijwaarts_scrollen(toegang)
        axe_schoon(toegang)
        foto(toegang, f"toewijzing-{name}-{viewport}-{kleuren}")
    fill(toegang, einddatum=nl(900))
    toegang.get_by_role("radio").first.check()
    expect(toegang.locator("#id_einddatum_error")).to_contain_text("hoogstens")
    geen_zijwaarts_scrollen(toegang)
    axe_schoon(toegang)
