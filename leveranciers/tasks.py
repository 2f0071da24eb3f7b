from django.utils import timezone

from core.taken import taak
from leveranciers.aandelen import refresh


@taak(queue="standaard", time_limit=1800)
def refresh_shares() -> None:
    """Make the shares of cost anew."""
    refresh(timezone.localdate())
