from typing import Any

from django.conf import settings
from django.http import HttpRequest


def portaal(request: HttpRequest) -> dict[str, Any]:
    """What every page needs: who works here, in which role, with which navigation."""
    return {
        "actor": getattr(request, "actor", None),
        "demo": settings.DEMO,
        "organisatie_naam": settings.ORGANISATIE_NAAM,
        "regio_naam": settings.REGIO_NAAM,
        "referentie": getattr(request, "referentie", ""),
    }
