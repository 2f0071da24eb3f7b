"""A perceelcontract on a day (valid time): state, tariff group, gemeenten, places, measures."""

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from contracts import selectors
from contracts.models import (
    ContractLocatie,
    Leveringsgebied,
    Maatregel,
    Perceelcontract,
    Tariefgroep,
)
from core.actor import Actor


@dataclass(frozen=True)
class Stand:
    """What holds on `dag`; `later` is what is known to change after it, when `dag` is today."""

    dag: datetime.date
    staat: str
    tariefgroep: Tariefgroep | None
    wachttijd: int
    gemeenten: list[Leveringsgebied]
    plaatsen: list[ContractLocatie]
    maatregelen: list[Maatregel]


def state_on(actor: Actor, contract: Perceelcontract, day: datetime.date) -> Stand:
    """The contract as it is agreed for `day`, past or future, as far as it is known now."""
    scope = Perceelcontract.objects.for_actor(actor).filter(pk=contract.pk)
    state = selectors.contracts_on(scope, day).values_list("staat", flat=True)[0]
    group = selectors.tariff_group_on(contract, day)
    measures = Maatregel.objects.for_actor(actor).filter(
        Q(perceel__isnull=True) | Q(perceel=contract.perceel_id),
        aanbieder=contract.aanbieder_id,
        periode__contains=day,
    )
    return Stand(
        dag=day,
        staat=state,
        tariefgroep=Tariefgroep.objects.for_actor(actor).filter(pk=group).first(),
        wachttijd=contract.max_wachttijd_weken or contract.perceel.max_wachttijd_weken,
        gemeenten=list(promised(actor, contract).filter(periode__contains=day)),
        plaatsen=list(places(actor, contract).filter(periode__contains=day)),
        maatregelen=list(measures.order_by("-begindatum")),
    )


def promised(actor: Actor, contract: Perceelcontract) -> QuerySet[Any]:
    rows = Leveringsgebied.objects.for_actor(actor).filter(perceelcontract=contract)
    return rows.select_related("gemeente").order_by("gemeente__naam", "begindatum")


def promised_ids(actor: Actor, contract: Perceelcontract, day: datetime.date) -> list[UUID]:
    rows = Leveringsgebied.objects.for_actor(actor).filter(
        perceelcontract=contract, periode__contains=day
    )
    return list(rows.values_list("gemeente_id", flat=True))


def places(actor: Actor, contract: Perceelcontract) -> QuerySet[Any]:
    """Contracted locations; of a protected one only its name and gemeente are shown (R-BES-2)."""
    rows = ContractLocatie.objects.for_actor(actor).filter(perceelcontract=contract)
    return rows.select_related("locatie__gemeente", "groep").order_by("locatie__naam", "begindatum")


def tariff_group_name(contract: Perceelcontract, day: datetime.date) -> str:
    """Of a contract that was found in scope; '' without one."""
    found = selectors.tariff_group_on(contract, day)
    if found is None:
        return ""
    names = Tariefgroep.objects.filter(pk=found).values_list("naam", flat=True)
    return names.first() or ""


def promised_count(day: datetime.date) -> Subquery:
    """Number of gemeenten promised on `day` by the outer contract."""
    rows = Leveringsgebied.objects.filter(perceelcontract=OuterRef("pk"), periode__contains=day)
    return Subquery(rows.order_by().values("perceelcontract").annotate(n=Count("pk")).values("n"))
