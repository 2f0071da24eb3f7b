"""Questions as lists, and what a toewijzing shows of them; inside the scope of the actor."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, OuterRef, QuerySet, Subquery, Value, When

from core.actor import Actor
from core.policies import has_right
from indications.choices import Toewijzingstatus
from indications.models import Toewijzing
from toelichtingen.choices import LOPEND
from toelichtingen.forms import ALLES
from toelichtingen.models import Toelichting, Toelichtingsverzoek
from toelichtingen.policies import TOELICHTING_GEVEN, TOELICHTING_VRAGEN

VERVALLEN = "vervallen"
#: Status on screen: a question about a toewijzing that was withdrawn waits for nobody.
STAND = Case(
    When(
        status__in=LOPEND,
        toewijzing__status=Toewijzingstatus.INGETROKKEN,
        then=Value(VERVALLEN),
    ),
    default=F("status"),
    output_field=CharField(),
)


def verzoeken(actor: Actor) -> QuerySet[Any]:
    """Questions in scope with `stand`."""
    return Toelichtingsverzoek.objects.for_actor(actor).annotate(stand=STAND)


def narrowed(rows: QuerySet[Any], values: Mapping[str, Any], today: datetime.date) -> QuerySet[Any]:
    stand = values.get("stand", "")
    rows = rows.annotate(stand=STAND)
    if stand == "":
        rows = rows.filter(stand__in=LOPEND)
    elif stand != ALLES:
        rows = rows.filter(stand=stand)
    if values.get("te_laat"):
        rows = rows.filter(stand__in=LOPEND, termijn__lt=today)
    return rows


def count_waiting(actor: Actor) -> int | None:
    """For the menu: what the aanbieder still must answer."""
    if not has_right(actor, TOELICHTING_GEVEN):
        return None
    return int(verzoeken(actor).filter(stand__in=LOPEND).count()) or None


@dataclass(frozen=True, slots=True)
class Antwoord:
    """One answer, and what the toewijzing became since (`nu` is None while nothing changed)."""

    gegeven: Toelichting
    nu: int | None


def answers(verzoek: Toelichtingsverzoek) -> list[Antwoord]:
    """Newest first."""
    now = verzoek.toewijzing.volume
    rows = verzoek.toelichtingen.select_related("antwoorder").order_by("-gegeven_op", "-pk")
    return [Antwoord(row, None if row.volume == now else now) for row in rows]


def of_toewijzing(actor: Actor, toewijzing_id: UUID) -> list[Any]:
    """Newest first; `toelichtingen` fetched, newest answer first."""
    rows = verzoeken(actor).filter(toewijzing=toewijzing_id)
    return list(
        rows.select_related("toewijzing", "vrager")
        .prefetch_related("toelichtingen__antwoorder")
        .order_by("-gevraagd_op")
    )


def open_verzoek(actor: Actor, toewijzing_id: UUID) -> Toelichtingsverzoek | None:
    rows = Toelichtingsverzoek.objects.for_actor(actor).filter(
        toewijzing=toewijzing_id, status__in=LOPEND
    )
    found: Toelichtingsverzoek | None = rows.first()
    return found


def may_ask(actor: Actor, toewijzing: Toewijzing, today: datetime.date) -> bool:
    """Before the start or while it runs, with a product that is split, and no question open."""
    if not has_right(actor, TOELICHTING_VRAGEN):
        return False
    if toewijzing.status == Toewijzingstatus.INGETROKKEN:
        return False
    if toewijzing.einddatum is not None and toewijzing.einddatum < today:
        return False
    if not toewijzing.product.verdeling_toegestaan:
        return False
    return open_verzoek(actor, toewijzing.pk) is None


def newest(actor: Actor, path: str) -> Subquery:
    """A column of the newest answer, on rows of Toelichtingsverzoek."""
    rows = (
        Toelichting.objects.for_actor(actor)
        .filter(verzoek=OuterRef("pk"))
        .order_by("-gegeven_op", "-pk")
    )
    return Subquery(rows.values(path)[:1])
