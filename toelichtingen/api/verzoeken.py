"""`/toelichtingsverzoeken`: asking and answering how minutes are split, by the services of the
form (R-TOE-3). A program of a gemeente asks, one of an aanbieder answers.
"""

from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from core.actor import Actor
from core.api.fields import AsText, Datum, Geheel, Keuze, Kinderen, Moment, Tekst, Uuid
from core.api.schema import Operatie
from core.api.shape import Vorm
from core.api.view import (
    ApiView,
    Geenfilters,
    Lijstfilters,
    LijstView,
    conditional,
    expected_version,
    json_response,
    list_response,
)
from core.choices import Inzagehandeling
from core.fouten import NietGevonden
from core.handeling import record_access
from indications.aanvraag import Verdeling
from indications.api.shapes import LeegVorm, VerdelingUitVorm, VerdelingVorm
from toelichtingen.choices import Verzoekstatus, Vraagreden
from toelichtingen.models import Toelichting
from toelichtingen.policies import TOELICHTING_GEVEN, TOELICHTING_INZIEN, TOELICHTING_VRAGEN
from toelichtingen.selectors import VERVALLEN, verzoeken
from toelichtingen.services import beantwoorden, vragen
from toelichtingen.services.beantwoorden import Antwoordgegevens
from toelichtingen.services.vragen import MAX_TEKST, Vraaggegevens

TAG = "Toelichtingsverzoeken"
STANDEN = [*Verzoekstatus.choices, (VERVALLEN, "De toewijzing is ingetrokken")]
_ID = "c1b2a3d4-0000-4000-8000-000000000031"
_TOEWIJZING = "c1b2a3d4-0000-4000-8000-000000000005"
_VERDELING = {"direct": 2000, "indirect": 700, "reistijd": 300, "aantalContacten": 40}


def _text(**options: Any) -> Tekst:
    return Tekst(max_length=MAX_TEKST, **options)


class ToelichtingVraagVorm(Vorm):
    toewijzing_id = Uuid()
    reden = Keuze(choices=Vraagreden.choices)
    vraag = _text(help_text="Zonder persoonsgegevens.")
    termijn = Datum(
        required=False, allow_null=True, help_text="Laatste dag; zonder: tien werkdagen."
    )

    voorbeeld = {
        "toewijzingId": _TOEWIJZING,
        "reden": "beschikking",
        "vraag": "Hoeveel van de minuten is directe tijd?",
    }


class ToelichtingAanvullingVorm(Vorm):
    vraag = _text(help_text="Zonder persoonsgegevens.")
    termijn = Datum(required=False, allow_null=True)

    voorbeeld = {"vraag": "Waarom is er zoveel reistijd?"}


class ToelichtingVorm(Vorm):
    verdeling = VerdelingVorm(help_text="Samen het volume dat de toewijzing nu heeft.")
    tekst = _text(required=False, allow_blank=True, help_text="Zonder persoonsgegevens.")

    voorbeeld = {"verdeling": _VERDELING, "tekst": "Twee uur per week, om de week op locatie."}


class ToelichtingsverzoekKortVorm(Vorm):
    id = Uuid()
    nummer = Geheel(help_text="Op het scherm UV-<nummer>.")
    toewijzing_id = Uuid()
    toewijzingsnummer = Geheel(bron="toewijzing__nummer")
    gemeentecode = Tekst(bron="toewijzing__gemeente__code")
    aanbieder_id = Uuid(bron="toewijzing__aanbieder_id")
    productcode = Tekst(bron="toewijzing__product__code")
    reden = Keuze(choices=Vraagreden.choices)
    status = Keuze(bron="stand", choices=STANDEN)
    gevraagd_op = Moment()
    termijn = Datum()
    beantwoord_op = Moment(allow_null=True)
    versie = Geheel()

    voorbeeld: dict[str, Any] = {
        "id": _ID,
        "nummer": 10001,
        "toewijzingId": _TOEWIJZING,
        "toewijzingsnummer": 153000120,
        "gemeentecode": "0153",
        "aanbiederId": "0d7c1b1e-8a52-4f5c-9c0e-3f5f41990001",
        "productcode": "ABHIR",
        "reden": "beschikking",
        "status": "beantwoord",
        "gevraagdOp": "2026-11-22T13:05:00.123456Z",
        "termijn": "2026-12-04",
        "beantwoordOp": "2026-11-25T09:30:00.123456Z",
        "versie": 2,
    }


class ToelichtingUitVorm(Vorm):
    volume = Geheel(help_text="Volume van de toewijzing toen dit antwoord kwam.")
    toewijzing_versie = Geheel()
    verdeling = VerdelingUitVorm(bron="")
    tekst = Tekst()
    gegeven_op = Moment()


def _answers(actor: Actor) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = Toelichting.objects.for_actor(actor)
    return rows.filter(verzoek=OuterRef("pk")).order_by("-gegeven_op", "-pk")


class ToelichtingsverzoekVorm(ToelichtingsverzoekKortVorm):
    vraag = Tekst()
    aanvulling = Tekst(help_text="Wat na een antwoord nog gevraagd is.")
    toelichtingen = Kinderen(
        child=ToelichtingUitVorm(), rijen=_answers, help_text="Antwoorden, nieuwste eerst."
    )

    voorbeeld = {
        **ToelichtingsverzoekKortVorm.voorbeeld,
        "vraag": "Hoeveel van de minuten is directe tijd?",
        "aanvulling": "",
        "toelichtingen": [
            {
                "volume": 3000,
                "toewijzingVersie": 1,
                "verdeling": _VERDELING,
                "tekst": "Twee uur per week, om de week op locatie.",
                "gegevenOp": "2026-11-25T09:30:00.123456Z",
            }
        ],
    }


class VerzoekFilters(Lijstfilters):
    status = Keuze(required=False, choices=STANDEN)
    toewijzing_id = Uuid(required=False)


def represent(actor: Actor, verzoek_id: UUID) -> tuple[bytes, str]:
    """JSON and ETag of one question, logged. Raises NietGevonden."""
    rows = verzoeken(actor).filter(pk=verzoek_id)
    columns = (ToelichtingsverzoekVorm.text(actor), "versie", "toewijzing__jeugdige_id")
    found = rows.values_list(*columns).first()
    if found is None:
        raise NietGevonden()
    record_access(
        actor,
        Inzagehandeling.LEZEN,
        "toelichting.detail",
        jeugdigen=[found[2]],
        object_id=verzoek_id,
    )
    return found[0].encode(), f'"{found[1]}"'


class ToelichtingsverzoekenView(LijstView):
    rechten = {"GET": TOELICHTING_INZIEN, "POST": TOELICHTING_VRAGEN}
    tag = TAG
    vorm, filters, order = ToelichtingsverzoekKortVorm, VerzoekFilters, ("-gevraagd_op",)
    operaties = {
        "GET": Operatie(
            "lijstToelichtingsverzoeken",
            "Vragen over de verdeling van minuten, nieuwste eerst",
            "Een gemeente ziet wat zij vroeg, een aanbieder wat hem gevraagd is.",
            antwoord=ToelichtingsverzoekKortVorm,
            lijst=True,
        ),
        "POST": Operatie(
            "maakToelichtingsverzoek",
            "Een aanbieder om uitleg van de minuten vragen",
            "Voor het begin van een toewijzing en zolang zij loopt. Een vraag tegelijk: een tweede "
            "geeft 409 met het kenmerk van de eerste.",
            antwoord=ToelichtingsverzoekVorm,
            binnen=ToelichtingVraagVorm,
            status=201,
            etag=True,
            extra=(404, 409),
            antwoordtekst="Gevraagd.",
        ),
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        names = {"status": "stand", "toewijzing_id": "toewijzing"}
        return verzoeken(self.actor).filter(**{names[k]: v for k, v in asked.items() if k in names})

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        asked = self.query(self.filters)
        page = self.page(self.rows(asked), asked, AsText(F("toewijzing__jeugdige_id")))
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toelichting.lijst_api",
            jeugdigen={row[1] for row in page.rijen},
        )
        return list_response(request, page)

    def post(self, request: Request) -> HttpResponse:
        asked = self.valid_body(ToelichtingVraagVorm)
        gegevens = Vraaggegevens(
            asked["toewijzing_id"], asked["reden"], asked["vraag"], asked.get("termijn")
        )
        verzoek = vragen.ask(self.actor, gegevens, peildatum=timezone.localdate())
        content, etag = represent(self.actor, verzoek.pk)
        place = request.build_absolute_uri(f"{request.path}/{verzoek.pk}")
        return json_response(content, 201, Location=place, ETag=etag)


class ToelichtingsverzoekView(ApiView):
    rechten = {"GET": TOELICHTING_INZIEN}
    tag = TAG
    operaties = {
        "GET": Operatie(
            "leesToelichtingsverzoek",
            "Eén vraag over minuten, met de antwoorden",
            "Elk antwoord noemt het volume en de versie van de toewijzing waar het bij hoort.",
            antwoord=ToelichtingsverzoekVorm,
            etag=True,
        )
    }

    def get(self, request: Request, id: UUID) -> HttpResponse:
        self.query(Geenfilters)
        content, etag = represent(self.actor, id)
        return conditional(request, content, etag)


class _Handeling(ApiView):
    abstract = True
    tag = TAG

    def seen_version(self, request: Request, verzoek_id: UUID) -> int:
        """The version of If-Match. Raises NietGevonden before anything else."""
        if not verzoeken(self.actor).filter(pk=verzoek_id).exists():
            raise NietGevonden()
        return expected_version(request)

    def answered(self, verzoek_id: UUID) -> HttpResponse:
        content, etag = represent(self.actor, verzoek_id)
        return json_response(content, ETag=etag)


class ToelichtingsverzoekAntwoordView(_Handeling):
    rechten = {"POST": TOELICHTING_GEVEN}
    operaties = {
        "POST": Operatie(
            "beantwoordToelichtingsverzoek",
            "Uitleggen hoe de minuten verdeeld zijn",
            "Voor programma's van de aanbieder. Dezelfde regels en codes als bij het indienen van "
            "een toewijzing. De toewijzing zelf verandert niet.",
            antwoord=ToelichtingsverzoekVorm,
            binnen=ToelichtingVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = self.seen_version(request, id)
        asked = self.valid_body(ToelichtingVorm)
        gegevens = Antwoordgegevens(Verdeling(**asked["verdeling"]), asked.get("tekst", ""))
        beantwoorden.answer(self.actor, id, gegevens, versie=versie)
        return self.answered(id)


class ToelichtingsverzoekAanvullingView(_Handeling):
    rechten = {"POST": TOELICHTING_VRAGEN}
    operaties = {
        "POST": Operatie(
            "vraagAanvullingOpToelichting",
            "Na een antwoord om aanvulling vragen",
            "Het antwoord blijft staan; er komt een nieuwe termijn.",
            antwoord=ToelichtingsverzoekVorm,
            binnen=ToelichtingAanvullingVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = self.seen_version(request, id)
        asked = self.valid_body(ToelichtingAanvullingVorm)
        vragen.ask_more(
            self.actor,
            id,
            vraag=asked["vraag"],
            termijn=asked.get("termijn"),
            versie=versie,
            peildatum=timezone.localdate(),
        )
        return self.answered(id)


class ToelichtingsverzoekIntrekkingView(_Handeling):
    rechten = {"POST": TOELICHTING_VRAGEN}
    operaties = {
        "POST": Operatie(
            "trekToelichtingsverzoekIn",
            "Een vraag intrekken die nog niet beantwoord is",
            antwoord=ToelichtingsverzoekVorm,
            binnen=LeegVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = self.seen_version(request, id)
        self.valid_body(LeegVorm)
        vragen.withdraw(self.actor, id, versie=versie)
        return self.answered(id)
