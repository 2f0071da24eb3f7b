"""What-if on a page of its own, and as the preview of every act that ends a contract."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contractbeheer.policies import OVERNAME_PLANNEN, WAT_ALS
from contractbeheer.tables import GEVOLG_GEMEENTEN, GEVOLG_PERCELEN, KNELPUNTEN, PLEKKEN
from contractbeheer.watals import Gevolgen, Omvang, Plek, consequences
from contracts.choices import Perceelcontractstatus
from contracts.models import Perceel, Perceelcontract
from core.actor import Actor
from core.forms import DatumField, PortalForm
from core.policies import has_right
from core.views.basis import PortalView
from providers.models import Aanbieder


class WatAlsForm(PortalForm):
    """What would end: of an aanbieder, some percelen or (none chosen) all of them."""

    aanbieder: forms.ModelChoiceField[Aanbieder] = forms.ModelChoiceField(
        None, label=gettext_lazy("Aanbieder"), empty_label=gettext_lazy("Kies een aanbieder")
    )
    percelen: forms.ModelMultipleChoiceField[Perceel] = forms.ModelMultipleChoiceField(
        None,
        label=gettext_lazy("Percelen"),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Niets aangevinkt: de aanbieder stopt helemaal."),
    )
    dag = DatumField(
        label=gettext_lazy("Laatste dag"), help_text=gettext_lazy("Bijvoorbeeld 31-12-2026")
    )

    def __init__(self, data: Any, *, actor: Actor, peildatum: datetime.date) -> None:
        super().__init__(data)
        own = Aanbieder.objects.for_actor(actor).order_by("naam")
        self.fields["aanbieder"].queryset = own  # type: ignore[attr-defined]
        self.show_percelen(actor, data.get("aanbieder", "") if data else "", peildatum)

    def show_percelen(self, actor: Actor, aanbieder: str, day: datetime.date) -> None:
        """Only what that aanbieder has can be chosen."""
        found = percelen_of(actor, aanbieder, day)
        self.fields["percelen"].queryset = found  # type: ignore[attr-defined]


def percelen_of(actor: Actor, aanbieder: str, day: datetime.date) -> Any:
    """Percelen that this aanbieder has a contract for on `day` or later."""
    rows = Perceel.objects.for_actor(actor)
    try:
        key = UUID(str(aanbieder))
    except ValueError:
        return rows.none()
    held = Perceelcontract.objects.for_actor(actor).filter(
        Q(einddatum__isnull=True) | Q(einddatum__gte=day),
        aanbieder=key,
        status=Perceelcontractstatus.GELDIG,
    )
    return rows.filter(pk__in=held.values("perceel")).order_by("code")


def shown(request: HttpRequest, found: Gevolgen) -> dict[str, Any]:
    """What `contractbeheer/_gevolgen.html` draws; the same wherever consequences are shown."""
    return {
        "gevolgen": found,
        "gevolg_gemeenten": GEVOLG_GEMEENTEN.bind(request, _lines(found.gemeenten)),
        "gevolg_percelen": GEVOLG_PERCELEN.bind(request, _lines(found.percelen)),
        "knelpunten": KNELPUNTEN.bind(request, _places(p for p in found.plekken if p.knelt)),
        "plekken": PLEKKEN.bind(request, _places(found.plekken)),
    }


def _places(plekken: Iterable[Plek]) -> list[Mapping[str, Any]]:
    """White spots first."""
    return [
        {
            "perceel": plek.perceel,
            "gemeente": plek.gemeente,
            "jeugdigen": plek.omvang.jeugdigen,
            "aanbieders": plek.aanbieders,
            "vrije_plekken": plek.vrije_plekken,
            "kortste_wacht": plek.kortste_wacht,
        }
        for plek in sorted(plekken, key=lambda p: not p.witte_vlek)
    ]


def _lines(sizes: Sequence[tuple[str, Omvang]]) -> list[Mapping[str, Any]]:
    return [
        {
            "naam": naam,
            "jeugdigen": size.jeugdigen,
            "toewijzingen": size.toewijzingen,
            "minuten": size.minuten,
            "euro": size.euro,
        }
        for naam, size in sizes
    ]


class WatAls(PortalView):
    """`?aanbieder=…&percelen=…&dag=…`; without an aanbieder only the question."""

    rechten = {"GET": WAT_ALS}
    template_naam = "contractbeheer/wat_als.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate()
        asked = request.GET.get("aanbieder") and request.GET.get("dag")
        form = WatAlsForm(request.GET if asked else None, actor=self.actor, peildatum=today)
        if not asked:
            form.initial = {
                "aanbieder": request.GET.get("aanbieder"),
                "percelen": request.GET.getlist("percelen"),
                "dag": today,
            }
            form.show_percelen(self.actor, request.GET.get("aanbieder", ""), today)
        context: dict[str, Any] = {"form": form}
        if asked and form.is_valid():
            data = form.cleaned_data
            found = consequences(
                self.actor, data["aanbieder"].pk, [p.pk for p in data["percelen"]], data["dag"]
            )
            context |= {
                **shown(request, found),
                "aanbieder": data["aanbieder"],
                "wat": ", ".join(p.naam for p in data["percelen"]) or _("alle percelen"),
                "dag": data["dag"],
                "mag_overnemen": has_right(self.actor, OVERNAME_PLANNEN),
                "vraag": request.GET.urlencode(),
            }
        return self.render(context, status=400 if asked and form.errors else 200)
