"""Who still needs a product: contracts, and what a higher room counts (toewijzingen)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract
from core.ui.formats import format_number


@dataclass(frozen=True)
class Vraag:
    """Whose days after `na` (inclusive end) would be without: a product, in one perceel or all."""

    product_id: UUID
    na: datetime.date
    perceel_id: UUID | None = None


Teller = Callable[[Vraag], int]
_TELLERS: dict[str, tuple[Any, Any, Teller]] = {}


def register_gebruik(code: str, enkel: Any, meer: Any, teller: Teller) -> None:
    """Count something more that needs a product; for a room above this one."""
    _TELLERS[code] = (enkel, meer, teller)


def still_running(na: datetime.date, field: str = "einddatum") -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": na})


def contracts_after(vraag: Vraag) -> int:
    """Valid perceelcontracten with a day after `na`, on a perceel that then has the product."""
    rows = Perceelcontract.objects.filter(
        still_running(vraag.na),
        still_running(vraag.na, "perceel__perceelproducten__einddatum"),
        status=Perceelcontractstatus.GELDIG,
        perceel__perceelproducten__product=vraag.product_id,
    )
    if vraag.perceel_id:
        rows = rows.filter(perceel=vraag.perceel_id)
    return rows.order_by().values("pk").distinct().count()


def usage_of(vraag: Vraag) -> list[str]:
    """In words, only what there is: `12 contracten`, `31 lopende toewijzingen`."""
    counted: list[tuple[str, str, Teller]] = [("contract", "contracten", contracts_after)]
    counted += [(str(enkel), str(meer), teller) for enkel, meer, teller in _TELLERS.values()]
    found = ((teller(vraag), enkel, meer) for enkel, meer, teller in counted)
    return [f"{format_number(n)} {enkel if n == 1 else meer}" for n, enkel, meer in found if n]
