"""The toekomstplan of a youngster of 16 or older, on the Big 5 (R-TOE-12, D-19)."""

from django.db import models
from django.db.models import F, Q

from core.choices import Organisatiesoort
from core.models import Basismodel, Organisatie
from indications.models import Jeugdige

#: The Big 5, in the order of the plan.
BIG_VIJF = ("support", "wonen", "school_werk", "inkomen", "welzijn")


class Toekomstplan(Basismodel):
    """One version of the plan, as agreed with the youngster on a day; a new one never changes it.

    The five texts are sealed, bound to this row. `bespreken_op`: when it is looked at again.
    """

    jeugdige = models.ForeignKey(Jeugdige, on_delete=models.PROTECT, related_name="toekomstplannen")
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    versie = models.PositiveIntegerField()
    afgesproken_op = models.DateField()
    bespreken_op = models.DateField(null=True, blank=True)
    support = models.BinaryField()
    wonen = models.BinaryField()
    school_werk = models.BinaryField()
    inkomen = models.BinaryField()
    welzijn = models.BinaryField()

    class Meta:
        verbose_name = "toekomstplan"
        verbose_name_plural = "toekomstplannen"
        constraints = [
            models.UniqueConstraint(
                fields=["jeugdige", "gemeente", "versie"],
                name="toekomstplan_versie",
                violation_error_code="toekomstplan_bestaat",
                violation_error_message="Iemand anders heeft intussen een nieuwe versie gemaakt.",
            ),
            models.CheckConstraint(
                condition=Q(bespreken_op__isnull=True) | Q(bespreken_op__gt=F("afgesproken_op")),
                name="toekomstplan_bespreken",
                violation_error_code="periode_ongeldig",
                violation_error_message="Opnieuw bespreken is na de dag van de afspraak.",
            ),
        ]

    def __str__(self) -> str:
        return f"toekomstplan versie {self.versie}"
