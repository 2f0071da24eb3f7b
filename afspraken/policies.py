"""Agreements are for the toegang of the gemeente and the zorg of the aanbieder, and for nobody
else; the backoffice sees that they exist and when, not what they say (N-AVG-02).
"""

from django.db.models import QuerySet

from afspraken.choices import Kant, Overzichtstatus
from afspraken.models import (
    AfgesprokenHulp,
    Afsprakenoverzicht,
    Afsprakenversie,
    Evaluatiemoment,
    Resultatenoverzicht,
)
from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.policies import Policy, recht

_BEIDE = {Rolcode.TOEGANG, Rolcode.AANBIEDER_ZORG}

#: That there is an overzicht, in which state and with which days.
AFSPRAKEN_ZIEN = recht("afspraken.zien", _BEIDE | {Rolcode.BACKOFFICE})
#: What it says.
AFSPRAKEN_LEZEN = recht("afspraken.lezen", _BEIDE)
AFSPRAKEN_SCHRIJVEN = recht("afspraken.schrijven", _BEIDE)
AFSPRAKEN_BEGINNEN = recht("afspraken.beginnen", {Rolcode.TOEGANG})
RESULTATEN_INVULLEN = recht("resultaten.invullen", {Rolcode.AANBIEDER_ZORG})
RESULTATEN_BEVESTIGEN = recht("resultaten.bevestigen", {Rolcode.TOEGANG})


def side_of(actor: Actor) -> Kant | None:
    """For which side somebody edits; None for who only looks."""
    if actor.has_role(Rolcode.TOEGANG):
        return Kant.TOEGANG
    return Kant.AANBIEDER if actor.has_role(Rolcode.AANBIEDER_ZORG) else None


def _scope(actor: Actor, rows: QuerySet, prefix: str = "") -> QuerySet:
    if actor.has_role(*rolgroepen.GEMEENTE):
        return rows.filter(**{f"{prefix}gemeente": actor.organisatie_id})
    if actor.has_role(Rolcode.AANBIEDER_ZORG) and actor.aanbieder_id:
        own = rows.filter(**{f"{prefix}aanbieder": actor.aanbieder_id})
        return own.exclude(**{f"{prefix}status": Overzichtstatus.CONCEPT})
    return rows.none()


class AfsprakenoverzichtPolicy(Policy):
    """The aanbieder sees it from the first time that it was handed over."""

    model = Afsprakenoverzicht

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _scope(actor, rows)


class _DeelPolicy(Policy):
    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        return _scope(actor, rows, "overzicht__")


class AfgesprokenHulpPolicy(_DeelPolicy):
    model = AfgesprokenHulp


class AfsprakenversiePolicy(_DeelPolicy):
    model = Afsprakenversie


class EvaluatiemomentPolicy(_DeelPolicy):
    model = Evaluatiemoment


class ResultatenoverzichtPolicy(_DeelPolicy):
    model = Resultatenoverzicht
