"""Logging in with e-mail, password and code."""

import time

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from core.models import Gebeurtenis
from tests.factories.core import PASSWORD, GebruikerFactory, RolFactory

pytestmark = pytest.mark.django_db
LOGIN = "/aanmelden/"


def post_login(client: Client, email: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"email": email, "wachtwoord": password, **extra})


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06}"


def enrol(client: Client, email: str):
    post_login(client, email)
    client.get("/aanmelden/instellen/")
    device = TOTPDevice.objects.get(user__email=email)
    return client.post("/aanmelden/instellen/", {"code": code_of(device)}), device


def test_demo_account_is_in_after_its_password_alone(client):
    gebruiker = GebruikerFactory(email="toegang@enschede.demo")
    RolFactory(gebruiker=gebruiker)
    response = post_login(client, "Toegang@Enschede.demo")
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/account/").status_code == 200
    assert Gebeurtenis.objects.filter(soort="gebruiker.aangemeld", object_id=gebruiker.pk).exists()


def test_other_account_is_not_in_before_its_code(client):
    GebruikerFactory(email="anna@gemeente.example")
    response = post_login(client, "anna@gemeente.example")
    assert response["Location"] == "/aanmelden/instellen/"
    assert client.get("/account/").status_code == 302
