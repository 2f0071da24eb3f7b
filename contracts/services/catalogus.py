"""What the catalogusbeheerder does: add, change from a day, end, take back (R-SEG-2).

Each is one transaction under the lock of the catalogue. `gezien` is the token of the page that was
looked at (`mutaties.seen_token`); VersieVerouderd when somebody changed it since. All raise
Verboden, NietGevonden, and Ongeldig with the codes of `catalogus.regels`.
"""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from contracts import mutaties
from contracts.catalogus.soorten import Soort, soort_of
from contracts.models import Catalogusmutatie
from contracts.policies import CATALOGUS_BEHEREN
from core.actor import Actor
from core.fouten import NietGevonden, VersieVerouderd
from core.handeling import handeling
from core.policies import authorise, scoped


def add_row(
    actor: Actor,
    soort: str,
    gegevens: Mapping[str, Any],
    *,
    peildatum: datetime.date,
    bevestigd: bool = False,
) -> Any:
    """A segment, perceel, product, tariefgroep, product in a perceel, or uitsluiting."""
    authorise(actor, CATALOGUS_BEHEREN)
    with handeling(actor) as act:
        mutaties.lock_catalogue()
        return mutaties.add(
            act, soort_of(soort), gegevens, peildatum=peildatum, bevestigd=bevestigd
        )


def change_row(
    actor: Actor,
    soort: str,
    doel_id: UUID,
    gegevens: Mapping[str, Any],
    *,
    ingangsdatum: datetime.date,
    peildatum: datetime.date,
    gezien: str,
    reden: str = "",
) -> Any:
    """The row when it holds from today, else the planned change."""
    authorise(actor, CATALOGUS_BEHEREN)
    with handeling(actor) as act:
        kind, row = _locked(actor, soort, doel_id, gezien)
        return mutaties.change(
            act, kind, row, gegevens, ingang=ingangsdatum, peildatum=peildatum, reden=reden
        )


def end_row(
    actor: Actor,
    soort: str,
    doel_id: UUID,
    *,
    einddatum: datetime.date | None,
    peildatum: datetime.date,
    gezien: str,
    bevestigd: bool = False,
) -> Any:
    """`einddatum` is the last day, inclusive; None: it goes on."""
    authorise(actor, CATALOGUS_BEHEREN)
    with handeling(actor) as act:
        kind, row = _locked(actor, soort, doel_id, gezien)
        mutaties.end(act, kind, row, einddatum, peildatum=peildatum, bevestigd=bevestigd)
        return row


def take_back_row(
    actor: Actor, soort: str, doel_id: UUID, *, peildatum: datetime.date, gezien: str
) -> None:
    """A product in a perceel or an uitsluiting that does not hold yet."""
    authorise(actor, CATALOGUS_BEHEREN)
    with handeling(actor) as act:
        kind, row = _locked(actor, soort, doel_id, gezien)
        if kind.mutatie is not None:
            raise NietGevonden()
        mutaties.take_back(act, kind, row, peildatum=peildatum)


def adapt_change(
    actor: Actor,
    mutatie_id: UUID,
    gegevens: Mapping[str, Any],
    *,
    ingangsdatum: datetime.date,
    peildatum: datetime.date,
    gezien: str,
    reden: str = "",
) -> Any:
    """A planned change gets other values or another day; today carries it out."""
    authorise(actor, CATALOGUS_BEHEREN)
    with handeling(actor) as act:
        mutaties.lock_catalogue()
        planned = planned_change(actor, mutatie_id)
        kind, row = mutaties.target_of(planned)
        _unchanged(kind, row, gezien)
        mutaties.require_planned(planned)
        return mutaties.change(
            act,
            kind,
            row,
            gegevens,
            ingang=ingangsdatum,
            peildatum=peildatum,
            reden=reden,
            mutatie=planned,
        )


def withdraw_change(actor: Actor, mutatie_id: UUID) -> Catalogusmutatie:
    """Before its day; what holds now goes on."""
    authorise(actor, CATALOGUS_BEHEREN)
    with handeling(actor) as act:
        mutaties.lock_catalogue()
        planned = planned_change(actor, mutatie_id)
        mutaties.withdraw(act, planned)
        return planned


def planned_change(actor: Actor, mutatie_id: UUID) -> Catalogusmutatie:
    found = Catalogusmutatie.objects.for_actor(actor).filter(pk=mutatie_id).first()
    if not isinstance(found, Catalogusmutatie):
        raise NietGevonden()
    return found


def _locked(actor: Actor, soort: str, doel_id: UUID, gezien: str) -> tuple[Soort, Any]:
    mutaties.lock_catalogue()
    kind = soort_of(soort)
    row = scoped(actor, kind.model).filter(pk=doel_id).first()
    if row is None:
        raise NietGevonden()
    _unchanged(kind, row, gezien)
    return kind, row


def _unchanged(kind: Soort, row: Any, gezien: str) -> None:
    if gezien != mutaties.seen_token(kind, row):
        raise VersieVerouderd()
