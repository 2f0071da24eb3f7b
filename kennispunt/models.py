"""Series of exports for Kennispunt Twente, and what was made of them."""

import pghistory
from django.db import models

from core.models import Basismodel, Gebruiker
from kennispunt.choices import Bestandsoort


class Kennispuntreeks(Basismodel):
    """Exports that can be joined with each other, by pseudonyms of their own.

    `geheim` is the key of those pseudonyms, sealed; without it a pseudonym says nothing, and those
    of two series cannot be joined. A series is never changed; a new one starts afresh.
    """

    naam = models.CharField(max_length=80, unique=True)
    geheim = models.BinaryField(help_text="sleutel van de pseudoniemen, versleuteld")
    gestart_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "reeks voor Kennispunt"
        verbose_name_plural = "reeksen voor Kennispunt"

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class Kennispuntuitvoer(Basismodel):
    """One file that was made: which month, how many rows, and what was made coarser or left out.

    The file itself is not kept. `maand` is the first day of the month.
    """

    reeks = models.ForeignKey(Kennispuntreeks, on_delete=models.PROTECT, related_name="uitvoer")
    maand = models.DateField()
    bestand = models.CharField(max_length=10, choices=Bestandsoort)
    regels = models.PositiveIntegerField()
    regio = models.PositiveIntegerField(default=0, db_default=0)
    segment = models.PositiveIntegerField(default=0, db_default=0)
    weggelaten = models.PositiveIntegerField(default=0, db_default=0)
    onderdrukt = models.PositiveIntegerField(default=0, db_default=0)
    gemaakt_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "bestand voor Kennispunt"
        verbose_name_plural = "bestanden voor Kennispunt"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(maand__day=1),
                name="kennispuntuitvoer_maand",
                violation_error_code="maand_ongeldig",
                violation_error_message="Een maand staat op haar eerste dag.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_bestand_display()} {self.maand:%Y-%m}"
