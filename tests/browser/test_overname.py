"""A contractmanager looks what stopping does, plans a takeover and undoes it; wide and narrow."""

import datetime

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from contractbeheer.models import Overname
from core.choices import Organisatiesoort, Rolcode
from monitoring.dekking import refresh
from tests.browser.helpers import look
from tests.factories.contracts import (
    LeveringsgebiedFactory,
    PerceelcontractFactory,
    PerceelFactory,
    TariefFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory
from tests.factories.providers import AanbiederFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [1280, 320])
def test_what_if_then_planned_then_undone(
    pagina: Page, client_for, live_server, viewport: int
) -> None:
    client = client_for(Rolcode.CONTRACTMANAGER)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    pagina.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
    )
    today = timezone.localdate()
    goor = OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Proefdam", code="0153")
    perceel = PerceelFactory(naam="Behandeling op proef")
    old = PerceelcontractFactory(aanbieder=AanbiederFactory(naam="Zorg die stopt"), perceel=perceel)
    new = PerceelcontractFactory(
        aanbieder=AanbiederFactory(naam="Zorg die overneemt"), perceel=perceel
    )
    LeveringsgebiedFactory(perceelcontract=new, gemeente=goor)
    row = ToewijzingFactory(
        jeugdige=JeugdigeFactory(gemeente=goor, bsn=False),
        perceelcontract=old,
        begindatum=today,
        einddatum=today + datetime.timedelta(days=200),
    )
    TariefFactory(product=row.product)
    refresh(today)

    pagina.goto(f"/aanbieders/{old.aanbieder_id}")
    pagina.get_by_role("link", name="Wat als zij stopt?").click()
    expect(pagina.get_by_label("Aanbieder", exact=True)).to_have_value(str(old.aanbieder_id))
    pagina.get_by_role("button", name="Gevolgen bekijken").press("Enter")
    expect(pagina.get_by_text("jeugdigen zoeken een andere plek")).to_be_visible()
    look(pagina, f"wat-als-{viewport}")

    pagina.get_by_role("link", name="Overname door een andere aanbieder plannen").click()
    day = today + datetime.timedelta(days=30)
    pagina.get_by_label("Gaat naar").select_option(label="Zorg die overneemt")
    pagina.get_by_label("Eerste dag bij de nieuwe").fill(f"{day:%d-%m-%Y}")
    pagina.get_by_role("button", name="Gevolgen bekijken").press("Enter")
    expect(pagina.get_by_role("alert")).to_contain_text("Waarom")
    pagina.get_by_label("Waarom").fill("De aanbieder stopt.")
    pagina.get_by_role("button", name="Gevolgen bekijken").press("Enter")
    expect(pagina.get_by_role("heading", name="Dit gaat er gebeuren")).to_be_visible()
    look(pagina, f"overname-plannen-{viewport}")
    pagina.get_by_role("button", name="Overname plannen").press("Enter")
    expect(pagina.get_by_text("is gepland. Terugdraaien kan tot en met")).to_be_in_viewport()
    look(pagina, f"overname-{viewport}")
    old.refresh_from_db()
    assert old.einddatum == day - datetime.timedelta(days=1)

    pagina.get_by_role("link", name="Terugdraaien").click()
    pagina.get_by_label("Waarom").fill("Toch niet.")
    look(pagina, f"overname-terugdraaien-{viewport}")
    pagina.get_by_role("button", name="Terugdraaien").press("Enter")
    expect(pagina.get_by_text("De overname is teruggedraaid")).to_be_in_viewport()
    assert Overname.objects.get().status == "ingetrokken"

    pagina.goto(f"/dekking?perceel={perceel.code}")
    expect(pagina.get_by_role("heading", name="Aanbieders per gemeente")).to_be_visible()
    look(pagina, f"dekking-perceel-{viewport}")
