"""The page and the API to change a toewijzing, and the tab with its versions."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.choices import Rolcode
from core.models import Inzage
from indications.models import Toewijzing, Wijziging
from indications.selectors_versies import as_known, end_of_day
from indications.services.wijzigen import change_toewijzing, end_toewijzing
from indications.wijzigregels import Voorstel
from tests.contractbeheer.stoppen import Zaak, zaak  # noqa: F401 - fixture
from tests.factories.indications import DeclaratieregelFactory

pytestmark = pytest.mark.django_db


def nl(day: datetime.date) -> str:
    return f"{day.day}-{day.month}-{day.year}"


@pytest.fixture
def row(zaak: Zaak) -> Toewijzing:  # noqa: F811
    return zaak.toewijzing(volume=3000, eenheid="01", frequentie="6")


@pytest.fixture
def browser(zaak: Zaak, client_for: Callable[..., Client]) -> Client:  # noqa: F811
    return client_for(Rolcode.TOEGANG, zaak.almelo)


@pytest.fixture
def invoer(row: Toewijzing) -> Callable[..., dict[str, Any]]:
    """What the page posts when nothing is changed; name what differs."""

    def make(**changes: Any) -> dict[str, Any]:
        assert row.einddatum is not None
        now = {
            "versie": row.versie,
            "einddatum": nl(row.einddatum),
            "volume": row.volume,
            "begindatum": nl(row.begindatum),
            "productcode": row.product.code,
            "eenheid": row.eenheid,
            "frequentie": row.frequentie,
        }
        return {**now, **changes}

    return make


def url(row: Toewijzing, tail: str = "/wijzigen") -> str:
    return f"/toewijzingen/{row.pk}{tail}"


def test_page_shows_what_holds_and_says_that_nothing_changes_yet(
    browser: Client, row: Toewijzing
) -> None:
    html = browser.get(url(row)).content.decode()
    assert "Nog niets. Verander een gegeven." in html
    assert 'value="3.000"' in html
    assert "Instemming van de aanbieder" not in html
    assert "Er is 1 ding" not in html
    assert "Wijzigen</a>" in browser.get(url(row, "")).content.decode()
    assert Inzage.objects.filter(object_id=row.pk, soort="toewijzing.inzien").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param(
            {"volume": "4.000"},
            ["Blijft nummer", "Het volume gaat van 3.000 naar 4.000"],
            id="more",
        ),
        pytest.param(
            {"volume": "2000"}, ["Instemming van de aanbieder", "toestemming_ontbreekt"], id="less"
        ),
        pytest.param({"einddatum": ""}, ["zonder einddatum in plaats van"], id="open"),
        pytest.param(
            {"frequentie": "2"},
            ["eindigt op", "Een nieuw nummer gaat verder vanaf", "Nieuw nummer vanaf"],
            id="new number",
        ),
        pytest.param({"volume": "x"}, ["Nog niets"], id="unreadable"),
        pytest.param({"productcode": "NIETS"}, ["product_onbekend"], id="unknown product"),
    ],
)
def test_live_check_says_in_words_what_will_happen(
    browser: Client, row: Toewijzing, invoer: Any, changes: dict[str, str], said: list[str]
) -> None:
    answer = browser.post(url(row, "/wijzigen/controle"), invoer(**changes))
    html = answer.content.decode()
    assert answer.status_code == 200
    for text in said:
        assert text in html
    assert not Wijziging.objects.exists()


def test_reasons_are_limited_to_what_fits(browser: Client, row: Toewijzing, invoer: Any) -> None:
    html = browser.post(url(row, "/wijzigen/controle"), invoer(volume=4000)).content.decode()
    assert "Herbeoordeling: verlenging toewijzing" in html
    assert "Cliënt overleden" not in html


def test_change_goes_through_and_says_so(browser: Client, row: Toewijzing, invoer: Any) -> None:
    done = browser.post(url(row), invoer(volume=4000, reden="04"), follow=True)
    assert f"Toewijzing {row.nummer} is gewijzigd" in done.content.decode()
    row.refresh_from_db()
    assert (row.volume, row.versie) == (4000, 2)


def test_without_javascript_the_page_checks_itself(
    browser: Client, row: Toewijzing, invoer: Any
) -> None:
    answer = browser.post(url(row), invoer(volume=2000, actie="controleren"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Het volume gaat van 3.000 naar 2.000" in html
    assert "Instemming van de aanbieder" in html
    assert not Wijziging.objects.exists()


def test_refusal_keeps_what_was_typed(browser: Client, row: Toewijzing, invoer: Any) -> None:
    DeclaratieregelFactory(toewijzing=row, volume=900)
    answer = browser.post(url(row), invoer(volume=800, reden="12", toelichting="Minder nodig."))
    html = answer.content.decode()
    assert answer.status_code == 400
    assert 'data-code="volume_onder_gedeclareerd"' in html
    assert "Minder nodig." in html
    assert 'value="800"' in html


def test_an_older_version_shows_both(
    browser: Client,
    row: Toewijzing,
    invoer: Any,
    zaak: Zaak,  # noqa: F811
) -> None:
    asked = invoer(volume=5000, reden="04")
    change_toewijzing(
        zaak.toegang,
        row.pk,
        voorstel=Voorstel(volume=4000, reden="04"),
        versie=1,
        peildatum=zaak.vandaag,
    )
    answer = browser.post(url(row), asked)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Iemand anders was net eerder" in html
    assert "4.000" in html


def test_withdrawn_has_no_button_and_refuses(browser: Client, row: Toewijzing) -> None:
    Toewijzing.objects.filter(pk=row.pk).update(status="ingetrokken", einddatum=row.begindatum)
    assert "Wijzigen</a>" not in browser.get(url(row, "")).content.decode()
    assert browser.get(url(row)).status_code == 409


WARTAAL = ("x" * 2000, "a\x00b", "-1", "99999999999999999999", "0001-01-01", "9999-12-31", "\u202e")


@pytest.mark.parametrize("nonsense", WARTAAL)
def test_nonsense_is_answered(browser: Client, row: Toewijzing, invoer: Any, nonsense: str) -> None:
    fields = [
        *invoer(),
        "vanaf",
        "reden",
        "toestemming_door",
        "toestemming_op",
        "direct",
        "toelichting",
    ]
    for tail in ("/wijzigen", "/wijzigen/controle"):
        for name in fields:
            answer = browser.post(url(row, tail), invoer(**{name: nonsense}))
            assert answer.status_code in (200, 302, 400, 409), (tail, name)
    every = dict.fromkeys(fields, nonsense)
    assert browser.post(url(row), every).status_code < 500
    asked = f"/geschiedenis?dag={nonsense}&bekend_op={nonsense}".replace("\x00", "%00")
    assert browser.get(url(row, asked)).status_code < 500


# the API


@pytest.fixture
def api(zaak: Zaak, api_client: Callable[..., Client]) -> Client:  # noqa: F811
    return api_client(zaak.almelo)


def send(api: Client, row: Toewijzing, body: Any, tail: str = "", **headers: str) -> Any:
    return api.post(
        f"/api/v1/toewijzingen/{row.pk}/wijziging{tail}",
        json.dumps(body),
        content_type="application/json",
        headers=headers,
    )


def test_api_changes_on_the_same_number(api: Client, row: Toewijzing) -> None:
    body = {"omvang": {"volume": 4000}, "reden": "04"}
    assert send(api, row, body).status_code == 428
    assert send(api, row, body, **{"if-match": '"2"'}).status_code == 412
    done = send(api, row, body, **{"if-match": '"1"', "idempotency-key": "wijz-1"})
    assert (done.status_code, done["ETag"]) == (200, '"2"')
    assert done.json()["weg"] == "zelfde_nummer"
    assert done.json()["opvolgerId"] is None
    again = send(api, row, body, **{"if-match": '"1"', "idempotency-key": "wijz-1"})
    assert again.json() == done.json()
    assert Wijziging.objects.count() == 1


def test_api_ends_and_renews_in_one(api: Client, row: Toewijzing, zaak: Zaak) -> None:  # noqa: F811
    type(row.product).objects.filter(pk=row.product_id).update(frequenties=["6", "2"])
    body = {
        "omvang": {"volume": 60, "frequentie": "2"},
        "vanaf": str(zaak.dag(10)),
        "reden": "05",
    }
    done = send(api, row, body, **{"if-match": '"1"'}).json()
    new = Toewijzing.objects.get(pk=done["opvolgerId"])
    assert (new.nummer, new.begindatum) == (done["opvolgerNummer"], zaak.dag(10))
    row.refresh_from_db()
    assert row.einddatum == zaak.dag(9)


def test_api_without_an_end_is_open_ended(api: Client, row: Toewijzing) -> None:
    done = send(api, row, {"zonderEinddatum": True, "reden": "12"}, **{"if-match": '"1"'})
    assert done.json()["soort"] == "oprekken"
    row.refresh_from_db()
    assert row.einddatum is None


def test_api_check_stores_nothing_and_names_the_same_codes(api: Client, row: Toewijzing) -> None:
    found = send(api, row, {"omvang": {"volume": 2000}}, "/_valideer").json()
    assert found["geldig"] is False
    assert found["toestemmingNodig"] is True
    assert found["redenen"] == ["05", "12", "14"]
    assert {b["code"] for b in found["bevindingen"]} == {"toestemming_ontbreekt", "verplicht"}
    refused = send(api, row, {"omvang": {"volume": 2000}}, **{"if-match": '"1"'})
    assert refused.status_code == 400
    said = {p["code"] for p in refused.json()["invalidParams"]}
    assert said == {"toestemming_ontbreekt", "verplicht"}
    assert not Wijziging.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"onbekend": 1},
        {"omvang": 3},
        {"einddatum": "9999-12-31", "reden": "04"},
        {"begindatum": "0001-01-01"},
        {"vanaf": "9999-12-31", "productcode": "X", "omvang": {"volume": 0}},
        {"omvang": {"volume": 2147483647}, "reden": "04"},
        {"toestemming": {"door": "Jan", "op": "2026-01-01"}},
    ],
)
def test_api_answers_nonsense_with_400(api: Client, row: Toewijzing, body: Any) -> None:
    assert send(api, row, body, **{"if-match": '"1"'}).status_code == 400
    assert send(api, row, body, "/_valideer").status_code in (200, 400)


# versions


def test_versions_tell_since_when_who_why_and_what_differed(
    browser: Client,
    row: Toewijzing,
    zaak: Zaak,  # noqa: F811
) -> None:
    change_toewijzing(
        zaak.toegang,
        row.pk,
        voorstel=Voorstel(
            volume=2000,
            reden="05",
            toestemming_door="zorgverlener",
            toestemming_op=zaak.vandaag,
            toelichting="Doel bijna gehaald.",
        ),
        versie=1,
        peildatum=zaak.vandaag,
    )
    html = browser.get(url(row, "/geschiedenis")).content.decode()
    for text in (
        "Versie 2",
        "Versie 1",
        "Herbeoordeling: verkorting",
        "Totaal: van 3.000 naar 2.000",
        "Behandelaar of begeleider",
        "Doel bijna gehaald.",
        zaak.toegang.naam,
    ):
        assert text in html


def test_queries_of_the_versions_do_not_grow(
    browser: Client,
    row: Toewijzing,
    zaak: Zaak,  # noqa: F811
) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url(row, "/geschiedenis")).status_code == 200
        shown = [query["sql"] for query in seen]
        return [sql[:40] for sql in shown if "core_job" not in sql]  # asked now and then

    def changes(first: int, last: int) -> None:
        for version in range(first, last):
            asked = Voorstel(volume=3000 + version, reden="04")
            change_toewijzing(
                zaak.toegang, row.pk, voorstel=asked, versie=version, peildatum=zaak.vandaag
            )

    with time_machine.travel(timezone.now(), tick=False):  # a session is saved now and then
        queries()  # what is read once per process
        changes(1, 3)
        few = queries()
        changes(3, 20)
        assert queries() == few


def test_as_known_on_the_edges_of_a_day_in_amsterdam(
    row: Toewijzing,
    zaak: Zaak,  # noqa: F811
) -> None:
    """A change at 23:59 of a day is known at the end of that day, one at 0:00 the day after."""
    day = datetime.date(2026, 3, 29)  # 23 hours: summer time begins
    end_toewijzing(
        zaak.toegang,
        row.pk,
        einddatum=zaak.dag(10),
        reden="05",
        versie=1,
        peildatum=zaak.vandaag,
    )
    row.refresh_from_db()

    def known_since(first: datetime.datetime, second: datetime.datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("set local session_replication_role = replica")
            for label, moment in (("insert", first), ("update", second)):
                cursor.execute(
                    "update indications_toewijzingevent set pgh_created_at = %s "
                    "where pgh_obj_id = %s and pgh_label = %s",
                    [moment, row.pk, label],
                )
            cursor.execute("set local session_replication_role = origin")

    midnight = end_of_day(day)
    assert midnight.isoformat() == "2026-03-30T00:00:00+02:00"
    second = datetime.timedelta(seconds=1)
    known_since(midnight - 86_400 * second, midnight - second)
    found = as_known(row, day, zaak.dag(10))
    assert found is not None
    assert (found.rij.versie, found.gold) == (2, True)
    after = as_known(row, day, zaak.dag(11))
    assert after is not None
    assert not after.gold
    known_since(midnight - 86_400 * second, midnight)
    before = as_known(row, day, zaak.dag(11))
    assert before is not None
    assert (before.rij.versie, before.gold) == (1, True)
    assert as_known(row, day - datetime.timedelta(days=2), zaak.dag(0)) is None


def test_form_answers_what_held(browser: Client, row: Toewijzing, zaak: Zaak) -> None:  # noqa: F811
    asked = f"/geschiedenis?dag={nl(zaak.vandaag)}&bekend_op={nl(zaak.vandaag)}"
    html = browser.get(url(row, asked)).content.decode()
    assert "gold zij op" in html
    early = f"/geschiedenis?dag={nl(zaak.vandaag)}&bekend_op=1-1-2020"
    assert "nog niet ingediend" in browser.get(url(row, early)).content.decode()
    wrong = browser.get(url(row, "/geschiedenis?dag=x&bekend_op="))
    assert wrong.status_code == 200
    assert 'data-code="datum_ongeldig"' in wrong.content.decode()
