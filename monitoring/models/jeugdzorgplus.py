"""JeugdzorgPlus is subsidised: who receives it, and what it reports per quarter (R-CON-10).

Source: Subsidieregeling Jeugdzorg Plus, articles 4, 5, 6 and 16.
"""

import datetime

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Mod
from django.db.models.lookups import Exact

from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie, PeriodeModel
from core.models.basis import periode_check
from monitoring.choices import Rapportagestatus
from monitoring.rules import EERSTE_TIJDVAK, period_name, quarter
from providers.models import Aanbieder


@pghistory.track()
class Subsidieontvanger(PeriodeModel, Basismodel):
    """An aanbieder that receives the subsidy in a tijdvak: two calendar years from an odd year.

    `plek` 1 or 2 is unique within the tijdvak, so that there are two at most, also when two
    managers decide at once. `einddatum` lies earlier when the subsidy is withdrawn (art. 11).
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="subsidies")
    tijdvak = models.PositiveSmallIntegerField(help_text="eerste jaar van het tijdvak")
    plek = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "subsidieontvanger"
        verbose_name_plural = "subsidieontvangers"
        constraints = [
            periode_check("subsidie_periode"),
            models.UniqueConstraint(
                fields=["tijdvak", "plek"],
                name="subsidie_hoogstens_twee",
                violation_error_code="subsidie_te_veel",
                violation_error_message="In een tijdvak krijgen ten hoogste twee instellingen "
                "subsidie.",
            ),
            models.CheckConstraint(
                condition=Q(plek__in=[1, 2]),
                name="subsidie_plek",
                violation_error_code="subsidie_te_veel",
                violation_error_message="In een tijdvak krijgen ten hoogste twee instellingen "
                "subsidie.",
            ),
            ExclusionConstraint(
                name="subsidie_overlap",
                expressions=[(F("aanbieder"), "="), (F("periode"), "&&")],
                violation_error_code="subsidie_overlap",
                violation_error_message="Deze aanbieder krijgt in die periode al subsidie.",
            ),
            models.CheckConstraint(
                condition=Q(tijdvak__gte=EERSTE_TIJDVAK, einddatum__isnull=False)
                & Q(Exact(Mod(F("tijdvak"), 2, output_field=models.IntegerField()), 1))
                & Q(tijdvak__lte=ExtractYear("begindatum"))
                & Q(tijdvak__gte=ExtractYear("einddatum") - 1),
                name="subsidie_tijdvak",
                violation_error_code="tijdvak_ongeldig",
                violation_error_message="Een tijdvak is twee kalenderjaren en begint in een oneven "
                "jaar, vanaf 2023.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanbieder}, {self.tijdvak_naam}"

    @property
    def tijdvak_naam(self) -> str:
        return f"{self.tijdvak} en {self.tijdvak + 1}"


@pghistory.track()
class Subsidieindex(Basismodel):
    """Percentages of a year by which the maximum tariffs rise (art. 6 lid 4): provisional for the
    year itself, definitive when they are known. Of personnel 83 %, of material 17 %.
    """

    jaar = models.PositiveSmallIntegerField(unique=True)
    personeel = models.DecimalField(max_digits=5, decimal_places=2, help_text="voorlopig, procent")
    materieel = models.DecimalField(max_digits=5, decimal_places=2, help_text="voorlopig, procent")
    personeel_definitief = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True
    )
    materieel_definitief = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = "index van de subsidie"
        verbose_name_plural = "indexen van de subsidie"
        ordering = ("jaar",)
        constraints = [
            models.CheckConstraint(
                condition=Q(jaar__gt=EERSTE_TIJDVAK),
                name="subsidieindex_jaar",
                violation_error_code="indexjaar_ongeldig",
                violation_error_message="De tarieven stijgen voor het eerst in 2024.",
            ),
            models.CheckConstraint(
                condition=Q(personeel_definitief__isnull=True, materieel_definitief__isnull=True)
                | Q(personeel_definitief__isnull=False, materieel_definitief__isnull=False),
                name="subsidieindex_definitief",
                violation_error_code="index_onvolledig",
                violation_error_message="Vul beide definitieve percentages in, of geen van beide.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.jaar)


@pghistory.track()
class Kwartaalrapportage(Basismodel):
    """What a recipient reports over a quarter, per gemeente, within four weeks after it (art. 16).

    `reden` is what OZJT said when it gave the report back, `oordeel` what it said at the end.
    """

    ontvanger = models.ForeignKey(
        Subsidieontvanger, on_delete=models.PROTECT, related_name="rapportages"
    )
    begindatum = models.DateField()
    einddatum = models.DateField()
    uiterlijk = models.DateField()
    status = models.CharField(
        max_length=12,
        choices=Rapportagestatus,
        default=Rapportagestatus.CONCEPT,
        db_default="concept",
    )
    toelichting = models.TextField(blank=True, db_default="", help_text="zonder persoonsgegevens")
    ingediend_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ingediend_op = models.DateTimeField(null=True, blank=True)
    reden = models.TextField(blank=True, db_default="")
    oordeel = models.TextField(blank=True, db_default="")
    beoordeeld_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beoordeeld_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "kwartaalrapportage"
        verbose_name_plural = "kwartaalrapportages"
        constraints = [
            models.UniqueConstraint(
                fields=["ontvanger", "begindatum"],
                name="rapportage_uniek",
                violation_error_code="rapportage_bestaat",
                violation_error_message="Over dit kwartaal is er al een rapportage.",
            ),
            models.CheckConstraint(
                condition=Q(uiterlijk__gt=F("einddatum"), einddatum__gt=F("begindatum")),
                name="rapportage_periode",
                violation_error_code="periode_ongeldig",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(
                condition=Q(status="concept") | Q(ingediend_op__isnull=False),
                name="rapportage_ingediend",
                violation_error_code="rapportage_onvolledig",
                violation_error_message="Een ingediende rapportage heeft een moment.",
            ),
            models.CheckConstraint(
                condition=~Q(status="beoordeeld")
                | Q(beoordeeld_op__isnull=False, beoordeeld_door__isnull=False),
                name="rapportage_beoordeeld",
                violation_error_code="besluit_onvolledig",
                violation_error_message="Een besluit heeft een beslisser en een moment, en een "
                "afwijzing een reden.",
            ),
        ]

    def __str__(self) -> str:
        return self.periode_naam

    @property
    def periode_naam(self) -> str:
        return period_name(self.begindatum, self.einddatum)

    @property
    def kwartaal(self) -> int:
        return quarter(self.begindatum)

    def is_late(self, peildatum: datetime.date) -> bool:
        return self.status == Rapportagestatus.CONCEPT and self.uiterlijk < peildatum


@pghistory.track()
class Rapportregel(Basismodel):
    """The ten figures of article 16 of one gemeente; durations in days, costs in euro per cliënt.

    A gemeente without cliënten has no line. `afwijkingen` specifies stays that differ more than
    10 % from the average, in words and without names.
    """

    rapportage = models.ForeignKey(
        Kwartaalrapportage, on_delete=models.CASCADE, related_name="regels"
    )
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    beginstand = models.PositiveIntegerField()
    instroom = models.PositiveIntegerField()
    uitstroom = models.PositiveIntegerField()
    eindstand = models.PositiveIntegerField()
    unieke_clienten = models.PositiveIntegerField()
    gemiddelde_verblijfsduur = models.DecimalField(
        max_digits=7, decimal_places=1, null=True, blank=True
    )
    afwijkingen = models.TextField(blank=True, db_default="", help_text="zonder persoonsgegevens")
    verwachte_verblijfsduur = models.DecimalField(
        max_digits=7, decimal_places=1, null=True, blank=True
    )
    gemiddelde_kosten = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    heropnames = models.PositiveIntegerField()

    class Meta:
        verbose_name = "regel van een kwartaalrapportage"
        verbose_name_plural = "regels van kwartaalrapportages"
        constraints = [
            models.UniqueConstraint(
                fields=["rapportage", "gemeente"],
                name="rapportregel_uniek",
                violation_error_code="rapportregel_bestaat",
                violation_error_message="Deze gemeente staat al in de rapportage.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.rapportage_id} {self.gemeente_id}"
