"""Health, security.txt, the pages that law asks, and what production refuses."""

import datetime
import re
import time
from unittest import mock

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.core.checks import run_checks
from django.utils import timezone

from core import gezondheid
from core.checks_system import no_demo_accounts, oidc_is_complete
from core.tasks import heartbeat
from tests.factories.core import GebruikerFactory


def test_healthz_touches_no_database(client):
    response = client.get("/healthz")  # without the db fixture a query would fail the test
    assert (response.status_code, response.content) == (200, b"ok")


def test_favicon_leads_to_the_mark(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.ico")
    assert "max-age" in response["Cache-Control"]
    assert finders.find("img/favicon.ico")


@pytest.mark.django_db
class TestReadyz:
    def parts(self, client) -> tuple[int, dict[str, str]]:
        response = client.get("/readyz")
        return response.status_code, response.json()["onderdelen"]

    def test_all_good_is_200(self, client):
        heartbeat()
        assert self.parts(client) == (
            200,
            dict.fromkeys(["database", "migraties", "redis", "worker", "accounts"], "goed"),
        )

    def test_worker_that_is_silent_is_503(self, client):
        cache.set(gezondheid.HEARTBEAT, int(time.time()) - 301)
        status, parts = self.parts(client)
        assert status == 503
        assert [name for name, word in parts.items() if word == "fout"] == ["worker"]

    def test_one_part_away_does_not_hide_the_others(self, client, settings):
        away = {"LOCATION": "redis://127.0.0.1:1"}
        settings.CACHES = {"default": {**settings.CACHES["default"], **away}}
        status, parts = self.parts(client)
        assert status == 503
        assert (parts["redis"], parts["worker"], parts["database"]) == ("fout", "fout", "goed")

    def test_migrations_that_wait_are_503(self, client, monkeypatch):
        monkeypatch.setattr(gezondheid, "_migrated", False)
        heartbeat()
        with mock.patch.object(
            gezondheid.MigrationExecutor, "migration_plan", return_value=["iets"]
        ):
            assert self.parts(client)[0] == 503

    def test_demo_account_in_production_is_503(self, client, settings):
        heartbeat()
        GebruikerFactory(email="toegang@enschede.demo")
        settings.DEMO = False
        assert self.parts(client)[1]["accounts"] == "fout"


@pytest.mark.django_db
class TestProductionChecks:
    def test_demo_account_stops_production(self, settings):
        gebruiker = GebruikerFactory(email="toegang@enschede.demo")
        assert no_demo_accounts(databases=["default"]) == []
        settings.DEMO = False
        assert [e.id for e in no_demo_accounts(databases=["default"])] == ["core.E001"]
        gebruiker.is_active = False
        gebruiker.save()
        assert no_demo_accounts(databases=["default"]) == []

    def test_check_runs_with_the_database_checks(self, settings):
        GebruikerFactory(email="toegang@enschede.demo")
        settings.DEMO = False
        assert "core.E001" in [e.id for e in run_checks(databases=["default"])]

    def test_half_an_openid_configuration_stops(self, settings):
        settings.OIDC_AAN = True
        settings.OIDC_OP_ISSUER = ""
        found = oidc_is_complete()
        assert [e.id for e in found] == ["core.E002"]
        assert "OIDC_ISSUER" in found[0].msg


def test_security_txt_is_valid_and_does_not_expire_within_30_days(client):
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"].startswith(("mailto:", "https:", "tel:"))
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    left = expires - timezone.now()
    assert datetime.timedelta(days=30) < left < datetime.timedelta(days=366)


@pytest.mark.parametrize("url", ["/privacy", "/toegankelijkheid"])
def test_legal_pages_need_no_login_and_no_database(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


def test_privacy_page_tells_when_sessions_end(client):
    text = client.get("/privacy").content.decode()
    found = re.search(r"na (\d+) minuten .* na (\d+) uur", text)
    assert [int(x) for x in found.groups()] == [
        django_settings.SESSION_IDLE_MINUTEN,
        django_settings.SESSION_ABSOLUTE_UREN,
    ]
