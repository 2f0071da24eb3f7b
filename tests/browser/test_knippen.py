"""Catalogue makes a round, toegang looks, cuts and gets its confirmation; wide and narrow."""

import datetime

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from core.choices import Rolcode
from indications.models import Toewijzing
from knippen.models import Knip, Knipbeurt
from tests.browser.helpers import look
from tests.factories.contracts import MaatregelFactory, ProductFactory
from tests.factories.indications import DeclaratieregelFactory
from tests.knippen.conftest import LAATSTE, Markt

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def log_in(pagina: Page, client, live_server) -> None:
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )


@pytest.fixture
def drukke_markt(transactional_db: None) -> Markt:
    """Something of most kinds in the preview."""
    markt = Markt()
    for n in range(3):
        markt.toewijzing(volume=3000 + 250 * n)
    markt.toewijzing(volume=1)
    markt.toewijzing(product=ProductFactory(code="ANDER", naam="Iets dat blijft"))
    declared = markt.toewijzing()
    DeclaratieregelFactory(
        toewijzing=declared, volume=300, einddatum=LAATSTE + datetime.timedelta(days=20)
    )
    MaatregelFactory(aanbieder=markt.contract.aanbieder)
    return markt


@pytest.mark.parametrize("viewport", [1280, 320])
def test_preview_cut_confirmation(
    pagina: Page, client_for, live_server, drukke_markt: Markt, viewport: int
) -> None:
    markt = drukke_markt
    log_in(pagina, client_for(Rolcode.TOEGANG, markt.gemeente), live_server)
    pagina.goto("/knippen")
    look(pagina, f"ronden-{viewport}")
    pagina.get_by_role("link", name="Overgang").click()
    look(pagina, f"ronde-gemeente-{viewport}")
    pagina.get_by_role("link", name="Bekijk wat er geknipt wordt").click()
    expect(pagina.get_by_text("worden niet geknipt")).to_be_visible()
    look(pagina, f"voorbeeld-{viewport}")

    pagina.get_by_role("link", name="Aanpassen").first.click()
    pagina.get_by_label("Knippen, ik verdeel met de hand").check()
    pagina.get_by_label("Deel na de knip").fill("9.999")
    pagina.get_by_role("button", name="Keuze bewaren").click()
    expect(pagina.get_by_role("alert")).to_contain_text("van 1 tot en met 2.999")
    look(pagina, f"keuze-{viewport}")
    pagina.get_by_label("Deel na de knip").fill("2.000")
    pagina.get_by_role("button", name="Keuze bewaren").click()
    expect(pagina.get_by_text("2.000 minuten gaat over")).to_be_visible()

    pagina.get_by_role("link", name="Knip 3 toewijzingen").click()
    expect(pagina.get_by_role("heading", name="Dit gebeurt er")).to_be_visible()
    look(pagina, f"uitvoeren-{viewport}")
    pagina.get_by_role("button", name="Knip 3 toewijzingen").press("Enter")
    expect(pagina.get_by_text("Geknipt en vastgelegd")).to_be_in_viewport()
    expect(pagina.locator("#kenmerk")).to_have_text(Knipbeurt.objects.get().kenmerk)
    look(pagina, f"verslag-{viewport}")
    assert Knip.objects.count() == 3

    pagina.get_by_role("link", name="Oud nummer").first.click()
    old = Toewijzing.objects.get(pk=Knip.objects.order_by("oud__nummer").first().oud_id)
    pagina.get_by_role("link", name=str(old.nummer)).first.click()
    expect(pagina.get_by_text("Gaat vanaf")).to_be_visible()
    look(pagina, f"geknipte-{viewport}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_one_by_keyboard(
    pagina: Page, client_for, live_server, drukke_markt: Markt, viewport: int
) -> None:
    markt = drukke_markt
    log_in(pagina, client_for(Rolcode.TOEGANG, markt.gemeente), live_server)
    row = Toewijzing.objects.filter(product=markt.oud).order_by("nummer")[0]
    pagina.goto(f"/toewijzingen/{row.pk}")
    pagina.get_by_role("link", name="Knippen").last.press("Enter")
    pagina.get_by_label("Laatste dag van de oude").fill("31-3-2026")
    pagina.get_by_label("Nieuw product").select_option(label="NEW1 Nieuwe begeleiding")
    pagina.get_by_role("button", name="Bekijken").press("Enter")
    expect(pagina.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_focused()
    look(pagina, f"een-{viewport}")
    pagina.get_by_role("button", name="Knippen").press("Enter")
    expect(pagina.get_by_text("Geknipt en vastgelegd")).to_be_in_viewport()
    assert Knip.objects.get().oud == row


@pytest.mark.parametrize("viewport", [1280, 320])
def test_catalogue_keeps_a_round(
    pagina: Page, client_for, live_server, drukke_markt: Markt, viewport: int
) -> None:
    log_in(pagina, client_for(Rolcode.CATALOGUSBEHEERDER), live_server)
    pagina.goto("/knippen")
    pagina.get_by_role("link", name="Nieuwe ronde").click()
    pagina.get_by_label("Naam").fill("Overgang 2026/2027")
    pagina.get_by_label("Laatste dag van de oude").fill("31-12-2026")
    look(pagina, f"ronde-nieuw-{viewport}")
    pagina.get_by_role("button", name="Ronde maken").click()
    pagina.get_by_label("Oud product").select_option(label="OUD1 Oude begeleiding")
    pagina.get_by_label("Nieuw product").select_option(label="NEW1 Nieuwe begeleiding")
    pagina.get_by_role("button", name="Product toevoegen").click()
    expect(pagina.get_by_role("button", name="Weghalen OUD1")).to_be_visible()
    pagina.get_by_label("Gemeente", exact=True).select_option(label="Proefdam")
    pagina.get_by_label("Afgegeven vanaf").fill("1-11-2026")
    pagina.get_by_role("button", name="Gemeente zetten").click()
    expect(pagina.get_by_text("alleen wat is afgegeven")).to_be_visible()
    look(pagina, f"ronde-beheer-{viewport}")
    pagina.get_by_role("button", name="Openzetten voor de gemeenten").click()
    expect(pagina.get_by_role("button", name="Sluiten")).to_be_visible()
