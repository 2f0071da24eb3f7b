"""A gemeente sees and asks about its own toewijzingen, an aanbieder sees and answers about those it
delivers; contract management sees figures, never a question (N-IAM-05).
"""

from django.db.models import QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from toelichtingen.models import Toelichting, Toelichtingsverzoek

TOELICHTING_INZIEN = recht(
    "toelichting.inzien",
    rolgroepen.CLIENT_GEMEENTE | {Rolcode.AANBIEDER_ZORG},
    scope="toelichtingsverzoeken:lezen",
)
TOELICHTING_VRAGEN = recht(
    "toelichting.vragen",
    {Rolcode.TOEGANG, Rolcode.GEMEENTE_API},
    scope="toelichtingsverzoeken:schrijven",
)
TOELICHTING_GEVEN = recht(
    "toelichting.geven", {Rolcode.AANBIEDER_ZORG}, scope="toelichtingsverzoeken:schrijven"
)
#: Shares per aanbieder and product, of no one jeugdige.
MINUTEN_VERGELIJKEN = recht("minuten.vergelijken", rolgroepen.OZJT_CONTRACT)


def _scope(actor: Actor, rows: QuerySet, path: str) -> QuerySet:
    if actor.has_role(*rolgroepen.CLIENT_GEMEENTE):
        return rows.filter(**{f"{path}gemeente": actor.organisatie_id})
    if actor.has_role(Rolcode.AANBIEDER_ZORG) and actor.aanbieder_id:
        return rows.filter(**{f"{path}aanbieder": actor.aanbieder_id})
    return rows.none()


class ToelichtingsverzoekPolicy(Policy):
    model = Toelichtingsverzoek

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _scope(actor, rows, "toewijzing__")


class ToelichtingPolicy(Policy):
    model = Toelichting

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _scope(actor, rows, "verzoek__toewijzing__")
