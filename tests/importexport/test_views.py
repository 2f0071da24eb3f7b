"""Hand in, read what is wrong, take in: once, by who handed it in."""

import re
import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.choices import Rolcode
from core.importexport.lezen import read_rows
from core.models import Concept, Gebeurtenis, Organisatie
from tests.importexport.test_inlezen import BAD, GOOD

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.importexport.urls")]


@pytest.fixture
def browser(client_for):
    return client_for(Rolcode.TOEGANG)


def hand_in(browser, text, name="lijst.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post(reverse("proef"), {"bestand": SimpleUploadedFile(name, data)})


def html(response):
    return re.sub(r"\s+", " ", response.content.decode())


def stored():
    return set(Organisatie.objects.filter(soort="gi").values_list("code", flat=True))


def test_form_names_the_columns_and_gives_an_empty_file(browser):
    page = html(browser.get(reverse("proef")))
    assert "burgerservicenummer" not in page
    assert "<b>sinds</b><br>datum, mag leeg blijven</li>" in page
    empty = browser.get(reverse("proef") + "?formaat=xlsx")
    (heading,) = read_rows(empty.content)
    assert heading.cellen == ["code", "naam", "sinds"]
    assert empty["Content-Disposition"] == 'attachment; filename="proef-leeg.xlsx"'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"x;y\n1;2\n", "onbekend_veld"),
        (b"%PDF-1.4 x", "bestand_soort"),
        (b"naam\n\0", "bestand_codering"),
    ],
)
def test_file_that_is_no_such_table_is_refused_on_the_form(browser, data, code):
    response = hand_in(browser, data)
    assert response.status_code == 400
    assert f'data-code="{code}"' in response.content.decode()
    assert not Concept.objects.exists()


def test_no_file_is_asked_for(browser):
    response = browser.post(reverse("proef"), {})
    assert (response.status_code, Concept.objects.count()) == (400, 0)


def test_good_file_goes_in_once(browser):
    report = hand_in(browser, GOOD).url
    assert b"a;Een" not in bytes(Concept.objects.get().inhoud)
    page = html(browser.get(report))
    assert "Alles klopt" in page
    assert stored() == set()
    assert browser.post(report, {"keuze": "alles"}).url == report
    assert stored() == {"a", "b"}
    page = html(browser.get(report))
    assert "2 regels zijn ingelezen" in page
    assert Gebeurtenis.objects.get(soort="import.ingelezen").referentie in page
    assert browser.post(report, {"keuze": "alles"}).status_code == 404
    assert Gebeurtenis.objects.filter(soort="import.ingelezen").count() == 1
    assert not Concept.objects.exists()


def test_bad_file_shows_every_finding_and_gives_the_rows_back(browser):
    report = hand_in(browser, BAD).url
    page = html(browser.get(report))
    assert page.count("ongeldig_formaat") == 3
    assert "dubbel_in_bestand" in page
    assert "Alleen de ene goede regel inlezen" in page
    for wanted, rows in (("csv", 6), ("xlsx&alles", 7)):
        file = browser.get(f"{report}?formaat={wanted}")
        assert len(list(read_rows(file.content, ("code",)))) == rows
    browser.post(report, {"keuze": "alles"})
    assert stored() == set()


def test_good_rows_go_in_and_the_rest_stays(browser):
    report = hand_in(browser, BAD).url
    browser.post(report, {"keuze": "goede"})
    assert stored() == {"d"}
    page = html(browser.get(report))
    assert "1 regel is ingelezen" in page
    assert "Wat nog niet is ingelezen" in page
    assert "<dt>Regels gelezen</dt><dd>5</dd>" in page
    browser.post(report, {"keuze": "goede"})
    assert Gebeurtenis.objects.filter(soort="import.ingelezen").count() == 1


def test_somebody_else_does_not_see_it(browser, client_for):
    report = hand_in(browser, GOOD).url
    colleague = client_for(Rolcode.TOEGANG, browser.organisatie)
    assert colleague.get(report).status_code == 404
    assert colleague.post(report, {"keuze": "alles"}).status_code == 404
    assert stored() == set()


def test_login_is_asked(client):
    assert client.get(reverse("proef")).status_code == 302
    assert hand_in(client, GOOD).status_code == 302
    assert not Concept.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_take_it_in_once(browser):
    """Two connections, one draft (the same person, two windows)."""
    report = hand_in(browser, GOOD).url
    start, answers = threading.Barrier(2), []

    def press() -> None:
        window = Client()
        window.cookies = browser.cookies
        start.wait(20)
        answers.append(window.post(report, {"keuze": "alles"}).status_code)
        connection.close()

    threads = [threading.Thread(target=press, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(answers) == [302, 404]
    assert stored() == {"a", "b"}
    assert Gebeurtenis.objects.filter(soort="import.ingelezen").count() == 1
