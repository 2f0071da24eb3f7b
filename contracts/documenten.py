"""Papers of an agreement, read by both its sides."""

from django.db.models import Q

from contracts.policies import OVEREENKOMSTSTUK_INZIEN
from core import rolgroepen
from core.actor import Actor
from core.documenten.soorten import Documentsoort, owner_only

OVEREENKOMSTSTUK = "overeenkomststuk"


def who_sees(actor: Actor) -> Q:
    """Contract management all of them, the aanbieder its own."""
    if actor.has_role(*rolgroepen.OZJT_CONTRACT):
        return Q()
    return owner_only(actor)


Documentsoort(OVEREENKOMSTSTUK, "Stuk bij een overeenkomst", OVEREENKOMSTSTUK_INZIEN, who_sees)
