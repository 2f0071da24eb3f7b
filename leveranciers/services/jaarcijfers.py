"""Entering and correcting the yearly figures of an aanbieder (D-32)."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import Foutcode, Ongeldig
from core.handeling import handeling
from core.models import Document
from core.policies import authorise
from leveranciers.kanten import checked, lock, lock_aanbieder
from leveranciers.models import Jaarcijfer
from leveranciers.policies import JAARCIJFERS_BEHEREN

JAAR_TE_LAAT = Foutcode(
    "jaar_te_laat", "Cijfers gaan over een jaar dat voorbij is of nu loopt.", "D-32"
)
#: What may be entered and corrected; aanbieder and year name the row.
CIJFERS = (
    "omzet",
    "resultaat",
    "liquiditeit",
    "solvabiliteit",
    "personeelskosten",
    "fte",
    "aandeel_twente",
    "bron",
)


def add_jaarcijfers(
    actor: Actor,
    aanbieder_id: UUID,
    *,
    jaar: int,
    cijfers: Mapping[str, Any],
    peildatum: datetime.date,
    document: Document | None = None,
) -> Jaarcijfer:
    """Raises Ongeldig (`jaar_te_laat`, `cijfers_bestaan`, `cijfer_buiten_bereik`, …)."""
    authorise(actor, JAARCIJFERS_BEHEREN)
    try:
        with handeling(actor) as act:
            lock_aanbieder(actor, aanbieder_id)
            row = Jaarcijfer(aanbieder_id=aanbieder_id, jaar=jaar, document=document)
            _fill(row, cijfers)
            if jaar > peildatum.year:
                raise Ongeldig(bevindingen=[JAAR_TE_LAAT.bevinding("jaar", JAAR_TE_LAAT.betekenis)])
            checked(row)
            row.save()
            act.event("jaarcijfers.ingevoerd", row, gegevens={"jaar": jaar})
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return row


def change_jaarcijfers(
    actor: Actor,
    jaarcijfer_id: UUID,
    *,
    cijfers: Mapping[str, Any],
    versie: int,
    document: Document | None = None,
) -> Jaarcijfer:
    """Correct the figures; without a new document the old one stays. Raises VersieVerouderd."""
    with handeling(actor) as act:
        row: Jaarcijfer = lock(
            Jaarcijfer.objects.all(), actor, JAARCIJFERS_BEHEREN, jaarcijfer_id, versie
        )
        _fill(row, cijfers)
        row.document = document or row.document
        checked(row)
        row.versie += 1
        row.save()
        act.event("jaarcijfers.gewijzigd", row, gegevens={"jaar": row.jaar})
    return row


def _fill(row: Jaarcijfer, cijfers: Mapping[str, Any]) -> None:
    for name in CIJFERS:
        if name in cijfers:
            setattr(row, name, cijfers[name])
