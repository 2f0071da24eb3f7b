"""Who sees and decides on wijzigingsverzoeken (R-ZP-4, N-IAM-05, N-IAM-06).

The aanbieder-beheerder sees those of its own aanbieder, contract management all that are filed, the
beheerder Beschikbaarheidswijzer those on locations and groups; a concept is seen by its own side
only. Programs of OZJT see none: they read approved data.
"""

from typing import Any

from django.db.models import Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Actorsoort, Rolcode
from core.policies import Policy, recht
from zorgportaal.choices import Gegevenssoortcode, Verzoekstatus
from zorgportaal.models import Aanvulling, Wijzigingsverzoek

BESLISSERS = rolgroepen.OZJT_CONTRACT | {Rolcode.BESCHIKBAARHEIDSBEHEERDER}
INDIENERS = rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_BEHEERDER}

WIJZIGING_INZIEN = recht(
    "wijziging.inzien", BESLISSERS | INDIENERS, scope="wijzigingsverzoeken:lezen"
)
WIJZIGING_INDIENEN = recht("wijziging.indienen", INDIENERS, scope="wijzigingsverzoeken:schrijven")
WIJZIGING_BESLUITEN = recht("wijziging.besluiten", BESLISSERS)
DOSSIERSTUK_INZIEN = recht("dossierstuk.inzien", INDIENERS, scope="dossierstukken:lezen")
EIGEN_DOSSIER = recht("dossier.eigen", {Rolcode.AANBIEDER_BEHEERDER})
#: What the beheerder Beschikbaarheidswijzer decides on: where hulp is given (R-BES-2).
PLAATSEN = (Gegevenssoortcode.LOCATIE, Gegevenssoortcode.GROEP)


def verzoek_scope(actor: Actor, path: str = "") -> Q | None:
    """Requests that the actor may see, at the end of `path`; None: none at all."""
    filed = ~Q(**{f"{path}status": Verzoekstatus.CONCEPT})
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER) and actor.aanbieder_id:
        return Q(**{f"{path}aanbieder": actor.aanbieder_id})
    if actor.soort != Actorsoort.GEBRUIKER:
        return None
    if actor.has_role(*rolgroepen.OZJT_CONTRACT):
        return filed | Q(**{f"{path}indiener": actor.id})
    if actor.has_role(Rolcode.BESCHIKBAARHEIDSBEHEERDER):
        return filed & Q(**{f"{path}soort__in": PLAATSEN})
    return None


class WijzigingsverzoekPolicy(Policy):
    model = Wijzigingsverzoek

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        seen = verzoek_scope(actor)
        return rows.none() if seen is None else rows.filter(seen)


class AanvullingPolicy(Policy):
    """Questions and answers follow their request."""

    model = Aanvulling

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        seen = verzoek_scope(actor, "verzoek__")
        return rows.none() if seen is None else rows.filter(seen)
