"""Django's own refusals in the form of ours: a Dutch page, or problem+json for the API."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from redis.exceptions import ConnectionError as RedisConnectionError

from core.fouten import (
    NietBereikbaar,
    NietGevonden,
    Onverwacht,
    TeGroot,
    Verboden,
    VerzoekOngeldig,
)
from core.problem import error_response

OUTAGE = (OperationalError, InterfaceError, RedisConnectionError)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return error_response(request, TeGroot())
    return error_response(request, VerzoekOngeldig())


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, Verboden())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_response(request, NietGevonden())


def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database or Redis is away, else 500; the log line holds the same reference."""
    exc = sys.exc_info()[1]
    return error_response(request, NietBereikbaar() if isinstance(exc, OUTAGE) else Onverwacht())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_response(
        request,
        Verboden(
            _("Dit formulier is verlopen. Laad de pagina opnieuw en verstuur het nog een keer."),
            code="formulier_verlopen",
        ),
    )
