from django.urls import path

from kennispunt import views

urlpatterns = [
    path("kennispunt", views.Kennispunt.as_view(), name="kennispunt"),
    path("kennispunt/reeksen", views.Reeksen.as_view(), name="kennispunt-reeksen"),
]
