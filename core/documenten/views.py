"""The only way a document leaves: after its own right and scope check, as a download, or page by
page as a picture.
"""

import base64
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET

from core.documenten.kijker import look_at, page_of, zoom_of
from core.documenten.soorten import SOORTEN, readable
from core.documenten.uitgifte import open_released
from core.documenten.weergave import (
    AFBEELDINGEN,
    MAX_PAGINAS,
    TOONBAAR,
    draw_page,
    refusal,
)
from core.fouten import NietGevonden
from core.models import Document
from core.policies import AANGEMELD, requires
from core.views.basis import PortalView


@require_GET
def download(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """`Repr-Digest` (RFC 9530) holds the sha256, checked against the file before it is sent."""
    actor = request.actor  # type: ignore[attr-defined]
    document = readable(actor, document_id)
    file = open_released(actor, document, "document.ophalen")
    response = FileResponse(
        file, as_attachment=True, filename=document.naam, content_type=document.inhoudstype
    )
    digest = base64.b64encode(bytes.fromhex(document.sha256)).decode()
    response["Repr-Digest"] = f"sha-256=:{digest}:"
    return _sealed(response, document)


@require_GET
def page(request: HttpRequest, document_id: UUID, pagina: int) -> HttpResponseBase:
    """One page as a picture: of a PDF drawn here as PNG, an image as it was handed in.

    `?zoom=` 50 to 200. Raises NietGevonden for a page that there is not, or that is not shown.
    """
    actor = request.actor  # type: ignore[attr-defined]
    document = readable(actor, document_id)
    if document.inhoudstype not in TOONBAAR:
        raise refusal()
    if not 1 <= pagina <= MAX_PAGINAS:
        raise NietGevonden()
    file = open_released(actor, document, "document.bekijken")
    if document.inhoudstype in AFBEELDINGEN:
        if pagina != 1:
            file.close()
            raise NietGevonden()
        return _sealed(FileResponse(file, content_type=document.inhoudstype), document)
    with file:
        blad = draw_page(file, pagina, zoom_of(request.GET.get("zoom")))
    if blad.pagina != pagina:
        raise NietGevonden()
    return _sealed(HttpResponse(blad.beeld, content_type="image/png"), document)


class BekijkenView(PortalView):
    """The viewer alone on a page, and the part of it that HTMX asks for wherever it stands."""

    rechten = {"GET": AANGEMELD}
    template_naam = "documenten/bekijken.html"
    deel_naam = "documenten/_blad.html"

    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        document = readable(self.actor, document_id)
        here = getattr(request, "htmx", None) and request.htmx.current_url_abs_path  # type: ignore[attr-defined]
        context = look_at(
            self.actor,
            document,
            pagina=page_of(request.GET.get("pagina")),
            zoom=zoom_of(request.GET.get("zoom")),
            adres=here or request.path,
        )
        response = self.render(context | {"titel": SOORTEN[document.soort].naam})
        response["Cache-Control"] = "private, no-store"
        return response


def _sealed(response: HttpResponseBase, document: Document) -> HttpResponseBase:
    """Kept nowhere, shown as nothing else, and unable to do anything."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    response["X-Virusscan"] = document.scan
    return response


requires(GET=AANGEMELD)(download)
requires(GET=AANGEMELD)(page)
