"""Load the demonstration data: fixed points (`--vast`), and the bulk on top (`--schaal N`)."""

import time
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from core.signalen.motor import run_all
from monitoring.dekking import refresh
from ozjt.demo import (
    beeindigingen,
    knippen,
    maatregelen,
    monitoring,
    overnames,
    screening,
    wijzigingen,
    zorgportaal,
)
from ozjt.demo.massa import AndereSchaal, DemoLoopt, load_bulk
from ozjt.demo.toegang import one_login_per_role
from ozjt.demo.vast import load_fixed

MAX_SCHAAL = 27
"""More aanbieders than that do not fit in AGB-codes that start with 4199."""


class Command(BaseCommand):
    help = "Laadt de demonstratiegegevens; nog een keer verandert alleen wat met vandaag meeloopt."

    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--vast", action="store_true", help="alleen de vaste punten")
        parser.add_argument("--schaal", type=int, default=1, help="1 is de omvang van Twente")
        parser.add_argument("--logins", action="store_true", help="een regel per rol, laadt niets")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "Demonstratiegegevens kunnen alleen met MODUS=demo (of test) geladen worden."
            )
        if options["logins"]:
            for role, email, password in one_login_per_role():
                self.stdout.write(f"{role:<36} {email:<32} {password}")
            return
        if not 1 <= options["schaal"] <= MAX_SCHAAL:
            raise CommandError(f"De schaal is een heel getal van 1 tot en met {MAX_SCHAAL}.")
        begin = time.monotonic()
        load_fixed(timezone.localdate())
        self.stdout.write(f"Vaste punten staan er ({time.monotonic() - begin:.1f} s).")
        zorgportaal.load_named(timezone.localdate())
        maatregelen.load_measures(timezone.localdate())
        beeindigingen.load_named(timezone.localdate())
        overnames.load_named(timezone.localdate())
        knippen.load_named(timezone.localdate())
        wijzigingen.load_named(timezone.localdate())
        screening.load_evidence(timezone.localdate())
        self._settle()
        if options["vast"]:
            return
        loaded = self._bulk(options["schaal"])
        if loaded:
            monitoring.load_figures(timezone.localdate())
        screened = screening.load_others(timezone.localdate())
        if zorgportaal.load_others(timezone.localdate()) or loaded or screened:
            self._settle()

    def _settle(self) -> None:
        """What is kept of all this: signals, and the coverage of the gemeenten."""
        run_all(timezone.localdate())
        refresh(timezone.localdate())

    def _bulk(self, scale: int) -> bool:
        """Whether something was loaded."""
        begin = time.monotonic()
        try:
            loaded = load_bulk(scale, timezone.localdate(), self._report)
        except DemoLoopt:
            raise CommandError("Een ander proces laadt de demonstratiegegevens al.") from None
        except AndereSchaal as error:
            raise CommandError(
                f"Schaal {error} staat er al. Begin met een lege database voor een andere schaal."
            ) from None
        if loaded:
            self.stdout.write(f"Schaal {scale} staat er ({time.monotonic() - begin:.0f} s).")
        else:
            self.stdout.write(f"Schaal {scale} stond er al.")
        return loaded

    def _report(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
