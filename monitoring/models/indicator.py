"""What is measured, why, and against which norm (R-CON-7)."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from contracts.models import Segment
from core.models import Basismodel, PeriodeModel
from core.models.basis import periode_check
from monitoring.choices import (
    Bron,
    Doelsoort,
    Invloed,
    Maateenheid,
    Meetperiode,
    Richting,
)


@pghistory.track()
class Doel(Basismodel):
    """A branch of the goal tree of a segment: maatschappelijk doel, doel or resultaat.

    The kind says the level: a doel hangs on a maatschappelijk doel, a resultaat on a doel, of the
    same segment (the service holds that).
    """

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="doelen")
    ouder = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="onder"
    )
    soort = models.CharField(max_length=20, choices=Doelsoort)
    naam = models.CharField(max_length=200)
    toelichting = models.TextField(blank=True, db_default="")
    volgorde = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "doel"
        verbose_name_plural = "doelen"
        constraints = [
            models.CheckConstraint(
                condition=Q(soort="maatschappelijk", ouder__isnull=True)
                | (~Q(soort="maatschappelijk") & Q(ouder__isnull=False)),
                name="doel_ouder",
                violation_error_code="doel_ouder",
                violation_error_message="Alleen een maatschappelijk doel hangt nergens onder.",
            ),
            models.UniqueConstraint(
                fields=["segment", "ouder", "naam"],
                nulls_distinct=False,
                name="doel_naam_uniek",
                violation_error_code="doel_bestaat",
                violation_error_message="Dit doel staat al in de doelenboom.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class Indicator(Basismodel):
    """One figure that is followed for a segment; what it means stands in its versions."""

    code = models.CharField(max_length=20, unique=True)
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="indicatoren")

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2,6}-[0-9]{1,3}$"),
                name="indicator_code",
                violation_error_code="indicatorcode_ongeldig",
                violation_error_message="Een code is 2 tot 6 hoofdletters, een streepje en een "
                "nummer, zoals AMB-1.",
            )
        ]

    def __str__(self) -> str:
        return self.code


@pghistory.track()
class Indicatorversie(PeriodeModel, Basismodel):
    """What an indicator means in a period; measurements keep the version they were made with.

    A version begins on the first day of a measuring period and ends on the last day of one, so
    that one period never has two meanings. `marge` is the band beside the norm, in the unit of the
    figure: within it the figure is almost good enough. `berekening` names a query of
    `monitoring.berekeningen`.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versies")
    doel = models.ForeignKey(Doel, on_delete=models.PROTECT, related_name="indicatorversies")
    naam = models.CharField(max_length=120)
    definitie = models.TextField()
    bron = models.CharField(max_length=10, choices=Bron)
    berekening = models.CharField(max_length=40, blank=True, db_default="")
    meetperiode = models.CharField(max_length=10, choices=Meetperiode)
    eenheid = models.CharField(max_length=10, choices=Maateenheid)
    invloed = models.CharField(max_length=10, choices=Invloed)
    norm = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    richting = models.CharField(max_length=6, choices=Richting)
    marge = models.DecimalField(max_digits=9, decimal_places=2, default=0, db_default=0)
    nulmeting = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    nulmeting_periode = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        verbose_name = "versie van een indicator"
        verbose_name_plural = "versies van indicatoren"
        constraints = [
            periode_check("indicatorversie_periode"),
            ExclusionConstraint(
                name="indicatorversie_overlap",
                expressions=[(F("indicator"), "="), (F("periode"), "&&")],
                violation_error_code="indicatorversie_overlap",
                violation_error_message="In die periode geldt al een andere versie.",
            ),
            models.CheckConstraint(
                condition=Q(bron="berekend") & ~Q(berekening="")
                | Q(bron="gevraagd", berekening=""),
                name="indicatorversie_bron",
                violation_error_code="berekening_bij_bron",
                violation_error_message="Kies een berekening als het portaal het cijfer berekent, "
                "en anders geen.",
            ),
            models.CheckConstraint(
                condition=Q(marge__gte=0),
                name="indicatorversie_marge",
                violation_error_code="marge_ongeldig",
                violation_error_message="De marge is nul of hoger.",
            ),
            models.CheckConstraint(
                condition=Q(nulmeting__isnull=True, nulmeting_periode="")
                | (Q(nulmeting__isnull=False) & ~Q(nulmeting_periode="")),
                name="indicatorversie_nulmeting",
                violation_error_code="nulmeting_onvolledig",
                violation_error_message="Een nulmeting heeft een waarde en een periode.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam
