from django.urls import path

from leveringen import views, views_ongekoppeld

_STAP = "toewijzingen/<uuid:toewijzing_id>/levering/"
urlpatterns = [
    path(f"{_STAP}start", views.StartView.as_view(), name="levering-start"),
    path(f"{_STAP}stop", views.StopView.as_view(), name="levering-stop"),
    path(f"{_STAP}start/weghalen", views.StartWegView.as_view(), name="levering-start-weg"),
    path(f"{_STAP}stop/weghalen", views.StopWegView.as_view(), name="levering-stop-weg"),
    path(
        "declaraties-zonder-toewijzing",
        views_ongekoppeld.OngekoppeldView.as_view(),
        name="ongekoppeld",
    ),
    path(
        "declaraties-zonder-toewijzing/<uuid:pk>/afhandelen",
        views_ongekoppeld.AfhandelView.as_view(),
        name="ongekoppeld-afhandelen",
    ),
]
