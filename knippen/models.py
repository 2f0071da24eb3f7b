"""A round of cutting with its table of products and its rules, and what was cut (R-TOE-11)."""

import pghistory
from django.db import models
from django.db.models import F, Func, Q

from contracts.choices import Eenheid, Frequentie
from contracts.models import Product
from core.choices import Organisatiesoort
from core.models import Basismodel, Gebruiker, Organisatie
from indications.models import Toewijzing
from knippen.choices import REDENKEUZES, Knipwijze, Rondestatus

GEMEENTE = {"soort": Organisatiesoort.GEMEENTE}


class NextKnipnummer(Func):
    """Next number of a cut (KN-…) from its sequence: unique, not gapless."""

    template = "nextval('knipbeurt_nummer')"
    output_field = models.BigIntegerField()


@pghistory.track()
class Knipronde(Basismodel):
    """Toewijzingen on old products end on `laatste_dag`, inclusive; new ones begin the day after.

    A gemeente takes part by its `Knipregel`; with `alle_gemeenten` those without one too, with all
    that runs. `reden` (JZ002) stands on the old toewijzing.
    """

    naam = models.CharField(max_length=120)
    laatste_dag = models.DateField(help_text="laatste dag van de oude toewijzingen")
    reden = models.CharField(max_length=2, choices=REDENKEUZES, default="10", db_default="10")
    alle_gemeenten = models.BooleanField(default=False, db_default=False)
    toelichting = models.CharField(max_length=500, blank=True, db_default="")
    status = models.CharField(
        max_length=10,
        choices=Rondestatus,
        default=Rondestatus.CONCEPT,
        db_default="concept",
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "knipronde"
        verbose_name_plural = "knipronden"
        constraints = [
            models.UniqueConstraint(
                fields=["naam"],
                name="knipronde_naam",
                violation_error_code="knipronde_bestaat",
                violation_error_message="Er is al een knipronde met deze naam.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Productvertaling(Basismodel):
    """In a round the old product goes on as the new one.

    `eenheid` and `frequentie` only when they change. A unit changes only where that is exact: hours
    and dagdelen to smaller ones; a frequentie only to one total.
    """

    ronde = models.ForeignKey(Knipronde, on_delete=models.PROTECT, related_name="vertalingen")
    van = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    naar = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    eenheid = models.CharField(max_length=2, choices=Eenheid, blank=True, db_default="")
    frequentie = models.CharField(max_length=1, choices=Frequentie, blank=True, db_default="")

    class Meta:
        verbose_name = "productvertaling"
        verbose_name_plural = "productvertalingen"
        constraints = [
            models.UniqueConstraint(
                fields=["ronde", "van"],
                name="productvertaling_een_per_product",
                violation_error_code="vertaling_bestaat",
                violation_error_message="Dit oude product heeft in de ronde al een nieuw product.",
            ),
            models.CheckConstraint(
                condition=~Q(van=F("naar")),
                name="productvertaling_ander_product",
                violation_error_code="zelfde_product",
                violation_error_message="Het nieuwe product is een ander dan het oude.",
            ),
            models.CheckConstraint(
                condition=Q(frequentie__in=["", "6"]),
                name="productvertaling_naar_totaal",
                violation_error_code="frequentie_niet_om_te_rekenen",
                violation_error_message="Een frequentie is alleen om te rekenen naar één totaal.",
            ),
        ]

    def __str__(self) -> str:
        return f"vertaling {self.van_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Knipregel(Basismodel):
    """A gemeente takes part in a round: with all that runs, or with what was issued in a window.

    Issued: the day of the first version. Both days inclusive; empty is without a limit.
    """

    ronde = models.ForeignKey(Knipronde, on_delete=models.PROTECT, related_name="regels")
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=GEMEENTE,
    )
    afgegeven_vanaf = models.DateField(null=True, blank=True)
    afgegeven_tot = models.DateField(null=True, blank=True)
    toelichting = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = "knipregel"
        verbose_name_plural = "knipregels"
        constraints = [
            models.UniqueConstraint(
                fields=["ronde", "gemeente"],
                name="knipregel_een_per_gemeente",
                violation_error_code="knipregel_bestaat",
                violation_error_message="Deze gemeente doet al mee in de ronde.",
            ),
            models.CheckConstraint(
                condition=Q(afgegeven_tot__isnull=True)
                | Q(afgegeven_vanaf__isnull=True)
                | Q(afgegeven_tot__gte=F("afgegeven_vanaf")),
                name="knipregel_venster",
                violation_error_code="knipvenster_ongeldig",
                violation_error_message="De laatste dag van afgifte ligt voor de eerste.",
            ),
        ]

    def __str__(self) -> str:
        return f"knipregel {self.gemeente_id}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Knipkeuze(Basismodel):
    """What the gemeente decided on one toewijzing before cutting: a part by hand, or leave it.

    `nieuw_deel`: what goes over, in the unit of the old one.
    """

    ronde = models.ForeignKey(Knipronde, on_delete=models.PROTECT, related_name="keuzes")
    toewijzing = models.ForeignKey(Toewijzing, on_delete=models.PROTECT, related_name="+")
    overslaan = models.BooleanField(default=False, db_default=False)
    nieuw_deel = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "knipkeuze"
        verbose_name_plural = "knipkeuzes"
        constraints = [
            models.UniqueConstraint(
                fields=["ronde", "toewijzing"],
                name="knipkeuze_een_per_toewijzing",
                violation_error_code="knipkeuze_bestaat",
                violation_error_message="Voor deze toewijzing is net al een keuze gemaakt.",
            ),
            models.CheckConstraint(
                condition=Q(overslaan=True, nieuw_deel__isnull=True)
                | Q(overslaan=False, nieuw_deel__gte=1),
                name="knipkeuze_een_keuze",
                violation_error_code="knipkeuze_onvolledig",
                violation_error_message="Kies overslaan, of geef het deel na de knip.",
            ),
        ]

    def __str__(self) -> str:
        return f"knipkeuze {self.toewijzing_id}"


@pghistory.track()
class Knipbeurt(Basismodel):
    """One press of the button: so many toewijzingen of one gemeente were cut, and why others not.

    Without a round for a single one. `id` comes from the form, so that pressing twice is once.
    """

    nummer = models.BigIntegerField(unique=True, db_default=NextKnipnummer(), editable=False)
    ronde = models.ForeignKey(
        Knipronde, on_delete=models.PROTECT, null=True, blank=True, related_name="beurten"
    )
    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=GEMEENTE,
    )
    laatste_dag = models.DateField()
    uitgevoerd_op = models.DateTimeField()
    uitgevoerd_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    aantal = models.PositiveIntegerField()
    niet_geknipt = models.JSONField(default=dict, db_default={}, help_text="aantal per reden")

    class Meta:
        verbose_name = "knipbeurt"
        verbose_name_plural = "knipbeurten"

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        return f"KN-{self.nummer:05}"


@pghistory.track()
class Knip(Basismodel):
    """Old and new toewijzing of one cut; a toewijzing is cut once.

    `volume` was the whole of the old one, `oud_deel` stays with it, both in its unit; `nieuw_deel`
    is what the new one has, in the unit of the new one.
    """

    beurt = models.ForeignKey(Knipbeurt, on_delete=models.PROTECT, related_name="knippen")
    oud = models.ForeignKey(Toewijzing, on_delete=models.PROTECT, related_name="+", db_index=False)
    nieuw = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    wijze = models.CharField(max_length=10, choices=Knipwijze)
    volume = models.PositiveIntegerField()
    oud_deel = models.PositiveIntegerField()
    nieuw_deel = models.PositiveIntegerField()

    class Meta:
        verbose_name = "knip"
        verbose_name_plural = "geknipte toewijzingen"
        constraints = [
            models.UniqueConstraint(
                fields=["oud"],
                name="knip_een_per_oude",
                violation_error_code="al_geknipt",
                violation_error_message="Deze toewijzing is al geknipt.",
            ),
            models.UniqueConstraint(
                fields=["nieuw"],
                name="knip_een_per_nieuwe",
                violation_error_code="al_geknipt",
                violation_error_message="Deze toewijzing is al geknipt.",
            ),
        ]

    def __str__(self) -> str:
        return f"knip {self.oud_id}"
