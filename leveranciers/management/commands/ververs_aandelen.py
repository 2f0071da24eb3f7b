from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from leveranciers.aandelen import refresh


class Command(BaseCommand):
    help = "Berekent opnieuw wat elke aanbieder per segment en jaar kost; beat doet dat elke nacht."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = refresh(timezone.localdate())
        self.stdout.write(f"{rows} aandelen bijgewerkt.")
