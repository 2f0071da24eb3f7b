"""`/indieningen`: toewijzingen that belong together, filed all or nothing (R-TOE-8)."""

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from core.api.oordeel import OordeelVorm
from core.api.schema import Operatie
from core.api.view import ApiView, Geenfilters, json_response, malformed
from core.choices import Inzagehandeling
from core.fouten import ONGELDIG_FORMAAT, Bevinding, NietGevonden, PortalFout
from core.handeling import record_access
from indications.aanvraag import Aanvraag
from indications.api.shapes import (
    IndieningOntvangstVorm,
    IndieningVraagVorm,
    to_aanvraag,
)
from indications.api.toewijzingen import receipt, verdict
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_INDIENEN, TOEWIJZING_INZIEN
from indications.services.indienen import file_toewijzingen, validate

TAG = "Indieningen"
_INDEX = re.compile(r"(\d+)\.(.*)")


def placed(finding: Bevinding) -> Bevinding:
    """`productcode` → `toewijzingen.0.productcode`; the service numbers from the second one on."""
    if finding.veld in ("", "waarschuwingReden"):
        return finding
    match = _INDEX.fullmatch(finding.veld)
    place = f"{match[1]}.{match[2]}" if match else f"0.{finding.veld}"
    return replace(finding, veld=f"toewijzingen.{place}")


class _Aanvragen(ApiView):
    abstract = True

    def read(self) -> tuple[list[Aanvraag], str]:
        """Raises Ongeldig with every error of form of every line."""
        values, errors = self.body(IndieningVraagVorm)
        for index, line in enumerate(values.get("toewijzingen", [])):
            if "jeugdige" in line and "jeugdige_id" in line:
                reden = "Geef `jeugdige` of `jeugdigeId`, niet allebei."
                name = f"toewijzingen.{index}.jeugdigeId"
                errors.append(ONGELDIG_FORMAAT.bevinding(name, reden))
        if errors:
            raise malformed(errors)
        asked = [to_aanvraag(line) for line in values["toewijzingen"]]
        return asked, values.get("waarschuwing_reden", "")


class IndieningenView(_Aanvragen):
    rechten = {"POST": TOEWIJZING_INDIENEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "maakIndiening",
            "Toewijzingen samen indienen, alles of niets",
            "Voor wat bij elkaar hoort, zoals begeleiding en behandeling naast elkaar. Klopt er "
            "één niet, dan wordt er geen bewaard.",
            antwoord=IndieningOntvangstVorm,
            binnen=IndieningVraagVorm,
            extra=(404,),
            status=201,
            antwoordtekst="Alle toewijzingen zijn ingediend.",
        )
    }

    def post(self, request: Request) -> HttpResponse:
        asked, reason = self.read()
        try:
            filed = file_toewijzingen(
                self.actor, asked, peildatum=timezone.localdate(), waarschuwing_reden=reason
            )
        except PortalFout as exc:
            exc.bevindingen = tuple(placed(finding) for finding in exc.bevindingen)
            raise
        made = filed[0].indiening
        place = request.build_absolute_uri(f"{request.path}/{made}")
        body = {"id": made, "toewijzingen": [receipt(one) for one in filed]}
        return json_response(body, 201, Location=place)


class IndieningenValideerView(_Aanvragen):
    rechten = {"POST": TOEWIJZING_INDIENEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "valideerIndiening",
            "Toewijzingen samen toetsen zonder in te dienen",
            antwoord=OordeelVorm,
            binnen=IndieningVraagVorm,
            extra=(404,),
        )
    }

    def post(self, request: Request) -> HttpResponse:
        asked, _ = self.read()
        judged = validate(self.actor, asked, peildatum=timezone.localdate())
        found = [
            replace(t, bevindingen=tuple(placed(finding) for finding in t.bevindingen))
            for t in judged
        ]
        return json_response(verdict(found))


class IndieningView(ApiView):
    rechten = {"GET": TOEWIJZING_INZIEN}
    tag = TAG
    operaties = {
        "GET": Operatie("leesIndiening", "Wat samen is ingediend", antwoord=IndieningOntvangstVorm)
    }

    def get(self, request: Request, id: UUID) -> HttpResponse:
        self.query(Geenfilters)
        rows = list(
            Toewijzing.objects.for_actor(self.actor)
            .filter(indiening=id)
            .order_by("nummer")
            .values("id", "nummer", "versie", "indiening", "toewijzingsmoment", "jeugdige_id")
        )
        if not rows:
            raise NietGevonden()
        seen = {row.pop("jeugdige_id") for row in rows}
        record_access(
            self.actor, Inzagehandeling.LEZEN, "indiening.detail", jeugdigen=seen, object_id=id
        )
        shown: dict[str, Any] = {"id": id, "toewijzingen": rows}
        return json_response(shown)
