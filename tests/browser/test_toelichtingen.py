"""A gemeente asks how minutes are split, the aanbieder answers, contract management compares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.models import Gebruiker
from indications.models import Toewijzing
from tests.browser.helpers import look
from tests.toelichtingen.conftest import Zaak, zaak  # noqa: F401 - fixture
from tests.toelichtingen.test_cijfers import filed
from toelichtingen.models import Toelichtingsverzoek

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


@pytest.mark.parametrize("viewport", [1280, 390, 320])
def test_from_question_to_comparison(
    als: Callable[[Any], Page],
    zaak: Zaak,  # noqa: F811
    viewport: int,
) -> None:
    toewijzing = zaak.toewijzing()
    for nr in range(3):
        filed(zaak, f"Aanbieder {nr}", 5, 150 + 20 * nr, 80)
    filed(zaak, "Stichting Jeugdhulp met een lange naam", 6, 420, 150)

    page = als(zaak.toegang)
    page.goto(reverse("toewijzing", args=[toewijzing.pk]))
    page.get_by_role("link", name="Uitleg van minuten", exact=True).last.click()
    page.get_by_role("link", name="Uitleg van minuten vragen").click()
    page.get_by_role("button", name="Vraag versturen").click()
    expect(page.get_by_text("Schrijf op wat je wilt weten.").first).to_be_visible()
    look(page, f"vragen-fout-{viewport}")
    page.get_by_label("Directe tijd in de beschikking zetten").check()
    page.get_by_label("Wat wil je weten?").fill("Hoeveel van de minuten is directe tijd?")
    page.get_by_role("button", name="Vraag versturen").click()
    confirmation = page.get_by_role("status").filter(has_text="Je vraag is verstuurd")
    expect(confirmation).to_be_focused()
    verzoek = Toelichtingsverzoek.objects.get()
    expect(confirmation).to_contain_text(verzoek.kenmerk)
    look(page, f"gevraagd-{viewport}")

    page = als(zaak.zorg)
    page.goto(reverse("toelichtingsverzoeken"))
    look(page, f"lijst-{viewport}")
    page.get_by_role("link", name=verzoek.kenmerk).click()
    page.get_by_role("link", name="Beantwoorden").click()
    page.get_by_label("Directe tijd (minuten)", exact=True).fill("2000")
    page.get_by_label("Indirecte tijd (minuten)").fill("700")
    page.get_by_label("Reistijd (minuten)").fill("200")
    page.get_by_label("Aantal contacten").fill("40")
    page.get_by_role("button", name="Uitleg versturen").click()
    wrong = page.get_by_text("De verdeling is samen 2.900 minuten en het totaal is 3.000.")
    expect(wrong.first).to_be_visible()
    look(page, f"antwoord-fout-{viewport}")
    page.get_by_label("Reistijd (minuten)").fill("300")
    page.get_by_label("Uitleg", exact=True).fill("Om de week op locatie.")
    page.get_by_role("button", name="Uitleg versturen").click()
    done = page.get_by_role("status").filter(has_text="Je uitleg is ontvangen")
    expect(done).to_be_focused()
    look(page, f"beantwoord-{viewport}")

    Toewijzing.objects.filter(pk=toewijzing.pk).update(volume=2400, versie=2)
    page = als(zaak.toegang)
    page.goto(reverse("toewijzing", args=[toewijzing.pk]))
    expect(page.get_by_text("direct 2.000, indirect 700, reistijd 300 bij 3.000")).to_be_visible()
    look(page, f"toewijzing-{viewport}")
    page.goto(reverse("toewijzing-tab", args=[toewijzing.pk, "uitleg"]))
    changed = page.get_by_text("gaf uitleg bij 3.000 minuten, nu zijn het er 2.400")
    expect(changed).to_be_visible()
    look(page, f"tab-{viewport}")
    page.get_by_role("link", name=verzoek.kenmerk).click()
    page.get_by_role("link", name="Om aanvulling vragen").click()
    page.get_by_label("Wat mis je nog?").fill("Waarom zoveel reistijd?")
    look(page, f"aanvulling-{viewport}")
    page.get_by_role("button", name="Vraag versturen").click()
    page.get_by_role("link", name="Vraag intrekken").click()
    look(page, f"intrekken-{viewport}")
    page.get_by_role("button", name="Vraag intrekken").click()
    expect(page.get_by_text("is ingetrokken. De aanbieder hoeft niets meer")).to_be_visible()

    page = als(zaak.manager)
    page.goto(reverse("minuten-vergelijken"))
    expect(page.get_by_text("Vraag waarom indirect 42,0 procent is")).to_be_visible()
    look(page, f"vergelijken-{viewport}")
    page.get_by_role("link", name="Stichting Jeugdhulp").click()
    expect(page.get_by_role("heading", name="Per product naast het midden")).to_be_visible()
    look(page, f"dossier-{viewport}")
