"""Aanbieders with a cost in a segment, made of declared amounts; people who manage them."""

import datetime
from collections.abc import Callable
from decimal import Decimal

import pytest

from contracts.choices import Segmentcode
from contracts.models import Perceel
from core.actor import Actor
from core.choices import Rolcode
from leveranciers.aandelen import refresh
from leveranciers.choices import Gespreksoort
from leveranciers.models import Accountgesprek, Segmentaandeel
from leveranciers.services import gesprekken
from providers.models import Aanbieder
from tests.factories.contracts import PerceelcontractFactory, PerceelFactory, SegmentFactory
from tests.factories.indications import DeclaratieregelFactory, ToewijzingFactory
from tests.factories.providers import AanbiederFactory

VANDAAG = datetime.date(2026, 6, 15)


@pytest.fixture
def vandaag() -> datetime.date:
    return VANDAAG


@pytest.fixture
def perceel(db: None) -> Perceel:
    return PerceelFactory(segment=SegmentFactory(code=Segmentcode.AMBULANT))


@pytest.fixture
def kosten(perceel: Perceel) -> Callable[..., Aanbieder]:
    """An aanbieder that declared so many euros in 2026; 0: a contract and nothing more."""

    def make(naam: str, euro: object, *, in_perceel: Perceel | None = None) -> Aanbieder:
        found = Aanbieder.objects.filter(naam=naam).first() or AanbiederFactory(naam=naam)
        contract = PerceelcontractFactory(aanbieder=found, perceel=in_perceel or perceel)
        if euro:
            DeclaratieregelFactory(
                toewijzing=ToewijzingFactory(perceelcontract=contract),
                bedrag_centen=int(Decimal(str(euro)) * 100),
            )
        return found

    return make


@pytest.fixture
def aandelen(perceel: Perceel) -> Callable[..., dict[str, Segmentaandeel]]:
    """Made anew and read back by name; `samen`: over all segments."""

    def read(*, samen: bool = False, jaar: int = 2026) -> dict[str, Segmentaandeel]:
        refresh(VANDAAG)
        rows = Segmentaandeel.objects.filter(jaar=jaar).select_related("aanbieder")
        rows = rows.filter(segment__isnull=True) if samen else rows.filter(segment=perceel.segment)
        return {row.aanbieder.naam: row for row in rows.order_by("plek")}

    return read


@pytest.fixture
def carla(actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.CONTRACTMANAGER)


@pytest.fixture
def linde(db: None) -> Aanbieder:
    return AanbiederFactory(naam="De Linde")


@pytest.fixture
def beheerder(actor_for: Callable[..., Actor], linde: Aanbieder) -> Actor:
    return actor_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie)


@pytest.fixture
def gesprek(carla: Actor, linde: Aanbieder) -> Accountgesprek:
    """Planned for today."""
    return gesprekken.plan_gesprek(
        carla,
        linde.pk,
        soort=Gespreksoort.VOORTGANG,
        datum=VANDAAG,
        aanwezigen="Bestuurder",
        agenda="Wachttijden",
        peildatum=VANDAAG,
    )


@pytest.fixture
def concept(carla: Actor, gesprek: Accountgesprek) -> Accountgesprek:
    """Held, with a verslag that is a concept."""
    return gesprekken.write_verslag(
        carla,
        gesprek.pk,
        datum=VANDAAG,
        aanwezigen="Bestuurder\nContractmanager",
        verslag="De wachttijd loopt op.",
        versie=gesprek.versie,
        peildatum=VANDAAG,
    )
