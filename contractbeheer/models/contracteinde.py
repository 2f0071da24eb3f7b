"""The end that an act of contract management gave to a perceelcontract, and what it was before."""

import pghistory
from django.db import models
from django.db.models import Q

from contractbeheer.models.beeindiging import Beeindigingsverzoek
from contractbeheer.models.maatregel import Maatregeltraject
from contractbeheer.models.overname import Overname
from contracts.models import Perceelcontract
from core.models import Basismodel


@pghistory.track()
class Contracteinde(Basismodel):
    """A perceelcontract ends on `laatste_dag` (inclusive) because of one request, measure or
    overname; `oude_einddatum` is the end it had before any of these.

    `naar`: the contract of the other aanbieder that takes over, of an overname only. One that was
    undone (`teruggedraaid_op`) counts no more.
    """

    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="eindes"
    )
    laatste_dag = models.DateField()
    oude_einddatum = models.DateField(null=True, blank=True)
    verzoek = models.ForeignKey(
        Beeindigingsverzoek, on_delete=models.PROTECT, null=True, blank=True, related_name="eindes"
    )
    traject = models.ForeignKey(
        Maatregeltraject, on_delete=models.PROTECT, null=True, blank=True, related_name="eindes"
    )
    overname = models.ForeignKey(
        Overname, on_delete=models.PROTECT, null=True, blank=True, related_name="eindes"
    )
    naar = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    teruggedraaid_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "contracteinde"
        verbose_name_plural = "contracteindes"
        constraints = [
            models.CheckConstraint(
                condition=Q(verzoek__isnull=False, traject__isnull=True, overname__isnull=True)
                | Q(verzoek__isnull=True, traject__isnull=False, overname__isnull=True)
                | Q(verzoek__isnull=True, traject__isnull=True, overname__isnull=False),
                name="contracteinde_een_bron",
                violation_error_code="contracteinde_bron",
                violation_error_message="Een contract eindigt door een verzoek, een maatregel of "
                "een overname.",
            ),
            models.CheckConstraint(
                condition=Q(naar__isnull=True) | Q(overname__isnull=False),
                name="contracteinde_naar",
                violation_error_code="contracteinde_naar",
                violation_error_message="Alleen bij een overname gaat een contract naar een ander.",
            ),
            models.UniqueConstraint(
                fields=["perceelcontract"],
                condition=Q(overname__isnull=False, teruggedraaid_op__isnull=True),
                name="overname_een_per_contract",
                violation_error_code="overname_bestaat",
                violation_error_message="Voor dit perceelcontract is al een overname gepland.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perceelcontract_id} {self.laatste_dag}"
