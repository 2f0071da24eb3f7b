"""Who sees the catalogue (everybody who logs in), contracts (all but other aanbieders) and
measures.
"""

from django.db.models import Q, QuerySet

from contracts.choices import Maatregelsoort, Maatregelstatus
from contracts.models import (
    Catalogusmutatie,
    ContractLocatie,
    Groepproduct,
    Indexering,
    Indexeringsregel,
    Leveringsgebied,
    Maatregel,
    Onderaannemerschap,
    Overeenkomst,
    Overeenkomststuk,
    Perceel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Segment,
    Subregio,
    Tarief,
    Tariefgroep,
    Tariefgroepwijziging,
    Uitsluiting,
    Weging,
)
from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from providers.policies import everyone_or_own, own_only

SEGMENT_INZIEN = recht("segment.inzien", rolgroepen.IEDER, scope="segmenten:lezen")
PERCEEL_INZIEN = recht("perceel.inzien", rolgroepen.IEDER, scope="percelen:lezen")
PRODUCT_INZIEN = recht("product.inzien", rolgroepen.IEDER, scope="producten:lezen")
TARIEF_INZIEN = recht("tarief.inzien", rolgroepen.IEDER, scope="tarieven:lezen")
TARIEF_BEHEREN = recht("tarief.beheren", {Rolcode.CATALOGUSBEHEERDER})
INDEXEERDERS = rolgroepen.OZJT_CONTRACT | {Rolcode.CATALOGUSBEHEERDER}
INDEXERING_INZIEN = recht("indexering.inzien", INDEXEERDERS)
INDEXERING_BEHEREN = recht("indexering.beheren", {Rolcode.CATALOGUSBEHEERDER})
CONTRACT_INZIEN = recht("contract.inzien", rolgroepen.IEDER, scope="perceelcontracten:lezen")
OVEREENKOMST_INZIEN = recht("overeenkomst.inzien", rolgroepen.IEDER, scope="overeenkomsten:lezen")
CONTRACT_BEHEREN = recht("contract.beheren", rolgroepen.OZJT_CONTRACT)
OVEREENKOMSTSTUK_INZIEN = recht(
    "overeenkomststuk.inzien", rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER}
)
MAATREGEL_INZIEN = recht("maatregel.inzien", rolgroepen.IEDER)
#: In the menu of who sees what is in force only; both sides of a measure have the road to it there.
MAATREGEL_MENU = recht(
    "maatregel.menu", rolgroepen.IEDER - rolgroepen.OZJT_CONTRACT - {Rolcode.AANBIEDER_BEHEERDER}
)
CATALOGUS_BEHEREN = recht("catalogus.beheren", {Rolcode.CATALOGUSBEHEERDER})
#: What is planned, what changed, and the whole of it as a workbook.
CATALOGUS_VOLGEN = recht(
    "catalogus.volgen", rolgroepen.OZJT_CONTRACT | {Rolcode.CATALOGUSBEHEERDER}
)


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


class SubregioPolicy(CataloguePolicy):
    model = Subregio


class CatalogusmutatiePolicy(Policy):
    """What is planned is OZJT's own until its day."""

    model = Catalogusmutatie

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows if actor.has_role(*rolgroepen.OZJT) else rows.none()


class TariefPolicy(Policy):
    """Tariffs by group are for all; those of a location for all but other aanbieders."""

    model = Tarief

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.AANBODKIJKERS):
            return rows
        if actor.has_role(*rolgroepen.AANBIEDER):
            return rows.filter(Q(locatie__isnull=True) | Q(locatie__aanbieder=actor.aanbieder_id))
        return rows.none()


class InternPolicy(Policy):
    """What OZJT reckons is its own until it is a tariff."""

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows if actor.has_role(*INDEXEERDERS) else rows.none()


class IndexeringPolicy(InternPolicy):
    model = Indexering


class IndexeringsregelPolicy(InternPolicy):
    model = Indexeringsregel


class WegingPolicy(InternPolicy):
    model = Weging


class OvereenkomstPolicy(Policy):
    model = Overeenkomst

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class PerceelcontractPolicy(Policy):
    model = Perceelcontract

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "aanbieder")


class TariefgroepwijzigingPolicy(Policy):
    model = Tariefgroepwijziging

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "perceelcontract__aanbieder")


class OvereenkomststukPolicy(Policy):
    """The papers of an agreement are for its two sides."""

    model = Overeenkomststuk

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        return own_only(actor, rows, "overeenkomst__aanbieder")


class LeveringsgebiedPolicy(Policy):
    model = Leveringsgebied

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "perceelcontract__aanbieder")


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
            return rows.filter(soort=Maatregelsoort.CLIENTENSTOP, status=Maatregelstatus.GELDIG)
        return own_only(actor, rows, "aanbieder")


class OnderaannemerschapPolicy(Policy):
    """Of the hoofdaannemer, who answers for it (R-ZP-5)."""

    model = Onderaannemerschap

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "hoofdaannemer")


class GroepproductPolicy(Policy):
    model = Groepproduct

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return everyone_or_own(actor, rows, "groep__locatie__aanbieder")
