"""The catalogue is data, versioned by period, kept by catalogusbeheer, never code (R-SEG-2)."""

from uuid import UUID

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from contracts.choices import (
    Catalogussoort,
    Eenheid,
    Financiering,
    Frequentie,
    Groepsoort,
    Mutatiestatus,
    Perceelaard,
    Segmentcode,
)
from core.choices import Organisatiesoort
from core.models import Basismodel, Organisatie, PeriodeModel
from core.models.basis import periode_check

#: Typed, for a check in Python compares it with nothing else.
NIL_UUID = Value(UUID(int=0), output_field=models.UUIDField())


def nil(field: str) -> Func:
    return Coalesce(F(field), NIL_UUID, output_field=models.UUIDField())


@pghistory.track()
class Segment(Basismodel):
    """One of the four segments (R-SEG-1)."""

    code = models.CharField(max_length=20, choices=Segmentcode, unique=True)
    naam = models.CharField(max_length=80)
    volgorde = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "segment"
        verbose_name_plural = "segmenten"
        ordering = ("volgorde",)

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class Perceel(PeriodeModel, Basismodel):
    """What an aanbieder is admitted to (R-SEG-2). `max_wachttijd_weken` is 2, 6 or 14 (R-BES-5)."""

    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="percelen")
    code = models.CharField(max_length=10, unique=True)
    naam = models.CharField(max_length=120)
    omschrijving = models.TextField(blank=True, db_default="")
    aard = models.CharField(max_length=20, choices=Perceelaard)
    financiering = models.CharField(
        max_length=12,
        choices=Financiering,
        default=Financiering.INSPANNING,
        db_default="inspanning",
    )
    max_wachttijd_weken = models.PositiveSmallIntegerField(default=6, db_default=6)
    via_cpwv = models.BooleanField(
        "plaatsing via het CPWV", default=False, db_default=False, help_text="R-CPW-1"
    )
    tarief_per_locatie = models.BooleanField(default=False, db_default=False, help_text="R-SEG-7")

    class Meta:
        verbose_name = "perceel"
        verbose_name_plural = "percelen"
        ordering = ("code",)
        constraints = [
            periode_check("perceel_periode"),
            models.CheckConstraint(
                condition=Q(max_wachttijd_weken__in=[2, 6, 14]),
                name="perceel_wachttijd",
                violation_error_code="wachttijd_ongeldig",
                violation_error_message="De maximale wachttijd is 2, 6 of 14 weken.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.naam}"


@pghistory.track()
class Product(PeriodeModel, Basismodel):
    """A product with its rules as data; the code is at most 5 characters (JZ021, D-05).

    Minutes are whole; `max_reistijd_minuten` is there and back per visit (R-TOE-4). Codes that are
    not official are invented and say so: `voorbeeldgegeven` (R-SEG-3).
    """

    code = models.CharField(max_length=5, unique=True)
    naam = models.CharField(max_length=120)
    definitie = models.TextField(blank=True, db_default="")
    kies_als = models.TextField(
        "kies dit als", blank=True, db_default="", help_text="hulp bij het kiezen"
    )
    categorie = models.CharField(max_length=2, help_text="JZ020, bijvoorbeeld 45")
    eenheden = ArrayField(
        models.CharField(max_length=2, choices=Eenheid), help_text="toegestane eenheden (WJ756)"
    )
    frequenties = ArrayField(
        models.CharField(max_length=1, choices=Frequentie),
        help_text="toegestane frequenties (WMO757)",
    )
    verdeling_toegestaan = models.BooleanField(
        "verdeling direct/indirect/reistijd", default=False, db_default=False, help_text="R-TOE-2"
    )
    indirecte_tijd = models.BooleanField(default=False, db_default=False, help_text="R-TOE-5")
    max_reistijd_minuten = models.PositiveSmallIntegerField(
        default=45, db_default=45, help_text="minuten heen en terug per bezoek, R-TOE-4"
    )
    max_duur_maanden = models.PositiveSmallIntegerField(null=True, blank=True, help_text="R-TOE-7")
    max_minuten = models.PositiveIntegerField(null=True, blank=True, help_text="R-TOE-6")
    max_sessies = models.PositiveSmallIntegerField(null=True, blank=True, help_text="R-TOE-6")
    groepsoort = models.CharField(
        max_length=30, choices=Groepsoort, blank=True, db_default="", help_text="R-SEG-6"
    )
    jeugdigen_per_begeleider = models.CharField(max_length=10, blank=True, db_default="")
    opleidingseis = models.CharField(max_length=200, blank=True, db_default="")
    voorbeeldgegeven = models.BooleanField(default=True, db_default=True)

    class Meta:
        verbose_name = "product"
        verbose_name_plural = "producten"
        ordering = ("code",)
        constraints = [
            periode_check("product_periode"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9]{1,5}$"),
                name="product_code",
                violation_error_code="productcode_ongeldig",
                violation_error_message=(
                    "Een productcode heeft hoogstens 5 hoofdletters of cijfers."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.naam}"


@pghistory.track()
class PerceelProduct(PeriodeModel, Basismodel):
    """A product in a perceel, for a period.

    Screening (DSCRN) hangs on the percelen that give a right to it (R-SEG-9).
    """

    perceel = models.ForeignKey(Perceel, on_delete=models.PROTECT, related_name="perceelproducten")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="perceelproducten")

    class Meta:
        verbose_name = "product in perceel"
        verbose_name_plural = "producten in percelen"
        constraints = [
            periode_check("perceelproduct_periode"),
            ExclusionConstraint(
                name="perceelproduct_overlap",
                expressions=[(F("perceel"), "="), (F("product"), "="), (F("periode"), "&&")],
                violation_error_code="perceelproduct_overlap",
                violation_error_message="Dit product zit in die periode al in het perceel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perceel_id} {self.product_id}"


@pghistory.track()
class Uitsluiting(PeriodeModel, Basismodel):
    """A perceel or product that is not bought for a gemeente (R-SEG-5), with whom to turn to
    instead.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    perceel = models.ForeignKey(
        Perceel, on_delete=models.PROTECT, null=True, blank=True, related_name="uitsluitingen"
    )
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, null=True, blank=True, related_name="uitsluitingen"
    )
    verwijzing = models.CharField(max_length=300, help_text="waar de inwoner wel terecht kan")

    class Meta:
        verbose_name = "uitsluiting"
        verbose_name_plural = "uitsluitingen"
        constraints = [
            periode_check("uitsluiting_periode"),
            models.CheckConstraint(
                condition=Q(perceel__isnull=True) ^ Q(product__isnull=True),
                name="uitsluiting_van_een",
                violation_error_code="uitsluiting_van_een",
                violation_error_message=(
                    "Een uitsluiting geldt voor een perceel of voor een product."
                ),
            ),
            ExclusionConstraint(
                name="uitsluiting_overlap",
                expressions=[
                    (F("gemeente"), "="),
                    (nil("perceel"), "="),
                    (nil("product"), "="),
                    (F("periode"), "&&"),
                ],
                violation_error_code="uitsluiting_overlap",
                violation_error_message="Dit is in die periode al uitgesloten voor de gemeente.",
            ),
        ]

    def __str__(self) -> str:
        return f"uitsluiting {self.gemeente_id}"


@pghistory.track()
class Tariefgroep(Basismodel):
    """Tariff differentiation of ambulant care: a higher group means more specialised (R-SEG-7)."""

    code = models.CharField(max_length=10, unique=True)
    naam = models.CharField(max_length=80)

    class Meta:
        verbose_name = "tariefgroep"
        verbose_name_plural = "tariefgroepen"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.naam


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Tarief(PeriodeModel, Basismodel):
    """Price per unit in euro, exact to the cent (R-SEG-8).

    By tariff group (ambulant) or by location (wonen/verblijf, R-SEG-7); with neither, for
    everybody. One that has not begun may be taken back: the row goes, its history keeps it.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="tarieven")
    tariefgroep = models.ForeignKey(
        Tariefgroep, on_delete=models.PROTECT, null=True, blank=True, related_name="tarieven"
    )
    locatie = models.ForeignKey(
        "providers.Locatie", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    eenheid = models.CharField(max_length=2, choices=Eenheid)
    bedrag = models.DecimalField(max_digits=9, decimal_places=2, help_text="euro per eenheid")

    class Meta:
        verbose_name = "tarief"
        verbose_name_plural = "tarieven"
        constraints = [
            periode_check("tarief_periode"),
            models.CheckConstraint(
                condition=Q(bedrag__gt=0),
                name="tarief_positief",
                violation_error_code="tarief_ongeldig",
                violation_error_message="Een tarief is hoger dan nul.",
            ),
            models.CheckConstraint(
                condition=Q(tariefgroep__isnull=True) | Q(locatie__isnull=True),
                name="tarief_groep_of_locatie",
                violation_error_code="tarief_groep_of_locatie",
                violation_error_message=(
                    "Een tarief geldt voor een tariefgroep of voor een locatie."
                ),
            ),
            ExclusionConstraint(
                name="tarief_overlap",
                expressions=[
                    (F("product"), "="),
                    (nil("tariefgroep"), "="),
                    (nil("locatie"), "="),
                    (F("eenheid"), "="),
                    (F("periode"), "&&"),
                ],
                violation_error_code="tarief_overlap",
                violation_error_message="Er is in die periode al een tarief voor dit product.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.bedrag}"


@pghistory.track()
class Catalogusmutatie(Basismodel):
    """A change in place of the catalogue that waits for its day (R-SEG-2).

    `velden` holds the new value per field, as JSON. What has a period (tarief, uitsluiting,
    product in perceel) needs none: its next version is a row of its own.
    """

    soort = models.CharField(max_length=12, choices=Catalogussoort)
    doel_id = models.UUIDField()
    velden = models.JSONField()
    ingangsdatum = models.DateField()
    reden = models.CharField(max_length=300, blank=True, db_default="")
    status = models.CharField(
        max_length=12, choices=Mutatiestatus, default=Mutatiestatus.GEPLAND, db_default="gepland"
    )
    toegepast_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "geplande cataloguswijziging"
        verbose_name_plural = "geplande cataloguswijzigingen"
        ordering = ("ingangsdatum", "aangemaakt_op")
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "doel_id", "ingangsdatum"],
                condition=Q(status="gepland"),
                name="catalogusmutatie_een_per_dag",
                violation_error_code="mutatie_bestaat",
                violation_error_message="Voor die dag is al een wijziging gepland; pas die aan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.ingangsdatum}"
