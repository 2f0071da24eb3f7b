from django.utils import timezone

from contracts.catalogus.toepassen import apply_due
from core.taken import taak


@taak(queue="standaard", time_limit=600)
def apply_catalogue_changes() -> None:
    """Carry out the planned changes of the catalogue whose day has come."""
    apply_due(timezone.localdate())
