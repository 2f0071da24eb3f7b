"""What every act on agreements and contracts does first: lock, find in scope, ask the right."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, models

from contracts import codes
from contracts.choices import Perceelcontractstatus
from contracts.models import Overeenkomst, Perceelcontract
from contracts.policies import CONTRACT_BEHEREN
from core.actor import Actor
from core.constraints import Constraintconflict
from core.fouten import (
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Niveau,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.ui.formats import format_long_date
from providers.models import Aanbieder

M = TypeVar("M", bound=models.Model)
VER_WEG = datetime.date(9999, 12, 31)


@contextmanager
def beheer(actor: Actor) -> Iterator[Handeling]:
    """One act of contract management; what the database refuses comes out with its own code."""
    try:
        with handeling(actor) as act:
            yield act
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc


def find(actor: Actor, model: type[M], pk: UUID, *, aanbieder: str, versie: int | None = None) -> M:
    """The row, locked, after its aanbieder: two managers decide one after the other.

    `aanbieder` is the path to it. Raises NietGevonden, Verboden, VersieVerouderd (412).
    """
    manager: Any = model._default_manager
    rows = manager.for_actor(actor).filter(pk=pk)
    lock_aanbieder(rows.values_list(aanbieder, flat=True).first())
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NietGevonden()
    authorise(actor, CONTRACT_BEHEREN)
    if versie is not None and row.versie != versie:
        raise VersieVerouderd("Dit is intussen veranderd. Bekijk het opnieuw.")
    return row


def valid_contract(actor: Actor, contract_id: UUID, versie: int) -> Perceelcontract:
    """A contract that was not withdrawn. Raises Conflict (`contract_ingetrokken`)."""
    row = find(actor, Perceelcontract, contract_id, aanbieder="aanbieder", versie=versie)
    if row.status != Perceelcontractstatus.GELDIG:
        raise Conflict("Dit contract is ingetrokken.", code=codes.INGETROKKEN.code)
    return row


def lock_aanbieder(aanbieder_id: UUID | None) -> None:
    if aanbieder_id is not None:
        rows = Aanbieder.objects.filter(pk=aanbieder_id)
        rows.select_for_update(no_key=True).values_list("pk").first()


def keep(row: Any, **fields: Any) -> None:
    """Save these fields; the version goes up."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.versie += 1
    row.save(update_fields=[*fields, "versie"])


def refuse(code: Foutcode, veld: str, reden: str) -> Ongeldig:
    return Ongeldig(bevindingen=[code.bevinding(veld, reden)])


def refuse_as(code: str, veld: str, reden: str) -> Ongeldig:
    """With the code that a constraint of the database has for the same thing."""
    return Ongeldig(bevindingen=[Bevinding(code, Niveau.FOUT, veld, reden)])


def inside(
    begin: datetime.date,
    end: datetime.date | None,
    outer_begin: datetime.date,
    outer_end: datetime.date | None,
) -> bool:
    """Whether a period lies within another; no end is later than any day."""
    return begin >= outer_begin and (end or VER_WEG) <= (outer_end or VER_WEG)


def require_inside(begin: datetime.date, end: datetime.date | None, outer: Overeenkomst) -> None:
    """Raises Ongeldig (`buiten_overeenkomst`) on the date that lies outside."""
    if inside(begin, end, outer.begindatum, outer.einddatum):
        return
    veld = "begindatum" if begin < outer.begindatum else "einddatum"
    until = f" tot en met {format_long_date(outer.einddatum)}" if outer.einddatum else ""
    raise refuse(
        codes.BUITEN_OVEREENKOMST,
        veld,
        f"{outer.nummer} loopt van {format_long_date(outer.begindatum)}{until}. "
        "Kies een periode daarbinnen.",
    )
