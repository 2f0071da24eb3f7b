from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from core.actor import ANONIEM, Actor
from core.choices import Rolcode
from core.jobs import lopende_demo_job
from core.navigatie import menu_of


def portaal(request: HttpRequest) -> dict[str, Any]:
    """What every page needs: who works here, in which role, with which navigation.

    The menu is made when a template draws it, so a part for HTMX costs no counters.
    """
    actor: Actor = getattr(request, "actor", ANONIEM)
    return {
        "actor": actor,
        "demo": settings.DEMO,
        "organisatie_naam": settings.ORGANISATIE_NAAM,
        "regio_naam": settings.REGIO_NAAM,
        "referentie": getattr(request, "referentie", ""),
        "demo_job": SimpleLazyObject(lopende_demo_job) if actor.aangemeld else None,
        "navigatie": SimpleLazyObject(lambda: menu_of(request, actor)) if actor.aangemeld else [],
        "aangemeld": _who(request, actor) if actor.aangemeld else None,
    }


def _who(request: HttpRequest, actor: Actor) -> dict[str, str]:
    aanmelding = getattr(request, "aanmelding", None)
    more = aanmelding is not None and len(aanmelding.organisaties) > 1
    beheer = aanmelding is not None and aanmelding.beheer
    rollen = sorted(Rolcode(rol).label for rol in actor.rollen)
    return {
        "rol": str(", ".join(rollen)) or ("Technisch beheer" if beheer else "Geen rol"),
        "organisatie": actor.organisatie_naam,
        "naam": actor.naam,
        "beheer_url": reverse("admin:index") if beheer else "",
        "wissel_url": reverse("rol") if more else "",
        "uitloggen_url": reverse("afmelden"),
    }
