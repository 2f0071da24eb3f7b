"""The transfer list: running toewijzingen whose contract ends before they do (R-CON-3)."""

import pghistory
from django.db import models
from django.db.models import Q

from contractbeheer.choices import Overdrachtstatus, Overdrachtuitkomst
from contractbeheer.models.contracteinde import Contracteinde
from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie
from indications.models import Toewijzing


@pghistory.track()
class Overdracht(Basismodel):
    """One toewijzing that needs another place: its contract no longer holds from `vanaf` on.

    For the toegang of its gemeente, which works the list through to zero. `einde` says what ended
    the contract.
    """

    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="overdrachten"
    )
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    einde = models.ForeignKey(Contracteinde, on_delete=models.PROTECT, related_name="overdrachten")
    vanaf = models.DateField(help_text="eerste dag zonder contract")
    status = models.CharField(
        max_length=12,
        choices=Overdrachtstatus,
        default=Overdrachtstatus.OPEN,
        db_default="open",
    )
    uitkomst = models.CharField(
        max_length=20, choices=Overdrachtuitkomst, blank=True, db_default=""
    )
    toelichting = models.CharField(
        max_length=500, blank=True, db_default="", help_text="zonder persoonsgegevens"
    )
    afgerond_op = models.DateTimeField(null=True, blank=True)
    afgerond_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "overdracht"
        verbose_name_plural = "overdrachten"
        constraints = [
            models.UniqueConstraint(
                fields=["toewijzing"],
                condition=Q(status="open"),
                name="overdracht_een_open",
                violation_error_code="overdracht_bestaat",
                violation_error_message="Deze toewijzing staat al op de overdrachtslijst.",
            ),
            models.CheckConstraint(
                condition=Q(status="open", uitkomst="") | (~Q(status="open") & ~Q(uitkomst="")),
                name="overdracht_uitkomst",
                violation_error_code="uitkomst_ontbreekt",
                violation_error_message="Zeg hoe het is geregeld.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["gemeente", "vanaf"],
                condition=Q(status="open"),
                name="overdracht_werkvoorraad",
            )
        ]

    def __str__(self) -> str:
        return f"overdracht {self.vanaf}"
