"""Screenings are for the screening role alone; for all others there are none (N-IAM-05)."""

from typing import Any

from django.db.models import QuerySet

from core.actor import Actor
from core.choices import Actorsoort, Rolcode
from core.policies import Policy, recht
from screening.models import (
    Antwoord,
    Integriteitstoets,
    Screening,
    Screeningsbewijs,
    Screeningsgesprek,
    Vraag,
    Vragenlijst,
    Wederhoor,
)

SCREENING_INZIEN = recht("screening.inzien", {Rolcode.SCREENER})
SCREENING_UITVOEREN = recht("screening.uitvoeren", {Rolcode.SCREENER})
SCREENING_BESLUITEN = recht("screening.besluiten", {Rolcode.SCREENER})
VRAGENLIJST_BEHEREN = recht("vragenlijst.beheren", {Rolcode.SCREENER})


def is_screener(actor: Actor) -> bool:
    """A person: no program reads screenings, whatever its role."""
    return actor.soort == Actorsoort.GEBRUIKER and actor.has_role(Rolcode.SCREENER)


class _Screenerpolicy(Policy):
    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows if is_screener(actor) else rows.none()


class VragenlijstPolicy(_Screenerpolicy):
    model = Vragenlijst


class VraagPolicy(_Screenerpolicy):
    model = Vraag


class ScreeningPolicy(_Screenerpolicy):
    model = Screening


class AntwoordPolicy(_Screenerpolicy):
    model = Antwoord


class ScreeningsbewijsPolicy(_Screenerpolicy):
    model = Screeningsbewijs


class ScreeningsgesprekPolicy(_Screenerpolicy):
    model = Screeningsgesprek


class WederhoorPolicy(_Screenerpolicy):
    model = Wederhoor


class IntegriteitstoetsPolicy(_Screenerpolicy):
    model = Integriteitstoets
