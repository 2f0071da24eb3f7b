"""The gate in front of every view, and what it answers when something is wrong."""

import re
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from core.choices import Rolcode
from core.policies import PUBLIEK
from core.views import PortalView

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


@pytest.fixture
def browser() -> Client:
    """Shows the error page instead of raising what caused it."""
    return Client(raise_request_exception=False)


def reference_of(response) -> str:
    return re.search(r'id="kenmerk">([0-9a-f]{12})<', response.content.decode())[1]


def test_route_without_a_right_is_refused_and_told(browser, client_for, log_text):
    assert client_for(Rolcode.TOEGANG).get("/proef/zonder").status_code == 403
    assert browser.get("/proef/zonder").status_code == 403
    assert browser.get("/api/v1/zonder").status_code == 403
    assert log_text().count('"route_zonder_recht","niveau":"fout"') == 3


def test_anonymous_goes_to_the_login_page_and_back(browser):
    assert browser.get("/proef/schrijf?a=1")["Location"] == (
        "/aanmelden/?next=%2Fproef%2Fschrijf%3Fa%3D1"
    )
    assert browser.post("/proef/schrijf")["Location"] == "/aanmelden/"


def test_each_method_needs_its_own_right(client_for):
    toegang, fg = client_for(Rolcode.TOEGANG), client_for(Rolcode.FG)
    assert [c.get("/proef/schrijf").status_code for c in (toegang, fg)] == [200, 200]
    assert [c.head("/proef/schrijf").status_code for c in (toegang, fg)] == [200, 200]
    assert [c.post("/proef/schrijf").status_code for c in (toegang, fg)] == [200, 403]


def test_method_that_is_not_there_is_405_with_a_page(client_for, browser):
    response = client_for(Rolcode.TOEGANG).put("/proef/schrijf")
    assert (response.status_code, response["Allow"]) == (405, "GET, POST")
    assert reference_of(response) == response["X-Referentie"]
    response = browser.get("/proef/post")
    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert reference_of(response)


def test_view_that_names_no_right_for_a_method_does_not_load():
    with pytest.raises(TypeError, match="noemt geen recht voor POST"):

        class Half(PortalView):
            rechten = {"GET": PUBLIEK}

            def get(self, request): ...

            def post(self, request): ...


def test_view_gives_the_part_to_htmx_and_the_page_to_a_boosted_link(client):
    whole = client.get("/proef/deel")
    part = client.get("/proef/deel", headers={"hx-request": "true"})
    boosted = client.get("/proef/deel", headers={"hx-request": "true", "hx-boosted": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in part.content
    assert b"<html" in boosted.content
    assert "HX-Request" in part["Vary"]


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/bestaat-niet", 404, "niet_gevonden"),
        ("/proef/500", 500, "onverwachte_fout"),
        ("/proef/weg", 503, "niet_bereikbaar"),
        ("/proef/nul", 400, "verzoek_ongeldig"),
        ("/proef/deel?q=%00", 400, "verzoek_ongeldig"),
        ("/proef/deel?q=%ff", 400, "verzoek_ongeldig"),
        ("/proef/deel?q=%c0%af", 400, "verzoek_ongeldig"),
        ("/proef/deel?q=%ed%a0%80", 400, "verzoek_ongeldig"),
        ("/proef/a%00b/stuk", 400, "verzoek_ongeldig"),
    ],
)
def test_every_error_has_a_page_with_the_reference_of_its_log_line(
    browser, log_lines, url, status, code
):
    response = browser.get(url)
    assert response.status_code == status
    assert "Wat kun je doen?" in response.content.decode()
    reference = reference_of(response)
    assert reference == response["X-Referentie"]
    line = next(line for line in log_lines() if line["gebeurtenis"] == "verzoek")
    assert (line["referentie"], line["code"], line["status"]) == (reference, code, status)


def test_refusal_of_a_service_becomes_its_page(client_for):
    response = client_for().get("/proef/bezet")
    assert response.status_code == 409
    assert "Iemand anders was eerder." in response.content.decode()


@pytest.mark.parametrize("url", ["/api/v1/bestaat-niet", "/api/v1/proef/", "/api/"])
def test_unknown_api_path_is_404_problem_and_never_a_redirect(browser, url):
    response = browser.get(url)
    assert response.status_code == 404
    body = response.json()
    assert response["Content-Type"] == "application/problem+json"
    assert (body["code"], body["status"]) == ("niet_gevonden", 404)
    assert body["instance"] == f"urn:ozjt:referentie:{response['X-Referentie']}"
    assert response["API-Version"]


@pytest.mark.parametrize("value", ["a\0b", "a%00b", "%ff%fe", "%c0%af", "%ed%a0%80"])
def test_form_that_cannot_be_stored_is_400(browser, value):
    response = browser.post(
        "/proef/500", f"naam={value}", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 400
    assert reference_of(response)


def test_form_that_is_too_large_is_413(browser, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = browser.post("/proef/500", {"naam": "a" * 200})
    assert response.status_code == 413
    assert reference_of(response)


def test_form_with_too_many_fields_is_400(browser, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert browser.post("/proef/500", {f"v{i}": "x" for i in range(9)}).status_code == 400


def test_unknown_host_is_400(settings, browser):
    settings.ALLOWED_HOSTS = ["portaal.example"]
    assert browser.get("/proef/deel", headers={"host": "kwaad.example"}).status_code == 400


def test_form_without_csrf_token_is_refused_with_a_page(client_for):
    client = client_for(Rolcode.TOEGANG)
    client.handler.enforce_csrf_checks = True
    response = client.post("/proef/schrijf")
    assert response.status_code == 403
    assert "Laad de pagina opnieuw" in response.content.decode()
    assert reference_of(response)


def test_database_that_is_away_while_reading_the_session_gives_503(client_for):
    client = client_for(Rolcode.TOEGANG)
    client.raise_request_exception = False
    with mock.patch(
        "core.middleware.actor_of_session", side_effect=OperationalError("connection refused")
    ):
        response = client.get("/proef/schrijf")
    assert response.status_code == 503
    assert reference_of(response)


class TestAdmin:
    def test_anonymous_goes_to_our_own_login(self, browser):
        for url in ("/admin/", "/admin/login/"):
            assert browser.get(url)["Location"].startswith("/aanmelden/")

    def test_person_without_management_is_refused(self, client_for):
        assert client_for(Rolcode.CONTRACTMANAGER).get("/admin/").status_code == 403

    def test_manager_sees_accounts_but_no_secrets_and_no_client_data(self, client_for):
        client = client_for()
        client.gebruiker.is_staff = client.gebruiker.is_superuser = True
        client.gebruiker.save()
        page = client.get("/admin/").content.decode()
        assert "/admin/core/gebruiker/" in page
        assert client.get(f"/admin/core/gebruiker/{client.gebruiker.pk}/change/").status_code == 200
        assert client.get("/admin/core/gebruiker/add/").status_code == 200
        for word in ("totp", "jeugdige", "accesstoken", "inzage"):
            assert word not in page.lower()
        assert client.get("/admin/password_change/")["Location"] == "/account/wachtwoord/"


def test_security_headers_are_on_every_page(browser):
    response = browser.get("/aanmelden/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"


def test_menu_shows_what_the_actor_may_open(client_for):
    from core import navigatie
    from core.actor import Actor
    from core.choices import Actorsoort
    from tests.core.urls import SCHRIJVEN

    items = {
        "proef-schrijf": navigatie.Item(
            "Schrijven", "proef-schrijf", SCHRIJVEN, teller=lambda a: 3
        ),
        "bestaat-niet": navigatie.Item("Weg", "bestaat-niet", PUBLIEK),
        "proef-deel": navigatie.Item("Deel", "proef-deel", PUBLIEK, groep="Beheer"),
    }
    request = RequestFactory().get("/proef/schrijf")
    request.resolver_match = None
    with mock.patch.object(navigatie, "_ITEMS", items):
        toegang = Actor(Actorsoort.GEBRUIKER, rollen=frozenset({Rolcode.TOEGANG}))
        assert navigatie.menu_of(request, toegang) == [
            {
                "titel": "",
                "open": True,
                "items": [
                    {"url": "/proef/schrijf", "label": "Schrijven", "aantal": 3, "actief": True}
                ],
            },
            {
                "titel": "Beheer",
                "open": True,
                "items": [{"url": "/proef/deel", "label": "Deel", "aantal": None, "actief": False}],
            },
        ]
        fg = Actor(Actorsoort.GEBRUIKER, rollen=frozenset({Rolcode.FG}))
        assert [group["titel"] for group in navigatie.menu_of(request, fg)] == ["Beheer"]
        with pytest.raises(ValueError, match="twee keer"):
            navigatie.register(navigatie.Item("Anders", "proef-deel", PUBLIEK))


def test_only_the_group_of_the_page_stands_open():
    """A long menu folds: else what the page belongs to lies below the screen."""
    from core import navigatie
    from core.actor import Actor
    from core.choices import Actorsoort

    def items(groep: str, route: str) -> dict[str, navigatie.Item]:
        return {
            f"{groep}{nr}": navigatie.Item(f"{groep} {nr}", route, PUBLIEK, groep=groep)
            for nr in range(navigatie.KORT + 1)
        }

    toegang = Actor(Actorsoort.GEBRUIKER, rollen=frozenset({Rolcode.TOEGANG}))
    found = items("Contracten", "proef-deel") | items("Sturing", "proef-schrijf")
    with mock.patch.object(navigatie, "_ITEMS", found):
        for path, opens in (
            ("/proef/schrijf", {"Sturing"}),
            ("/proef/deel", {"Contracten"}),
            ("/elders", {"Contracten"}),
        ):
            request = RequestFactory().get(path)
            request.resolver_match = None
            menu = navigatie.menu_of(request, toegang)
            assert {group["titel"] for group in menu if group["open"]} == opens
