"""An aanbieder reports start and stop on a phone; the gemeente sees the pace, wide and narrow."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.choices import Organisatiesoort, Rolcode
from core.datums import add_months
from indications.models import Levering, OngekoppeldeDeclaratie, Toewijzing
from tests.browser.helpers import look
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import (
    DeclaratieregelFactory,
    JeugdigeFactory,
    LeveringFactory,
    ToewijzingFactory,
)
from tests.factories.providers import AanbiederFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def toewijzing(db: None) -> Toewijzing:
    today = timezone.localdate()
    first = add_months(today.replace(day=1), -6)
    goor = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Proefdam", code="0153")
    return ToewijzingFactory(
        jeugdige=JeugdigeFactory(gemeente=goor),
        perceelcontract=PerceelcontractFactory(aanbieder=AanbiederFactory(naam="De Proef")),
        begindatum=first,
        einddatum=add_months(first, 12) - datetime.timedelta(days=1),
        toewijzingsmoment=timezone.now() - datetime.timedelta(days=220),
    )


def log_in(pagina: Page, client_for, live_server, rol: Rolcode, organisatie: object) -> None:
    client = client_for(rol, organisatie)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )


@pytest.mark.parametrize("viewport", [390])
def test_aanbieder_starts_and_stops_on_a_phone(
    pagina: Page, client_for, live_server, toewijzing: Toewijzing, viewport: int
) -> None:
    own = toewijzing.aanbieder.organisatie
    log_in(pagina, client_for, live_server, Rolcode.AANBIEDER_ZORG, own)
    today = timezone.localdate()

    pagina.goto(f"/toewijzingen/{toewijzing.pk}")
    pagina.get_by_role("link", name="Levering en gebruik").click()
    expect(pagina.get_by_text("Nog niet gestart")).to_be_visible()
    look(pagina, f"levering-leeg-{viewport}")
    pagina.get_by_role("link", name="Start melden").click()
    pagina.get_by_label("Eerste dag").fill(f"{today + datetime.timedelta(days=1):%d-%m-%Y}")
    pagina.get_by_role("button", name="Start melden").click()
    expect(pagina.get_by_role("alert")).to_contain_text("of eerder")
    look(pagina, f"levering-start-fout-{viewport}")
    begin = today - datetime.timedelta(days=40)
    pagina.get_by_label("Eerste dag").fill(f"{begin:%d-%m-%Y}")
    pagina.get_by_role("button", name="Start melden").click()
    expect(pagina.get_by_text("is vastgelegd")).to_be_visible()
    expect(pagina.get_by_text("gewacht")).to_be_visible()

    pagina.get_by_role("link", name="Stop melden").click()
    pagina.get_by_label("Reden").select_option("20")
    look(pagina, f"levering-stop-{viewport}")
    pagina.get_by_role("button", name="Stop melden").click()
    expect(pagina.get_by_text("Tijdelijk gestopt")).to_be_visible()
    look(pagina, f"levering-tijdelijk-{viewport}")
    assert Levering.objects.get().reden_beeindiging == "20"

    pagina.get_by_role("link", name="Stop weghalen").click()
    pagina.get_by_role("button", name="Ja, haal de stop weg").click()
    expect(pagina.get_by_text("is weggehaald")).to_be_visible()
    assert Levering.objects.get().einddatum is None


@pytest.mark.parametrize("viewport", [1280, 320])
def test_gemeente_sees_the_pace(
    pagina: Page, client_for, live_server, toewijzing: Toewijzing, viewport: int
) -> None:
    first = toewijzing.begindatum
    LeveringFactory(
        toewijzing=toewijzing, aangevraagd_op=first - datetime.timedelta(days=30),
        begindatum=first + datetime.timedelta(days=4),
    )  # fmt: skip
    for nr, volume in enumerate((240, 420, 380, 510, 450, 300)):
        begin = add_months(first, nr)
        DeclaratieregelFactory(toewijzing=toewijzing, begindatum=begin, volume=volume)
    OngekoppeldeDeclaratie.objects.create(
        gemeente=toewijzing.gemeente, aanbieder=toewijzing.aanbieder, referentienummer="LOS-1",
        toewijzingsnummer=5, begindatum=first, einddatum=first, volume=10, bedrag_centen=1670,
    )  # fmt: skip
    log_in(pagina, client_for, live_server, Rolcode.BACKOFFICE, toewijzing.gemeente)

    pagina.goto(f"/toewijzingen/{toewijzing.pk}/levering")
    expect(pagina.get_by_role("img", name="Gedeclareerd, opgeteld")).to_be_visible()
    expect(pagina.get_by_text("2.300 minuten gedeclareerd")).to_be_visible()
    expect(pagina.get_by_text("Loopt voor op de tijd")).to_be_visible()
    look(pagina, f"levering-tempo-{viewport}")

    pagina.goto("/declaraties-zonder-toewijzing")
    look(pagina, f"levering-ongekoppeld-{viewport}")
    pagina.get_by_role("link", name="Afhandelen").click()
    pagina.get_by_label("Waarom is hier niets meer voor nodig?").fill("Dubbel gestuurd.")
    look(pagina, f"levering-afhandelen-{viewport}")
    pagina.get_by_role("button", name="Afhandelen").press("Enter")
    expect(pagina.get_by_text("is afgehandeld")).to_be_visible()
