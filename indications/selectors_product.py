"""The products a gemeente can choose from, with what helps to choose (R-SEG-5, 6, 9, R-TOE-15)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.choices import Perceelaard
from contracts.models import Perceel, PerceelProduct, Product, Uitsluiting
from core.actor import Actor

SCREENING = "DSCRN"


@dataclass(frozen=True, slots=True)
class Keuzeproduct:
    """A product as the chooser shows it; `uitgesloten` says where the inhabitant can go instead."""

    product: Product
    percelen: tuple[Perceel, ...]
    uitgesloten: str = ""

    @property
    def code(self) -> str:
        return self.product.code

    @property
    def label(self) -> str:
        return f"{self.product.code} · {self.product.naam}"

    @property
    def via_cpwv(self) -> bool:
        """Placement goes through the CPWV in every perceel the product is in (R-CPW-1)."""
        return bool(self.percelen) and all(perceel.via_cpwv for perceel in self.percelen)

    @property
    def is_screening(self) -> bool:
        return self.product.code == SCREENING

    @property
    def is_behandeling(self) -> bool:
        return any(perceel.aard == Perceelaard.BEHANDELING for perceel in self.percelen)

    @property
    def groep(self) -> str:
        """The heading in the list of choices."""
        perceel = self.percelen[0]
        return f"{perceel.segment.naam}, via het CPWV" if self.via_cpwv else perceel.segment.naam


def choosable_products(
    actor: Actor, *, gemeente_id: UUID | None, peildatum: date
) -> list[Keuzeproduct]:
    """Products valid on `peildatum` in a valid perceel, by segment and code; two queries."""
    rows = (
        PerceelProduct.objects.for_actor(actor)
        .filter(begindatum__lte=peildatum)
        .exclude(einddatum__lt=peildatum)
        .exclude(product__einddatum__lt=peildatum)
        .exclude(perceel__einddatum__lt=peildatum)
        .select_related("product", "perceel__segment")
        .order_by("perceel__segment__volgorde", "product__code", "perceel__code")
    )
    percelen: dict[UUID, list[Perceel]] = defaultdict(list)
    products: dict[UUID, Product] = {}
    for row in rows:
        products[row.product_id] = row.product
        percelen[row.product_id].append(row.perceel)
    excluded = _exclusions(actor, gemeente_id, peildatum)
    return [
        Keuzeproduct(product, tuple(percelen[key]), _excluded(key, percelen[key], excluded))
        for key, product in products.items()
    ]


def _exclusions(actor: Actor, gemeente_id: UUID | None, peildatum: date) -> dict[UUID, str]:
    if gemeente_id is None:
        return {}
    rows = (
        Uitsluiting.objects.for_actor(actor)
        .filter(gemeente=gemeente_id, begindatum__lte=peildatum)
        .exclude(einddatum__lt=peildatum)
        .values_list("perceel_id", "product_id", "verwijzing")
    )
    return {perceel or product: verwijzing for perceel, product, verwijzing in rows}


def _excluded(product_id: UUID, percelen: list[Perceel], excluded: dict[UUID, str]) -> str:
    """Excluded itself, or in no perceel that is not excluded."""
    if product_id in excluded:
        return excluded[product_id]
    if all(perceel.pk in excluded for perceel in percelen):
        return excluded[percelen[0].pk]
    return ""
