"""Carry out planned changes on their day (R-SEG-2)."""

import datetime
import logging
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet

from contracts import mutaties
from contracts.choices import Mutatiestatus
from contracts.models import Catalogusmutatie
from core.actor import Actor, system_actor
from core.constraints import finding_of
from core.fouten import ONVERWACHT, PortalFout
from core.handeling import handeling, record_event
from core.taken import DATABASE_AWAY

log = logging.getLogger(__name__)


def due(peildatum: datetime.date) -> QuerySet[Catalogusmutatie]:
    """Planned, and its day has come."""
    return Catalogusmutatie.objects.filter(
        status=Mutatiestatus.GEPLAND, ingangsdatum__lte=peildatum
    ).order_by("ingangsdatum", "aangemaakt_op")


def apply_due(peildatum: datetime.date) -> int:
    """Each in its own transaction; what cannot be carried out stays, with an event and a signal."""
    actor, done = system_actor("catalogus"), 0
    for pk in due(peildatum).values_list("pk", flat=True):
        try:
            done += _apply_one(actor, pk)
        except DATABASE_AWAY:
            raise
        except PortalFout as exc:
            _failed(actor, pk, exc.code)
        except IntegrityError as exc:
            _failed(actor, pk, finding_of(exc).code)
        except Exception as exc:  # a defect in one stops no other
            log.error("cataloguswijziging_defect", extra={"soort": type(exc).__name__})
            _failed(actor, pk, ONVERWACHT.code)
    return done


def _apply_one(actor: Actor, pk: UUID) -> bool:
    """Under the lock of the catalogue: a second task finds it done."""
    with handeling(actor) as act:
        mutaties.lock_catalogue()
        planned = Catalogusmutatie.objects.filter(pk=pk, status=Mutatiestatus.GEPLAND).first()
        if planned is None:
            return False
        mutaties.apply(act, planned)
    return True


def _failed(actor: Actor, pk: UUID, code: str) -> None:
    log.warning("cataloguswijziging_niet_toegepast", extra={"mutatie": str(pk), "code": code})
    soort = "catalogusmutatie.niet_toegepast"
    record_event(actor, soort, "catalogusmutatie", pk, gegevens={"code": code})
