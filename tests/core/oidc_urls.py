"""The routes as they are when OIDC_AAN is set."""

from django.urls import include, path

urlpatterns = [path("oidc/", include("core.oidc_urls")), path("", include("ozjt.urls"))]
