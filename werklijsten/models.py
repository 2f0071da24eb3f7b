"""Decisions about the end of a toewijzing, and acts on many toewijzingen at once."""

import pghistory
from django.db import models
from django.db.models import Q

from contractbeheer.models.nummers import Volgnummer
from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie
from indications.models import Toewijzing
from werklijsten.choices import Actie, Besluit, Reeksstatus, Uitkomst


@pghistory.track()
class Eindbesluit(Basismodel):
    """What the toegang decided about one einddatum of one toewijzing.

    Holds only while the toewijzing still ends on that day; another einddatum asks for a new one.
    """

    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="eindbesluiten"
    )
    einddatum = models.DateField(help_text="de einddatum waar het besluit over gaat")
    besluit = models.CharField(max_length=16, choices=Besluit)
    toelichting = models.CharField(
        max_length=500, blank=True, db_default="", help_text="zonder persoonsgegevens"
    )
    genomen_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    genomen_op = models.DateTimeField()

    class Meta:
        verbose_name = "eindbesluit"
        verbose_name_plural = "eindbesluiten"
        constraints = [
            models.UniqueConstraint(
                fields=["toewijzing", "einddatum"],
                name="eindbesluit_een_per_einddatum",
                violation_error_code="eindbesluit_bestaat",
                violation_error_message="Over deze einddatum is al een besluit vastgelegd.",
            ),
            models.CheckConstraint(
                condition=~Q(besluit="anders") | ~Q(toelichting=""),
                name="eindbesluit_toelichting",
                violation_error_code="toelichting_ontbreekt",
                violation_error_message="Schrijf bij ‘anders’ op wat er is besloten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_besluit_display()} {self.einddatum}"


@pghistory.track()
class Reeks(Basismodel):
    """One act on many toewijzingen: chosen, shown first, carried out once under one reference.

    `gegevens` is what was filled in for all rows: dates and codes, no personal data.
    """

    nummer = models.BigIntegerField(
        unique=True, editable=False, db_default=Volgnummer("werklijst_reeks_nummer")
    )
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    groep = models.CharField(max_length=20, help_text="code van de werklijst waaruit is gekozen")
    actie = models.CharField(max_length=12, choices=Actie)
    gegevens = models.JSONField(default=dict, db_default={})
    status = models.CharField(
        max_length=12,
        choices=Reeksstatus,
        default=Reeksstatus.GEKOZEN,
        db_default="gekozen",
    )
    uitgevoerd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "reeks"
        verbose_name_plural = "reeksen"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="uitgevoerd", uitgevoerd_op__isnull=False)
                | (~Q(status="uitgevoerd") & Q(uitgevoerd_op__isnull=True)),
                name="reeks_uitgevoerd_op",
                violation_error_code="reeks_moment",
                violation_error_message="Bij uitvoeren hoort een moment, en andersom.",
            )
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"WL-{self.nummer}"


class Reeksregel(Basismodel):
    """One toewijzing of a reeks: the version that was shown, what would happen, what happened.

    `resultaat` is the draft that was made, where the act makes one.
    """

    reeks = models.ForeignKey(Reeks, on_delete=models.CASCADE, related_name="regels")
    toewijzing = models.ForeignKey(Toewijzing, on_delete=models.PROTECT, related_name="+")
    versie = models.PositiveIntegerField()
    uitkomst = models.CharField(
        max_length=8, choices=Uitkomst, default=Uitkomst.OPEN, db_default="open"
    )
    code = models.CharField(max_length=60, blank=True, db_default="", default="")
    tekst = models.CharField(max_length=500, blank=True, db_default="", default="")
    resultaat = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name = "regel van een reeks"
        verbose_name_plural = "regels van een reeks"
        constraints = [
            models.UniqueConstraint(
                fields=["reeks", "toewijzing"],
                name="reeksregel_eenmaal",
                violation_error_code="reeksregel_bestaat",
                violation_error_message="Een toewijzing staat hooguit één keer in een reeks.",
            )
        ]

    def __str__(self) -> str:
        return f"regel {self.toewijzing_id}"
