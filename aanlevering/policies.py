"""Files of many rows: of who handed them in, at the gemeente it was done for."""

from django.db.models import QuerySet

from aanlevering.models import Aanlevering
from core import rolgroepen
from core.actor import Actor
from core.choices import Actorsoort
from core.policies import Policy, recht

AANLEVEREN = recht("toewijzing.aanleveren", rolgroepen.GEMEENTE)


class AanleveringPolicy(Policy):
    model = Aanlevering

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.soort != Actorsoort.GEBRUIKER or not actor.has_role(*rolgroepen.GEMEENTE):
            return rows.none()
        return rows.filter(gebruiker=actor.id, gemeente=actor.organisatie_id)
