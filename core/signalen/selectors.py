"""The worklist: heaviest consequence for jeugdigen first, then the oldest."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from core.actor import Actor
from core.choices import Signaalernst, Signaalstatus
from core.models import Signaal

#: Days within which a signal asks for an act; after that it is late.
TERMIJN_DAGEN = {
    Signaalernst.MOET: 7,
    Signaalernst.AANDACHT: 14,
    Signaalernst.BEOORDELEN: 28,
}
ORDER = ("ernst", "-raakt", "geopend_op", "id")


class Tab(StrEnum):
    ALLES = "alles"
    VAN_MIJ = "van-mij"
    TE_LAAT = "te-laat"
    UITGESTELD = "uitgesteld"


@dataclass(frozen=True)
class Tellingen:
    alles: int
    van_mij: int
    te_laat: int
    uitgesteld: int
    raakt: int

    def of(self, tab: Tab) -> int:
        return int(getattr(self, tab.value.replace("-", "_")))


def late(nu: datetime.datetime) -> Q:
    """Open longer than the term of its weight."""
    return Q(
        *(
            Q(ernst=ernst, geopend_op__lt=nu - datetime.timedelta(days=days))
            for ernst, days in TERMIJN_DAGEN.items()
        ),
        _connector=Q.OR,
    )


def is_late(signaal: Signaal, nu: datetime.datetime) -> bool:
    days = TERMIJN_DAGEN[Signaalernst(signaal.ernst)]
    return signaal.geopend_op < nu - datetime.timedelta(days=days)


def _filter_of(tab: Tab, actor: Actor, nu: datetime.datetime) -> Q:
    is_open = Q(status=Signaalstatus.OPEN)
    return {
        Tab.ALLES: is_open,
        Tab.VAN_MIJ: is_open & Q(eigenaar=actor.id),
        Tab.TE_LAAT: is_open & late(nu),
        Tab.UITGESTELD: Q(status=Signaalstatus.UITGESTELD),
    }[tab]


def worklist(actor: Actor, tab: Tab = Tab.ALLES, nu: datetime.datetime | None = None) -> Any:
    """Signals of one tab, in the order of the worklist, with whom they concern."""
    now = nu or timezone.now()
    return (
        Signaal.objects.for_actor(actor)
        .filter(_filter_of(tab, actor, now))
        .select_related("betreft", "eigenaar")
        .order_by(*ORDER)
    )


def count_open(actor: Actor) -> int:
    """How many wait, for the menu."""
    rows = Signaal.objects.for_actor(actor).filter(status=Signaalstatus.OPEN)
    return int(rows.count())


def counts(actor: Actor, nu: datetime.datetime | None = None) -> Tellingen:
    """All tabs in one query; `raakt` is how many open signals touch jeugdigen."""
    now = nu or timezone.now()
    rows: QuerySet[Any] = Signaal.objects.for_actor(actor).exclude(status=Signaalstatus.GESLOTEN)
    found = rows.aggregate(
        **{tab.name.lower(): Count("pk", filter=_filter_of(tab, actor, now)) for tab in Tab},
        raakt=Count("pk", filter=Q(status=Signaalstatus.OPEN, raakt__gt=0)),
    )
    return Tellingen(**found)
