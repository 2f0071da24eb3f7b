"""`/documenten`: evidence for a wijzigingsverzoek, sent as the bytes themselves (R-ZP-2, N-SEC-05).

Judged by content and scanner as in the browser; fetched there too.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_header_parameters
from rest_framework.request import Request

from core.api.errors import InhoudstypeNietOndersteund
from core.api.schema import Operatie
from core.api.view import ApiView, DetailView, content_etag, json_response
from core.documenten.inhoud import JPEG, PDF, PNG
from core.documenten.opslag import BLOK
from core.documenten.services import store_document
from core.fouten import ONGELDIG_FORMAAT, Ongeldig, Verboden
from core.models import Document
from providers.models import Aanbieder
from zorgportaal.api.verzoeken import EIGEN_INDIENEN, EIGEN_INZIEN
from zorgportaal.api.vormen import DOCUMENTSOORTEN, DocumentVorm, DocumentVraagVorm

TAG = "Documenten"
TYPES: Final = (PDF, PNG, JPEG)
IN_GEHEUGEN: Final = 1024 * 1024


class DocumentenView(ApiView):
    rechten = {"POST": EIGEN_INDIENEN}
    tag = TAG
    operaties = {
        "POST": Operatie(
            "maakDocument",
            "Een document insturen voor een wijzigingsverzoek",
            "De inhoud is het bestand zelf: PDF, PNG en JPEG, hoogstens 10 MB. De naam staat in "
            '`Content-Disposition: attachment; filename="verklaring.pdf"`. Met een virusscanner '
            "staat `scan` eerst op `wacht`; vraag het document op tot het is beoordeeld.",
            antwoord=DocumentVorm,
            bestand=TYPES,
            vraag=DocumentVraagVorm,
            status=201,
            etag=True,
            antwoordtekst="Ontvangen.",
        )
    }

    def content(self, request: HttpRequest) -> bytes:
        """The checksum; the bytes go to a file, no more of them than a document may have."""
        digest = hashlib.sha256()
        self.kept = tempfile.SpooledTemporaryFile(IN_GEHEUGEN)  # noqa: SIM115 - read in post
        for chunk in _chunks(request, settings.DOCUMENT_MAX_BYTES + 1):
            digest.update(chunk)
            self.kept.write(chunk)
        self.kept.seek(0)
        return digest.digest()

    def post(self, request: Request) -> HttpResponse:
        asked = self.query(DocumentVraagVorm)
        if request._request.content_type not in TYPES:
            raise InhoudstypeNietOndersteund(f"Stuur het bestand zelf, als {', '.join(TYPES)}.")
        naam = _filename(request.META.get("HTTP_CONTENT_DISPOSITION", ""))
        if self.actor.aanbieder_id is None:
            raise Verboden()
        own = Aanbieder.objects.for_actor(self.actor).select_related("organisatie")
        eigenaar = own.get(pk=self.actor.aanbieder_id).organisatie
        source = getattr(self, "kept", request._request)
        document = store_document(
            self.actor, chunks=_chunks(source), naam=naam, soort=asked["soort"], eigenaar=eigenaar
        )
        rows = Document.objects.for_actor(self.actor).filter(pk=document.pk)
        content = rows.values_list(DocumentVorm.text(self.actor), flat=True).get().encode()
        place = request.build_absolute_uri(f"{request.path}/{document.pk}")
        return json_response(content, 201, Location=place, ETag=content_etag(content))


class DocumentView(DetailView):
    rechten = {"GET": EIGEN_INZIEN}
    tag = TAG
    vorm = DocumentVorm
    operaties = {
        "GET": Operatie(
            "leesDocument",
            "Gegevens over een ingestuurd document",
            antwoord=DocumentVorm,
            etag=True,
        )
    }

    def rows(self) -> QuerySet[Any, Any]:
        return Document.objects.for_actor(self.actor).filter(soort__in=DOCUMENTSOORTEN)


def _chunks(source: Any, most: int = 0) -> Iterator[bytes]:
    """In blocks; with `most` not much more than that many bytes."""
    read = 0
    while (not most or read < most) and (chunk := source.read(BLOK)):
        read += len(chunk)
        yield chunk


def _filename(header: str) -> str:
    """Of `Content-Disposition` (RFC 6266); '' without one. Raises Ongeldig for what is not one."""
    try:
        name = parse_header_parameters(header)[1].get("filename", "")
        return name.encode().decode()
    except (ValueError, LookupError, TypeError) as exc:
        reden = 'Geef de naam als: attachment; filename="verklaring.pdf".'
        finding = ONGELDIG_FORMAAT.bevinding("Content-Disposition", reden)
        raise Ongeldig(bevindingen=[finding]) from exc
