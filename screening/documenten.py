"""Evidence of a screening: a document that the screener alone reads (N-IAM-05)."""

from django.db.models import Q

from core.actor import Actor
from core.documenten.soorten import NIEMAND, Documentsoort
from screening.models import Screeningsbewijs
from screening.policies import SCREENING_INZIEN, is_screener

SCREENINGSBEWIJS = "screeningsbewijs"


def who_sees(actor: Actor) -> Q:
    """What stands with a screening in scope; what was stored for one that failed, nobody."""
    if not is_screener(actor):
        return NIEMAND
    return Q(pk__in=Screeningsbewijs.objects.for_actor(actor).values("document"))


Documentsoort(SCREENINGSBEWIJS, "Bewijsstuk van een screening", SCREENING_INZIEN, who_sees)
