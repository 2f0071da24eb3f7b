"""Tariffs and their indexation; acts stand before the page whose tabs they would be taken for."""

from django.urls import URLPattern, path

from contracts.views import indexering, tarieven
from core.views.basis import PortalView


def _acts(prefix: str, name: str, **views: type[PortalView]) -> list[URLPattern]:
    return [
        path(f"{prefix}/{act}", view.as_view(), name=f"{name}-{act}") for act, view in views.items()
    ]


def _page(prefix: str, view: type[PortalView], name: str) -> list[URLPattern]:
    return [
        path(f"{prefix}/<uuid:pk>", view.as_view(), name=name),
        path(f"{prefix}/<uuid:pk>/<slug:tab>", view.as_view(), name=name),
    ]


urlpatterns = [
    *_acts("tarieven", "tarief", toevoegen=tarieven.TariefToevoegen),
    *_acts(
        "tarieven/<uuid:pk>",
        "tarief",
        beeindigen=tarieven.TariefBeeindigen,
        corrigeren=tarieven.TariefCorrigeren,
        terugnemen=tarieven.TariefTerugnemen,
    ),
    *_page("tarieven", tarieven.TariefDetail, "tarief"),
    path("indexeringen", indexering.Indexeringen.as_view(), name="indexeringen"),
    *_acts("indexeringen", "indexering", toevoegen=indexering.IndexeringToevoegen),
    *_acts(
        "indexeringen/<uuid:pk>",
        "indexering",
        wijzigen=indexering.IndexeringWijzigen,
        doorrekenen=indexering.IndexeringDoorrekenen,
        activeren=indexering.IndexeringActiveren,
        intrekken=indexering.IndexeringIntrekken,
    ),
    *_page("indexeringen", indexering.IndexeringDetail, "indexering"),
]
