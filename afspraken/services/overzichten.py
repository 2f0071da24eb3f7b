"""Keeping an overzicht: begin, write, hand over, agree, open again (R-TOE-12)."""

import datetime
from collections.abc import Collection
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from afspraken import kern, versies
from afspraken.choices import Overzichtstatus, Resultaatstatus
from afspraken.codes import AKKOORD_VERVALLEN, OVERZICHT_BESTAAT, RESULTATEN_LOPEN
from afspraken.inhoud import Inhoud, open_versie, seal_overzicht
from afspraken.models import AfgesprokenHulp, Afsprakenoverzicht
from afspraken.overgangen import BIJ, OVERZICHT
from afspraken.policies import AFSPRAKEN_BEGINNEN, AFSPRAKEN_SCHRIJVEN, side_of
from afspraken.toets import agreeing_findings, form_findings, handing_findings, text_findings
from core.actor import Actor
from core.choices import Inzagehandeling
from core.constraints import Constraintconflict
from core.fouten import Conflict, NietGevonden
from core.handeling import handeling
from core.overgangen import require_step
from core.policies import authorise
from core.uitbak import Onderwerp
from indications.models import Toewijzing


def start_overzicht(
    actor: Actor, toewijzing_id: UUID, *, peildatum: datetime.date
) -> Afsprakenoverzicht:
    """Begin for this help and what else runs for the same jeugdige at the same aanbieder.

    Raises NietGevonden, Verboden, Conflict (`overzicht_bestaat`).
    """
    try:
        with handeling(actor) as act:
            rows = Toewijzing.objects.for_actor(actor).filter(pk=toewijzing_id)
            given: Toewijzing | None = rows.first()
            if given is None:
                raise NietGevonden()
            authorise(actor, AFSPRAKEN_BEGINNEN)
            versies.lock_help_of(given.jeugdige_id)
            if AfgesprokenHulp.objects.filter(toewijzing=given).exists():
                raise Conflict(OVERZICHT_BESTAAT.betekenis, code=OVERZICHT_BESTAAT.code)
            row = Afsprakenoverzicht(
                gemeente_id=given.gemeente_id,
                aanbieder_id=given.aanbieder_id,
                jeugdige_id=given.jeugdige_id,
                bij_sinds=timezone.now(),
            )
            seal_overzicht(row, Inhoud())
            row.save()
            others = versies.available_help(row, peildatum)
            versies.cover(row, {given.pk, *others.values_list("pk", flat=True)})
            act.event("afspraken.begonnen", row)
            act.access(
                Inzagehandeling.AANMAKEN,
                "afspraken.begonnen",
                jeugdigen=[row.jeugdige_id],
                object_id=row.pk,
            )
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return row


def save_overzicht(
    actor: Actor,
    overzicht_id: UUID,
    *,
    inhoud: Inhoud,
    toewijzingen: Collection[UUID],
    versie: int,
    peildatum: datetime.date,
) -> Afsprakenoverzicht:
    """Keep the text of who has the turn; the other side sees it only when it is handed over.

    Raises Ongeldig, VersieVerouderd (412), Conflict (`niet_aan_de_beurt`, `overzicht_bestaat`).
    """
    try:
        with handeling(actor) as act:
            row = kern.locked(actor, overzicht_id, AFSPRAKEN_SCHRIJVEN, versie)
            kern.require_turn(actor, row)
            kern.require(form_findings(inhoud))
            versies.choose_help(row, toewijzingen, peildatum)
            seal_overzicht(row, Inhoud(**{**vars(inhoud), "hulp": (), "vraag": ""}))
            row.versie += 1
            row.save(update_fields=["inhoud", "versie"])
            act.event("afspraken.bewaard", row)
            act.access(
                Inzagehandeling.WIJZIGEN,
                "afspraken.bewaard",
                jeugdigen=[row.jeugdige_id],
                object_id=row.pk,
            )
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    return row


def hand_over(
    actor: Actor, overzicht_id: UUID, *, vraag: str, akkoord: bool, versie: int
) -> Afsprakenoverzicht:
    """Give the text to the other side, with a question or with the own agreement.

    What lies here and the other side already agreed on stands at once when agreed on here too.
    Raises Ongeldig when it is not ready for that, VersieVerouderd (412), Conflict.
    """
    with handeling(actor) as act:
        row = kern.locked(actor, overzicht_id, AFSPRAKEN_SCHRIJVEN, versie)
        side = kern.require_turn(actor, row)
        question = vraag.strip()
        inhoud = kern.as_handed(row, question)
        findings = agreeing_findings(inhoud) if akkoord else handing_findings(inhoud)
        kern.require([*text_findings("vraag", question), *findings])
        if akkoord and kern.can_settle(row, side):
            return versies.settle(act, row, side)
        versies.new_version(act, row, side, inhoud, akkoord=akkoord)
        target = BIJ[side.ander]
        require_step(OVERZICHT, Overzichtstatus(row.status), target, versies.WAT)
        kern.move(row, target)
        row.save(update_fields=["status", "bij_sinds", "versie"])
        kern.tell(row, side.ander, Onderwerp.VRAAG if question else Onderwerp.KLAAR)
    return row


def agree(actor: Actor, overzicht_id: UUID, *, versie: int) -> Afsprakenoverzicht:
    """Agree on what the other side handed over and agreed on: from now on it stands.

    Raises Conflict (`niet_aan_de_beurt`; `akkoord_vervallen` when the text changed since).
    """
    with handeling(actor) as act:
        row = kern.locked(actor, overzicht_id, AFSPRAKEN_SCHRIJVEN, versie)
        side = kern.require_turn(actor, row)
        if not kern.can_settle(row, side):
            raise Conflict(AKKOORD_VERVALLEN.betekenis, code=AKKOORD_VERVALLEN.code)
        return versies.settle(act, row, side)


def open_again(actor: Actor, overzicht_id: UUID, *, versie: int) -> Afsprakenoverzicht:
    """Begin a new version of what stands, at the own side; what stands holds until the next does.

    Raises Conflict (`status_overgang`, `resultaten_lopen`).
    """
    with handeling(actor) as act:
        row = kern.locked(actor, overzicht_id, AFSPRAKEN_SCHRIJVEN, versie)
        side = side_of(actor)
        assert side is not None  # the right is of these two only
        if row.status != Overzichtstatus.VASTGESTELD:
            require_step(OVERZICHT, Overzichtstatus.AFGESLOTEN, BIJ[side], versies.WAT)
        if row.resultaten.exclude(status=Resultaatstatus.BIJ_AANBIEDER).exists():
            raise Conflict(RESULTATEN_LOPEN.betekenis, code=RESULTATEN_LOPEN.code)
        last = kern.last_version(row)
        assert last is not None  # what stands has a version
        seal_overzicht(row, Inhoud(**{**vars(open_versie(last)), "hulp": (), "vraag": ""}))
        kern.move(row, BIJ[side])
        row.save(update_fields=["status", "bij_sinds", "versie", "inhoud"])
        act.event("afspraken.heropend", row, gegevens={"kant": side.value})
        act.access(
            Inzagehandeling.WIJZIGEN,
            "afspraken.heropend",
            jeugdigen=[row.jeugdige_id],
            object_id=row.pk,
        )
    return row
