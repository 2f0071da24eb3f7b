"""Client data: a gemeente its own jeugdigen and toewijzingen (woonplaatsbeginsel), an aanbieder the
toewijzingen it delivers, contract management the toewijzingen without name or BSN; nobody else
(N-IAM-05).
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from indications.models import (
    Declaratieregel,
    Jeugdige,
    Levering,
    OngekoppeldeDeclaratie,
    Toewijzing,
    Verbruik,
    Verwijzing,
    Wijziging,
    Woonplaats,
)

_CLIENT = rolgroepen.CLIENT_GEMEENTE | {Rolcode.AANBIEDER_ZORG}

TOEWIJZING_INZIEN = recht(
    "toewijzing.inzien", _CLIENT | rolgroepen.OZJT_CONTRACT, scope="toewijzingen:lezen"
)
TOEWIJZING_EXPORTEREN = recht(
    "toewijzing.exporteren",
    rolgroepen.GEMEENTE | rolgroepen.OZJT_CONTRACT | {Rolcode.AANBIEDER_ZORG},
)
TOEWIJZING_INDIENEN = recht(
    "toewijzing.indienen",
    {Rolcode.TOEGANG, Rolcode.GEMEENTE_API},
    scope="toewijzingen:schrijven",
)
TOEWIJZING_WIJZIGEN = recht(
    "toewijzing.wijzigen",
    {Rolcode.TOEGANG, Rolcode.GEMEENTE_API},
    scope="toewijzingen:schrijven",
)
JEUGDIGE_ONTHULLEN = recht("jeugdige.onthullen", {Rolcode.TOEGANG, Rolcode.AANBIEDER_ZORG})
#: The FG reads the log at its own page; a toewijzing is outside its scope.
INZAGE_VAN_JEUGDIGE = recht("inzage.van_jeugdige", {Rolcode.TOEGANG})


class ToewijzingPolicy(Policy):
    model = Toewijzing

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _toewijzing_scope(actor, rows, "")


def _toewijzing_scope(actor: Actor, rows: QuerySet, prefix: str) -> QuerySet:
    if actor.has_role(*rolgroepen.CLIENT_GEMEENTE):
        return rows.filter(**{f"{prefix}gemeente": actor.organisatie_id})
    if actor.has_role(Rolcode.AANBIEDER_ZORG):
        return rows.filter(**{f"{prefix}aanbieder": actor.aanbieder_id})
    return rows if actor.has_role(*rolgroepen.OZJT_CONTRACT) else rows.none()


class JeugdigePolicy(Policy):
    """The person behind the pseudonym: the gemeente that is responsible today or has a toewijzing
    of its own for the jeugdige, and the aanbieder that delivers care to the jeugdige.
    """

    model = Jeugdige

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if not actor.has_role(*_CLIENT):
            return rows.none()
        visible = ToewijzingPolicy().scope(actor, Toewijzing.objects.all())
        helped = Exists(visible.filter(jeugdige=OuterRef("pk")))
        if actor.has_role(*rolgroepen.CLIENT_GEMEENTE):
            return rows.filter(Q(gemeente=actor.organisatie_id) | helped)
        return rows.filter(helped)


class VerwijzingPolicy(Policy):
    model = Verwijzing

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        visible = ToewijzingPolicy().scope(actor, Toewijzing.objects.all())
        return rows.filter(Exists(visible.filter(verwijzing=OuterRef("pk"))))


class WoonplaatsPolicy(Policy):
    """For who sees the jeugdige; an aanbieder needs only the gemeente of its own toewijzing."""

    model = Woonplaats

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if not actor.has_role(*rolgroepen.CLIENT_GEMEENTE):
            return rows.none()
        visible = JeugdigePolicy().scope(actor, Jeugdige.objects.all())
        return rows.filter(Exists(visible.filter(pk=OuterRef("jeugdige"))))


class OngekoppeldeDeclaratiePolicy(Policy):
    model = OngekoppeldeDeclaratie

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _toewijzing_scope(actor, rows, "")


class LeveringPolicy(Policy):
    model = Levering

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _toewijzing_scope(actor, rows, "toewijzing__")


class WijzigingPolicy(Policy):
    model = Wijziging

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _toewijzing_scope(actor, rows, "toewijzing__")


class DeclaratieregelPolicy(Policy):
    model = Declaratieregel

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _toewijzing_scope(actor, rows, "toewijzing__")


class VerbruikPolicy(Policy):
    model = Verbruik

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _toewijzing_scope(actor, rows, "toewijzing__")
