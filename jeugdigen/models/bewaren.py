"""How long a gemeente keeps who a jeugdige is, and what therefore goes (N-AVG-03)."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie
from jeugdigen.choices import Voorstelstatus


@pghistory.track()
class Bewaartermijn(Basismodel):
    """A decision of a gemeente: so many months after the last day of help, name, BSN and
    toekomstplannen go. The latest decision holds; without one nothing goes.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    maanden = models.PositiveSmallIntegerField()
    vastgesteld_door = models.CharField(
        max_length=200, help_text="orgaan of functie van de verwerkingsverantwoordelijke"
    )
    vastgesteld_op = models.DateField()

    class Meta:
        verbose_name = "bewaartermijn"
        verbose_name_plural = "bewaartermijnen"
        constraints = [
            models.CheckConstraint(
                condition=Q(maanden__range=(1, 600)),
                name="bewaartermijn_maanden",
                violation_error_code="bewaartermijn_ongeldig",
                violation_error_message="Een bewaartermijn is 1 tot en met 600 maanden.",
            )
        ]

    def __str__(self) -> str:
        return f"bewaartermijn {self.maanden} maanden"


@pghistory.track()
class Verwijdervoorstel(Basismodel):
    """A report of whose name, BSN and toekomstplannen would go, and how far it came (four eyes).

    `jeugdigen` are pseudonyms; what is no longer due when it is carried out stays.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    termijn = models.ForeignKey(Bewaartermijn, on_delete=models.PROTECT, related_name="+")
    peildatum = models.DateField()
    jeugdigen = ArrayField(models.UUIDField())
    status = models.CharField(max_length=12, choices=Voorstelstatus, default=Voorstelstatus.OPEN)
    vrijgegeven_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uitgevoerd_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uitgevoerd_op = models.DateTimeField(null=True, blank=True)
    verwijderd = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "verwijdervoorstel"
        verbose_name_plural = "verwijdervoorstellen"
        constraints = [
            models.CheckConstraint(
                condition=Q(uitgevoerd_door__isnull=True)
                | ~Q(uitgevoerd_door=F("vrijgegeven_door")),
                name="verwijdervoorstel_vier_ogen",
                violation_error_code="eigen_vrijgave",
                violation_error_message="Wie vrijgaf, voert niet ook uit.",
            ),
            models.UniqueConstraint(
                fields=["gemeente"],
                condition=Q(status__in=["open", "vrijgegeven"]),
                name="verwijdervoorstel_een_tegelijk",
                violation_error_code="voorstel_bestaat",
                violation_error_message="Er is intussen een ander rapport gemaakt.",
            ),
        ]

    def __str__(self) -> str:
        return f"verwijdervoorstel {self.peildatum}"
