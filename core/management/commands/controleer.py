"""`manage.py controleer [naam …]`: run checks now and say what they opened, kept and closed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.signalen.controles import controles
from core.signalen.motor import return_postponed, run_check


class Command(BaseCommand):
    help = "Voert controles uit (zonder naam: alle) en werkt de signalen bij."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("naam", nargs="*", help="naam van een controle")

    def handle(self, *args: Any, **options: Any) -> None:
        names = options["naam"] or list(controles())
        unknown = [naam for naam in names if naam not in controles()]
        if unknown:
            known = ", ".join(sorted(controles()))
            raise CommandError(f"Onbekende controle: {', '.join(unknown)}. Bekend: {known}")
        today = timezone.localdate()
        back = return_postponed(today)
        for naam in names:
            done = run_check(naam, today)
            counts = (
                "overgeslagen, loopt al"
                if done.overgeslagen
                else f"{done.geopend} geopend, {done.gehouden} gehouden "
                f"({done.gewijzigd} gewijzigd), {done.gesloten} gesloten"
            )
            self.stdout.write(f"{naam}: {counts}")
        if back:
            self.stdout.write(f"{back} uitgestelde signalen zijn terug op de werkvoorraad")
