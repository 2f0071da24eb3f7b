"""Keeping the catalogue."""

from django.urls import path

from contracts.views import catalogusbeheer, catalogusboek

urlpatterns = [
    path("catalogus", catalogusbeheer.Catalogus.as_view(), name="catalogus"),
    path("catalogus/veranderd", catalogusboek.Veranderd.as_view(), name="catalogus-veranderd"),
    path("catalogus/werkboek", catalogusboek.Werkboek.as_view(), name="catalogus-werkboek"),
    path(
        "catalogus/werkboek/<uuid:concept_id>",
        catalogusboek.WerkboekRapport.as_view(),
        name="catalogus-werkboek-rapport",
    ),
    path(
        "catalogus/gepland/<uuid:pk>", catalogusbeheer.Mutatie.as_view(), name="catalogus-mutatie"
    ),
    path(
        "catalogus/<slug:soort>/toevoegen",
        catalogusbeheer.Toevoegen.as_view(),
        name="catalogus-toevoegen",
    ),
    path(
        "catalogus/<slug:soort>/<uuid:pk>/wijzigen",
        catalogusbeheer.Wijzigen.as_view(),
        name="catalogus-wijzigen",
    ),
    path(
        "catalogus/<slug:soort>/<uuid:pk>/beeindigen",
        catalogusbeheer.Beeindigen.as_view(),
        name="catalogus-beeindigen",
    ),
]
