"""The one search field: aanbieders, contracts, products, percelen and toewijzingsnummers within
scope.

Search terms stand in the URL, so never a BSN or a name: nine digits that pass the elfproef and are
no toewijzingsnummer of yours are refused with a word where searching on BSN is possible.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from stdnum.nl import bsn

from contracts.models import Overeenkomst, Perceel, Product
from core.actor import Actor
from core.choices import Inzagehandeling
from core.handeling import record_access
from core.policies import AANGEMELD, has_right
from core.views import PortalView
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_INZIEN
from providers.models import Aanbieder, AgbCode

HOOGSTENS = 8
KORTST = 2


@dataclass(frozen=True, slots=True)
class Treffer:
    soort: str
    titel: str
    tekst: str
    url: str


def search(actor: Actor, text: str) -> list[Treffer]:
    """At most eight hits per kind, each within the scope of the actor."""
    return [*_toewijzingen(actor, text), *_aanbieders(actor, text), *_catalogue(actor, text)]


def _toewijzingen(actor: Actor, text: str) -> list[Treffer]:
    """Exact number only; what is shown is in the access log."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        return []
    if not has_right(actor, TOEWIJZING_INZIEN):
        return []
    rows = list(
        Toewijzing.objects.for_actor(actor)
        .filter(nummer=int(text))
        .values("id", "nummer", "product__naam", "aanbieder__naam", "jeugdige_id")[:HOOGSTENS]
    )
    record_access(
        actor,
        Inzagehandeling.UITVOEREN,
        "toewijzing.zoeken",
        jeugdigen=[row["jeugdige_id"] for row in rows],
    )
    return [
        Treffer(
            _("Toewijzing"),
            str(row["nummer"]),
            f"{row['product__naam']} · {row['aanbieder__naam']}",
            reverse("toewijzing", args=[row["id"]]),
        )
        for row in rows
    ]


def _aanbieders(actor: Actor, text: str) -> list[Treffer]:
    agb = AgbCode.objects.filter(code=text).values("aanbieder")
    rows = (
        Aanbieder.objects.for_actor(actor)
        .filter(Q(naam__icontains=text) | Q(pk__in=agb))
        .order_by(_word_first("naam", text), "naam")
        .values("id", "naam", "vestigingsplaats")[:HOOGSTENS]
    )
    return [
        Treffer(
            _("Aanbieder"),
            row["naam"],
            row["vestigingsplaats"],
            reverse("aanbieder", args=[row["id"]]),
        )
        for row in rows
    ]


def _word_first(field: str, text: str) -> Case:
    """Names that begin with it, then with a word that does: `linde`: De Linde, then Vuurvlinder."""
    begins, word = f"{field}__istartswith", f"{field}__icontains"
    return Case(When(**{begins: text}, then=0), When(**{word: f" {text}"}, then=1), default=2)


def _catalogue(actor: Actor, text: str) -> list[Treffer]:
    found: list[Treffer] = []
    kinds: list[tuple[Any, str, str]] = [
        (Product, _("Product"), "product"),
        (Perceel, _("Perceel"), "perceel"),
    ]
    for model, kind, route in kinds:
        rows = (
            model.objects.for_actor(actor)
            .filter(Q(code__istartswith=text) | Q(naam__icontains=text))
            .order_by("code")
            .values("id", "code", "naam")[:HOOGSTENS]
        )
        found += [
            Treffer(kind, row["code"], row["naam"], reverse(route, args=[row["id"]]))
            for row in rows
        ]
    agreements = (
        Overeenkomst.objects.for_actor(actor)
        .filter(nummer__istartswith=text)
        .order_by("nummer")
        .values("id", "nummer", "aanbieder__naam")[:HOOGSTENS]
    )
    found += [
        Treffer(
            _("Overeenkomst"),
            row["nummer"],
            row["aanbieder__naam"],
            reverse("overeenkomst", args=[row["id"]]),
        )
        for row in agreements
    ]
    return found


class ZoekenView(PortalView):
    """GET /zoeken?q=…"""

    rechten = {"GET": AANGEMELD}
    template_naam = "zoeken.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        text = request.GET.get("q", "").strip()[:80]
        hits = search(self.actor, text) if len(text) >= KORTST else []
        looks_like_bsn = not hits and bsn.is_valid(text)
        return self.render(
            {
                "zoekterm": "" if looks_like_bsn else text,
                "treffers": hits,
                "te_kort": len(text) < KORTST,
                "bsn": looks_like_bsn,
            }
        )
