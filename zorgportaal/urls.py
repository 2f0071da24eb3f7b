"""The dossier of an aanbieder, and requests to change it."""

from django.urls import path

from zorgportaal.views import besluiten, dossier, indiener, opstellen, verzoek

COMPOSE = "aanbieders/<uuid:pk>/wijzigen/<slug:soort>/<slug:handeling>"
urlpatterns = [
    path("mijn-gegevens", dossier.MijnGegevens.as_view(), name="mijn-gegevens"),
    path("aanbieders/<uuid:pk>", dossier.AanbiederDetail.as_view(), name="aanbieder"),
    path("aanbieders/<uuid:pk>/<slug:tab>", dossier.AanbiederDetail.as_view(), name="aanbieder"),
    path(COMPOSE, opstellen.Opstellen.as_view(), name="wijziging-opstellen"),
    path(f"{COMPOSE}/<uuid:doel_id>", opstellen.Opstellen.as_view(), name="wijziging-opstellen"),
    path(
        "rekeningen/<uuid:pk>/tonen",
        dossier.RekeningOnthullen.as_view(),
        name="rekening-onthullen",
    ),
    path("wijzigingen/<uuid:pk>/bewijs", indiener.Bewijs.as_view(), name="wijziging-bewijs"),
    path(
        "wijzigingen/<uuid:pk>/intrekken", indiener.Intrekken.as_view(), name="wijziging-intrekken"
    ),
    path(
        "wijzigingen/<uuid:pk>/beantwoorden",
        indiener.Beantwoorden.as_view(),
        name="wijziging-beantwoorden",
    ),
    path(
        "wijzigingen/<uuid:pk>/verwijderen",
        indiener.ConceptVerwijderen.as_view(),
        name="wijziging-concept-verwijderen",
    ),
    path("wijzigingen/<uuid:pk>/opnieuw", indiener.Opnieuw.as_view(), name="wijziging-opnieuw"),
    path("wijzigingen", verzoek.Wijzigingen.as_view(), name="wijzigingen"),
    path(
        "wijzigingen/goedkeuren",
        besluiten.SamenGoedkeuren.as_view(),
        name="wijzigingen-goedkeuren",
    ),
    path("wijzigingen/<uuid:pk>", verzoek.VerzoekDetail.as_view(), name="wijziging"),
    path("wijzigingen/<uuid:pk>/besluit", besluiten.Besluit.as_view(), name="wijziging-besluit"),
    path(
        "wijzigingen/<uuid:pk>/onthullen",
        besluiten.Onthullen.as_view(),
        name="wijziging-onthullen",
    ),
]
