"""Letters of measures: for contract management, and for the aanbieder once they were sent."""

from django.db.models import Q

from contractbeheer.policies import TRAJECT_INZIEN, TRAJECT_OPSTELLEN
from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.documenten.soorten import NIEMAND, Documentsoort

MAATREGELBRIEF = "maatregelbrief"
#: What a sender looks at before it goes out.
BRIEFVOORBEELD = "maatregelbrief-voorbeeld"


def who_sees(actor: Actor) -> Q:
    """Nobody outside both sides: the ground of a measure is theirs alone."""
    if actor.has_role(*rolgroepen.OZJT_CONTRACT):
        return Q(brief__isnull=False)
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER) and actor.aanbieder_id:
        return Q(brief__traject__aanbieder=actor.aanbieder_id)
    return NIEMAND


def who_prepares(actor: Actor) -> Q:
    return Q() if actor.has_role(*rolgroepen.OZJT_CONTRACT) else NIEMAND


Documentsoort(MAATREGELBRIEF, "Brief", TRAJECT_INZIEN, who_sees)
Documentsoort(BRIEFVOORBEELD, "Voorbeeld van een brief", TRAJECT_OPSTELLEN, who_prepares)
