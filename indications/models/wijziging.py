import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.models import Basismodel
from indications.choices import RedenWijziging, Toestemmingsbron, Wijzigingsoort
from indications.models.toewijzing import Toewijzing

_SAME_END = Q(einddatum_oud=F("einddatum_nieuw")) | Q(
    einddatum_oud__isnull=True, einddatum_nieuw__isnull=True
)
_EARLIER = Q(einddatum_nieuw__isnull=False) & (
    Q(einddatum_oud__isnull=True) | Q(einddatum_nieuw__lt=F("einddatum_oud"))
)
_LATER = Q(einddatum_oud__isnull=False) & (
    Q(einddatum_nieuw__isnull=True) | Q(einddatum_nieuw__gt=F("einddatum_oud"))
)
_S = Wijzigingsoort


class Wijziging(Basismodel):
    """One change of a toewijzing: what it did, why (JZ002), and who agreed (ijw-3.2 §1.7).

    Append-only by trigger. `versie` is the version of the toewijzing that it made: each at most
    once, so none is lost. `opvolger`: the new number, when one came. Old and new values are those
    of `toewijzing` itself; who did it stands in the history of that version. `toelichting` without
    personal data.
    """

    toewijzing = models.ForeignKey(
        Toewijzing, on_delete=models.PROTECT, related_name="wijzigingen", db_index=False
    )
    soort = models.CharField(max_length=20, choices=Wijzigingsoort)
    reden = models.CharField(max_length=2, choices=RedenWijziging)
    einddatum_oud = models.DateField(null=True, blank=True)
    einddatum_nieuw = models.DateField(null=True, blank=True)
    volume_oud = models.PositiveIntegerField()
    volume_nieuw = models.PositiveIntegerField()
    versie = models.PositiveIntegerField()
    toestemming_door = models.CharField(
        max_length=20, choices=Toestemmingsbron, blank=True, db_default=""
    )
    toestemming_op = models.DateField(null=True, blank=True)
    toelichting = models.CharField(max_length=500, blank=True, db_default="")
    opvolger = models.ForeignKey(
        Toewijzing,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        triggers = [
            pgtrigger.Protect(
                name="alleen_toevoegen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        indexes = [
            models.Index(
                fields=["opvolger"],
                condition=Q(opvolger__isnull=False),
                name="wijziging_opvolger_van",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["toewijzing", "versie"],
                name="wijziging_versie",
                violation_error_code="versie_verouderd",
                violation_error_message="Iemand anders heeft deze toewijzing intussen gewijzigd.",
            ),
            models.CheckConstraint(
                condition=Q(soort=_S.INKORTEN) & _EARLIER
                | Q(soort=_S.OPREKKEN) & _LATER
                | Q(soort=_S.VOLUME) & _SAME_END & ~Q(volume_oud=F("volume_nieuw"))
                | Q(soort__in=[_S.VERWIJDEREN, _S.NIEUW_NUMMER], einddatum_nieuw__isnull=False)
                | Q(soort=_S.EERDER_BEGINNEN) & _SAME_END & Q(volume_oud=F("volume_nieuw")),
                name="wijziging_soort",
                violation_error_code="wijziging_soort",
                violation_error_message="Wat er veranderde past niet bij de soort wijziging.",
            ),
            models.CheckConstraint(
                condition=Q(soort__in=[_S.NIEUW_NUMMER, _S.EERDER_BEGINNEN], opvolger__isnull=False)
                | Q(
                    soort__in=[_S.INKORTEN, _S.OPREKKEN, _S.VOLUME, _S.VERWIJDEREN],
                    opvolger__isnull=True,
                ),
                name="wijziging_opvolger",
                violation_error_code="opvolger_ontbreekt",
                violation_error_message="Een nieuw nummer hoort bij deze soort wijziging, of juist "
                "niet.",
            ),
            models.CheckConstraint(
                condition=Q(soort=_S.VERWIJDEREN, reden=RedenWijziging.VERWIJDERD)
                | Q(soort=_S.NIEUW_NUMMER)
                | (~Q(soort=_S.VERWIJDEREN) & ~Q(reden=RedenWijziging.VERWIJDERD)),
                name="wijziging_verwijderd",
                violation_error_code="onbekende_waarde",
                violation_error_message="Reden 13 hoort bij verwijderen, en bij niets anders.",
            ),
            models.CheckConstraint(
                condition=Q(toestemming_door="", toestemming_op__isnull=True)
                | (~Q(toestemming_door="") & Q(toestemming_op__isnull=False)),
                name="wijziging_toestemming_heel",
                violation_error_code="toestemming_ontbreekt",
                violation_error_message="Bij toestemming horen wie haar gaf en de dag.",
            ),
            models.CheckConstraint(
                condition=Q(volume_nieuw__gte=F("volume_oud"))
                | Q(soort=_S.NIEUW_NUMMER)  # the rest goes on with the new number
                | Q(reden=RedenWijziging.AANBIEDER)
                | Q(toestemming_op__isnull=False),
                name="wijziging_minder_volume",
                violation_error_code="toestemming_ontbreekt",
                violation_error_message="Minder volume vraagt instemming van de aanbieder.",
            ),
        ]

    def __str__(self) -> str:
        return f"wijziging {self.versie}"
