"""Requests of an aanbieder to change its own data, and how they were answered (R-ZP-1 … 4)."""

import pghistory
from django.db import models
from django.db.models import F, Func, Q

from core.fouten import Foutcode
from core.models import ApiClient, Basismodel, Document, Gebruiker
from providers.models import Aanbieder
from zorgportaal.choices import OPEN, Gegevenssoortcode, Verzoekhandeling, Verzoekstatus

EIGEN_VERZOEK = Foutcode(
    "eigen_verzoek", "Over een verzoek van jezelf of je eigen organisatie beslist een ander.",
    "R-ZP-4",
)  # fmt: skip
WIJZIGING_BESTAAT = Foutcode(
    "wijziging_bestaat", "Hetzelfde verzoek is al ingediend en nog niet afgerond.", "R-ZP-3"
)


class Verzoeknummer(Func):
    """Next number from the sequence: unique, not gapless; who files does not wait."""

    template = "nextval('wijzigingsverzoek_nummer')"
    output_field = models.BigIntegerField()


@pghistory.track(exclude=["inhoud", "inhoud_hash"])
class Wijzigingsverzoek(Basismodel):
    """What an aanbieder wants changed; everybody else sees the old value until it is approved.

    `inhoud` is in the vault, for it may hold an IBAN, a secret address or a person's name: JSON
    `{oud, nieuw, toelichting, datum}`, where `oud` is what held at filing. Of a concept it is as
    typed, else as read. `inhoud_hash` (keyed) finds the same request again (R-ZP-3).

    `ingangsdatum` is the day from which the approved change holds, `toegepast_op` the moment it was
    carried out; in between it waits for its day. `geheim`: it shows a secret address (R-BES-2).
    """

    nummer = models.BigIntegerField(unique=True, db_default=Verzoeknummer(), editable=False)
    aanbieder = models.ForeignKey(
        Aanbieder, on_delete=models.PROTECT, related_name="wijzigingsverzoeken"
    )
    soort = models.CharField(max_length=20, choices=Gegevenssoortcode)
    handeling = models.CharField(max_length=12, choices=Verzoekhandeling)
    doel_id = models.UUIDField(null=True, blank=True)
    onderwerp = models.CharField(max_length=200, help_text="waar het over gaat, zonder de waarden")
    inhoud = models.BinaryField()
    inhoud_hash = models.BinaryField(null=True, blank=True)
    geheim = models.BooleanField(default=False, db_default=False)
    gewenste_datum = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=20,
        choices=Verzoekstatus,
        default=Verzoekstatus.CONCEPT,
        db_default="concept",
    )
    bewijsstukken = models.ManyToManyField(Document, blank=True, related_name="wijzigingsverzoeken")
    indiener = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indiener_client = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ingediend_op = models.DateTimeField(null=True, blank=True)
    beslis_uiterlijk = models.DateField(null=True, blank=True)
    behandelaar = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beslisser = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    besloten_op = models.DateTimeField(null=True, blank=True)
    reden = models.TextField(blank=True, db_default="", help_text="bij afwijzen of intrekken")
    ingangsdatum = models.DateField(null=True, blank=True)
    toegepast_op = models.DateTimeField(null=True, blank=True)
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "wijzigingsverzoek"
        verbose_name_plural = "wijzigingsverzoeken"
        constraints = [
            models.UniqueConstraint(
                fields=["inhoud_hash"],
                condition=Q(status__in=OPEN)
                | Q(status=Verzoekstatus.GOEDGEKEURD, toegepast_op__isnull=True),
                name="wijziging_een_open",
                violation_error_code=WIJZIGING_BESTAAT.code,
                violation_error_message=WIJZIGING_BESTAAT.betekenis,
            ),
            models.CheckConstraint(
                condition=Q(beslisser__isnull=True)
                | Q(indiener__isnull=True)
                | ~Q(beslisser=F("indiener")),
                name="wijziging_eigen_verzoek",
                violation_error_code=EIGEN_VERZOEK.code,
                violation_error_message=EIGEN_VERZOEK.betekenis,
            ),
            models.CheckConstraint(
                condition=Q(status=Verzoekstatus.CONCEPT)
                | Q(
                    ingediend_op__isnull=False,
                    beslis_uiterlijk__isnull=False,
                    gewenste_datum__isnull=False,
                    inhoud_hash__isnull=False,
                ),
                name="wijziging_ingediend",
                violation_error_code="wijziging_onvolledig",
                violation_error_message="Een ingediend verzoek heeft een moment, een termijn, een "
                "datum en inhoud.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Verzoekstatus.GOEDGEKEURD,
                    beslisser__isnull=False,
                    besloten_op__isnull=False,
                    ingangsdatum__isnull=False,
                )
                | (
                    Q(
                        status=Verzoekstatus.AFGEWEZEN,
                        beslisser__isnull=False,
                        besloten_op__isnull=False,
                    )
                    & ~Q(reden="")
                )
                | (
                    ~Q(status__in=[Verzoekstatus.GOEDGEKEURD, Verzoekstatus.AFGEWEZEN])
                    & Q(beslisser__isnull=True, besloten_op__isnull=True)
                )
                | Q(status=Verzoekstatus.INGETROKKEN, toegepast_op__isnull=True),
                name="wijziging_besluit",
                violation_error_code="besluit_onvolledig",
                violation_error_message="Een besluit heeft een beslisser en een moment, en een "
                "afwijzing een reden.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ingediend_op", "id"],
                condition=Q(status__in=OPEN),
                name="wijziging_wachtrij",
            ),
            models.Index(
                fields=["ingangsdatum"],
                condition=Q(status=Verzoekstatus.GOEDGEKEURD, toegepast_op__isnull=True),
                name="wijziging_toe_te_passen",
            ),
            models.Index(fields=["aanbieder", "status"], name="wijziging_per_aanbieder"),
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        """The reference that people name on the phone."""
        return f"WV-{self.nummer}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@pghistory.track()
class Aanvulling(Basismodel):
    """A question of contractbeheer about a request, and its answer; one open question at a time."""

    verzoek = models.ForeignKey(
        Wijzigingsverzoek, on_delete=models.PROTECT, related_name="aanvullingen"
    )
    vraag = models.TextField()
    gesteld_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    uiterlijk = models.DateField(help_text="dag waarop het antwoord er moet zijn")
    antwoord = models.TextField(blank=True, db_default="")
    beantwoord_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    beantwoord_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "aanvulling"
        verbose_name_plural = "aanvullingen"
        constraints = [
            models.UniqueConstraint(
                fields=["verzoek"],
                condition=Q(beantwoord_op__isnull=True),
                name="aanvulling_een_open",
                violation_error_code="aanvulling_loopt",
                violation_error_message="Er staat al een vraag open bij dit verzoek.",
            )
        ]

    def __str__(self) -> str:
        return f"Vraag bij {self.verzoek_id}"
