"""Aanbieders and the data they keep about themselves (R-ZP-1)."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from core.choices import Organisatiesoort
from core.fouten import AGB_ONGELDIG, KVK_ONGELDIG
from core.models import Basismodel, Document, Organisatie, PeriodeModel
from core.models.basis import periode_check
from core.policies import ScopedQuerySet
from providers.choices import (
    AgbSoort,
    Contactfunctie,
    Dossierstuksoort,
    Grootte,
    Rechtsvorm,
    Rekeningdoel,
)
from providers.rules import mask_iban


@pghistory.track()
class Aanbieder(Basismodel):
    """A care provider that is or was contracted (hoofdaannemer) or works under one."""

    organisatie = models.OneToOneField(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="aanbieder",
        limit_choices_to={"soort": Organisatiesoort.AANBIEDER},
    )
    naam = models.CharField(max_length=200)
    kvk = models.CharField("KvK-nummer", max_length=8)
    rechtsvorm = models.CharField(max_length=20, choices=Rechtsvorm)
    grootte = models.CharField(max_length=10, choices=Grootte, default=Grootte.OVERIG)
    vestigingsplaats = models.CharField(max_length=80, blank=True, db_default="")
    website = models.URLField(blank=True, db_default="")

    class Meta:
        verbose_name = "aanbieder"
        verbose_name_plural = "aanbieders"
        constraints = [
            models.CheckConstraint(
                condition=Q(kvk__regex=r"^\d{8}$"),
                name="aanbieder_kvk",
                violation_error_code=KVK_ONGELDIG.code,
                violation_error_message="Een KvK-nummer heeft 8 cijfers.",
            ),
        ]
        indexes = [
            models.Index(Lower("naam"), "id", name="aanbieder_op_naam"),
            GinIndex(OpClass(Lower("naam"), name="gin_trgm_ops"), name="aanbieder_zoek"),
        ]

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class AgbCode(PeriodeModel, Basismodel):
    """AGB-code of an aanbieder: 8 digits, no check digit (D-01, R-ZP-6); the same code is never
    twice current.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="agb_codes")
    code = models.CharField("AGB-code", max_length=8)
    soort = models.CharField(max_length=20, choices=AgbSoort, default=AgbSoort.ONDERNEMING)

    class Meta:
        verbose_name = "AGB-code"
        verbose_name_plural = "AGB-codes"
        constraints = [
            periode_check("agb_periode"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{8}$"),
                name="agb_code",
                violation_error_code=AGB_ONGELDIG.code,
                violation_error_message="Een AGB-code heeft 8 cijfers.",
            ),
            ExclusionConstraint(
                name="agb_overlap",
                expressions=[(F("code"), "="), (F("periode"), "&&")],
                violation_error_code="agb_overlap",
                violation_error_message="Deze AGB-code is in die periode al in gebruik.",
            ),
        ]
        indexes = [models.Index(fields=["code"], name="agb_op_code")]

    def __str__(self) -> str:
        return self.code


@pghistory.track(exclude=["iban"])
class Bankrekening(PeriodeModel, Basismodel):
    """Bank account in force for a period; `verklaring` is the IBAN-verklaring it rests on.

    One at a time per aanbieder and purpose (R-ZP-2, R-ZP-6). The IBAN is not in the row history.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="rekeningen")
    iban = models.CharField("IBAN", max_length=34)
    tenaamstelling = models.CharField(max_length=200)
    doel = models.CharField(
        max_length=40,
        choices=Rekeningdoel,
        default=Rekeningdoel.DECLARATIES,
        db_default="declaraties",
    )
    verklaring = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "bankrekening"
        verbose_name_plural = "bankrekeningen"
        constraints = [
            periode_check("bankrekening_periode"),
            models.CheckConstraint(
                condition=Q(iban__regex=r"^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$"),
                name="bankrekening_iban",
                violation_error_code="iban_ongeldig",
                violation_error_message="Dit is geen IBAN.",
            ),
            ExclusionConstraint(
                name="bankrekening_overlap",
                expressions=[(F("aanbieder"), "="), (F("doel"), "="), (F("periode"), "&&")],
                violation_error_code="bankrekening_overlap",
                violation_error_message="Er is in die periode al een rekening voor dit doel.",
            ),
        ]

    def __str__(self) -> str:
        return mask_iban(self.iban)


@pghistory.track()
class Contactgegeven(PeriodeModel, Basismodel):
    """Whom to reach for what; one per function current. A function, not a private person."""

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="contacten")
    functie = models.CharField(max_length=20, choices=Contactfunctie)
    naam = models.CharField(max_length=200, blank=True, db_default="")
    email = models.EmailField(blank=True, db_default="")
    telefoon = models.CharField(max_length=20, blank=True, db_default="")

    class Meta:
        verbose_name = "contactgegeven"
        verbose_name_plural = "contactgegevens"
        constraints = [
            periode_check("contact_periode"),
            ExclusionConstraint(
                name="contact_overlap",
                expressions=[(F("aanbieder"), "="), (F("functie"), "="), (F("periode"), "&&")],
                violation_error_code="contact_overlap",
                violation_error_message="Er is in die periode al een contact voor deze functie.",
            ),
        ]

    def __str__(self) -> str:
        function = str(self.get_functie_display())
        return function if self.naam in ("", function) else f"{function} {self.naam}"


@pghistory.track()
class Locatie(PeriodeModel, Basismodel):
    """A place where care is given, with its public address.

    Of a secret location (R-BES-2) the public address is the gemeentehuis of its gemeente; the real
    one stands encrypted in `GeheimAdres` and is never joined to lists, search, API, map or export.
    """

    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="locaties")
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    naam = models.CharField(max_length=200)
    geheim = models.BooleanField(default=False, db_default=False)
    straat = models.CharField(max_length=100)
    huisnummer = models.CharField(max_length=10)
    postcode = models.CharField(max_length=7)
    plaats = models.CharField(max_length=80)

    class Meta:
        verbose_name = "locatie"
        verbose_name_plural = "locaties"
        constraints = [
            periode_check("locatie_periode"),
            models.CheckConstraint(
                condition=Q(postcode__regex=r"^[1-9]\d{3} ?[A-Z]{2}$"),
                name="locatie_postcode",
                violation_error_code="postcode_ongeldig",
                violation_error_message="Een postcode heeft vier cijfers en twee hoofdletters.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class GeheimAdres(models.Model):
    """The real address of a secret location, encrypted in the vault.

    Seen by beheer and the aanbieder itself.
    """

    locatie = models.OneToOneField(
        Locatie, on_delete=models.PROTECT, primary_key=True, related_name="geheim_adres"
    )
    adres = models.BinaryField(help_text="versleuteld JSON: straat, huisnummer, postcode, plaats")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "geheim adres"
        verbose_name_plural = "geheime adressen"

    def __str__(self) -> str:
        return "geheim adres"


@pghistory.track()
class Groep(PeriodeModel, Basismodel):
    """A group at a location, with its number of places (R-BES-1)."""

    locatie = models.ForeignKey(Locatie, on_delete=models.PROTECT, related_name="groepen")
    naam = models.CharField(max_length=200)
    capaciteit = models.PositiveSmallIntegerField(help_text="plaatsen")

    class Meta:
        verbose_name = "groep"
        verbose_name_plural = "groepen"
        constraints = [periode_check("groep_periode")]

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class Dossierstuk(PeriodeModel, Basismodel):
    """An approved document of an aanbieder; `einddatum` is the last day it is valid.

    Without one it does not expire.
    """

    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="dossierstukken"
    )
    soort = models.CharField(max_length=20, choices=Dossierstuksoort)
    omschrijving = models.CharField(max_length=200)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="dossierstuk")

    class Meta:
        verbose_name = "dossierstuk"
        verbose_name_plural = "dossierstukken"
        constraints = [periode_check("dossierstuk_periode")]
        indexes = [models.Index(fields=["aanbieder", "soort"], name="dossierstuk_per_aanbieder")]

    def __str__(self) -> str:
        return f"{self.get_soort_display()}: {self.omschrijving}"


@pghistory.track()
class Gemeentehuis(Basismodel):
    """The address that stands for every secret location in a gemeente (R-BES-2)."""

    gemeente = models.OneToOneField(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="gemeentehuis",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    straat = models.CharField(max_length=100)
    huisnummer = models.CharField(max_length=10)
    postcode = models.CharField(max_length=7)
    plaats = models.CharField(max_length=80)

    class Meta:
        verbose_name = "gemeentehuis"
        verbose_name_plural = "gemeentehuizen"

    def __str__(self) -> str:
        return f"{self.straat} {self.huisnummer}, {self.plaats}"
