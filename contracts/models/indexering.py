"""Indexation of tariffs: weights, a proposal per year, and its reckoning per tariff (R-SEG-8)."""

import uuid
from decimal import Decimal

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q

from contracts.choices import Eenheid, Indexeringstatus, Perceelaard
from contracts.models.catalogus import Perceel, Product, Segment, Tariefgroep
from contracts.rules import MAX_PERCENTAGE, Percentages
from core.models import Basismodel, PeriodeModel
from core.models.basis import periode_check
from core.policies import ScopedQuerySet
from core.ui.formats import format_number
from providers.models import Locatie

PERCENTAGES = ("voorlopig", "definitief", "vorig")


class Indexeringnummer(Func):
    template = "nextval('indexering_nummer')"
    output_field = models.BigIntegerField()


def percentage(label: str, *, null: bool = False) -> models.DecimalField:
    return models.DecimalField(label, max_digits=6, decimal_places=3, null=null, blank=null)


@pghistory.track()
class Weging(PeriodeModel, Basismodel):
    """How heavy personnel (OVA) and material (PPC) weigh for a kind of perceel (D-27).

    Without `aard` it holds for every perceel that has no weighing of its own: 90/10, and 83/17 for
    JeugdzorgPlus (JP art. 6). Both in percent; together 100.
    """

    naam = models.CharField(max_length=80)
    aard = models.CharField(
        max_length=20,
        choices=Perceelaard,
        blank=True,
        db_default="",
        help_text="leeg: alle percelen zonder eigen weging",
    )
    personeel = models.DecimalField(max_digits=5, decimal_places=2)
    materieel = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "weging"
        verbose_name_plural = "wegingen"
        ordering = ("aard", "begindatum")
        constraints = [
            periode_check("weging_periode"),
            models.CheckConstraint(
                condition=Q(personeel__gte=0, materieel__gte=0, personeel=100 - F("materieel")),
                name="weging_honderd",
                violation_error_code="weging_niet_honderd",
                violation_error_message="Personeel en materieel zijn samen 100 procent.",
            ),
            ExclusionConstraint(
                name="weging_overlap",
                expressions=[(F("aard"), "="), (F("periode"), "&&")],
                violation_error_code="weging_overlap",
                violation_error_message="Voor deze aard is er in die periode al een weging.",
            ),
        ]

    def __str__(self) -> str:
        parts = [format_number(Decimal(p).normalize()) for p in (self.personeel, self.materieel)]
        return f"{self.naam} ({'/'.join(parts)})"


@pghistory.track()
class Indexering(Basismodel):
    """A proposal to index tariffs for year `jaar` from `ingangsdatum` (R-SEG-8, D-27).

    factor = (1 + definitive t-1) ÷ (1 + provisional t-1) × (1 + provisional t), each percentage
    weighed by `gewicht_personeel` and the rest for material. Without figures of t-1 there is no
    recalculation. Covers the percelen of its weighing, narrowed to a segment or to `percelen`.
    `factor` is for the eye; reckoning is exact.
    """

    nummer = models.BigIntegerField(unique=True, editable=False, db_default=Indexeringnummer())
    jaar = models.PositiveSmallIntegerField(help_text="jaar t")
    ingangsdatum = models.DateField()
    weging = models.ForeignKey(Weging, on_delete=models.PROTECT, related_name="indexeringen")
    gewicht_personeel = models.DecimalField(max_digits=5, decimal_places=2)
    segment = models.ForeignKey(
        Segment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    percelen = models.ManyToManyField(Perceel, blank=True, related_name="+")
    voorlopig_personeel = percentage("voorlopig personeel, jaar t")
    voorlopig_materieel = percentage("voorlopig materieel, jaar t")
    definitief_personeel = percentage("definitief personeel, jaar t-1", null=True)
    definitief_materieel = percentage("definitief materieel, jaar t-1", null=True)
    vorig_personeel = percentage("voorlopig personeel, jaar t-1", null=True)
    vorig_materieel = percentage("voorlopig materieel, jaar t-1", null=True)
    toelichting = models.TextField(blank=True, db_default="")
    status = models.CharField(
        max_length=12,
        choices=Indexeringstatus,
        default=Indexeringstatus.CONCEPT,
        db_default="concept",
    )
    factor = models.DecimalField(max_digits=16, decimal_places=12, null=True, blank=True)
    overgeslagen = models.PositiveIntegerField(
        default=0, db_default=0, help_text="al geïndexeerd, of al een nieuw tarief op die dag"
    )
    berekend_op = models.DateTimeField(null=True, blank=True)
    geactiveerd_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "indexering"
        verbose_name_plural = "indexeringen"
        ordering = ("-jaar", "-nummer")
        constraints = [
            models.CheckConstraint(
                condition=Q(ingangsdatum__year=F("jaar")),
                name="indexering_jaar",
                violation_error_code="ingang_buiten_jaar",
                violation_error_message="De ingangsdatum ligt niet in het jaar van de indexering.",
            ),
            models.CheckConstraint(
                condition=Q(
                    definitief_personeel__isnull=True,
                    definitief_materieel__isnull=True,
                    vorig_personeel__isnull=True,
                    vorig_materieel__isnull=True,
                )
                | Q(
                    definitief_personeel__isnull=False,
                    definitief_materieel__isnull=False,
                    vorig_personeel__isnull=False,
                    vorig_materieel__isnull=False,
                ),
                name="indexering_nacalculatie",
                violation_error_code="nacalculatie_onvolledig",
                violation_error_message="Vul voor de nacalculatie alle vier de percentages in, "
                "of geen.",
            ),
            models.CheckConstraint(
                condition=Q(
                    *[
                        Q(**{f"{soort}_{deel}__isnull": True})
                        | Q(**{f"{soort}_{deel}__range": (-MAX_PERCENTAGE, MAX_PERCENTAGE)})
                        for soort in PERCENTAGES
                        for deel in ("personeel", "materieel")
                    ]
                ),
                name="indexering_percentage",
                violation_error_code="percentage_ongeldig",
                violation_error_message="Een percentage ligt tussen -20 en 20.",
            ),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"IX-{self.nummer}"

    def percentages(self, soort: str) -> Percentages | None:
        """Of `voorlopig` (t), `vorig` (provisional t-1) or `definitief` (t-1); None without."""
        personnel = getattr(self, f"{soort}_personeel")
        material = getattr(self, f"{soort}_materieel")
        return None if personnel is None else Percentages(Decimal(personnel), Decimal(material))


class Indexeringsregel(models.Model):
    """One tariff of a proposal: what it was, what comes out, from which tariff to which.

    Written whole per computation and never changed; after withdrawal it still tells what stood
    there, so tariffs are named by id, not by foreign key.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    indexering = models.ForeignKey(Indexering, on_delete=models.CASCADE, related_name="regels")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    tariefgroep = models.ForeignKey(
        Tariefgroep, on_delete=models.PROTECT, null=True, related_name="+"
    )
    locatie = models.ForeignKey(Locatie, on_delete=models.PROTECT, null=True, related_name="+")
    eenheid = models.CharField(max_length=2, choices=Eenheid)
    percelen = ArrayField(models.CharField(max_length=10), help_text="codes op de ingangsdatum")
    oud_tarief = models.UUIDField()
    oud_bedrag = models.DecimalField(max_digits=9, decimal_places=2)
    oud_begindatum = models.DateField()
    oud_einddatum = models.DateField(null=True)
    onafgerond = models.DecimalField(max_digits=19, decimal_places=8)
    nieuw_tarief = models.UUIDField()
    nieuw_bedrag = models.DecimalField(max_digits=9, decimal_places=2)
    nieuw_einddatum = models.DateField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "indexeringsregel"
        verbose_name_plural = "indexeringsregels"
        constraints = [
            models.UniqueConstraint(
                fields=["indexering", "oud_tarief"],
                name="indexeringsregel_een_per_tarief",
                violation_error_code="indexeringsregel_bestaat",
                violation_error_message="Dit tarief staat al in deze indexering.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.oud_bedrag} → {self.nieuw_bedrag}"
