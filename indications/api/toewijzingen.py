"""`/toewijzingen`: list, search, read, file, check, end and withdraw, by the services of the form.

Every answer that shows jeugdigen writes one line in the access log, with all their pseudonyms
(N-LOG-01).
"""

from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from core.actor import Actor
from core.api.fields import AsText
from core.api.oordeel import OordeelVorm
from core.api.schema import Operatie
from core.api.shape import Gelezen
from core.api.view import (
    ApiView,
    Geenfilters,
    LijstView,
    conditional,
    expected_version,
    json_response,
    list_response,
    malformed,
    search_response,
)
from core.choices import Inzagehandeling
from core.fouten import ONGELDIG_FORMAAT, NietGevonden, Ongeldig
from core.handeling import record_access
from core.paging import Pagina
from indications.api.shapes import (
    BeeindigingVorm,
    OntvangstVorm,
    ToewijzingFilters,
    ToewijzingIntrekkingVorm,
    ToewijzingKortVorm,
    ToewijzingVorm,
    ToewijzingVraagVorm,
    ToewijzingZoekvraagVorm,
    to_aanvraag,
    to_toestemming,
)
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_INDIENEN, TOEWIJZING_INZIEN, TOEWIJZING_WIJZIGEN
from indications.services.indienen import Ingediend, Toetsing, file_toewijzingen, validate
from indications.services.kluis import find_jeugdige
from indications.services.wijzigen import end_toewijzing, withdraw_toewijzing
from providers.api.aanbieders import with_agb_code

TAG = "Toewijzingen"
_FILTERS = {
    "nummer": "nummer",
    "gemeentecode": "gemeente__code",
    "productcode": "product__code",
    "status": "status",
    "begindatum_vanaf": "begindatum__gte",
    "begindatum_tot": "begindatum__lte",
    "peildatum": "periode__contains",
    "jeugdige_id": "jeugdige",
}


def etag(versie: int) -> str:
    return f'"{versie}"'


def represent(actor: Actor, toewijzing_id: UUID) -> tuple[bytes, int, UUID]:
    """JSON, version and pseudonym of one toewijzing in scope. Raises NietGevonden."""
    rows = Toewijzing.objects.for_actor(actor).filter(pk=toewijzing_id)
    found = rows.values_list(ToewijzingVorm.text(actor), "versie", "jeugdige_id").first()
    if found is None:
        raise NietGevonden()
    return found[0].encode(), found[1], found[2]


class ToewijzingenView(LijstView):
    rechten = {"GET": TOEWIJZING_INZIEN, "POST": TOEWIJZING_INDIENEN}
    tag = TAG
    vorm, filters, order = ToewijzingKortVorm, ToewijzingFilters, ("-toewijzingsmoment",)
    operaties = {
        "GET": Operatie(
            "lijstToewijzingen",
            "Toewijzingen, nieuwste eerst",
            "Een gemeente ziet haar eigen toewijzingen, een aanbieder die aan hem. Zonder naam "
            "en BSN.",
            antwoord=ToewijzingKortVorm,
            lijst=True,
        ),
        "POST": Operatie(
            "maakToewijzing",
            "Een toewijzing indienen",
            "Dezelfde regels en codes als op het scherm. Bij fouten wordt niets bewaard en staan "
            "alle fouten in `invalidParams`. Wie een waarschuwing passeert, geeft een reden mee.",
            antwoord=OntvangstVorm,
            binnen=ToewijzingVraagVorm,
            status=201,
            etag=True,
            extra=(404,),
            antwoordtekst="Ingediend.",
        ),
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        rows: QuerySet[Any, Any] = Toewijzing.objects.for_actor(self.actor)
        if "aanbieder_agb_code" in asked:
            rows = with_agb_code(rows, asked["aanbieder_agb_code"], "aanbieder")
        return rows.filter(**{_FILTERS[k]: v for k, v in asked.items() if k in _FILTERS})

    def logged_page(self, rows: QuerySet[Any, Any], asked: dict[str, Any], soort: str) -> Pagina:
        page = self.page(rows, asked, AsText(F("jeugdige_id")))
        act = Inzagehandeling.UITVOEREN if soort == "toewijzing.zoeken" else Inzagehandeling.LEZEN
        record_access(self.actor, act, soort, jeugdigen={row[1] for row in page.rijen})
        return page

    def get(self, request: Request, **kwargs: Any) -> HttpResponse:
        asked = self.query(self.filters)
        return list_response(request, self.logged_page(self.rows(asked), asked, "toewijzing.lijst"))

    def post(self, request: Request) -> HttpResponse:
        read = checked_shape(self.body(ToewijzingVraagVorm))
        if read.fouten:
            refuse_shape(self.actor, read)
        filed = file_toewijzingen(
            self.actor,
            [to_aanvraag(read.waarden)],
            peildatum=timezone.localdate(),
            waarschuwing_reden=read.waarden.get("waarschuwing_reden", ""),
        )[0]
        place = request.build_absolute_uri(f"{request.path}/{filed.id}")
        return json_response(receipt(filed), 201, Location=place, ETag=etag(filed.versie))


def receipt(filed: Ingediend) -> dict[str, Any]:
    return {
        "id": filed.id,
        "nummer": filed.nummer,
        "versie": filed.versie,
        "indiening": filed.indiening,
        "toewijzingsmoment": filed.moment,
    }


def checked_shape(read: Gelezen) -> Gelezen:
    """One of `jeugdige` and `jeugdigeId`, not both."""
    if "jeugdige" in read.waarden and "jeugdige_id" in read.waarden:
        reden = "Geef `jeugdige` of `jeugdigeId`, niet allebei."
        read.fouten.append(ONGELDIG_FORMAAT.bevinding("jeugdigeId", reden))
    return read


def refuse_shape(actor: Actor, read: Gelezen) -> None:
    """Raises Ongeldig with the errors of form, and what the rules say about all other fields."""
    if any(not error.veld for error in read.fouten):
        raise malformed(read.fouten)
    judged = validate(
        actor, [to_aanvraag(read.waarden)], peildatum=timezone.localdate(), complete=False
    )
    wrong = {error.veld for error in read.fouten}
    more = [finding for finding in judged[0].bevindingen if finding.veld not in wrong]
    raise Ongeldig(bevindingen=[*read.fouten, *more])


def verdict(judged: list[Toetsing]) -> dict[str, Any]:
    return {
        "geldig": not any(t.fouten for t in judged),
        "bevindingen": [f.as_dict() for t in judged for f in t.bevindingen],
    }


class ToewijzingenValideerView(ApiView):
    rechten = {"POST": TOEWIJZING_INDIENEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "valideerToewijzing",
            "Een toewijzing toetsen zonder in te dienen",
            "Zelfde inhoud als indienen. Bewaart niets en noemt alle fouten en waarschuwingen. Wat "
            "niet de vorm van het schema heeft, is ook hier een 400.",
            antwoord=OordeelVorm,
            binnen=ToewijzingVraagVorm,
            extra=(404,),
        )
    }

    def post(self, request: Request) -> HttpResponse:
        read = checked_shape(self.body(ToewijzingVraagVorm))
        if read.fouten:
            refuse_shape(self.actor, read)
        asked = to_aanvraag(read.waarden)
        return json_response(verdict(validate(self.actor, [asked], peildatum=timezone.localdate())))


class ToewijzingenZoekView(ToewijzingenView):
    rechten = {"POST": TOEWIJZING_INZIEN}
    http_method_names = ["post", "options"]
    operaties = {
        "POST": Operatie(
            "zoekToewijzingen",
            "Toewijzingen zoeken, ook op BSN",
            "Persoonsgegevens staan in de inhoud, nooit in het adres. De zoekvraag komt in het "
            "inzagelogboek. `volgende` is de cursor voor de volgende vraag.",
            antwoord=ToewijzingKortVorm,
            binnen=ToewijzingZoekvraagVorm,
            lijst=True,
        )
    }

    def post(self, request: Request) -> HttpResponse:
        asked = self.valid_body(ToewijzingZoekvraagVorm)
        rows = self.rows(asked)
        if "bsn" in asked:
            jeugdige = find_jeugdige(self.actor, asked["bsn"])
            rows = rows.filter(jeugdige=jeugdige) if jeugdige else rows.none()
        return search_response(self.logged_page(rows, asked, "toewijzing.zoeken"))


class ToewijzingView(ApiView):
    rechten = {"GET": TOEWIJZING_INZIEN}
    tag = TAG
    operaties = {
        "GET": Operatie(
            "leesToewijzing",
            "Eén toewijzing",
            "De jeugdige staat er als pseudoniem.",
            antwoord=ToewijzingVorm,
            etag=True,
        )
    }

    def get(self, request: Request, id: UUID) -> HttpResponse:
        self.query(Geenfilters)
        content, versie, jeugdige = represent(self.actor, id)
        record_access(
            self.actor,
            Inzagehandeling.LEZEN,
            "toewijzing.detail",
            jeugdigen=[jeugdige],
            object_id=id,
        )
        return conditional(request, content, etag(versie))


class ToewijzingBeeindigingView(ApiView):
    rechten = {"POST": TOEWIJZING_WIJZIGEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "beeindigToewijzing",
            "Een toewijzing eerder laten eindigen",
            antwoord=ToewijzingVorm,
            binnen=BeeindigingVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = expected_version(request)
        asked = self.valid_body(BeeindigingVorm)
        end_toewijzing(
            self.actor,
            id,
            einddatum=asked["einddatum"],
            reden=asked["reden"],
            versie=versie,
            peildatum=timezone.localdate(),
            toestemming=to_toestemming(asked),
        )
        content, versie, _ = represent(self.actor, id)
        return json_response(content, ETag=etag(versie))


class ToewijzingIntrekkingView(ApiView):
    rechten = {"POST": TOEWIJZING_WIJZIGEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "trekToewijzingIn",
            "Een toewijzing intrekken waarop nog niets is gedeclareerd",
            antwoord=ToewijzingVorm,
            binnen=ToewijzingIntrekkingVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = expected_version(request)
        asked = self.valid_body(ToewijzingIntrekkingVorm)
        withdraw_toewijzing(
            self.actor,
            id,
            versie=versie,
            peildatum=timezone.localdate(),
            toestemming=to_toestemming(asked),
        )
        content, versie, _ = represent(self.actor, id)
        return json_response(content, ETag=etag(versie))
