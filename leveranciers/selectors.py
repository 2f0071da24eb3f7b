"""Shares, flags and talks as the screens show them; every list is one query."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, JSONObject

from core.actor import Actor
from indications.rules import add_months
from leveranciers.choices import Afspraakstatus, Gespreksstatus, Grondslag, Indeling, Vlagsoort
from leveranciers.models import (
    Accountgesprek,
    Afspraak,
    Jaarcijfer,
    Segmentaandeel,
    Sturingsnorm,
)
from leveranciers.normen import norms_of
from leveranciers.rules import RISICOS, Normen

#: Held, whether or not the verslag stands.
GEWEEST = (Gespreksstatus.GEHOUDEN, Gespreksstatus.VASTGESTELD)
CIJFERVELDEN = tuple(dict.fromkeys(risico.cijfer for risico in RISICOS))


def norms(actor: Actor, jaar: int) -> Normen:
    return norms_of(Sturingsnorm.objects.for_actor(actor), jaar)


def last_year(actor: Actor, otherwise: int) -> int:
    """The last year of which shares are known."""
    found = Segmentaandeel.objects.for_actor(actor).aggregate(jaar=Max("jaar"))["jaar"]
    return int(found or otherwise)


def flagged(normen: Normen, soort: str = "") -> Q:
    """Yearly figures that `rules.flags` warns of; the same table of rules, as a condition."""
    found = Q(pk__in=[])
    for risico in RISICOS:
        if soort in ("", risico.soort):
            beyond = f"{risico.cijfer}__{'gt' if risico.hoog else 'lt'}"
            found |= Q(**{beyond: getattr(normen, risico.norm)})
    return found


def flagged_by_year(kept: Iterable[Sturingsnorm], soort: str = "") -> Q:
    """Figures with a flag, each under the norms of its own year."""
    years = sorted(norm.jaar for norm in kept)
    found = Q(jaar__lt=years[0]) & flagged(Normen(), soort) if years else flagged(Normen(), soort)
    for jaar, volgend in zip(years, [*years[1:], None], strict=True):
        within = Q(jaar__gte=jaar) if volgend is None else Q(jaar__gte=jaar, jaar__lt=volgend)
        found |= within & flagged(norms_of(kept, jaar), soort)
    return found


def shares(
    actor: Actor, *, segment: UUID | None, jaar: int, peildatum: datetime.date, normen: Normen
) -> QuerySet[Any]:
    """Shares of a year, of a segment or of all together (None), with flags and talks.

    `cijfers` are the last figures up to that year (texts), `continuiteit` and `rechtmatigheid`
    whether those warn; `te_plannen` whether the rhythm asks for a talk.
    """
    rows = Segmentaandeel.objects.for_actor(actor).filter(jaar=jaar)
    rows = rows.filter(segment__isnull=True) if segment is None else rows.filter(segment=segment)
    figures = (
        Jaarcijfer.objects.for_actor(actor)
        .filter(aanbieder=OuterRef("aanbieder"), jaar__lte=jaar)
        .order_by("-jaar")
    )
    texts = {naam: Cast(naam, TextField()) for naam in ("jaar", *CIJFERVELDEN)}
    own = Jaarcijfer.objects.for_actor(actor).filter(pk=OuterRef("cijfer"))
    return with_talks(
        actor,
        rows.annotate(
            cijfer=Subquery(figures.values("pk")[:1]),
            cijfers=Subquery(figures.values(json=JSONObject(**texts))[:1]),
        ).annotate(
            continuiteit=Exists(own.filter(flagged(normen, Vlagsoort.CONTINUITEIT))),
            rechtmatigheid=Exists(own.filter(flagged(normen, Vlagsoort.RECHTMATIGHEID))),
            wijkt_af=Case(
                When(aanbieder__grootte=F("grootte"), then=Value(False)),
                default=Value(True),
                output_field=BooleanField(),
            ),
        ),
        peildatum=peildatum,
        normen=normen,
    )


def with_talks(
    actor: Actor, rows: QuerySet[Any], *, peildatum: datetime.date, normen: Normen
) -> QuerySet[Any]:
    """Rows with `laatste` and `volgende` talk, and `te_plannen`.

    The rhythm is that of the heaviest indeling of the aanbieder in that year, over all segments.
    """
    talks = Accountgesprek.objects.for_actor(actor).filter(aanbieder=OuterRef("aanbieder"))
    held = talks.filter(status__in=GEWEEST).order_by().values("aanbieder")
    planned = (
        talks.filter(status=Gespreksstatus.GEPLAND, datum__gte=peildatum)
        .order_by()
        .values("aanbieder")
    )
    managed = Segmentaandeel.objects.for_actor(actor).filter(
        aanbieder=OuterRef("aanbieder"),
        jaar=OuterRef("jaar"),
        segment__isnull=False,
        indeling=Indeling.LEVERANCIERSMANAGEMENT,
    )
    heavy, light = (normen.rhythm(i) for i in Indeling)
    return rows.annotate(
        laatste=Subquery(held.annotate(dag=Max("datum")).values("dag")),
        volgende=Subquery(planned.annotate(dag=Min("datum")).values("dag")),
        stuurt=Exists(managed),
    ).annotate(
        te_plannen=Case(
            When(volgende__isnull=False, then=Value(False)),
            When(Q(stuurt=True) & _due(heavy, peildatum), then=Value(True)),
            When(Q(stuurt=False) & _due(light, peildatum), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
    )


def _due(months: int, peildatum: datetime.date) -> Q:
    """The last talk was `months` or longer ago, or never; with no rhythm nothing is due."""
    if not months:
        return Q(pk__in=[])
    return Q(laatste__isnull=True) | Q(laatste__lte=add_months(peildatum, -months))


def totals(actor: Actor, *, segment: UUID | None, jaar: int) -> dict[str, Any]:
    """What the head of the list says, in one query."""
    rows = Segmentaandeel.objects.for_actor(actor).filter(jaar=jaar)
    rows = rows.filter(segment__isnull=True) if segment is None else rows.filter(segment=segment)
    found: dict[str, Any] = rows.aggregate(
        aantal=Count("pk"),
        totaal=Sum("kosten"),
        sturen=Count("pk", filter=Q(indeling=Indeling.LEVERANCIERSMANAGEMENT)),
        begroot=Count("pk", filter=Q(grondslag=Grondslag.BEGROOT, kosten__gt=0)),
        berekend_op=Max("bijgewerkt_op"),
    )
    return found


def shares_of(actor: Actor, aanbieder_id: UUID, jaar: int) -> list[Segmentaandeel]:
    """Of one aanbieder: each segment, and last all together."""
    rows = Segmentaandeel.objects.for_actor(actor).filter(aanbieder=aanbieder_id, jaar=jaar)
    return list(
        rows.select_related("segment").order_by(F("segment__volgorde").asc(nulls_last=True))
    )


def figures_of(actor: Actor, aanbieder_id: UUID) -> list[Jaarcijfer]:
    rows = Jaarcijfer.objects.for_actor(actor).filter(aanbieder=aanbieder_id)
    return list(rows.order_by("-jaar")[:6])


def agreements(actor: Actor, gesprek_ids: Sequence[UUID] | None = None) -> QuerySet[Any]:
    """Agreements in scope, those of some talks or all; `te_laat` is asked with `late`."""
    rows = Afspraak.objects.for_actor(actor).select_related("gesprek__aanbieder", "eigenaar")
    return rows if gesprek_ids is None else rows.filter(gesprek__in=gesprek_ids)


def late(peildatum: datetime.date) -> Q:
    return Q(status=Afspraakstatus.OPEN, uiterlijk__lt=peildatum)


def count_late(actor: Actor, peildatum: datetime.date) -> int:
    """For the menu: what the actor's side promised and did not do in time."""
    return int(Afspraak.objects.for_actor(actor).filter(late(peildatum)).count())
