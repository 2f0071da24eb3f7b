"""The annual account behind yearly figures: for contract management alone."""

from django.db.models import Q

from core import rolgroepen
from core.actor import Actor
from core.documenten.soorten import NIEMAND, Documentsoort
from leveranciers.policies import LEVERANCIER_INZIEN

JAARREKENING = "jaarcijfers"


def who_sees(actor: Actor) -> Q:
    return Q() if actor.has_role(*rolgroepen.OZJT_CONTRACT) else NIEMAND


Documentsoort(JAARREKENING, "Jaarrekening bij jaarcijfers", LEVERANCIER_INZIEN, who_sees)
