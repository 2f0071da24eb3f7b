"""Logging in with e-mail, password and code; what it refuses, and that it names no accounts."""

import re
import time
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import Gebeurtenis, Gebruiker
from tests.factories.core import PASSWORD, GebruikerFactory, RolFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE, ENROL = "/aanmelden/", "/aanmelden/code/", "/aanmelden/instellen/"
ANNA = "anna@gemeente.example"
WRONG = "Het e-mailadres of het wachtwoord klopt niet."


def post_login(client: Client, email: str = ANNA, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"email": email, "wachtwoord": password, **extra})


def code_of(device: TOTPDevice, step: int = 0) -> str:
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * step
    return f"{totp.token():06}"


def logged_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def anna() -> Gebruiker:
    """Somebody with a local account who enrolled before."""
    gebruiker = GebruikerFactory(email=ANNA)
    RolFactory(gebruiker=gebruiker)
    return gebruiker


@pytest.fixture
def device(anna) -> TOTPDevice:
    return TOTPDevice.objects.create(user=anna, name="app", confirmed=True)


def test_demo_account_is_in_after_its_password_alone(client):
    gebruiker = GebruikerFactory(email="toegang@enschede.demo")
    response = post_login(client, "Toegang@Enschede.demo")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert logged_in(client)
    assert Gebeurtenis.objects.filter(soort="gebruiker.aangemeld", object_id=gebruiker.pk).exists()


def test_other_account_must_enrol_before_it_is_in(client, anna):
    assert post_login(client)["Location"] == ENROL
    assert not logged_in(client)
    assert client.get(CODE)["Location"] == ENROL


def test_enrolment_ends_in_recovery_codes_shown_once(client, anna):
    post_login(client)
    page = client.get(ENROL).content.decode()
    device = TOTPDevice.objects.get(user=anna)
    key = re.search(r'id="sleutel">([A-Z2-7 ]+)<', page)[1]
    assert not device.confirmed
    assert key.replace(" ", "")
    assert client.post(ENROL, {"code": code_of(device)})["Location"] == "/account/herstelcodes/"
    assert logged_in(client)
    codes = client.get("/account/herstelcodes/").content.decode()
    assert all(token.token in codes for token in StaticToken.objects.filter(device__user=anna))
    client.post("/account/herstelcodes/", {"bewaard": "ja"})
    assert client.get("/account/herstelcodes/")["Location"] == "/account/"


def test_qr_code_is_an_svg_for_who_enrols_and_nobody_else(client, anna):
    assert client.get(f"{ENROL}qr.svg").status_code == 302
    post_login(client)
    response = client.get(f"{ENROL}qr.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "no-store"
    assert b"<svg" in response.content


def test_second_step_lets_in_with_the_code_of_the_app(client, device):
    assert post_login(client, next="/account/")["Location"] == CODE
    assert not logged_in(client)
    assert client.post(CODE, {"code": code_of(device)})["Location"] == "/account/"
    assert logged_in(client)


def test_enrolment_is_closed_for_who_has_a_device(client, device):
    post_login(client)
    assert client.get(ENROL)["Location"] == CODE
    assert client.get(f"{ENROL}qr.svg").status_code == 404


def test_a_code_works_once(client, device):
    code = code_of(device)
    post_login(client)
    client.post(CODE, {"code": code})
    other = Client()
    post_login(other)
    assert other.post(CODE, {"code": code}).status_code == 400
    assert not logged_in(other)


def test_recovery_code_works_once(client, anna, device):
    post_login(client)
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=False)
    client.get(ENROL)
    client.post(ENROL, {"code": code_of(device)})
    code = StaticToken.objects.filter(device__user=anna).first().token
    for expected in (302, 400):
        other = Client()
        post_login(other)
        assert other.post(CODE, {"code": code}).status_code == expected
        assert logged_in(other) is (expected == 302)


def test_five_wrong_codes_send_back_to_the_password(client, device):
    post_login(client)
    for _ in range(4):
        assert client.post(CODE, {"code": "000000"}).status_code == 400
    response = client.post(CODE, {"code": "000000"})
    assert response["Location"] == "/aanmelden/?reden=code"
    assert client.post(CODE, {"code": code_of(device)})["Location"] == LOGIN


def test_right_code_right_after_a_wrong_one_is_held_back(client, device):
    post_login(client)
    client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code_of(device)}).status_code == 400


def test_half_a_login_lasts_ten_minutes(client, device):
    post_login(client)
    with mock.patch("core.aanmelding.time.time", return_value=time.time() + 601):
        assert client.get(CODE)["Location"] == LOGIN


def test_second_step_without_first_goes_to_the_first(client):
    for url in (CODE, ENROL, f"{ENROL}qr.svg"):
        assert client.get(url)["Location"] == LOGIN


def _page(client: Client, email: str, password: str) -> str:
    """The page without what is random in every answer."""
    response = post_login(client, email, password)
    text = response.content.decode().replace(email, "")
    return f"{response.status_code} {re.sub(r'csrfmiddlewaretoken[^>]*', '', text)}"


def test_answer_is_the_same_for_unknown_closed_and_known_accounts(client, anna):
    GebruikerFactory(email="weg@gemeente.example", is_active=False)
    GebruikerFactory(email="oidc@gemeente.example", password=None)
    known = _page(client, ANNA, "fout")
    assert WRONG in known
    assert _page(client, "niemand@gemeente.example", "fout") == known
    assert _page(client, "weg@gemeente.example", PASSWORD) == known
    assert _page(client, "oidc@gemeente.example", "fout") == known


def test_an_unknown_account_costs_as_many_hashes_as_a_known_one(client, anna):
    from django.contrib.auth.hashers import MD5PasswordHasher

    counts = []
    for email in (ANNA, "niemand@gemeente.example"):
        with mock.patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as encode:
            post_login(client, email, "fout")
        counts.append(encode.call_count)
    assert counts[0] == counts[1] == 1


def test_too_many_wrong_passwords_lock_out_with_the_same_page_for_all(client, anna):
    pages = []
    for email in (ANNA, "niemand@gemeente.example"):
        for _ in range(5):
            response = post_login(client, email, "fout")
        pages.append((response.status_code, "Wacht 15 minuten" in response.content.decode()))
        assert post_login(client, email).status_code == 429
    assert pages == [(429, True), (429, True)]
    assert not logged_in(client)


def test_lock_out_of_one_account_leaves_others_alone(client, anna):
    GebruikerFactory(email="bob@gemeente.demo")
    for _ in range(6):
        post_login(client, ANNA, "fout")
    assert post_login(client, "bob@gemeente.demo").status_code == 302


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/account/", "/account/"),
        ("https://kwaad.example/", "/"),
        ("//kwaad.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_next_stays_within_the_portal(client, target, expected):
    GebruikerFactory(email="bob@gemeente.demo")
    assert post_login(client, "bob@gemeente.demo", next=target)["Location"] == expected


def test_session_key_changes_on_login(client):
    GebruikerFactory(email="bob@gemeente.demo")
    session = client.session
    session["iets"] = 1
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    post_login(client, "bob@gemeente.demo")
    assert client.cookies[django_settings.SESSION_COOKIE_NAME].value != session.session_key
    assert "iets" not in client.session


def test_login_page_sends_who_is_in_onwards(client_for):
    assert client_for().get(f"{LOGIN}?next=/account/")["Location"] == "/account/"


def test_login_without_csrf_token_is_refused():
    client = Client(enforce_csrf_checks=True)
    response = post_login(client)
    assert response.status_code == 403
    assert "verlopen" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"email": "geen adres", "wachtwoord": "x"}])
def test_incomplete_form_is_shown_again_without_the_password(client, data):
    response = client.post(LOGIN, data)
    assert response.status_code == 400
    assert 'value="x"' not in response.content.decode()


class TestProduction:
    """Outside demonstration mode nothing invented gets in."""

    @pytest.fixture(autouse=True)
    def _production(self, settings):
        settings.DEMO = False

    def test_demo_account_is_refused_with_its_right_password(self, client):
        GebruikerFactory(email="toegang@enschede.demo")
        assert WRONG in post_login(client, "toegang@enschede.demo").content.decode()

    def test_password_demo_is_refused(self, client):
        GebruikerFactory(email=ANNA, password="demo")
        assert WRONG in post_login(client, ANNA, "demo").content.decode()
