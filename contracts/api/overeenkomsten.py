"""`/overeenkomsten` and `/tarieven`: what was agreed with aanbieders, and at what price."""

from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from contracts.api.catalogus import PEILDATUM, PRODUCTCODE
from contracts.choices import Eenheid, Overeenkomstsoort
from contracts.models import Overeenkomst, Tarief
from contracts.policies import OVEREENKOMST_INZIEN, TARIEF_INZIEN
from core.api.fields import Datum, Geheel, JaNee, Keuze, Tekst, Uuid
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import DetailView, Lijstfilters, LijstView
from providers.api.aanbieders import AGBCODE, with_agb_code


class OvereenkomstVorm(Vorm):
    id = Uuid()
    nummer = Tekst()
    naam = Tekst()
    soort = Keuze(choices=Overeenkomstsoort.choices)
    aanbieder_id = Uuid()
    aanbiedernaam = Tekst(bron="aanbieder__naam")
    hoofdovereenkomst_id = Uuid(allow_null=True)
    getekend_op = Datum(allow_null=True)
    begindatum = Datum()
    einddatum = Datum(allow_null=True)
    verlengopties = Geheel(help_text="Hoe vaak verlengen mag.")
    verlengoptie_maanden = Geheel(help_text="Maanden per keer.")
    verlengd = Geheel(help_text="Hoe vaak er verlengd is.")
    publicatie = Tekst(help_text="Verwijzing naar de aanbesteding.")
    pilot = JaNee()

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000005",
        "nummer": "HO-2025-0001",
        "naam": "Hoofdovereenkomst Zorghuis De Linde",
        "soort": "hoofd",
        "aanbiederId": "0d7c1b1e-8a52-4f5c-9c0e-3f5f41990001",
        "aanbiedernaam": "Zorghuis De Linde",
        "hoofdovereenkomstId": None,
        "getekendOp": "2024-11-02",
        "begindatum": "2025-01-01",
        "einddatum": "2028-12-31",
        "verlengopties": 2,
        "verlengoptieMaanden": 12,
        "verlengd": 0,
        "publicatie": "",
        "pilot": False,
    }


class OvereenkomstFilters(Lijstfilters):
    soort = Keuze(required=False, choices=Overeenkomstsoort.choices)
    aanbieder_agb_code = Tekst(required=False, **AGBCODE)
    pilot = JaNee(required=False)
    peildatum = Datum(**PEILDATUM)


class OvereenkomstenView(LijstView):
    rechten = {"GET": OVEREENKOMST_INZIEN}
    tag = "Overeenkomsten"
    vorm, filters = OvereenkomstVorm, OvereenkomstFilters
    order = ("nummer",)
    operaties = {
        "GET": Operatie(
            "lijstOvereenkomsten",
            "Hoofd- en subovereenkomsten",
            antwoord=OvereenkomstVorm,
            lijst=True,
        )
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Overeenkomst.objects.for_actor(self.actor)
        if peildatum := asked.get("peildatum"):
            rows = rows.filter(periode__contains=peildatum)
        if "soort" in asked:
            rows = rows.filter(soort=asked["soort"])
        if "pilot" in asked:
            rows = rows.filter(pilot=asked["pilot"])
        if "aanbieder_agb_code" in asked:
            rows = with_agb_code(rows, asked["aanbieder_agb_code"], "aanbieder")
        return rows


class OvereenkomstView(DetailView):
    rechten = {"GET": OVEREENKOMST_INZIEN}
    tag = "Overeenkomsten"
    vorm = OvereenkomstVorm
    operaties = {
        "GET": Operatie(
            "leesOvereenkomst", "Eén overeenkomst", antwoord=OvereenkomstVorm, etag=True
        )
    }

    def rows(self) -> QuerySet[Any, Any]:
        return Overeenkomst.objects.for_actor(self.actor)


class TariefVorm(Vorm):
    id = Uuid()
    productcode = Tekst(bron="product__code", **PRODUCTCODE)
    tariefgroepcode = Tekst(
        bron="tariefgroep__code",
        allow_null=True,
        help_text="Met deze en locatieId leeg geldt het tarief voor iedereen.",
    )
    locatie_id = Uuid(allow_null=True)
    eenheid = Keuze(choices=Eenheid.choices)
    bedrag = Tekst(
        bron=lambda: Cast("bedrag", TextField()),
        patroon=r"\d{1,7}\.\d{2}",
        help_text="Euro per eenheid, op de cent; tekst, zodat niemand het afrondt.",
    )
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000006",
        "productcode": "ABHIR",
        "tariefgroepcode": "TG2",
        "locatieId": None,
        "eenheid": "01",
        "bedrag": "1.92",
        "begindatum": "2026-01-01",
        "einddatum": "2026-12-31",
    }


class TariefFilters(Lijstfilters):
    productcode = Tekst(required=False, **PRODUCTCODE)
    tariefgroepcode = Tekst(required=False, max_length=10, patroon="[A-Za-z0-9._-]{1,10}")
    peildatum = Datum(**PEILDATUM)


class TarievenView(LijstView):
    rechten = {"GET": TARIEF_INZIEN}
    tag = "Tarieven"
    vorm, filters = TariefVorm, TariefFilters
    order = ("product__code", "begindatum")
    operaties = {
        "GET": Operatie("lijstTarieven", "Tarieven", antwoord=TariefVorm, lijst=True),
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Tarief.objects.for_actor(self.actor)
        if peildatum := asked.get("peildatum"):
            rows = rows.filter(periode__contains=peildatum)
        if "productcode" in asked:
            rows = rows.filter(product__code=asked["productcode"])
        if "tariefgroepcode" in asked:
            rows = rows.filter(tariefgroep__code=asked["tariefgroepcode"])
        return rows
