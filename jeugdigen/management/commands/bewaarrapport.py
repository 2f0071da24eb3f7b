"""Says per gemeente what would go after its retention term; removes nothing (N-AVG-03)."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from core.choices import Organisatiesoort
from core.models import Organisatie
from jeugdigen.services.bewaren import due_on, term_of


class Command(BaseCommand):
    help = "Wat er per gemeente weg zou gaan na de bewaartermijn; verwijdert niets."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        for gemeente in Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by(
            "naam"
        ):
            term = term_of(gemeente.pk)
            if term is None:
                said = "geen bewaartermijn vastgesteld; er wordt niets verwijderd"
            else:
                due = len(due_on(gemeente.pk, today))
                said = f"{term.maanden} maanden; van {due} jeugdigen kunnen naam en BSN weg"
            self.stdout.write(f"{gemeente.naam}: {said}")
