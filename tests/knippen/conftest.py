"""A gemeente, an aanbieder with one contract, an old and a new product in it, an open round."""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from contracts.models import Perceelcontract, Product
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.models import Organisatie
from indications.models import Toewijzing
from knippen.models import Knipbeurt, Knipregel, Knipronde, Productvertaling
from knippen.selectors import bound, count_outcomes, of_round, rows_of
from knippen.services.knippen import cut_toewijzingen
from tests.factories.contracts import (
    PerceelcontractFactory,
    PerceelProductFactory,
    ProductFactory,
    TariefFactory,
)
from tests.factories.core import OrganisatieFactory
from tests.factories.indications import JeugdigeFactory, ToewijzingFactory
from tests.factories.providers import AanbiederFactory, AgbCodeFactory

#: 181 days before and 184 after, of 365.
LAATSTE = datetime.date(2026, 6, 30)
EERSTE = datetime.date(2026, 7, 1)


class Markt:
    def __init__(self) -> None:
        self.gemeente: Organisatie = OrganisatieFactory(
            soort=Organisatiesoort.GEMEENTE, naam="Proefdam"
        )
        self.contract: Perceelcontract = self.new_contract()
        self.oud: Product = ProductFactory(code="OUD1", naam="Oude begeleiding")
        self.nieuw: Product = self.new_product("NEW1", "Nieuwe begeleiding")
        self.ronde: Knipronde = Knipronde.objects.create(
            naam="Overgang", laatste_dag=LAATSTE, status="open"
        )
        self.regel = Knipregel.objects.create(ronde=self.ronde, gemeente=self.gemeente)
        self.vertaling = Productvertaling.objects.create(
            ronde=self.ronde, van=self.oud, naar=self.nieuw
        )

    def new_contract(self) -> Perceelcontract:
        aanbieder = AanbiederFactory()
        AgbCodeFactory(aanbieder=aanbieder)
        return PerceelcontractFactory(aanbieder=aanbieder)

    def new_product(self, code: str, naam: str = "Product", **fields: Any) -> Product:
        """In the perceel of the contract, with a tariff."""
        found = ProductFactory(code=code, naam=naam, **fields)
        PerceelProductFactory(perceel=self.contract.perceel, product=found)
        for unit in found.eenheden:
            TariefFactory(product=found, eenheid=unit)
        return found

    def toewijzing(self, **fields: Any) -> Toewijzing:
        made = {
            "product": self.oud,
            "perceelcontract": self.contract,
            **fields,
        }
        if "jeugdige" not in made:
            made["jeugdige"] = JeugdigeFactory(gemeente=self.gemeente, bsn=False)
        return ToewijzingFactory(**made)

    def judged(self, actor: Actor) -> dict[int, dict[str, Any]]:
        vraag = of_round(self.ronde, self.gemeente.pk)
        return {row["nummer"]: row for row in rows_of(vraag, bound(actor, vraag))}

    def outcome(self, actor: Actor, row: Toewijzing) -> dict[str, Any]:
        return self.judged(actor)[Toewijzing.objects.get(pk=row.pk).nummer]

    def zegel(self, actor: Actor) -> str:
        vraag = of_round(self.ronde, self.gemeente.pk)
        return count_outcomes(vraag, bound(actor, vraag)).zegel

    def cut(self, actor: Actor) -> Knipbeurt:
        return cut_toewijzingen(actor, self.ronde.pk, beurt_id=uuid4(), zegel=self.zegel(actor))


@pytest.fixture
def markt(db: None) -> Markt:
    return Markt()


@pytest.fixture
def toegang(actor_for: Callable[..., Actor], markt: Markt) -> Actor:
    return actor_for(Rolcode.TOEGANG, markt.gemeente)


@pytest.fixture
def catalogus(actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(Rolcode.CATALOGUSBEHEERDER)
