"""Routes of the component page; only in demonstration mode, it shows nothing real."""

from django.urls import path

from core.ui import views

urlpatterns = [path("stijl", views.stijl, name="stijl")]
