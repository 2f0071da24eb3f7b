from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.genereren import missing_terms, outputs


class Command(BaseCommand):
    help = "Schrijft de documenten die uit de code volgen en kijkt de woordenlijst na."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="schrijft niets; fout bij verschil"
        )

    def handle(self, *args: Any, check: bool = False, **options: Any) -> None:
        stale = []
        for path, text in outputs():
            if path.is_file() and path.read_text(encoding="utf-8") == text:
                continue
            if check:
                stale.append(path.name)
            else:
                path.write_text(text, encoding="utf-8")
                self.stdout.write(f"geschreven: {path.name}")
        if stale:
            raise CommandError(f"Niet bij de tijd: {', '.join(stale)}. Draai `manage.py genereer`.")
        if missing := missing_terms():
            raise CommandError(f"Niet in docs/woordenlijst.md: {', '.join(missing)}")
