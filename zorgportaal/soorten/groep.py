"""Groups at a location: places, and the products given there (R-BES-1)."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet
from django.utils import timezone

from contracts.models import ContractLocatie, Groepproduct, Product
from core.fouten import PERIODE_ONGELDIG, Bevinding, Foutcode
from core.handeling import Handeling
from core.importexport.kolommen import Soort
from core.ui.formats import format_long_date
from providers import mutaties
from providers.models import Groep, Locatie
from zorgportaal.choices import Gegevenssoortcode
from zorgportaal.soorten.basis import (
    BEEINDIGEN,
    WIJZIGEN,
    Gegevenssoort,
    Oordeel,
    Wijziging,
    runs_on_or_after,
)
from zorgportaal.velden import Veld

CAPACITEIT_ONGELDIG = Foutcode(
    "capaciteit_ongeldig", "Een groep heeft 1 tot en met 200 plaatsen.", "R-BES-1"
)
MEESTE_PLAATSEN = 200


def check_places(value: int) -> Bevinding | None:
    if 1 <= value <= MEESTE_PLAATSEN:
        return None
    return CAPACITEIT_ONGELDIG.bevinding("capaciteit", CAPACITEIT_ONGELDIG.betekenis)


def own_locations(aanbieder_id: UUID) -> Mapping[str, str]:
    rows = Locatie.objects.filter(aanbieder=aanbieder_id).filter(
        runs_on_or_after(timezone.localdate())
    )
    return {str(pk): naam for pk, naam in rows.order_by("naam").values_list("pk", "naam")}


def contracted_products(aanbieder_id: UUID) -> Mapping[str, str]:
    """Products in a perceel that the aanbieder has a contract for, now or later."""
    rows = Product.objects.filter(
        runs_on_or_after(timezone.localdate(), "perceelproducten__perceel__perceelcontracten__"),
        perceelproducten__perceel__perceelcontracten__aanbieder=aanbieder_id,
        perceelproducten__perceel__perceelcontracten__status="geldig",
    )
    found = rows.order_by("code").distinct().values_list("code", "naam")
    return {code: f"{code} {naam}" for code, naam in found}


class Groepen(Gegevenssoort):
    """A change is in place and waits for its day; products keep their periods."""

    code = Gegevenssoortcode.GROEP
    model = Groep
    per_dag = frozenset({WIJZIGEN})
    vast = frozenset({"locatie"})
    velden = (
        Veld("locatie", "Locatie", keuzes=own_locations),
        Veld("naam", "Naam van de groep"),
        Veld("capaciteit", "Plaatsen", Soort.GEHEEL, controle=check_places),
        Veld("producten", "Producten", keuzes=contracted_products, meer=True, verplicht=False),
    )

    def rows(self, aanbieder_id: UUID) -> QuerySet[Any]:
        rows = Groep.objects.filter(locatie__aanbieder=aanbieder_id).select_related("locatie")
        return rows.order_by("locatie__naam", "naam")

    def values(self, row: Groep) -> dict[str, Any]:
        products = row.producten.filter(runs_on_or_after(timezone.localdate()))
        return {
            "locatie": str(row.locatie_id),
            "naam": row.naam,
            "capaciteit": row.capaciteit,
            "producten": sorted(products.values_list("product__code", flat=True)),
        }

    def subject(self, w: Wijziging) -> str:
        return str(w.doel.naam if w.doel else w.nieuw["naam"])

    def check_new(self, w: Wijziging) -> list[Bevinding]:
        place = w.doel.locatie if w.doel else Locatie.objects.get(pk=w.nieuw["locatie"])
        if w.datum < place.begindatum:
            reden = f"De locatie is er vanaf {format_long_date(place.begindatum)}."
            return [PERIODE_ONGELDIG.bevinding("datum", reden)]
        if place.einddatum and w.datum > place.einddatum:
            reden = f"De locatie is er tot en met {format_long_date(place.einddatum)}."
            return [PERIODE_ONGELDIG.bevinding("datum", reden)]
        return []

    def apply(self, act: Handeling, w: Wijziging) -> Any:
        """Of a group that ends its products end too."""
        if w.handeling == BEEINDIGEN:
            _set_products(act, w.doel, (), w.datum + mutaties.DAG)
        return super().apply(act, w)

    def assess_end(self, w: Wijziging) -> list[Oordeel]:
        if places := _contracted(w):
            text = f"In contracten staan {places} plaatsen van deze groep."
            return [Oordeel("attention", text)]
        return [Oordeel("good", "Deze groep staat in geen enkel contract.")]

    def assess_new(self, w: Wijziging) -> list[Oordeel]:
        if w.doel is None:
            return []
        places = _contracted(w)
        if not places:
            return [Oordeel("good", "Deze groep staat in geen enkel contract.")]
        if w.nieuw["capaciteit"] < places:
            text = f"In contracten staan {places} plaatsen; dat wordt meer dan de groep heeft."
            return [Oordeel("must", text)]
        return [Oordeel("good", f"De {places} plaatsen in contracten passen in de groep.")]

    def put(self, act: Handeling, w: Wijziging) -> Groep:
        values = {name: w.nieuw[name] for name in ("naam", "capaciteit")}
        if w.doel is None:
            place = Locatie.objects.get(pk=w.nieuw["locatie"], aanbieder=w.aanbieder)
            group = mutaties.add(act, Groep(locatie=place, begindatum=w.datum, **values))
        else:
            group = mutaties.change(act, w.doel, values)
        _set_products(act, group, w.nieuw["producten"], w.datum)
        return group


def _contracted(w: Wijziging) -> int:
    """The most places that one contract counts in this group, on the day or later."""
    rows = ContractLocatie.objects.filter(runs_on_or_after(w.datum), groep=w.doel)
    return rows.aggregate(most=Max("plaatsen"))["most"] or 0


def _set_products(act: Handeling, group: Groep, codes: Iterable[str], day: datetime.date) -> None:
    """From `day` on exactly these; what was there ends the day before."""
    wanted = {product.code: product for product in Product.objects.filter(code__in=codes)}
    for row in Groepproduct.objects.filter(runs_on_or_after(day), groep=group).select_related(
        "product"
    ):
        if not wanted.pop(row.product.code, None):
            if row.begindatum >= day:
                row.delete()
            else:
                mutaties.end(act, row, day - mutaties.DAG)
    for product in wanted.values():
        mutaties.add(act, Groepproduct(groep=group, product=product, begindatum=day))
