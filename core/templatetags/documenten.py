"""The document viewer for any page: what `documenten/_kijker.html` is made of."""

from __future__ import annotations

from typing import Any

from django import template

from core.documenten.kijker import look_at, page_of, zoom_of
from core.documenten.soorten import readable
from core.fouten import PortalFout
from core.models import Document

register = template.Library()


@register.inclusion_tag("documenten/_blad.html", takes_context=True)
def kijker(context: dict[str, Any], document: Document) -> dict[str, Any]:
    """The viewer at the page and zoom of the query; a reader without the right is told so."""
    request = context["request"]
    try:
        readable(request.actor, document.pk)
    except PortalFout:
        return {"document": document, "verborgen": True}
    return look_at(
        request.actor,
        document,
        pagina=page_of(request.GET.get("pagina")),
        zoom=zoom_of(request.GET.get("zoom")),
        adres=request.get_full_path(),
    )
