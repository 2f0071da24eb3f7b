"""Ending earlier and withdrawing a toewijzing, on the same number (ijw-3.2 §1.7)."""

import datetime
from uuid import UUID

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import (
    ONBEKENDE_WAARDE,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
    Conflict,
    NietGevonden,
    Ongeldig,
    VersieVerouderd,
)
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.ui.formats import format_long_date as datum
from indications.choices import RedenWijziging, Toewijzingstatus
from indications.codes import HEEFT_DECLARATIES
from indications.models import Declaratieregel, Toewijzing
from indications.overgangen import require_transition
from indications.policies import TOEWIJZING_WIJZIGEN

REDENEN_EERDER = frozenset(RedenWijziging.values) - {
    RedenWijziging.VERLENGING,
    RedenWijziging.VERWIJDERD,
}


def end_toewijzing(
    actor: Actor,
    toewijzing_id: UUID,
    *,
    einddatum: datetime.date | None,
    reden: str,
    versie: int,
    peildatum: datetime.date,
) -> Toewijzing:
    """End on an earlier day (inclusive), with a reason of JZ002; declared days stay inside the
    period.

    Raises Ongeldig, VersieVerouderd (412) when `versie` is not the current one, Conflict (409).
    """
    with handeling(actor) as act:
        row = _locked(actor, toewijzing_id, versie)
        require_transition(row.status, Toewijzingstatus.BEEINDIGD)
        findings = [*_reason(reden), *_end(row, einddatum)]
        if findings:
            raise Ongeldig(bevindingen=findings)
        row.einddatum = einddatum
        row.status = Toewijzingstatus.BEEINDIGD
        _save(act, row, reden, "toewijzing.beeindigd")
    return row


def withdraw_toewijzing(
    actor: Actor, toewijzing_id: UUID, *, versie: int, peildatum: datetime.date
) -> Toewijzing:
    """Remove (JZ002 13): Einddatum becomes Ingangsdatum; refused once anything is declared."""
    with handeling(actor) as act:
        row = _locked(actor, toewijzing_id, versie)
        require_transition(row.status, Toewijzingstatus.INGETROKKEN)
        if Declaratieregel.objects.filter(toewijzing=row).exists():
            raise Conflict(
                _("Op deze toewijzing is al gedeclareerd; beëindig haar in plaats daarvan."),
                code=HEEFT_DECLARATIES.code,
            )
        row.einddatum = row.begindatum
        row.status = Toewijzingstatus.INGETROKKEN
        _save(act, row, RedenWijziging.VERWIJDERD, "toewijzing.ingetrokken")
    return row


def _locked(actor: Actor, toewijzing_id: UUID, versie: int) -> Toewijzing:
    row: Toewijzing | None = (
        Toewijzing.objects.for_actor(actor)
        .select_for_update(of=("self",))
        .filter(pk=toewijzing_id)
        .first()
    )
    if row is None:
        raise NietGevonden()
    authorise(actor, TOEWIJZING_WIJZIGEN)
    if row.versie != versie:
        raise VersieVerouderd(
            _("Iemand anders heeft deze toewijzing intussen gewijzigd. Bekijk de nieuwe versie.")
        )
    return row


def _reason(reden: str) -> list[Bevinding]:
    if not reden:
        return [VERPLICHT.bevinding("reden", _("Kies een reden."))]
    if reden not in REDENEN_EERDER:
        return [ONBEKENDE_WAARDE.bevinding("reden", _("Kies een reden uit de lijst."))]
    return []


def _end(row: Toewijzing, einddatum: datetime.date | None) -> list[Bevinding]:
    if einddatum is None:
        return [VERPLICHT.bevinding("einddatum", _("Vul de nieuwe einddatum in."))]
    if einddatum < row.begindatum:
        text = _("Kies %(begin)s of later; eerder stoppen dan het begin is intrekken.")
        return [PERIODE_ONGELDIG.bevinding("einddatum", text % {"begin": datum(row.begindatum)})]
    if row.einddatum and einddatum >= row.einddatum:
        text = _("Kies een dag voor %(end)s, de huidige einddatum.")
        return [PERIODE_ONGELDIG.bevinding("einddatum", text % {"end": datum(row.einddatum)})]
    declared = Declaratieregel.objects.filter(toewijzing=row).aggregate(last=Max("einddatum"))
    if declared["last"] and einddatum < declared["last"]:
        text = _("Er is gedeclareerd tot en met %(day)s; kies die dag of later.")
        return [HEEFT_DECLARATIES.bevinding("einddatum", text % {"day": datum(declared["last"])})]
    return []


def _save(act: Handeling, row: Toewijzing, reden: str, event: str) -> None:
    row.reden_wijziging = reden
    row.toewijzingsmoment = timezone.now()
    Toewijzing.objects.filter(pk=row.pk).update(
        einddatum=row.einddatum,
        status=row.status,
        reden_wijziging=row.reden_wijziging,
        toewijzingsmoment=row.toewijzingsmoment,
        versie=F("versie") + 1,
    )
    row.versie += 1
    label = RedenWijziging(reden).label
    act.event(
        event,
        row,
        reden=str(label),
        gegevens={"nummer": row.nummer, "einddatum": str(row.einddatum), "code": reden},
    )
    act.access(Inzagehandeling.WIJZIGEN, event, jeugdigen=[row.jeugdige_id], object_id=row.pk)
