"""The gate in front of every view: reference, actor, right; and the answer when one is missing."""

import secrets
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode

import structlog
from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect

from core.actor import ANONIEM, Actor
from core.authenticatie import actor_of_session, actor_of_token
from core.fouten import (
    MethodeNietToegestaan,
    NietAangemeld,
    PortalFout,
    TeGroot,
    Verboden,
    VerzoekOngeldig,
)
from core.policies import has_right, right_of_view, rights_of_view
from core.problem import error_response

GetResponse = Callable[[HttpRequest], HttpResponse]
API_PATH = "/api/"
OAUTH_PATH = "/oauth/"
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
#: Not worth a log line each.
QUIET_ROUTES = frozenset({"healthz", "readyz"})
log = structlog.get_logger("core.verzoek")


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PATH)


class ReferentieMiddleware:
    """Gives every request a reference, the same in its log line, error page and problem+json.

    The line names the route, never the path or the query, and the actor by id.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begin = time.perf_counter()
        request.referentie = referentie = secrets.token_hex(6)  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(referentie=referentie)
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response = _not_allowed(request, response["Allow"])
        response["X-Referentie"] = referentie
        self._log(request, response, begin)
        return response

    def _log(self, request: HttpRequest, response: HttpResponse, begin: float) -> None:
        match = request.resolver_match
        route = match.view_name or match.route if match else ""
        if route in QUIET_ROUTES or request.path.startswith(settings.STATIC_URL):
            return
        actor: Actor = getattr(request, "actor", ANONIEM)
        fields: dict[str, Any] = {
            "methode": request.method,
            "route": route,
            "status": response.status_code,
            "duur_ms": round((time.perf_counter() - begin) * 1000, 1),
            "actor": str(actor.id or actor.soort),
            "organisatie": str(actor.organisatie_id or ""),
        }
        if code := getattr(request, "foutcode", ""):
            fields["code"] = code
        log.log(40 if response.status_code >= 500 else 20, "verzoek", **fields)


def _not_allowed(request: HttpRequest, allow: str) -> HttpResponse:
    response = error_response(request, MethodeNietToegestaan())
    response["Allow"] = allow
    return response


class ApiKopregelsMiddleware:
    """Headers of N-API-10 and N-API-11 on every answer of the API, errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_api(request) or request.path.startswith(OAUTH_PATH):
            response["API-Version"] = str(settings.SPECTACULAR_SETTINGS["VERSION"])
            response["Cache-Control"] = "no-store"
            response["Content-Security-Policy"] = "frame-ancestors 'none'"
            response["X-Frame-Options"] = "DENY"
        return response


class OmvangMiddleware:
    """413 before a byte is read, for a request that says to be larger than VERZOEK_MAX_BYTES.

    A body of unsaid length (chunked) is not read at all. A file within this limit that is too
    large for a document comes back on its field (`core.documenten.upload`).
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if said.isdecimal() and int(said[:20]) > settings.VERZOEK_MAX_BYTES:
            return error_response(request, TeGroot())
        return self.get_response(request)


class TekensMiddleware:
    """400 for a NUL byte or broken UTF-8 in path, query or form: neither can be stored or shown."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or (query and not _readable(unquote_to_bytes(query))):
            return error_response(request, VerzoekOngeldig())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if request.method != "POST" or request.content_type not in FORM_TYPES:
            return None
        for name, values in request.POST.lists():
            if any("\0" in text or "\ufffd" in text for text in (name, *values)):
                return error_response(request, VerzoekOngeldig())
        return None


def _readable(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode("utf-8")
    except UnicodeDecodeError:
        return False


class ActorMiddleware:
    """Sets `request.actor` and refuses every view whose declared right the actor does not hold.

    What somebody who is logged in gets is kept by no cache, also not by that of a shared computer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONIEM  # type: ignore[attr-defined]
        try:
            request.actor = _actor_of(request)  # type: ignore[attr-defined]
        except PortalFout as exc:
            return error_response(request, exc)
        response = self.get_response(request)
        if request.actor.aangemeld and not response.has_header("Cache-Control"):  # type: ignore[attr-defined]
            response["Cache-Control"] = "private, no-store"
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.resolver_match and request.resolver_match.namespace == "admin":
            return _gate_of_admin(request)
        actor: Actor = request.actor  # type: ignore[attr-defined]
        needed = right_of_view(view, request.method or "GET")
        if needed is None:
            return _undeclared(request, sorted(rights_of_view(view)))
        if has_right(actor, needed):
            return None
        return error_response(request, Verboden()) if actor.aangemeld else _log_in_first(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        if isinstance(exc, PortalFout):
            return error_response(request, exc)
        if _unstorable(exc):
            return error_response(request, VerzoekOngeldig())
        return None


def _actor_of(request: HttpRequest) -> Actor:
    if is_api(request):
        return actor_of_token(request)
    if request.path.startswith((OAUTH_PATH, settings.STATIC_URL)):
        return ANONIEM
    return actor_of_session(request)


def _undeclared(request: HttpRequest, methods: list[str]) -> HttpResponse:
    if methods:
        return _not_allowed(request, ", ".join(methods))
    route = request.resolver_match.route if request.resolver_match else ""
    log.error("route_zonder_recht", route=route)
    return error_response(request, Verboden())


def _gate_of_admin(request: HttpRequest) -> HttpResponse | None:
    """Technical management: `is_staff` only. A session exists only after the second factor."""
    aanmelding = getattr(request, "aanmelding", None)
    if aanmelding is None:
        return _log_in_first(request)
    return None if aanmelding.beheer else error_response(request, Verboden())


def _log_in_first(request: HttpRequest) -> HttpResponse:
    """401 for a program, the login page for a person; HTMX is told to load that page whole."""
    if is_api(request):
        return error_response(request, NietAangemeld())
    htmx = getattr(request, "htmx", None)
    back = htmx.current_url_abs_path if htmx else None
    if not htmx and request.method == "GET":
        back = request.get_full_path()
    query = {"next": back or "", "reden": getattr(request, "sessie_einde", "")}
    kept = urlencode({name: value for name, value in query.items() if value})
    url = f"{settings.LOGIN_URL}?{kept}" if kept else settings.LOGIN_URL
    if htmx:
        response = error_response(request, NietAangemeld())
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def _unstorable(exc: Exception) -> bool:
    """A text the database cannot hold (a NUL byte that came in JSON, a lone surrogate)."""
    nul = isinstance(exc, DataError | ValueError) and "NUL (0x00)" in str(exc)
    return nul or isinstance(exc, UnicodeEncodeError)
