from django.urls import path

from toelichtingen.views import cijfers, verzoeken

urlpatterns = [
    path("minuten-vergelijken", cijfers.Minuten.as_view(), name="minuten-vergelijken"),
    path("toelichtingsverzoeken", verzoeken.Verzoeken.as_view(), name="toelichtingsverzoeken"),
    path(
        "toelichtingsverzoeken/vragen/<uuid:toewijzing_id>",
        verzoeken.Vragen.as_view(),
        name="toelichting-vragen",
    ),
    path(
        "toelichtingsverzoeken/<uuid:pk>",
        verzoeken.VerzoekDetail.as_view(),
        name="toelichtingsverzoek",
    ),
    path(
        "toelichtingsverzoeken/<uuid:pk>/beantwoorden",
        verzoeken.Beantwoorden.as_view(),
        name="toelichting-beantwoorden",
    ),
    path(
        "toelichtingsverzoeken/<uuid:pk>/aanvullen",
        verzoeken.Aanvullen.as_view(),
        name="toelichting-aanvullen",
    ),
    path(
        "toelichtingsverzoeken/<uuid:pk>/intrekken",
        verzoeken.Intrekken.as_view(),
        name="toelichting-intrekken",
    ),
]
