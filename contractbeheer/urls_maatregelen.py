"""Measures: the list, the page of one, its letters, and each act on it."""

from django.urls import path

from contractbeheer.views import (
    maatregelacties,
    maatregelen,
    maatregelopstellen,
    maatregelstappen,
)

_HERE = "maatregeltrajecten/<uuid:pk>"
_ACTS = [
    ("wijzigen", maatregelopstellen.Wijzigen),
    ("voornemen", maatregelstappen.Voornemen),
    ("besluit", maatregelstappen.Opleggen),
    ("intrekken", maatregelstappen.Intrekken),
    ("periode", maatregelacties.Periode),
    ("zienswijze", maatregelacties.Zienswijze),
    ("horen", maatregelacties.Horen),
    ("herinneren", maatregelacties.Herinneren),
    ("herstel", maatregelacties.Herstel),
]

urlpatterns = [
    path("maatregeltrajecten", maatregelen.Trajecten.as_view(), name="maatregeltrajecten"),
    path(
        "aanbieders/<uuid:pk>/maatregelen/opstellen",
        maatregelopstellen.Opstellen.as_view(),
        name="maatregel-opstellen",
    ),
    path("maatregelbrieven/<uuid:pk>", maatregelen.BriefBekijken.as_view(), name="maatregelbrief"),
    *(path(f"{_HERE}/{act}", view.as_view(), name=f"maatregel-{act}") for act, view in _ACTS),
    path(_HERE, maatregelen.TrajectDetail.as_view(), name="maatregeltraject"),
    path(f"{_HERE}/<slug:tab>", maatregelen.TrajectDetail.as_view(), name="maatregeltraject"),
]
