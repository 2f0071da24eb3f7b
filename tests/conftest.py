"""Who acts in a test: an Actor, a browser that is logged in, or an API client with a token.

    def test_…(actor_for, client_for, api_client):
        actor = actor_for(Rolcode.TOEGANG, gemeente)      # for a service
        browser = client_for(Rolcode.TOEGANG, gemeente)   # django.test.Client
        api = api_client(gemeente, scopes="toewijzingen:lezen")

Without an organisation a new one of the kind that fits the role is made.
"""

import datetime
import secrets
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.test import Client, TransactionTestCase
from django.utils import timezone
from oauth2_provider.models import AccessToken
from pytest_django import DjangoDbBlocker

from core.actor import Actor
from core.authenticatie import DOEL, log_in
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.models import Gebruiker, Organisatie
from tests.factories.core import ApiClientFactory, GebruikerFactory, OrganisatieFactory, RolFactory
from tests.sjabloon import template
from tests.vast import LEEG, keep, unguarded

_AT_OZJT = {
    Rolcode.CONTRACTMANAGER,
    Rolcode.CONTRACTBEHEERDER,
    Rolcode.CATALOGUSBEHEERDER,
    Rolcode.BESCHIKBAARHEIDSBEHEERDER,
    Rolcode.CPWV,
    Rolcode.SCREENER,
    Rolcode.FG,
}
_KIND_OF = {
    **dict.fromkeys(_AT_OZJT, Organisatiesoort.OZJT),
    Rolcode.VERWIJZER: Organisatiesoort.GI,
    Rolcode.TOEZICHTHOUDER: Organisatiesoort.TOEZICHT,
    Rolcode.AANBIEDER_BEHEERDER: Organisatiesoort.AANBIEDER,
    Rolcode.AANBIEDER_ZORG: Organisatiesoort.AANBIEDER,
}


@pytest.fixture(autouse=True)
def _apart(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Throttles and cached sessions of one test do not reach the next; hashing costs no time.

    On a busy machine no session is written, and no bar of a job read again, in the middle of a test
    that counts queries.
    """
    monkeypatch.setattr("core.sessies.TOUCH_SECONDS", 600)
    monkeypatch.setattr("core.jobs.DEMO_JOB_OUD", 600)
    own = {**settings.CACHES["default"], "KEY_PREFIX": secrets.token_hex(6)}
    settings.CACHES = {**settings.CACHES, "default": own}
    AxesProxyHandler.implementation = None  # it holds on to the cache it found first
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """A copy of a migrated database instead of all migrations for every worker."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template()


@pytest.fixture(autouse=True, scope="session")
def _empty_after_real_transactions() -> Iterator[None]:
    """A test with transactions of its own leaves an empty database behind. Django would truncate
    every table, which takes a second, and fill two of them again.
    """
    whole = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        unguarded(LEEG)

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = whole


@pytest.fixture(scope="session")
def demo_bewaard(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The fixed points of the demonstration of today, ready to be copied back by `load_fixed`."""
    with django_db_blocker.unblock():
        keep(timezone.localdate(), tmp_path_factory.mktemp("vast") / "documenten")


def organisation_of(rol: Rolcode) -> Organisatie:
    return OrganisatieFactory(soort=_KIND_OF.get(rol, Organisatiesoort.GEMEENTE))


def aanbieder_id_of(organisatie: Organisatie) -> UUID | None:
    aanbieder = getattr(organisatie, "aanbieder", None)
    return aanbieder.pk if aanbieder else None


def start_session(client: Client, gebruiker: Gebruiker) -> Client:
    """Log in the way the login page does after every factor was right."""
    request = HttpRequest()
    request.session = client.session
    log_in(request, gebruiker)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


@pytest.fixture
def actor_for(db: None) -> Callable[..., Actor]:
    def make(rol: Rolcode, organisatie: Organisatie | None = None, **fields: object) -> Actor:
        organisatie = organisatie or organisation_of(rol)
        gebruiker = RolFactory(rol=rol, organisatie=organisatie).gebruiker
        return Actor(
            Actorsoort.GEBRUIKER,
            id=gebruiker.pk,
            naam=gebruiker.naam,
            organisatie_id=organisatie.pk,
            organisatie_soort=Organisatiesoort(organisatie.soort),
            organisatie_code=organisatie.code,
            organisatie_naam=organisatie.naam,
            aanbieder_id=aanbieder_id_of(organisatie),
            rollen=frozenset({rol}),
            doel=DOEL,
            **fields,
        )

    return make


@pytest.fixture
def client_for(db: None) -> Callable[..., Client]:
    """A logged-in browser; `gebruiker` to log in somebody that exists, with the role added."""

    def make(
        rol: Rolcode | None = None,
        organisatie: Organisatie | None = None,
        *,
        gebruiker: Gebruiker | None = None,
    ) -> Client:
        gebruiker = gebruiker or GebruikerFactory()
        if rol is not None:
            organisatie = organisatie or organisation_of(rol)
            RolFactory(gebruiker=gebruiker, rol=rol, organisatie=organisatie)
        client = start_session(Client(), gebruiker)
        client.gebruiker = gebruiker
        client.organisatie = organisatie
        return client

    return make


@pytest.fixture
def api_client(db: None) -> Callable[..., Client]:
    """A client that sends a valid bearer token; `scopes` of client and token, with spaces."""

    def make(
        organisatie: Organisatie | None = None,
        *,
        scopes: str = "toewijzingen:lezen toewijzingen:schrijven",
        rol: Rolcode | None = Rolcode.GEMEENTE_API,
    ) -> Client:
        organisatie = organisatie or OrganisatieFactory()
        found = ApiClientFactory(organisatie=organisatie, scopes=scopes)
        if rol is not None:
            RolFactory(gebruiker=None, apiclient=found, organisatie=organisatie, rol=rol)
        token = new_token(found, scopes)
        client = Client(headers={"authorization": f"Bearer {token}"})
        client.apiclient = found
        client.token = token
        return client

    return make


def new_token(apiclient: object, scopes: str, *, hours: int = 1) -> str:
    token = secrets.token_urlsafe(30)
    AccessToken.objects.create(
        application=apiclient.applicatie,
        token=token,
        scope=scopes,
        expires=timezone.now() + datetime.timedelta(hours=hours),
    )
    return token
