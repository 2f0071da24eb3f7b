"""The tab "Versies" of a toewijzing: every version, and what held on a day as we knew it then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from contracts.choices import Frequentie
from core.actor import Actor
from indications import ritme
from indications.forms_dossier import VersieVraagForm
from indications.models import Toewijzing
from indications.selectors_versies import as_known, versions


def fill_versies(request: HttpRequest, actor: Actor, toewijzing: Toewijzing) -> Mapping[str, Any]:
    """`row` was found in the actor's scope; the access line is written by the page."""
    today = timezone.localdate()
    asked = request.GET if {"dag", "bekend_op"} & set(request.GET) else None
    form = VersieVraagForm(asked, initial={"dag": today, "bekend_op": today})
    known, day, known_on = None, None, None
    if asked is not None and form.is_valid():
        day, known_on = form.cleaned_data["dag"], form.cleaned_data["bekend_op"]
        known = as_known(toewijzing, known_on, day)
    return {
        "versies": versions(toewijzing),
        "form": form,
        "dag": day,
        "bekend_op": known_on,
        "bekend": known,
        "bekend_eenheid": ritme.WOORDEN[known.rij.eenheid].meervoud if known else "",
        "bekend_per": Frequentie(known.rij.frequentie).label if known else "",
    }
