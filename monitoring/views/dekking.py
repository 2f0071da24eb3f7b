"""Coverage: a map of the gemeenten and a table with the same content; white spots stand out."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contracts.choices import Segmentcode
from contracts.models import Perceel
from core.actor import Actor
from core.forms import FilterForm
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.tables import Column, Table
from core.ui.status import render_tag
from core.views.basis import PortalView
from monitoring.dekking import Vak, counted_at, coverage
from monitoring.kaart import Tegel, lay_out
from monitoring.models import Dekking
from monitoring.policies import DEKKING_INZIEN

STAAT = {
    "wit": ("must", gettext_lazy("Witte vlek")),
    "dun": ("attention", gettext_lazy("Eén aanbieder")),
    "gedekt": ("good", gettext_lazy("Gedekt")),
    "uitgesloten": ("none", gettext_lazy("Niet ingekocht")),
}
EXPORT = (
    Exportkolom("perceel", "perceel__code"),
    Exportkolom("gemeente", "gemeente__naam"),
    Exportkolom("aanbieders", "aanbieders"),
    Exportkolom("clientenstop", "gestopt"),
    Exportkolom("vrijePlekken", "vrije_plekken"),
    Exportkolom("kortsteWacht", "kortste_wacht"),
    Exportkolom("nietIngekocht", "uitgesloten"),
)


def _weeks(value: int | None) -> str:
    return "–" if value is None else _("%(n)s weken") % {"n": value}


def _contracts(row: dict[str, Any]) -> str:
    return _contracts_url(row["code"], row["gemeente_code"])


def _contracts_url(perceel: str, gemeente: str) -> str:
    return f"{reverse('contracten')}?{urlencode({'perceel': perceel, 'gemeente': gemeente})}"


PER_GEMEENTE = Table(
    id="dekking-gemeenten",
    caption=gettext_lazy("Per gemeente"),
    noun=(gettext_lazy("gemeente"), gettext_lazy("gemeenten")),
    columns=[
        Column("gemeente", gettext_lazy("Gemeente"), header=True, link=_contracts),
        Column("staat", gettext_lazy("Dekking"), format=lambda v: render_tag(*STAAT[v])),
        Column("aanbieders", gettext_lazy("Aanbieders"), align="end"),
        Column("gestopt", gettext_lazy("Met cliëntenstop"), align="end"),
        Column("vrije_plekken", gettext_lazy("Vrije plekken"), align="end"),
        Column("kortste_wacht", gettext_lazy("Kortste wacht"), align="end", format=_weeks),
    ],
)


class DekkingFilter(FilterForm):
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment"),
        choices=[("", gettext_lazy("Alle")), *Segmentcode.choices],
    )
    perceel: Any = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Perceel"),
        to_field_name="code",
        empty_label=gettext_lazy("Alle percelen"),
    )

    def __init__(self, data: Any, actor: Actor) -> None:
        super().__init__(data)
        rows = Perceel.objects.for_actor(actor).order_by("code")
        self.fields["perceel"].queryset = rows  # type: ignore[attr-defined]


class DekkingView(PortalView):
    """`?perceel=…`: one perceel on the map; without it how many white spots each gemeente has."""

    rechten = {"GET": DEKKING_INZIEN}
    template_naam = "monitoring/dekking.html"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = DekkingFilter(request.GET, self.actor)
        perceel, segment = form.values.get("perceel"), form.values.get("segment", "")
        code = perceel.code if perceel else ""
        wanted = request.GET.get("formaat", "")
        if wanted in ("csv", "xlsx"):
            rows = Dekking.objects.for_actor(self.actor)
            if code:
                rows = rows.filter(perceel__code=code)
            if segment:
                rows = rows.filter(perceel__segment__code=segment)
            ordered = rows.order_by("perceel__code", "gemeente__naam")
            return export_queryset(self.actor, ordered, EXPORT, wanted, naam="dekking")
        found = coverage(self.actor, segment=segment, perceel=code)
        context = self._one(found) if perceel else self._all(found, segment)
        return self._page(request, {"form": form, "perceel": perceel, **context}, found)

    def _page(
        self, request: HttpRequest, context: dict[str, Any], found: Sequence[Vak]
    ) -> HttpResponse:
        query = request.GET.copy()
        query.pop("formaat", None)
        return self.render(
            {
                **context,
                "witte_vlekken": sum(v.staat == "wit" for v in found),
                "dun": sum(v.staat == "dun" for v in found),
                "te_lang": sum(v.te_lang for v in found),
                "vakken": len(found),
                "bijgewerkt": counted_at(),
                "vraag": query.urlencode(),
                "staten": [(kind, label) for kind, (_tag, label) in STAAT.items()],
            }
        )

    def _one(self, found: Sequence[Vak]) -> dict[str, Any]:
        tiles = [
            Tegel(
                v.gemeente_code,
                v.gemeente,
                v.staat,
                "–" if v.uitgesloten else str(v.aanbieders),
                _text(v),
                _contracts_url(v.code, v.gemeente_code),
            )
            for v in found
        ]
        rows = [
            {
                "code": v.code,
                "gemeente_code": v.gemeente_code,
                "gemeente": v.gemeente,
                "staat": v.staat,
                "aanbieders": v.aanbieders,
                "gestopt": v.gestopt,
                "vrije_plekken": v.vrije_plekken,
                "kortste_wacht": v.kortste_wacht,
            }
            for v in found
        ]
        return {**_map(tiles), "tabel": PER_GEMEENTE.bind(self.request, rows)}

    def _all(self, found: Sequence[Vak], segment: str) -> dict[str, Any]:
        by_gemeente: dict[tuple[str, str], list[Vak]] = defaultdict(list)
        by_perceel: dict[tuple[str, str], list[Vak]] = defaultdict(list)
        for vak in found:
            by_gemeente[vak.gemeente_code, vak.gemeente].append(vak)
            by_perceel[vak.code, vak.perceel].append(vak)
        tiles = []
        for (code, naam), cells in by_gemeente.items():
            white = sum(v.staat == "wit" for v in cells)
            text = ngettext("%(n)s witte vlek", "%(n)s witte vlekken", white) % {"n": white}
            tiles.append(Tegel(code, naam, "wit" if white else "gedekt", str(white), text))
        query = {"segment": segment} if segment else {}
        return {
            **_map(tiles),
            "gemeenten": [naam for _code, naam in by_gemeente],
            "raster": [
                (code, naam, f"?{urlencode({**query, 'perceel': code})}", cells)
                for (code, naam), cells in by_perceel.items()
            ],
        }


def _map(tiles: Sequence[Tegel]) -> dict[str, Any]:
    placed, width, height = lay_out(tiles)
    return {"tegels": placed, "breedte": width, "hoogte": height}


def _text(vak: Vak) -> str:
    if vak.uitgesloten:
        return _("niet ingekocht")
    if not vak.aanbieders:
        return _("witte vlek")
    return _("%(vrij)s vrij, %(wacht)s") % {
        "vrij": vak.vrije_plekken,
        "wacht": _weeks(vak.kortste_wacht),
    }
