from django.utils import timezone

from core.actor import system_actor
from core.taken import only_one, taak
from jeugdigen.models import Bewaartermijn
from jeugdigen.services.bewaren import make_report
from jeugdigen.services.verhuizen import apply_moves


@taak(queue="standaard", time_limit=300)
def start_moves() -> None:
    """From midnight on, the gemeente of a move that was planned is the one responsible."""
    with only_one("verhuizingen") as mine:
        if mine:
            apply_moves(system_actor("verhuizingen"), peildatum=timezone.localdate())


@taak(queue="standaard", time_limit=600)
def report_retention() -> None:
    """Every month a report of what would go, for each gemeente that decided on a term."""
    with only_one("bewaartermijnen") as mine:
        if not mine:
            return
        decided = Bewaartermijn.objects.values_list("gemeente_id", flat=True).distinct()
        for gemeente_id in decided:
            make_report(
                system_actor("bewaartermijnen"), gemeente_id, peildatum=timezone.localdate()
            )
