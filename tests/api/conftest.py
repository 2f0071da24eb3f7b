"""The API against the fixed points of the demonstration data."""

import copy
import datetime
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

import ozjt.api_urls
from core.choices import Rolcode
from core.models import ApiClient, Organisatie
from core.policies import RECHTEN
from tests.conftest import new_token
from tests.factories.core import ApiClientFactory, RolFactory
from tests.vast import load_fixed
from tests.zorgportaal.conftest import (
    aanbieder,
    beheerder,
    beslisser,
    document,
    gemeente,
    ozjt,
)

__all__ = ["aanbieder", "beheerder", "beslisser", "document", "gemeente", "ozjt"]

V1 = "/api/v1"
LINDE, BEUK, ELS, WILG, ES = ("41990001", "41990002", "41990003", "41990004", "41990005")
BSN = ["999990007", "999990019", "999990020", "999990032", "999990044", "999990056"]


class Api:
    """A program of a gemeente: JSON in, JSON out, token along."""

    def __init__(self, apiclient: ApiClient, scopes: str) -> None:
        token = new_token(apiclient, scopes)
        self.apiclient = apiclient
        self.token = token
        self.client = Client(headers={"authorization": f"Bearer {token}"})

    def get(self, path: str, **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.client.get(V1 + path, headers=named)

    def post(self, path: str, body: Any, **headers: str) -> HttpResponse:
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.post(V1 + path, text, content_type="application/json", headers=named)


def is_own_data(path: str) -> bool:
    """Whether it is for programs of an aanbieder, about itself."""
    parts = path.removeprefix(V1).strip("/").split("/")
    sub = parts[0] == "aanbieders" and len(parts) > 2
    return sub or parts[0] in ("wijzigingsverzoeken", "documenten")


def all_scopes() -> str:
    """Of the portal; other tests register rights that begin with `proef`."""
    scopes = {r.scope for r in RECHTEN.values() if r.scope and not r.code.startswith("proef.")}
    return " ".join(sorted(scopes))


@pytest.fixture
def vandaag() -> datetime.date:
    return timezone.localdate()


@pytest.fixture(scope="module")
def _demo_of_module(demo_bewaard: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_fixed(timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo_of_module: None, db: None) -> None:
    """The fixed points of the demonstration data, rolled back after the module."""


@pytest.fixture
def demo_vastgelegd(demo_bewaard: None, transactional_db: None, vandaag: datetime.date) -> None:
    """Committed, for tests with two connections."""
    load_fixed(vandaag)


@pytest.fixture
def gemeente_api() -> Callable[..., Api]:
    def make(code: str = "0153", scopes: str | None = None) -> Api:
        own = Organisatie.objects.get(soort="gemeente", code=code)
        given = all_scopes() if scopes is None else scopes
        client = ApiClientFactory(organisatie=own, scopes=given)
        RolFactory(gebruiker=None, apiclient=client, organisatie=own, rol=Rolcode.GEMEENTE_API)
        return Api(client, given)

    return make


@pytest.fixture
def api(demo: None, gemeente_api: Callable[..., Api]) -> Api:
    """The program of Enschede, with every scope."""
    return gemeente_api()


@pytest.fixture
def program_of(db: None, settings: Any, tmp_path: Any) -> Callable[..., Api]:
    """A program of any organisation, with every scope unless said otherwise."""
    settings.DOCUMENT_MAP = tmp_path / "documenten"

    def make(
        organisatie: Organisatie,
        rol: Rolcode = Rolcode.AANBIEDER_BEHEERDER,
        scopes: str | None = None,
    ) -> Api:
        given = all_scopes() if scopes is None else scopes
        client = ApiClientFactory(organisatie=organisatie, scopes=given)
        RolFactory(gebruiker=None, apiclient=client, organisatie=organisatie, rol=rol)
        return Api(client, given)

    return make


@pytest.fixture
def linde_api(demo: None, program_of: Callable[..., Api]) -> Api:
    """The program of De Linde, of the demonstration, with every scope."""
    return program_of(Organisatie.objects.get(aanbieder__agb_codes__code=LINDE))


@pytest.fixture
def sound(vandaag: datetime.date) -> Callable[..., dict[str, Any]]:
    """Sound, for Enschede at De Linde; `{"omvang.volume": 1}` changes, `...` drops a field."""

    def make(changes: dict[str, Any] | None = None) -> dict[str, Any]:
        body: dict[str, Any] = {
            "jeugdige": {
                "bsn": BSN[1],
                "naam": {"geslachtsnaam": "Testman", "voornamen": "Tess"},
                "geboortedatum": "2014-05-01",
            },
            "gemeentecode": "0153",
            "aanbiederAgbCode": LINDE,
            "productcode": "ABHIR",
            "begindatum": str(vandaag + datetime.timedelta(days=7)),
            "einddatum": str(vandaag + datetime.timedelta(days=200)),
            "omvang": {"volume": 3000, "eenheid": "01", "frequentie": "6"},
            "verwijzing": {"type": "01", "datum": str(vandaag)},
        }
        return changed(body, changes or {})

    return make


def changed(body: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    made = copy.deepcopy(body)
    for path, value in changes.items():
        *parents, last = path.split(".")
        place = made
        for name in parents:
            place = place.setdefault(name, {})
        if value is ...:
            place.pop(last, None)
        else:
            place[last] = value
    return made


def codes(response: HttpResponse) -> set[str]:
    return {wrong["code"] for wrong in response.json().get("invalidParams", [])}


def names(response: HttpResponse) -> set[str]:
    return {wrong["name"] for wrong in response.json().get("invalidParams", [])}
