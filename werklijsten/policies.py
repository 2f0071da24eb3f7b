"""The toegang acts, the backoffice looks; each within its own gemeente, nobody else at all."""

from django.db.models import Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from werklijsten.choices import Reeksstatus
from werklijsten.models import Eindbesluit, Reeks, Reeksregel

WERKLIJST_INZIEN = recht("werklijst.inzien", rolgroepen.GEMEENTE)
WERKLIJST_HANDELEN = recht("werklijst.handelen", {Rolcode.TOEGANG})


class EindbesluitPolicy(Policy):
    model = Eindbesluit

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.GEMEENTE):
            return rows.filter(toewijzing__gemeente=actor.organisatie_id)
        return rows.none()


def _reeksen(actor: Actor, rows: QuerySet, prefix: str) -> QuerySet:
    """Carried out: for the gemeente; what is still in the making is of who makes it."""
    if not actor.has_role(*rolgroepen.GEMEENTE):
        return rows.none()
    done = Q(**{f"{prefix}status": Reeksstatus.UITGEVOERD})
    own = Q(**{f"{prefix}gebruiker": actor.id})
    return rows.filter(done | own, **{f"{prefix}gemeente": actor.organisatie_id})


class ReeksPolicy(Policy):
    model = Reeks

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _reeksen(actor, rows, "")


class ReeksregelPolicy(Policy):
    model = Reeksregel

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _reeksen(actor, rows, "reeks__")
