"""`/wijzigingsverzoeken`: changes that an aanbieder asks for, by the services of the form.

For programs of an aanbieder only; those of OZJT and gemeenten read approved data (R-ZP-1 … 4).
"""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from core.actor import Actor
from core.api.oordeel import OordeelVorm
from core.api.schema import Operatie
from core.api.shape import Gelezen, camel
from core.api.view import (
    ApiView,
    Geenfilters,
    LijstView,
    conditional,
    content_etag,
    expected_version,
    json_response,
    malformed,
    read_json,
)
from core.choices import Rolcode
from core.fouten import ONBEKENDE_WAARDE, Bevinding, NietGevonden, PortalFout, Verboden
from core.policies import recht
from zorgportaal.api.vormen import (
    VRAAG_VOORBEELD,
    VRAAGVORMEN,
    AntwoordVorm,
    IntrekkingVorm,
    KopVorm,
    VerzoekFilters,
    VerzoekKortVorm,
    VerzoekOntvangstVorm,
    VerzoekRijVorm,
    VerzoekVorm,
    shown,
)
from zorgportaal.choices import Verzoekstatus
from zorgportaal.inhoud import Inhoud, opened
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.services.behandelen import answer
from zorgportaal.services.indienen import (
    Verzoekgegevens,
    attach,
    check,
    submit,
    withdraw,
)
from zorgportaal.soorten import SOORTEN, Gegevenssoort

TAG = "Wijzigingsverzoeken"
#: Of programs: an aanbieder about itself, whatever scopes a program of OZJT or a gemeente has.
EIGEN_INZIEN = recht(
    "wijziging.inzien_programma", {Rolcode.AANBIEDER_BEHEERDER}, scope="wijzigingsverzoeken:lezen"
)
EIGEN_INDIENEN = recht(
    "wijziging.indienen_programma",
    {Rolcode.AANBIEDER_BEHEERDER},
    scope="wijzigingsverzoeken:schrijven",
)


def filed(actor: Actor) -> QuerySet[Any, Any]:
    """What the own aanbieder handed in; a concept is unfinished work on a screen."""
    rows: QuerySet[Any, Any] = Wijzigingsverzoek.objects.for_actor(actor)
    return rows.exclude(status=Verzoekstatus.CONCEPT)


def represent(actor: Actor, verzoek_id: UUID) -> tuple[dict[str, Any], str]:
    """One request as JSON, with its ETag. Raises NietGevonden."""
    rows = filed(actor).filter(pk=verzoek_id)
    text = rows.values_list(VerzoekRijVorm.text(actor), flat=True).first()
    verzoek = rows.first()
    if text is None or verzoek is None:
        raise NietGevonden()
    kept, kind = opened(verzoek), SOORTEN[verzoek.soort]
    found: dict[str, Any] = orjson.loads(text)
    found["nieuw"], hidden = shown(kind, kept.nieuw)
    found["oud"], also_hidden = shown(kind, kept.oud)
    found["afgeschermd"] = sorted(hidden | also_hidden)
    found["toelichting"] = kept.toelichting
    digest = content_etag(orjson.dumps(found)).strip('"')
    return found, f'"{verzoek.versie}.{digest}"'


def answered(actor: Actor, verzoek_id: UUID) -> HttpResponse:
    found, etag = represent(actor, verzoek_id)
    return json_response(found, ETag=etag)


class WijzigingsverzoekenView(LijstView):
    rechten = {"GET": EIGEN_INZIEN, "POST": EIGEN_INDIENEN}
    tag = TAG
    vorm, filters, order = VerzoekKortVorm, VerzoekFilters, ("-ingediend_op",)
    operaties = {
        "GET": Operatie(
            "lijstWijzigingsverzoeken",
            "De eigen wijzigingsverzoeken, nieuwste eerst",
            "Alleen voor programma's van een aanbieder, over de eigen gegevens.",
            antwoord=VerzoekKortVorm,
            lijst=True,
        ),
        "POST": Operatie(
            "maakWijzigingsverzoek",
            "Een wijziging van de eigen gegevens aanvragen",
            "Elke soort en handeling heeft haar eigen vorm. `nieuw` bevat alle waarden zoals ze "
            "worden: wat er niet in staat, wordt leeg. Tot de goedkeuring blijft iedereen de oude "
            "waarde zien. Hetzelfde verzoek nog eens geeft 200 met het eerste verzoek en "
            "`bestond: true`. Een IBAN vraagt om een aangenomen iban-verklaring bij de "
            "bewijsstukken; bewijsstukken meesturen vraagt ook de scope "
            "`wijzigingsverzoeken:lezen`.",
            antwoord=VerzoekOntvangstVorm,
            binnen=tuple(VRAAGVORMEN.values()),
            voorbeelden={"request": VRAAG_VOORBEELD},
            status=201,
            etag=True,
            extra=(404,),
            antwoordtekst="Ingediend.",
            bestond="Hetzelfde verzoek was al ingediend; dit is dat eerste verzoek.",
        ),
    }

    def rows(self, asked: dict[str, Any]) -> QuerySet[Any, Any]:
        named = {name: asked[name] for name in ("status", "soort") if name in asked}
        return filed(self.actor).filter(**named)

    def post(self, request: Request) -> HttpResponse:
        peildatum = timezone.localdate()
        gegevens = read_asked(self.actor, read_json(request._request), peildatum)
        try:
            done = submit(self.actor, gegevens, peildatum=peildatum)
        except PortalFout as exc:
            exc.bevindingen = placed(SOORTEN[gegevens.soort], exc.bevindingen)
            raise
        found, etag = represent(self.actor, done.verzoek.pk)
        found["bestond"] = done.bestond
        if done.bestond:
            return json_response(found, ETag=etag)
        place = request.build_absolute_uri(f"{request.path}/{done.verzoek.pk}")
        return json_response(found, 201, Location=place, ETag=etag)


class WijzigingsverzoekenValideerView(ApiView):
    rechten = {"POST": EIGEN_INDIENEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "valideerWijzigingsverzoek",
            "Een wijziging toetsen zonder in te dienen",
            "Zelfde inhoud als indienen. Bewaart niets. Wat niet de vorm van het schema heeft, is "
            "ook hier een 400.",
            antwoord=OordeelVorm,
            binnen=tuple(VRAAGVORMEN.values()),
            voorbeelden={"request": VRAAG_VOORBEELD},
            extra=(404,),
        )
    }

    def post(self, request: Request) -> HttpResponse:
        peildatum = timezone.localdate()
        gegevens = read_asked(self.actor, read_json(request._request), peildatum)
        found = check(self.actor, gegevens, peildatum=peildatum)
        findings = placed(SOORTEN[gegevens.soort], found)
        body = {"geldig": not findings, "bevindingen": [one.as_dict() for one in findings]}
        return json_response(body)


class WijzigingsverzoekView(ApiView):
    rechten = {"GET": EIGEN_INZIEN}
    tag = TAG
    operaties = {
        "GET": Operatie(
            "leesWijzigingsverzoek",
            "Eén wijzigingsverzoek: waar is het, en wat is er besloten",
            antwoord=VerzoekVorm,
            etag=True,
        )
    }

    def get(self, request: Request, id: UUID) -> HttpResponse:
        self.query(Geenfilters)
        found, etag = represent(self.actor, id)
        return conditional(request, orjson.dumps(found), etag)


class _Handeling(ApiView):
    abstract = True
    rechten = {"POST": EIGEN_INDIENEN}
    tag = TAG

    def seen_version(self, request: Request, verzoek_id: UUID) -> int:
        """The version of If-Match. Raises NietGevonden before anything else."""
        if not filed(self.actor).filter(pk=verzoek_id).exists():
            raise NietGevonden()
        return expected_version(request)


class WijzigingsverzoekIntrekkingView(_Handeling):
    operaties = {
        "POST": Operatie(
            "trekWijzigingsverzoekIn",
            "Een verzoek intrekken waarover nog niet is besloten",
            antwoord=VerzoekVorm,
            binnen=IntrekkingVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = self.seen_version(request, id)
        asked = self.valid_body(IntrekkingVorm)
        withdraw(self.actor, id, reden=asked.get("reden", ""), versie=versie)
        return answered(self.actor, id)


class WijzigingsverzoekAntwoordView(_Handeling):
    operaties = {
        "POST": Operatie(
            "beantwoordWijzigingsverzoek",
            "De open vraag bij een verzoek beantwoorden",
            "De vraag staat in `aanvullingen`. Bewijsstukken komen bij die van het verzoek.",
            antwoord=VerzoekVorm,
            binnen=AntwoordVorm,
            versie=True,
            etag=True,
        )
    }

    def post(self, request: Request, id: UUID) -> HttpResponse:
        versie = self.seen_version(request, id)
        asked = self.valid_body(AntwoordVorm)
        with transaction.atomic():
            for document_id in asked.get("bewijsstukken", []):
                attach(self.actor, id, document_id)
            answer(
                self.actor,
                id,
                antwoord=asked["antwoord"],
                peildatum=timezone.localdate(),
                versie=versie,
            )
        return answered(self.actor, id)


def read_asked(actor: Actor, data: Any, peildatum: datetime.date) -> Verzoekgegevens:
    """A request in the form of its kind and act. Raises Ongeldig with every error at once."""
    if actor.aanbieder_id is None:
        raise Verboden()
    head = _head(data)
    if head.fouten:
        raise malformed(head.fouten)
    soort, handeling = head.waarden["soort"], head.waarden["handeling"]
    given, errors = VRAAGVORMEN[soort, handeling].parse(data)
    gegevens = Verzoekgegevens(
        aanbieder_id=actor.aanbieder_id,
        soort=soort,
        handeling=handeling,
        doel_id=given.get("doel_id"),
        inhoud=Inhoud(
            nieuw=given.get("nieuw", {}),
            datum=given.get("datum"),
            toelichting=given.get("toelichting", ""),
        ),
        bewijsstukken=given.get("bewijsstukken", ()),
    )
    if errors:
        raise malformed([*errors, *_more(actor, gegevens, errors, peildatum)])
    return gegevens


def _head(data: Any) -> Gelezen:
    """Soort and handeling; when those are wrong, with what else is wrong outside `nieuw`."""
    bare = {k: v for k, v in data.items() if k != "nieuw"} if isinstance(data, dict) else data
    read = KopVorm.parse(bare)
    soort, handeling = read.waarden.get("soort"), read.waarden.get("handeling")
    if soort and handeling and (soort, handeling) not in VRAAGVORMEN:
        can = ", ".join(SOORTEN[soort].handelingen)
        reden = f"Bij {soort} kan alleen: {can}."
        read.fouten.append(ONBEKENDE_WAARDE.bevinding("handeling", reden))
    elif soort and handeling:
        return Gelezen(read.waarden, [])
    return read


def _more(
    actor: Actor, gegevens: Verzoekgegevens, errors: list[Bevinding], peildatum: datetime.date
) -> list[Bevinding]:
    """What the kind says about the fields that do have the right form."""
    wrong = {error.veld for error in errors}
    if any(name.startswith("bewijsstukken") for name in wrong):
        gegevens = replace(gegevens, bewijsstukken=())
    found = check(actor, gegevens, peildatum=peildatum, values_only=True)
    return [
        finding
        for finding in placed(SOORTEN[gegevens.soort], found)
        if not any(
            finding.veld == name
            or finding.veld.startswith(f"{name}.")
            or name.startswith(f"{finding.veld}.")
            for name in wrong
        )
    ]


def placed(kind: Gegevenssoort, findings: Iterable[Bevinding]) -> tuple[Bevinding, ...]:
    """`iban` → `nieuw.iban`; what is about the request itself stays."""
    fields = {veld.naam for veld in kind.velden}
    return tuple(
        replace(finding, veld=f"nieuw.{camel(finding.veld)}") if finding.veld in fields else finding
        for finding in findings
    )
