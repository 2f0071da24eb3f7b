"""`/gemeenten`: the gemeenten of the region, by CBS code (D-04)."""

from typing import Any

from django.db.models import QuerySet

from core import rolgroepen
from core.actor import Actor
from core.api.fields import Tekst, Uuid
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import DetailView, Lijstfilters, LijstView
from core.choices import Organisatiesoort
from core.models import Organisatie
from core.policies import recht

GEMEENTE_INZIEN = recht("gemeente.inzien", rolgroepen.IEDER, scope="gemeenten:lezen")
GEMEENTECODE = {"patroon": r"\d{4}", "uitleg": "Een gemeentecode (CBS) heeft 4 cijfers."}


def gemeenten(actor: Actor) -> QuerySet[Any, Any]:
    """All gemeenten of the region; public data, so the same for everybody who holds the right."""
    rows: QuerySet[Any, Any] = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE)
    return rows


class GemeenteVorm(Vorm):
    id = Uuid()
    gemeentecode = Tekst(bron="code", help_text="Code van het CBS.")
    naam = Tekst()

    voorbeeld = {
        "id": "5b0c7f2e-4e0e-4b7e-9d5b-0d4f6a6f0153",
        "gemeentecode": "0153",
        "naam": "Enschede",
    }


class GemeenteFilters(Lijstfilters):
    gemeentecode = Tekst(required=False, **GEMEENTECODE)


class GemeentenView(LijstView):
    rechten = {"GET": GEMEENTE_INZIEN}
    tag = "Gemeenten"
    vorm, filters, order = GemeenteVorm, GemeenteFilters, ("code",)
    operaties = {
        "GET": Operatie(
            "lijstGemeenten", "De gemeenten van de regio", antwoord=GemeenteVorm, lijst=True
        )
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        found = gemeenten(self.actor)
        return found.filter(code=asked["gemeentecode"]) if "gemeentecode" in asked else found


class GemeenteView(DetailView):
    rechten = {"GET": GEMEENTE_INZIEN}
    tag = "Gemeenten"
    vorm = GemeenteVorm
    operaties = {"GET": Operatie("leesGemeente", "Eén gemeente", antwoord=GemeenteVorm, etag=True)}

    def rows(self) -> QuerySet[Any, Any]:
        return gemeenten(self.actor)
