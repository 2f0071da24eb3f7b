"""Only there when `OIDC_AAN`; the names are those the library looks up."""

from django.urls import path

from core.oidc import CallbackView, RequestView

urlpatterns = [
    path("authenticate/", RequestView.as_view(), name="oidc_authentication_init"),
    path("callback/", CallbackView.as_view(), name="oidc_authentication_callback"),
]
