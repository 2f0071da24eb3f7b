"""`manage.py meten`: count the indicators now, or again from a day on."""

import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from monitoring.meten import measure_due, measure_since


class Command(BaseCommand):
    help = "Meet de indicatoren: de lopende en de vorige periode, of alles vanaf een dag."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--vanaf", type=datetime.date.fromisoformat, help="JJJJ-MM-DD")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        since = options["vanaf"]
        rows = measure_since(since, today) if since else measure_due(today)
        self.stdout.write(f"{rows} metingen geschreven")
