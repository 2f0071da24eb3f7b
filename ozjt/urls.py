"""All routes. A route without a declared right is refused by `core.middleware.ActorMiddleware`."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from core.oauth import TokenView
from ozjt.views import VandaagView
from ozjt.zoeken import ZoekenView

urlpatterns = [
    path("", include("ozjt.api_urls")),
    path("", VandaagView.as_view(), name="vandaag"),
    path("", include("core.urls")),
    path("", include("core.urls_werk")),
    path("", include("core.documenten.urls")),
    path("", include("providers.urls")),
    path("", include("contracts.urls")),
    path("", include("zorgportaal.urls")),
    path("", include("screening.urls")),
    path("", include("jeugdigen.urls")),
    path("", include("afspraken.urls")),
    path("", include("leveringen.urls")),
    path("", include("toelichtingen.urls")),
    path("", include("knippen.urls")),
    path("", include("aanlevering.urls")),
    path("", include("kennispunt.urls")),
    path("", include("werklijsten.urls")),
    path("", include("indications.urls")),
    path("", include("contractbeheer.urls")),
    path("", include("leveranciers.urls")),
    path("", include("monitoring.urls")),
    path("oauth/token", TokenView.as_view(), name="oauth-token"),
    path("zoeken", ZoekenView.as_view(), name="zoeken"),
    path("admin/", admin.site.urls),
]
if settings.DEMO:
    urlpatterns.append(path("", include("core.ui.urls")))
if settings.OIDC_AAN:
    urlpatterns.append(path("oidc/", include("core.oidc_urls")))

handler400 = "core.views.fouten.bad_request"
handler403 = "core.views.fouten.permission_denied"
handler404 = "core.views.fouten.not_found"
handler500 = "core.views.fouten.server_error"
