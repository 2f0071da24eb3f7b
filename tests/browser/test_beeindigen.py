"""An aanbieder asks to stop, contract management decides on what it does, the toegang works the
list through to zero (R-CON-3).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from contractbeheer.models import Beeindigingsverzoek
from core.models import Gebruiker
from tests.browser.helpers import axe_schoon, foto, geen_zijwaarts_scrollen
from tests.contractbeheer.stoppen import Zaak, zaak  # noqa: F401 - fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def als(pagina: Page, client_for: Any, live_server: Any) -> Callable[[Any], Page]:
    """The same window, logged in as somebody else."""

    def switch(actor: Any) -> Page:
        client = client_for(gebruiker=Gebruiker.objects.get(pk=actor.id))
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}
        pagina.context.clear_cookies()
        pagina.context.add_cookies([cookie])  # type: ignore[list-item]
        return pagina

    return switch


def look(page: Page, name: str) -> None:
    geen_zijwaarts_scrollen(page)
    axe_schoon(page)
    foto(page, f"beeindigen/{name}")


@pytest.mark.parametrize("viewport", [1280, 320])
def test_from_asking_to_an_empty_list(
    als: Callable[[Any], Page],
    zaak: Zaak,  # noqa: F811
    viewport: int,
) -> None:
    moves = zaak.toewijzing(zaak.almelo)
    stays = zaak.toewijzing(zaak.almelo)
    zaak.toewijzing(zaak.borne)

    page = als(zaak.beheerder)
    page.goto(reverse("perceelcontract", args=[zaak.contract.pk]))
    page.get_by_role("link", name="Beëindiging vragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Beëindiging vragen")
    page.get_by_label("Waarom wil je stoppen?").fill("Wij vinden geen behandelaren meer.")
    page.get_by_label("Wat is de laatste dag?").fill(zaak.dag(60).strftime("%d-%m-%Y"))
    page.get_by_role("radio", name="Nee").check()
    page.get_by_role("button", name="Verzoek indienen").click()
    said = page.get_by_text("Jij zegt nee, het portaal telt 3 jeugdigen in Almelo en Borne.")
    expect(said).to_be_visible()
    look(page, f"vragen-verschil-{viewport}")
    page.get_by_label("Mijn antwoord klopt").check()
    page.get_by_role("button", name="Verzoek indienen").click()
    confirmation = page.get_by_role("status").filter(has_text="Je verzoek is ingediend")
    expect(confirmation).to_be_focused()
    verzoek = Beeindigingsverzoek.objects.get()
    expect(confirmation).to_contain_text(verzoek.kenmerk)
    look(page, f"ingediend-{viewport}")

    page = als(zaak.manager)
    page.goto(reverse("beeindigingen"))
    page.get_by_role("link", name=verzoek.kenmerk).click()
    expect(page.get_by_text("Het antwoord van de aanbieder is nee.")).to_be_visible()
    look(page, f"besluiten-{viewport}")
    page.get_by_role("link", name="Gevolgen en goedkeuren").click()
    expect(page.get_by_text("jeugdigen zoeken een andere plek")).to_be_visible()
    look(page, f"gevolgen-{viewport}")
    page.get_by_label("Aangepaste afspraken").fill("Wie bijna klaar is, maakt het af.")
    page.get_by_role("button", name="Goedkeuren: laatste dag").click()
    expect(page.get_by_role("heading", name="Overdracht per gemeente")).to_be_visible()
    look(page, f"goedgekeurd-{viewport}")

    page = als(zaak.toegang)
    page.goto(reverse("overdrachten"))
    expect(page.get_by_text("0 van 2 geregeld")).to_be_visible()
    look(page, f"lijst-{viewport}")
    page.get_by_role("button", name=f"in plaats van {moves.nummer}").click()
    expect(page.get_by_label("Achternaam")).to_have_value("Haverdemo")
    page.goto(reverse("toewijzing-beeindigen", args=[moves.pk]))
    page.get_by_label("Einddatum").fill(zaak.dag(60).strftime("%d-%m-%Y"))
    page.get_by_label("Reden").select_option(index=1)
    page.get_by_role("button", name="Beëindigen").click()
    expect(page.get_by_text("De toewijzing is eerder beëindigd.")).to_be_visible()
    page.goto(reverse("overdrachten"))
    expect(page.get_by_text("1 van 2 geregeld")).to_be_visible()
    page.get_by_role("link", name="Maakt af volgens afspraak").click()
    page.get_by_label("Wat is er afgesproken?").fill("Tot en met de laatste sessies.")
    look(page, f"afspraak-{viewport}")
    page.get_by_role("button", name="Vastleggen").click()
    expect(page.get_by_text(f"van toewijzing {stays.nummer} af")).to_be_visible()
    expect(page.get_by_text("2 van 2 geregeld")).to_be_visible()
    look(page, f"lijst-op-nul-{viewport}")
