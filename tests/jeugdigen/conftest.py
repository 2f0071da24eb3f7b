"""A jeugdige of Enschede with help, and those who look at it."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.models import Jeugdige, Toewijzing
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory

D = datetime.date
VANDAAG = D(2026, 11, 29)


@dataclass
class Zaak:
    """Enschede is responsible, Hengelo is next door."""

    enschede: Organisatie
    hengelo: Organisatie
    jeugdige: Jeugdige
    toegang: Actor
    buur: Actor


@pytest.fixture
def zaak(actor_for: Callable[..., Actor]) -> Zaak:
    enschede = gemeente("0153", "Enschede")
    hengelo = gemeente("0164", "Hengelo")
    return Zaak(
        enschede,
        hengelo,
        JeugdigeFactory(gemeente=enschede, geboortedatum=D(2012, 5, 1)),
        actor_for(Rolcode.TOEGANG, enschede),
        actor_for(Rolcode.TOEGANG, hengelo),
    )


def gemeente(code: str, naam: str) -> Organisatie:
    found = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE, code=code).first()
    return found or OrganisatieFactory(code=code, naam=naam)


def help_for(jeugdige: Jeugdige, **changes: object) -> Toewijzing:
    """Running on `VANDAAG`, by the gemeente of the jeugdige unless told otherwise."""
    period = {"begindatum": D(2026, 2, 1), "einddatum": D(2027, 1, 31)}
    return ToewijzingFactory(jeugdige=jeugdige, **{**period, **changes})
