"""The gate in front of every view: reference, actor, right; and the answer when one of them is missing."""

import secrets
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from core.actor import ANONIEM
from core.authenticatie import actor_of_session, actor_of_token
from core.fouten import NietAangemeld, PortalFout, Verboden
from core.policies import has_right, right_of_view
from core.problem import error_response

GetResponse = Callable[[HttpRequest], HttpResponse]
API_PATH = "/api/"


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith(API_PATH)


class ReferentieMiddleware:
    """Gives every request a reference; the log line, the error page and problem+json show the same one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.referentie = secrets.token_hex(6)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Referentie"] = request.referentie  # type: ignore[attr-defined]
        return response


class ApiKopregelsMiddleware:
    """Headers of N-API-10 and N-API-11 on every answer of the API, errors included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_api(request) or request.path.startswith("/oauth/"):
            response["API-Version"] = settings.SPECTACULAR_SETTINGS["VERSION"]
            response["Cache-Control"] = "no-store"
            response["Content-Security-Policy"] = "frame-ancestors 'none'"
        return response


class ActorMiddleware:
    """Puts `request.actor` there and refuses every view whose declared right the actor does not hold."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.actor = (  # type: ignore[attr-defined]
                actor_of_token(request) if is_api(request) else actor_of_session(request)
            )
        except PortalFout as exc:
            request.actor = ANONIEM  # type: ignore[attr-defined]
            return error_response(request, exc)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        actor = request.actor  # type: ignore[attr-defined]
        if request.resolver_match and request.resolver_match.namespace in ("admin", "oauth2"):
            return None
        needed = right_of_view(view, request.method or "GET")
        if needed is not None and has_right(actor, needed):
            return None
        if not actor.aangemeld and needed is not None:
            if is_api(request):
                return error_response(request, NietAangemeld())
            return redirect_to_login(request.get_full_path())
        return error_response(request, Verboden())

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        return error_response(request, exc) if isinstance(exc, PortalFout) else None
