"""Log lines: JSON, with the reference, and without anything a person typed or is called."""

import logging
from urllib.parse import quote

import pytest
import structlog
from celery import shared_task
from django.test import Client

from core.choices import Rolcode
from tests.factories.core import PASSWORD, GebruikerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]
BSN, NAME = "999990019", "Kwibus van der Zandstra"


def test_line_of_a_request_names_route_actor_and_time(client_for, log_lines):
    client = client_for(Rolcode.TOEGANG)
    response = client.get("/proef/schrijf?q=1")
    line = log_lines()[-1]
    assert line.pop("moment").endswith("Z")
    assert line.pop("duur_ms") > 0
    assert line == {
        "gebeurtenis": "verzoek",
        "niveau": "info",
        "bron": "core.verzoek",
        "referentie": response["X-Referentie"],
        "methode": "GET",
        "route": "proef-schrijf",
        "status": 200,
        "actor": str(client.gebruiker.pk),
        "organisatie": str(client.organisatie.pk),
    }


@pytest.mark.parametrize(
    ("method", "url", "data"),
    [
        ("get", f"/proef/500?bsn={BSN}&naam={quote(NAME)}", None),
        ("post", "/proef/500", {"naam": NAME * 20, "bsn": BSN}),
        ("get", f"/proef/{quote(NAME)}/stuk?bsn={BSN}", None),
        ("get", f"/{BSN}/{quote(NAME)}", None),
        ("post", f"/proef/post?bsn={BSN}", {"naam": NAME}),
        ("get", f"/proef/weg?bsn={BSN}", None),
        ("post", "/api/v1/proef", {"naam": NAME, "bsn": BSN}),
        ("get", f"/proef/schrijf?naam={quote(NAME)}&q=%00{BSN}", None),
    ],
)
def test_nothing_personal_gets_into_the_log(client_for, log_text, method, url, data):
    """Also when the error quotes it: a ValueError, and one of PostgreSQL about its length."""
    client = client_for(Rolcode.TOEGANG, gebruiker=GebruikerFactory(naam="Anna Verzonnen"))
    client.raise_request_exception = False
    getattr(client, method)(url, data)
    text = log_text()
    assert '"verzoek"' in text
    for secret in (BSN, "Kwibus", "Zandstra", "Anna", client.gebruiker.email, PASSWORD):
        assert secret not in text


def test_failed_login_names_nobody(log_text):
    client = Client()
    for _ in range(6):
        client.post("/aanmelden/", {"email": "anna@gemeente.example", "wachtwoord": "geheim12"})
    assert "anna" not in log_text()
    assert "geheim12" not in log_text()


def test_error_tells_kind_and_place_without_values(log_lines):
    client = Client(raise_request_exception=False)
    response = client.get(f"/proef/500?bsn={BSN}")
    line = next(x for x in log_lines() if x["gebeurtenis"] == "onverwachte_fout")
    assert line["referentie"] == response["X-Referentie"]
    told = line["uitzondering"][0]
    assert told["soort"] == "builtins.ValueError"
    assert "tekst" not in told
    assert any("tests/core/urls.py" in frame and frame.endswith(" get") for frame in told["spoor"])


def test_chain_of_exceptions_is_told_whole(log_lines):
    log = structlog.get_logger("core.proef")
    try:
        try:
            raise KeyError(BSN)
        except KeyError as exc:
            raise TypeError("dit gaat over het programma") from exc
    except TypeError:
        log.exception("proef_mislukt", aantal=3)
    line = log_lines()[-1]
    assert (line["gebeurtenis"], line["aantal"], line["niveau"]) == ("proef_mislukt", 3, "fout")
    assert [told["soort"] for told in line["uitzondering"]] == [
        "builtins.TypeError",
        "builtins.KeyError",
    ]
    assert line["uitzondering"][0]["tekst"] == "dit gaat over het programma"


@pytest.mark.parametrize("name", ["celery.worker", "gunicorn.error", "django.db", "iets.anders"])
def test_lines_of_others_have_the_same_form(log_lines, name):
    logging.getLogger(name).warning("hallo %s", "daar")
    line = log_lines()[-1]
    assert (line["gebeurtenis"], line["niveau"], line["bron"]) == (
        "hallo daar",
        "waarschuwing",
        name,
    )


def test_failed_task_tells_its_name_and_not_what_it_worked_on(log_text, log_lines):
    @shared_task(name="proef.mislukt")
    def fails() -> None:
        raise ValueError(f"{BSN} is van {NAME}")

    fails.apply(throw=False)
    line = next(x for x in log_lines() if x["bron"] == "celery.app.trace")
    assert (line["gebeurtenis"], line["taak"]) == ("taak_mislukt", "proef.mislukt")
    assert line["uitzondering"][0]["soort"] == "builtins.ValueError"
    assert BSN not in log_text()
    assert "Kwibus" not in log_text()


def test_finished_task_tells_its_duration_and_not_its_result(log_text, log_lines):
    @shared_task(name="proef.klaar")
    def ends() -> str:
        return NAME

    ends.apply()
    line = next(x for x in log_lines() if x["bron"] == "celery.app.trace")
    assert (line["gebeurtenis"], line["taak"]) == ("taak_klaar", "proef.klaar")
    assert line["duur_ms"] >= 0
    assert "Kwibus" not in log_text()
