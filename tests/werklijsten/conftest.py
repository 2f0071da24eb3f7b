"""A gemeente with its toegang, an aanbieder with one contract, and toewijzingen round a day."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Perceelcontract, Product
from core.actor import Actor
from core.choices import Rolcode
from core.models import Organisatie
from indications.models import Toewijzing
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    PerceelProductFactory,
    ProductFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import (
    JeugdigeFactory,
    LeveringFactory,
    ToewijzingFactory,
    VerwijzingFactory,
)
from tests.factories.providers import AanbiederFactory
from werklijsten.groepen import GROEPEN
from werklijsten.selectors import group_rows

DAG = datetime.timedelta(days=1)


@dataclass
class Stad:
    """Enschede on `dag`: what is made here runs, was started, and is in no group."""

    gemeente: Organisatie
    elders: Organisatie
    contract: Perceelcontract
    product: Product
    toegang: Actor
    backoffice: Actor
    collega: Actor
    buur: Actor
    dag: datetime.date
    made: list[Toewijzing] = field(default_factory=list)

    def na(self, dagen: int) -> datetime.date:
        return self.dag + datetime.timedelta(days=dagen)

    def toewijzing(self, *, gestart: bool = True, verwijzing: Any = None, **fields: Any) -> Any:
        """From a month ago until half a year from now, from a referral of the toegang."""
        if "jeugdige" not in fields:
            fields["jeugdige"] = JeugdigeFactory(gemeente=fields.get("gemeente", self.gemeente))
        known = {
            "perceelcontract": self.contract,
            "product": self.product,
            "begindatum": self.na(-30),
            "einddatum": self.na(180),
        }
        if verwijzing is not None:
            known["verwijzing"] = VerwijzingFactory(jeugdige=fields["jeugdige"], **verwijzing)
        made = ToewijzingFactory(**{**known, **fields})
        if gestart:
            LeveringFactory(toewijzing=made)
        made.refresh_from_db()
        self.made.append(made)
        return made

    def groepen(self, toewijzing: Toewijzing) -> set[str]:
        """The groups that this toewijzing is in on the day."""
        return {
            code
            for code, groep in GROEPEN.items()
            if group_rows(self.toegang, groep, self.dag).filter(pk=toewijzing.pk).exists()
        }


@pytest.fixture
def maak_stad(actor_for: Callable[..., Actor]) -> Callable[[datetime.date], Stad]:
    def make(dag: datetime.date) -> Stad:
        perceel = PerceelFactory(code="BHI", naam="Behandeling individueel", max_wachttijd_weken=6)
        product = ProductFactory(code="ABHI1", naam="Behandeling individueel")
        PerceelProductFactory(perceel=perceel, product=product)
        linde = AanbiederFactory(naam="Zorghuis De Linde")
        enschede = OrganisatieFactory(naam="Enschede", code="0153")
        elders = OrganisatieFactory(naam="Borne", code="0147")
        return Stad(
            gemeente=enschede,
            elders=elders,
            contract=PerceelcontractFactory(aanbieder=linde, perceel=perceel),
            product=product,
            toegang=actor_for(Rolcode.TOEGANG, enschede),
            backoffice=actor_for(Rolcode.BACKOFFICE, enschede),
            collega=actor_for(Rolcode.TOEGANG, enschede),
            buur=actor_for(Rolcode.TOEGANG, elders),
            dag=dag,
        )

    return make


@pytest.fixture
def stad(maak_stad: Callable[[datetime.date], Stad]) -> Stad:
    return maak_stad(timezone.localdate())
