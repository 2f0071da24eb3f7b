"""Logging in through an OpenID provider, against a real one on loopback."""

import time
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from core.models import Gebeurtenis, Gebruiker
from tests.core.oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.factories.core import GebruikerFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.oidc_urls")]
EMAIL = "anna@gemeente.example"
FAILED = "/aanmelden/?reden=oidc"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def provider(server: Provider, settings) -> Provider:
    settings.OIDC_AAN = True
    settings.AUTHENTICATION_BACKENDS = [
        *settings.AUTHENTICATION_BACKENDS,
        "core.oidc.OidcBackend",
    ]
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{server.url}/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{server.url}/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{server.url}/userinfo"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{server.url}/jwks"
    settings.OIDC_OP_ISSUER = server.url
    server.signing_key, server.token, server.userinfo = server.key, {}, {}
    server.claims = {"sub": "s-1", "email": EMAIL, "email_verified": True}
    return server


def log_in(client: Client, provider: Provider, target: str = "/account/", **changes: str):
    start = client.get("/oidc/authenticate/", {"next": target})
    assert start["Location"].startswith(f"{provider.url}/authorize?")
    return client.get("/oidc/callback/", {**provider.authorize(start["Location"]), **changes})


def logged_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def test_first_login_links_the_account_with_the_verified_address(client, provider):
    gebruiker = GebruikerFactory(email=EMAIL)
    provider.claims["email"] = "Anna@Gemeente.example"
    assert log_in(client, provider)["Location"] == "/account/"
    assert logged_in(client)
    gebruiker.refresh_from_db()
    assert gebruiker.oidc_sub == "s-1"
    event = Gebeurtenis.objects.get(soort="gebruiker.aangemeld")
    assert (event.object_id, event.gegevens) == (gebruiker.pk, {"wijze": "oidc"})


def test_later_logins_go_by_sub_whatever_the_address(client, provider):
    gebruiker = GebruikerFactory(email=EMAIL, oidc_sub="s-1")
    GebruikerFactory(email="nieuw@gemeente.example")
    provider.claims["email"] = "nieuw@gemeente.example"
    log_in(client, provider)
    assert client.session["_auth_user_id"] == str(gebruiker.pk)


def test_session_key_is_new_and_next_stays_within_the_portal(client, provider):
    GebruikerFactory(email=EMAIL)
    client.get("/oidc/authenticate/")
    before = client.session.session_key
    assert log_in(client, provider, "https://kwaad.example/")["Location"] == "/"
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("accounts", "claims"),
    [
        pytest.param([], {}, id="no account is made"),
        pytest.param([{"email": EMAIL}], {"email_verified": False}, id="address not verified"),
        pytest.param([{"email": EMAIL}], {"email_verified": "true"}, id="verified is no boolean"),
        pytest.param([{"email": EMAIL}], {"email": None}, id="no address"),
        pytest.param([{"email": EMAIL, "oidc_sub": "s-2"}], {}, id="linked to somebody else"),
        pytest.param([{"email": EMAIL, "is_active": False}], {}, id="account closed"),
        pytest.param(
            [{"email": EMAIL, "oidc_sub": "s-1", "is_active": False}], {}, id="linked but closed"
        ),
    ],
)
def test_no_login_without_a_fitting_account(client, provider, accounts, claims):
    for fields in accounts:
        GebruikerFactory(**fields)
    provider.claims |= claims
    assert log_in(client, provider)["Location"] == FAILED
    assert not logged_in(client)
    assert Gebruiker.objects.count() == len(accounts)


@pytest.mark.parametrize(
    "token",
    [
        pytest.param({"nonce": "een-ander"}, id="wrong nonce"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"aud": "een-ander-programma"}, id="wrong audience"),
        pytest.param({"aud": None}, id="no audience"),
        pytest.param({"iss": "https://kwaad.example"}, id="wrong issuer"),
        pytest.param({"exp": int(time.time()) - 60}, id="expired"),
        pytest.param({"exp": None}, id="no expiry"),
        pytest.param({"sub": None}, id="no sub"),
    ],
)
def test_token_that_is_off_is_refused(client, provider, token):
    GebruikerFactory(email=EMAIL)
    provider.token = token
    assert log_in(client, provider)["Location"] == FAILED
    assert not logged_in(client)


def test_token_signed_by_another_key_is_refused(client, provider):
    GebruikerFactory(email=EMAIL)
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert log_in(client, provider)["Location"] == FAILED


def test_userinfo_of_somebody_else_is_refused(client, provider):
    GebruikerFactory(email=EMAIL)
    provider.userinfo = {"sub": "s-9"}
    assert log_in(client, provider)["Location"] == FAILED


def test_wrong_code_is_refused(client, provider):
    GebruikerFactory(email=EMAIL)
    assert log_in(client, provider, code="een-ander")["Location"] == FAILED


def test_state_that_this_browser_did_not_get_is_400(client, provider):
    client.raise_request_exception = False
    assert log_in(client, provider, state="een-ander").status_code == 400
    assert Client().get("/oidc/callback/?code=code-1&state=x")["Location"] == FAILED


def test_provider_that_is_away_is_no_500(client, provider, settings):
    GebruikerFactory(email=EMAIL)
    settings.OIDC_OP_TOKEN_ENDPOINT = "http://127.0.0.1:1/token"
    assert log_in(client, provider)["Location"] == FAILED


def test_failures_at_the_provider_lock_nobody_out(client, provider):
    for _ in range(7):
        assert log_in(client, provider)["Location"] == FAILED
    GebruikerFactory(email=EMAIL)
    assert log_in(client, provider)["Location"] == "/account/"


def test_login_page_offers_it_when_it_is_on(client, provider, settings):
    assert "/oidc/authenticate/" in client.get("/aanmelden/").content.decode()
    settings.OIDC_AAN = False
    assert "/oidc/" not in client.get("/aanmelden/").content.decode()
