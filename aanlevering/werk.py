"""The jobs of a file: looking through it, and taking it in.

Taking in is one transaction, with the job's own end inside it. A worker that dies leaves nothing,
and the job begins again.
"""

import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from aanlevering.bestand import findings_to_json, report_of, seal, unseal
from aanlevering.choices import Soort, Stand, Werk
from aanlevering.declaratieregels import Declaratieregels
from aanlevering.kern import Inleesbeurt, Uitkomst, Vorm
from aanlevering.models import Aanlevering, Aanleveringsbestand
from aanlevering.policies import AANLEVEREN
from aanlevering.toewijzingen import Toewijzingen
from core.actor import Actor
from core.authenticatie import actor_at
from core.fouten import Ongeldig, PortalFout
from core.handeling import record_event, set_history_context
from core.importexport.inlezen import Keuze, twice
from core.importexport.rapport import as_csv, report_rows
from core.jobs import Voortgang, run_job
from core.models import Job
from core.policies import authorise

BEWAAR_DAGEN = 30
BEURTEN: dict[str, type[Inleesbeurt]] = {
    Soort.TOEWIJZINGEN: Toewijzingen,
    Soort.DECLARATIEREGELS: Declaratieregels,
}


def vorm_of(soort: str) -> Vorm:
    return BEURTEN[soort].vorm


def work_on(job_id: UUID, aanlevering_id: UUID, peildatum: datetime.date) -> None:
    """Do what the job is for."""
    werk = Job.objects.values_list("soort", flat=True).get(pk=job_id)
    if werk == Werk.NAKIJKEN:
        run_check(job_id, aanlevering_id, peildatum)
    else:
        keuze = Keuze.ALLES if werk == Werk.INLEZEN else Keuze.GOEDE
        run_take_in(job_id, aanlevering_id, keuze, peildatum)


def run_check(job_id: UUID, aanlevering_id: UUID, peildatum: datetime.date) -> None:
    """The dry run of a job: everything is judged, and only the findings are kept."""

    def work(progress: Voortgang) -> dict[str, Any]:
        aanlevering, data, beurt = _start(aanlevering_id, peildatum, proef=True)
        with progress.beside() as shown:
            beurt.step = shown.step
            try:
                outcome = _judged(beurt, data)
            except Ongeldig as exc:
                return _reject(beurt.actor, aanlevering, exc)
        with transaction.atomic():
            set_history_context(beurt.actor)
            keep_findings(aanlevering, beurt.vorm, data, outcome)
            settle(aanlevering, Stand.NAGEKEKEN, outcome)
        return outcome.cijfers

    run_job(job_id, work)


def run_take_in(job_id: UUID, aanlevering_id: UUID, keuze: Keuze, peildatum: datetime.date) -> None:
    """One transaction: the rows, the stand of the file and the end of the job, or nothing."""

    def work(progress: Voortgang) -> dict[str, Any]:
        def attempt() -> dict[str, Any]:
            aanlevering, data, beurt = _start(aanlevering_id, peildatum, proef=False)
            with progress.beside() as shown:
                beurt.step = shown.step
                return _take_in_once(progress, aanlevering, data, beurt, keuze)

        try:
            return twice(attempt)
        except PortalFout as exc:
            Aanlevering.objects.filter(pk=aanlevering_id).update(melding=_told(exc))
            raise

    run_job(job_id, work)


def _take_in_once(
    progress: Voortgang, aanlevering: Aanlevering, data: bytes, beurt: Inleesbeurt, keuze: Keuze
) -> dict[str, Any]:
    actor = beurt.actor
    with transaction.atomic():
        set_history_context(actor)
        _alone(actor)
        outcome = beurt.check(data)
        stored = keuze == Keuze.GOEDE or outcome.geldig
        if stored:
            beurt.store()
            figures = {"soort": aanlevering.soort, **outcome.cijfers}
            record_event(
                actor, "aanlevering.ingelezen", "aanlevering", aanlevering.pk, gegevens=figures
            )
        _keep_rest(aanlevering, beurt.vorm, data, outcome)
        settle(aanlevering, Stand.INGELEZEN if stored else Stand.NAGEKEKEN, outcome)
        progress.conclude(outcome.cijfers)
    return outcome.cijfers


def _start(
    aanlevering_id: UUID, peildatum: datetime.date, *, proef: bool
) -> tuple[Aanlevering, bytes, Inleesbeurt]:
    """Read anew, with the roles that the person holds today. Raises Verboden without them."""
    aanlevering = Aanlevering.objects.select_related("bestand").get(pk=aanlevering_id)
    actor = actor_at(
        aanlevering.gebruiker_id,
        aanlevering.gemeente_id,
        referentie=str(aanlevering_id).split("-")[0],
    )
    authorise(actor, AANLEVEREN)
    data = unseal(aanlevering.bestand.inhoud, aanlevering_id, "inhoud")
    beurt = BEURTEN[aanlevering.soort](actor, peildatum, aanlevering_id, proef=proef)
    return aanlevering, data, beurt


def _judged(beurt: Inleesbeurt, data: bytes) -> Uitkomst:
    with transaction.atomic():
        set_history_context(beurt.actor)
        outcome = beurt.check(data)
        transaction.set_rollback(True)
    return outcome


def _alone(actor: Actor) -> None:
    """One file of a gemeente is taken in at a time; a second one waits."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext(%s))", [f"aanlevering:{actor.organisatie_id}"]
        )


def settle(aanlevering: Aanlevering, stand: Stand, outcome: Uitkomst) -> None:
    aanlevering.stand = stand
    aanlevering.cijfers = outcome.cijfers
    aanlevering.ingelezen_op = timezone.now() if stand == Stand.INGELEZEN else None
    aanlevering.save(update_fields=["stand", "cijfers", "ingelezen_op"])


def keep_findings(
    aanlevering: Aanlevering, vorm: Vorm, data: bytes, outcome: Uitkomst
) -> Aanleveringsbestand:
    bestand = Aanleveringsbestand.objects.get(pk=aanlevering.pk)
    bestand.rapport = seal(report_of(vorm, data, outcome), aanlevering.pk, "rapport")
    bestand.bevindingen = seal(findings_to_json(outcome.bevindingen), aanlevering.pk, "bevindingen")
    bestand.save(update_fields=["rapport", "bevindingen"])
    return bestand


def _keep_rest(aanlevering: Aanlevering, vorm: Vorm, data: bytes, outcome: Uitkomst) -> None:
    """After taking in only the rows that were not good stay, to be corrected."""
    if outcome.geldig:
        Aanleveringsbestand.objects.filter(pk=aanlevering.pk).delete()
        return
    bestand = keep_findings(aanlevering, vorm, data, outcome)
    if not outcome.opgeslagen:
        return
    rest = as_csv(report_rows(vorm, data, outcome, alleen_fout=True))
    found = {at: outcome.bevindingen[nr] for at, nr in enumerate(outcome.foutregels, 2)}
    bestand.inhoud = seal(rest, aanlevering.pk, "inhoud")
    bestand.bevindingen = seal(findings_to_json(found), aanlevering.pk, "bevindingen")
    bestand.save(update_fields=["inhoud", "bevindingen"])


def _told(exc: PortalFout) -> dict[str, str]:
    return {"code": exc.code, "reden": exc.reden}


def _reject(actor: Actor, aanlevering: Aanlevering, exc: Ongeldig) -> dict[str, Any]:
    """What cannot be read has no rows to correct; the file goes."""
    aanlevering.stand = Stand.AFGEKEURD
    aanlevering.melding = _told(exc)
    with transaction.atomic():
        set_history_context(actor)
        aanlevering.save(update_fields=["stand", "melding"])
        Aanleveringsbestand.objects.filter(pk=aanlevering.pk).delete()
    return {}


def remove_old_files(now: datetime.datetime) -> None:
    """Thirty days after handing in a file goes; that it was there, and its counts, stay."""
    before = now - datetime.timedelta(days=BEWAAR_DAGEN)
    Aanleveringsbestand.objects.filter(bewaard_op__lt=before).delete()
