"""What toegang and aanbieder agreed for one jeugdige, what was kept of it, and what it brought.

Every text is in the vault: it is about a child. In the open stand states, days and who did it. When
name and BSN of the jeugdige are removed, a trigger empties every text (N-AVG-03).
"""

import pghistory
from django.db import models
from django.db.models import Q

from afspraken.choices import EINDREDENEN, Kant, Overzichtstatus, Resultaatstatus
from afspraken.codes import EVALUATIE_DUBBEL, OVERZICHT_BESTAAT
from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie
from indications.choices import RedenBeeindiging
from indications.models import Jeugdige, Toewijzing
from providers.models import Aanbieder

VERWIJDERD = "leeg: verwijderd, samen met naam en BSN van de jeugdige"


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


@pghistory.track(exclude=["inhoud"])
class Afsprakenoverzicht(Basismodel):
    """Agreements on the help of one aanbieder to one jeugdige of one gemeente (R-TOE-12).

    `inhoud` is the text of whoever has the turn (`status`); the other side sees the last
    `Afsprakenversie`. `versie` rises with every change: a change on an older one is refused.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="afsprakenoverzichten"
    )
    jeugdige = models.ForeignKey(
        Jeugdige, on_delete=models.PROTECT, related_name="afsprakenoverzichten"
    )
    status = models.CharField(
        max_length=20,
        choices=Overzichtstatus,
        default=Overzichtstatus.CONCEPT,
        db_default="concept",
    )
    inhoud = models.BinaryField(null=True, help_text=VERWIJDERD)
    bij_sinds = models.DateTimeField(help_text="sinds wanneer het in deze stand is")
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "afsprakenoverzicht"
        verbose_name_plural = "afsprakenoverzichten"
        indexes = [
            models.Index(
                fields=["status", "bij_sinds"],
                condition=~Q(status="afgesloten"),
                name="afspraken_lopend",
            )
        ]

    def __str__(self) -> str:
        return f"afsprakenoverzicht {str(self.pk)[:8]}"


@pghistory.track()
class AfgesprokenHulp(Basismodel):
    """A toewijzing that the agreements are about; each stands in one overzicht."""

    overzicht = models.ForeignKey(Afsprakenoverzicht, on_delete=models.PROTECT, related_name="hulp")
    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = "afgesproken hulp"
        verbose_name_plural = "afgesproken hulp"
        constraints = [
            models.UniqueConstraint(
                fields=["toewijzing"],
                name="afgesproken_hulp_eenmaal",
                violation_error_code=OVERZICHT_BESTAAT.code,
                violation_error_message=OVERZICHT_BESTAAT.betekenis,
            )
        ]

    def __str__(self) -> str:
        return f"hulp {self.toewijzing_id}"


@pghistory.track(exclude=["inhoud"])
class Afsprakenversie(Basismodel):
    """The whole text as one side handed it over; it never changes, only who agrees on it.

    It stands (`vastgesteld_op`) once both sides agreed.
    """

    overzicht = models.ForeignKey(
        Afsprakenoverzicht, on_delete=models.PROTECT, related_name="versies", db_index=False
    )
    nummer = models.PositiveSmallIntegerField()
    kant = models.CharField(max_length=10, choices=Kant, help_text="wie overdroeg")
    inhoud = models.BinaryField(null=True, help_text=VERWIJDERD)
    overgedragen_op = models.DateTimeField()
    overgedragen_door = _who()
    toegang_akkoord_op = models.DateTimeField(null=True, blank=True)
    toegang_akkoord_door = _who()
    aanbieder_akkoord_op = models.DateTimeField(null=True, blank=True)
    aanbieder_akkoord_door = _who()
    vastgesteld_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "versie van een afsprakenoverzicht"
        verbose_name_plural = "versies van een afsprakenoverzicht"
        constraints = [
            models.UniqueConstraint(
                fields=["overzicht", "nummer"],
                name="afsprakenversie_nummer",
                violation_error_code="versie_bestaat",
                violation_error_message="Deze versie is er al.",
            ),
            models.CheckConstraint(
                condition=Q(vastgesteld_op__isnull=True)
                | Q(
                    toegang_akkoord_op__isnull=False,
                    toegang_akkoord_door__isnull=False,
                    aanbieder_akkoord_op__isnull=False,
                    aanbieder_akkoord_door__isnull=False,
                ),
                name="afsprakenversie_akkoord",
                violation_error_code="akkoord_ontbreekt",
                violation_error_message="Vaststellen kan als toegang en aanbieder akkoord zijn.",
            ),
        ]

    def __str__(self) -> str:
        return f"versie {self.nummer}"


@pghistory.track(exclude=["inhoud"])
class Evaluatiemoment(Basismodel):
    """A day on which both look back, as agreed; sealed: who takes part, and the outcome."""

    overzicht = models.ForeignKey(
        Afsprakenoverzicht, on_delete=models.PROTECT, related_name="evaluaties", db_index=False
    )
    datum = models.DateField()
    inhoud = models.BinaryField(null=True, help_text=VERWIJDERD)
    gedaan_op = models.DateField(null=True, blank=True)
    gedaan_door = _who()

    class Meta:
        verbose_name = "evaluatiemoment"
        verbose_name_plural = "evaluatiemomenten"
        constraints = [
            models.UniqueConstraint(
                fields=["overzicht", "datum"],
                name="evaluatiemoment_dag",
                violation_error_code=EVALUATIE_DUBBEL.code,
                violation_error_message=EVALUATIE_DUBBEL.betekenis,
            )
        ]
        indexes = [
            models.Index(
                fields=["datum"], condition=Q(gedaan_op__isnull=True), name="evaluatie_open"
            )
        ]

    def __str__(self) -> str:
        return f"evaluatie {self.datum}"


@pghistory.track(exclude=["inhoud"])
class Resultatenoverzicht(Basismodel):
    """What the help brought, per wanted result; the aanbieder says it, the toegang confirms."""

    overzicht = models.ForeignKey(
        Afsprakenoverzicht, on_delete=models.PROTECT, related_name="resultaten", db_index=False
    )
    status = models.CharField(max_length=20, choices=Resultaatstatus)
    inhoud = models.BinaryField(null=True, help_text=VERWIJDERD)
    reden_beeindiging = models.CharField(max_length=2, choices=EINDREDENEN)
    ingevuld_op = models.DateTimeField()
    ingevuld_door = _who()
    bevestigd_op = models.DateTimeField(null=True, blank=True)
    bevestigd_door = _who()

    class Meta:
        verbose_name = "resultatenoverzicht"
        verbose_name_plural = "resultatenoverzichten"
        constraints = [
            models.UniqueConstraint(
                fields=["overzicht"],
                name="resultatenoverzicht_eenmaal",
                violation_error_code="resultaten_bestaan",
                violation_error_message="De resultaten zijn al ingevuld.",
            ),
            models.CheckConstraint(
                condition=~Q(reden_beeindiging=RedenBeeindiging.TIJDELIJK),
                name="resultaten_einde",
                violation_error_code="reden_is_tijdelijk",
                violation_error_message="Hulp die tijdelijk stopt, is nog niet geëindigd.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Resultaatstatus.BEVESTIGD,
                    bevestigd_op__isnull=False,
                    bevestigd_door__isnull=False,
                )
                | (
                    ~Q(status=Resultaatstatus.BEVESTIGD)
                    & Q(bevestigd_op__isnull=True, bevestigd_door__isnull=True)
                ),
                name="resultaten_bevestigd",
                violation_error_code="bevestiging_onvolledig",
                violation_error_message="Bevestigde resultaten hebben een moment en een naam.",
            ),
        ]

    def __str__(self) -> str:
        return f"resultaten {self.get_status_display().lower()}"
