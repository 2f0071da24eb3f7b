"""Start and stop of the help on a toewijzing (iJw 305/307): by the aanbieder, or by the gemeente on
its behalf. One stretch is one Levering; a temporary stop ends it with reason 20, going on is a new
one.
"""

import datetime
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import (
    ONBEKENDE_WAARDE,
    VERPLICHT,
    Bevinding,
    Conflict,
    Foutcode,
    NietGevonden,
    Ongeldig,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from indications.choices import RedenBeeindiging, Toewijzingstatus
from indications.models import Levering, Toewijzing
from leveringen import codes, rules
from leveringen.policies import LEVERING_VASTLEGGEN
from leveringen.rules import Stap, Stuk


def start_levering(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    begindatum: datetime.date | None,
    aangevraagd_op: datetime.date | None = None,
    peildatum: datetime.date,
) -> tuple[Levering, list[Bevinding]]:
    """The help starts (again) on that day; with what the actor should know about it (warnings).

    `aangevraagd_op` to begindatum is the wait. Empty on the first start it is the day of the
    toewijzing; going on after a stop is no wait. Raises Conflict (`levering_al_gestart`,
    `toewijzing_is_ingetrokken`), Ongeldig (`start_bestaat`, `levering_overlap`,
    `levering_in_toekomst`, `aanvraag_na_start`).
    """
    with handeling(actor) as act:
        row, rows = _locked(actor, toewijzing_id)
        if row.status == Toewijzingstatus.INGETROKKEN:
            raise _refused(codes.LEVERING_INGETROKKEN)
        stukken = _stukken(rows)
        _require(rules.judge_step(stukken, Stap.START))
        if begindatum is None:
            raise Ongeldig(
                bevindingen=[VERPLICHT.bevinding("begindatum", _("Vul de eerste dag in."))]
            )
        asked = aangevraagd_op or _default_request(row, rows, begindatum)
        findings = rules.judge_start_days(stukken, begindatum, peildatum)
        if asked is not None and asked > begindatum:
            text = codes.AANVRAAG_NA_START.betekenis
            findings.append(codes.AANVRAAG_NA_START.bevinding("aangevraagd_op", text))
        if findings:
            raise Ongeldig(bevindingen=findings)
        made = Levering(toewijzing=row, begindatum=begindatum, aangevraagd_op=asked)
        made.save()
        _told(act, "levering.gestart", row, made)
    return made, rules.judge_start_period(begindatum, row.begindatum, row.einddatum)


def stop_levering(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    einddatum: datetime.date | None,
    reden: str,
    peildatum: datetime.date,
) -> Levering:
    """The help stops after that day (inclusive); reason 20 is temporary, every other definitive.

    A definitive stop after a temporary one replaces it; the history keeps both. Raises Conflict
    (`geen_start`, `al_tijdelijk_gestopt`, `al_definitief_gestopt`), Ongeldig
    (`stop_voor_tijdelijke_stop`, `periode_ongeldig`, `levering_in_toekomst`).
    """
    with handeling(actor) as act:
        row, rows = _locked(actor, toewijzing_id)
        _reason(reden)
        _require(rules.judge_step(_stukken(rows), rules.step_of(reden)))
        if einddatum is None:
            text = _("Vul de laatste dag in.")
            raise Ongeldig(bevindingen=[VERPLICHT.bevinding("einddatum", text)])
        if findings := rules.judge_stop_days(_stukken(rows), einddatum, peildatum):
            raise Ongeldig(bevindingen=findings)
        _put(rows[-1], einddatum, reden)
        _told(act, "levering.gestopt", row, rows[-1])
    return rows[-1]


def undo_start(actor: Actor, toewijzing_id: UUID, *, begindatum: datetime.date) -> None:
    """The start of that day was a mistake. Raises Conflict (`start_onbekend`, `stop_gemeld`)."""
    with handeling(actor) as act:
        row, rows = _locked(actor, toewijzing_id)
        _require(rules.judge_undo_start(_stukken(rows), begindatum))
        gone = next(one for one in rows if one.begindatum == begindatum)
        _told(act, "levering.start_vervallen", row, gone)
        gone.delete()


def undo_stop(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    begindatum: datetime.date,
    einddatum: datetime.date,
    reden: str,
) -> Levering:
    """That stop was a mistake: the help runs on, or is temporarily stopped again as before.

    Raises Conflict (`stop_onbekend`, `later_gestart`).
    """
    with handeling(actor) as act:
        row, rows = _locked(actor, toewijzing_id)
        _require(rules.judge_undo_stop(_stukken(rows), Stuk(begindatum, einddatum, reden)))
        last = rows[-1]
        _told(act, "levering.stop_vervallen", row, last)
        _put(last, *_before(last))
    return last


def _locked(actor: Actor, toewijzing_id: UUID) -> tuple[Toewijzing, list[Levering]]:
    """The toewijzing, locked, so that of two reports at once the second sees the first."""
    row: Toewijzing | None = (
        Toewijzing.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .filter(pk=toewijzing_id)
        .first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, LEVERING_VASTLEGGEN)
    return row, list(Levering.objects.filter(toewijzing=row).order_by("begindatum"))


def _stukken(rows: list[Levering]) -> list[Stuk]:
    return [Stuk(row.begindatum, row.einddatum, row.reden_beeindiging) for row in rows]


def _require(code: Foutcode | None) -> None:
    if code is not None:
        raise _refused(code)


def _refused(code: Foutcode) -> Conflict:
    return Conflict(
        code.betekenis, code=code.code, bevindingen=[code.bevinding("", code.betekenis)]
    )


def _reason(reden: str) -> None:
    if not reden:
        raise Ongeldig(bevindingen=[VERPLICHT.bevinding("reden", _("Kies een reden."))])
    if reden not in RedenBeeindiging.values:
        text = _("Kies een reden uit de lijst.")
        raise Ongeldig(bevindingen=[ONBEKENDE_WAARDE.bevinding("reden", text)])


def _default_request(
    row: Toewijzing, rows: list[Levering], begin: datetime.date
) -> datetime.date | None:
    if rows:
        return None
    return min(timezone.localtime(row.toewijzingsmoment).date(), begin)


def _put(row: Levering, einddatum: datetime.date | None, reden: str) -> None:
    row.einddatum, row.reden_beeindiging = einddatum, reden
    row.save(update_fields=["einddatum", "reden_beeindiging"])


def _before(row: Levering) -> tuple[datetime.date | None, str]:
    """What the stop replaced: nothing, or the temporary stop since the help last ran."""
    kept: Callable[..., Any] = apps.get_model(
        "indications", "LeveringEvent"
    )._default_manager.filter
    for old in kept(pgh_obj_id=row.pk).order_by("-pgh_id")[1:]:
        if old.einddatum is None:
            break
        if (
            old.reden_beeindiging == RedenBeeindiging.TIJDELIJK
            and row.reden_beeindiging != RedenBeeindiging.TIJDELIJK
        ):
            return old.einddatum, old.reden_beeindiging
    return None, ""


def _told(act: Handeling, soort: str, toewijzing: Toewijzing, row: Levering) -> None:
    days = {"begindatum": str(row.begindatum)}
    if row.einddatum:
        days |= {"einddatum": str(row.einddatum), "code": row.reden_beeindiging}
    act.event(soort, toewijzing, gegevens={"nummer": toewijzing.nummer, **days})
    act.access(
        Inzagehandeling.WIJZIGEN,
        soort,
        jeugdigen=[toewijzing.jeugdige_id],
        object_id=toewijzing.pk,
    )
