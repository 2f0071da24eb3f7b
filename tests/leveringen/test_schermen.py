"""The tab on a toewijzing, the forms of start and stop, and lines without toewijzing."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.choices import Rolcode
from core.models import Gebeurtenis, Inzage, Organisatie
from indications.models import Levering, OngekoppeldeDeclaratie, Toewijzing
from providers.models import Aanbieder
from tests.factories.indications import DeclaratieregelFactory, LeveringFactory

D = datetime.date
Maak = Callable[..., Toewijzing]
pytestmark = pytest.mark.usefixtures("_vandaag")


@pytest.fixture
def _vandaag(time_machine: Any) -> None:
    time_machine.move_to("2026-07-01T10:00:00+02:00", tick=True)


@pytest.fixture
def aanbieder(client_for: Callable[..., Client], linde: Aanbieder) -> Client:
    return client_for(Rolcode.AANBIEDER_ZORG, linde.organisatie)


@pytest.fixture
def gemeente(client_for: Callable[..., Client], enschede: Organisatie) -> Client:
    return client_for(Rolcode.BACKOFFICE, enschede)


def tab(client: Client, row: Toewijzing) -> str:
    answer = client.get(f"/toewijzingen/{row.pk}/levering")
    assert answer.status_code == 200
    return answer.content.decode()


def test_aanbieder_starts_and_stops_by_form(aanbieder: Client, toewijzing: Toewijzing) -> None:
    path = f"/toewijzingen/{toewijzing.pk}/levering"
    assert "Start melden" in tab(aanbieder, toewijzing)
    shown = aanbieder.get(f"{path}/start").content.decode()
    assert "20 december 2025" in shown, "the day of the toewijzing"
    wrong = aanbieder.post(f"{path}/start", {"begindatum": "2-7-2026"})
    assert wrong.status_code == 400
    assert "2-7-2026" in wrong.content.decode(), "input stays"
    start = {"begindatum": "5-1-2026", "aangevraagd_op": "1-12-2025"}
    assert aanbieder.post(f"{path}/start", start).status_code == 302
    again = aanbieder.post(f"{path}/start", start)
    assert (again.status_code, "9326" in again.content.decode()) == (409, True)
    stop = {"einddatum": "30-6-2026", "reden": "20"}
    assert aanbieder.post(f"{path}/stop", stop).status_code == 302
    shown = tab(aanbieder, toewijzing)
    assert "35 dagen gewacht (5 weken)" in shown
    assert "Levering is tijdelijk beëindigd" in shown
    away = {"begindatum": "2026-01-05", "einddatum": "2026-06-30", "reden": "20"}
    assert "2026-06-30" in aanbieder.get(f"{path}/stop/weghalen").content.decode()
    assert aanbieder.post(f"{path}/stop/weghalen", away).status_code == 302
    assert aanbieder.post(f"{path}/stop/weghalen", away).status_code == 409
    assert aanbieder.post(f"{path}/start/weghalen", away).status_code == 302
    assert not Levering.objects.exists()
    timeline = aanbieder.get(f"/toewijzingen/{toewijzing.pk}").content.decode()
    assert "Stop weggehaald" in timeline


def test_pace_stands_as_line_and_as_table(gemeente: Client, toewijzing: Toewijzing) -> None:
    for month, volume in ((1, 400), (3, 500)):
        begin = D(2026, month, 1)
        DeclaratieregelFactory(toewijzing=toewijzing, begindatum=begin, volume=volume)
    shown = tab(gemeente, toewijzing)
    assert shown.count("pace__used") >= 2
    assert "Gelijkmatig tempo" in shown
    assert "900" in shown
    assert "februari 2026" in shown.lower(), "a month without lines has its row"
    assert "739" in shown, "even pace at the end of March: 90 of 365 days of 3,000"
    assert Inzage.objects.filter(soort="toewijzing.inzien", object_id=toewijzing.pk).exists()


def test_volume_per_week_is_held_against_the_most_per_month(gemeente: Client, maak: Maak) -> None:
    row = maak(eenheid="04", frequentie="2", volume=3)
    march = {"begindatum": D(2026, 3, 1), "einddatum": D(2026, 3, 31)}
    DeclaratieregelFactory(toewijzing=row, volume=19, **march)
    shown = tab(gemeente, row)
    assert "te veel" in shown
    assert "Hoogstens" in shown


def test_open_end_and_nothing_declared_show_no_line(gemeente: Client, maak: Maak) -> None:
    row = maak(einddatum=None, frequentie="4", volume=600)
    assert "Er is nog niets gedeclareerd" in tab(gemeente, row)
    DeclaratieregelFactory(toewijzing=row, volume=19)
    assert "Zonder einddatum is er geen totaal" in tab(gemeente, row)
    total = maak(einddatum=None)
    DeclaratieregelFactory(toewijzing=total, volume=19)
    assert "pace__used" not in tab(gemeente, total)


@pytest.mark.parametrize("many", [2, 20])
def test_queries_do_not_grow_with_rows(
    many: int, gemeente: Client, toewijzing: Toewijzing, django_assert_max_num_queries: Any
) -> None:
    for nr in range(many):
        DeclaratieregelFactory(toewijzing=toewijzing, begindatum=D(2026, 1, 1 + nr), volume=10)
        begin = D(2026, 1, 1) + datetime.timedelta(days=3 * nr)
        end = begin + datetime.timedelta(days=1)
        LeveringFactory(
            toewijzing=toewijzing, begindatum=begin, einddatum=end, reden_beeindiging="20"
        )
    tab(gemeente, toewijzing)
    with django_assert_max_num_queries(16):
        tab(gemeente, toewijzing)


def test_lines_without_toewijzing_are_settled_with_a_reason(
    gemeente: Client, aanbieder: Client, toewijzing: Toewijzing
) -> None:
    row = OngekoppeldeDeclaratie.objects.create(
        gemeente=toewijzing.gemeente, aanbieder=toewijzing.aanbieder, referentienummer="R77",
        toewijzingsnummer=5, begindatum=D(2026, 3, 1), einddatum=D(2026, 3, 31), volume=10,
        bedrag_centen=1670,
    )  # fmt: skip
    path = "/declaraties-zonder-toewijzing"
    assert "R77" in aanbieder.get(path).content.decode()
    assert "Afhandelen" in gemeente.get(path).content.decode()
    settle = f"{path}/{row.pk}/afhandelen"
    assert aanbieder.get(settle).status_code == 403
    assert gemeente.get(settle).status_code == 200
    assert gemeente.post(settle, {"reden": " "}).status_code == 400
    assert gemeente.post(settle, {"reden": "Dubbel gestuurd."}).status_code == 302
    assert gemeente.post(settle, {"reden": "Nog eens."}).status_code == 409
    assert "R77" not in gemeente.get(path).content.decode()
    told = Gebeurtenis.objects.get(soort="declaratie.afgehandeld")
    assert told.reden == "Dubbel gestuurd."
