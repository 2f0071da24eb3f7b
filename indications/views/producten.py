"""Help with choosing a product: definitions, groups compared, begeleiding beside behandeling."""

from collections.abc import Mapping
from itertools import groupby
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from contracts.policies import PRODUCT_INZIEN
from core.choices import Organisatiesoort
from core.policies import Recht
from core.views import PortalView
from indications.selectors_product import choosable_products


class ProductenKiezenView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": PRODUCT_INZIEN}
    template_naam = "indications/producten.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        is_gemeente = self.actor.organisatie_soort == Organisatiesoort.GEMEENTE
        products = choosable_products(
            self.actor,
            gemeente_id=self.actor.organisatie_id if is_gemeente else None,
            peildatum=timezone.localdate(),
        )
        ordered = sorted(products, key=lambda item: item.groep)
        return self.render(
            {
                "segmenten": [
                    (name, list(items)) for name, items in groupby(ordered, lambda i: i.groep)
                ],
                "groepsproducten": [p for p in products if p.product.groepsoort],
            }
        )
