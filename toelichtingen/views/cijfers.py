"""Indirect time and travel per aanbieder beside the middle, for contract management."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.forms import FilterForm
from core.importexport.uitvoer import Exportkolom, Sqlbron, export_queryset
from core.tables import FORMAT, Column, Table, render_table
from core.ui.formats import EMPTY, format_number
from core.views.basis import PortalView
from providers.models import Aanbieder
from toelichtingen.cijfers import (
    AFWIJKING,
    GEORDEND,
    MIN_AANBIEDERS,
    MIN_TOEWIJZINGEN,
    Cijfer,
    figures,
    params,
    products,
)
from toelichtingen.policies import MINUTEN_VERGELIJKEN

#: So many bars are drawn; the table has them all.
MAX_BALKEN = 15
JAREN_TERUG = 3
EXPORT = tuple(
    Exportkolom(name, name)
    for name in (
        "aanbieder", "productcode", "product", "aantal", "indirect", "midden_indirect", "reistijd",
        "midden_reistijd", "aanbieders",
    )
)  # fmt: skip


class MinutenFilter(FilterForm):
    product = forms.ChoiceField(label=_("Product"))
    jaar = forms.TypedChoiceField(label=_("Jaar"), coerce=int)

    def __init__(self, data: Any, producten: Sequence[tuple[str, str]], dit_jaar: int) -> None:
        super().__init__(data)
        named = [(code, f"{code} {naam}") for code, naam in producten]
        years = [(year, str(year)) for year in range(dit_jaar, dit_jaar - JAREN_TERUG - 1, -1)]
        self.fields["product"].choices = named  # type: ignore[attr-defined]
        self.fields["jaar"].choices = years  # type: ignore[attr-defined]


def _percent(value: Any) -> str:
    return EMPTY if value is None else f"{format_number(value, 1)} %"


def _few(value: int | None) -> str:
    return str(_("te weinig")) if value is None else format_number(value)


def figures_table(*, of_one: bool) -> Table:
    """Of one aanbieder per product, or of one product per aanbieder."""
    first = (
        Column("product", _("Product"), header=True)
        if of_one
        else Column(
            "aanbieder",
            _("Aanbieder"),
            header=True,
            link=lambda row: reverse("aanbieder", args=[row.aanbieder_id, "minuten"]),
        )
    )
    return Table(
        id="minuten",
        caption=_("Aandeel indirecte tijd en reistijd"),
        noun=(_("regel"), _("regels")),
        formats=() if of_one else ("csv", "xlsx"),
        empty=gettext("Er is nog geen verdeling van minuten bekend."),
        columns=[
            first,
            Column("aantal", _("Toewijzingen"), format=_few, align="end"),
            Column("indirect", _("Indirect"), format=_percent, align="end"),
            Column("midden_indirect", _("Midden indirect"), format=_percent, align="end"),
            Column("reistijd", _("Reistijd"), format=_percent, align="end"),
            Column("midden_reistijd", _("Midden reistijd"), format=_percent, align="end"),
            Column("vraag", _("Wat te vragen")),
        ],
    )


def chart(found: Sequence[Cijfer], *, of_one: bool) -> list[dict[str, Any]]:
    """Bars with the figures of the table; what cannot be compared has none."""
    shown = [row for row in found if row.indirect is not None][:MAX_BALKEN]
    bars: list[dict[str, Any]] = [
        {
            "naam": row.product if of_one else row.aanbieder,
            "indirect": row.indirect,
            "reistijd": row.reistijd,
            "midden": (row.midden_indirect, row.midden_reistijd) if of_one else None,
        }
        for row in shown
    ]
    if shown and not of_one:
        middle = shown[0]
        bars.insert(
            0,
            {
                "naam": gettext("Midden van alle aanbieders"),
                "indirect": middle.midden_indirect,
                "reistijd": middle.midden_reistijd,
                "midden": None,
            },
        )
    return bars


_BOUNDS = {
    "min_toewijzingen": MIN_TOEWIJZINGEN,
    "min_aanbieders": MIN_AANBIEDERS,
    "afwijking": AFWIJKING,
}


class Minuten(PortalView):
    """One product at a time: the one with the most toewijzingen, unless another is asked for."""

    rechten = {"GET": MINUTEN_VERGELIJKEN}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        this_year = timezone.localdate().year
        jaar = _year(request, this_year)
        known = products(self.actor, jaar)
        filters = MinutenFilter(request.GET or None, known, this_year)
        chosen = request.GET.get("product", "")
        product = next((c for c, _name in known if c == chosen), known[0][0] if known else "")
        table = figures_table(of_one=False)
        if (asked := request.GET.get(FORMAT, "")) in table.formats:
            values = params(jaar, product=product)
            source = Sqlbron(GEORDEND, values)
            return export_queryset(self.actor, source, EXPORT, asked, naam="minuten")
        found = figures(self.actor, jaar, product=product)
        filters.initial = {"product": product, "jaar": jaar}
        return render_table(
            request,
            "toelichtingen/minuten.html",
            table.bind(request, list(found), filters),
            {
                "balken": chart(found, of_one=False),
                "product": dict(known).get(product, ""),
                "jaar": jaar,
                **_BOUNDS,
            },
        )


def _year(request: HttpRequest, this_year: int) -> int:
    asked = request.GET.get("jaar", "")
    years = {str(year): year for year in range(this_year - JAREN_TERUG, this_year + 1)}
    return years.get(asked, this_year)


def tab_of_aanbieder(request: HttpRequest, actor: Actor, row: Aanbieder) -> Mapping[str, Any]:
    jaar = timezone.localdate().year
    found = figures(actor, jaar, aanbieder_id=row.pk)
    return {
        "tabel": figures_table(of_one=True).bind(request, list(found)),
        "balken": chart(found, of_one=True),
        "jaar": jaar,
        **_BOUNDS,
    }
