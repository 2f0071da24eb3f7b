"""Routes of the API: nouns in Dutch, plural, no trailing slash (N-API-01, 02, 03, 07)."""

from django.urls import include, path

from contracts.api import catalogus, overeenkomsten, perceelcontracten
from core.api import docs, gemeenten
from indications.api import indieningen, toewijzingen, wijzigingen
from providers.api import aanbieders
from toelichtingen.api import verzoeken as toelichtingen
from zorgportaal.api import documenten, dossier, verzoeken

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
        "aanbieders/<uuid:id>/bankrekeningen",
        dossier.BankrekeningenView.as_view(),
        name="api-aanbieder-bankrekeningen",
    ),
    path(
        "aanbieders/<uuid:id>/contacten",
        dossier.ContactenView.as_view(),
        name="api-aanbieder-contacten",
    ),
    path(
        "aanbieders/<uuid:id>/dossierstukken",
        dossier.DossierstukkenView.as_view(),
        name="api-aanbieder-dossierstukken",
    ),
    path(
        "aanbieders/<uuid:id>/groepen", dossier.GroepenView.as_view(), name="api-aanbieder-groepen"
    ),
    path(
        "aanbieders/<uuid:id>/onderaannemers",
        dossier.OnderaannemersView.as_view(),
        name="api-aanbieder-onderaannemers",
    ),
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
    path("overeenkomsten", overeenkomsten.OvereenkomstenView.as_view(), name="api-overeenkomsten"),
    path(
        "overeenkomsten/<uuid:id>",
        overeenkomsten.OvereenkomstView.as_view(),
        name="api-overeenkomst",
    ),
    path("tarieven", overeenkomsten.TarievenView.as_view(), name="api-tarieven"),
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
    path(
        "toewijzingen/<uuid:id>/wijziging",
        wijzigingen.ToewijzingWijzigingView.as_view(),
        name="api-toewijzing-wijziging",
    ),
    path(
        "toewijzingen/<uuid:id>/wijziging/_valideer",
        wijzigingen.ToewijzingWijzigingValideerView.as_view(),
        name="api-toewijzing-wijziging-valideer",
    ),
    path("indieningen", indieningen.IndieningenView.as_view(), name="api-indieningen"),
    path(
        "indieningen/_valideer",
        indieningen.IndieningenValideerView.as_view(),
        name="api-indieningen-valideer",
    ),
    path("indieningen/<uuid:id>", indieningen.IndieningView.as_view(), name="api-indiening"),
    path(
        "toelichtingsverzoeken",
        toelichtingen.ToelichtingsverzoekenView.as_view(),
        name="api-toelichtingsverzoeken",
    ),
    path(
        "toelichtingsverzoeken/<uuid:id>",
        toelichtingen.ToelichtingsverzoekView.as_view(),
        name="api-toelichtingsverzoek",
    ),
    path(
        "toelichtingsverzoeken/<uuid:id>/antwoord",
        toelichtingen.ToelichtingsverzoekAntwoordView.as_view(),
        name="api-toelichtingsverzoek-antwoord",
    ),
    path(
        "toelichtingsverzoeken/<uuid:id>/aanvulling",
        toelichtingen.ToelichtingsverzoekAanvullingView.as_view(),
        name="api-toelichtingsverzoek-aanvulling",
    ),
    path(
        "toelichtingsverzoeken/<uuid:id>/intrekking",
        toelichtingen.ToelichtingsverzoekIntrekkingView.as_view(),
        name="api-toelichtingsverzoek-intrekking",
    ),
    path(
        "wijzigingsverzoeken",
        verzoeken.WijzigingsverzoekenView.as_view(),
        name="api-wijzigingsverzoeken",
    ),
    path(
        "wijzigingsverzoeken/_valideer",
        verzoeken.WijzigingsverzoekenValideerView.as_view(),
        name="api-wijzigingsverzoeken-valideer",
    ),
    path(
        "wijzigingsverzoeken/<uuid:id>",
        verzoeken.WijzigingsverzoekView.as_view(),
        name="api-wijzigingsverzoek",
    ),
    path(
        "wijzigingsverzoeken/<uuid:id>/antwoord",
        verzoeken.WijzigingsverzoekAntwoordView.as_view(),
        name="api-wijzigingsverzoek-antwoord",
    ),
    path(
        "wijzigingsverzoeken/<uuid:id>/intrekking",
        verzoeken.WijzigingsverzoekIntrekkingView.as_view(),
        name="api-wijzigingsverzoek-intrekking",
    ),
    path("documenten", documenten.DocumentenView.as_view(), name="api-documenten"),
    path("documenten/<uuid:id>", documenten.DocumentView.as_view(), name="api-document"),
]

urlpatterns = [
    path("api", docs.UitlegView.as_view(), name="api-uitleg"),
    path("api/v1/", include(_V1)),
]
