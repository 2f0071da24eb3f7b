"""A measure gets another end, or is withdrawn: before its day as if it never was (R-CON-4)."""

import datetime
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from contractbeheer import ladder
from contractbeheer.aflopen import DAG, take_back
from contractbeheer.besluittoets import findings_of_overlap
from contractbeheer.brieven import Afzender
from contractbeheer.choices import Briefsoort, Overnamestatus, Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.overgangen_traject import put, require_status, require_transition
from contractbeheer.policies import TRAJECT_BESLUITEN, TRAJECT_OPSTELLEN
from contractbeheer.trajectkern import findings_of_text, letter, locked, require, send
from contracts.choices import Maatregelsoort, Maatregelstatus
from core.actor import Actor
from core.brieven.maken import Brief as Woorden
from core.constraints import Constraintconflict
from core.fouten import PERIODE_ONGELDIG, STATUS_OVERGANG, VERPLICHT, Bevinding, Conflict
from core.handeling import Handeling, handeling
from core.policies import authorise
from core.ui.formats import format_long_date


def move_end(
    actor: Actor,
    traject_id: UUID,
    *,
    einddatum: datetime.date | None,
    motivering: str,
    versie: int,
    peildatum: datetime.date,
) -> Maatregeltraject:
    """Another last day (None: none) for a cliëntenstop that still holds; told by letter.

    Raises Conflict (`status_overgang`, `maatregel_voorbij`), Ongeldig (`periode_ongeldig`,
    `clientenstop_bestaat`, …).
    """
    with handeling(actor) as act:
        traject = locked(actor, traject_id, TRAJECT_BESLUITEN, versie=versie)
        _require_movable(traject, peildatum)
        assert traject.ingangsdatum is not None
        first = max(peildatum, traject.ingangsdatum)
        found = findings_of_text(motivering, "motivering", "Schrijf op waarom.")
        if einddatum is not None and einddatum < first:
            text = f"Kies {format_long_date(first)} of later."
            found.append(PERIODE_ONGELDIG.bevinding("einddatum", text))
        require(found or _as_end(findings_of_overlap(traject, traject.ingangsdatum, einddatum)))
        put(traject, einddatum=einddatum)
        _set_rows(act, traject, "maatregel.periode", einddatum=einddatum)
        sender = Afzender(actor.naam)
        words = letter(traject, Briefsoort.PERIODE, sender, peildatum=peildatum, extra=motivering)
        send(act, traject, Briefsoort.PERIODE, words, None)
        gegevens = {"einddatum": str(einddatum or "")}
        act.event("maatregeltraject.periode", traject, reden=motivering, gegevens=gegevens)
    return traject


def _as_end(findings: Iterable[Bevinding]) -> list[Bevinding]:
    return [Bevinding(f.code, f.niveau, "einddatum", f.reden, f.regel) for f in findings]


def _require_movable(traject: Maatregeltraject, peildatum: datetime.date) -> None:
    """Raises Conflict unless it is a cliëntenstop whose last day has not passed."""
    require_status(traject, Trajectstatus.OPGELEGD)
    over = traject.einddatum is not None and traject.einddatum < peildatum
    if over or traject.soort != Maatregelsoort.CLIENTENSTOP:
        raise Conflict(ladder.MAATREGEL_VOORBIJ.betekenis, code=ladder.MAATREGEL_VOORBIJ.code)


def preview_withdrawal(
    actor: Actor,
    *,
    traject: Maatregeltraject,
    per: datetime.date | None,
    reden: str,
    extra: str,
    peildatum: datetime.date,
) -> Woorden:
    """The letter as it would go out; `traject` is changed in memory only. Raises as `withdraw`."""
    _require_withdrawable(traject, peildatum)
    found = findings_of_text(reden, "reden", "Schrijf op waarom je dit intrekt.")
    found += findings_of_text(extra, "extra", "")
    if traject.besloten_op is not None:
        found += _findings_of_lift(traject, per, peildatum)
    require(found)
    traject.intrekking_reden = reden.strip()
    if traject.besloten_op is not None:
        traject.einddatum = _last_day(traject, per)
    sender = Afzender(actor.naam)
    return letter(traject, Briefsoort.INTREKKING, sender, peildatum=peildatum, extra=extra)


def _require_withdrawable(traject: Maatregeltraject, peildatum: datetime.date) -> None:
    require_transition(traject.status, Trajectstatus.INGETROKKEN)
    if traject.besloten_op is None:
        return
    assert traject.ingangsdatum is not None
    if traject.soort == Maatregelsoort.ONTBINDING and traject.ingangsdatum <= peildatum:
        raise Conflict(ladder.ONTBINDING_INGEGAAN.betekenis, code=ladder.ONTBINDING_INGEGAAN.code)
    if traject.einddatum is not None and traject.einddatum < peildatum:
        raise Conflict(ladder.MAATREGEL_VOORBIJ.betekenis, code=ladder.MAATREGEL_VOORBIJ.code)
    if planned := traject.overnames.filter(status=Overnamestatus.GEPLAND).first():
        text = _("Er is een overname gepland: %s. Draai die eerst terug.") % planned.kenmerk
        raise Conflict(text, code=STATUS_OVERGANG.code)


def _findings_of_lift(
    traject: Maatregeltraject, per: datetime.date | None, peildatum: datetime.date
) -> list[Bevinding]:
    if per is None:
        text = "Vul in vanaf welke dag de maatregel niet meer geldt."
        return [VERPLICHT.bevinding("per", text)]
    if per < peildatum:
        text = f"Kies {format_long_date(peildatum)} of later."
        return [PERIODE_ONGELDIG.bevinding("per", text)]
    if traject.einddatum is not None and per > traject.einddatum:
        text = f"De maatregel eindigt al op {format_long_date(traject.einddatum)}."
        return [PERIODE_ONGELDIG.bevinding("per", text)]
    return []


def _last_day(traject: Maatregeltraject, per: datetime.date | None) -> datetime.date | None:
    """The day before; None when it then never began, as with contracts that come back."""
    assert traject.ingangsdatum is not None
    never = per is None or per <= traject.ingangsdatum
    if never or traject.soort == Maatregelsoort.ONTBINDING:
        return None
    assert per is not None
    return per - DAG


def withdraw(
    actor: Actor,
    traject_id: UUID,
    *,
    reden: str,
    versie: int,
    peildatum: datetime.date,
    per: datetime.date | None = None,
    extra: str = "",
    gezien: str | None = None,
) -> Maatregeltraject:
    """From `per` on the measure holds no more; not begun by then: as if it never was.

    An ontbinding before its date gives the contracts their end back. The aanbieder hears by letter,
    unless it never heard of the measure. Raises Conflict (`status_overgang`, `maatregel_voorbij`,
    `ontbinding_ingegaan`, `brief_veranderd`), VersieVerouderd, Ongeldig, Constraintconflict when a
    contract comes back on days for which the aanbieder got another one meanwhile.
    """
    try:
        with handeling(actor) as act:
            traject = locked(actor, traject_id, TRAJECT_OPSTELLEN, versie=versie)
            decided, told = traject.besloten_op is not None, traject.brieven.exists()
            if decided:
                authorise(actor, TRAJECT_BESLUITEN)
            words = preview_withdrawal(
                actor, traject=traject, per=per, reden=reden, extra=extra, peildatum=peildatum
            )
            put(
                traject,
                status=Trajectstatus.INGETROKKEN,
                ingetrokken_op=timezone.now(),
                intrekking_reden=traject.intrekking_reden,
                einddatum=traject.einddatum,
            )
            if decided:
                _lift(act, traject)
            if told:
                send(act, traject, Briefsoort.INTREKKING, words, gezien)
            act.event("maatregeltraject.ingetrokken", traject, gegevens={"per": str(per or "")})
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return traject


def _lift(act: Handeling, traject: Maatregeltraject) -> None:
    if traject.einddatum is None:
        _set_rows(act, traject, "maatregel.ingetrokken", status=Maatregelstatus.INGETROKKEN)
    else:
        _set_rows(act, traject, "maatregel.opgeheven", einddatum=traject.einddatum)
    standing = list(traject.eindes.filter(teruggedraaid_op__isnull=True))
    if standing:
        take_back(act, standing)


def _set_rows(act: Handeling, traject: Maatregeltraject, event: str, **fields: object) -> None:
    for row in traject.maatregelen.select_for_update().order_by("pk"):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=list(fields))
        act.event(event, row, gegevens={"kenmerk": traject.kenmerk})
