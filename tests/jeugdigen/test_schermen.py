"""The page of a jeugdige: who sees what, in how many queries, and the roads from it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.choices import Organisatiesoort, Rolcode
from core.models import Inzage
from indications.models import Toewijzing, Woonplaats
from jeugdigen.models import Toekomstplan
from jeugdigen.models.toekomstplan import BIG_VIJF
from jeugdigen.services.verhuizen import Verhuizing, record_move
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, LeveringFactory, VerwijzingFactory
from tests.factories.providers import AanbiederFactory
from tests.jeugdigen.conftest import VANDAAG, D, Zaak, help_for

pytestmark = pytest.mark.django_db
BSN = "999990019"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(datetime.datetime(2026, 11, 29, 11, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def toegang(zaak: Zaak, client_for: Callable[..., Client]) -> Client:
    return client_for(Rolcode.TOEGANG, zaak.enschede)


def page(client: Client, zaak: Zaak) -> Any:
    return client.get(reverse("jeugdige", args=[zaak.jeugdige.pk]))


def test_all_help_on_one_line_and_in_the_table(zaak: Zaak, toegang: Client) -> None:
    row = help_for(zaak.jeugdige)
    other = help_for(zaak.jeugdige, begindatum=D(2026, 6, 1))
    same = help_for(zaak.jeugdige, perceelcontract=row.perceelcontract, begindatum=D(2026, 9, 1))
    gone = help_for(zaak.jeugdige, status="ingetrokken")
    LeveringFactory(toewijzing=row, begindatum=D(2026, 2, 8))
    response = page(toegang, zaak)
    line = response.context["tijdlijn"]
    assert [bool(r.balk) for r in line.regels if r.toewijzing.pk == gone.pk] == [False]
    assert [(p.begin, p.eind, p.aantal, p.dubbel) for p in line.stapels] == [
        (D(2026, 6, 1), D(2026, 8, 31), 2, False),
        (D(2026, 9, 1), D(2027, 1, 31), 3, True),
    ]
    text = response.content.decode()
    for found in (row, other, same, gone):
        assert str(found.nummer) in text
    assert "3 tegelijk van 1 september 2026 tot en met 31 januari 2027" in text
    assert "twee keer dezelfde soort hulp" in text
    assert "loopt sinds 8\xa0feb\xa02026" in text
    assert "Haverdemo" not in text
    assert Inzage.objects.get(soort="jeugdige.inzien").jeugdigen == [zaak.jeugdige.pk]


def test_help_of_another_gemeente_is_not_on_it(
    zaak: Zaak, toegang: Client, client_for: Callable[..., Client]
) -> None:
    mine = help_for(zaak.jeugdige)
    theirs = help_for(zaak.jeugdige, gemeente=zaak.hengelo)
    text = page(toegang, zaak).content.decode()
    assert str(mine.nummer) in text
    assert str(theirs.nummer) not in text
    buur = page(client_for(Rolcode.TOEGANG, zaak.hengelo), zaak).content.decode()
    assert str(theirs.nummer) in buur
    assert str(mine.nummer) not in buur


def test_other_gemeente_without_help_does_not_find_it(
    zaak: Zaak, client_for: Callable[..., Client]
) -> None:
    buur = client_for(Rolcode.TOEGANG, zaak.hengelo)
    for name in ("jeugdige", "jeugdige-onthullen", "jeugdige-verhuizing", "toekomstplan"):
        assert buur.get(reverse(name, args=[zaak.jeugdige.pk])).status_code == 404, name


def test_aanbieder_sees_its_own_help_and_no_woonplaats(
    zaak: Zaak, client_for: Callable[..., Client]
) -> None:
    organisatie = OrganisatieFactory(soort=Organisatiesoort.AANBIEDER, code="41990077")
    aanbieder = AanbiederFactory(organisatie=organisatie)
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type="02", verwijzer="Praktijk Elders")
    help_for(zaak.jeugdige, verwijzing=old)
    mine = help_for(zaak.jeugdige, perceelcontract__aanbieder=aanbieder)
    zorg = client_for(Rolcode.AANBIEDER_ZORG, organisatie)
    response = page(zorg, zaak)
    assert [r.toewijzing.pk for r in response.context["tijdlijn"].regels] == [mine.pk]
    assert "Praktijk Elders" not in response.content.decode()
    assert response.context["woonplaatsen"] == []
    assert "Toekomstplan" not in response.content.decode()
    stranger = JeugdigeFactory(gemeente=zaak.enschede)
    assert zorg.get(reverse("jeugdige", args=[stranger.pk])).status_code == 404


def queries(client: Client, zaak: Zaak) -> int:
    """Of the page by itself: what the frame keeps for a second was fetched just before."""
    assert page(client, zaak).status_code == 200
    with CaptureQueriesContext(connection) as found:
        page(client, zaak)
    return len([q for q in found if "core_job" not in q["sql"]])


def test_same_number_of_queries_with_two_and_with_twenty(zaak: Zaak, toegang: Client) -> None:
    for _n in range(2):
        LeveringFactory(toewijzing=help_for(zaak.jeugdige))
    few = queries(toegang, zaak)
    for _n in range(18):
        LeveringFactory(toewijzing=help_for(zaak.jeugdige))
    assert Toewijzing.objects.count() == 20
    assert queries(toegang, zaak) == few


def test_name_and_bsn_after_a_reason_only(zaak: Zaak, toegang: Client) -> None:
    url = reverse("jeugdige-onthullen", args=[zaak.jeugdige.pk])
    assert "Haverdemo" not in toegang.get(url).content.decode()
    refused = toegang.post(url, {"reden": ""})
    assert refused.status_code == 400
    shown = toegang.post(url, {"reden": "Belt voor een afspraak"})
    assert "Haverdemo" in shown.content.decode()
    assert Inzage.objects.get(soort="jeugdige.onthullen").detail == "Belt voor een afspraak"
    tab = toegang.get(reverse("jeugdige-tab", args=[zaak.jeugdige.pk, "geschiedenis"]))
    assert "Belt voor een afspraak" in tab.content.decode()


def test_search_by_bsn_by_post_never_in_the_address(
    zaak: Zaak, toegang: Client, client_for: Callable[..., Client]
) -> None:
    child = JeugdigeFactory(gemeente=zaak.enschede, bsn=BSN)
    url = reverse("jeugdige-zoeken")
    found = toegang.post(url, {"bsn": "9999 90 019"})
    assert found["Location"] == reverse("jeugdige", args=[child.pk])
    assert BSN not in found["Location"]
    buur = client_for(Rolcode.TOEGANG, zaak.hengelo)
    unknown = toegang.post(url, {"bsn": "999990020"})
    elsewhere = buur.post(url, {"bsn": BSN})
    assert unknown.status_code == elsewhere.status_code == 200
    assert "Niet gevonden" in unknown.content.decode()
    assert "Niet gevonden" in elsewhere.content.decode()
    assert BSN not in elsewhere.content.decode()
    assert toegang.post(url, {"bsn": "123456789"}).status_code == 400


def test_move_by_the_form_and_out_of_sight(zaak: Zaak, toegang: Client) -> None:
    url = reverse("jeugdige-verhuizing", args=[zaak.jeugdige.pk])
    wrong = toegang.post(url, {"naar": str(zaak.hengelo.pk), "vanaf": "1-1-2029", "grond": "brp"})
    assert wrong.status_code == 400
    assert "verder vooruit" in wrong.content.decode()
    assert 'value="1-1-2029"' in wrong.content.decode()
    said = {"naar": str(zaak.hengelo.pk), "vanaf": "29-11-2026", "grond": "brp"}
    done = toegang.post(url, said)
    assert done["Location"] == reverse("jeugdige-zoeken")
    assert page(toegang, zaak).status_code == 404


def test_correct_and_undo_by_their_forms(zaak: Zaak, toegang: Client) -> None:
    help_for(zaak.jeugdige)
    asked = Verhuizing(zaak.hengelo.pk, D(2026, 12, 15), "brp")
    record_move(zaak.toegang, zaak.jeugdige.pk, asked, peildatum=VANDAAG)
    text = page(toegang, zaak).content.decode()
    assert "gaat nog in" in text
    row = Woonplaats.objects.get(gemeente=zaak.hengelo)
    url = reverse("woonplaats-verbeteren", args=[row.pk])
    assert "15 december 2026" in toegang.get(url).content.decode()
    said = {"naar": str(zaak.hengelo.pk), "vanaf": "20-12-2026", "grond": "verblijf"}
    assert toegang.post(url, said).status_code == 400
    assert toegang.post(url, {**said, "reden": "Later verhuisd"}).status_code == 302
    row.refresh_from_db()
    assert (row.begindatum, row.grond) == (D(2026, 12, 20), "verblijf")
    undo = reverse("jeugdige-verhuizing-ongedaan", args=[zaak.jeugdige.pk])
    assert toegang.post(undo, {"reden": "Blijft wonen"}).status_code == 302
    assert not Woonplaats.objects.filter(gemeente=zaak.hengelo).exists()
    assert toegang.post(undo, {"reden": "Blijft wonen"}).status_code == 409


def test_next_referral_by_the_form(zaak: Zaak, toegang: Client) -> None:
    old = VerwijzingFactory(jeugdige=zaak.jeugdige, type="02", datum=D(2026, 2, 1))
    row = help_for(zaak.jeugdige, verwijzing=old)
    url = reverse("verwijzing-vervolgen", args=[row.pk])
    assert "31 januari 2027" in toegang.get(url).content.decode()
    said = {"type": "02", "datum": "29-11-2026", "versie": "1", "verwijzer": "Praktijk Zuid"}
    wrong = toegang.post(url, said)
    assert wrong.status_code == 400
    assert "lokale toegang" in wrong.content.decode()
    assert "Praktijk Zuid" in wrong.content.decode()
    assert toegang.post(url, {**said, "type": "01", "versie": "9"}).status_code == 409
    done = toegang.post(url, {**said, "type": "01"})
    assert done["Location"] == reverse("toewijzing", args=[row.pk])
    toewijzing = toegang.get(done["Location"]).content.decode()
    assert "Praktijk Zuid" in toewijzing
    assert "Volgende verwijzing vastgelegd" in toewijzing
    assert reverse("jeugdige", args=[zaak.jeugdige.pk]) in toewijzing


def test_plan_by_the_form_keeps_input_and_versions(zaak: Zaak, toegang: Client) -> None:
    zaak.jeugdige = JeugdigeFactory(gemeente=zaak.enschede, geboortedatum=D(2010, 6, 1))
    url = reverse("toekomstplan-afspreken", args=[zaak.jeugdige.pk])
    said = {name: f"Over {name}" for name in BIG_VIJF} | {"versie": "0"}
    wrong = toegang.post(url, said)
    assert wrong.status_code == 400
    assert "Over wonen" in wrong.content.decode()
    said |= {"afgesproken_op": "28-11-2026", "bespreken_op": "28-5-2027"}
    assert toegang.post(url, said).status_code == 302
    assert toegang.post(url, said).status_code == 409
    again = toegang.get(url).content.decode()
    assert "Over inkomen" in again
    assert toegang.post(url, {**said, "versie": "1", "wonen": "Nieuw"}).status_code == 302
    newest = toegang.get(reverse("toekomstplan", args=[zaak.jeugdige.pk])).content.decode()
    assert "Nieuw" in newest
    assert "versie 2" in newest
    first = Toekomstplan.objects.get(versie=1)
    old = toegang.get(reverse("toekomstplan-versie", args=[first.pk])).content.decode()
    assert "Over wonen" in old
    assert "eerdere versie" in old


def test_too_young_for_a_plan_is_said(zaak: Zaak, toegang: Client) -> None:
    text = toegang.get(reverse("toekomstplan", args=[zaak.jeugdige.pk])).content.decode()
    assert "vanaf 15½ jaar" in text
