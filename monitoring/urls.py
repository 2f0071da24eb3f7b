"""Indicators, requests to aanbieders, and JeugdzorgPlus."""

from django.urls import path

from monitoring.views import beheer, dekking, doelen, indicatoren, jeugdzorgplus, uitvragen

urlpatterns = [
    path("dekking", dekking.DekkingView.as_view(), name="dekking"),
    path("indicatoren", indicatoren.Indicatoren.as_view(), name="indicatoren"),
    path("indicatoren/doelenboom", indicatoren.Doelenboom.as_view(), name="doelenboom"),
    path("indicatoren/doelen/nieuw", doelen.DoelNieuw.as_view(), name="doel-nieuw"),
    path("indicatoren/doelen/<uuid:pk>", doelen.DoelWijzigen.as_view(), name="doel-wijzigen"),
    path("indicatoren/nieuw", beheer.IndicatorNieuw.as_view(), name="indicator-nieuw"),
    path("indicatoren/<uuid:pk>", indicatoren.IndicatorDetail.as_view(), name="indicator"),
    path("indicatoren/<uuid:pk>/versie", beheer.IndicatorVersie.as_view(), name="indicator-versie"),
    path(
        "indicatoren/<uuid:pk>/stoppen", beheer.IndicatorEinde.as_view(), name="indicator-stoppen"
    ),
    path(
        "indicatoren/<uuid:pk>/uitvragen/versturen",
        beheer.Uitvragen.as_view(),
        name="indicator-uitvragen",
    ),
    path(
        "indicatoren/<uuid:pk>/uitvragen/aanvaarden",
        beheer.AllesAanvaarden.as_view(),
        name="uitvragen-aanvaarden",
    ),
    path(
        "indicatoren/<uuid:pk>/<slug:tab>",
        indicatoren.IndicatorDetail.as_view(),
        name="indicator",
    ),
    path("uitvragen", uitvragen.Uitvragen.as_view(), name="uitvragen"),
    path("uitvragen/<uuid:pk>", uitvragen.UitvraagDetail.as_view(), name="uitvraag"),
    path(
        "uitvragen/<uuid:pk>/oordeel", uitvragen.UitvraagOordeel.as_view(), name="uitvraag-oordeel"
    ),
    path("jeugdzorgplus", jeugdzorgplus.Jeugdzorgplus.as_view(), name="jeugdzorgplus"),
    path(
        "jeugdzorgplus/ontvangers/nieuw",
        jeugdzorgplus.OntvangerNieuw.as_view(),
        name="ontvanger-nieuw",
    ),
    path(
        "jeugdzorgplus/ontvangers/<uuid:pk>/stoppen",
        jeugdzorgplus.OntvangerEinde.as_view(),
        name="ontvanger-stoppen",
    ),
    path("jeugdzorgplus/index", jeugdzorgplus.Index.as_view(), name="subsidieindex"),
    path(
        "jeugdzorgplus/rapportages/<uuid:pk>",
        jeugdzorgplus.RapportageDetail.as_view(),
        name="kwartaalrapportage",
    ),
    path(
        "jeugdzorgplus/rapportages/<uuid:pk>/invullen",
        jeugdzorgplus.RapportageInvullen.as_view(),
        name="rapportage-invullen",
    ),
    path(
        "jeugdzorgplus/rapportages/<uuid:pk>/inlezen",
        jeugdzorgplus.RapportageInlezen.as_view(),
        name="rapportage-inlezen",
    ),
    path(
        "jeugdzorgplus/rapportages/<uuid:pk>/oordeel",
        jeugdzorgplus.RapportageOordeel.as_view(),
        name="rapportage-oordeel",
    ),
    path(
        "jeugdzorgplus/rapportages/<uuid:pk>/<slug:tab>",
        jeugdzorgplus.RapportageDetail.as_view(),
        name="kwartaalrapportage",
    ),
]
