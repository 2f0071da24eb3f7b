"""Places and waiting times per offer, week by week (R-BES-1, 5)."""

import pghistory
from django.db import models
from django.db.models import Q

from contracts.models import Perceelcontract
from core.models import Basismodel
from core.policies import ScopedQuerySet
from providers.models import Groep, Locatie


@pghistory.track(exclude=["opgegeven_weken", "vrije_plekken", "waargenomen_weken", "bevestigd_op"])
class Aanbod(Basismodel):
    """What an aanbieder offers on a perceel, ambulant or at a location/group, with the latest
    opgave.

    `opgegeven_weken`: weeks until a place may come free, as entered; `waargenomen_weken`: median
    from request to start; distinct from the contractual maximum (R-BES-5). The latest figures are
    copied here by the service that stores an `Opgave`, so that lists read one row per offer.
    """

    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="aanbod"
    )
    locatie = models.ForeignKey(
        Locatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    groep = models.ForeignKey(
        Groep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    opgegeven_weken = models.PositiveSmallIntegerField(null=True, blank=True)
    vrije_plekken = models.PositiveSmallIntegerField(null=True, blank=True)
    waargenomen_weken = models.PositiveSmallIntegerField(null=True, blank=True)
    bevestigd_op = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "aanbod"
        verbose_name_plural = "aanbod"

    def __str__(self) -> str:
        return f"aanbod {self.perceelcontract_id}"


class Opgave(models.Model):
    """One statement of free places and weeks, per offer and week (Monday of that week)."""

    id = models.BigAutoField(primary_key=True)
    aanbod = models.ForeignKey(
        Aanbod, on_delete=models.CASCADE, related_name="opgaven", db_index=False
    )
    week = models.DateField(help_text="maandag")
    vrije_plekken = models.PositiveSmallIntegerField()
    weken = models.PositiveSmallIntegerField(help_text="weken tot er mogelijk een plek is")
    bevestigd_op = models.DateField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "opgave"
        verbose_name_plural = "opgaven"
        constraints = [
            models.UniqueConstraint(
                fields=["aanbod", "week"],
                include=["vrije_plekken", "weken"],
                name="opgave_per_week",
                violation_error_code="opgave_bestaat",
                violation_error_message="Voor deze week is er al een opgave.",
            ),
            models.CheckConstraint(
                condition=Q(week__iso_week_day=1),
                name="opgave_maandag",
                violation_error_code="opgave_week",
                violation_error_message="Een week begint op maandag.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanbod_id} {self.week}"
