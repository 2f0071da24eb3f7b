"""What happened on a toewijzing: start and stop, declared minutes, and the running total."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.models import Basismodel, PeriodeModel
from core.models.basis import periode_check
from core.policies import ScopedQuerySet
from indications.choices import RedenBeeindiging
from indications.models.toewijzing import Toewijzing


@pghistory.track()
class Levering(PeriodeModel, Basismodel):
    """Delivery from start to stop (iJw 305/307).

    `aangevraagd_op` to begindatum is the observed wait.
    """

    toewijzing = models.ForeignKey(Toewijzing, on_delete=models.PROTECT, related_name="leveringen")
    aangevraagd_op = models.DateField(null=True, blank=True)
    reden_beeindiging = models.CharField(
        max_length=2, choices=RedenBeeindiging, blank=True, db_default=""
    )

    class Meta:
        verbose_name = "levering"
        verbose_name_plural = "leveringen"
        constraints = [periode_check("levering_periode")]

    def __str__(self) -> str:
        return f"levering {self.begindatum}"


class Declaratieregel(models.Model):
    """Declared volume on a toewijzing for a period, in the unit of the toewijzing.

    Correction = new row, negative.
    """

    id = models.BigAutoField(primary_key=True)
    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="declaratieregels"
    )
    referentienummer = models.CharField(max_length=20)
    begindatum = models.DateField()
    einddatum = models.DateField()
    volume = models.IntegerField()
    bedrag_centen = models.BigIntegerField()
    ontvangen_op = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "declaratieregel"
        verbose_name_plural = "declaratieregels"
        constraints = [
            models.CheckConstraint(
                condition=Q(einddatum__gte=models.F("begindatum")),
                name="declaratieregel_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de begindatum.",
            )
        ]

    def __str__(self) -> str:
        return self.referentienummer


class Verbruik(models.Model):
    """Running total per toewijzing, kept in the same transaction by a trigger (R-TOE-14)."""

    toewijzing = models.OneToOneField(
        Toewijzing, on_delete=models.CASCADE, primary_key=True, related_name="verbruik"
    )
    volume = models.BigIntegerField(db_default=0, default=0)
    bedrag_centen = models.BigIntegerField(db_default=0, default=0)
    laatste_dag = models.DateField(null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "verbruik"
        verbose_name_plural = "verbruik"

    def __str__(self) -> str:
        return f"verbruik {self.toewijzing_id}"
