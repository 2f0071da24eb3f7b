"""The only way a document leaves: after its own right and scope check, always as a download."""

import base64
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from core.choices import Inzagehandeling, Scanstatus
from core.documenten import opslag
from core.documenten.inhoud import DOCUMENT_BESCHADIGD
from core.documenten.services import DOCUMENT_BESMET, DOCUMENT_IN_QUARANTAINE
from core.documenten.soorten import SOORTEN, readable
from core.fouten import Conflict
from core.handeling import record_access
from core.policies import AANGEMELD, requires

_WITHHELD = {
    Scanstatus.WACHT: DOCUMENT_IN_QUARANTAINE,
    Scanstatus.BESMET: DOCUMENT_BESMET,
}


@require_GET
def download(request: HttpRequest, document_id: UUID) -> FileResponse:
    """`Repr-Digest` (RFC 9530) holds the sha256, checked against the file before it is sent."""
    actor = request.actor  # type: ignore[attr-defined]
    document = readable(actor, document_id)
    if refused := _WITHHELD.get(Scanstatus(document.scan)):
        raise Conflict(refused.betekenis, code=refused.code)
    file = opslag.open_checked(document.sha256)
    if file is None:
        raise Conflict(DOCUMENT_BESCHADIGD.betekenis, code=DOCUMENT_BESCHADIGD.code)
    if about := SOORTEN[document.soort].jeugdigen:
        record_access(
            actor,
            Inzagehandeling.LEZEN,
            "document.ophalen",
            jeugdigen=about(document),
            object_id=document.pk,
        )
    response = FileResponse(
        file, as_attachment=True, filename=document.naam, content_type=document.inhoudstype
    )
    digest = base64.b64encode(bytes.fromhex(document.sha256)).decode()
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    response["X-Virusscan"] = document.scan
    return response


requires(GET=AANGEMELD)(download)
