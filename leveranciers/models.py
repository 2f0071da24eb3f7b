"""Shares of cost, yearly figures and talks with aanbieders (R-CON-6, SI 7.6 and 11)."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now, NullIf, Round

from contracts.models import Segment
from core.fouten import Foutcode
from core.models import Basismodel, Document, Gebruiker
from core.policies import ScopedQuerySet
from leveranciers.choices import (
    Afspraakkant,
    Afspraakstatus,
    Cijferbron,
    Gespreksoort,
    Gespreksstatus,
    Grondslag,
    Indeling,
    Kwadrant,
)
from leveranciers.rules import Normen
from providers.choices import Grootte
from providers.models import Aanbieder

EERSTE_JAAR, LAATSTE_JAAR = 2015, 2099
CIJFERS_BESTAAN = Foutcode(
    "cijfers_bestaan", "Van deze aanbieder staan de cijfers van dat jaar er al.", "D-32"
)
JAAR_ONGELDIG = Foutcode("jaar_ongeldig", "Een jaar ligt van 2015 tot en met 2099.")
HONDERD, NUL = Decimal(100), Decimal(0)
_N = Normen()


def year_check(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(jaar__range=(EERSTE_JAAR, LAATSTE_JAAR)),
        name=name,
        violation_error_code=JAAR_ONGELDIG.code,
        violation_error_message=JAAR_ONGELDIG.betekenis,
    )


@pghistory.track()
class Sturingsnorm(Basismodel):
    """Where the lines lie from a year on, until the next row (R-CON-6, D-32).

    Percentages of 100; personeelskosten in euro per fte; a rhythm in months, 0 for none.
    """

    jaar = models.PositiveSmallIntegerField("geldt vanaf jaar", unique=True)
    leveranciersmanagement_procent = models.DecimalField(
        "leveranciersmanagement bij",
        max_digits=5, decimal_places=2, default=_N.leveranciersmanagement_procent,
    )  # fmt: skip
    systeem_procent = models.DecimalField(
        "systeemaanbieder vanaf", max_digits=5, decimal_places=2, default=_N.systeem_procent
    )
    groot_procent = models.DecimalField(
        "grote aanbieder vanaf", max_digits=5, decimal_places=2, default=_N.groot_procent
    )
    afhankelijkheid_procent = models.DecimalField(
        "afhankelijk vanaf", max_digits=5, decimal_places=2, default=_N.afhankelijkheid_procent
    )
    waarde_procent = models.DecimalField(
        "hoge contractwaarde vanaf", max_digits=5, decimal_places=2, default=_N.waarde_procent
    )
    rendement_laag = models.DecimalField(
        "rendement laag onder", max_digits=6, decimal_places=2, default=_N.rendement_laag
    )
    rendement_hoog = models.DecimalField(
        "rendement hoog boven", max_digits=6, decimal_places=2, default=_N.rendement_hoog
    )
    liquiditeit_laag = models.DecimalField(
        "liquiditeit laag onder", max_digits=6, decimal_places=2, default=_N.liquiditeit_laag
    )
    solvabiliteit_laag = models.DecimalField(
        "solvabiliteit laag onder", max_digits=6, decimal_places=2, default=_N.solvabiliteit_laag
    )
    personeelskosten_laag = models.DecimalField(
        "personeelskosten per fte laag onder",
        max_digits=9, decimal_places=2, default=_N.personeelskosten_laag,
    )  # fmt: skip
    ritme_leveranciersmanagement = models.PositiveSmallIntegerField(
        "maanden tussen gesprekken bij leveranciersmanagement",
        default=_N.ritme_leveranciersmanagement,
    )
    ritme_contractmanagement = models.PositiveSmallIntegerField(
        "maanden tussen gesprekken bij contractmanagement", default=_N.ritme_contractmanagement
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "sturingsnorm"
        verbose_name_plural = "sturingsnormen"
        constraints = [
            year_check("sturingsnorm_jaar"),
            models.CheckConstraint(
                condition=Q(leveranciersmanagement_procent__range=(0, 100))
                & Q(systeem_procent__range=(0, 100))
                & Q(groot_procent__range=(0, 100))
                & Q(afhankelijkheid_procent__range=(0, 100))
                & Q(waarde_procent__range=(0, 100))
                & Q(systeem_procent__gte=F("groot_procent"))
                & Q(rendement_hoog__gt=F("rendement_laag"))
                & Q(ritme_leveranciersmanagement__lte=60)
                & Q(ritme_contractmanagement__lte=60),
                name="sturingsnorm_grenzen",
                violation_error_code="norm_ongeldig",
                violation_error_message="Percentages liggen van 0 tot en met 100, systeem begint "
                "niet onder groot, rendement hoog ligt boven laag, en een ritme is hoogstens 60 "
                "maanden.",
            ),
        ]

    def __str__(self) -> str:
        return f"vanaf {self.jaar}"


class Segmentaandeel(models.Model):
    """What an aanbieder costs in a segment in a year, and what follows from that.

    Without a segment: over all segments together. Made by `leveranciers.aandelen.refresh`, never by
    hand. `plek` is the order by cost, `cumulatief` the share of it and all before it.
    `afhankelijkheid` is the larger of `schaarste` (the part of the choice that goes with it) and
    `jeugdigen_aandeel`. Shares in percent, rounded for show; the classes are made on exact sums.
    """

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(
        Segment, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="segmentaandelen"
    )
    jaar = models.PositiveSmallIntegerField()
    kosten = models.DecimalField(max_digits=14, decimal_places=2, help_text="euro")
    grondslag = models.CharField(max_length=20, choices=Grondslag)
    aandeel = models.DecimalField(max_digits=5, decimal_places=2)
    cumulatief = models.DecimalField(max_digits=5, decimal_places=2)
    plek = models.PositiveIntegerField()
    indeling = models.CharField(max_length=30, choices=Indeling)
    grootte = models.CharField(max_length=10, choices=Grootte)
    jeugdigen = models.PositiveIntegerField()
    jeugdigen_aandeel = models.DecimalField(max_digits=5, decimal_places=2)
    anderen = models.DecimalField(
        max_digits=7, decimal_places=1, null=True, help_text="andere aanbieders, gemiddeld"
    )
    schaarste = models.DecimalField(max_digits=5, decimal_places=2)
    afhankelijkheid = models.DecimalField(max_digits=5, decimal_places=2)
    kwadrant = models.CharField(max_length=20, choices=Kwadrant)
    bijgewerkt_op = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "segmentaandeel"
        verbose_name_plural = "segmentaandelen"
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "segment", "aanbieder"],
                nulls_distinct=False,
                name="segmentaandeel_uniek",
                violation_error_code="segmentaandeel_bestaat",
                violation_error_message="Een aanbieder heeft per segment en jaar één aandeel.",
            )
        ]
        indexes = [
            models.Index(fields=["jaar", "segment", "plek"], name="segmentaandeel_plek"),
        ]

    def __str__(self) -> str:
        return f"{self.aanbieder_id} {self.jaar}"


@pghistory.track()
class Jaarcijfer(Basismodel):
    """Figures of an aanbieder over a year, from its annual account (SI 7.6, D-32).

    Euro to the cent; `liquiditeit` is the current ratio; `solvabiliteit`, `rendement` and
    `aandeel_twente` (part of the omzet that Twente pays) in percent, rounded to two decimals.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="jaarcijfers")
    jaar = models.PositiveSmallIntegerField()
    omzet = models.DecimalField(max_digits=14, decimal_places=2)
    resultaat = models.DecimalField(max_digits=14, decimal_places=2)
    liquiditeit = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    solvabiliteit = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    personeelskosten = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    fte = models.DecimalField("fte", max_digits=9, decimal_places=2, null=True, blank=True)
    aandeel_twente = models.DecimalField(
        "aandeel Twente", max_digits=5, decimal_places=2, null=True, blank=True
    )
    rendement = models.GeneratedField(
        expression=Round(
            F("resultaat") * Value(HONDERD) / NullIf(F("omzet"), Value(NUL)), precision=2
        ),
        output_field=models.DecimalField(max_digits=20, decimal_places=2),
        db_persist=True,
    )
    personeelskosten_fte = models.GeneratedField(
        expression=Round(F("personeelskosten") / NullIf(F("fte"), Value(NUL)), precision=2),
        output_field=models.DecimalField(max_digits=20, decimal_places=2),
        db_persist=True,
    )
    bron = models.CharField(
        max_length=20, choices=Cijferbron, default=Cijferbron.JAARREKENING,
        db_default="jaarrekening",
    )  # fmt: skip
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="jaarcijfers"
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "jaarcijfers"
        verbose_name_plural = "jaarcijfers"
        constraints = [
            year_check("jaarcijfer_jaar"),
            models.UniqueConstraint(
                fields=["aanbieder", "jaar"],
                name="jaarcijfer_uniek",
                violation_error_code=CIJFERS_BESTAAN.code,
                violation_error_message=CIJFERS_BESTAAN.betekenis,
            ),
            models.CheckConstraint(
                condition=Q(omzet__gte=0)
                & (Q(liquiditeit__isnull=True) | Q(liquiditeit__gte=0))
                & (Q(solvabiliteit__isnull=True) | Q(solvabiliteit__lte=100))
                & (Q(personeelskosten__isnull=True) | Q(personeelskosten__gte=0))
                & (Q(fte__isnull=True) | Q(fte__gte=0))
                & (Q(aandeel_twente__isnull=True) | Q(aandeel_twente__range=(0, 100))),
                name="jaarcijfer_grenzen",
                violation_error_code="cijfer_buiten_bereik",
                violation_error_message="Omzet, liquiditeit, personeelskosten en fte zijn niet "
                "lager dan nul; solvabiliteit en aandeel Twente niet hoger dan 100.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanbieder} {self.jaar}"


class Gespreksnummer(Func):
    """Next number from the sequence: unique, not gapless."""

    template = "nextval('accountgesprek_nummer')"
    output_field = models.BigIntegerField()


@pghistory.track()
class Accountgesprek(Basismodel):
    """A talk of OZJT with an aanbieder: planned, held, its verslag vastgesteld.

    `aanwezigen` names functions, one per line; agenda and verslag hold nothing about a jeugdige.
    A row that is vastgesteld does not change any more; a trigger guards that.
    """

    nummer = models.BigIntegerField(unique=True, db_default=Gespreksnummer(), editable=False)
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="accountgesprekken"
    )
    soort = models.CharField(max_length=20, choices=Gespreksoort)
    datum = models.DateField()
    aanwezigen = models.TextField(blank=True, db_default="")
    agenda = models.TextField(blank=True, db_default="")
    verslag = models.TextField(blank=True, db_default="")
    status = models.CharField(
        max_length=20,
        choices=Gespreksstatus,
        default=Gespreksstatus.GEPLAND,
        db_default="gepland",
    )
    reden = models.CharField("waarom vervallen", max_length=300, blank=True, db_default="")
    vastgesteld_op = models.DateTimeField(null=True, blank=True)
    vastgesteld_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "accountgesprek"
        verbose_name_plural = "accountgesprekken"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(status=Gespreksstatus.VASTGESTELD, vastgesteld_op__isnull=False)
                    & ~Q(verslag="")
                    & ~Q(aanwezigen="")
                )
                | (~Q(status=Gespreksstatus.VASTGESTELD) & Q(vastgesteld_op__isnull=True)),
                name="accountgesprek_vastgesteld",
                violation_error_code="verslag_onvolledig",
                violation_error_message="Een vastgesteld verslag heeft een tekst en wie erbij "
                "waren.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Gespreksstatus.VERVALLEN) | ~Q(reden=""),
                name="accountgesprek_vervallen",
                violation_error_code="reden_ontbreekt",
                violation_error_message="Een gesprek dat vervalt heeft een reden.",
            ),
        ]
        indexes = [
            models.Index(fields=["aanbieder", "datum"], name="accountgesprek_per_aanbieder"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="vastgesteld_staat_vast",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status="vastgesteld"),
            )
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        """The reference that people name on the phone."""
        return f"AG-{self.nummer}"


@pghistory.track()
class Afspraak(Basismodel):
    """What one side promised in a talk, and by when (inclusive).

    It counts from the moment the verslag is vastgesteld. Of OZJT `eigenaar` is a person there, of
    the aanbieder it is whoever is its beheerder.
    """

    gesprek = models.ForeignKey(Accountgesprek, on_delete=models.PROTECT, related_name="afspraken")
    wat = models.CharField(max_length=300)
    kant = models.CharField(max_length=20, choices=Afspraakkant)
    eigenaar = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uiterlijk = models.DateField()
    status = models.CharField(
        max_length=20, choices=Afspraakstatus, default=Afspraakstatus.OPEN, db_default="open"
    )
    opmerking = models.CharField(max_length=500, blank=True, db_default="")
    afgerond_op = models.DateTimeField(null=True, blank=True)
    afgerond_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "afspraak"
        verbose_name_plural = "afspraken"
        constraints = [
            models.CheckConstraint(
                condition=Q(kant=Afspraakkant.OZJT, eigenaar__isnull=False)
                | Q(kant=Afspraakkant.AANBIEDER, eigenaar__isnull=True),
                name="afspraak_eigenaar",
                violation_error_code="eigenaar_ontbreekt",
                violation_error_message="Een afspraak van OZJT heeft een eigenaar bij OZJT; die "
                "van de aanbieder niet.",
            ),
            models.CheckConstraint(
                condition=Q(status=Afspraakstatus.OPEN, afgerond_op__isnull=True)
                | (
                    ~Q(status=Afspraakstatus.OPEN) & Q(afgerond_op__isnull=False) & ~Q(opmerking="")
                ),
                name="afspraak_afgerond",
                violation_error_code="opmerking_ontbreekt",
                violation_error_message="Een afgeronde afspraak heeft een opmerking.",
            ),
        ]
        indexes = [
            models.Index(fields=["uiterlijk"], condition=Q(status="open"), name="afspraak_open"),
        ]

    def __str__(self) -> str:
        return self.wat
