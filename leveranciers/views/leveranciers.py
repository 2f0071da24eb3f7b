"""The list by share of cost, the chart, and where the lines lie."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.models import Segment
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.policies import ScopedQuerySet, has_right
from core.views.basis import PortalView
from core.views.register import RegisterLijst
from leveranciers import selectors, tables
from leveranciers.filters import LeverancierFilter, SegmentFilter
from leveranciers.forms import NormForm
from leveranciers.kaart import draw
from leveranciers.models import Segmentaandeel, Sturingsnorm
from leveranciers.policies import LEVERANCIER_INZIEN, STURINGSNORM_BEHEREN
from leveranciers.rules import flags
from leveranciers.services.sturingsnormen import set_normen
from leveranciers.views.basis import Handelpagina

BASIS = (
    Exportkolom("nummer", "plek"),
    Exportkolom("aanbieder", "aanbieder__naam"),
    Exportkolom("kosten", "kosten"),
    Exportkolom("grondslag", "grondslag"),
    Exportkolom("aandeel", "aandeel"),
)


class _Aandelen(PortalView):
    """What the list and the chart share: which segment, which year, and its norms."""

    abstract = True

    def asked(self, values: dict[str, Any]) -> tuple[Segment | None, int]:
        jaar = values.get("jaar")
        now = timezone.localdate().year
        return values.get("segment"), int(jaar) if jaar else selectors.last_year(self.actor, now)

    def shares(self, segment: Segment | None, jaar: int) -> QuerySet[Any]:
        return selectors.shares(
            self.actor,
            segment=segment.pk if segment else None,
            jaar=jaar,
            peildatum=timezone.localdate(),
            normen=selectors.norms(self.actor, jaar),
        )

    def head(self, segment: Segment | None, jaar: int) -> dict[str, Any]:
        found = selectors.totals(self.actor, segment=segment.pk if segment else None, jaar=jaar)
        return {
            "segment": segment,
            "jaar": str(jaar),
            "normen": selectors.norms(self.actor, jaar),
            "lopend": jaar == timezone.localdate().year,
            "telling": found,
        }


class Leveranciers(_Aandelen, RegisterLijst):
    rechten = {"GET": LEVERANCIER_INZIEN}
    model, tabel, filters = Segmentaandeel, tables.LEVERANCIERS, LeverancierFilter
    titel = gettext_lazy("Leveranciers")
    subregel = gettext_lazy("Wie samen het grootste deel van de kosten maakt, en waar je op let.")
    template_naam = "leveranciers/lijst.html"
    export = (
        *BASIS,
        Exportkolom("samen", "cumulatief"),
        Exportkolom("indeling", "indeling"),
        Exportkolom("continuiteit", "continuiteit"),
        Exportkolom("rechtmatigheid", "rechtmatigheid"),
        Exportkolom("grootte", "grootte"),
        Exportkolom("grootte_geregistreerd", "aanbieder__grootte"),
        Exportkolom("laatste_gesprek", "laatste"),
        Exportkolom("volgende_gesprek", "volgende"),
        Exportkolom("gesprek_te_plannen", "te_plannen"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        self.vraag = self.asked(values)
        rows = self.shares(*self.vraag)
        if text := values.get("zoek"):
            rows = rows.filter(aanbieder__naam__icontains=text)
        if indeling := values.get("indeling"):
            rows = rows.filter(indeling=indeling)
        if vlag := values.get("vlag"):
            rows = rows.filter(**{vlag: True})
        for name in ("te_plannen", "wijkt_af"):
            if values.get(name):
                rows = rows.filter(**{name: True})
        return rows.values(*tables.VELDEN)

    def extra(self) -> dict[str, Any]:
        return {**self.head(*self.vraag), "mag_normen": has_right(self.actor, STURINGSNORM_BEHEREN)}


class Risicokaart(_Aandelen):
    """The chart and a table of exactly the same aanbieders, not paged."""

    rechten = {"GET": LEVERANCIER_INZIEN}
    template_naam = "leveranciers/kaart.html"
    export: Sequence[Exportkolom] = (
        *BASIS,
        Exportkolom("kwadrant", "kwadrant"),
        Exportkolom("afhankelijkheid", "afhankelijkheid"),
        Exportkolom("schaarste", "schaarste"),
        Exportkolom("andere_aanbieders", "anderen"),
        Exportkolom("jeugdigen", "jeugdigen"),
        Exportkolom("deel_jeugdigen", "jeugdigen_aandeel"),
        Exportkolom("continuiteit", "continuiteit"),
        Exportkolom("rechtmatigheid", "rechtmatigheid"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = SegmentFilter(request.GET)
        segment, jaar = self.asked(form.values)
        rows = self.shares(segment, jaar).filter(Q(kosten__gt=0) | Q(jeugdigen__gt=0))
        wanted = request.GET.get("formaat", "")
        if wanted in tables.KAART.formats:
            ordered = rows.order_by("plek", "pk")
            return export_queryset(self.actor, ordered, self.export, wanted, naam="risicokaart")
        normen = selectors.norms(self.actor, jaar)
        found = list(rows.order_by("plek").values(*tables.VELDEN))
        for row in found:
            row["vlaggen"] = flags(row["cijfers"] or {}, normen)
        return self.render(
            {
                "tabel": tables.KAART.bind(request, found, form),
                "kaart": draw(found, normen),
                "tabs": self.segments(segment, jaar),
                "tabs_label": _("Segment"),
                "kruimels": [(reverse("leveranciers"), _("Leveranciers"))],
                **self.head(segment, jaar),
            }
        )

    def segments(self, current: Segment | None, jaar: int) -> list[dict[str, Any]]:
        """A link to the chart of each segment, and of all together."""
        found: list[Any] = [None, *Segment.objects.for_actor(self.actor).order_by("volgorde")]
        return [
            {
                "url": f"{self.request.path}?jaar={jaar}"
                + (f"&segment={segment.code}" if segment else ""),
                "label": segment.naam if segment else _("Alle segmenten"),
                "aantal": None,
                "actief": segment == current,
            }
            for segment in found
        ]


class Sturingsnormen(Handelpagina):
    """What holds from a year on; a year that nothing was set for starts at what holds before."""

    rechten = {"GET": LEVERANCIER_INZIEN, "POST": STURINGSNORM_BEHEREN}
    template_naam = "leveranciers/normen.html"
    titel = gettext_lazy("Sturingsnormen")
    knop = gettext_lazy("Vastleggen")

    def after(self, row: Any) -> str:
        return reverse("leveranciers")

    def form(self, row: Any, data: Any = None, files: Any = None) -> NormForm:
        if data is not None:
            return NormForm(data)
        text = self.request.GET.get("jaar", "")
        now = timezone.localdate().year
        jaar = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else now
        kept = Sturingsnorm.objects.for_actor(self.actor).filter(jaar=jaar).first()
        values = asdict(selectors.norms(self.actor, jaar))
        return NormForm(
            initial={**values, "jaar": str(jaar), "versie": str(kept.versie if kept else 0)}
        )

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        done = set_normen(self.actor, jaar=values["jaar"], waarden=values, versie=values["versie"])
        said = _("De normen vanaf %s staan vast. De aandelen worden nu opnieuw berekend.")
        return reverse("leveranciers"), said % done.jaar

    def besides(self, row: Any) -> dict[str, Any]:
        kept = Sturingsnorm.objects.for_actor(self.actor).order_by("-jaar")
        return {
            "jaren": list(kept),
            "kruimels": [(reverse("leveranciers"), _("Leveranciers"))],
            "mag_wijzigen": has_right(self.actor, STURINGSNORM_BEHEREN),
        }
