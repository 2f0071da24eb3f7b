"""Registers of aanbieders, catalogue and contracts."""

from django.urls import URLPattern, path

from contracts import urls_beheren, urls_tarieven
from contracts.urls_catalogus import urlpatterns as catalogusbeheer
from contracts.views import aanbieders, catalogus, contracten
from core.views.register import RegisterDetail


def detail(prefix: str, view: type[RegisterDetail]) -> list[URLPattern]:
    """The page of a row, and its tabs at an address of their own."""
    return [
        path(f"{prefix}/<uuid:pk>", view.as_view(), name=view.route),
        path(f"{prefix}/<uuid:pk>/<slug:tab>", view.as_view(), name=view.route),
    ]


urlpatterns = [
    *catalogusbeheer,
    path("aanbieders", aanbieders.Aanbieders.as_view(), name="aanbieders"),
    path("locaties", aanbieders.Locaties.as_view(), name="locaties"),
    path("segmenten", catalogus.Segmenten.as_view(), name="segmenten"),
    path("percelen", catalogus.Percelen.as_view(), name="percelen"),
    *detail("percelen", catalogus.PerceelDetail),
    path("producten", catalogus.Producten.as_view(), name="producten"),
    *detail("producten", catalogus.ProductDetail),
    path("tarieven", catalogus.Tarieven.as_view(), name="tarieven"),
    *urls_tarieven.urlpatterns,
    path("uitsluitingen", catalogus.Uitsluitingen.as_view(), name="uitsluitingen"),
    *urls_beheren.urlpatterns,
    path("overeenkomsten", contracten.Overeenkomsten.as_view(), name="overeenkomsten"),
    *detail("overeenkomsten", contracten.OvereenkomstDetail),
    path("contracten", contracten.Contracten.as_view(), name="contracten"),
    *detail("contracten", contracten.ContractDetail),
    path("maatregelen", contracten.Maatregelen.as_view(), name="maatregelen"),
    *detail("maatregelen", contracten.MaatregelDetail),
]
