"""One list per group, each at an address of its own."""

from django.urls import path

from werklijsten import views
from werklijsten.groepen import GROEPEN

urlpatterns = [
    path("werklijsten", views.Overzicht.as_view(), name="werklijsten"),
    *(
        path(
            f"werklijsten/{groep.code.replace('_', '-')}",
            views.Lijst.as_view(),
            {"groep": groep.code},
            name=groep.url_naam,
        )
        for groep in GROEPEN.values()
    ),
    path(
        "toewijzingen/<uuid:toewijzing_id>/eindbesluit",
        views.Besluitpagina.as_view(),
        name="toewijzing-eindbesluit",
    ),
    path("werklijsten/reeksen/<uuid:pk>", views.Reekspagina.as_view(), name="werklijst-reeks"),
]
