"""The one search field: aanbieders, contracts, products, percelen, toewijzingsnummers, and what has
a reference, within scope.

Search terms stand in the URL, so never a BSN or a name: nine digits that pass the elfproef and are
no toewijzingsnummer of yours are refused with a word where searching on BSN is possible.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Model, Q, When
from django.http import HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from stdnum.nl import bsn

from contractbeheer.models import Beeindigingsverzoek, Maatregeltraject, Overname
from contracts.models import Indexering, Overeenkomst, Perceel, Product
from core.actor import Actor
from core.choices import Inzagehandeling
from core.handeling import record_access
from core.policies import AANGEMELD, has_right, right_of_view
from core.views import PortalView
from indications.models import Toewijzing
from indications.policies import TOEWIJZING_INZIEN
from knippen.models import Knipbeurt
from leveranciers.models import Accountgesprek
from providers.models import Aanbieder, AgbCode
from screening.models import Screening
from toelichtingen.models import Toelichtingsverzoek
from werklijsten.models import Reeks
from zorgportaal.models import Wijzigingsverzoek

HOOGSTENS = 8
KENMERK = re.compile(r"([a-z]{2})[- ]?([0-9]{1,9})", re.IGNORECASE | re.ASCII)
KORTST = 2


@dataclass(frozen=True, slots=True)
class Treffer:
    soort: str
    titel: str
    tekst: str
    url: str


@dataclass(frozen=True, slots=True)
class Kenmerk:
    """A kind of thing that people name by its reference; `erbij` is read along for `tekst`."""

    soort: Any
    model: type[Model]
    route: str
    tekst: Callable[[Any], Any]
    erbij: tuple[str, ...] = ("aanbieder",)


def _aanbieder(row: Any) -> Any:
    return row.aanbieder.naam


KENMERKEN = {
    "WV": Kenmerk(
        _lazy("Wijzigingsverzoek"),
        Wijzigingsverzoek,
        "wijziging",
        lambda row: f"{row.get_soort_display()} · {row.aanbieder.naam}",
    ),
    "BV": Kenmerk(_lazy("Beëindigingsverzoek"), Beeindigingsverzoek, "beeindiging", _aanbieder),
    "MT": Kenmerk(_lazy("Maatregeltraject"), Maatregeltraject, "maatregeltraject", _aanbieder),
    "OV": Kenmerk(
        _lazy("Contractovername"),
        Overname,
        "overname",
        lambda row: f"{row.van.naam} → {row.naar.naam}",
        ("van", "naar"),
    ),
    "SC": Kenmerk(_lazy("Screening"), Screening, "screening", _aanbieder),
    "AG": Kenmerk(_lazy("Accountgesprek"), Accountgesprek, "accountgesprek", _aanbieder),
    "UV": Kenmerk(
        _lazy("Uitleg van minuten"),
        Toelichtingsverzoek,
        "toelichtingsverzoek",
        lambda row: row.toewijzing.aanbieder.naam,
        ("toewijzing__aanbieder",),
    ),
    "KN": Kenmerk(
        _lazy("Knippen"), Knipbeurt, "knipbeurt", lambda row: row.gemeente.naam, ("gemeente",)
    ),
    "WL": Kenmerk(
        _lazy("Werklijst"), Reeks, "werklijst-reeks", lambda row: row.get_actie_display(), ()
    ),
    "IX": Kenmerk(_lazy("Indexering"), Indexering, "indexering", lambda row: row.jaar, ()),
}


def search(actor: Actor, text: str) -> list[Treffer]:
    """At most eight hits per kind, each within the scope of the actor."""
    return [
        *_toewijzingen(actor, text),
        *_kenmerken(actor, text),
        *_aanbieders(actor, text),
        *_catalogue(actor, text),
    ]


def _kenmerken(actor: Actor, text: str) -> list[Treffer]:
    """The one with exactly this reference, `WV-10012`, for who may open its page."""
    found = KENMERK.fullmatch(text)
    named = KENMERKEN.get(found[1].upper()) if found else None
    if found is None or named is None:
        return []
    rows = named.model._default_manager.for_actor(actor)  # type: ignore[attr-defined]
    return [
        Treffer(str(named.soort), row.kenmerk, str(named.tekst(row)), url)
        for row in rows.filter(nummer=int(found[2])).select_related(*named.erbij)
        if may_open(actor, url := reverse(named.route, args=[row.pk]))
    ]


def may_open(actor: Actor, url: str) -> bool:
    needed = right_of_view(resolve(url).func, "GET")
    return needed is not None and has_right(actor, needed)


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
