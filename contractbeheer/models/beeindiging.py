"""What an aanbieder asks when it wants to stop with a perceel, and what OZJT decided (R-CON-3)."""

import pghistory
from django.db import models
from django.db.models import Q

from contractbeheer.choices import VERZOEK_OPEN, Verzoekstatus
from contractbeheer.models.nummers import Volgnummer
from contracts.models import Perceelcontract
from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie
from providers.models import Aanbieder


@pghistory.track()
class Beeindigingsverzoek(Basismodel):
    """The four questions of R-CON-3, with the answers of the aanbieder beside what we know.

    `gewenste_datum` is the last day (inclusive) that is asked for, `einddatum` the one agreed.
    `clienten_in_zorg` and `gemeenten` are what the aanbieder answered; `geteld` what the portal
    counted at that moment: jeugdigen per gemeentecode, no names. Approved with `afspraken`:
    with adjusted agreements, in force together with the end.
    """

    nummer = models.BigIntegerField(
        unique=True, db_default=Volgnummer("beeindigingsverzoek_nummer"), editable=False
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="beeindigingsverzoeken"
    )
    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="beeindigingsverzoeken"
    )
    reden = models.TextField()
    gewenste_datum = models.DateField()
    clienten_in_zorg = models.BooleanField()
    gemeenten = models.ManyToManyField(
        Organisatie,
        related_name="+",
        blank=True,
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    geteld = models.JSONField(default=dict, db_default={})
    status = models.CharField(
        max_length=20,
        choices=Verzoekstatus,
        default=Verzoekstatus.INGEDIEND,
        db_default="ingediend",
    )
    indiener = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    ingediend_op = models.DateTimeField()
    beslis_uiterlijk = models.DateField()
    behandelaar = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beslisser = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    besloten_op = models.DateTimeField(null=True, blank=True)
    einddatum = models.DateField(null=True, blank=True)
    afspraken = models.TextField(blank=True, db_default="")
    motivering = models.TextField(blank=True, db_default="")
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "beëindigingsverzoek"
        verbose_name_plural = "beëindigingsverzoeken"
        constraints = [
            models.UniqueConstraint(
                fields=["perceelcontract"],
                condition=Q(status__in=VERZOEK_OPEN),
                name="beeindigingsverzoek_een_open",
                violation_error_code="beeindigingsverzoek_bestaat",
                violation_error_message="Er loopt al een verzoek om dit perceel te beëindigen.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[*VERZOEK_OPEN, Verzoekstatus.INGETROKKEN])
                | Q(beslisser__isnull=False, besloten_op__isnull=False),
                name="beeindigingsverzoek_besloten",
                violation_error_code="beeindigingsverzoek_onvolledig",
                violation_error_message="Een besluit heeft een beslisser en een moment.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Verzoekstatus.GOEDGEKEURD) | Q(einddatum__isnull=False),
                name="beeindigingsverzoek_einddatum",
                violation_error_code="einddatum_ontbreekt",
                violation_error_message="Bij goedkeuren hoort een einddatum.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Verzoekstatus.AFGEWEZEN) | ~Q(motivering=""),
                name="beeindigingsverzoek_motivering",
                violation_error_code="motivering_ontbreekt",
                violation_error_message="Een afwijzing heeft een motivering.",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"BV-{self.nummer:05}"
