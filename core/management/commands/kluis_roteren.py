"""Re-encrypt everything in the vault with the newest key of `KLUIS_SLEUTELS`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import kluis
from core.kluisbeheer import renew_hashes, rotate


class Command(BaseCommand):
    help = (
        "Versleutelt alles in de kluis opnieuw met de nieuwste sleutel. Kan worden afgebroken en "
        "opnieuw gestart. Daarna mag de oude sleutel uit KLUIS_SLEUTELS."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--hash",
            action="store_true",
            help="bereken ook de hashes opnieuw, na een nieuwe KLUIS_HASHSLEUTEL",
        )
        parser.add_argument("--per", type=int, default=500, help="rijen per transactie")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Nieuwste sleutel: {kluis.current_key()}")
        for naam, entry in sorted(kluis.KLUISMODELLEN.items()):
            done = 0
            for size in rotate(entry, batch=options["per"]):
                done += size
                if options["verbosity"] > 1:
                    self.stdout.write(f"{naam}: {done}")
            self.stdout.write(f"{naam}: {done} opnieuw versleuteld")
            if options["hash"] and entry.hashveld:
                renewed = renew_hashes(entry, batch=options["per"])
                self.stdout.write(f"{naam}: {renewed} hashes vernieuwd")
