"""One way to answer an error: problem+json for the API (RFC 9457), a Dutch page for people."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse

from core.fouten import PortalFout
from core.ui.errors import error_page

PROBLEM_JSON = "application/problem+json"
JSON_PATHS = ("/api/", "/oauth/")


def problem(
    request: HttpRequest, status: int, code: str, titel: str, reden: str, invalid: list[Any]
) -> HttpResponse:
    body: dict[str, Any] = {
        "type": "about:blank",
        "status": status,
        "title": titel,
        "detail": reden,
        "code": code,
        "instance": f"urn:ozjt:referentie:{getattr(request, 'referentie', '')}",
    }
    if invalid:
        body["invalidParams"] = invalid
    response = HttpResponse(orjson.dumps(body), status=status, content_type=PROBLEM_JSON)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="ozjt"'
    return response


def error_response(request: HttpRequest, exc: PortalFout) -> HttpResponse:
    """The PortalFout in the form the caller asked in; every finding of the request at once."""
    request.foutcode = exc.code  # type: ignore[attr-defined]
    if request.path.startswith(JSON_PATHS):
        invalid = [
            {"name": f.veld, "code": f.code, "reason": f.reden, "rule": f.regel}
            for f in exc.bevindingen
        ]
        response = problem(request, exc.status, exc.code, exc.titel, exc.reden, invalid)
        if wacht := getattr(exc, "wacht", 0):
            response["Retry-After"] = str(wacht)
        return response
    page = error_page(exc, getattr(request, "referentie", ""))
    return HttpResponse(page, status=exc.status)
