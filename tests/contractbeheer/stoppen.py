"""An aanbieder with a perceel that stops, gemeenten with jeugdigen on it, and who decides."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from contractbeheer.choices import Verzoekstatus
from contractbeheer.models import Beeindigingsverzoek, Overdracht
from contractbeheer.services import beeindigen
from contractbeheer.services.beeindigen import Verzoekgegevens
from contracts.models import Perceelcontract, Product
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.models import Toewijzing
from providers.models import Aanbieder
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelFactory,
    PerceelProductFactory,
    ProductFactory,
    TariefFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory
from tests.factories.providers import AanbiederFactory, AgbCodeFactory

DAG = datetime.timedelta(days=1)


@dataclass
class Zaak:
    """`contract` of De Linde for Behandeling, open-ended; De Beuk has one too."""

    contract: Perceelcontract
    ander: Perceelcontract
    product: Product
    almelo: Organisatie
    borne: Organisatie
    beheerder: Actor
    manager: Actor
    collega: Actor
    toegang: Actor
    vandaag: datetime.date

    @property
    def linde(self) -> Aanbieder:
        return self.contract.aanbieder

    def dag(self, verschil: int) -> datetime.date:
        return self.vandaag + datetime.timedelta(days=verschil)

    def toewijzing(self, gemeente: Organisatie | None = None, **fields: Any) -> Toewijzing:
        """Runs from a month ago until half a year from now."""
        if "jeugdige" not in fields:
            fields["jeugdige"] = JeugdigeFactory(gemeente=gemeente or self.almelo)
        known = {
            "perceelcontract": self.contract,
            "product": self.product,
            "begindatum": self.dag(-30),
            "einddatum": self.dag(180),
        }
        made: Toewijzing = ToewijzingFactory(**{**known, **fields})
        made.refresh_from_db()
        return made

    def antwoord(self, **anders: Any) -> Verzoekgegevens:
        """Stops in 60 days, nobody in care."""
        known: dict[str, Any] = {
            "perceelcontract_id": self.contract.pk,
            "reden": "Wij stoppen met behandeling.",
            "gewenste_datum": self.dag(60),
            "clienten_in_zorg": False,
            "bevestigd": True,
        }
        return Verzoekgegevens(**{**known, **anders})

    def filed(self, **anders: Any) -> Beeindigingsverzoek:
        return beeindigen.file_request(
            self.beheerder, self.antwoord(**anders), peildatum=self.vandaag
        )

    def approved(self, dagen: int = 60, afspraken: str = "") -> Beeindigingsverzoek:
        verzoek = self.filed(gewenste_datum=self.dag(max(dagen, 0)))
        return beeindigen.approve_request(
            self.manager,
            verzoek.pk,
            einddatum=self.dag(dagen),
            afspraken=afspraken,
            versie=verzoek.versie,
            peildatum=self.vandaag,
        )

    def line(self, toewijzing: Toewijzing) -> Overdracht:
        found: Overdracht = Overdracht.objects.get(toewijzing=toewijzing)
        return found

    def bron(self, nummer: int = 0) -> Beeindigingsverzoek:
        """A request as the ground of an end, without the road to it."""
        made: Beeindigingsverzoek = Beeindigingsverzoek.objects.create(
            id=uuid4(),
            aanbieder=self.linde,
            perceelcontract=self.contract,
            reden="Proef",
            gewenste_datum=self.vandaag,
            clienten_in_zorg=False,
            status=Verzoekstatus.INGETROKKEN,
            indiener_id=str(self.beheerder.id),
            ingediend_op=timezone.now(),
            beslis_uiterlijk=self.vandaag,
        )
        return made


@pytest.fixture
def zaak(actor_for: Callable[..., Actor]) -> Zaak:
    perceel = PerceelFactory(code="BHI", naam="Behandeling individueel")
    product = ProductFactory(code="ABHI1", naam="Behandeling individueel")
    PerceelProductFactory(perceel=perceel, product=product)
    TariefFactory(product=product)
    linde = AanbiederFactory(naam="Zorghuis De Linde")
    beuk = AanbiederFactory(naam="De Beuk")
    AgbCodeFactory(aanbieder=linde, code="41990001")
    AgbCodeFactory(aanbieder=beuk, code="41990002")
    ozjt = OrganisatieFactory(soort=Organisatiesoort.OZJT, naam="OZJT")
    almelo = OrganisatieFactory(naam="Almelo", code="0141")
    return Zaak(
        contract=PerceelcontractFactory(aanbieder=linde, perceel=perceel),
        ander=PerceelcontractFactory(aanbieder=beuk, perceel=perceel),
        product=product,
        almelo=almelo,
        borne=OrganisatieFactory(naam="Borne", code="0147"),
        beheerder=actor_for(Rolcode.AANBIEDER_BEHEERDER, linde.organisatie),
        manager=actor_for(Rolcode.CONTRACTMANAGER, ozjt),
        collega=actor_for(Rolcode.CONTRACTBEHEERDER, ozjt),
        toegang=actor_for(Rolcode.TOEGANG, almelo),
        vandaag=timezone.localdate(),
    )
