"""What is promised per gemeente and perceel, counted once for everybody who looks (D5)."""

from django.db import models
from django.db.models.functions import Now

from contracts.models import Perceel
from core.choices import Organisatiesoort
from core.models import Organisatie
from core.policies import ScopedQuerySet


class Dekking(models.Model):
    """One row per gemeente and perceel of today; derived, and made anew in one statement.

    `aanbieders` have a valid contract, promised to deliver there and have no cliëntenstop (those
    are `gestopt`). `vrije_plekken` is what they say to have, `kortste_wacht` the shortest of the
    weeks that they say (None: nobody said), `plaatsen` what is contracted. A place counts in every
    gemeente that it was promised to. `uitgesloten`: not bought for this gemeente (R-SEG-5).
    """

    id = models.BigAutoField(primary_key=True)
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.CASCADE,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    perceel = models.ForeignKey(Perceel, on_delete=models.CASCADE, related_name="dekking")
    aanbieders = models.PositiveIntegerField()
    gestopt = models.PositiveIntegerField()
    plaatsen = models.PositiveIntegerField()
    vrije_plekken = models.PositiveIntegerField()
    kortste_wacht = models.PositiveSmallIntegerField(null=True, blank=True)
    uitgesloten = models.BooleanField()
    bijgewerkt_op = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "dekking"
        verbose_name_plural = "dekking"
        constraints = [
            models.UniqueConstraint(
                fields=["perceel", "gemeente"],
                name="dekking_een",
                violation_error_code="dekking_bestaat",
                violation_error_message="De dekking van dit perceel in deze gemeente is al geteld.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.gemeente_id} {self.perceel_id}"
