"""Routes of the API: nouns in Dutch, plural, no trailing slash (N-API-01, 02, 03, 07)."""

from django.urls import include, path

from contracts.api import catalogus, perceelcontracten
from core.api import docs, gemeenten
from indications.api import indieningen, toewijzingen
from providers.api import aanbieders

_V1 = [
    path("openapi.json", docs.OpenApiJsonView.as_view(), name="api-openapi-json"),
    path("openapi.yaml", docs.OpenApiYamlView.as_view(), name="api-openapi-yaml"),
    path("gemeenten", gemeenten.GemeentenView.as_view(), name="api-gemeenten"),
    path("gemeenten/<uuid:id>", gemeenten.GemeenteView.as_view(), name="api-gemeente"),
    path("segmenten", catalogus.SegmentenView.as_view(), name="api-segmenten"),
    path("segmenten/<uuid:id>", catalogus.SegmentView.as_view(), name="api-segment"),
    path("percelen", catalogus.PercelenView.as_view(), name="api-percelen"),
    path("percelen/<uuid:id>", catalogus.PerceelView.as_view(), name="api-perceel"),
    path(
        "percelen/<uuid:id>/producten",
        catalogus.PerceelProductenView.as_view(),
        name="api-perceel-producten",
    ),
    path("producten", catalogus.ProductenView.as_view(), name="api-producten"),
    path("producten/<uuid:id>", catalogus.ProductView.as_view(), name="api-product"),
    path("aanbieders", aanbieders.AanbiedersView.as_view(), name="api-aanbieders"),
    path("aanbieders/_zoek", aanbieders.AanbiedersZoekView.as_view(), name="api-aanbieders-zoek"),
    path("aanbieders/<uuid:id>", aanbieders.AanbiederView.as_view(), name="api-aanbieder"),
    path(
        "perceelcontracten",
        perceelcontracten.PerceelcontractenView.as_view(),
        name="api-perceelcontracten",
    ),
    path(
        "perceelcontracten/<uuid:id>",
        perceelcontracten.PerceelcontractView.as_view(),
        name="api-perceelcontract",
    ),
    path("toewijzingen", toewijzingen.ToewijzingenView.as_view(), name="api-toewijzingen"),
    path(
        "toewijzingen/_valideer",
        toewijzingen.ToewijzingenValideerView.as_view(),
        name="api-toewijzingen-valideer",
    ),
    path(
        "toewijzingen/_zoek",
        toewijzingen.ToewijzingenZoekView.as_view(),
        name="api-toewijzingen-zoek",
    ),
    path("toewijzingen/<uuid:id>", toewijzingen.ToewijzingView.as_view(), name="api-toewijzing"),
    path(
        "toewijzingen/<uuid:id>/beeindiging",
        toewijzingen.ToewijzingBeeindigingView.as_view(),
        name="api-toewijzing-beeindiging",
    ),
    path(
        "toewijzingen/<uuid:id>/intrekking",
        toewijzingen.ToewijzingIntrekkingView.as_view(),
        name="api-toewijzing-intrekking",
    ),
    path("indieningen", indieningen.IndieningenView.as_view(), name="api-indieningen"),
    path(
        "indieningen/_valideer",
        indieningen.IndieningenValideerView.as_view(),
        name="api-indieningen-valideer",
    ),
    path("indieningen/<uuid:id>", indieningen.IndieningView.as_view(), name="api-indiening"),
]

urlpatterns = [
    path("api", docs.UitlegView.as_view(), name="api-uitleg"),
    path("api/v1/", include(_V1)),
]
