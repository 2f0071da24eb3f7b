"""Requests as lists: what waits on whom, the queue in its order, and what comes next."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from core.actor import Actor
from core.choices import Rolcode
from core.models import Gebeurtenis
from core.policies import has_right
from providers.policies import GEHEIM_ADRES_INZIEN
from zorgportaal.choices import OPEN, Verzoekstatus
from zorgportaal.filters import ALLES, WACHT
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.policies import WIJZIGING_BESLUITEN

#: With contractbeheer; while a question stands open the term stands still (Awb 4:15).
TE_BESLISSEN = (Verzoekstatus.INGEDIEND, Verzoekstatus.IN_BEHANDELING)
#: Further than this nobody walks through a queue.
LANGSTE_RIJ = 2000


def decides(actor: Actor) -> bool:
    return has_right(actor, WIJZIGING_BESLUITEN)


def waits_on(actor: Actor) -> Q:
    """What asks for an act of this actor: a question to answer, or a request to decide on that is
    not its own and that no colleague has taken up.
    """
    if actor.has_role(Rolcode.AANBIEDER_BEHEERDER):
        return Q(status=Verzoekstatus.AANVULLING_GEVRAAGD)
    free = Q(behandelaar__isnull=True) | Q(behandelaar=actor.id)
    not_own = Q(indiener__isnull=True) | ~Q(indiener=actor.id)
    found = Q(status__in=TE_BESLISSEN) & free & not_own
    return found if has_right(actor, GEHEIM_ADRES_INZIEN) else found & Q(geheim=False)


def late(today: datetime.date) -> Q:
    return Q(status__in=TE_BESLISSEN, beslis_uiterlijk__lt=today)


def narrowed(
    actor: Actor, values: Mapping[str, Any], today: datetime.date
) -> QuerySet[Wijzigingsverzoek]:
    """Requests in scope within the filters in force."""
    rows: QuerySet[Wijzigingsverzoek] = Wijzigingsverzoek.objects.for_actor(actor)
    stand = values.get("stand", "")
    if stand == WACHT:
        rows = rows.filter(waits_on(actor))
    elif stand and stand != ALLES:
        rows = rows.filter(status=stand)
    elif not stand and decides(actor):
        rows = rows.filter(status__in=OPEN)
    if soort := values.get("soort"):
        rows = rows.filter(soort=soort)
    if name := values.get("aanbieder"):
        rows = rows.filter(aanbieder__naam__icontains=name)
    return rows.filter(late(today)) if values.get("te_laat") else rows


def counts(actor: Actor, today: datetime.date) -> dict[str, int]:
    """What lies where, in one query."""
    found: dict[str, int] = Wijzigingsverzoek.objects.for_actor(actor).aggregate(
        open=Count("pk", filter=Q(status__in=OPEN)),
        wacht=Count("pk", filter=waits_on(actor)),
        te_laat=Count("pk", filter=late(today)),
        vraag=Count("pk", filter=Q(status=Verzoekstatus.AANVULLING_GEVRAAGD)),
        concept=Count("pk", filter=Q(status=Verzoekstatus.CONCEPT)),
        alles=Count("pk"),
    )
    return found


def count_waiting(actor: Actor) -> int:
    """For the menu."""
    rows = Wijzigingsverzoek.objects.for_actor(actor).filter(waits_on(actor))
    return int(rows.count())


@dataclass(frozen=True)
class Plek:
    """Where a request stands in a queue; `volgende` to skip to, `verder` to go to after deciding:
    at the end that is the first one again, for it was skipped.
    """

    nummer: int
    lengte: int
    volgende: UUID | None
    verder: UUID | None


def place_in_queue(
    actor: Actor,
    pk: UUID,
    values: Mapping[str, Any],
    order: Sequence[str],
    today: datetime.date,
) -> Plek:
    """In the queue within `values` and in `order`, of what this actor can decide on now."""
    rows = narrowed(actor, values, today).filter(waits_on(actor))
    ids = list(rows.order_by(*order, "pk").values_list("pk", flat=True)[:LANGSTE_RIJ])
    at = ids.index(pk) if pk in ids else -1
    after, before = ids[at + 1 :], ids[: max(at, 0)]
    follow = next(iter(after), None)
    return Plek(at + 1, len(ids), follow, follow or next(iter(before), None))


def events_of(pk: UUID) -> list[Gebeurtenis]:
    """What was done with a request that was found in scope, newest first."""
    rows = Gebeurtenis.objects.filter(object_id=pk, objectsoort="wijzigingsverzoek")
    return list(rows.order_by("-moment", "-pk"))
