"""OZJT keeps the rounds and sees how many; a gemeente sees and cuts its own toewijzingen only."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht
from indications.models import Toewijzing
from indications.policies import ToewijzingPolicy
from knippen.choices import Rondestatus
from knippen.models import (
    Knip,
    Knipbeurt,
    Knipkeuze,
    Knipregel,
    Knipronde,
    Productvertaling,
)

KNIPRONDE_INZIEN = recht("knipronde.inzien", rolgroepen.GEMEENTE | {Rolcode.CATALOGUSBEHEERDER})
KNIPRONDE_BEHEREN = recht("knipronde.beheren", {Rolcode.CATALOGUSBEHEERDER})
KNIPPEN_BEKIJKEN = recht("knippen.bekijken", rolgroepen.GEMEENTE)
KNIPPEN = recht("knippen.uitvoeren", {Rolcode.TOEGANG})


def takes_part(gemeente_id: UUID | None) -> Q:
    """Rounds in which this gemeente takes part."""
    rule = Knipregel.objects.filter(ronde=OuterRef("pk"), gemeente=gemeente_id)
    return Q(alle_gemeenten=True) | Q(Exists(rule))


class KniprondePolicy(Policy):
    model = Knipronde

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(Rolcode.CATALOGUSBEHEERDER):
            return rows
        if actor.has_role(*rolgroepen.GEMEENTE):
            ready = rows.exclude(status=Rondestatus.CONCEPT)
            return ready.filter(takes_part(actor.organisatie_id))
        return rows.none()


class _OfRound(Policy):
    """With the round that it belongs to."""

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        seen = KniprondePolicy().scope(actor, Knipronde.objects.all())
        return rows.filter(Exists(seen.filter(pk=OuterRef("ronde"))))


class ProductvertalingPolicy(_OfRound):
    model = Productvertaling


class KnipregelPolicy(_OfRound):
    """Of its own gemeente only."""

    model = Knipregel

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        found = super().scope(actor, rows)
        if actor.has_role(Rolcode.CATALOGUSBEHEERDER):
            return found
        return found.filter(gemeente=actor.organisatie_id)


class KnipkeuzePolicy(Policy):
    model = Knipkeuze

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if not actor.has_role(*rolgroepen.GEMEENTE):
            return rows.none()
        visible = ToewijzingPolicy().scope(actor, Toewijzing.objects.all())
        return rows.filter(Exists(visible.filter(pk=OuterRef("toewijzing"))))


class KnipbeurtPolicy(Policy):
    """Numbers only, so OZJT may see how far each gemeente is."""

    model = Knipbeurt

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(Rolcode.CATALOGUSBEHEERDER):
            return rows
        if actor.has_role(*rolgroepen.GEMEENTE):
            return rows.filter(gemeente=actor.organisatie_id)
        return rows.none()


class KnipPolicy(Policy):
    model = Knip

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.has_role(*rolgroepen.GEMEENTE):
            return rows.filter(beurt__gemeente=actor.organisatie_id)
        return rows.none()
