"""The jeugdige as a pseudonym, the vault with BSN and name, and the referral."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from core.choices import Organisatiesoort
from core.models import Basismodel, Organisatie, PeriodeModel
from core.models.basis import periode_check
from indications.choices import TypeVerwijzer, Woonplaatsgrond


@pghistory.track()
class Jeugdige(Basismodel):
    """A child or young person, known here by pseudonym (`id`) only.

    `gemeente` is responsible today; of other days the `woonplaatsen` tell (D-20).
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    geboortedatum = models.DateField()

    class Meta:
        verbose_name = "jeugdige"
        verbose_name_plural = "jeugdigen"

    def __str__(self) -> str:
        return f"jeugdige {str(self.id)[:8]}"


@pghistory.track()
class Woonplaats(PeriodeModel, Basismodel):
    """Which gemeente is responsible for a jeugdige, per day (woonplaatsbeginsel, D-20).

    Both days inclusive, never two at once. Days before the first row and after the last one that
    ends are not known; a jeugdige without rows has had one gemeente only, that of the jeugdige.
    """

    jeugdige = models.ForeignKey(Jeugdige, on_delete=models.PROTECT, related_name="woonplaatsen")
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    grond = models.CharField(max_length=12, choices=Woonplaatsgrond)

    class Meta:
        verbose_name = "woonplaats"
        verbose_name_plural = "woonplaatsen"
        constraints = [
            periode_check("woonplaats_periode"),
            ExclusionConstraint(
                name="woonplaats_overlap",
                expressions=[(F("jeugdige"), "="), (F("periode"), "&&")],
                violation_error_code="woonplaats_overlap",
                violation_error_message="Op een dag is één gemeente verantwoordelijk.",
            ),
        ]

    def __str__(self) -> str:
        return f"woonplaats vanaf {self.begindatum}"


class JeugdigeKluis(models.Model):
    """The vault: BSN and name encrypted (AES-256-GCM, bound to the pseudonym), found by keyed hash
    (N-AVG-01).

    A jeugdige whose BSN is not known yet has neither number nor hash. Never joined in lists.
    Opening it is a logged act with a reason (`indications.services.kluis`).
    """

    jeugdige = models.OneToOneField(
        Jeugdige, on_delete=models.CASCADE, primary_key=True, related_name="kluis"
    )
    bsn_hash = models.BinaryField(max_length=32, null=True)
    bsn = models.BinaryField(null=True)
    naam = models.BinaryField(help_text="versleuteld JSON: geslachtsnaam, voorvoegsel, voornamen")
    sleutel = models.CharField(max_length=20, help_text="sleutel waarmee versleuteld is")

    class Meta:
        verbose_name = "kluis van een jeugdige"
        verbose_name_plural = "kluizen van jeugdigen"
        constraints = [
            models.UniqueConstraint(
                fields=["bsn_hash"],
                name="kluis_bsn_uniek",
                violation_error_code="bsn_bestaat",
                violation_error_message="Deze jeugdige is intussen door iemand anders ingevoerd.",
            ),
            models.CheckConstraint(
                condition=Q(bsn__isnull=True, bsn_hash__isnull=True)
                | Q(bsn__isnull=False, bsn_hash__isnull=False),
                name="kluis_bsn_met_hash",
                violation_error_code="bsn_zonder_hash",
                violation_error_message="Een BSN en zijn hash horen bij elkaar.",
            ),
        ]

    def __str__(self) -> str:
        return "kluis"


@pghistory.track()
class Verwijzing(Basismodel):
    """Who referred, when, and how long it holds.

    `geldig_tot` is the last day: the term of a GI or a court order. Empty means open-ended, except
    for a medical referral, which lasts at most one year (R-TOE-9).
    """

    jeugdige = models.ForeignKey(Jeugdige, on_delete=models.PROTECT, related_name="verwijzingen")
    type = models.CharField(max_length=2, choices=TypeVerwijzer)
    datum = models.DateField()
    verwijzer = models.CharField(
        max_length=200, blank=True, db_default="", help_text="praktijk of instelling, geen persoon"
    )
    geldig_tot = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        constraints = [
            models.CheckConstraint(
                condition=Q(geldig_tot__isnull=True) | Q(geldig_tot__gte=F("datum")),
                name="verwijzing_geldigheid",
                violation_error_code="periode_ongeldig",
                violation_error_message="De verwijzing geldt minstens tot en met haar datum.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.datum}"
