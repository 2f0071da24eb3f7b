"""Health, security.txt, and the pages that law asks of a public body."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse

from core.gezondheid import readiness
from core.policies import PUBLIEK
from core.views.basis import PortalView


class HealthView(PortalView):
    """The process lives; touches nothing else."""

    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", content_type="text/plain")


class ReadyView(PortalView):
    """200 when everything the portal needs is there, else 503; names parts, never details."""

    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> JsonResponse:
        parts = readiness()
        good = all(parts.values())
        words = {name: "goed" if ok else "fout" for name, ok in parts.items()}
        body = {"status": "goed" if good else "fout", "onderdelen": words}
        response = JsonResponse(body, status=200 if good else 503)
        response["Cache-Control"] = "no-store"
        return response


class FaviconView(PortalView):
    """The mark of the portal, for what asks for it without reading the page."""

    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        response = redirect(static("img/favicon.ico"))
        response["Cache-Control"] = "public, max-age=86400"
        return response


class SecurityTxtView(PortalView):
    """RFC 9116."""

    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [
            f"Contact: {settings.SECURITY_CONTACT}",
            f"Expires: {settings.SECURITY_TXT_EXPIRES}",
            "Preferred-Languages: nl, en",
            f"Canonical: {settings.PORTAAL_URL}{reverse('security-txt')}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


class _Pagina(PortalView):
    """A page with text only, the same for everybody."""

    abstract = True
    rechten = {"GET": PUBLIEK}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render(self.context())

    def context(self) -> dict[str, Any]:
        return {
            "contact": settings.DEFAULT_FROM_EMAIL,
            "organisatie_naam": settings.ORGANISATIE_NAAM,
            "minuten": settings.SESSION_IDLE_MINUTEN,
            "uren": settings.SESSION_ABSOLUTE_UREN,
        }


class PrivacyView(_Pagina):
    template_naam = "algemeen/privacy.html"


class ToegankelijkheidView(_Pagina):
    template_naam = "algemeen/toegankelijkheid.html"
