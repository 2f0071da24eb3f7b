"""What an aanbieder keeps about itself, as approved: sub-resources of `/aanbieders/{id}` (R-ZP-4).

A row is here once it is approved, also when it starts later; a request for one is not.
"""

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import Concat, Left, Right
from django.http import HttpResponse
from rest_framework.request import Request

from contracts.api.catalogus import PEILDATUM
from contracts.models import Groepproduct, Onderaannemerschap
from core.actor import Actor
from core.api.fields import Datum, Geheel, Keuze, Kinderen, Tekst, Uuid
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import Lijstfilters, LijstView
from core.choices import Scanstatus
from core.fouten import NietGevonden
from providers.choices import Contactfunctie, Dossierstuksoort, Rekeningdoel
from providers.models import Aanbieder, Bankrekening, Contactgegeven, Dossierstuk, Groep
from providers.policies import AANBIEDER_INZIEN, BANKREKENING_INZIEN
from zorgportaal.policies import DOSSIERSTUK_INZIEN

PERIODE = {"begindatum": "2025-01-01", "einddatum": None}


class ContactVorm(Vorm):
    id = Uuid()
    functie = Keuze(choices=Contactfunctie.choices)
    naam = Tekst(help_text="Persoon of afdeling.")
    email = Tekst()
    telefoon = Tekst()
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000022",
        "functie": "algemeen",
        "naam": "Bureau contracten",
        "email": "contracten@linde.demo",
        "telefoon": "053 123 45 67",
        **PERIODE,
    }


class BankrekeningVorm(Vorm):
    id = Uuid()
    doel = Keuze(choices=Rekeningdoel.choices)
    iban = Tekst(
        bron=lambda: Concat(Left("iban", 4), Value(" •••• "), Right("iban", 4)),
        help_text="De eerste en de laatste vier tekens.",
    )
    tenaamstelling = Tekst()
    verklaring_id = Uuid(allow_null=True, help_text="Document waar de rekening op rust.")
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000023",
        "doel": "declaraties",
        "iban": "NL91 •••• 4300",
        "tenaamstelling": "Stichting Zorghuis De Linde",
        "verklaringId": None,
        **PERIODE,
    }


class GroepproductVorm(Vorm):
    productcode = Tekst(bron="product__code")
    begindatum = Datum()
    einddatum = Datum(allow_null=True)


def _producten(actor: Actor) -> QuerySet[Any, Any]:
    rows = Groepproduct.objects.for_actor(actor).filter(groep=OuterRef("pk"))
    return rows.order_by("product__code", "begindatum")


class GroepVorm(Vorm):
    id = Uuid()
    locatie_id = Uuid()
    naam = Tekst()
    capaciteit = Geheel(help_text="plaatsen")
    producten = Kinderen(rijen=_producten, child=GroepproductVorm())
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000024",
        "locatieId": "6a4f0f5e-3a66-4f0a-8d43-9a0f41990001",
        "naam": "De Eekhoorns",
        "capaciteit": 8,
        "producten": [{"productcode": "VLB", **PERIODE}],
        **PERIODE,
    }


class OnderaannemerVorm(Vorm):
    id = Uuid()
    naam = Tekst()
    kvk = Tekst()
    onderaannemer_id = Uuid(allow_null=True, help_text="Als aanbieder, als die bekend is.")
    perceelcode = Tekst(bron="perceel__code")
    begindatum = Datum()
    einddatum = Datum(allow_null=True)

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000025",
        "naam": "Zorg Onder Dak",
        "kvk": "99912345",
        "onderaannemerId": None,
        "perceelcode": "BHI",
        **PERIODE,
    }


class DossierstukVorm(Vorm):
    """About the document; the bytes are fetched in the portal."""

    id = Uuid()
    soort = Keuze(choices=Dossierstuksoort.choices)
    omschrijving = Tekst()
    document_id = Uuid()
    inhoudstype = Tekst(bron="document__inhoudstype")
    grootte = Geheel(bron="document__grootte", help_text="bytes")
    sha256 = Tekst(bron="document__sha256")
    scan = Keuze(bron="document__scan", choices=Scanstatus.choices)
    begindatum = Datum()
    einddatum = Datum(allow_null=True, help_text="Laatste dag dat het geldig is.")

    voorbeeld = {
        "id": "c1b2a3d4-0000-4000-8000-000000000026",
        "soort": "jaarrekening",
        "omschrijving": "Jaarrekening 2025",
        "documentId": "c1b2a3d4-0000-4000-8000-000000000021",
        "inhoudstype": "application/pdf",
        "grootte": 48213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "scan": "schoon",
        **PERIODE,
    }


class DossierFilters(Lijstfilters):
    peildatum = Datum(**PEILDATUM)


class _VanAanbieder(LijstView):
    """Rows of one aanbieder; 404 when the actor does not see that one."""

    abstract = True
    tag = "Aanbieders"
    filters = DossierFilters
    model: ClassVar[Any]
    path: ClassVar[str] = "aanbieder"

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        if not Aanbieder.objects.for_actor(self.actor).filter(pk=kwargs["id"]).exists():
            raise NietGevonden()
        return super().get(request, **kwargs)

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = self.model.objects.for_actor(self.actor)
        rows = rows.filter(**{self.path: self.kwargs["id"]})
        return rows.filter(periode__contains=asked["peildatum"]) if "peildatum" in asked else rows


class ContactenView(_VanAanbieder):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, vorm, order = Contactgegeven, ContactVorm, ("functie", "begindatum")
    operaties = {
        "GET": Operatie(
            "lijstContacten",
            "Contacten van een aanbieder, per functie",
            antwoord=ContactVorm,
            lijst=True,
        )
    }


class BankrekeningenView(_VanAanbieder):
    rechten = {"GET": BANKREKENING_INZIEN}
    model, vorm, order = Bankrekening, BankrekeningVorm, ("doel", "begindatum")
    operaties = {
        "GET": Operatie(
            "lijstBankrekeningen",
            "Bankrekeningen van een aanbieder, met afgeschermd nummer",
            "Voor de aanbieder zelf en contractbeheer.",
            antwoord=BankrekeningVorm,
            lijst=True,
        )
    }


class GroepenView(_VanAanbieder):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, path = Groep, "locatie__aanbieder"
    vorm, order = GroepVorm, ("naam", "begindatum")
    operaties = {
        "GET": Operatie(
            "lijstGroepen",
            "Groepen van een aanbieder, met plaatsen en producten",
            antwoord=GroepVorm,
            lijst=True,
        )
    }


class OnderaannemersView(_VanAanbieder):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, path = Onderaannemerschap, "hoofdaannemer"
    vorm, order = OnderaannemerVorm, ("naam", "begindatum")
    operaties = {
        "GET": Operatie(
            "lijstOnderaannemers",
            "Onderaannemers van een aanbieder, per perceel",
            "De aanbieder antwoordt voor zijn onderaannemers (R-ZP-5).",
            antwoord=OnderaannemerVorm,
            lijst=True,
        )
    }


class DossierstukkenView(_VanAanbieder):
    rechten = {"GET": DOSSIERSTUK_INZIEN}
    model, vorm, order = Dossierstuk, DossierstukVorm, ("soort", "begindatum")
    operaties = {
        "GET": Operatie(
            "lijstDossierstukken",
            "Goedgekeurde documenten van een aanbieder",
            "Voor de aanbieder zelf en contractbeheer; over het document, niet het document zelf.",
            antwoord=DossierstukVorm,
            lijst=True,
        )
    }
