from django.urls import path

from aanlevering import views

urlpatterns = [
    path("aanleveren", views.OverzichtView.as_view(), name="aanleveren"),
    path(
        "aanleveren/toewijzingen",
        views.ToewijzingenView.as_view(),
        name="aanleveren-toewijzingen",
    ),
    path(
        "aanleveren/declaratieregels",
        views.DeclaratieregelsView.as_view(),
        name="aanleveren-declaratieregels",
    ),
    path("aanleveren/<uuid:pk>", views.AanleveringView.as_view(), name="aanlevering"),
    path("aanleveren/<uuid:pk>/fouten", views.FoutenView.as_view(), name="aanlevering-fouten"),
    path("aanleveren/<uuid:pk>/inlezen", views.InlezenView.as_view(), name="aanlevering-inlezen"),
    path(
        "aanleveren/<uuid:pk>/nakijken", views.NakijkenView.as_view(), name="aanlevering-nakijken"
    ),
    path(
        "aanleveren/<uuid:pk>/weggooien",
        views.WeggooienView.as_view(),
        name="aanlevering-weggooien",
    ),
]
