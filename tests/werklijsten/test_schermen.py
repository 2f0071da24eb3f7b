"""The screens of the work lists: what is shown, logged, fetched and refused."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.models import Perceelcontract
from core.choices import Rolcode
from core.models import Gebruiker, Inzage
from indications.models import Toewijzing
from tests.factories.contracts import ProductFactory
from tests.werklijsten.conftest import Stad
from werklijsten.groepen import GROEPEN
from werklijsten.models import Eindbesluit, Reeks

pytestmark = pytest.mark.django_db
NAMEN = ("Haverdemo", "Puck")
EINDIGT = "/werklijsten/eindigt"


@pytest.fixture
def als(client_for: Callable[..., Client]) -> Callable[[Any], Client]:
    return lambda actor: client_for(gebruiker=Gebruiker.objects.get(pk=actor.id))


def test_cards_count_what_the_lists_hold(stad: Stad, als: Any) -> None:
    stad.toewijzing(einddatum=stad.na(20))
    browser = als(stad.toegang)
    page = browser.get("/werklijsten").content.decode()
    assert "1 toewijzing van Enschede vraagt vandaag om iemand." in page
    for groep in GROEPEN.values():
        assert f'href="{reverse(groep.url_naam)}"' in page
        assert str(groep.betekenis) in page
    assert not Inzage.objects.exists()
    assert re.search(r'Werklijsten.*?class="count"[^>]*>\s*1', page, re.DOTALL)


def test_row_says_why_and_where_else(stad: Stad, als: Any) -> None:
    Perceelcontract.objects.update(einddatum=stad.na(10))
    row = stad.toewijzing(einddatum=stad.na(12))
    page = als(stad.toegang).get(EINDIGT).content.decode()
    assert "Eindigt over 12 dagen" in page
    assert f'href="/toewijzingen/{row.pk}"' in page
    assert re.search(r"ook:.*?contract", page, re.DOTALL)
    assert not any(naam in page for naam in NAMEN)
    page = als(stad.toegang).get("/werklijsten/contract").content.decode()
    assert "Contract stopt over 10 dagen" in page
    assert "de toewijzing loopt 2 dagen langer" in page
    line = Inzage.objects.filter(soort="werklijst.lijst").earliest("id")
    assert (line.detail, line.jeugdigen) == ("eindigt", [row.jeugdige_id])


def test_waiting_in_words(stad: Stad, als: Any) -> None:
    stad.toewijzing(begindatum=stad.na(-63), gestart=False)
    page = als(stad.toegang).get("/werklijsten/niet-gestart").content.decode()
    assert "Wacht 9 weken, afgesproken 6" in page


@pytest.mark.parametrize("groep", GROEPEN.values(), ids=lambda g: g.code)
def test_every_list_opens_and_sorts(stad: Stad, als: Any, groep: Any) -> None:
    Perceelcontract.objects.update(einddatum=stad.na(10))
    stad.toewijzing(einddatum=None, verwijzing={"type": "02", "datum": stad.na(-350)})
    browser = als(stad.toegang)
    url = reverse(groep.url_naam)
    for sort in ("", "-waarom", "nummer", "product", "aanbieder__naam", "-periode"):
        assert browser.get(url, {"sorteer": sort}).status_code == 200
    for unknown in ({"cursor": "x"}, {"product": "ZZ"}, {"eind_tot": "gisteren"}, {"nummer": "x"}):
        assert browser.get(url, unknown).status_code in (200, 400)


@pytest.mark.parametrize("url", [EINDIGT, "/werklijsten/verwijzing"])
def test_same_number_of_queries_for_2_and_for_20(stad: Stad, als: Any, url: str) -> None:
    browser, seen = als(stad.toegang), []
    for many in (2, 18):
        for _n in range(many):
            stad.toewijzing(
                einddatum=stad.na(20), verwijzing={"type": "02", "datum": stad.na(-340)}
            )
        browser.get(url)
        with CaptureQueriesContext(connection) as found:
            assert browser.get(url).status_code == 200
        seen.append([query["sql"][:90] for query in found.captured_queries])
    assert seen[0] == seen[1]


def test_export_is_what_the_list_shows(stad: Stad, als: Any) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    stad.toewijzing(einddatum=stad.na(20), product=ProductFactory(code="ANDER"))
    stad.toewijzing(gemeente=stad.elders, einddatum=stad.na(20))
    answer = als(stad.backoffice).get(EINDIGT, {"formaat": "csv", "product": "ABHI1"})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(body))
    assert line["Nummer"] == str(row.nummer)
    assert line["Einddatum"] == str(row.einddatum)
    assert line["Ook: contract"] == "nee"
    logged = Inzage.objects.get(soort="export.werklijst")
    assert (logged.detail, logged.jeugdigen) == ("csv eindigt", [row.jeugdige_id])


def test_backoffice_looks_and_does_not_act(stad: Stad, als: Any) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    browser = als(stad.backoffice)
    page = browser.get(EINDIGT).content.decode()
    assert str(row.nummer) in page
    assert 'name="rij"' not in page
    assert 'id="keuze"' not in page
    assert browser.post(EINDIGT, {"rij": row.pk, "actie": "besluiten"}).status_code == 403


@pytest.mark.parametrize(
    "rol", [Rolcode.CONTRACTMANAGER, Rolcode.AANBIEDER_ZORG, Rolcode.VERWIJZER, Rolcode.FG]
)
def test_nobody_else_comes_in(client_for: Any, rol: Rolcode) -> None:
    assert client_for(rol).get("/werklijsten").status_code == 403


def choose(browser: Client, **data: Any) -> Any:
    return browser.post(EINDIGT, {"actie": "besluiten", **data})


def test_from_choice_to_confirmation(stad: Stad, als: Any) -> None:
    rows = [stad.toewijzing(einddatum=stad.na(20)) for _ in range(2)]
    stad.toewijzing(einddatum=stad.na(20))
    browser = als(stad.toegang)
    answer = choose(browser, rij=[row.pk for row in rows])
    assert answer.status_code == 302
    url = answer["Location"]
    assert "Er is nog niets veranderd." in browser.get(url).content.decode()
    bad = browser.post(url, {"stap": "bekijken"})
    assert bad.status_code == 400
    assert browser.post(url, {"stap": "bekijken", "besluit": "volgens_plan"}).status_code == 302
    page = browser.get(url).content.decode()
    assert "Dit gaat er gebeuren" in page
    assert "Besluit vastleggen: 2 toewijzingen" in page
    assert not Eindbesluit.objects.exists()
    browser.post(url, {"stap": "uitvoeren"})
    browser.post(url, {"stap": "uitvoeren"})
    page = browser.get(url).content.decode()
    reeks = Reeks.objects.get()
    assert "Gedaan: 2 toewijzingen" in page
    assert reeks.kenmerk in page
    assert "data-print" in page
    assert Eindbesluit.objects.count() == 2
    log = Inzage.objects.filter(soort="werklijst.reeks").latest("id")
    assert set(log.jeugdigen) == {row.jeugdige_id for row in rows}
    assert reeks.kenmerk in browser.get("/werklijsten").content.decode()
    assert als(stad.backoffice).get(url).status_code == 200
    assert als(stad.buur).get(url).status_code == 404


@pytest.mark.parametrize(("bereik", "aantal"), [("rijen", 1), ("pagina", 2), ("alle", 3)])
def test_ticked_this_page_or_the_whole_list(stad: Stad, als: Any, bereik: str, aantal: int) -> None:
    """The whole list is what the filters leave."""
    rows = [stad.toewijzing(einddatum=stad.na(20)) for _ in range(3)]
    other = ProductFactory(code="ANDER")
    stad.toewijzing(einddatum=stad.na(20), product=other)
    als(stad.toegang).post(
        f"{EINDIGT}?product=ABHI1",
        {
            "actie": "besluiten",
            "bereik": bereik,
            "rij": [rows[0].pk],
            "pagina": [row.pk for row in rows[:2]],
        },
    )
    assert Reeks.objects.get().regels.count() == aantal


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"rij": ["geen-uuid"]}, 404),
        ({"rij": ["00000000-0000-4000-8000-000000000000"]}, 404),
        ({"actie": "wissen"}, 400),
        ({"bereik": "iets", "rij": []}, 400),
    ],
)
def test_nonsense_is_refused(stad: Stad, als: Any, data: dict[str, Any], status: int) -> None:
    stad.toewijzing(einddatum=stad.na(20))
    assert choose(als(stad.toegang), **data).status_code == status
    assert not Reeks.objects.exists()


def test_id_of_another_gemeente_is_not_found(stad: Stad, als: Any) -> None:
    own = stad.toewijzing(einddatum=stad.na(20))
    theirs = stad.toewijzing(gemeente=stad.elders, einddatum=stad.na(20))
    assert choose(als(stad.toegang), rij=[own.pk, theirs.pk]).status_code == 404
    assert not Reeks.objects.exists()


def test_refusal_keeps_the_ticks(stad: Stad, als: Any) -> None:
    row = stad.toewijzing(einddatum=stad.na(20))
    page = choose(als(stad.toegang), rij=[row.pk], actie="wissen").content.decode()
    assert "Deze handeling past niet bij deze werklijst." in page
    assert re.search(rf'value="{row.pk}"[^>]*checked', page)


def test_ending_shows_what_it_does(stad: Stad, als: Any) -> None:
    row = stad.toewijzing(einddatum=stad.na(50))
    browser = als(stad.toegang)
    url = choose(browser, rij=[row.pk], actie="beeindigen")["Location"]
    day = stad.na(10).strftime("%d-%m-%Y")
    browser.post(url, {"stap": "bekijken", "einddatum": day, "reden": "05"})
    page = browser.get(url).content.decode()
    assert "Eindigt op" in page
    assert "Herbeoordeling: verkorting toewijzing" in page
    browser.post(url, {"stap": "uitvoeren"})
    assert Toewijzing.objects.get().einddatum == stad.na(10)
    timeline = browser.get(f"/toewijzingen/{row.pk}").content.decode()
    assert "Eerder beëindigd" in timeline


def test_act_without_questions_goes_to_the_preview(stad: Stad, als: Any) -> None:
    row = stad.toewijzing(begindatum=stad.na(-60), gestart=False)
    browser = als(stad.toegang)
    answer = browser.post("/werklijsten/niet-gestart", {"actie": "herinneren", "rij": row.pk})
    page = browser.get(answer["Location"]).content.decode()
    assert "Dit kan bij geen van de toewijzingen" in page
    assert "niemand_bereikt" in page
    assert 'value="uitvoeren"' not in page


def test_decision_from_the_page_of_one_toewijzing(stad: Stad, als: Any) -> None:
    row, far = stad.toewijzing(einddatum=stad.na(20)), stad.toewijzing()
    browser, url = als(stad.toegang), f"/toewijzingen/{row.pk}/eindbesluit"
    assert url in browser.get(f"/toewijzingen/{row.pk}").content.decode()
    assert "/eindbesluit" not in browser.get(f"/toewijzingen/{far.pk}").content.decode()
    assert als(stad.backoffice).get(url).status_code == 403
    assert als(stad.buur).get(url).status_code == 404
    refused = browser.post(url, {"versie": row.versie, "besluit": "anders", "toelichting": ""})
    assert refused.status_code == 400
    assert "Schrijf op wat er is besloten" in refused.content.decode()
    assert not Eindbesluit.objects.exists()
    assert browser.post(url, {"versie": 9, "besluit": "volgens_plan"}).status_code == 409
    data = {"versie": row.versie, "besluit": "volgens_plan"}
    assert "is vastgelegd" in browser.post(url, data, follow=True).content.decode()
    assert Eindbesluit.objects.get().besluit == "volgens_plan"
    assert "Nu vastgelegd: Eindigt volgens plan" in browser.get(url).content.decode()
    assert stad.groepen(row) == set()
