"""What the viewer shows of a document, beside a form or alone on its page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actor import Actor
from core.choices import Scanstatus
from core.documenten.inhoud import JPEG, PDF, PNG
from core.documenten.soorten import SOORTEN
from core.documenten.uitgifte import is_accepted, open_released
from core.documenten.weergave import AFBEELDINGEN, MAX_PAGINAS, TOONBAAR, ZOOM, draw_page, refusal
from core.fouten import PortalFout
from core.models import Document

TYPES = {PDF: "PDF", PNG: "PNG", JPEG: "JPEG"}


@dataclass(frozen=True, slots=True)
class Stap:
    """A link of the viewer: `adres` is the whole page, `deel` the viewer alone."""

    pagina: int
    zoom: int
    adres: str
    deel: str


def page_of(text: str | None) -> int:
    """The asked page; the nearest one that is shown when it is no number or too far."""
    digits = text if text and text.isascii() and text.isdigit() else "1"
    return min(max(int(digits[:4]), 1), MAX_PAGINAS)


def zoom_of(text: str | None) -> int:
    return next((zoom for zoom in ZOOM if str(zoom) == text), 100)


def look_at(
    actor: Actor, document: Document, *, pagina: int, zoom: int, adres: str
) -> dict[str, Any]:
    """Context of `documenten/_blad.html` for an actor who may read the document.

    What withholds it, or makes that it cannot be shown, is in `melding`; nothing is raised.
    `adres` is the page the viewer stands on, with its query.
    """
    context: dict[str, Any] = {
        "document": document,
        "soortnaam": SOORTEN[document.soort].naam,
        "type": TYPES.get(document.inhoudstype, ""),
        "wacht": document.scan == Scanstatus.WACHT,
        "scan": _scan(document),
        "te_halen": is_accepted(document),
        "zoom": zoom,
        "ververs": _step(document, adres, pagina, zoom),
    }
    try:
        if document.inhoudstype not in TOONBAAR:
            raise refusal()
        with open_released(actor, document, "document.bekijken") as file:
            blad = None
            if document.inhoudstype not in AFBEELDINGEN:
                blad = draw_page(file, pagina, zoom)
    except PortalFout as exc:
        return context | {"melding": exc.reden, "code": exc.code}
    shown = blad.pagina if blad else 1
    return context | {
        "blad": blad,
        "pagina": shown,
        "paginas": blad.paginas if blad else 1,
        "meer": blad is not None and blad.paginas > MAX_PAGINAS,
        "max_paginas": MAX_PAGINAS,
        "beeld": f"{reverse('documenten:pagina', args=[document.pk, shown])}?zoom={zoom}",
        **_steps(document, adres, shown, min(blad.paginas, MAX_PAGINAS) if blad else 1, zoom),
    }


def _scan(document: Document) -> tuple[str, str]:
    """Kind of tag and what it says."""
    return {
        Scanstatus.SCHOON: ("good", _("Geen virus gevonden")),
        Scanstatus.NIET_GESCAND: ("none", _("Niet op virussen gescand")),
        Scanstatus.WACHT: ("judge", _("Wordt op virussen gecontroleerd")),
        Scanstatus.BESMET: ("must", _("Besmet en verwijderd")),
    }[Scanstatus(document.scan)]


def _steps(
    document: Document, adres: str, pagina: int, laatste: int, zoom: int
) -> dict[str, Stap | None]:
    def to(page: int, level: int) -> Stap:
        return _step(document, adres, page, level)

    at = ZOOM.index(zoom)
    return {
        "vorige": to(pagina - 1, zoom) if pagina > 1 else None,
        "volgende": to(pagina + 1, zoom) if pagina < laatste else None,
        "kleiner": to(pagina, ZOOM[at - 1]) if at else None,
        "groter": to(pagina, ZOOM[at + 1]) if at + 1 < len(ZOOM) else None,
    }


def _step(document: Document, adres: str, pagina: int, zoom: int) -> Stap:
    parts = urlsplit(adres)
    query = QueryDict(parts.query, mutable=True)
    query["pagina"], query["zoom"] = str(pagina), str(zoom)
    alone = reverse("documenten:bekijken", args=[document.pk])
    return Stap(
        pagina,
        zoom,
        f"/{parts.path.lstrip('/')}?{query.urlencode()}",
        f"{alone}?pagina={pagina}&zoom={zoom}",
    )
