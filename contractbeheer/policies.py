"""Who sees and does what in contract management: OZJT both sides of an act, an aanbieder its own
acts from the moment it is told, a gemeente the lines of the transfer list of its own jeugdigen.
"""

from django.db.models import Exists, OuterRef, QuerySet

from contractbeheer.choices import Trajectstatus
from contractbeheer.models import (
    Beeindigingsverzoek,
    Brief,
    Contracteinde,
    Maatregeltraject,
    Overdracht,
    Overname,
)
from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht

BEEINDIGING_INZIEN = recht(
    "beeindiging.inzien", rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER}
)
BEEINDIGING_INDIENEN = recht("beeindiging.indienen", {Rolcode.AANBIEDER_BEHEERDER})
BEEINDIGING_BESLUITEN = recht("beeindiging.besluiten", rolgroepen.OZJT_CONTRACT)
TRAJECT_INZIEN = recht(
    "maatregeltraject.inzien", rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER}
)
TRAJECT_OPSTELLEN = recht("maatregeltraject.opstellen", rolgroepen.OZJT_CONTRACT)
#: A measure is imposed by a contractmanager, under the mandaat that the decision names (D-25).
TRAJECT_BESLUITEN = recht("maatregeltraject.besluiten", {Rolcode.CONTRACTMANAGER})
ZIENSWIJZE_GEVEN = recht("zienswijze.geven", {Rolcode.AANBIEDER_BEHEERDER})
OVERNAME_INZIEN = recht("overname.inzien", rolgroepen.OZJT_CONTRACT)
OVERNAME_PLANNEN = recht("overname.plannen", {Rolcode.CONTRACTMANAGER})
OVERDRACHT_INZIEN = recht("overdracht.inzien", rolgroepen.GEMEENTE)
OVERDRACHT_AFRONDEN = recht("overdracht.afronden", {Rolcode.TOEGANG})
#: Counts per gemeente, no lines: what contract management may see of the transfer list.
OVERDRACHT_TELLEN = recht("overdracht.tellen", rolgroepen.OZJT_CONTRACT)
WAT_ALS = recht("wat_als.bekijken", rolgroepen.OZJT_CONTRACT)


def _own(actor: Actor, rows: QuerySet, path: str) -> QuerySet:
    if actor.aanbieder_id is None or not actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
        return rows.none()
    return rows.filter(**{path: actor.aanbieder_id})


class BeeindigingsverzoekPolicy(Policy):
    model = Beeindigingsverzoek

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        return _own(actor, rows, "aanbieder")


class MaatregeltrajectPolicy(Policy):
    """The aanbieder sees it from the intention on, never a draft."""

    model = Maatregeltraject

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        told = _own(actor, rows, "aanbieder").exclude(status=Trajectstatus.CONCEPT)
        return told.filter(Exists(Brief.objects.filter(traject=OuterRef("pk"))))


class BriefPolicy(Policy):
    model = Brief

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        return _own(actor, rows, "traject__aanbieder")


class OvernamePolicy(Policy):
    model = Overname

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows if actor.has_role(*rolgroepen.OZJT_CONTRACT) else rows.none()


class ContracteindePolicy(Policy):
    model = Contracteinde

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return rows if actor.has_role(*rolgroepen.OZJT_CONTRACT) else rows.none()


class OverdrachtPolicy(Policy):
    """Lines are of jeugdigen: for their own gemeente only; OZJT counts (N-IAM-05)."""

    model = Overdracht

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.GEMEENTE):
            return rows.filter(gemeente=actor.organisatie_id)
        return rows.none()
