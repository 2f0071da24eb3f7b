"""Rows and counts of the groups, within the gemeente of who looks."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from core.actor import Actor
from core.policies import has_right
from indications.models import Toewijzing
from indications.selectors_lijst import list_rows
from werklijsten.groepen import (
    GROEPEN,
    Groep,
    live,
    open_transfers,
    prepared,
    stops,
    to_transfer,
)
from werklijsten.policies import WERKLIJST_HANDELEN

BEWAAR_SECONDEN: Final = 60


@dataclass(frozen=True, slots=True)
class Telling:
    groep: Groep
    aantal: int


@dataclass(frozen=True, slots=True)
class Tellingen:
    """Per group, the heaviest consequence first; `totaal` counts a toewijzing once."""

    groepen: Sequence[Telling]
    totaal: int

    def of(self, code: str) -> int:
        return next(t.aantal for t in self.groepen if t.groep.code == code)


def _flagged(rows: QuerySet[Any], actor: Actor, day: datetime.date) -> QuerySet[Any]:
    """With one boolean per group."""
    return rows.annotate(
        **{
            groep.veld: Case(
                When(groep.voorwaarde(actor, day), then=Value(True)),
                default=Value(False),
                output_field=BooleanField(),
            )
            for groep in GROEPEN.values()
        }
    )


def count_groups(actor: Actor, day: datetime.date) -> Tellingen:
    """Every group in one query, each condition looked at once per toewijzing."""
    fields = [groep.veld for groep in GROEPEN.values()]
    found = Toewijzing.objects.for_actor(actor).filter(live(day) | to_transfer(actor, day))
    rows = _flagged(prepared(found), actor, day)
    query = rows.order_by().values_list(*fields).query
    inner, params = query.get_compiler(connection.alias, elide_empty=False).as_sql()
    names = ", ".join(fields)
    counts = ", ".join(f"count(*) filter (where {field})" for field in fields)
    # Names of this module and a query that Django made; `offset 0` keeps it one pass.
    sql = f"select {counts}, count(*) filter (where {' or '.join(fields)}) from ({inner} offset 0) q ({names})"  # noqa: S608, E501
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        *numbers, total = cursor.fetchone()
    tellingen = [Telling(g, n) for g, n in zip(GROEPEN.values(), numbers, strict=True)]
    return Tellingen(tellingen, total)


def count_work(actor: Actor) -> int | None:
    """For the menu of who works through the lists: it stands on every page, so it may be a minute
    old; an act of this room makes it new.
    """
    if not has_right(actor, WERKLIJST_HANDELEN):
        return None
    today = timezone.localdate()

    def count() -> int:
        return count_groups(actor, today).totaal

    return cache.get_or_set(_key(actor.organisatie_id, today), count, BEWAAR_SECONDEN)


def forget_count(gemeente_id: UUID | None) -> None:
    cache.delete(_key(gemeente_id, timezone.localdate()))


def _key(gemeente_id: UUID | None, day: datetime.date) -> str:
    return f"werklijsten:{gemeente_id}:{day}"


def group_rows(actor: Actor, groep: Groep, day: datetime.date) -> QuerySet[Any]:
    """Toewijzingen of one group, with what their words are made of and the other groups."""
    stop = stops(day).order_by("begindatum").values("begindatum")[:1]
    rows = prepared(list_rows(actor, day)).filter(groep.voorwaarde(actor, day))
    return _flagged(rows, actor, day).annotate(
        stop_sinds=Subquery(stop),
        zonder_contract_vanaf=Subquery(open_transfers().values("vanaf")[:1]),
    )
