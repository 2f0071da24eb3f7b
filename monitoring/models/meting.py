"""Figures that are kept up to date, and what was asked of aanbieders (R-CON-7, D-33)."""

import datetime

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.models import Basismodel, Gebruiker, Organisatie
from core.policies import ScopedQuerySet
from monitoring.choices import BIJ_AANBIEDER, Uitvraagstatus
from monitoring.models.indicator import Indicator, Indicatorversie
from monitoring.rules import period_name
from providers.models import Aanbieder


class Meting(models.Model):
    """One figure of an indicator over a period: of an aanbieder, of a gemeente, or of the segment.

    Neither aanbieder nor gemeente: the whole segment in the region. Written by `monitoring.meten`
    only, and equal to what it is counted from (a check proves it nightly). `jeugdigen` counts who
    it is about; null where it is about nobody (a waiting time that an aanbieder stated).
    `peildatum` is the day up to which was counted. `erbij` is no small number itself, but hidden
    with one (`monitoring.klein`).
    """

    id = models.BigAutoField(primary_key=True)
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="metingen", db_index=False
    )
    versie = models.ForeignKey(Indicatorversie, on_delete=models.PROTECT, related_name="metingen")
    begindatum = models.DateField()
    einddatum = models.DateField()
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gemeente = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    teller = models.DecimalField(max_digits=16, decimal_places=4)
    noemer = models.DecimalField(max_digits=16, decimal_places=4)
    waarde = models.DecimalField(max_digits=12, decimal_places=2)
    jeugdigen = models.PositiveIntegerField(null=True, blank=True)
    erbij = models.BooleanField(
        db_default=False,
        default=False,
        help_text="ook afgeschermd, anders is een klein aantal ernaast te berekenen",
    )
    peildatum = models.DateField()
    bijgewerkt_op = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "meting"
        verbose_name_plural = "metingen"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "aanbieder", "gemeente", "begindatum"],
                nulls_distinct=False,
                name="meting_uniek",
                violation_error_code="meting_bestaat",
                violation_error_message="Over deze periode is er al een meting.",
            ),
            models.CheckConstraint(
                condition=Q(einddatum__gte=F("begindatum")),
                name="meting_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(
                condition=Q(aanbieder__isnull=True) | Q(gemeente__isnull=True),
                name="meting_niveau",
                violation_error_code="meting_niveau",
                violation_error_message="Een meting is van een aanbieder of van een gemeente.",
            ),
            models.CheckConstraint(
                condition=Q(waarde__gte=0),
                name="meting_waarde",
                violation_error_code="meting_waarde",
                violation_error_message="Een meting is nul of hoger.",
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "begindatum"], name="meting_van_periode"),
            models.Index(
                fields=["indicator", "-begindatum"],
                condition=Q(aanbieder__isnull=True, gemeente__isnull=True),
                name="meting_van_segment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.begindatum}"


@pghistory.track()
class Uitvraag(Basismodel):
    """A figure that an aanbieder is asked for, of one indicator over one period (D-33).

    The aanbieder may correct its answer until OZJT accepts it; then it counts as a measurement.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="uitvragen")
    versie = models.ForeignKey(Indicatorversie, on_delete=models.PROTECT, related_name="uitvragen")
    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="uitvragen")
    begindatum = models.DateField()
    einddatum = models.DateField()
    uiterlijk = models.DateField(help_text="laatste dag om te antwoorden")
    status = models.CharField(
        max_length=12,
        choices=Uitvraagstatus,
        default=Uitvraagstatus.GEVRAAGD,
        db_default="gevraagd",
    )
    waarde = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    jeugdigen = models.PositiveIntegerField(
        null=True, blank=True, help_text="over hoeveel jeugdigen het gaat"
    )
    toelichting = models.TextField(blank=True, db_default="", help_text="zonder persoonsgegevens")
    vraag = models.TextField(blank=True, db_default="", help_text="waarom het opnieuw moet")
    beantwoord_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beantwoord_op = models.DateTimeField(null=True, blank=True)
    versienummer = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "uitvraag"
        verbose_name_plural = "uitvragen"
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "begindatum", "aanbieder"],
                name="uitvraag_uniek",
                violation_error_code="uitvraag_bestaat",
                violation_error_message="Dit is over die periode al aan de aanbieder gevraagd.",
            ),
            models.CheckConstraint(
                condition=Q(einddatum__gte=F("begindatum")),
                name="uitvraag_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(
                condition=Q(status="gevraagd")
                | Q(waarde__isnull=False, jeugdigen__isnull=False, beantwoord_op__isnull=False),
                name="uitvraag_antwoord",
                violation_error_code="antwoord_onvolledig",
                violation_error_message="Een antwoord heeft een waarde en een aantal jeugdigen.",
            ),
            models.CheckConstraint(
                condition=Q(waarde__isnull=True) | Q(waarde__gte=0),
                name="uitvraag_waarde",
                violation_error_code="meting_waarde",
                violation_error_message="Een meting is nul of hoger.",
            ),
        ]
        indexes = [
            models.Index(fields=["aanbieder", "status"], name="uitvraag_van_aanbieder"),
            models.Index(fields=["uiterlijk", "id"], name="uitvraag_lijst"),
        ]

    def __str__(self) -> str:
        return f"{self.versie}, {self.periode_naam}"

    @property
    def periode_naam(self) -> str:
        return period_name(self.begindatum, self.einddatum)

    @property
    def bij_aanbieder(self) -> bool:
        return self.status in BIJ_AANBIEDER

    def is_late(self, peildatum: datetime.date) -> bool:
        return self.bij_aanbieder and self.uiterlijk < peildatum
