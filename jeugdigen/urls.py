"""Routes of a jeugdige, by pseudonym; never a BSN or name in an address."""

from django.urls import path

from jeugdigen.views import bewaren, inzage, pagina, toekomstplan, verhuizen, verwijzen, zoeken

urlpatterns = [
    path("jeugdigen/zoeken", zoeken.ZoekenView.as_view(), name="jeugdige-zoeken"),
    path("jeugdigen/<uuid:jeugdige_id>", pagina.JeugdigeView.as_view(), name="jeugdige"),
    path(
        "jeugdigen/<uuid:jeugdige_id>/naam", pagina.OnthulView.as_view(), name="jeugdige-onthullen"
    ),
    path(
        "jeugdigen/<uuid:jeugdige_id>/verhuizing",
        verhuizen.VerhuizingView.as_view(),
        name="jeugdige-verhuizing",
    ),
    path(
        "jeugdigen/<uuid:jeugdige_id>/verhuizing/ongedaan",
        verhuizen.OngedaanView.as_view(),
        name="jeugdige-verhuizing-ongedaan",
    ),
    path(
        "woonplaatsen/<uuid:woonplaats_id>",
        verhuizen.VerbeterView.as_view(),
        name="woonplaats-verbeteren",
    ),
    path(
        "jeugdigen/<uuid:jeugdige_id>/toekomstplan",
        toekomstplan.PlanView.as_view(),
        name="toekomstplan",
    ),
    path(
        "jeugdigen/<uuid:jeugdige_id>/toekomstplan/afspreken",
        toekomstplan.AfspreekView.as_view(),
        name="toekomstplan-afspreken",
    ),
    path(
        "toekomstplannen/<uuid:plan_id>",
        toekomstplan.VersieView.as_view(),
        name="toekomstplan-versie",
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/verwijzing/vervolgen",
        verwijzen.VervolgView.as_view(),
        name="verwijzing-vervolgen",
    ),
    path(
        "jeugdigen/<uuid:jeugdige_id>/inzage",
        inzage.InzageGevenView.as_view(),
        name="jeugdige-inzage-geven",
    ),
    path("bewaren", bewaren.BewarenView.as_view(), name="bewaren"),
    path("bewaren/rapport", bewaren.RapportView.as_view(), name="bewaren-rapport"),
    path(
        "verwijdervoorstellen/<uuid:voorstel_id>",
        bewaren.VoorstelView.as_view(),
        name="verwijdervoorstel",
    ),
    path(
        "verwijdervoorstellen/<uuid:voorstel_id>/vrijgeven",
        bewaren.VrijgevenView.as_view(),
        name="verwijdervoorstel-vrijgeven",
    ),
    path(
        "verwijdervoorstellen/<uuid:voorstel_id>/uitvoeren",
        bewaren.UitvoerenView.as_view(),
        name="verwijdervoorstel-uitvoeren",
    ),
    path("jeugdigen/<uuid:jeugdige_id>/<slug:tab>", pagina.TabView.as_view(), name="jeugdige-tab"),
]
