"""Screenings and the question list, for the screener alone."""

from django.urls import path

from screening.views import besluiten, lijsten, onderzoek, register

ONE = "screeningen/<uuid:pk>"
LIJST = "vragenlijsten/<uuid:pk>"
urlpatterns = [
    path("screeningen", register.Screeningen.as_view(), name="screeningen"),
    path("screeningen/nieuw", onderzoek.Nieuw.as_view(), name="screening-nieuw"),
    path(
        "screeningen/verantwoording",
        register.Verantwoording.as_view(),
        name="screening-verantwoording",
    ),
    path(f"{ONE}/invullen", onderzoek.Invullen.as_view(), name="screening-invullen"),
    path(f"{ONE}/bewijs-toevoegen", onderzoek.BewijsToevoegen.as_view(), name="screening-bewijs"),
    path(f"{ONE}/gesprek", onderzoek.Gesprek.as_view(), name="screening-gesprek"),
    path(f"{ONE}/wederhoor", onderzoek.Wederhoren.as_view(), name="screening-wederhoor"),
    path(f"{ONE}/toetsen", onderzoek.Toetsen.as_view(), name="screening-toetsen"),
    path(f"{ONE}/stoppen", onderzoek.Stoppen.as_view(), name="screening-stoppen"),
    path(f"{ONE}/voorleggen", besluiten.Voorleggen.as_view(), name="screening-voorleggen"),
    path(f"{ONE}/besluit", besluiten.Besluiten.as_view(), name="screening-besluit"),
    path(f"{ONE}/terugleggen", besluiten.Terugleggen.as_view(), name="screening-terugleggen"),
    path(ONE, register.ScreeningDetail.as_view(), name="screening"),
    path(f"{ONE}/<slug:tab>", register.ScreeningDetail.as_view(), name="screening"),
    path("vragenlijsten", lijsten.Vragenlijsten.as_view(), name="vragenlijsten"),
    path("vragenlijsten/nieuw", lijsten.NieuweVersie.as_view(), name="vragenlijst-nieuw"),
    path(f"{LIJST}/vraag", lijsten.VraagNieuw.as_view(), name="vraag-nieuw"),
    path(f"{LIJST}/vaststellen", lijsten.Vaststellen.as_view(), name="vragenlijst-vaststellen"),
    path(LIJST, lijsten.VragenlijstDetail.as_view(), name="vragenlijst"),
    path(f"{LIJST}/<slug:tab>", lijsten.VragenlijstDetail.as_view(), name="vragenlijst"),
    path("vragen/<uuid:pk>", lijsten.VraagWijzigen.as_view(), name="vraag"),
    path("vragen/<uuid:pk>/verwijderen", lijsten.VraagVerwijderen.as_view(), name="vraag-weg"),
]
