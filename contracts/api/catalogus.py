"""`/segmenten`, `/percelen` and `/producten`: the catalogue, read only (R-SEG-1, 2, 5)."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from contracts.choices import (
    Eenheid,
    Financiering,
    Frequentie,
    Groepsoort,
    Perceelaard,
    Segmentcode,
)
from contracts.models import Perceel, PerceelProduct, Product, Segment, Uitsluiting
from contracts.policies import PERCEEL_INZIEN, PRODUCT_INZIEN, SEGMENT_INZIEN
from core.api.fields import Datum, Geheel, JaNee, Keuze, Lijst, Tekst, Uuid
from core.api.gemeenten import GEMEENTECODE
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import DetailView, Lijstfilters, LijstView
from core.fouten import NietGevonden

PRODUCTCODE: dict[str, Any] = {
    "patroon": "[A-Z0-9]{1,5}",
    "uitleg": "Een productcode heeft hoogstens 5 hoofdletters of cijfers.",
}
PERCEELCODE: dict[str, Any] = {"max_length": 10, "patroon": "[A-Za-z0-9._-]{1,10}"}
PEILDATUM: dict[str, Any] = {
    "required": False,
    "help_text": "Wat op deze dag geldt; zonder deze parameter alles.",
}


class SegmentVorm(Vorm):
    id = Uuid()
    segmentcode = Keuze(bron="code", choices=Segmentcode.choices)
    naam = Tekst()

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000001",
        "segmentcode": "ambulant",
        "naam": "Ambulant",
    }


class PerceelVorm(Vorm):
    id = Uuid()
    perceelcode = Tekst(bron="code")
    naam = Tekst()
    omschrijving = Tekst()
    segmentcode = Keuze(bron="segment__code", choices=Segmentcode.choices)
    aard = Keuze(choices=Perceelaard.choices)
    financiering = Keuze(choices=Financiering.choices)
    max_wachttijd_weken = Geheel()
    via_cpwv = JaNee(help_text="Een plaatsing loopt via het CPWV.")
    tarief_per_locatie = JaNee()
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000002",
        "perceelcode": "A02",
        "naam": "Behandeling individueel",
        "omschrijving": "",
        "segmentcode": "ambulant",
        "aard": "behandeling",
        "financiering": "inspanning",
        "maxWachttijdWeken": 6,
        "viaCpwv": False,
        "tariefPerLocatie": False,
        "begindatum": "2023-01-01",
        "einddatum": None,
    }


class ProductVorm(Vorm):
    id = Uuid()
    productcode = Tekst(bron="code")
    naam = Tekst()
    definitie = Tekst()
    kies_als = Tekst(help_text="Hulp bij het kiezen.")
    categorie = Tekst(help_text="Productcategorie (JZ020).")
    eenheden = Lijst(child=Keuze(choices=Eenheid.choices), help_text="Toegestane eenheden (WJ756).")
    frequenties = Lijst(
        child=Keuze(choices=Frequentie.choices), help_text="Toegestane frequenties (WMO757)."
    )
    verdeling_toegestaan = JaNee()
    indirecte_tijd = JaNee()
    max_reistijd_minuten = Geheel(help_text="Minuten heen en terug per bezoek.")
    max_duur_maanden = Geheel(allow_null=True)
    max_minuten = Geheel(allow_null=True)
    max_sessies = Geheel(allow_null=True)
    groepsoort = Keuze(choices=Groepsoort.choices, allow_blank=True)
    jeugdigen_per_begeleider = Tekst()
    opleidingseis = Tekst()
    voorbeeldgegeven = JaNee(help_text="De code is verzonnen, niet officieel.")
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000003",
        "productcode": "ABHIR",
        "naam": "Behandeling individueel regulier",
        "definitie": "",
        "kiesAls": "",
        "categorie": "45",
        "eenheden": ["01"],
        "frequenties": ["6"],
        "verdelingToegestaan": True,
        "indirecteTijd": True,
        "maxReistijdMinuten": 45,
        "maxDuurMaanden": 24,
        "maxMinuten": None,
        "maxSessies": None,
        "groepsoort": "",
        "jeugdigenPerBegeleider": "",
        "opleidingseis": "",
        "voorbeeldgegeven": False,
        "begindatum": "2023-01-01",
        "einddatum": None,
    }


class SegmentFilters(Lijstfilters):
    segmentcode = Keuze(required=False, choices=Segmentcode.choices)


class PerceelFilters(SegmentFilters):
    perceelcode = Tekst(required=False, **PERCEELCODE)
    productcode = Tekst(required=False, help_text="Met dit product.", **PRODUCTCODE)
    gemeentecode = Tekst(
        required=False, help_text="Niet uitgesloten voor deze gemeente.", **GEMEENTECODE
    )
    peildatum = Datum(**PEILDATUM)


class ProductFilters(Lijstfilters):
    productcode = Tekst(required=False, **PRODUCTCODE)
    perceelcode = Tekst(required=False, help_text="In dit perceel.", **PERCEELCODE)
    gemeentecode = Tekst(
        required=False, help_text="Niet uitgesloten voor deze gemeente.", **GEMEENTECODE
    )
    peildatum = Datum(**PEILDATUM)


def catalogue_rows(
    rows: QuerySet[Any, Any], asked: dict[str, Any], own: str, other: str
) -> QuerySet[Any, Any]:
    """Rows of kind `own`, by its code, the code of the `other` kind, gemeente and day."""
    if code := asked.get(f"{own}code"):
        rows = rows.filter(code=code)
    if peildatum := asked.get("peildatum"):
        rows = rows.filter(periode__contains=peildatum)
    if code := asked.get(f"{other}code"):
        link = PerceelProduct.objects.filter(**{own: OuterRef("pk"), f"{other}__code": code})
        if peildatum:
            link = link.filter(periode__contains=peildatum)
        rows = rows.filter(Exists(link))
    if code := asked.get("gemeentecode"):
        rows = _not_excluded(rows, own, code, peildatum or timezone.localdate())
    return rows


def _not_excluded(
    rows: QuerySet[Any, Any], own: str, gemeentecode: str, peildatum: datetime.date
) -> QuerySet[Any, Any]:
    """R-SEG-5: not excluded itself, and for a product: in some perceel that is not excluded."""
    excluded = Uitsluiting.objects.valid_on(peildatum).filter(gemeente__code=gemeentecode)
    rows = rows.filter(~Exists(excluded.filter(**{own: OuterRef("pk")})))
    if own == "perceel":
        return rows
    links = PerceelProduct.objects.valid_on(peildatum).filter(product=OuterRef("pk"))
    open_links = links.filter(~Exists(excluded.filter(perceel=OuterRef("perceel"))))
    return rows.filter(Exists(open_links) | ~Exists(links))


class SegmentenView(LijstView):
    rechten = {"GET": SEGMENT_INZIEN}
    tag = "Segmenten"
    vorm, filters, order = SegmentVorm, SegmentFilters, ("volgorde",)
    operaties = {
        "GET": Operatie("lijstSegmenten", "De vier segmenten", antwoord=SegmentVorm, lijst=True)
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Segment.objects.for_actor(self.actor)
        return rows.filter(code=asked["segmentcode"]) if "segmentcode" in asked else rows


class SegmentView(DetailView):
    rechten = {"GET": SEGMENT_INZIEN}
    tag = "Segmenten"
    vorm = SegmentVorm
    operaties = {"GET": Operatie("leesSegment", "Eén segment", antwoord=SegmentVorm, etag=True)}

    def rows(self) -> QuerySet[Any, Any]:
        return Segment.objects.for_actor(self.actor)


class PercelenView(LijstView):
    rechten = {"GET": PERCEEL_INZIEN}
    tag = "Percelen"
    vorm, filters, order = PerceelVorm, PerceelFilters, ("code",)
    operaties = {
        "GET": Operatie(
            "lijstPercelen",
            "Percelen: waarvoor aanbieders zijn toegelaten",
            antwoord=PerceelVorm,
            lijst=True,
        )
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows = Perceel.objects.for_actor(self.actor)
        if "segmentcode" in asked:
            rows = rows.filter(segment__code=asked["segmentcode"])
        return catalogue_rows(rows, asked, "perceel", "product")


class PerceelView(DetailView):
    rechten = {"GET": PERCEEL_INZIEN}
    tag = "Percelen"
    vorm = PerceelVorm
    operaties = {"GET": Operatie("leesPerceel", "Eén perceel", antwoord=PerceelVorm, etag=True)}

    def rows(self) -> QuerySet[Any, Any]:
        return Perceel.objects.for_actor(self.actor)


class ProductenView(LijstView):
    rechten = {"GET": PRODUCT_INZIEN}
    tag = "Producten"
    vorm, filters, order = ProductVorm, ProductFilters, ("code",)
    operaties = {
        "GET": Operatie(
            "lijstProducten", "Producten met hun regels", antwoord=ProductVorm, lijst=True
        )
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        return catalogue_rows(Product.objects.for_actor(self.actor), asked, "product", "perceel")


class ProductView(DetailView):
    rechten = {"GET": PRODUCT_INZIEN}
    tag = "Producten"
    vorm = ProductVorm
    operaties = {"GET": Operatie("leesProduct", "Eén product", antwoord=ProductVorm, etag=True)}

    def rows(self) -> QuerySet[Any, Any]:
        return Product.objects.for_actor(self.actor)


class PerceelProductenView(ProductenView):
    """The products of one perceel; 404 when the perceel does not exist."""

    tag = "Percelen"
    operaties = {
        "GET": Operatie(
            "lijstProductenVanPerceel",
            "De producten van een perceel",
            antwoord=ProductVorm,
            lijst=True,
        )
    }

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        if not Perceel.objects.for_actor(self.actor).filter(pk=kwargs["id"]).exists():
            raise NietGevonden()
        return super().get(request, **kwargs)

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows = super().rows(asked)
        link = PerceelProduct.objects.filter(product=OuterRef("pk"), perceel=self.kwargs["id"])
        if peildatum := asked.get("peildatum"):
            link = link.filter(periode__contains=peildatum)
        return rows.filter(Exists(link))
