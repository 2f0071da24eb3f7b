"""Agreements, admissions per perceel and measures (R-CON-1, 2, 4)."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from contracts.choices import (
    Maatregelsoort,
    Maatregelstatus,
    Overeenkomstsoort,
    Overeenkomststuksoort,
    Perceelcontractstatus,
)
from contracts.models.catalogus import Perceel, Product, Tariefgroep, nil
from core.choices import Organisatiesoort
from core.fouten import KVK_ONGELDIG
from core.models import Basismodel, Document, Organisatie, PeriodeModel
from core.models.basis import periode_check
from providers.models import Aanbieder, Groep, Locatie

#: A pilot stays below this sum in euro (SI; the threshold above which a tender is due).
PILOT_GRENS = 750_000


@pghistory.track()
class Overeenkomst(PeriodeModel, Basismodel):
    """Hoofdovereenkomst per aanbieder, and one subovereenkomst per subtender under it (R-CON-1).

    May be extended `verlengopties` times by `verlengoptie_maanden`; `verlengd` counts what was
    used. `waarde` in euro. A pilot has an end and stays below `PILOT_GRENS`.
    """

    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="overeenkomsten"
    )
    hoofdovereenkomst = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="subovereenkomsten"
    )
    soort = models.CharField(max_length=10, choices=Overeenkomstsoort)
    nummer = models.CharField(max_length=30, unique=True)
    naam = models.CharField(max_length=200)
    getekend_op = models.DateField("getekend op", null=True, blank=True)
    verlengopties = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="hoe vaak verlengen mag"
    )
    verlengoptie_maanden = models.PositiveSmallIntegerField(
        default=12, db_default=12, help_text="maanden per keer"
    )
    verlengd = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="hoe vaak er verlengd is"
    )
    publicatie = models.CharField(
        max_length=60, blank=True, db_default="", help_text="verwijzing naar de aanbesteding"
    )
    pilot = models.BooleanField(default=False, db_default=False)
    waarde = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="euro, geraamd"
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "overeenkomst"
        verbose_name_plural = "overeenkomsten"
        constraints = [
            periode_check("overeenkomst_periode"),
            models.CheckConstraint(
                condition=Q(verlengd__lte=F("verlengopties")),
                name="overeenkomst_verlengd",
                violation_error_code="verlengopties_op",
                violation_error_message="Alle opties om te verlengen zijn gebruikt.",
            ),
            models.CheckConstraint(
                condition=Q(verlengopties=0) | Q(verlengoptie_maanden__range=(1, 60)),
                name="overeenkomst_verlengoptie",
                violation_error_code="verlengoptie_ongeldig",
                violation_error_message="Een verlenging is van 1 tot en met 60 maanden.",
            ),
            models.CheckConstraint(
                condition=Q(waarde__isnull=True) | Q(waarde__gte=0),
                name="overeenkomst_waarde",
                violation_error_code="waarde_ongeldig",
                violation_error_message="De waarde is niet lager dan nul.",
            ),
            models.CheckConstraint(
                condition=Q(pilot=False)
                | Q(
                    einddatum__isnull=False,
                    waarde__isnull=False,
                    waarde__lt=PILOT_GRENS,
                ),
                name="overeenkomst_pilot",
                violation_error_code="pilot_ongeldig",
                violation_error_message="Een pilot heeft een einddatum en een waarde onder "
                "€ 750.000.",
            ),
            models.CheckConstraint(
                condition=Q(soort="hoofd", hoofdovereenkomst__isnull=True)
                | Q(soort="sub", hoofdovereenkomst__isnull=False),
                name="overeenkomst_hoofd_of_sub",
                violation_error_code="overeenkomst_hoofd_of_sub",
                violation_error_message="Een subovereenkomst hangt onder een hoofdovereenkomst.",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer


@pghistory.track()
class Perceelcontract(PeriodeModel, Basismodel):
    """Admission of an aanbieder to a perceel; periods of the same pair never overlap (R-CON-2)."""

    overeenkomst = models.ForeignKey(
        Overeenkomst, on_delete=models.PROTECT, related_name="perceelcontracten"
    )
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="perceelcontracten"
    )
    perceel = models.ForeignKey(Perceel, on_delete=models.PROTECT, related_name="perceelcontracten")
    tariefgroep = models.ForeignKey(
        Tariefgroep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        max_length=20,
        choices=Perceelcontractstatus,
        default=Perceelcontractstatus.GELDIG,
        db_default="geldig",
    )
    max_wachttijd_weken = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="leeg: die van het perceel (R-BES-5)"
    )
    einde_besloten = models.BooleanField(
        default=False, db_default=False, help_text="het einde is een besluit van contractbeheer"
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "perceelcontract"
        verbose_name_plural = "perceelcontracten"
        constraints = [
            periode_check("perceelcontract_periode"),
            models.CheckConstraint(
                condition=Q(max_wachttijd_weken__isnull=True)
                | Q(max_wachttijd_weken__range=(1, 52)),
                name="perceelcontract_wachttijd",
                violation_error_code="wachttijd_ongeldig",
                violation_error_message="De maximale wachttijd is 1 tot en met 52 weken.",
            ),
            ExclusionConstraint(
                name="perceelcontract_overlap",
                expressions=[(F("aanbieder"), "="), (F("perceel"), "="), (F("periode"), "&&")],
                condition=~Q(status="ingetrokken"),
                violation_error_code="perceelcontract_overlap",
                violation_error_message="Deze aanbieder heeft in die periode al een contract "
                "voor dit perceel.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aanbieder} · {self.perceel}"


@pghistory.track()
class Tariefgroepwijziging(Basismodel):
    """Another tariff group of a perceelcontract from `begindatum` on (R-SEG-7).

    Before the first one the group of the contract itself holds. The contract stays one row, so
    that running toewijzingen, offers and transfers go on pointing at what holds for them.
    """

    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="tariefgroepwijzigingen"
    )
    tariefgroep = models.ForeignKey(Tariefgroep, on_delete=models.PROTECT, related_name="+")
    begindatum = models.DateField()

    class Meta:
        verbose_name = "wijziging van de tariefgroep"
        verbose_name_plural = "wijzigingen van de tariefgroep"
        ordering = ("begindatum",)
        constraints = [
            models.UniqueConstraint(
                fields=["perceelcontract", "begindatum"],
                include=["tariefgroep"],
                name="tariefgroepwijziging_een_per_dag",
                violation_error_code="tariefgroepwijziging_bestaat",
                violation_error_message="Op die dag verandert de tariefgroep al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tariefgroep} {self.begindatum}"


@pghistory.track()
class Overeenkomststuk(Basismodel):
    """A paper of an agreement: the signed text, an addendum, a letter."""

    overeenkomst = models.ForeignKey(Overeenkomst, on_delete=models.PROTECT, related_name="stukken")
    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, related_name="overeenkomststuk"
    )
    soort = models.CharField(max_length=20, choices=Overeenkomststuksoort)
    omschrijving = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = "overeenkomststuk"
        verbose_name_plural = "overeenkomststukken"
        ordering = ("soort", "-aangemaakt_op")

    def __str__(self) -> str:
        return self.omschrijving or str(self.get_soort_display())


@pghistory.track()
class Subregio(Basismodel):
    """A group of gemeenten that is promised in one go."""

    naam = models.CharField(max_length=60, unique=True)
    gemeenten = models.ManyToManyField(
        Organisatie,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )

    class Meta:
        verbose_name = "subregio"
        verbose_name_plural = "subregio's"
        ordering = ("naam",)

    def __str__(self) -> str:
        return self.naam


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Leveringsgebied(PeriodeModel, Basismodel):
    """A gemeente in which the aanbieder has promised to deliver under a perceelcontract (D-26)."""

    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="leveringsgebied"
    )
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )

    class Meta:
        verbose_name = "leveringsgebied"
        verbose_name_plural = "leveringsgebieden"
        constraints = [
            periode_check("leveringsgebied_periode"),
            ExclusionConstraint(
                name="leveringsgebied_overlap",
                expressions=[
                    (F("perceelcontract"), "="),
                    (F("gemeente"), "="),
                    (F("periode"), "&&"),
                ],
                violation_error_code="leveringsgebied_overlap",
                violation_error_message="Levering in deze gemeente is in die periode al toegezegd.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perceelcontract_id} {self.gemeente_id}"


@pghistory.track()
class ContractLocatie(PeriodeModel, Basismodel):
    """A contracted location (and group) with its places.

    What availability is compared with (R-CON-8).
    """

    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="locaties"
    )
    locatie = models.ForeignKey(Locatie, on_delete=models.PROTECT, related_name="contractlocaties")
    groep = models.ForeignKey(
        Groep, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    plaatsen = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        verbose_name = "gecontracteerde locatie"
        verbose_name_plural = "gecontracteerde locaties"
        constraints = [
            periode_check("contractlocatie_periode"),
            ExclusionConstraint(
                name="contractlocatie_overlap",
                expressions=[
                    (F("perceelcontract"), "="),
                    (F("locatie"), "="),
                    (nil("groep"), "="),
                    (F("periode"), "&&"),
                ],
                violation_error_code="contractlocatie_overlap",
                violation_error_message="Deze locatie en groep staan in die periode al bij dit "
                "contract.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perceelcontract_id} {self.locatie_id}"


@pghistory.track()
class Maatregel(PeriodeModel, Basismodel):
    """What contract management imposed and is in force in its period (R-CON-4).

    The road to it (ground, hearing, letters, decision) is contractbeheer's. A cliëntenstop without
    perceel holds for all of them; what was withdrawn holds on no day.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="maatregelen")
    perceel = models.ForeignKey(
        Perceel, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    soort = models.CharField(max_length=20, choices=Maatregelsoort)
    grond = models.TextField()
    briefkenmerk = models.CharField(max_length=60, blank=True, db_default="")
    status = models.CharField(
        max_length=12,
        choices=Maatregelstatus,
        default=Maatregelstatus.GELDIG,
        db_default="geldig",
    )

    class Meta:
        verbose_name = "maatregel"
        verbose_name_plural = "maatregelen"
        constraints = [periode_check("maatregel_periode")]
        indexes = [
            models.Index(
                fields=["aanbieder"],
                condition=Q(soort="clientenstop", status="geldig"),
                name="maatregel_clientenstop",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} {self.begindatum}"


@pghistory.track()
class Onderaannemerschap(PeriodeModel, Basismodel):
    """Who works under a hoofdaannemer for a perceel, for a period (R-ZP-5).

    `onderaannemer` when the KvK-nummer is that of an aanbieder in the portal. Periods of the same
    pair and perceel never overlap.
    """

    hoofdaannemer = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="onderaannemers"
    )
    onderaannemer = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, null=True, blank=True, related_name="hoofdaannemers"
    )
    naam = models.CharField(max_length=200)
    kvk = models.CharField("KvK-nummer", max_length=8)
    perceel = models.ForeignKey(Perceel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "onderaannemerschap"
        verbose_name_plural = "onderaannemerschappen"
        constraints = [
            periode_check("onderaannemer_periode"),
            models.CheckConstraint(
                condition=Q(kvk__regex=r"^\d{8}$"),
                name="onderaannemer_kvk",
                violation_error_code=KVK_ONGELDIG.code,
                violation_error_message="Een KvK-nummer heeft 8 cijfers.",
            ),
            models.CheckConstraint(
                condition=Q(onderaannemer__isnull=True) | ~Q(onderaannemer=F("hoofdaannemer")),
                name="onderaannemer_niet_zichzelf",
                violation_error_code="onderaannemer_zichzelf",
                violation_error_message="Een aanbieder is geen onderaannemer van zichzelf.",
            ),
            ExclusionConstraint(
                name="onderaannemer_overlap",
                expressions=[
                    (F("hoofdaannemer"), "="),
                    (F("kvk"), "="),
                    (F("perceel"), "="),
                    (F("periode"), "&&"),
                ],
                violation_error_code="onderaannemer_overlap",
                violation_error_message="Deze onderaannemer staat in die periode al bij dit "
                "perceel.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class Groepproduct(PeriodeModel, Basismodel):
    """A product that is given in a group, as the aanbieder says and OZJT approved (R-BES-1)."""

    groep = models.ForeignKey(Groep, on_delete=models.PROTECT, related_name="producten")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "product in groep"
        verbose_name_plural = "producten in groepen"
        constraints = [
            periode_check("groepproduct_periode"),
            ExclusionConstraint(
                name="groepproduct_overlap",
                expressions=[(F("groep"), "="), (F("product"), "="), (F("periode"), "&&")],
                violation_error_code="groepproduct_overlap",
                violation_error_message="Dit product staat in die periode al bij deze groep.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.groep_id} {self.product_id}"
