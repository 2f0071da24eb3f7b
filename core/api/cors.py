"""CORS: an allow-list of origins (`CORS_HERKOMSTEN`) for the API, and nobody else (N-API-11)."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ALLOWED_HEADERS: Final = (
    "Authorization, Content-Type, Content-Disposition, Idempotency-Key, If-Match, If-None-Match, "
    "Accept"
)
EXPOSED_HEADERS: Final = "API-Version, ETag, Link, Location, Idempotent-Replayed, Retry-After"


class CorsMiddleware:
    """Answers a preflight before the gate, for a browser sends it without token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        origin = request.META.get("HTTP_ORIGIN")
        if not origin or not request.path.startswith("/api/"):
            return self.get_response(request)
        allowed = origin in settings.CORS_HERKOMSTEN
        if request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META:
            response = HttpResponse(status=204)
            if allowed:
                response["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
                response["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
                response["Access-Control-Max-Age"] = "600"
        else:
            response = self.get_response(request)
        if not response.has_header("Access-Control-Allow-Origin"):
            patch_vary_headers(response, ["Origin"])
            if allowed:
                response["Access-Control-Allow-Origin"] = origin
                response["Access-Control-Expose-Headers"] = EXPOSED_HEADERS
        return response
