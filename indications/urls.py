"""Routes of filing and of the toewijzingen themselves; never a BSN or name in an address."""

from django.urls import path

from indications.views import detail, indienen, lijst, producten, wijzigen

urlpatterns = [
    path("toewijzingen", lijst.LijstView.as_view(), name="toewijzingen"),
    path("toewijzingen/nieuw", indienen.IndienenView.as_view(), name="toewijzing-nieuw"),
    path(
        "toewijzingen/nieuw/controle", indienen.ControleView.as_view(), name="toewijzing-controle"
    ),
    path(
        "toewijzingen/nieuw/concepten/<uuid:concept_id>/weg",
        indienen.ConceptWegView.as_view(),
        name="toewijzing-concept-weg",
    ),
    path(
        "toewijzingen/ingediend/<uuid:indiening>",
        indienen.IngediendView.as_view(),
        name="toewijzing-ingediend",
    ),
    path("toewijzingen/<uuid:toewijzing_id>", detail.DetailView.as_view(), name="toewijzing"),
    path(
        "toewijzingen/<uuid:toewijzing_id>/inzage",
        detail.InzageView.as_view(),
        name="toewijzing-inzage",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/naam",
        detail.OnthulView.as_view(),
        name="toewijzing-onthullen",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/beeindigen",
        detail.BeeindigenView.as_view(),
        name="toewijzing-beeindigen",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/intrekken",
        detail.IntrekkenView.as_view(),
        name="toewijzing-intrekken",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/wijzigen",
        wijzigen.WijzigenView.as_view(),
        name="toewijzing-wijzigen",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/wijzigen/controle",
        wijzigen.WijzigControleView.as_view(),
        name="toewijzing-wijzigen-controle",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/<slug:tab>",
        detail.TabView.as_view(),
        name="toewijzing-tab",
    ),
    path("producten-kiezen", producten.ProductenKiezenView.as_view(), name="producten-kiezen"),
]
