"""Error pages in plain Dutch, with the reference that the log line has too.

They need no database, no session and no user; the page of a 500 does not even need a working
template engine. `handler400` … `handler500` are for the URL conf; views and middleware that answer
405, 409, 413, 429 or 503 call `render_error`.
"""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.html import escape

log = logging.getLogger(__name__)

STATUSES: Final = (400, 401, 403, 404, 405, 409, 412, 413, 428, 429, 500, 503)
_LAST_RESORT: Final = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Er ging iets mis</title>'
    "<main><h1>Er ging iets mis</h1><p>Dit ligt aan het portaal, niet aan jou. Probeer het over "
    "een paar minuten opnieuw.</p><p>Kenmerk: {}</p></main></html>"
)


def reference_of(request: HttpRequest) -> str:
    """The reference that the middleware gave this request; empty when it never got that far."""
    return str(getattr(request, "referentie", "") or "")


def render_error(request: HttpRequest, status: int, reden: str = "") -> HttpResponse:
    """The page of `status`; `reden` is said first, Dutch and without personal data."""
    context = {
        "status": status,
        "referentie": reference_of(request),
        "reden": reden,
        "demo": settings.DEMO,
    }
    name = f"fouten/{status if status in STATUSES else 500}.html"
    html: str
    try:
        html = render_to_string(name, context)
    except Exception:  # a broken template or missing static manifest must not hide the first error
        log.exception("foutpagina_mislukt")
        html = _LAST_RESORT.format(escape(context["referentie"]))
    return HttpResponse(html, status=status)


def handler400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, 400)


def handler403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, 403)


def handler404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render_error(request, 404)


def handler500(request: HttpRequest) -> HttpResponse:
    return render_error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For `CSRF_FAILURE_VIEW`: nearly always a page that stood open too long."""
    return render_error(
        request,
        403,
        "De pagina stond te lang open of je bent intussen opnieuw aangemeld. Ga terug, laad de "
        "pagina opnieuw en verstuur nog een keer.",
    )
