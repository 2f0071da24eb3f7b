"""Bases of all models: uuid key, and the period with inclusive dates."""

import datetime
import uuid
from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Greatest, Now

from core.fouten import PERIODE_ONGELDIG
from core.policies import ScopedQuerySet


class RandomUuid(Func):
    template = "gen_random_uuid()"


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class Basismodel(models.Model):
    """Row with a uuid that may leave the system.

    Moments are set by the database too, for rows by COPY.
    """

    id = models.UUIDField(
        primary_key=True, default=uuid.uuid4, db_default=RandomUuid(), editable=False
    )
    aangemaakt_op = models.DateTimeField("aangemaakt op", db_default=Now(), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True


def periode_veld() -> models.GeneratedField:
    """Half-open daterange over inclusive begindatum/einddatum.

    `Greatest` keeps an inverted period out of DataError.
    """
    return models.GeneratedField(
        expression=DateRange(
            F("begindatum"),
            Case(
                When(einddatum__isnull=True, then=Value(None)),
                default=Greatest("begindatum", "einddatum"),
                output_field=models.DateField(),
            ),
            Value("[]"),
        ),
        output_field=DateRangeField(),
        db_persist=True,
        verbose_name="periode",
    )


def periode_check(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(einddatum__isnull=True) | Q(einddatum__gte=F("begindatum")),
        name=name,
        violation_error_code=PERIODE_ONGELDIG.code,
        violation_error_message="De einddatum ligt voor de begindatum.",
    )


class PeriodeQuerySet(ScopedQuerySet):
    def valid_on(self, peildatum: datetime.date) -> "PeriodeQuerySet":
        """Rows whose period holds `peildatum`, both ends inclusive."""
        return self.filter(begindatum__lte=peildatum).filter(
            Q(einddatum__isnull=True) | Q(einddatum__gte=peildatum)
        )


class PeriodeModel(models.Model):
    """`begindatum` and `einddatum` are inclusive; no einddatum is open-ended."""

    begindatum = models.DateField()
    einddatum = models.DateField(null=True, blank=True)
    periode = periode_veld()

    objects = PeriodeQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar = []
