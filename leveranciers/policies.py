"""Shares, figures and talks are for contract management alone (SI 7.6: commercial information).

The beheerder of an aanbieder sees what was vastgesteld with it, and what it promised itself.
"""

from typing import Any

from django.db.models import Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from leveranciers.choices import Afspraakkant, Gespreksstatus
from leveranciers.models import (
    Accountgesprek,
    Afspraak,
    Jaarcijfer,
    Segmentaandeel,
    Sturingsnorm,
)

BEIDE_KANTEN = rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER}

LEVERANCIER_INZIEN = recht("leverancier.inzien", rolgroepen.OZJT_CONTRACT)
JAARCIJFERS_BEHEREN = recht("jaarcijfers.beheren", rolgroepen.OZJT_CONTRACT)
STURINGSNORM_BEHEREN = recht("sturingsnorm.beheren", {Rolcode.CONTRACTMANAGER})
GESPREK_INZIEN = recht("accountgesprek.inzien", BEIDE_KANTEN)
GESPREK_BEHEREN = recht("accountgesprek.beheren", rolgroepen.OZJT_CONTRACT)
AFSPRAAK_AFRONDEN = recht("afspraak.afronden", BEIDE_KANTEN)


class _ContractbeheerOnly(Policy):
    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if actor.has_role(*rolgroepen.OZJT_CONTRACT) else rows.none()


class SturingsnormPolicy(_ContractbeheerOnly):
    model = Sturingsnorm


class SegmentaandeelPolicy(_ContractbeheerOnly):
    model = Segmentaandeel


class JaarcijferPolicy(_ContractbeheerOnly):
    model = Jaarcijfer


class AccountgesprekPolicy(Policy):
    model = Accountgesprek

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        if actor.has_role(Rolcode.AANBIEDER_BEHEERDER) and actor.aanbieder_id:
            return rows.filter(aanbieder=actor.aanbieder_id, status=Gespreksstatus.VASTGESTELD)
        return rows.none()


class AfspraakPolicy(Policy):
    model = Afspraak

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.has_role(*rolgroepen.OZJT_CONTRACT):
            return rows
        if actor.has_role(Rolcode.AANBIEDER_BEHEERDER) and actor.aanbieder_id:
            return rows.filter(
                Q(gesprek__aanbieder=actor.aanbieder_id)
                & Q(gesprek__status=Gespreksstatus.VASTGESTELD, kant=Afspraakkant.AANBIEDER)
            )
        return rows.none()
