from uuid import UUID

from django.utils import timezone

from aanlevering import werk
from aanlevering.models import Aanlevering
from core.jobs import BEZIG, is_running
from core.taken import taak


@taak(queue="jobs", time_limit=3600)
def work_on_aanlevering(job_id: str, aanlevering_id: str) -> None:
    """Look through a file that was handed in, or take it in: what its job is for."""
    werk.work_on(UUID(job_id), UUID(aanlevering_id), timezone.localdate())


@taak(queue="standaard", time_limit=60)
def offer_again() -> None:
    """Work that nobody has in hand: its worker died, or the broker was away when it began."""
    waiting = Aanlevering.objects.filter(job__status__in=BEZIG).values_list("job_id", "pk")
    for job_id, aanlevering_id in waiting:
        if not is_running(job_id):
            work_on_aanlevering.delay(str(job_id), str(aanlevering_id))


@taak(queue="standaard", time_limit=300)
def remove_old_files() -> None:
    """Files hold BSN's; they do not stay longer than needed."""
    werk.remove_old_files(timezone.now())
