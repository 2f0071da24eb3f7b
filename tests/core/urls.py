"""Routes that misbehave on purpose, beside the real ones of the kernel."""

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from core.choices import Rolcode
from core.fouten import Conflict
from core.models import Organisatie
from core.policies import AANGEMELD, PUBLIEK, Recht, requires
from core.views import PortalView

SCHRIJVEN = Recht("proef.schrijven", frozenset({Rolcode.TOEGANG, Rolcode.GEMEENTE_API}), "proef:w")


class Fout500(PortalView):
    rechten = {"GET": PUBLIEK, "POST": PUBLIEK}

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        bsn = request.GET.get("bsn", "999990019")
        raise ValueError(f"invalid literal for int(): {bsn}")

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        request.POST.get("naam")
        Organisatie.objects.create(soort="gemeente", naam=request.POST["naam"], code="x")
        return HttpResponse("goed")


class Weg(PortalView):
    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        raise OperationalError("server closed the connection unexpectedly")


class Bezet(PortalView):
    rechten = {"GET": AANGEMELD}

    def get(self, request: HttpRequest) -> HttpResponse:
        raise Conflict("Iemand anders was eerder.")


class Nul(PortalView):
    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        Organisatie.objects.filter(naam="a\0b").exists()
        return HttpResponse("goed")


class Schrijf(PortalView):
    rechten = {"GET": AANGEMELD, "POST": SCHRIJVEN}

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{self.actor.organisatie_naam}")

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("geschreven")


class Deel(PortalView):
    rechten = {"GET": PUBLIEK}
    template_naam = "fouten/404.html"
    deel_naam = "components/_voet.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render()


def zonder_recht(request: HttpRequest) -> HttpResponse:
    return HttpResponse("dit ziet niemand")


@csrf_exempt
@requires(GET=SCHRIJVEN, POST=SCHRIJVEN)
def api_proef(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    return JsonResponse(
        {
            "id": str(actor.id),
            "rollen": sorted(actor.rollen),
            "scopes": sorted(actor.scopes or ()),
            "organisatie": actor.organisatie_code,
            "adres": actor.netwerkadres,
            "referentie": actor.referentie,
        }
    )


@requires(ALLE=PUBLIEK)
@require_POST
def alleen_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("goed")


urlpatterns = [
    path("proef/500", Fout500.as_view(), name="proef-500"),
    path("proef/<str:naam>/stuk", Fout500.as_view(), name="proef-stuk"),
    path("proef/weg", Weg.as_view(), name="proef-weg"),
    path("proef/bezet", Bezet.as_view(), name="proef-bezet"),
    path("proef/nul", Nul.as_view(), name="proef-nul"),
    path("proef/schrijf", Schrijf.as_view(), name="proef-schrijf"),
    path("proef/deel", Deel.as_view(), name="proef-deel"),
    path("proef/zonder", zonder_recht, name="proef-zonder"),
    path("proef/post", alleen_post, name="proef-post"),
    path("api/v1/proef", api_proef, name="api-proef"),
    path("api/v1/zonder", zonder_recht, name="api-zonder"),
    path("", include("ozjt.urls")),
]
handler400 = "core.views.fouten.bad_request"
handler403 = "core.views.fouten.permission_denied"
handler404 = "core.views.fouten.not_found"
handler500 = "core.views.fouten.server_error"
