"""What happened on a toewijzing: start and stop, declared minutes, and the running total."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from core.choices import Organisatiesoort
from core.models import Basismodel, Organisatie, PeriodeModel
from core.models.basis import periode_check
from core.policies import ScopedQuerySet
from indications.choices import RedenBeeindiging
from indications.models.toewijzing import Toewijzing
from providers.models import Aanbieder


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
        constraints = [
            periode_check("levering_periode"),
            ExclusionConstraint(
                name="levering_overlap",
                expressions=[(F("toewijzing"), "="), (F("periode"), "&&")],
                violation_error_code="levering_overlap",
                violation_error_message="Op deze dagen liep de hulp al.",
            ),
            models.CheckConstraint(
                condition=Q(einddatum__isnull=True, reden_beeindiging="")
                | (Q(einddatum__isnull=False) & ~Q(reden_beeindiging="")),
                name="levering_reden",
                violation_error_code="reden_ontbreekt",
                violation_error_message="Bij het stoppen hoort een reden, en bij een reden een "
                "laatste dag.",
            ),
        ]

    def __str__(self) -> str:
        return f"levering {self.begindatum}"


class Declaratieregel(models.Model):
    """Declared volume on a toewijzing for a period, in the unit of the toewijzing.

    Correction = new row, negative. `referentienummer` is for ever one prestatie of its aanbieder
    (iJw ReferentieNummer), which is that of the toewijzing.
    """

    id = models.BigAutoField(primary_key=True)
    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="declaratieregels"
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="+", db_index=False
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
                condition=Q(einddatum__gte=F("begindatum")),
                name="declaratieregel_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.UniqueConstraint(
                fields=["aanbieder", "referentienummer"],
                name="declaratieregel_eenmaal",
                violation_error_code="referentie_bestaat",
                violation_error_message="Deze aanbieder heeft dit referentienummer al gebruikt.",
            ),
        ]

    def __str__(self) -> str:
        return self.referentienummer


@pghistory.track()
class OngekoppeldeDeclaratie(Basismodel):
    """A declared line for which there is no toewijzing: kept, and a signal to who sent it.

    `toewijzingsnummer` and `productcode` are as they were declared. It goes away by declaring again
    on the right number, or by `opgelost_op`.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    referentienummer = models.CharField(max_length=20)
    toewijzingsnummer = models.BigIntegerField()
    productcode = models.CharField(max_length=5, blank=True, db_default="")
    begindatum = models.DateField()
    einddatum = models.DateField()
    volume = models.IntegerField()
    bedrag_centen = models.BigIntegerField()
    opgelost_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "ongekoppelde declaratie"
        verbose_name_plural = "ongekoppelde declaraties"
        constraints = [
            models.CheckConstraint(
                condition=Q(einddatum__gte=F("begindatum")),
                name="ongekoppeld_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.UniqueConstraint(
                fields=["aanbieder", "referentienummer"],
                name="ongekoppeld_eenmaal",
                violation_error_code="referentie_bestaat",
                violation_error_message="Deze aanbieder heeft dit referentienummer al gebruikt.",
            ),
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
