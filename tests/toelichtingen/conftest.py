"""A toewijzing of Almelo at De Linde that runs, with a product that is split; and who asks."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from contracts.models import Perceelcontract, Product
from core.actor import Actor
from core.choices import Rolcode
from core.models import Organisatie
from indications.aanvraag import Verdeling
from indications.models import Toewijzing
from tests.factories.contracts import PerceelcontractFactory, ProductFactory
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory
from tests.factories.providers import AanbiederFactory
from toelichtingen.models import Toelichting, Toelichtingsverzoek
from toelichtingen.services import beantwoorden, vragen
from toelichtingen.services.beantwoorden import Antwoordgegevens
from toelichtingen.services.vragen import Vraaggegevens

DAG = datetime.timedelta(days=1)
GOED = Verdeling(direct=2000, indirect=700, reistijd=300, aantal_contacten=40)


@dataclass
class Zaak:
    contract: Perceelcontract
    product: Product
    almelo: Organisatie
    toegang: Actor
    collega: Actor
    ander: Actor
    zorg: Actor
    beuk: Actor
    manager: Actor
    vandaag: datetime.date

    def dag(self, verschil: int) -> datetime.date:
        return self.vandaag + verschil * DAG

    def toewijzing(self, **fields: Any) -> Toewijzing:
        """3,000 minutes, from a month ago until half a year from now."""
        if "jeugdige" not in fields:
            fields["jeugdige"] = JeugdigeFactory(gemeente=self.almelo)
        known = {
            "perceelcontract": self.contract,
            "product": self.product,
            "begindatum": self.dag(-30),
            "einddatum": self.dag(180),
        }
        made: Toewijzing = ToewijzingFactory(**{**known, **fields})
        made.refresh_from_db()
        return made

    def gevraagd(
        self, toewijzing: Toewijzing | None = None, *, actor: Actor | None = None, **anders: Any
    ) -> Toelichtingsverzoek:
        known: dict[str, Any] = {"reden": "beschikking", "vraag": "Hoeveel is directe tijd?"}
        pk = (toewijzing or self.toewijzing()).pk
        asked = Vraaggegevens(**{"toewijzing_id": pk, **known, **anders})
        return vragen.ask(actor or self.toegang, asked, peildatum=self.vandaag)

    def beantwoord(
        self, verzoek: Toelichtingsverzoek, verdeling: Verdeling = GOED, tekst: str = ""
    ) -> Toelichting:
        given = Antwoordgegevens(verdeling, tekst)
        return beantwoorden.answer(self.zorg, verzoek.pk, given, versie=verzoek.versie)

    def doorgevraagd(self, verzoek: Toelichtingsverzoek) -> Toelichtingsverzoek:
        verzoek.refresh_from_db()
        return vragen.ask_more(
            self.toegang,
            verzoek.pk,
            vraag="Waarom zoveel reistijd?",
            termijn=None,
            versie=verzoek.versie,
            peildatum=self.vandaag,
        )


@pytest.fixture
def zaak(actor_for: Callable[..., Actor]) -> Zaak:
    linde = AanbiederFactory(naam="Zorghuis De Linde")
    almelo = OrganisatieFactory(naam="Almelo", code="0141")
    product = ProductFactory(
        code="ABHI1", naam="Behandeling individueel", verdeling_toegestaan=True, indirecte_tijd=True
    )
    return Zaak(
        contract=PerceelcontractFactory(aanbieder=linde),
        product=product,
        almelo=almelo,
        toegang=actor_for(Rolcode.TOEGANG, almelo),
        collega=actor_for(Rolcode.TOEGANG, almelo),
        ander=actor_for(Rolcode.TOEGANG, OrganisatieFactory(naam="Borne", code="0147")),
        zorg=actor_for(Rolcode.AANBIEDER_ZORG, linde.organisatie),
        beuk=actor_for(Rolcode.AANBIEDER_ZORG, AanbiederFactory(naam="De Beuk").organisatie),
        manager=actor_for(Rolcode.CONTRACTMANAGER),
        vandaag=timezone.localdate(),
    )
