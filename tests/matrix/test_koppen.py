"""Headers on every answer, and a CSRF token on every form that writes."""

import pytest
from django.conf import settings
from django.test import Client

from core.choices import Rolcode
from tests.conftest import start_session
from tests.matrix.wereld import ANONIEM, deuren

DEUREN = deuren()
#: Answers to programs, not to a browser with a session.
ZONDER_SESSIE = {"oauth/token"}


def check_browser(response, where: str) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy or "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert "frame-ancestors 'none'" in policy, where
    assert response["X-Content-Type-Options"] == "nosniff", where
    assert response["X-Frame-Options"] == "DENY", where
    assert response["Referrer-Policy"] == "same-origin", where
    assert response["X-Referentie"], where


def check_api(response, where: str) -> None:
    """N-API-10, N-API-11."""
    assert response["API-Version"], where
    assert response["Cache-Control"] == "no-store", where
    assert response["Content-Security-Policy"] == "frame-ancestors 'none'", where
    assert response["X-Content-Type-Options"] == "nosniff", where
    assert response["X-Frame-Options"] == "DENY", where
    assert response["X-Referentie"], where


@pytest.mark.parametrize("wie", [Rolcode.TOEGANG, Rolcode.FG, ANONIEM])
def test_every_answer_carries_the_security_headers(persoon, wie):
    who = persoon(wie)
    for deur in DEUREN:
        response = who.knock(deur)
        path = deur.url()
        check = check_api if path.startswith(("/api/", "/oauth/")) else check_browser
        check(response, f"{deur.id} {response.status_code}")
    check_browser(who.browser.get("/bestaat-niet"), "404")
    check_api(who.api.get("/api/v1/bestaat-niet"), "404 of the API")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(persoon):
    who = persoon(Rolcode.TOEGANG)
    response = who.browser.get("/toewijzingen/nieuw")
    assert "ozjt_csrf" in response.cookies
    for name, cookie in response.cookies.items():
        assert cookie["samesite"] in ("Lax", "Strict"), name
        assert cookie["httponly"], name
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE in ("Lax", "Strict")


def test_pages_with_client_data_are_kept_by_no_cache(persoon):
    who = persoon(Rolcode.TOEGANG)
    for url in (
        "/toewijzingen",
        "/toewijzingen?formaat=csv",
        "/toewijzingen/nieuw",
        "/",
        "/zoeken",
    ):
        assert "no-store" in who.browser.get(url)["Cache-Control"], url


def test_every_form_that_writes_needs_the_csrf_token(persoon):
    """With a session, and with the right: only the token is missing."""
    refused = {}
    posts = [d for d in DEUREN if d.methode != "GET" and not d.is_api]
    assert len(posts) > 15
    who = persoon(Rolcode.TOEGANG)
    client = start_session(Client(enforce_csrf_checks=True), who.gebruiker)
    for deur in posts:
        if deur.route.pad not in ZONDER_SESSIE:
            response = client.generic(deur.methode, deur.url(), "")
            if response.status_code != 403:
                refused[deur.id] = response.status_code
    assert refused == {}


def test_program_needs_no_csrf_token_and_a_session_opens_no_api(persoon):
    """A cookie alone never does anything at the API, so there is nothing to forge."""
    who = persoon(Rolcode.TOEGANG)
    for deur in DEUREN:
        if deur.is_api:
            response = who.browser.generic(deur.methode, deur.url(), "{}")
            assert response.status_code == 401, deur.id
