"""`/aanbieders`: contracted parties, with AGB-codes and public addresses only (R-BES-2)."""

from typing import Any

from django.db.models import OuterRef, QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from core.actor import Actor
from core.api.fields import Datum, JaNee, Keuze, Kinderen, Tekst, Uuid
from core.api.gemeenten import GEMEENTECODE
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import DetailView, Lijstfilters, LijstView, search_response
from providers.choices import AgbSoort, Grootte, Rechtsvorm
from providers.models import Aanbieder, AgbCode, Locatie
from providers.policies import AANBIEDER_INZIEN

AGBCODE: dict[str, Any] = {"patroon": r"\d{8}", "uitleg": "Een AGB-code heeft 8 cijfers."}


def with_agb_code(rows: QuerySet[Any, Any], code: str, path: str = "pk") -> QuerySet[Any, Any]:
    """Rows of the aanbieder that has or had this AGB-code."""
    return rows.filter(**{f"{path}__in": AgbCode.objects.filter(code=code).values("aanbieder")})


class AgbCodeVorm(Vorm):
    code = Tekst()
    soort = Keuze(choices=AgbSoort.choices)
    begindatum = Datum()
    einddatum = Datum(allow_null=True)


class LocatieVorm(Vorm):
    id = Uuid()
    naam = Tekst()
    gemeentecode = Tekst(bron="gemeente__code")
    geheim = JaNee(help_text="Bij een geheime locatie is dit het adres van het gemeentehuis.")
    straat = Tekst()
    huisnummer = Tekst()
    postcode = Tekst()
    plaats = Tekst()
    begindatum = Datum()
    einddatum = Datum(allow_null=True)


def _agb_codes(actor: Actor) -> QuerySet[Any, Any]:
    rows = AgbCode.objects.for_actor(actor).filter(aanbieder=OuterRef("pk"))
    return rows.order_by("begindatum", "code")


def _locaties(actor: Actor) -> QuerySet[Any, Any]:
    rows = Locatie.objects.for_actor(actor).filter(aanbieder=OuterRef("pk"))
    return rows.order_by("naam", "id")


class AanbiederVorm(Vorm):
    id = Uuid()
    naam = Tekst()
    kvk = Tekst(help_text="KvK-nummer, 8 cijfers.")
    rechtsvorm = Keuze(choices=Rechtsvorm.choices)
    grootte = Keuze(choices=Grootte.choices)
    vestigingsplaats = Tekst()
    website = Tekst()
    agb_codes = Kinderen(rijen=_agb_codes, child=AgbCodeVorm())
    locaties = Kinderen(rijen=_locaties, child=LocatieVorm())

    voorbeeld = {
        "id": "0d7c1b1e-8a52-4f5c-9c0e-3f5f41990001",
        "naam": "Zorghuis De Linde",
        "kvk": "90000001",
        "rechtsvorm": "stichting",
        "grootte": "groot",
        "vestigingsplaats": "Enschede",
        "website": "",
        "agbCodes": [
            {
                "code": "41990001",
                "soort": "onderneming",
                "begindatum": "2023-01-01",
                "einddatum": None,
            }
        ],
        "locaties": [
            {
                "id": "6a4f0f5e-3a66-4f0a-8d43-9a0f41990001",
                "naam": "De Linde Enschede",
                "gemeentecode": "0153",
                "geheim": False,
                "straat": "Lindelaan",
                "huisnummer": "1",
                "postcode": "7511 AA",
                "plaats": "Enschede",
                "begindatum": "2023-01-01",
                "einddatum": None,
            }
        ],
    }


class AanbiederFilters(Lijstfilters):
    aanbieder_agb_code = Tekst(required=False, **AGBCODE)
    gemeentecode = Tekst(
        required=False, **GEMEENTECODE, help_text="Met een locatie in deze gemeente."
    )


class AanbiederZoekvraagVorm(AanbiederFilters):
    naam = Tekst(required=False, max_length=80, help_text="Een deel van de naam.")

    voorbeeld = {"naam": "linde"}


class AanbiedersView(LijstView):
    rechten = {"GET": AANBIEDER_INZIEN}
    tag = "Aanbieders"
    vorm, filters, order = AanbiederVorm, AanbiederFilters, ("naam",)
    operaties = {
        "GET": Operatie(
            "lijstAanbieders",
            "Aanbieders met AGB-codes en locaties",
            antwoord=AanbiederVorm,
            lijst=True,
        )
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Aanbieder.objects.for_actor(self.actor)
        if "aanbieder_agb_code" in asked:
            rows = with_agb_code(rows, asked["aanbieder_agb_code"])
        if "gemeentecode" in asked:
            there = Locatie.objects.filter(gemeente__code=asked["gemeentecode"])
            rows = rows.filter(pk__in=there.values("aanbieder"))
        if "naam" in asked:
            rows = rows.filter(naam__icontains=asked["naam"])
        return rows


class AanbiedersZoekView(AanbiedersView):
    """A name may be that of a person (eenmanszaak): asked in a body, not in a URI (N-API-12)."""

    rechten = {"POST": AANBIEDER_INZIEN}
    http_method_names = ["post", "options"]
    operaties = {
        "POST": Operatie(
            "zoekAanbieders",
            "Aanbieders zoeken op naam",
            antwoord=AanbiederVorm,
            binnen=AanbiederZoekvraagVorm,
            lijst=True,
        )
    }

    def post(self, request: Request) -> HttpResponse:
        asked = self.valid_body(AanbiederZoekvraagVorm)
        return search_response(self.page(self.rows(asked), asked))


class AanbiederView(DetailView):
    rechten = {"GET": AANBIEDER_INZIEN}
    tag = "Aanbieders"
    vorm = AanbiederVorm
    operaties = {
        "GET": Operatie("leesAanbieder", "Eén aanbieder", antwoord=AanbiederVorm, etag=True)
    }

    def rows(self) -> QuerySet[Any, Any]:
        return Aanbieder.objects.for_actor(self.actor)
