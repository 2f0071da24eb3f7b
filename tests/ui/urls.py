"""The component page and every error page, for tests only."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.fouten import PortalFout
from core.policies import PUBLIEK, requires
from core.problem import error_response


@requires(GET=PUBLIEK)
def fout(request: HttpRequest, status: int) -> HttpResponse:
    refusal = PortalFout("Dit is de reden.")
    refusal.status = status
    return error_response(request, refusal)


urlpatterns = [path("", include("core.ui.urls")), path("fout/<int:status>", fout)]
