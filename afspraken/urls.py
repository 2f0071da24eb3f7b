"""Routes of agreements; the tab on the page of a toewijzing hangs there by `core.aanhaken`."""

from django.urls import path

from afspraken.views import bewerken, overzicht, papier, terugkijken

_HERE = "afsprakenoverzichten/<uuid:pk>"
_ACTS = [
    ("wijzigen", bewerken.Bewerken),
    ("vaststellen", overzicht.Vaststellen),
    ("nieuwe-versie", overzicht.NieuweVersie),
    ("vergelijken", overzicht.Vergelijken),
    ("afdrukken", papier.Afdrukken),
    ("pdf", papier.AlsPdf),
    ("pdf-met-naam", papier.MetNaam),
    ("resultaten", terugkijken.ResultatenView),
]

urlpatterns = [
    path(
        "afsprakenoverzichten/beginnen/<uuid:toewijzing_id>",
        overzicht.Beginnen.as_view(),
        name="afsprakenoverzicht-beginnen",
    ),
    path(_HERE, overzicht.Bekijken.as_view(), name="afsprakenoverzicht"),
    *(
        path(f"{_HERE}/{act}", view.as_view(), name=f"afsprakenoverzicht-{act}")
        for act, view in _ACTS
    ),
    path(
        f"{_HERE}/resultaten/beoordelen",
        terugkijken.Beoordelen.as_view(),
        name="afsprakenoverzicht-resultaten-beoordelen",
    ),
    path("evaluatiemomenten/<uuid:pk>", terugkijken.Evaluatie.as_view(), name="evaluatiemoment"),
]
