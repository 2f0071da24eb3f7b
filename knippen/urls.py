"""Routes of knippen; a toewijzing stands under /knippen, for /toewijzingen/<id>/… are its tabs."""

from django.urls import path

from knippen.views import knippen, rondes

urlpatterns = [
    path("knippen", rondes.Rondes.as_view(), name="knippen"),
    path("knippen/nieuw", rondes.RondeNieuw.as_view(), name="knipronde-nieuw"),
    path("knippen/beurten/<uuid:pk>", knippen.Beurt.as_view(), name="knipbeurt"),
    path(
        "knippen/toewijzingen/<uuid:toewijzing_id>",
        knippen.ToewijzingKnippen.as_view(),
        name="toewijzing-knippen",
    ),
    path("knippen/<uuid:pk>", rondes.Ronde.as_view(), name="knipronde"),
    path("knippen/<uuid:pk>/voorbeeld", knippen.Voorbeeld.as_view(), name="knip-voorbeeld"),
    path("knippen/<uuid:pk>/uitvoeren", knippen.Uitvoeren.as_view(), name="knip-uitvoeren"),
    path(
        "knippen/<uuid:pk>/keuze/<uuid:toewijzing_id>",
        knippen.Keuze.as_view(),
        name="knip-keuze",
    ),
]
