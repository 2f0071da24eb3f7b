"""Indicators: the list, the goal tree, and one indicator with its trend (R-CON-7)."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Segment
from core import rolgroepen
from core.actor import Actor
from core.choices import Organisatiesoort
from core.fouten import NietGevonden
from core.importexport.uitvoer import Exportkolom, Sqlbron, export_queryset
from core.models import Organisatie
from core.policies import has_right
from core.tables import render_table
from core.views.basis import PortalView
from core.views.register import RegisterDetail
from monitoring import selectors
from monitoring.berekeningen import berekeningen
from monitoring.choices import Bron, Maateenheid
from monitoring.eenheden import with_unit
from monitoring.filters import IndicatorFilter, chosen
from monitoring.grafiek import Grafiek, Reeks, draw
from monitoring.klein import shielded
from monitoring.models import Indicator
from monitoring.policies import INDICATOR_BEHEREN, INDICATOR_INZIEN, UITVRAAG_INZIEN
from monitoring.rules import period_name, short_period_name
from monitoring.tables import (
    indicator_table,
    level_table,
    norm_in_words,
    shown,
    trend_table,
)
from providers.models import Aanbieder

#: So many periods in a chart; the table has them all.
IN_GRAFIEK = 16
KOLOMMEN = (
    Exportkolom("van", "begindatum"),
    Exportkolom("tot_en_met", "einddatum"),
    Exportkolom("aanbieder", "aanbieder_naam"),
    Exportkolom("gemeente", "gemeente_naam"),
    Exportkolom("cijfer", "getoond"),
    Exportkolom("eenheid", "eenheid", dict(Maateenheid.choices)),
    Exportkolom("jeugdigen", "getoonde_jeugdigen"),
)


class Indicatoren(PortalView):
    """What is followed, from the figures that are kept."""

    rechten = {"GET": INDICATOR_INZIEN}
    template_naam = "monitoring/indicatoren.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = IndicatorFilter(request.GET)
        values = form.values
        rows = selectors.indicator_page(
            self.actor, peildatum=timezone.localdate(), segment=values.get("segment", "")
        )
        if stand := values.get("stand"):
            rows = [row for row in rows if row.oordeel == stand]
        table = indicator_table(own=selectors.has_own(self.actor))
        wanted = request.GET.get("formaat", "")
        if wanted in table.formats:
            return export_page(self.actor, rows, wanted)
        context = {
            "mag_beheren": has_right(self.actor, INDICATOR_BEHEREN),
            "meten_uit": [
                (label, sum(row.oordeel == code for row in rows), code)
                for code, label in (("niet", _("voldoen niet")), ("bijna", _("bijna")))
            ],
            "zonder": sum(not row.oordeel for row in rows),
            "voldoet": sum(row.oordeel == "voldoet" for row in rows),
        }
        return render_table(request, self.template_naam, table.bind(request, rows, form), context)


def export_page(actor: Actor, rows: Sequence[selectors.Regel], fmt: str) -> HttpResponseBase:
    """What the page shows, as rows of values: hidden figures are hidden here too."""

    def figure(value: Decimal | None, small: bool | None) -> str | None:
        return shielded() if small else None if value is None else str(value)

    lines = [
        (
            row.code,
            row.naam,
            row.segment_naam,
            row.doel,
            row.periode,
            figure(row.waarde, row.klein),
            figure(row.eigen, row.eigen_klein),
            row.eenheid,
            row.norm,
            row.nulmeting,
        )
        for row in rows
    ]
    heads = (
        "code", "naam", "segment", "doel", "periode", "hele_regio", "eigen", "eenheid", "norm",
        "nulmeting",
    )  # fmt: skip
    kinds = ["text"] * 8 + ["numeric"] * 2
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    source = Sqlbron(
        f"select {', '.join(heads)} from unnest({arrays}) with ordinality "  # noqa: S608
        f"as r({', '.join(heads)}, nr) order by nr",
        [list(column) for column in zip(*lines, strict=True)] if lines else [[]] * len(heads),
    )
    return export_queryset(
        actor, source, [Exportkolom(head, head) for head in heads], fmt, naam="indicatoren"
    )


class Doelenboom(PortalView):
    """Why it is measured: from maatschappelijk doel down to indicator, per segment."""

    rechten = {"GET": INDICATOR_INZIEN}
    template_naam = "monitoring/doelenboom.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = selectors.indicator_page(self.actor, peildatum=timezone.localdate())
        segments = Segment.objects.for_actor(self.actor).order_by("volgorde")
        trees = []
        for segment in segments:
            own = [row for row in rows if row.segment == segment.code]
            trees.append((segment, selectors.goal_tree(self.actor, segment.pk, own)))
        context = {
            "bomen": trees,
            "mag_beheren": has_right(self.actor, INDICATOR_BEHEREN),
            "kruimels": [(reverse("indicatoren"), _("Indicatoren"))],
        }
        return self.render(context)


class IndicatorDetail(RegisterDetail):
    """The trend with its chart; per aanbieder and gemeente for who may see those."""

    rechten = {"GET": INDICATOR_INZIEN}
    model, route, map = Indicator, "indicator", "monitoring"
    related = ("segment",)
    lijst = ("indicatoren", gettext_lazy("Indicatoren"))
    template_naam = "monitoring/indicator.html"
    tabbladen = (
        ("trend", gettext_lazy("Verloop")),
        ("aanbieders", gettext_lazy("Per aanbieder")),
        ("gemeenten", gettext_lazy("Per gemeente")),
        ("uitvragen", gettext_lazy("Uitvragen")),
        ("definitie", gettext_lazy("Definitie")),
    )

    def get(self, request: HttpRequest, pk: UUID, tab: str = "") -> HttpResponse:
        wanted = request.GET.get("formaat", "")
        if wanted in ("csv", "xlsx") and tab in ("", "trend", "aanbieders", "gemeenten"):
            return self.download(self.find(pk), tab, wanted)  # type: ignore[return-value]
        return super().get(request, pk, tab)

    def shows(self, tab: str) -> bool:
        if tab in ("aanbieders", "gemeenten"):
            return self.actor.has_role(*rolgroepen.OZJT)
        if tab == "uitvragen":
            indicator = self.kwargs["pk"]
            may = has_right(self.actor, UITVRAAG_INZIEN)
            return may and selectors.is_asked(self.actor, indicator)
        return True

    def header(self, row: Indicator) -> dict[str, Any]:
        versie = selectors.current_version(self.actor, row.pk, timezone.localdate())
        name = versie.naam if versie else row.code
        return {
            "titel": name,
            "subregel": f"{row.code} · {row.segment.naam}",
            "versie": versie,
            "norm": norm_in_words(versie.norm, versie.richting, versie.eenheid) if versie else "",
            "nulmeting": with_unit(versie.nulmeting, versie.eenheid) if versie else "",
            "mag_beheren": has_right(self.actor, INDICATOR_BEHEREN),
            "vraagbaar": versie is not None and versie.bron == Bron.GEVRAAGD,
        }

    def title(self, row: Indicator) -> str:
        return row.code

    def _choice(self) -> dict[str, Any]:
        """The aanbieder or gemeente asked for, else the own one of who looks."""
        asked = chosen(self.request.GET)
        if self.actor.has_role(*rolgroepen.GEMEENTE):
            return {"aanbieder_id": None, "gemeente_id": self.actor.organisatie_id}
        if self.actor.has_role(*rolgroepen.AANBIEDER):
            return {"aanbieder_id": self.actor.aanbieder_id, "gemeente_id": None}
        if asked["aanbieder"]:
            return {"aanbieder_id": asked["aanbieder"], "gemeente_id": None}
        return {"aanbieder_id": None, "gemeente_id": asked["gemeente"]}

    def _name_of(self, choice: dict[str, Any]) -> str:
        """Of the second line. Raises NietGevonden for one that is nowhere."""
        if choice["aanbieder_id"]:
            rows = Aanbieder.objects.for_actor(self.actor).filter(pk=choice["aanbieder_id"])
        elif choice["gemeente_id"]:
            rows = Organisatie.objects.filter(
                pk=choice["gemeente_id"], soort=Organisatiesoort.GEMEENTE
            )
        else:
            return ""
        found = rows.values_list("naam", flat=True).first()
        if found is None:
            raise NietGevonden()
        return str(found)

    def context_trend(self, row: Indicator) -> dict[str, Any]:
        choice = self._choice()
        name = self._name_of(choice)
        region = list(selectors.series(self.actor, row.pk))
        rows = list(selectors.series(self.actor, row.pk, **choice)) if name else region
        totals = {m["begindatum"]: m for m in region}
        for measured in rows:
            total = totals.get(measured["begindatum"])
            measured["regio"] = shown(total) if total else "–"
        versie = selectors.current_version(self.actor, row.pk, timezone.localdate())
        return {
            "grafieken": charts(region, rows if name else [], name, versie),
            "eigen_naam": name,
            "tabel": trend_table(name, per_line=bool(name)).bind(self.request, rows),
            "kan_terug": bool(name) and self.actor.has_role(*rolgroepen.OZJT),
        }

    def _day(self, row: Indicator) -> datetime.date | None:
        """The period asked for, else the last that is over."""
        found = selectors.periods(self.actor, row.pk)
        asked = self.request.GET.get("periode", "")
        for begin, _eind in found:
            if begin.isoformat() == asked:
                return begin
        today = timezone.localdate()
        return next((b for b, eind in found if eind < today), found[0][0] if found else None)

    def _level(self, row: Indicator, kind: str, label: Any) -> dict[str, Any]:
        day = self._day(row)
        select = selectors.per_aanbieder if kind == "aanbieder" else selectors.per_gemeente
        table = level_table(kind, label)
        found = list(select(self.actor, row.pk, day)) if day else []
        rows = in_order([m for m in found if not m["klein"]], table.sort_of(self.request.GET))
        periods = [
            (begin.isoformat(), period_name(begin, eind), begin == day)
            for begin, eind in selectors.periods(self.actor, row.pk)
        ]
        return {
            "tabel": table.bind(self.request, rows),
            "periodes": periods,
            "verborgen": len(found) - len(rows),
        }

    def context_aanbieders(self, row: Indicator) -> dict[str, Any]:
        return self._level(row, "aanbieder", gettext_lazy("Aanbieder"))

    def context_gemeenten(self, row: Indicator) -> dict[str, Any]:
        return self._level(row, "gemeente", gettext_lazy("Gemeente"))

    def context_uitvragen(self, row: Indicator) -> dict[str, Any]:
        return {"uitvragen": selectors.answers_per_period(self.actor, row.pk)}

    def context_definitie(self, row: Indicator) -> dict[str, Any]:
        known = berekeningen()
        return {
            "versies": [
                (
                    versie,
                    known[versie.berekening] if versie.berekening else None,
                    norm_in_words(versie.norm, versie.richting, versie.eenheid),
                    with_unit(versie.nulmeting, versie.eenheid),
                    with_unit(versie.marge, versie.eenheid),
                )
                for versie in selectors.versions(self.actor, row.pk)
            ]
        }

    def download(self, row: Indicator, tab: str, fmt: str) -> HttpResponseBase:
        if tab in ("aanbieders", "gemeenten"):
            day = self._day(row) or datetime.date.min
            select = selectors.per_aanbieder if tab == "aanbieders" else selectors.per_gemeente
            rows = select(self.actor, row.pk, day).order_by("aanbieder__naam", "gemeente__naam")
        else:
            rows = selectors.series(self.actor, row.pk, **self._choice())
        return export_queryset(self.actor, rows, KOLOMMEN, fmt, naam=f"indicator-{row.code}")


def in_order(rows: list[Any], sort: str) -> list[Any]:
    """By name or by figure; of equal figures by name."""
    name = sort.removeprefix("-")
    rows = sorted(rows, key=lambda m: str(m["aanbieder_naam"] or m["gemeente_naam"]).casefold())
    if name == "cijfer":
        rows.sort(key=lambda m: m["cijfer"], reverse=sort.startswith("-"))
    elif sort.startswith("-"):
        rows.reverse()
    return rows


def charts(
    region: Sequence[dict[str, Any]], own: Sequence[dict[str, Any]], name: str, versie: Any
) -> list[Grafiek]:
    """One for a wide page and one for a narrow; the oldest period stands left.

    Without the period that runs: half a quarter would look like a fall.
    """
    over = [m for m in [*region, *own] if m["peildatum"] >= m["einddatum"]]
    begins = sorted({m["begindatum"]: m["einddatum"] for m in over}.items())
    begins = begins[-IN_GRAFIEK:]
    if len(begins) < 2:
        return []
    lines = [Reeks(_("Hele regio"), _values(region, begins))]
    if name:
        lines.append(Reeks(name, _values(own, begins), stijl=2))
    labels = [short_period_name(begin, eind) for begin, eind in begins]
    lines_across: dict[str, Any] = {
        "norm": versie.norm if versie else None,
        "nulmeting": versie.nulmeting if versie else None,
    }
    return [
        draw(labels, lines, **lines_across),
        draw(labels, lines, **lines_across, breedte=300, hoogte=210, maat="smal"),
    ]


def _values(
    rows: Sequence[dict[str, Any]], begins: Sequence[tuple[datetime.date, datetime.date]]
) -> list[Decimal | None]:
    by_begin = {m["begindatum"]: m["cijfer"] for m in rows}
    return [by_begin.get(begin) for begin, _eind in begins]
