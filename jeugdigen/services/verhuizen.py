"""Which gemeente is responsible, per day: a move, its correction, and taking it back (D-20).

Who was responsible until then says where the jeugdige goes; nobody draws a jeugdige to itself. Each
act locks the jeugdige first, so of two movers at the same moment the second sees the first.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling, Organisatiesoort
from core.datums import DAG, add_months
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Ongeldig,
)
from core.handeling import Handeling, handeling
from core.models import Organisatie
from core.policies import authorise
from core.ui.formats import format_long_date as datum
from indications.choices import Woonplaatsgrond
from indications.models import Jeugdige, Woonplaats
from jeugdigen.codes import (
    GEEN_VERHUIZING,
    NIET_VAN_DEZE_GEMEENTE,
    VERHUIZING_BESTAAT,
    WOONPLAATS_ONGEWIJZIGD,
)
from jeugdigen.policies import WOONPLAATS_WIJZIGEN

MAX_MAANDEN_VOORUIT = 12
D_MAX = datetime.date.max


@dataclass(frozen=True, slots=True)
class Verhuizing:
    """To which gemeente (None: out of the region), from which first day, on which ground."""

    naar: UUID | None
    vanaf: datetime.date | None
    grond: str


def record_move(
    actor: Actor, jeugdige_id: UUID, gegevens: Verhuizing, *, peildatum: datetime.date
) -> None:
    """From `gegevens.vanaf` on another gemeente is responsible; the one until then records it.

    Who comes back from outside the region is nobody's: then the gemeente that receives does.
    Raises NietGevonden, Ongeldig, Conflict (`verhuizing_bestaat`: on or after that day one stands).
    """
    with handeling(actor) as act:
        child = _locked(actor, jeugdige_id)
        rows = _rows(child)
        findings = [*_judge(gegevens, child.geboortedatum, peildatum)]
        if findings or gegevens.vanaf is None:
            raise Ongeldig(bevindingen=findings)
        if any(row.begindatum >= gegevens.vanaf for row in rows):
            raise Conflict(VERHUIZING_BESTAAT.betekenis, code=VERHUIZING_BESTAAT.code)
        before = responsible_on(child, rows, gegevens.vanaf - DAG)
        _require_own(actor, before or gegevens.naar)
        if gegevens.naar == before:
            raise Ongeldig(bevindingen=[_unchanged()])
        if before:
            _close(child, rows, gegevens.vanaf - DAG)
        if gegevens.naar:
            Woonplaats.objects.create(
                jeugdige=child,
                gemeente_id=gegevens.naar,
                begindatum=gegevens.vanaf,
                grond=gegevens.grond,
            )
        _tell(act, child, "jeugdige.verhuisd", gegevens.vanaf, gegevens.naar)
        _bring_up_to_date(child, peildatum)


def correct_woonplaats(
    actor: Actor,
    woonplaats_id: UUID,
    gegevens: Verhuizing,
    *,
    reden: str,
    peildatum: datetime.date,
) -> None:
    """Another first day, gemeente or ground of one row; the row before it follows without a gap.

    By the gemeente that was responsible before it, or of the first row by that of the row itself.
    """
    with handeling(actor) as act:
        found = Woonplaats.objects.for_actor(actor).filter(pk=woonplaats_id).first()
        if found is None:
            raise NietGevonden()
        child = _locked(actor, found.jeugdige_id)
        rows = _rows(child)
        at = next((n for n, row in enumerate(rows) if row.pk == woonplaats_id), None)
        if at is None:
            raise NietGevonden()
        row, previous = rows[at], _right_before(rows, at)
        _require_own(actor, previous.gemeente_id if previous else row.gemeente_id)
        findings = [*_judge(gegevens, child.geboortedatum, peildatum, first=previous is None)]
        if not reden.strip():
            findings.append(VERPLICHT.bevinding("reden", _("Schrijf op wat er niet klopte.")))
        findings += _between(gegevens, row, previous, rows[at + 1 :])
        if (
            at
            and not previous
            and gegevens.vanaf
            and gegevens.vanaf <= (rows[at - 1].einddatum or D_MAX)
        ):
            text = _("Tot en met die dag was een andere gemeente verantwoordelijk.")
            findings.append(PERIODE_ONGELDIG.bevinding("vanaf", text))
        if findings or gegevens.vanaf is None or gegevens.naar is None:
            raise Ongeldig(bevindingen=findings)
        _move_border(row, previous, gegevens)
        _tell(
            act,
            child,
            "jeugdige.woonplaats_verbeterd",
            gegevens.vanaf,
            gegevens.naar,
            reden.strip(),
        )
        _bring_up_to_date(child, peildatum)


def undo_move(actor: Actor, jeugdige_id: UUID, *, reden: str, peildatum: datetime.date) -> None:
    """The last move did not happen: the gemeente before it goes on being responsible.

    Raises Conflict (`geen_verhuizing`) when there is none.
    """
    with handeling(actor) as act:
        child = _locked(actor, jeugdige_id)
        rows = _rows(child)
        if not reden.strip():
            text = _("Schrijf op waarom de verhuizing niet doorging.")
            raise Ongeldig(bevindingen=[VERPLICHT.bevinding("reden", text)])
        if not can_undo(rows):
            raise Conflict(GEEN_VERHUIZING.betekenis, code=GEEN_VERHUIZING.code)
        last, before = rows[-1], _right_before(rows, len(rows) - 1)
        stays = last if last.einddatum else before
        _require_own(actor, (stays or last).gemeente_id)
        day = last.einddatum + DAG if last.einddatum else last.begindatum
        if stays is not last:
            Woonplaats.objects.filter(pk=last.pk).delete()
        if stays:
            Woonplaats.objects.filter(pk=stays.pk).update(einddatum=None)
        gemeente_id = stays.gemeente_id if stays else None
        _tell(act, child, "jeugdige.verhuizing_vervallen", day, gemeente_id, reden.strip())
        _bring_up_to_date(child, peildatum)


def can_undo(rows: Sequence[Woonplaats]) -> bool:
    """Whether the last thing known is a move: away, or here after an earlier gemeente."""
    return bool(rows) and (rows[-1].einddatum is not None or len(rows) > 1)


def decides(rows: Sequence[Woonplaats], at: int) -> UUID:
    """The gemeente that corrects a row: that of the day before it, else that of the row itself."""
    before = _right_before(rows, at)
    found: UUID = (before or rows[at]).gemeente_id
    return found


def _right_before(rows: Sequence[Woonplaats], at: int) -> Woonplaats | None:
    """The row that ends the day before; None for the first one, and after days not known."""
    if at and rows[at - 1].einddatum == rows[at].begindatum - DAG:
        return rows[at - 1]
    return None


def responsible_on(
    jeugdige: Jeugdige, rows: Sequence[Woonplaats], day: datetime.date
) -> UUID | None:
    """The gemeente on that day; without rows that of the jeugdige, None for a day not known."""
    if not rows:
        return jeugdige.gemeente_id
    for row in rows:
        if row.begindatum <= day and (row.einddatum is None or row.einddatum >= day):
            return row.gemeente_id
    return None


APPLY = """
with nu as (
  update indications_jeugdige j set gemeente_id = w.gemeente_id
  from indications_woonplaats w
  where w.jeugdige_id = j.id and w.periode @> %(peildatum)s::date
    and w.gemeente_id <> j.gemeente_id
  returning j.id, w.gemeente_id
), verteld as (
  insert into core_gebeurtenis (soort, objectsoort, object_id, actorsoort, actor_naam, rollen,
    gegevens)
  select 'jeugdige.verhuizing_ingegaan', 'jeugdige', nu.id, %(soort)s, %(naam)s, '',
    jsonb_build_object('gemeente', o.code)
  from nu join core_organisatie o on o.id = nu.gemeente_id
)
select count(*) from nu
"""


def apply_moves(actor: Actor, *, peildatum: datetime.date) -> int:
    """Bring the gemeente of every jeugdige in line with that of today; returns how many changed."""
    with handeling(actor), connection.cursor() as cursor:
        params: dict[str, Any] = {
            "peildatum": peildatum,
            "soort": str(actor.soort),
            "naam": actor.naam,
        }
        cursor.execute(APPLY, params)
        return int(cursor.fetchone()[0])


def _locked(actor: Actor, jeugdige_id: UUID) -> Jeugdige:
    child: Jeugdige | None = (
        Jeugdige.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .filter(pk=jeugdige_id)
        .first()
    )
    if child is None:
        raise NietGevonden()
    authorise(actor, WOONPLAATS_WIJZIGEN)
    return child


def _rows(child: Jeugdige) -> list[Woonplaats]:
    return list(Woonplaats.objects.filter(jeugdige=child).order_by("begindatum"))


def _require_own(actor: Actor, gemeente_id: UUID | None) -> None:
    if gemeente_id != actor.organisatie_id:
        raise Conflict(NIET_VAN_DEZE_GEMEENTE.betekenis, code=NIET_VAN_DEZE_GEMEENTE.code)


def _judge(
    move: Verhuizing, born: datetime.date, peildatum: datetime.date, *, first: bool = False
) -> Sequence[Bevinding]:
    found: list[Bevinding] = []
    if move.vanaf is None:
        found.append(VERPLICHT.bevinding("vanaf", _("Vul de eerste dag in.")))
    elif move.vanaf < born or (move.vanaf == born and not first):
        text = _("Kies een dag na de geboorte.")
        found.append(PERIODE_ONGELDIG.bevinding("vanaf", text))
    elif move.vanaf > (latest := add_months(peildatum, MAX_MAANDEN_VOORUIT)):
        text = _("Kies een dag tot en met %(day)s: verder vooruit leg je niet vast.")
        found.append(PERIODE_ONGELDIG.bevinding("vanaf", text % {"day": datum(latest)}))
    if move.grond not in Woonplaatsgrond.values:
        found.append(ONBEKENDE_WAARDE.bevinding("grond", _("Kies een grond uit de lijst.")))
    if move.naar and not _is_gemeente(move.naar):
        found.append(ONBEKENDE_WAARDE.bevinding("naar", _("Kies een gemeente uit de lijst.")))
    return found


def _is_gemeente(gemeente_id: UUID) -> bool:
    rows = Organisatie.objects.filter(pk=gemeente_id, soort=Organisatiesoort.GEMEENTE)
    return rows.exists()


def _unchanged() -> Bevinding:
    return WOONPLAATS_ONGEWIJZIGD.bevinding("naar", WOONPLAATS_ONGEWIJZIGD.betekenis)


def _between(
    move: Verhuizing, row: Woonplaats, previous: Woonplaats | None, after: Sequence[Woonplaats]
) -> Sequence[Bevinding]:
    """The row stays between its neighbours, and differs from them."""
    found: list[Bevinding] = []
    if move.naar is None:
        found.append(VERPLICHT.bevinding("naar", _("Kies een gemeente.")))
    if move.vanaf and previous and move.vanaf <= previous.begindatum:
        text = _("Kies een dag na %(day)s, de vorige verhuizing.")
        day = datum(previous.begindatum)
        found.append(PERIODE_ONGELDIG.bevinding("vanaf", text % {"day": day}))
    if move.vanaf and row.einddatum and move.vanaf > row.einddatum:
        text = _("Kies %(day)s of eerder; daarna geldt de volgende verhuizing.")
        day = datum(row.einddatum)
        found.append(PERIODE_ONGELDIG.bevinding("vanaf", text % {"day": day}))
    beside = {r.gemeente_id for r in (previous, *after[:1]) if r}
    if move.naar in beside:
        found.append(_unchanged())
    return found


def _close(child: Jeugdige, rows: Sequence[Woonplaats], last: datetime.date) -> None:
    """What was one gemeente until now ends; without rows it was so from birth on."""
    if rows:
        Woonplaats.objects.filter(pk=rows[-1].pk).update(einddatum=last)
        return
    Woonplaats.objects.create(
        jeugdige=child,
        gemeente_id=child.gemeente_id,
        begindatum=child.geboortedatum,
        einddatum=last,
        grond=Woonplaatsgrond.BRP,
    )


def _move_border(row: Woonplaats, previous: Woonplaats | None, move: Verhuizing) -> None:
    """In the order that never has two gemeenten on one day."""
    assert move.vanaf is not None
    changed = {"begindatum": move.vanaf, "gemeente_id": move.naar, "grond": move.grond}
    if previous and move.vanaf < row.begindatum:
        Woonplaats.objects.filter(pk=previous.pk).update(einddatum=move.vanaf - DAG)
    Woonplaats.objects.filter(pk=row.pk).update(**changed)
    if previous and move.vanaf > row.begindatum:
        Woonplaats.objects.filter(pk=previous.pk).update(einddatum=move.vanaf - DAG)


def _tell(
    act: Handeling,
    child: Jeugdige,
    soort: str,
    day: datetime.date,
    gemeente_id: UUID | None,
    reden: str = "",
) -> None:
    known = Organisatie.objects.filter(pk__in=[gemeente_id] if gemeente_id else [])
    code = known.values_list("code", flat=True).first()
    said = {"vanaf": str(day), "gemeente": code or "buiten de regio"}
    act.event(soort, child, reden=reden, gegevens=said)
    act.access(Inzagehandeling.WIJZIGEN, soort, jeugdigen=[child.pk], object_id=child.pk)


def _bring_up_to_date(child: Jeugdige, peildatum: datetime.date) -> None:
    today = responsible_on(child, _rows(child), peildatum)
    if today and today != child.gemeente_id:
        Jeugdige.objects.filter(pk=child.pk).update(gemeente_id=today)
