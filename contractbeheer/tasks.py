from django.db import transaction
from django.utils import timezone

from contractbeheer.aflopen import list_missed
from contractbeheer.overnemen import carry_out_due
from contractbeheer.regelen import settle_lines
from core.taken import taak


@taak(queue="standaard", time_limit=600)
def carry_out_overnames() -> None:
    """Carry out the contractovernames whose day has come."""
    carry_out_due(timezone.localdate())


@taak(queue="standaard", time_limit=300)
def settle_transfer_list() -> None:
    """Write down how lines settled by themselves, and list what slipped past an act."""
    with transaction.atomic():
        list_missed()
    settle_lines()
