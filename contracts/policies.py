"""Who sees the catalogue (everybody who logs in), contracts (all but other aanbieders) and
measures.
"""

from django.db.models import Q, QuerySet

from contracts.choices import Maatregelsoort
from contracts.models import (
    ContractLocatie,
    Maatregel,
    Overeenkomst,
    Perceel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
    Uitsluiting,
)
from core import rolgroepen
from core.actor import Actor
from core.policies import Policy, recht
from providers.policies import everyone_or_own, own_only

SEGMENT_INZIEN = recht("segment.inzien", rolgroepen.IEDER, scope="segmenten:lezen")
PERCEEL_INZIEN = recht("perceel.inzien", rolgroepen.IEDER, scope="percelen:lezen")
PRODUCT_INZIEN = recht("product.inzien", rolgroepen.IEDER, scope="producten:lezen")
TARIEF_INZIEN = recht("tarief.inzien", rolgroepen.IEDER)
CONTRACT_INZIEN = recht("contract.inzien", rolgroepen.IEDER, scope="perceelcontracten:lezen")
MAATREGEL_INZIEN = recht("maatregel.inzien", rolgroepen.IEDER)


class CataloguePolicy(Policy):
    """The catalogue is the same for all roles that work with it."""

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows if actor.has_role(*rolgroepen.IEDER) else rows.none()


class SegmentPolicy(CataloguePolicy):
    model = Segment


class PerceelPolicy(CataloguePolicy):
    model = Perceel


class ProductPolicy(CataloguePolicy):
    model = Product


class PerceelProductPolicy(CataloguePolicy):
    model = PerceelProduct


class UitsluitingPolicy(CataloguePolicy):
    model = Uitsluiting


class TariefgroepPolicy(CataloguePolicy):
    model = Tariefgroep


class TariefPolicy(Policy):
    """Tariffs by group are for all; those of a location for all but other aanbieders."""

    model = Tarief

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.AANBODKIJKERS):
            return rows
        if actor.has_role(*rolgroepen.AANBIEDER):
            return rows.filter(Q(locatie__isnull=True) | Q(locatie__aanbieder=actor.aanbieder_id))
        return rows.none()


class OvereenkomstPolicy(Policy):
    model = Overeenkomst

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class PerceelcontractPolicy(Policy):
    model = Perceelcontract

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class ContractLocatiePolicy(Policy):
    model = ContractLocatie

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "perceelcontract__aanbieder")


class MaatregelPolicy(Policy):
    """Contract management sees the whole ladder, gemeenten and GI's only a cliëntenstop, an
    aanbieder its own.
    """

    model = Maatregel

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        if actor.has_role(*rolgroepen.AANBODKIJKERS):
            return rows.filter(soort=Maatregelsoort.CLIENTENSTOP)
        return own_only(actor, rows, "aanbieder")
