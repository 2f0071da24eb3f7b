"""Drafts: a form kept for later, encrypted, for that person in that organisation only."""

import datetime
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone
from stdnum.nl import bsn

from core import kluis
from core.actor import Actor
from core.choices import Actorsoort
from core.fouten import NietGevonden
from core.models import Concept
from core.policies import Policy, scoped
from core.taken import taak

BEWAAR_DAGEN = 30
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)


class ConceptPolicy(Policy):
    model = Concept

    def scope(self, actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
        if actor.soort != Actorsoort.GEBRUIKER:
            return rows.none()
        return rows.filter(gebruiker_id=actor.id, organisatie_id=actor.organisatie_id)


def save_concept(
    actor: Actor,
    *,
    soort: str,
    titel: str,
    inhoud: Mapping[str, Any],
    concept_id: UUID | None = None,
) -> Concept:
    """Keep `inhoud` (JSON) under a title without personal data; `concept_id`: replace that one.

    Raises NietGevonden when that one is not the actor's, ValueError for a title that holds a BSN.
    """
    if any(bsn.is_valid(digits) for digits in _NINE_DIGITS.findall(titel)):
        raise ValueError("In de titel van een concept staan geen persoonsgegevens")
    if actor.id is None or actor.organisatie_id is None:
        raise NietGevonden()
    if concept_id is None:
        concept = Concept(
            pk=uuid4(), gebruiker_id=actor.id, organisatie_id=actor.organisatie_id, soort=soort
        )
    else:
        concept = _own(actor, concept_id, soort)
    concept.titel = titel
    concept.inhoud = kluis.encrypt(dict(inhoud), bound_to=_bound(concept))
    concept.save()
    return concept


def load_concept(actor: Actor, concept_id: UUID, *, soort: str, lock: bool = False) -> Any:
    """The kept content. Raises NietGevonden when it is gone or not the actor's."""
    concept = _own(actor, concept_id, soort, lock=lock)
    return kluis.decrypt(bytes(concept.inhoud), bound_to=_bound(concept))


def delete_concept(actor: Actor, concept_id: UUID, *, soort: str) -> None:
    """Raises NietGevonden when it is gone already, as for the second of two who hand it in."""
    _own(actor, concept_id, soort).delete()


def list_concepten(actor: Actor, soort: str = "") -> QuerySet[Concept]:
    """The actor's drafts without their content, newest first."""
    rows = scoped(actor, Concept).defer("inhoud").order_by("-gewijzigd_op")
    return rows.filter(soort=soort) if soort else rows


@taak(queue="standaard", time_limit=60)
def delete_old_concepten() -> None:
    """Drafts go thirty days after the last change."""
    before = timezone.now() - datetime.timedelta(days=BEWAAR_DAGEN)
    Concept.objects.filter(gewijzigd_op__lt=before).delete()


def _own(actor: Actor, concept_id: UUID, soort: str, *, lock: bool = False) -> Concept:
    rows = scoped(actor, Concept).filter(pk=concept_id, soort=soort)
    concept: Concept | None = (rows.select_for_update() if lock else rows).first()
    if concept is None:
        raise NietGevonden()
    return concept


def _bound(concept: Concept) -> str:
    """Content cannot be moved to another draft, person, organisation or kind of form."""
    return f"concept:{concept.pk}:{concept.gebruiker_id}:{concept.organisatie_id}:{concept.soort}"
