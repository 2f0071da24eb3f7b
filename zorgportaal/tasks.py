from django.utils import timezone

from core.taken import taak
from zorgportaal.toepassen import apply_due


@taak(queue="standaard", time_limit=600)
def apply_due_changes() -> None:
    """Carry out the approved changes whose day has come."""
    apply_due(timezone.localdate())
