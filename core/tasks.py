"""What Celery beat starts; `ozjt.schema_taken` says when."""

from celery.signals import worker_ready
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core import concepten, uitbak  # noqa: F401  (their tasks register)
from core.documenten import services  # noqa: F401
from core.gezondheid import beat
from core.signalen.choices import Ritme
from core.signalen.controles import names_of
from core.signalen.motor import return_postponed, run_check
from core.taken import only_one, taak

IDEMPOTENTIE_UREN = 24


@taak(queue="controles", time_limit=60)
def start_checks(ritme: str) -> None:
    """One task per check of this rhythm, so that a slow one does not hold up the others."""
    return_postponed(timezone.localdate())
    for naam in names_of(Ritme(ritme)):
        run_one_check.delay(naam)


@taak(queue="controles", time_limit=300)
def run_one_check(naam: str) -> None:
    run_check(naam, timezone.localdate())


@taak(queue="standaard", time_limit=10)
def heartbeat() -> None:
    """Says that beat and worker live; `/readyz` looks for it."""
    beat()


@worker_ready.connect
def _first_heartbeat(**_: object) -> None:
    beat()


@taak(queue="standaard", time_limit=600)
def clean_up() -> None:
    """What may not stay: answers kept for repeated requests, ended sessions, old tokens."""
    with only_one("opruimen") as mine:
        if not mine:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from core_idempotentie "
                "where aangemaakt_op < now() - make_interval(hours => %s)",
                [IDEMPOTENTIE_UREN],
            )
        call_command("clearsessions")
        call_command("cleartokens")
