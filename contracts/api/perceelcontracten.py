"""`/perceelcontracten`: which aanbieder is admitted to which perceel, when (R-CON-2)."""

from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from contracts.api.catalogus import PEILDATUM, PERCEELCODE, PRODUCTCODE
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceelcontract, PerceelProduct
from contracts.policies import CONTRACT_INZIEN
from core.api.fields import Datum, Geheel, Keuze, Tekst, Uuid
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import DetailView, Lijstfilters, LijstView
from providers.api.aanbieders import AGBCODE, with_agb_code


class PerceelcontractVorm(Vorm):
    id = Uuid()
    aanbieder_id = Uuid()
    aanbiedernaam = Tekst(bron="aanbieder__naam")
    perceel_id = Uuid()
    perceelcode = Tekst(bron="perceel__code")
    overeenkomstnummer = Tekst(bron="overeenkomst__nummer")
    tariefgroepcode = Tekst(bron="tariefgroep__code", allow_null=True)
    status = Keuze(choices=Perceelcontractstatus.choices)
    max_wachttijd_weken = Geheel(
        bron=lambda: Coalesce(F("max_wachttijd_weken"), F("perceel__max_wachttijd_weken"))
    )
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000004",
        "aanbiederId": "0d7c1b1e-8a52-4f5c-9c0e-3f5f41990001",
        "aanbiedernaam": "Zorghuis De Linde",
        "perceelId": "c1b2a3d4-0000-4000-8000-000000000002",
        "perceelcode": "A02",
        "overeenkomstnummer": "HO-2023-0001",
        "tariefgroepcode": "T2",
        "status": "geldig",
        "maxWachttijdWeken": 6,
        "begindatum": "2023-01-01",
        "einddatum": None,
    }


class PerceelcontractFilters(Lijstfilters):
    perceelcode = Tekst(required=False, **PERCEELCODE)
    productcode = Tekst(
        required=False, help_text="Voor een perceel met dit product.", **PRODUCTCODE
    )
    aanbieder_agb_code = Tekst(required=False, **AGBCODE)
    status = Keuze(required=False, choices=Perceelcontractstatus.choices)
    peildatum = Datum(**PEILDATUM)


class PerceelcontractenView(LijstView):
    rechten = {"GET": CONTRACT_INZIEN}
    tag = "Perceelcontracten"
    vorm, filters = PerceelcontractVorm, PerceelcontractFilters
    order = ("perceel__code", "begindatum")
    operaties = {
        "GET": Operatie(
            "lijstPerceelcontracten",
            "Contracten per perceel",
            antwoord=PerceelcontractVorm,
            lijst=True,
        )
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Perceelcontract.objects.for_actor(self.actor)
        if peildatum := asked.get("peildatum"):
            rows = rows.filter(periode__contains=peildatum)
        if "perceelcode" in asked:
            rows = rows.filter(perceel__code=asked["perceelcode"])
        if "productcode" in asked:
            link = PerceelProduct.objects.filter(
                perceel=OuterRef("perceel"), product__code=asked["productcode"]
            )
            rows = rows.filter(Exists(link.valid_on(peildatum) if peildatum else link))
        if "aanbieder_agb_code" in asked:
            rows = with_agb_code(rows, asked["aanbieder_agb_code"], "aanbieder")
        if "status" in asked:
            rows = rows.filter(status=asked["status"])
        return rows


class PerceelcontractView(DetailView):
    rechten = {"GET": CONTRACT_INZIEN}
    tag = "Perceelcontracten"
    vorm = PerceelcontractVorm
    operaties = {
        "GET": Operatie(
            "leesPerceelcontract", "Eén perceelcontract", antwoord=PerceelcontractVorm, etag=True
        )
    }

    def rows(self) -> QuerySet[Any, Any]:
        return Perceelcontract.objects.for_actor(self.actor)
