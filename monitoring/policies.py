"""Who sees which figures (R-CON-7, R-CON-10).

The catalogue of indicators is for all of them. Of the figures OZJT sees everything, a gemeente its
own and the region, an aanbieder its own and the segment; nobody sees those of another aanbieder.
Small numbers are hidden besides (`monitoring.klein`). A quarterly report is between its recipient
and contract management; what is not handed in yet, only the recipient sees.
"""

from typing import Any

from django.db.models import Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from monitoring.choices import Rapportagestatus
from monitoring.models import (
    Dekking,
    Doel,
    Indicator,
    Indicatorversie,
    Kwartaalrapportage,
    Meting,
    Rapportregel,
    Subsidieindex,
    Subsidieontvanger,
    Uitvraag,
)
from providers.policies import own_only

KIJKERS = rolgroepen.OZJT | rolgroepen.GEMEENTE | rolgroepen.AANBIEDER
BEIDE_KANTEN = rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER}

INDICATOR_INZIEN = recht("indicator.inzien", KIJKERS)
INDICATOR_BEHEREN = recht("indicator.beheren", {Rolcode.CONTRACTMANAGER})
UITVRAAG_INZIEN = recht("uitvraag.inzien", BEIDE_KANTEN)
UITVRAAG_BEANTWOORDEN = recht("uitvraag.beantwoorden", {Rolcode.AANBIEDER_BEHEERDER})
UITVRAAG_BEOORDELEN = recht("uitvraag.beoordelen", {Rolcode.CONTRACTMANAGER})
JEUGDZORGPLUS_INZIEN = recht("jeugdzorgplus.inzien", BEIDE_KANTEN)
JEUGDZORGPLUS_BEHEREN = recht("jeugdzorgplus.beheren", {Rolcode.CONTRACTMANAGER})
#: Not for an aanbieder: it says where others have no competition.
DEKKING_INZIEN = recht("dekking.inzien", rolgroepen.OZJT | rolgroepen.GEMEENTE)
RAPPORTAGE_INVULLEN = recht("rapportage.invullen", {Rolcode.AANBIEDER_BEHEERDER})


class IndicatorenPolicy(Policy):
    """What is measured and why is the same for everybody who looks at figures."""

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if actor.has_role(*KIJKERS) else rows.none()


class DoelPolicy(IndicatorenPolicy):
    model = Doel


class IndicatorPolicy(IndicatorenPolicy):
    model = Indicator


class IndicatorversiePolicy(IndicatorenPolicy):
    model = Indicatorversie


class MetingPolicy(Policy):
    model = Meting

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.has_role(*rolgroepen.OZJT):
            return rows
        total = Q(aanbieder__isnull=True, gemeente__isnull=True)
        if actor.has_role(*rolgroepen.GEMEENTE):
            return rows.filter(total | Q(gemeente=actor.organisatie_id))
        if actor.has_role(*rolgroepen.AANBIEDER) and actor.aanbieder_id:
            return rows.filter(total | Q(aanbieder=actor.aanbieder_id))
        return rows.none()


def _both_sides(actor: Actor, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    """All for contract management, the own ones for the beheerder of the aanbieder."""
    if actor.has_role(*rolgroepen.OZJT_CONTRACT):
        return rows
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
        return own_only(actor, rows, path)
    return rows.none()


class UitvraagPolicy(Policy):
    model = Uitvraag

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return _both_sides(actor, rows, "aanbieder")


class SubsidieontvangerPolicy(Policy):
    model = Subsidieontvanger

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return _both_sides(actor, rows, "aanbieder")


class KwartaalrapportagePolicy(Policy):
    """That a report is due is known on both sides; see `RapportregelPolicy` for its figures."""

    model = Kwartaalrapportage

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return _both_sides(actor, rows, "ontvanger__aanbieder")


class RapportregelPolicy(Policy):
    model = Rapportregel

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        seen = _both_sides(actor, rows, "rapportage__ontvanger__aanbieder")
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return seen.exclude(rapportage__status=Rapportagestatus.CONCEPT)
        return seen


class SubsidieindexPolicy(Policy):
    model = Subsidieindex

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if actor.has_role(*BEIDE_KANTEN) else rows.none()


class DekkingPolicy(Policy):
    """The same for every gemeente: none of it is about a person."""

    model = Dekking

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if actor.has_role(*rolgroepen.OZJT, *rolgroepen.GEMEENTE) else rows.none()
