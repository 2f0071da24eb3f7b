"""A file that was handed in: what became of it, and apart from that its content."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from aanlevering.choices import Soort, Stand
from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Job, Organisatie


@pghistory.track()
class Aanlevering(Basismodel):
    """A file of many rows, from handing in until it was taken in.

    `job` is the last work on it. `cijfers` holds counts, `melding` why the file as a whole is no
    good (a code and its text). Neither holds anything of a jeugdige.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=20, choices=Soort)
    stand = models.CharField(
        max_length=20, choices=Stand, default=Stand.AANGELEVERD, db_default="aangeleverd"
    )
    job = models.ForeignKey(Job, on_delete=models.PROTECT, null=True, related_name="+")
    cijfers = models.JSONField(default=dict, db_default={})
    melding = models.JSONField(default=dict, db_default={})
    ingelezen_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "aanlevering"
        verbose_name_plural = "aanleveringen"
        constraints = [
            models.CheckConstraint(
                condition=Q(stand="ingelezen", ingelezen_op__isnull=False)
                | (~Q(stand="ingelezen") & Q(ingelezen_op__isnull=True)),
                name="aanlevering_ingelezen",
                violation_error_code="aanlevering_ingelezen",
                violation_error_message="Wat is ingelezen heeft een moment van inlezen.",
            )
        ]
        indexes = [
            models.Index(
                fields=["gebruiker", "gemeente", "-aangemaakt_op"], name="aanlevering_van_wie"
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.aangemaakt_op:%Y-%m-%d %H:%M}"


class Aanleveringsbestand(models.Model):
    """What was handed in and what is wrong with it, encrypted, for it holds BSN's.

    Gone when it was taken in, thrown away, or thirty days old.
    """

    aanlevering = models.OneToOneField(
        Aanlevering, on_delete=models.CASCADE, primary_key=True, related_name="bestand"
    )
    inhoud = models.BinaryField()
    rapport = models.BinaryField(null=True, help_text="de eerste regels met fouten, per soort")
    bevindingen = models.BinaryField(null=True, help_text="alle bevindingen")
    bewaard_op = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "bestand van een aanlevering"
        verbose_name_plural = "bestanden van aanleveringen"

    def __str__(self) -> str:
        return f"bestand van {self.aanlevering_id}"
