"""Finding rows under lock, in scope, and the same as the page that was looked at."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from core.actor import Actor
from core.fouten import NietGevonden, Ongeldig, VersieVerouderd
from core.importexport.inlezen import findings_of_validation
from core.policies import Recht, ScopedQuerySet, authorise
from providers.models import Aanbieder


def lock_aanbieder(actor: Actor, aanbieder_id: UUID) -> Aanbieder:
    """Two who act on one aanbieder go one after the other. Raises NietGevonden outside scope."""
    rows = Aanbieder.objects.for_actor(actor).filter(pk=aanbieder_id)
    aanbieder: Aanbieder | None = rows.select_for_update(no_key=True, of=("self",)).first()
    if aanbieder is None:
        raise NietGevonden()
    return aanbieder


def lock(rows: ScopedQuerySet, actor: Actor, recht: Recht, pk: UUID, versie: int) -> Any:
    """The row, locked. Raises NietGevonden, Verboden, VersieVerouderd (412)."""
    row = rows.for_actor(actor).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NietGevonden()
    authorise(actor, recht)
    if row.versie != versie:
        raise VersieVerouderd("Iemand anders heeft dit intussen gewijzigd. Bekijk het opnieuw.")
    return row


def checked(row: Any) -> None:
    """Raises Ongeldig with the codes that the model declares."""
    try:
        row.full_clean()
    except ValidationError as exc:
        raise Ongeldig(bevindingen=findings_of_validation(exc)) from exc
