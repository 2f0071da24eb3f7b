"""The question of the gemeente how minutes are split, and what the aanbieder answered (R-TOE-3)."""

import pghistory
from django.db import models
from django.db.models import F, Func, Q

from core.models import Basismodel, Gebruiker
from indications.models import Toewijzing
from toelichtingen.choices import LOPEND, Verzoekstatus, Vraagreden


class NextNummer(Func):
    """Next number of UV-…: unique, not gapless; nobody waits for one."""

    template = "nextval('toelichtingsverzoek_nummer')"
    output_field = models.BigIntegerField()


@pghistory.track()
class Toelichtingsverzoek(Basismodel):
    """A gemeente asks the aanbieder of a toewijzing to explain the split of its minutes (R-TOE-3).

    `vraag` holds no personal data. `termijn` is the last day (inclusive) to answer, anew when a
    supplement (`aanvulling`) is asked. `vrager` is empty when a program asked.
    """

    nummer = models.BigIntegerField(unique=True, db_default=NextNummer(), editable=False)
    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="toelichtingsverzoeken"
    )
    reden = models.CharField(max_length=20, choices=Vraagreden)
    vraag = models.TextField(help_text="zonder persoonsgegevens")
    aanvulling = models.TextField(
        blank=True, db_default="", help_text="wat na een antwoord nog gevraagd is"
    )
    status = models.CharField(
        max_length=20, choices=Verzoekstatus, default=Verzoekstatus.OPEN, db_default="open"
    )
    vrager = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gevraagd_op = models.DateTimeField()
    termijn = models.DateField()
    beantwoord_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "toelichtingsverzoek"
        verbose_name_plural = "toelichtingsverzoeken"
        constraints = [
            models.UniqueConstraint(
                fields=["toewijzing"],
                condition=Q(status__in=LOPEND),
                name="toelichtingsverzoek_een_open",
                violation_error_code="toelichtingsverzoek_bestaat",
                violation_error_message="Over deze toewijzing is al een vraag open.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Verzoekstatus.BEANTWOORD) | Q(beantwoord_op__isnull=False),
                name="toelichtingsverzoek_beantwoord",
                violation_error_code="toelichting_ontbreekt",
                violation_error_message="Een beantwoorde vraag heeft een moment van antwoord.",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"UV-{self.nummer:05}"

    @property
    def loopt(self) -> bool:
        return self.status in LOPEND


@pghistory.track()
class Toelichting(Basismodel):
    """What the aanbieder answered: the split of `volume`, as it was at that moment.

    An answer stays; a supplement is a new row. `toewijzing_versie` and `volume` say which version
    of the toewijzing it is about. It changes nothing of the toewijzing (ADR 0002).
    """

    verzoek = models.ForeignKey(
        Toelichtingsverzoek, on_delete=models.PROTECT, related_name="toelichtingen"
    )
    toewijzing_versie = models.PositiveIntegerField()
    volume = models.PositiveIntegerField()
    minuten_direct = models.PositiveIntegerField()
    minuten_indirect = models.PositiveIntegerField()
    minuten_reistijd = models.PositiveIntegerField()
    aantal_contacten = models.PositiveIntegerField(null=True, blank=True)
    tekst = models.TextField(blank=True, db_default="", help_text="zonder persoonsgegevens")
    antwoorder = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gegeven_op = models.DateTimeField()

    class Meta:
        verbose_name = "toelichting"
        verbose_name_plural = "toelichtingen"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    volume=F("minuten_direct") + F("minuten_indirect") + F("minuten_reistijd")
                ),
                name="toelichting_telt_op",
                violation_error_code="verdeling_telt_niet_op",
                violation_error_message="Direct, indirect en reistijd zijn samen niet het totaal.",
            )
        ]

    def __str__(self) -> str:
        return f"toelichting bij {self.verzoek_id}"
