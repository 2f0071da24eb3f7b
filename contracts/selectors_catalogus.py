"""What is planned in the catalogue, in words."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from contracts.catalogus.soorten import SOORTEN, Soort
from contracts.catalogus.woorden import spoken
from contracts.choices import Mutatiestatus
from contracts.models import Catalogusmutatie, PerceelProduct
from core.actor import Actor
from core.policies import scoped


@dataclass(frozen=True)
class Gepland:
    """A change that waits for its day: `regels` are (field, value now, value then)."""

    id: UUID
    soort: Soort
    wie: str
    url: str
    vanaf: datetime.date
    reden: str
    regels: tuple[tuple[str, str, str], ...]

    @property
    def tekst(self) -> str:
        return "; ".join(f"{veld}: {oud} → {nieuw}" for veld, oud, nieuw in self.regels)


def planned_changes(actor: Actor, doel_id: UUID | None = None) -> list[Gepland]:
    """Of one row, or all of them; in the order in which they will hold. OZJT's own until then."""
    rows = Catalogusmutatie.objects.for_actor(actor).filter(status=Mutatiestatus.GEPLAND)
    if doel_id is not None:
        rows = rows.filter(doel_id=doel_id)
    changes = list(rows.order_by("ingangsdatum", "aangemaakt_op"))
    targets = _targets(actor, changes)
    values: dict[UUID, dict[str, Any]] = {}
    found = []
    for change in changes:
        if change.doel_id not in targets:
            continue
        kind, row = targets[change.doel_id]
        known = values.setdefault(row.pk, kind.values(row))
        lines = tuple(
            (kind.label_of(name), spoken(name, known.get(name)), spoken(name, value))
            for name, value in change.velden.items()
        )
        known |= change.velden
        found.append(
            Gepland(
                change.pk,
                kind,
                _marked(row, row),
                kind.url(row.pk),
                change.ingangsdatum,
                change.reden,
                lines,
            )
        )
    return found


def _targets(actor: Actor, changes: Iterable[Catalogusmutatie]) -> dict[UUID, tuple[Soort, Any]]:
    """One query per kind."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for change in changes:
        wanted[change.soort].add(change.doel_id)
    found: dict[UUID, tuple[Soort, Any]] = {}
    for kind in SOORTEN.values():
        if kind.mutatie and kind.mutatie in wanted:
            rows = scoped(actor, kind.model).filter(pk__in=wanted[kind.mutatie])
            found |= {row.pk: (kind, row) for row in rows}
    return found


def products_in(actor: Actor, perceel_id: UUID, day: datetime.date) -> list[dict[str, Any]]:
    """Products in the perceel today and later, each with its days there."""
    rows = PerceelProduct.objects.for_actor(actor).filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=day), perceel=perceel_id
    )
    return list(
        rows.order_by("product__code", "begindatum").values(
            "begindatum",
            "einddatum",
            rij=F("id"),
            code=F("product__code"),
            naam=F("product__naam"),
            eenheden=F("product__eenheden"),
            voorbeeldgegeven=F("product__voorbeeldgegeven"),
            product_rij=F("product_id"),
        )
    )


def small_rows(actor: Actor, day: datetime.date) -> list[dict[str, Any]]:
    """Segmenten, tariefgroepen and uitsluitingen of today and later: few, on one page."""
    rows: list[dict[str, Any]] = []
    for code in ("segment", "tariefgroep", "uitsluiting"):
        kind = SOORTEN[code]
        found: Any = scoped(actor, kind.model)
        if kind.periode:
            found = found.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=day))
            found = found.select_related("gemeente", "perceel", "product")
        rows += [_small(kind, row) for row in found]
    return rows


def _marked(text: object, product: Any) -> str:
    """With the mark of an invented product (R-SEG-3)."""
    invented = getattr(product, "voorbeeldgegeven", False)
    return _("%s (voorbeeldgegeven)") % text if invented else str(text)


def _small(kind: Soort, row: Any) -> dict[str, Any]:
    wie = str(row) if not kind.periode else f"{row.gemeente.naam}: {row.product or row.perceel}"
    return {
        "id": row.pk,
        "soort": kind.code,
        "label": str(kind.label).capitalize(),
        "wie": _marked(wie, getattr(row, "product", None)),
        "verwijzing": getattr(row, "verwijzing", ""),
        "begindatum": getattr(row, "begindatum", None),
        "einddatum": getattr(row, "einddatum", None),
    }
