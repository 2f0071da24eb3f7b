"""Routes of the kernel: login, account, health, legal pages."""

from django.urls import path

from core.views import aanmelden, account, algemeen, weergaven

urlpatterns = [
    path("aanmelden/", aanmelden.AanmeldenView.as_view(), name="aanmelden"),
    path("aanmelden/code/", aanmelden.CodeView.as_view(), name="aanmelden-code"),
    path("aanmelden/instellen/", aanmelden.InstellenView.as_view(), name="aanmelden-instellen"),
    path("aanmelden/instellen/qr.svg", aanmelden.QrView.as_view(), name="aanmelden-qr"),
    path("afmelden/", aanmelden.AfmeldenView.as_view(), name="afmelden"),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/wachtwoord/", account.WachtwoordView.as_view(), name="wachtwoord"),
    path("account/herstelcodes/", account.HerstelcodesView.as_view(), name="herstelcodes"),
    path("rol/", account.RolView.as_view(), name="rol"),
    path("weergaven/<slug:register>", weergaven.Weergaven.as_view(), name="weergaven"),
    path("weergaven/<uuid:pk>/act", weergaven.WeergaveHandeling.as_view(), name="weergave"),
    path("healthz", algemeen.HealthView.as_view(), name="healthz"),
    path("readyz", algemeen.ReadyView.as_view(), name="readyz"),
    path("favicon.ico", algemeen.FaviconView.as_view(), name="favicon"),
    path(".well-known/security.txt", algemeen.SecurityTxtView.as_view(), name="security-txt"),
    path("privacy", algemeen.PrivacyView.as_view(), name="privacy"),
    path("toegankelijkheid", algemeen.ToegankelijkheidView.as_view(), name="toegankelijkheid"),
]
