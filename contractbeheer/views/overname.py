"""Contractovername: the list, one with what it does, planning with a preview, and undoing."""

from __future__ import annotations

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contractbeheer import tables
from contractbeheer.choices import Overdrachtstatus, Overnamestatus
from contractbeheer.models import Maatregeltraject, Overname
from contractbeheer.overnemen import receivers, staying
from contractbeheer.policies import OVERNAME_INZIEN, OVERNAME_PLANNEN
from contractbeheer.services.overname import plan_overname, undo_overname
from contractbeheer.views.watals import WatAlsForm, shown
from contractbeheer.watals import consequences
from core.actor import Actor
from core.forms import DatumField, FilterForm, PortalForm
from core.fouten import NietGevonden, PortalFout
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.ui.formats import format_long_date
from core.views.basis import PortalView
from core.views.register import RegisterDetail, RegisterLijst
from providers.models import Aanbieder

DAG = datetime.timedelta(days=1)


class OvernameFilter(FilterForm):
    zoek = forms.CharField(label=gettext_lazy("Aanbieder"), max_length=80)
    status = forms.ChoiceField(
        label=gettext_lazy("Stand"),
        choices=[("", gettext_lazy("Alle")), *Overnamestatus.choices],
    )


class Overnames(RegisterLijst):
    rechten = {"GET": OVERNAME_INZIEN}
    model, tabel, filters = Overname, tables.OVERNAMES, OvernameFilter
    titel = gettext_lazy("Contractovernames")
    subregel = gettext_lazy(
        "Percelen en lopende toewijzingen die op een dag naar een andere aanbieder gaan."
    )
    export = (
        Exportkolom("kenmerk", "nummer"),
        Exportkolom("van", "van__naam"),
        Exportkolom("naar", "naar__naam"),
        Exportkolom("datum", "datum"),
        Exportkolom("stand", "status", dict(Overnamestatus.choices)),
        Exportkolom("overgezet", "overgezet"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            rows = rows.filter(Q(van__naam__icontains=text) | Q(naar__naam__icontains=text))
        if status := values.get("status"):
            rows = rows.filter(status=status)
        return rows.values(
            "id", "nummer", "van__naam", "naar__naam", "datum", "status", "overgezet"
        )

    def extra(self) -> dict[str, Any]:
        if not has_right(self.actor, OVERNAME_PLANNEN):
            return {}
        return {"knoppen": [{"url": reverse("overname-plannen"), "label": _("Overname plannen")}]}


class OvernameDetail(RegisterDetail):
    rechten = {"GET": OVERNAME_INZIEN}
    model, route, map = Overname, "overname", "contractbeheer"
    related = ("van", "naar", "planner", "traject")
    lijst = ("overnames", gettext_lazy("Contractovernames"))
    tabbladen = (("overname", gettext_lazy("Overname")),)

    def header(self, row: Overname) -> dict[str, Any]:
        kind = tables.OVERNAMESTAND[Overnamestatus(row.status)]
        return {
            "titel": f"{row.van.naam} → {row.naar.naam}",
            "subregel": _("%(kenmerk)s · vanaf %(dag)s")
            % {"kenmerk": row.kenmerk, "dag": format_long_date(row.datum)},
            "tags": [(kind, row.get_status_display())],
        }

    def context_overname(self, row: Overname) -> dict[str, Any]:
        open_lines = Count("overdrachten", filter=Q(overdrachten__status=Overdrachtstatus.OPEN))
        lines = row.eindes.select_related("perceelcontract__perceel").annotate(lopend=open_lines)
        rows = [
            {
                "perceel": einde.perceelcontract.perceel.naam,
                "van": einde.perceelcontract_id,
                "oude_einddatum": einde.oude_einddatum,
                "laatste_dag": einde.laatste_dag,
                "lopend": einde.lopend,
            }
            for einde in lines.order_by("perceelcontract__perceel__code")
        ]
        return {
            "contracten": tables.OVERNAMECONTRACTEN.bind(self.request, rows),
            "terug_te_draaien": row.status == Overnamestatus.GEPLAND
            and row.datum != timezone.localdate()
            and has_right(self.actor, OVERNAME_PLANNEN),
        }


class OvernameForm(WatAlsForm):
    """The question of what-if, with who takes over and why."""

    veldnamen = {"van": "aanbieder", "datum": "eerste_dag"}
    naar: forms.ModelChoiceField[Aanbieder] = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Gaat naar"),
        empty_label=gettext_lazy("Kies een aanbieder"),
    )
    eerste_dag = DatumField(
        label=gettext_lazy("Eerste dag bij de nieuwe aanbieder"),
        help_text=gettext_lazy("Morgen of later. Tot de dag ervoor is het terug te draaien."),
    )
    reden = forms.CharField(label=gettext_lazy("Waarom"), widget=forms.Textarea, max_length=2000)
    dag = None  # type: ignore[assignment]
    field_order = ("aanbieder", "percelen", "naar", "eerste_dag", "reden")

    def __init__(self, data: Any, *, actor: Actor, peildatum: datetime.date) -> None:
        super().__init__(data, actor=actor, peildatum=peildatum)
        self.fields["aanbieder"].label = _("Aanbieder die stopt")
        self.fields["percelen"].help_text = _("Niets aangevinkt: alle percelen gaan over.")
        every = Aanbieder.objects.for_actor(actor).order_by("naam")
        self.fields["naar"].queryset = every  # type: ignore[attr-defined]


class OvernamePlannen(PortalView):
    """First look at what it does, then plan it; the form keeps what was filled in."""

    rechten = {"GET": OVERNAME_PLANNEN, "POST": OVERNAME_PLANNEN}
    template_naam = "contractbeheer/overname_plannen.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        form = OvernameForm(None, actor=self.actor, peildatum=today)
        asked = request.GET.get("aanbieder", "")
        form.initial = {"aanbieder": asked, "percelen": request.GET.getlist("percelen")}
        form.show_percelen(self.actor, asked, today)
        return self._page(form, self._traject(request.GET.get("traject", "")))

    def post(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        form = OvernameForm(request.POST, actor=self.actor, peildatum=today)
        traject = self._traject(request.POST.get("traject", ""))
        if not form.is_valid():
            return self._page(form, traject, status=400)
        data = form.cleaned_data
        percelen = [p.pk for p in data["percelen"]]
        if request.POST.get("stap") != "plannen":
            preview = self._preview(data, percelen)
            return self._page(form, traject, preview)
        try:
            overname = plan_overname(
                self.actor,
                van_id=data["aanbieder"].pk,
                naar_id=data["naar"].pk,
                perceel_ids=percelen,
                datum=data["eerste_dag"],
                reden=data["reden"],
                traject_id=traject.pk if traject else None,
                peildatum=today,
            )
        except PortalFout as exc:
            form.add_fout(exc)
            return self._page(form, traject, status=exc.status)
        messages.success(
            request,
            _("Overname %(kenmerk)s is gepland. Terugdraaien kan tot en met %(dag)s.")
            % {
                "kenmerk": overname.kenmerk,
                "dag": format_long_date(overname.datum - DAG),
            },
        )
        return redirect("overname", pk=overname.pk)

    def _traject(self, key: str) -> Maatregeltraject | None:
        if not key:
            return None
        try:
            row = Maatregeltraject.objects.for_actor(self.actor).filter(pk=UUID(key)).first()
        except ValueError:
            row = None
        if row is None:
            raise NietGevonden()
        return row

    def _preview(self, data: dict[str, Any], percelen: list[UUID]) -> dict[str, Any]:
        last_day = data["eerste_dag"] - DAG
        found = consequences(self.actor, data["aanbieder"].pk, percelen, last_day)
        pairs = receivers(data["aanbieder"].pk, data["naar"].pk, percelen, data["eerste_dag"])
        missing = ", ".join(sorted({c.perceel.naam for c, to in pairs if to is None}))
        return {
            **shown(self.request, found),
            "blijft": staying([c.pk for c, _to in pairs], data["naar"].pk, data["eerste_dag"]),
            "zonder_titel": _("%(naar)s heeft op die dag niet voor alles een contract")
            % {"naar": data["naar"].naam},
            "zonder_contract": _("Het ontbreekt voor: %(percelen)s.") % {"percelen": missing}
            if missing
            else "",
            "kan": bool(pairs) and all(to is not None for _c, to in pairs),
        }

    def _page(
        self,
        form: OvernameForm,
        traject: Maatregeltraject | None,
        preview: dict[str, Any] | None = None,
        *,
        status: int = 200,
    ) -> HttpResponse:
        trail = [(reverse("overnames"), _("Contractovernames"))]
        context = {"form": form, "traject": traject, "kruimels": trail, **(preview or {})}
        return self.render(context, status=status)


class TerugdraaiForm(PortalForm):
    versie = forms.IntegerField(widget=forms.HiddenInput)
    reden = forms.CharField(label=gettext_lazy("Waarom"), widget=forms.Textarea, max_length=2000)


class OvernameTerugdraaien(PortalView):
    rechten = {"GET": OVERNAME_PLANNEN, "POST": OVERNAME_PLANNEN}
    template_naam = "contractbeheer/overname_terugdraaien.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        overname = self._find(pk)
        form = TerugdraaiForm(initial={"versie": overname.versie})
        return self.render(self._shown(form, overname))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        overname = self._find(pk)
        form = TerugdraaiForm(request.POST)
        status = 400
        if form.is_valid():
            try:
                undo_overname(
                    self.actor,
                    pk,
                    reden=form.cleaned_data["reden"],
                    versie=form.cleaned_data["versie"],
                    peildatum=timezone.localdate(),
                )
            except PortalFout as exc:
                form.add_fout(exc)
                status = exc.status
            else:
                messages.success(
                    request, _("De overname is teruggedraaid; de contracten lopen weer door.")
                )
                return redirect("overname", pk=pk)
        return self.render(self._shown(form, overname), status=status)

    def _shown(self, form: TerugdraaiForm, overname: Overname) -> dict[str, Any]:
        trail = [(reverse("overname", args=[overname.pk]), overname.kenmerk)]
        return {"form": form, "overname": overname, "kruimels": trail}

    def _find(self, pk: UUID) -> Overname:
        row = Overname.objects.for_actor(self.actor).select_related("van", "naar").filter(pk=pk)
        found: Overname | None = row.first()
        if found is None:
            raise NietGevonden()
        return found
