from django.urls import path

from contractbeheer.views import beeindigen, overdracht

urlpatterns = [
    path("beeindigingen", beeindigen.Beeindigingen.as_view(), name="beeindigingen"),
    path("beeindigingen/vragen/<uuid:pk>", beeindigen.Vragen.as_view(), name="beeindiging-vragen"),
    path("beeindigingen/<uuid:pk>", beeindigen.BeeindigingDetail.as_view(), name="beeindiging"),
    path(
        "beeindigingen/<uuid:pk>/intrekken",
        beeindigen.Intrekken.as_view(),
        name="beeindiging-intrekken",
    ),
    path(
        "beeindigingen/<uuid:pk>/oppakken",
        beeindigen.Oppakken.as_view(),
        name="beeindiging-oppakken",
    ),
    path(
        "beeindigingen/<uuid:pk>/goedkeuren",
        beeindigen.Goedkeuren.as_view(),
        name="beeindiging-goedkeuren",
    ),
    path(
        "beeindigingen/<uuid:pk>/afwijzen",
        beeindigen.Afwijzen.as_view(),
        name="beeindiging-afwijzen",
    ),
    path(
        "beeindigingen/<uuid:pk>/<slug:tab>",
        beeindigen.BeeindigingDetail.as_view(),
        name="beeindiging",
    ),
    path("overdrachten", overdracht.Overdrachten.as_view(), name="overdrachten"),
    path("overdrachten/tellingen", overdracht.Tellingen.as_view(), name="overdracht-tellingen"),
    path(
        "overdrachten/<uuid:pk>/overzetten",
        overdracht.Overzetten.as_view(),
        name="overdracht-overzetten",
    ),
    path(
        "overdrachten/<uuid:pk>/afspraak",
        overdracht.Afspraak.as_view(),
        name="overdracht-afspraak",
    ),
]
