"""What the registers show beyond a single row: state of an aanbieder, tariffs and products on a
day.
"""

import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from contracts.choices import Maatregelsoort, Maatregelstatus, Perceelcontractstatus
from contracts.models import (
    ContractLocatie,
    Maatregel,
    Perceelcontract,
    PerceelProduct,
    Tarief,
    Tariefgroepwijziging,
)
from core.actor import Actor
from providers.models import AgbCode

AFLOOP_DAGEN = 90
GELDIG, AFLOOP, STOP, GEEN = "geldig", "loopt_af", "clientenstop", "geen"


def clientenstops(day: datetime.date) -> QuerySet[Maatregel]:
    """Measures that keep new jeugdigen away from the outer aanbieder on `day` (R-CON-4)."""
    return Maatregel.objects.filter(
        aanbieder=OuterRef("pk"),
        soort=Maatregelsoort.CLIENTENSTOP,
        status=Maatregelstatus.GELDIG,
        periode__contains=day,
    )


def with_contract_state(rows: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Aanbieders with `agb`, `percelen` `contract_tot` (first end) and `staat` on `day`."""
    valid = Q(
        perceelcontracten__status=Perceelcontractstatus.GELDIG,
        perceelcontracten__periode__contains=day,
    )
    soon = day + datetime.timedelta(days=AFLOOP_DAGEN)
    agb = AgbCode.objects.filter(aanbieder=OuterRef("pk"), periode__contains=day)
    return rows.annotate(
        agb=Subquery(agb.order_by("-soort", "code").values("code")[:1]),
        percelen=Count("perceelcontracten", filter=valid),
        contract_tot=Min("perceelcontracten__einddatum", filter=valid),
        stop=Exists(clientenstops(day)),
    ).annotate(
        staat=Case(
            When(stop=True, then=Value(STOP)),
            When(percelen=0, then=Value(GEEN)),
            When(contract_tot__lte=soon, then=Value(AFLOOP)),
            default=Value(GELDIG),
            output_field=CharField(),
        )
    )


def contracts_on(rows: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Perceelcontracten with `staat` on `day`: cliëntenstop, ends within 90 days, valid or not."""
    soon = day + datetime.timedelta(days=AFLOOP_DAGEN)
    stop = Maatregel.objects.filter(
        Q(perceel__isnull=True) | Q(perceel=OuterRef("perceel")),
        aanbieder=OuterRef("aanbieder"),
        soort=Maatregelsoort.CLIENTENSTOP,
        status=Maatregelstatus.GELDIG,
        periode__contains=day,
    )
    now = ExpressionWrapper(
        Q(periode__contains=day) & Q(status=Perceelcontractstatus.GELDIG),
        output_field=BooleanField(),
    )
    changed = Tariefgroepwijziging.objects.filter(
        perceelcontract=OuterRef("pk"), begindatum__lte=day
    ).order_by("-begindatum")
    group = Coalesce(Subquery(changed.values("tariefgroep__naam")[:1]), F("tariefgroep__naam"))
    return rows.annotate(stop=Exists(stop), nu=now, groepnaam=group).annotate(
        staat=Case(
            When(nu=False, then=Value(GEEN)),
            When(stop=True, then=Value(STOP)),
            When(einddatum__lte=soon, then=Value(AFLOOP)),
            default=Value(GELDIG),
            output_field=CharField(),
        )
    )


def tariff_group(day: datetime.date, path: str = "pk") -> Coalesce:
    """Of the outer perceelcontract (at `path`) on `day`, as an expression (R-SEG-7)."""
    changed = Tariefgroepwijziging.objects.filter(
        perceelcontract=OuterRef(path), begindatum__lte=day
    ).order_by("-begindatum")
    own = "tariefgroep" if path == "pk" else f"{path.removesuffix('_id')}__tariefgroep"
    return Coalesce(Subquery(changed.values("tariefgroep")[:1]), F(own))


def tariff_group_on(contract: Perceelcontract, day: datetime.date) -> UUID | None:
    """Id of the tariff group that holds for a contract on `day`."""
    changed = contract.tariefgroepwijzigingen.filter(begindatum__lte=day).order_by("-begindatum")
    found: UUID | None = changed.values_list("tariefgroep", flat=True).first()
    return found or contract.tariefgroep_id


def tariffs_of_contract(
    actor: Actor, contract: Perceelcontract, day: datetime.date
) -> list[dict[str, Any]]:
    """Tariffs on `day` of each product in the perceel: by tariff group or contracted location."""
    products = PerceelProduct.objects.filter(perceel=contract.perceel_id, periode__contains=day)
    places = ContractLocatie.objects.filter(perceelcontract=contract.pk, periode__contains=day)
    return list(
        Tarief.objects.for_actor(actor)
        .filter(
            Q(tariefgroep__isnull=True) | Q(tariefgroep=tariff_group_on(contract, day)),
            Q(locatie__isnull=True) | Q(locatie__in=places.values("locatie")),
            product__in=products.values("product"),
            periode__contains=day,
        )
        .order_by("product__code", "locatie__naam")
        .values(
            "product_id",
            "product__code",
            "product__naam",
            "locatie__naam",
            "eenheid",
            "bedrag",
            "begindatum",
            "einddatum",
        )
    )


def perceel_counts(rows: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Percelen with `aanbieders` (valid contract on `day`) and `producten` (codes)."""
    contracts = (
        Perceelcontract.objects.filter(
            perceel=OuterRef("pk"),
            status=Perceelcontractstatus.GELDIG,
            periode__contains=day,
        )
        .values("perceel")
        .annotate(n=Count("pk"))
    )
    codes = (
        PerceelProduct.objects.filter(perceel=OuterRef("pk"), periode__contains=day)
        .values("perceel")
        .annotate(codes=ArrayAgg("product__code", order_by="product__code"))
    )
    return rows.annotate(
        aanbieders=Subquery(contracts.values("n")), producten=Subquery(codes.values("codes"))
    )
