"""Beside what is approved: the verb to ask for a change, and the requests that are on their way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.ui.formats import format_date
from core.ui.status import Kind, render_tag
from zorgportaal.choices import Verzoekhandeling, Verzoekstatus
from zorgportaal.models import Wijzigingsverzoek
from zorgportaal.soorten import SOORTEN
from zorgportaal.tables import status_tag
from zorgportaal.views.indiener import asking_panel

register = template.Library()
LINK = '<a class="utrecht-button utrecht-button--secondary-action button--small" href="{}">{}{}</a>'
WORDS = {
    Verzoekhandeling.TOEVOEGEN: lambda: _("Toevoegen"),
    Verzoekhandeling.WIJZIGEN: lambda: _("Wijzigen"),
    Verzoekhandeling.BEEINDIGEN: lambda: _("Beëindigen"),
}


@register.simple_tag(takes_context=True)
def vraag_knop(
    context: dict[str, Any],
    soort: str,
    handeling: str,
    doel: Any = None,
    naam: str = "",
    tekst: str = "",
) -> SafeString:
    """A small button to the form; `naam` is read aloud, so that each says what it is about.
    `tekst` takes the place of both where nothing on screen says it.

    Nothing for who may not ask, or when the kind does not know the act.
    """
    if not context.get("mag_vragen") or handeling not in SOORTEN[soort].handelingen:
        return SafeString("")
    args = [context["rij"].pk, soort, handeling, *([doel.pk] if doel else [])]
    url = reverse("wijziging-opstellen", args=args)
    if tekst:
        return format_html(LINK, url, tekst, "")
    name = naam or (str(doel) if doel else SOORTEN[soort].naam)
    spoken = format_html('<span class="visually-hidden"> {}</span>', name)
    return format_html(LINK, url, WORDS[Verzoekhandeling(handeling)](), spoken)


@register.simple_tag(takes_context=True)
def lopend_bij(context: dict[str, Any], doel: Any) -> SafeString:
    """The requests on their way about this row."""
    return _lines(context["lopend"].bij_rij.get(str(doel.pk), ()))


@register.simple_tag(takes_context=True)
def lopend_nieuw(context: dict[str, Any], soort: str) -> SafeString:
    """The requests on their way for something new of this kind."""
    return _lines(context["lopend"].nieuw.get(soort, ()))


@register.simple_tag(takes_context=True)
def wat_kan_ik(context: dict[str, Any], verzoek: Wijzigingsverzoek) -> dict[str, Any]:
    """For `_paneel_indiener.html`: what the side that asks can do with its request."""
    return asking_panel(context["request"].actor, verzoek)


@register.simple_tag
def stand_van(verzoek: Wijzigingsverzoek) -> SafeString:
    return status_tag(verzoek.status)


def _lines(rows: Iterable[Wijzigingsverzoek]) -> SafeString:
    """The reference only: what is asked for stands on no page of approved data (R-ZP-4)."""
    shown = ((_state(row), reverse("wijziging", args=[row.pk]), row.kenmerk) for row in rows)
    line = '<p class="pending">{} <a class="utrecht-link" href="{}">{}</a></p>'
    return format_html_join("", line, shown)


def _state(row: Wijzigingsverzoek) -> SafeString:
    kind: Kind = "judge"
    if row.status == Verzoekstatus.GOEDGEKEURD:
        kind, text = "good", _("Goedgekeurd, gaat in op %s") % format_date(row.ingangsdatum)
    elif row.status == Verzoekstatus.AANVULLING_GEVRAAGD:
        kind, text = "attention", _("Vraag over deze wijziging")
    elif row.handeling == Verzoekhandeling.BEEINDIGEN:
        text = _("Beëindiging in behandeling")
    elif row.handeling == Verzoekhandeling.TOEVOEGEN:
        text = _("Toevoeging in behandeling")
    else:
        text = _("Wijziging in behandeling")
    return render_tag(kind, text)
