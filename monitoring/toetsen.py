"""What the services of this room share: finding within scope under lock, and cleaning a row."""

import datetime
from typing import TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from core.actor import Actor
from core.fouten import VERPLICHT, NietGevonden, Ongeldig
from core.importexport.inlezen import findings_of_validation
from core.policies import Recht, authorise
from monitoring.choices import Bron
from monitoring.models import Doel, Indicatorversie

M = TypeVar("M", bound=models.Model)


def locked(actor: Actor, model: type[M], pk: UUID, needed: Recht, *related: str) -> M:
    """The row for this act. Raises NietGevonden outside scope and Verboden without the right."""
    rows = model._default_manager.for_actor(actor)  # type: ignore[attr-defined]
    rows = rows.select_for_update(of=("self",)).select_related(*related)
    found: M | None = rows.filter(pk=pk).first()
    if found is None:
        raise NietGevonden()
    authorise(actor, needed)
    return found


def require_clean(row: models.Model) -> None:
    """Raises Ongeldig with every finding of the fields and the constraints."""
    try:
        row.full_clean()
    except ValidationError as exc:
        raise Ongeldig(bevindingen=findings_of_validation(exc)) from exc


def require_text(text: str, veld: str, reden: str) -> str:
    text = text.strip()
    if not text:
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding(veld, reden)])
    return text


def asked_for(doel: Doel, indicator_id: UUID | None, day: datetime.date) -> list[Indicatorversie]:
    """What aanbieders are asked from `day` on for the same resultaat, or another of its doel."""
    rows = Indicatorversie.objects.filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=day),
        Q(doel=doel) | Q(doel__ouder=doel.ouder_id),
        bron=Bron.GEVRAAGD,
    )
    return list(rows.exclude(indicator=indicator_id).order_by("naam"))
