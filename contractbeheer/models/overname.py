"""A contractovername: percelen and running toewijzingen go to another aanbieder on a date."""

import pghistory
from django.db import models
from django.db.models import F, Q

from contractbeheer.choices import Overnamestatus
from contractbeheer.models.maatregel import Maatregeltraject
from contractbeheer.models.nummers import Volgnummer
from core.models import Basismodel, Gebruiker
from providers.models import Aanbieder


@pghistory.track()
class Overname(Basismodel):
    """Planned, then carried out on `datum`, the first day at the new aanbieder (R-CON-4).

    Until that day it can be undone: the contracts get their old end back and nobody moved. Which
    contracts go, and to which of the other aanbieder, say its `eindes`.
    """

    nummer = models.BigIntegerField(
        unique=True, db_default=Volgnummer("overname_nummer"), editable=False
    )
    van = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="overnames_van")
    naar = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="overnames_naar")
    datum = models.DateField()
    reden = models.TextField()
    traject = models.ForeignKey(
        Maatregeltraject, on_delete=models.PROTECT, null=True, blank=True, related_name="overnames"
    )
    status = models.CharField(
        max_length=20,
        choices=Overnamestatus,
        default=Overnamestatus.GEPLAND,
        db_default="gepland",
    )
    planner = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    uitgevoerd_op = models.DateTimeField(null=True, blank=True)
    overgezet = models.PositiveIntegerField(
        null=True, blank=True, help_text="aantal toewijzingen dat overging"
    )
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    intrekking_reden = models.TextField(blank=True, db_default="")
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "contractovername"
        verbose_name_plural = "contractovernames"
        constraints = [
            models.CheckConstraint(
                condition=~Q(van=F("naar")),
                name="overname_twee_aanbieders",
                violation_error_code="overname_zelfde_aanbieder",
                violation_error_message="Een overname gaat naar een andere aanbieder.",
            )
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"OV-{self.nummer:05}"
