"""Who sees and does what on the page of a jeugdige; the scope of the jeugdige itself stands in
`indications.policies`.
"""

from django.db.models import QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Organisatiesoort, Rolcode
from core.policies import Policy, recht
from jeugdigen.models import Bewaartermijn, Toekomstplan, Verwijdervoorstel

JEUGDIGE_INZIEN = recht("jeugdige.inzien", rolgroepen.GEMEENTE | {Rolcode.AANBIEDER_ZORG})
JEUGDIGE_ZOEKEN = recht("jeugdige.zoeken", {Rolcode.TOEGANG})
WOONPLAATS_INZIEN = recht("woonplaats.inzien", rolgroepen.GEMEENTE)
WOONPLAATS_WIJZIGEN = recht("woonplaats.wijzigen", {Rolcode.TOEGANG})
VERWIJZING_VERVOLGEN = recht("verwijzing.vervolgen", {Rolcode.TOEGANG})
TOEKOMSTPLAN_INZIEN = recht("toekomstplan.inzien", {Rolcode.TOEGANG})
TOEKOMSTPLAN_AFSPREKEN = recht("toekomstplan.afspreken", {Rolcode.TOEGANG})
INZAGE_GEVEN = recht("jeugdige.inzage_geven", {Rolcode.TOEGANG})
BEWAREN_INZIEN = recht("bewaren.inzien", {Rolcode.FG, Rolcode.TOEGANG})
BEWAREN_BEPALEN = recht("bewaren.bepalen", {Rolcode.FG})
#: Another person than the one who released it (four eyes).
BEWAREN_UITVOEREN = recht("bewaren.uitvoeren", {Rolcode.TOEGANG})


class ToekomstplanPolicy(Policy):
    """The toegang of the gemeente that agreed on it; a next gemeente makes its own."""

    model = Toekomstplan

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if not actor.has_role(Rolcode.TOEGANG):
            return rows.none()
        return rows.filter(gemeente=actor.organisatie_id)


def _own_retention(actor: Actor, rows: QuerySet) -> QuerySet:
    """The FG of OZJT sees that of every gemeente."""
    if not actor.has_role(Rolcode.FG, Rolcode.TOEGANG):
        return rows.none()
    if actor.organisatie_soort == Organisatiesoort.OZJT:
        return rows
    return rows.filter(gemeente=actor.organisatie_id)


class BewaartermijnPolicy(Policy):
    model = Bewaartermijn

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _own_retention(actor, rows)


class VerwijdervoorstelPolicy(Policy):
    model = Verwijdervoorstel

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _own_retention(actor, rows)
