"""Leveranciersmanagement: shares, chart, norms, yearly figures, talks and agreements."""

from django.urls import include, path

from core.importexport.views import import_urls
from leveranciers.views import afspraken, gesprekken, jaarcijfers, leveranciers

CIJFER, GESPREK, AFSPRAAK = (
    f"{name}/<uuid:pk>" for name in ("jaarcijfers", "accountgesprekken", "afspraken")
)
urlpatterns = [
    path("leveranciers", leveranciers.Leveranciers.as_view(), name="leveranciers"),
    path("leveranciers/risicokaart", leveranciers.Risicokaart.as_view(), name="risicokaart"),
    path("leveranciers/normen", leveranciers.Sturingsnormen.as_view(), name="sturingsnormen"),
    path("jaarcijfers", jaarcijfers.Jaarcijfers.as_view(), name="jaarcijfers"),
    path("jaarcijfers/nieuw", jaarcijfers.CijfersInvoeren.as_view(), name="jaarcijfers-nieuw"),
    path(
        "jaarcijfers/importeren/",
        include(import_urls(jaarcijfers.CijfersImport, "import-jaarcijfers")),
    ),
    path(CIJFER, jaarcijfers.JaarcijferDetail.as_view(), name="jaarcijfer"),
    path(f"{CIJFER}/wijzigen", jaarcijfers.CijfersWijzigen.as_view(), name="jaarcijfer-wijzigen"),
    path(f"{CIJFER}/<slug:tab>", jaarcijfers.JaarcijferDetail.as_view(), name="jaarcijfer"),
    path("accountgesprekken", gesprekken.Gesprekken.as_view(), name="accountgesprekken"),
    path(
        "accountgesprekken/nieuw",
        gesprekken.GesprekPlannen.as_view(),
        name="accountgesprek-plannen",
    ),
    path(GESPREK, gesprekken.GesprekDetail.as_view(), name="accountgesprek"),
    path(
        f"{GESPREK}/wijzigen",
        gesprekken.GesprekWijzigen.as_view(),
        name="accountgesprek-wijzigen",
    ),
    path(
        f"{GESPREK}/verslag", gesprekken.VerslagSchrijven.as_view(), name="accountgesprek-verslag"
    ),
    path(
        f"{GESPREK}/vaststellen",
        gesprekken.VerslagVaststellen.as_view(),
        name="accountgesprek-vaststellen",
    ),
    path(
        f"{GESPREK}/vervallen",
        gesprekken.GesprekVervallen.as_view(),
        name="accountgesprek-vervallen",
    ),
    path(f"{GESPREK}/afspraak", afspraken.AfspraakMaken.as_view(), name="afspraak-maken"),
    path(f"{GESPREK}/<slug:tab>", gesprekken.GesprekDetail.as_view(), name="accountgesprek"),
    path("afspraken", afspraken.Afspraken.as_view(), name="afspraken"),
    path(f"{AFSPRAAK}/wijzigen", afspraken.AfspraakWijzigen.as_view(), name="afspraak-wijzigen"),
    path(f"{AFSPRAAK}/afronden", afspraken.AfspraakAfronden.as_view(), name="afspraak-afronden"),
]
