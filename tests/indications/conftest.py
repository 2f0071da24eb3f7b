"""Filing against the fixed points of the demonstration data."""

import datetime
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from core.actor import Actor
from core.choices import Actorsoort, Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.aanvraag import Aanvraag, Jeugdigegegevens
from tests.vast import load_fixed

LINDE, BEUK, ELS, WILG, ES = ("41990001", "41990002", "41990003", "41990004", "41990005")
VRIJ_BSN = "999990019"
ANDER_BSN = "999990020"


@pytest.fixture
def vandaag() -> datetime.date:
    return timezone.localdate()


@pytest.fixture(scope="module")
def _demo_of_module(demo_bewaard: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The fixed points once per module, in a transaction that each test runs inside of."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_fixed(timezone.localdate())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo_of_module: None, db: None) -> None:
    """The fixed points of the demonstration data, rolled back after the module."""


@pytest.fixture
def demo_vast_gelegd(demo_bewaard: None, transactional_db: None, vandaag: datetime.date) -> None:
    """Committed, for tests with two connections."""
    load_fixed(vandaag)


def gemeente(code: str) -> Organisatie:
    return Organisatie.objects.get(soort=Organisatiesoort.GEMEENTE, code=code)


@pytest.fixture
def toegang() -> Callable[..., Actor]:
    def make(code: str = "0153", rol: Rolcode = Rolcode.TOEGANG) -> Actor:
        own = gemeente(code)
        return Actor(
            Actorsoort.GEBRUIKER,
            id=uuid4(),
            naam="Toegang",
            organisatie_id=own.pk,
            organisatie_soort=Organisatiesoort.GEMEENTE,
            organisatie_code=code,
            rollen=frozenset({rol}),
            referentie="test",
        )

    return make


@pytest.fixture
def aanvraag(vandaag: datetime.date) -> Callable[..., Aanvraag]:
    """A sound request of Enschede at De Linde; name what differs."""

    def make(bsn: str = VRIJ_BSN, **changes: object) -> Aanvraag:
        sound: dict[str, object] = {
            "jeugdige": Jeugdigegegevens(bsn, "Testman", "Tess", "", datetime.date(2014, 5, 1)),
            "gemeentecode": "0153",
            "aanbieder_agb": LINDE,
            "productcode": "ABHIR",
            "begindatum": vandaag + datetime.timedelta(days=7),
            "einddatum": vandaag + datetime.timedelta(days=200),
            "volume": 3000,
            "eenheid": "01",
            "frequentie": "6",
            "verwijzing_type": "01",
            "verwijzing_datum": vandaag,
        }
        return Aanvraag(**{**sound, **changes})  # type: ignore[arg-type]

    return make
