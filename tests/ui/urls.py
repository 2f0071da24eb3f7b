"""The component page and every error page, for tests only."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from core.policies import PUBLIEK, requires
from core.ui.errors import render_error


@requires(GET=PUBLIEK)
def fout(request: HttpRequest, status: int) -> HttpResponse:
    return render_error(request, status, "Dit is de reden.")


urlpatterns = [path("", include("core.ui.urls")), path("fout/<int:status>", fout)]
