"""Agreements, admissions per perceel and measures (R-CON-1, 2, 4)."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from contracts.choices import Maatregelsoort, Overeenkomstsoort, Perceelcontractstatus
from contracts.models.catalogus import Perceel, Tariefgroep
from core.models import Basismodel, PeriodeModel
from core.models.basis import periode_check
from providers.models import Aanbieder, Groep, Locatie


@pghistory.track()
class Overeenkomst(PeriodeModel, Basismodel):
    """Hoofdovereenkomst per aanbieder, and one subovereenkomst per subtender under it (R-CON-1)."""

    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="overeenkomsten"
    )
    hoofdovereenkomst = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subovereenkomsten"
    )
    soort = models.CharField(max_length=10, choices=Overeenkomstsoort)
    nummer = models.CharField(max_length=30, unique=True)
    naam = models.CharField(max_length=200)

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"
        constraints = [
            periode_check("overeenkomst_periode"),
            models.CheckConstraint(
                condition=Q(soort="hoofd", hoofdovereenkomst__isnull=True)
                | Q(soort="sub", hoofdovereenkomst__isnull=False),
                name="overeenkomst_hoofd_of_sub",
                violation_error_code="overeenkomst_hoofd_of_sub",
                violation_error_message="Een subovereenkomst hangt onder een hoofdovereenkomst.",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer


@pghistory.track()
class Perceelcontract(PeriodeModel, Basismodel):
    """Admission of an aanbieder to a perceel; periods of the same pair never overlap (R-CON-2)."""

    overeenkomst = models.ForeignKey(
        Overeenkomst, on_delete=models.PROTECT, related_name="perceelcontracten"
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="perceelcontracten"
    )
    perceel = models.ForeignKey(Perceel, on_delete=models.PROTECT, related_name="perceelcontracten")
    tariefgroep = models.ForeignKey(
        Tariefgroep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        max_length=20,
        choices=Perceelcontractstatus,
        default=Perceelcontractstatus.GELDIG,
        db_default="geldig",
    )
    max_wachttijd_weken = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="leeg: die van het perceel (R-BES-5)"
    )

    class Meta:
        verbose_name = "perceelcontract"
        verbose_name_plural = "perceelcontracten"
        constraints = [
            periode_check("perceelcontract_periode"),
            ExclusionConstraint(
                name="perceelcontract_overlap",
                expressions=[(F("aanbieder"), "="), (F("perceel"), "="), (F("periode"), "&&")],
                condition=~Q(status="ingetrokken"),
                violation_error_code="perceelcontract_overlap",
                violation_error_message="Deze aanbieder heeft in die periode al een contract "
                "voor dit perceel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanbieder} · {self.perceel}"


@pghistory.track()
class ContractLocatie(PeriodeModel, Basismodel):
    """A contracted location (and group) with its places.

    What availability is compared with (R-CON-8).
    """

    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="locaties"
    )
    locatie = models.ForeignKey(Locatie, on_delete=models.PROTECT, related_name="contractlocaties")
    groep = models.ForeignKey(
        Groep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plaatsen = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "gecontracteerde locatie"
        verbose_name_plural = "gecontracteerde locaties"
        constraints = [periode_check("contractlocatie_periode")]

    def __str__(self) -> str:
        return f"{self.perceelcontract_id} {self.locatie_id}"


@pghistory.track()
class Maatregel(PeriodeModel, Basismodel):
    """An act of contract management (R-CON-4).

    A cliëntenstop without perceel holds for all of them.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="maatregelen")
    perceel = models.ForeignKey(
        Perceel, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    soort = models.CharField(max_length=20, choices=Maatregelsoort)
    grond = models.TextField()
    briefkenmerk = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        constraints = [periode_check("maatregel_periode")]
        indexes = [
            models.Index(
                fields=["aanbieder"],
                condition=Q(soort="clientenstop"),
                name="maatregel_clientenstop",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.begindatum}"
