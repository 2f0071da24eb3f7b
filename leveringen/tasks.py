from django.utils import timezone

from core.taken import taak
from leveringen.wachttijd import refresh_observed


@taak(queue="standaard", time_limit=300)
def observe_waiting_times() -> None:
    """Bring the observed wait of every offer up to date."""
    refresh_observed(timezone.localdate())
