"""`/perceelcontracten`: which aanbieder is admitted to which perceel, when (R-CON-2)."""

from typing import Any

from django.db.models import DateField, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from contracts.api.catalogus import PEILDATUM, PERCEELCODE, PRODUCTCODE
from contracts.choices import Perceelcontractstatus
from contracts.models import (
    Leveringsgebied,
    Perceelcontract,
    PerceelProduct,
    Tariefgroepwijziging,
)
from contracts.policies import CONTRACT_INZIEN
from core.actor import Actor
from core.api.fields import Datum, Geheel, Keuze, Kinderen, Tekst, Uuid
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import DetailView, Lijstfilters, LijstView
from providers.api.aanbieders import AGBCODE, with_agb_code


class Vandaag(Func):
    template = "(now() at time zone 'Europe/Amsterdam')::date"
    output_field = DateField()


def _tariff_group_code() -> Coalesce:
    """Of the group that holds today (R-SEG-7)."""
    changed = Tariefgroepwijziging.objects.filter(
        perceelcontract=OuterRef("pk"), begindatum__lte=Vandaag()
    ).order_by("-begindatum")
    return Coalesce(Subquery(changed.values("tariefgroep__code")[:1]), F("tariefgroep__code"))


def _promised(actor: Actor) -> QuerySet[Any, Any]:
    rows = Leveringsgebied.objects.for_actor(actor).filter(perceelcontract=OuterRef("pk"))
    return rows.order_by("gemeente__code", "begindatum")


class LeveringsgebiedVorm(Vorm):
    gemeentecode = Tekst(bron="gemeente__code")
    begindatum = Datum()
    einddatum = Datum(allow_null=True)


class PerceelcontractVorm(Vorm):
    id = Uuid()
    aanbieder_id = Uuid()
    aanbiedernaam = Tekst(bron="aanbieder__naam")
    perceel_id = Uuid()
    perceelcode = Tekst(bron="perceel__code")
    overeenkomstnummer = Tekst(bron="overeenkomst__nummer")
    tariefgroepcode = Tekst(bron=_tariff_group_code, allow_null=True, help_text="Die nu geldt.")
    status = Keuze(choices=Perceelcontractstatus.choices)
    max_wachttijd_weken = Geheel(
        bron=lambda: Coalesce(F("max_wachttijd_weken"), F("perceel__max_wachttijd_weken"))
    )
    gemeenten = Kinderen(
        rijen=_promised,
        child=LeveringsgebiedVorm(),
        help_text="Waar levering is toegezegd; leeg als dat niet is vastgelegd.",
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
        "gemeenten": [{"gemeentecode": "0153", "begindatum": "2023-01-01", "einddatum": None}],
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
