"""What the start page shows beside the worklist; each selector is one query."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.utils import timezone

from availability.models import Aanbod
from contracts.choices import Perceelaard
from core.actor import Actor
from core.choices import Actorsoort
from core.models import Concept, Gebeurtenis
from core.policies import scoped
from indications.choices import Toewijzingstatus
from indications.models import Toewijzing
from zorgportaal.choices import Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek

LOOPT_AF_WEKEN = 8
#: So many of the newest toewijzingen are looked through for those of the actor.
LAATSTE = 200
GETOOND = 6
WONEN = (Perceelaard.WONEN, Perceelaard.PLEEGZORG)


@dataclass(frozen=True)
class Toewijzingtellingen:
    """Toewijzingen in scope; `loopt_af` is of the running ones, within eight weeks."""

    lopend: int
    loopt_af: int
    toekomstig: int
    deze_week: int


def count_toewijzingen(actor: Actor, peildatum: datetime.date) -> Toewijzingtellingen:
    running = Q(begindatum__lte=peildatum) & (
        Q(einddatum__isnull=True) | Q(einddatum__gte=peildatum)
    )
    until = peildatum + datetime.timedelta(weeks=LOOPT_AF_WEKEN)
    monday = peildatum - datetime.timedelta(days=peildatum.weekday())
    rows = Toewijzing.objects.for_actor(actor).exclude(status=Toewijzingstatus.INGETROKKEN)
    found = rows.aggregate(
        lopend=Count("pk", filter=running),
        loopt_af=Count("pk", filter=running & Q(einddatum__lte=until)),
        toekomstig=Count("pk", filter=Q(begindatum__gt=peildatum)),
        deze_week=Count("pk", filter=Q(toewijzingsmoment__gte=_midnight(monday))),
    )
    return Toewijzingtellingen(**found)


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


@dataclass(frozen=True)
class Ingediend:
    """What was filed last: by the actor when there is any, else by everybody in scope."""

    van_mij: bool
    rijen: Sequence[dict[str, Any]]


def filed(actor: Actor) -> Ingediend:
    """The last toewijzingen in scope, the actor's own first sought in the newest 200."""
    newest = (
        Toewijzing.objects.for_actor(actor)
        .order_by("-toewijzingsmoment", "-id")
        .values(
            "id",
            "nummer",
            "status",
            "begindatum",
            "einddatum",
            "toewijzingsmoment",
            "jeugdige_id",
            productnaam=F("product__naam"),
            aanbiedernaam=F("aanbieder__naam"),
        )
    )
    rows = list(newest[:LAATSTE])
    mine = set(
        Gebeurtenis.objects.filter(
            object_id__in=[row["id"] for row in rows],
            soort="toewijzing.ingediend",
            actor_id=actor.id,
        ).values_list("object_id", flat=True)
    )
    own = [row for row in rows if row["id"] in mine]
    return Ingediend(bool(own), (own or rows)[:GETOOND])


def drafts(actor: Actor) -> Sequence[dict[str, Any]]:
    if actor.soort != Actorsoort.GEBRUIKER:
        return []
    rows = scoped(actor, Concept).order_by("-gewijzigd_op")
    return list(rows.values("id", "soort", "titel", "gewijzigd_op")[:GETOOND])


def own_requests(actor: Actor) -> list[Wijzigingsverzoek]:
    """Requests of the own aanbieder: what waits for its answer first, then what was last filed."""
    asked = Case(When(status=Verzoekstatus.AANVULLING_GEVRAAGD, then=0), default=1)
    rows = Wijzigingsverzoek.objects.for_actor(actor).exclude(status=Verzoekstatus.CONCEPT)
    return list(rows.defer("inhoud", "inhoud_hash").order_by(asked, "-ingediend_op")[:GETOOND])


@dataclass(frozen=True)
class Meter:
    """Share of the offers with a known waiting time that is within the maximum."""

    naam: str
    totaal: int
    binnen: int
    onbekend: int

    @property
    def bekend(self) -> int:
        return self.totaal - self.onbekend

    @property
    def procent(self) -> int | None:
        return round(100 * self.binnen / self.bekend) if self.bekend else None

    @property
    def soort(self) -> str:
        """Good from 60 percent on; the figure stands beside it."""
        return "good" if (self.procent or 0) >= 60 else "attention"


def within_maximum(actor: Actor, peildatum: datetime.date) -> list[Meter]:
    """Offers of today per segment, with wonen and verblijf apart (R-SEG-1, R-BES-5)."""
    segment = F("perceelcontract__perceel__segment__naam")
    kind = Case(
        When(~Q(perceelcontract__perceel__segment__code="wonen-verblijf"), then=segment),
        When(perceelcontract__perceel__aard__in=WONEN, then=Value("Wonen")),
        default=Value("Verblijf"),
    )
    maximum = Case(
        When(
            perceelcontract__max_wachttijd_weken__isnull=False,
            then=F("perceelcontract__max_wachttijd_weken"),
        ),
        default=F("perceelcontract__perceel__max_wachttijd_weken"),
    )
    rows: QuerySet[Any] = (
        Aanbod.objects.for_actor(actor)
        .exclude(perceelcontract__perceel__segment__code="crisis")
        .filter(
            perceelcontract__status="geldig",
            perceelcontract__periode__contains=peildatum,
        )
        .values(naam=kind)
        .annotate(
            totaal=Count("pk"),
            binnen=Count("pk", filter=Q(opgegeven_weken__lte=maximum)),
            onbekend=Count("pk", filter=Q(opgegeven_weken__isnull=True)),
        )
        .order_by("perceelcontract__perceel__segment__volgorde", "naam")
    )
    return [Meter(row["naam"], row["totaal"], row["binnen"], row["onbekend"]) for row in rows]
