"""The road to a measure: ground, intention, hearing, decision, letters (R-CON-4, D-25)."""

import pghistory
from django.db import models
from django.db.models import Q

from contractbeheer.choices import (
    Beslisserfunctie,
    Briefsoort,
    Hersteluitkomst,
    Trajectstatus,
)
from contractbeheer.models.nummers import Volgnummer
from contracts.choices import Maatregelsoort
from contracts.models import Maatregel, Perceel
from core.models import Basismodel, Document, Gebruiker
from providers.models import Aanbieder


@pghistory.track()
class Maatregeltraject(Basismodel):
    """One act of contract management with an aanbieder, on all its percelen or on those named.

    Until `opgelegd` nothing is in force: then `maatregelen` are the rows that filing reads. Dates
    are inclusive. `hersteltermijn` is the day by which the aanbieder must have put things right,
    `zienswijze_uiterlijk` the one by which it may give its view. `mandaat` names on what power the
    decision was taken. `vorige` is the step it builds on. Who drew it up never decides on it.
    """

    nummer = models.BigIntegerField(
        unique=True, db_default=Volgnummer("maatregeltraject_nummer"), editable=False
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="maatregeltrajecten"
    )
    percelen = models.ManyToManyField(Perceel, blank=True, related_name="+")
    soort = models.CharField(max_length=20, choices=Maatregelsoort)
    vorige = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="volgende"
    )
    grond = models.TextField(help_text="op welke afspraak of bepaling het rust")
    feiten = models.TextField(blank=True, db_default="", help_text="wat er is vastgesteld")
    overslaan = models.TextField(
        blank=True, db_default="", help_text="waarom een lichtere stap is overgeslagen"
    )
    status = models.CharField(
        max_length=20,
        choices=Trajectstatus,
        default=Trajectstatus.CONCEPT,
        db_default="concept",
    )
    opsteller = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    hersteltermijn = models.DateField(null=True, blank=True)
    herstel = models.CharField(max_length=20, choices=Hersteluitkomst, blank=True, db_default="")
    herstel_op = models.DateTimeField(null=True, blank=True)
    herstel_toelichting = models.TextField(blank=True, db_default="")
    zienswijze_uiterlijk = models.DateField(null=True, blank=True)
    zienswijze = models.TextField(blank=True, db_default="")
    zienswijze_op = models.DateTimeField(null=True, blank=True)
    gehoord_op = models.DateField(null=True, blank=True)
    hoorverslag = models.TextField(blank=True, db_default="")
    spoed = models.TextField(blank=True, db_default="", help_text="waarom niet vooraf gehoord")
    ingangsdatum = models.DateField(null=True, blank=True)
    einddatum = models.DateField(null=True, blank=True)
    mandaat = models.CharField(max_length=200, blank=True, db_default="")
    motivering = models.TextField(blank=True, db_default="")
    beslisser = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beslisser_functie = models.CharField(
        max_length=20, choices=Beslisserfunctie, blank=True, db_default=""
    )
    besloten_op = models.DateTimeField(null=True, blank=True)
    ingetrokken_op = models.DateTimeField(null=True, blank=True)
    intrekking_reden = models.TextField(blank=True, db_default="")
    maatregelen = models.ManyToManyField(Maatregel, blank=True, related_name="trajecten")
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "maatregeltraject"
        verbose_name_plural = "maatregeltrajecten"
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=Trajectstatus.OPGELEGD)
                | (
                    Q(beslisser__isnull=False, besloten_op__isnull=False)
                    & Q(ingangsdatum__isnull=False)
                    & ~Q(mandaat="")
                    & ~Q(motivering="")
                ),
                name="maatregeltraject_besluit",
                violation_error_code="besluit_onvolledig",
                violation_error_message="Een besluit heeft een beslisser, een mandaat, een "
                "ingangsdatum en een motivering.",
            ),
            models.CheckConstraint(
                condition=Q(einddatum__isnull=True)
                | Q(ingangsdatum__isnull=True)
                | Q(einddatum__gte=models.F("ingangsdatum")),
                name="maatregeltraject_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de ingangsdatum.",
            ),
            models.CheckConstraint(
                condition=Q(beslisser__isnull=True) | ~Q(beslisser=models.F("opsteller")),
                name="maatregeltraject_vier_ogen",
                violation_error_code="vier_ogen",
                violation_error_message="Wie de maatregel opstelde, besluit er niet over.",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"MT-{self.nummer:05}"


@pghistory.track()
class Brief(Basismodel):
    """A letter of a traject as it was sent: an accessible PDF that no longer changes."""

    traject = models.ForeignKey(Maatregeltraject, on_delete=models.PROTECT, related_name="brieven")
    soort = models.CharField(max_length=20, choices=Briefsoort)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="brief")
    verstuurd_op = models.DateTimeField()
    gelezen_op = models.DateTimeField(
        null=True, blank=True, help_text="wanneer de aanbieder hem opende"
    )

    class Meta:
        verbose_name = "brief"
        verbose_name_plural = "brieven"
        ordering = ("-verstuurd_op",)

    def __str__(self) -> str:
        return str(self.get_soort_display())
