"""The page of an error, in plain Dutch, with the reference that the log line has too."""

from __future__ import annotations

import logging
from typing import Final

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import escape

from core.fouten import PortalFout

log = logging.getLogger(__name__)

_LAST_RESORT: Final = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Er ging iets mis</title>'
    "<main><h1>Er ging iets mis</h1><p>Dit ligt aan het portaal, niet aan jou. Probeer het over "
    "een paar minuten opnieuw.</p><p>Kenmerk: {}</p></main></html>"
)


def error_page(fout: PortalFout, referentie: str) -> str:
    """Made without session, database, user or context processors: one of those may be what failed.

    A status without a page of its own gets the one of 400 or 500; when even templates or static
    files fail, a page in this module is left.
    """
    context = {"fout": fout, "referentie": referentie, "demo": settings.DEMO}
    general = "fouten/400.html" if fout.status < 500 else "fouten/500.html"
    try:
        try:
            return render_to_string(f"fouten/{fout.status}.html", context)
        except TemplateDoesNotExist:
            return render_to_string(general, context)
    except Exception:  # it must not hide the first error
        log.exception("foutpagina_mislukt")
        return _LAST_RESORT.format(escape(referentie))
