"""A small world in which every figure can be reckoned by hand: two aanbieders, two gemeenten."""

import datetime
from dataclasses import dataclass
from typing import Any

import pytest

from contracts.models import Perceelcontract
from core.choices import Organisatiesoort
from core.models import Organisatie
from monitoring.meten import measure
from monitoring.models import Indicatorversie, Meting
from monitoring.rules import period_of
from providers.models import Aanbieder
from tests.factories.contracts import PerceelcontractFactory, PerceelFactory, SegmentFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, LeveringFactory, ToewijzingFactory
from tests.factories.monitoring import VersieFactory
from tests.factories.providers import AanbiederFactory

EERDER = datetime.date(2020, 1, 1)
#: A day long after every quarter of the tests.
LATER = datetime.date(2030, 1, 1)


@dataclass
class Wereld:
    linde: Aanbieder
    beuk: Aanbieder
    enschede: Organisatie
    hengelo: Organisatie
    contracten: dict[tuple[Any, str], Perceelcontract]

    def contract(self, aanbieder: Aanbieder, segment: str = "ambulant", **perceel: Any) -> Any:
        found = (aanbieder.pk, segment)
        if found not in self.contracten:
            made = PerceelFactory(
                segment=SegmentFactory(code=segment), begindatum=EERDER, **perceel
            )
            self.contracten[found] = PerceelcontractFactory(
                aanbieder=aanbieder, perceel=made, begindatum=EERDER
            )
        return self.contracten[found]

    def hulp(
        self,
        begin: str,
        eind: str | None = None,
        *,
        bij: Aanbieder | None = None,
        wie: Any = None,
        gemeente: Organisatie | None = None,
        aangevraagd: str | None = None,
        segment: str = "ambulant",
        **levering: Any,
    ) -> Any:
        """One jeugdige gets help; gives the jeugdige, to help again."""
        first = datetime.date.fromisoformat(begin)
        jeugdige = wie or JeugdigeFactory(gemeente=gemeente or self.enschede, bsn=False)
        toewijzing = ToewijzingFactory(
            jeugdige=jeugdige,
            perceelcontract=self.contract(bij or self.linde, segment),
            begindatum=first,
            einddatum=None,
            perceelproduct=False,
        )
        LeveringFactory(
            toewijzing=toewijzing,
            begindatum=first,
            einddatum=datetime.date.fromisoformat(eind) if eind else None,
            aangevraagd_op=datetime.date.fromisoformat(aangevraagd) if aangevraagd else None,
            **levering,
        )
        return jeugdige


@pytest.fixture
def wereld(db: None) -> Wereld:
    return Wereld(
        AanbiederFactory(naam="De Linde"),
        AanbiederFactory(naam="De Beuk"),
        OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Enschede", code="0153"),
        OrganisatieFactory(soort=Organisatiesoort.GEMEENTE, naam="Hengelo", code="0164"),
        {},
    )


def versie(berekening: str, eenheid: str = "jeugdigen", **fields: Any) -> Indicatorversie:
    segment = fields.pop("segment", "ambulant")
    return VersieFactory(
        indicator__segment=SegmentFactory(code=segment),
        berekening=berekening,
        eenheid=eenheid,
        **fields,
    )


def count(
    found: Indicatorversie, day: str, peildatum: datetime.date = LATER
) -> dict[str, tuple[Any, ...]]:
    """Measure the period that holds `day`; name of the level → (figure, jeugdigen)."""
    tijdvak = period_of(found.meetperiode, datetime.date.fromisoformat(day))
    measure(found, tijdvak, peildatum)
    rows = Meting.objects.filter(indicator=found.indicator_id, begindatum=tijdvak.begin)
    return {
        str(m.aanbieder or m.gemeente or "regio"): (float(m.waarde), m.jeugdigen)
        for m in rows.select_related("aanbieder", "gemeente")
    }
