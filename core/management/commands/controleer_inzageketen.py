"""Check every chain of the access log; exit status 1 at a break."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.inzageketen import first_break, heads


class Command(BaseCommand):
    help = "Controleert of het inzagelogboek sluit. Eindigt met 1 bij de eerste breuk."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--koppen",
            action="store_true",
            help="druk van elke keten de laatste regel af, om buiten het portaal te bewaren",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = first_break()
        if found:
            self.stdout.write(
                f"GEBROKEN keten {found.keten}, nummer {found.nr} (inzage {found.id}): "
                f"{found.reden}"
            )
            sys.exit(1)
        koppen = heads()
        regels = sum(kop.nr for kop in koppen)
        self.stdout.write(f"Het inzagelogboek sluit: {regels} regels in {len(koppen)} ketens.")
        if options["koppen"]:
            for kop in koppen:
                self.stdout.write(f"{kop.keten} {kop.nr} {kop.hash}")
