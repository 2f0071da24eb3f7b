"""A toewijzing of 3,000 minutes over 2026 at De Linde for Enschede, and who works on it."""

import datetime
from collections.abc import Callable

import pytest

from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.models import Toewijzing
from providers.models import Aanbieder
from tests.factories.contracts import PerceelcontractFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory
from tests.factories.providers import AanbiederFactory

AGB = "41995001"
VANDAAG = datetime.date(2026, 7, 1)

ActorFor = Callable[..., Actor]


@pytest.fixture
def enschede(db: None) -> Organisatie:
    return OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, code="0153", naam="Enschede")


@pytest.fixture
def linde(db: None) -> Aanbieder:
    return AanbiederFactory(naam="De Linde", agb=AGB)


@pytest.fixture
def maak(enschede: Organisatie, linde: Aanbieder) -> Callable[..., Toewijzing]:
    def make(**kwargs: object) -> Toewijzing:
        fields: dict[str, object] = {
            "jeugdige": JeugdigeFactory(gemeente=enschede),
            "perceelcontract": PerceelcontractFactory(aanbieder=linde),
            **kwargs,
        }
        made: Toewijzing = ToewijzingFactory(**fields)
        made.refresh_from_db()
        return made

    return make


@pytest.fixture
def toewijzing(maak: Callable[..., Toewijzing]) -> Toewijzing:
    return maak()


@pytest.fixture
def backoffice(actor_for: ActorFor, enschede: Organisatie) -> Actor:
    return actor_for(Rolcode.BACKOFFICE, enschede)


@pytest.fixture
def zorg(actor_for: ActorFor, linde: Aanbieder) -> Actor:
    return actor_for(Rolcode.AANBIEDER_ZORG, linde.organisatie)
