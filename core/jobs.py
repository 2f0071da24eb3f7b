"""Longer work with progress that its owner can follow, stop, and collect the result of.

    job = start_job(actor, "toewijzing-export", "Toewijzingen 2026", make_export, str(filter_id))

    @taak(queue="jobs", time_limit=3600)
    def make_export(job_id: str, filter_id: str) -> None:
        run_job(UUID(job_id), lambda progress: …)

The work calls `progress.step(…)` outside a transaction, else nobody sees it move; work that is one
transaction does so by `progress.beside()` and ends with `progress.conclude(…)` inside it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.utils import timezone
from psycopg import sql

from core.actor import Actor
from core.choices import Actorsoort, Jobstatus
from core.fouten import Conflict, Foutcode, NietGevonden
from core.handeling import handeling
from core.models import Job
from core.policies import AANGEMELD, Policy, authorise
from core.taken import only_one

DEMO = "demo"
#: Seconds that everybody's bar of the demonstration data may be behind.
DEMO_JOB_OUD = 1
BEZIG = (Jobstatus.WACHT, Jobstatus.LOOPT)
JOB_KLAAR = Foutcode("job_klaar", "Dit is al klaar of gestopt.")

Work = Callable[["Voortgang"], Mapping[str, Any] | None]


class JobPolicy(Policy):
    """Who started it, at the organisation it was started for."""

    model = Job

    def scope(self, actor: Actor, rows: QuerySet) -> QuerySet:
        if actor.soort != Actorsoort.GEBRUIKER:
            return rows.none()
        return rows.filter(gebruiker=actor.id, organisatie=actor.organisatie_id)


class Gestopt(Exception):
    """Somebody stopped the job; the work ends at its next step."""


class Voortgang:
    """What the work tells about itself."""

    def __init__(self, job_id: UUID) -> None:
        self.job_id = job_id

    def step(self, gedaan: int, totaal: int | None = None, stap: str = "") -> None:
        """So far, of so many; `stap` says what is done now. Raises Gestopt when it was stopped."""
        fields: dict[str, Any] = {"gedaan": gedaan}
        if totaal is not None:
            fields["totaal"] = totaal
        if stap:
            fields["stap"] = stap
        self._write(fields)

    def _write(self, fields: dict[str, Any]) -> None:
        if not Job.objects.filter(pk=self.job_id, status=Jobstatus.LOOPT).update(**fields):
            raise Gestopt

    @contextmanager
    def beside(self) -> Iterator["Voortgang"]:
        """Its steps show while the work is still inside its transaction: they go through a
        connection of their own.
        """
        other = connection.copy()
        try:
            yield _Ernaast(self.job_id, other)
        finally:
            other.close()

    def conclude(self, resultaat: Mapping[str, Any]) -> None:
        """The last step, in the transaction of the work: work and job are done together or neither.

        Raises Gestopt when somebody stopped it; who stops it later is told that it is done.
        """
        rows = Job.objects.filter(pk=self.job_id, status=Jobstatus.LOOPT)
        if not rows.update(
            status=Jobstatus.KLAAR, resultaat=dict(resultaat), geeindigd_op=timezone.now()
        ):
            raise Gestopt


class _Ernaast(Voortgang):
    def __init__(self, job_id: UUID, other: BaseDatabaseWrapper) -> None:
        super().__init__(job_id)
        self._other = other

    def _write(self, fields: dict[str, Any]) -> None:
        names = sql.SQL(", ").join(
            sql.SQL("{} = {}").format(sql.Identifier(name), sql.Placeholder(name))
            for name in fields
        )
        statement = sql.SQL("update core_job set {} where id = {} and status = {}").format(
            names, sql.Placeholder("id"), sql.Placeholder("loopt")
        )
        with self._other.cursor() as cursor:
            cursor.execute(statement, {**fields, "id": self.job_id, "loopt": Jobstatus.LOOPT})
            if not cursor.rowcount:
                raise Gestopt


def start_job(actor: Actor, soort: str, titel: str, task: Any, *args: str, totaal: int = 0) -> Job:
    """A job that waits, and the task that will do it once this transaction is there.

    `task` gets the id of the job and `args` (ids only); `titel` holds no personal data.
    """
    with handeling(actor) as act:
        job = Job.objects.create(
            soort=soort,
            titel=titel,
            totaal=totaal,
            gebruiker_id=actor.id if actor.soort == Actorsoort.GEBRUIKER else None,
            organisatie_id=actor.organisatie_id,
        )
        act.event("job.gestart", job, gegevens={"soort": soort})
        task.delay_on_commit(str(job.pk), *args)
    return job


def run_job(job_id: UUID, work: Work) -> None:
    """Do the work of a job once at a time; one that a lost worker left halfway starts again.

    What `work` returns is its `resultaat` (counts, `document_id`). An error marks it as failed and
    goes on up; a stop ends it in silence.
    """
    with only_one(f"job:{job_id}") as mine:
        if not mine or not _begin(job_id):
            return
        try:
            result = work(Voortgang(job_id))
        except Gestopt:
            return
        except Exception:
            _end(job_id, Jobstatus.MISLUKT, {})
            raise
        _end(job_id, Jobstatus.KLAAR, dict(result or {}))


def is_running(job_id: UUID) -> bool:
    """Whether a worker has it in hand at this moment."""
    with only_one(f"job:{job_id}") as free:
        return not free


def _begin(job_id: UUID) -> bool:
    rows = Job.objects.filter(pk=job_id, status__in=BEZIG)
    return bool(rows.update(status=Jobstatus.LOOPT, gestart_op=timezone.now()))


def _end(job_id: UUID, status: Jobstatus, result: dict[str, Any]) -> None:
    """A job that was stopped meanwhile stays stopped."""
    Job.objects.filter(pk=job_id, status=Jobstatus.LOOPT).update(
        status=status, resultaat=result, geeindigd_op=timezone.now()
    )


def cancel_job(actor: Actor, job_id: UUID) -> Job:
    """Stop it; the work ends at its next step. Errors: niet_gevonden, job_klaar (409)."""
    with handeling(actor) as act:
        found = Job.objects.for_actor(actor).select_for_update(of=("self",)).filter(pk=job_id)
        job: Job | None = found.first()
        if job is None:
            raise NietGevonden()
        authorise(actor, AANGEMELD)
        if job.status not in BEZIG:
            raise Conflict(JOB_KLAAR.betekenis, code=JOB_KLAAR.code)
        job.status = Jobstatus.GESTOPT
        job.geeindigd_op = timezone.now()
        job.save(update_fields=["status", "geeindigd_op"])
        act.event("job.gestopt", job)
    return job


def own_jobs(actor: Actor) -> QuerySet[Job]:
    return Job.objects.for_actor(actor).order_by("-aangemaakt_op")


def lopende_demo_job() -> dict[str, Any] | None:
    """The loading of demonstration data, for the bar that everybody sees; cached one second."""
    if not settings.DEMO:
        return None
    return cache.get_or_set("demo-job", _demo_job, DEMO_JOB_OUD) or None


def _demo_job() -> dict[str, Any]:
    fields = ("titel", "stap", "gedaan", "totaal")
    rows = Job.objects.filter(soort=DEMO, status=Jobstatus.LOOPT).order_by("-aangemaakt_op")
    return rows.values(*fields).first() or {}
