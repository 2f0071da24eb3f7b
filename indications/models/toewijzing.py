import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q

from contracts.choices import Eenheid, Frequentie
from contracts.models import Perceelcontract, Product
from core.choices import Organisatiesoort
from core.models import Basismodel, Organisatie, PeriodeModel
from core.models.basis import periode_check
from indications.choices import RedenWijziging, Toewijzingstatus
from indications.models.jeugdige import Jeugdige, Verwijzing
from providers.models import Aanbieder

MAX_NUMMER = 999_999_999


class NextNummer(Func):
    """Next toewijzingsnummer from the sequence: unique, not gapless; filers do not wait."""

    template = "nextval('toewijzing_nummer')"
    output_field = models.IntegerField()


@pghistory.track()
class Toewijzing(PeriodeModel, Basismodel):
    """A decision of a gemeente: this help, by this aanbieder, in this period, up to this volume
    (R-TOE-1).

    `volume` is whole, in `eenheid` (WJ756) per `frequentie` (WMO757); minutes for eenheid 01. The
    split (minutes direct/indirect/reistijd) is optional and adds up to the volume when given
    (R-TOE-3). `nummer` is unique per gemeente (iJw ToewijzingNummer, 0..999999999). `versie` rises
    with every change and is the ETag.
    """

    gemeente = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"soort": Organisatiesoort.GEMEENTE},
    )
    nummer = models.IntegerField(db_default=NextNummer())
    jeugdige = models.ForeignKey(Jeugdige, on_delete=models.PROTECT, related_name="toewijzingen")
    verwijzing = models.ForeignKey(
        Verwijzing, on_delete=models.PROTECT, related_name="toewijzingen", db_index=False
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="toewijzingen")
    perceelcontract = models.ForeignKey(
        Perceelcontract, on_delete=models.PROTECT, related_name="toewijzingen"
    )
    status = models.CharField(
        max_length=20,
        choices=Toewijzingstatus,
        default=Toewijzingstatus.TOEGEWEZEN,
        db_default="toegewezen",
    )
    volume = models.PositiveIntegerField()
    eenheid = models.CharField(max_length=2, choices=Eenheid)
    frequentie = models.CharField(max_length=1, choices=Frequentie)
    minuten_direct = models.PositiveIntegerField(null=True, blank=True)
    minuten_indirect = models.PositiveIntegerField(null=True, blank=True)
    minuten_reistijd = models.PositiveIntegerField(null=True, blank=True)
    aantal_contacten = models.PositiveIntegerField(null=True, blank=True)
    reden_wijziging = models.CharField(
        max_length=2, choices=RedenWijziging, blank=True, db_default=""
    )
    waarschuwing_reden = models.CharField(
        max_length=500,
        blank=True,
        db_default="",
        help_text="waarom waarschuwingen zijn gepasseerd; zonder persoonsgegevens",
    )
    toewijzingsmoment = models.DateTimeField(help_text="iJw Toewijzingsdatum en -tijd")
    indiening = models.UUIDField(
        null=True, blank=True, help_text="wat samen is ingediend (R-TOE-8) heeft hetzelfde kenmerk"
    )
    voorganger = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="opvolgers",
        db_index=False,
        help_text="waar deze op volgt: na knippen, of een wijziging die een nieuw nummer vraagt",
    )
    referentie = models.CharField(
        max_length=36,
        blank=True,
        db_default="",
        help_text="eigen kenmerk van de gemeente; hetzelfde kenmerk is dezelfde toewijzing",
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "toewijzing"
        verbose_name_plural = "toewijzingen"
        constraints = [
            periode_check("toewijzing_periode"),
            models.UniqueConstraint(
                fields=["gemeente", "nummer"],
                name="toewijzing_nummer_uniek",
                violation_error_code="toewijzingsnummer_bestaat",
                violation_error_message="Dit toewijzingsnummer is al gebruikt.",
            ),
            models.CheckConstraint(
                condition=Q(nummer__range=(0, MAX_NUMMER)),
                name="toewijzing_nummer_bereik",
                violation_error_code="toewijzingsnummer_ongeldig",
                violation_error_message="Een toewijzingsnummer heeft hoogstens 9 cijfers.",
            ),
            models.UniqueConstraint(
                fields=["gemeente", "referentie"],
                condition=~Q(referentie=""),
                name="toewijzing_referentie_uniek",
                violation_error_code="referentie_bestaat",
                violation_error_message="Onder dit kenmerk is al een toewijzing ingediend.",
            ),
            models.CheckConstraint(
                condition=Q(volume__gt=0),
                name="toewijzing_volume",
                violation_error_code="volume_ongeldig",
                violation_error_message="Het volume is hoger dan nul.",
            ),
            models.CheckConstraint(
                condition=Q(
                    minuten_direct__isnull=True,
                    minuten_indirect__isnull=True,
                    minuten_reistijd__isnull=True,
                )
                | Q(
                    minuten_direct__isnull=False,
                    minuten_indirect__isnull=False,
                    minuten_reistijd__isnull=False,
                    volume=F("minuten_direct") + F("minuten_indirect") + F("minuten_reistijd"),
                ),
                name="toewijzing_verdeling",
                violation_error_code="verdeling_telt_niet_op",
                violation_error_message="Direct, indirect en reistijd zijn samen niet het totaal.",
            ),
            ExclusionConstraint(
                name="toewijzing_overlap",
                expressions=[
                    (F("jeugdige"), "="),
                    (F("product"), "="),
                    (F("aanbieder"), "="),
                    (F("periode"), "&&"),
                ],
                condition=~Q(status="ingetrokken"),
                violation_error_code="toewijzing_overlap",
                violation_error_message="Voor deze jeugdige is er bij deze aanbieder in die "
                "periode al een toewijzing voor dit product.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["gemeente", "-toewijzingsmoment", "-id"], name="toewijzing_lijst_gemeente"
            ),
            models.Index(
                fields=["aanbieder", "-toewijzingsmoment", "-id"], name="toewijzing_lijst_aanbieder"
            ),
            models.Index(
                fields=["indiening"],
                condition=Q(indiening__isnull=False),
                name="toewijzing_indiening",
            ),
            models.Index(
                fields=["voorganger"],
                condition=Q(voorganger__isnull=False),
                name="toewijzing_voorganger",
            ),
        ]

    def __str__(self) -> str:
        return f"toewijzing {self.nummer}"
