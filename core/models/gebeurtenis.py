import pgtrigger
from django.db import models
from django.db.models.functions import Now

from core.choices import Actorsoort


class Gebeurtenis(models.Model):
    """What somebody did, in words of the business (`toewijzing.ingediend`); append-only by trigger.

    `gegevens` holds no personal data of a jeugdige: numbers, codes, dates and pseudonyms only.
    """

    id = models.BigAutoField(primary_key=True)
    moment = models.DateTimeField(db_default=Now())
    soort = models.CharField(max_length=80)
    objectsoort = models.CharField(max_length=60)
    object_id = models.UUIDField()
    actorsoort = models.CharField(max_length=20, choices=Actorsoort)
    actor_id = models.UUIDField(null=True)
    actor_naam = models.CharField(max_length=200, blank=True, db_default="")
    organisatie_id = models.UUIDField(null=True)
    rollen = models.CharField(max_length=300, blank=True, db_default="")
    reden = models.TextField(blank=True, db_default="")
    gegevens = models.JSONField(db_default={}, default=dict)
    referentie = models.CharField(max_length=40, blank=True, db_default="")

    class Meta:
        verbose_name = "gebeurtenis"
        verbose_name_plural = "gebeurtenissen"
        triggers = [
            pgtrigger.Protect(
                name="alleen_toevoegen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        indexes = [
            models.Index(fields=["object_id", "moment"], name="gebeurtenis_van_object"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.moment:%Y-%m-%d %H:%M}"
