"""Keep the goal tree; contractmanager only."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.models import Segment
from core.fouten import NietGevonden
from monitoring.forms import DoelForm
from monitoring.models import Doel
from monitoring.policies import INDICATOR_BEHEREN
from monitoring.services import indicatoren
from monitoring.services.indicatoren import Doelgegevens
from monitoring.views.formulier import Formulier, segment_of


class DoelNieuw(Formulier):
    rechten = {"GET": INDICATOR_BEHEREN, "POST": INDICATOR_BEHEREN}

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.shown(self.form(segment_of(request)), segment_of(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        segment = segment_of(request)
        form = self.form(segment, request.POST)

        def save() -> None:
            data = form.cleaned_data
            ouder = UUID(data["ouder"]) if data["ouder"] else None
            gegevens = Doelgegevens(
                soort=data["soort"],
                naam=data["naam"],
                toelichting=data["toelichting"],
                ouder_id=ouder,
                segment_id=segment.pk,
                volgorde=data["volgorde"] or 0,
            )
            indicatoren.save_doel(self.actor, gegevens)

        if not self.attempt(form, save):
            return self.shown(form, segment, bound=True)
        messages.success(request, _("Het doel staat in de doelenboom."))
        return redirect("doelenboom")

    def form(self, segment: Segment, data: Any = None) -> DoelForm:
        return DoelForm(data, doelen=parents(self.actor, segment.pk))

    def shown(self, form: DoelForm, segment: Segment, *, bound: bool = False) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Doel toevoegen"),
            subregel=segment.naam,
            knop=_("Toevoegen"),
            terug=reverse("doelenboom"),
            kruimels=[(reverse("doelenboom"), _("Doelenboom"))],
        )


def parents(actor: Any, segment_id: UUID, without: UUID | None = None) -> list[Doel]:
    rows = Doel.objects.for_actor(actor).filter(segment=segment_id).exclude(soort="resultaat")
    return list(rows.exclude(pk=without).order_by("-soort", "volgorde", "naam"))


class DoelWijzigen(Formulier):
    rechten = {"GET": INDICATOR_BEHEREN, "POST": INDICATOR_BEHEREN}

    def find(self, pk: UUID) -> Doel:
        found: Doel | None = (
            Doel.objects.for_actor(self.actor).select_related("segment").filter(pk=pk).first()
        )
        if found is None:
            raise NietGevonden()
        return found

    def form(self, doel: Doel, data: Any = None) -> DoelForm:
        initial = {
            "naam": doel.naam,
            "toelichting": doel.toelichting,
            "ouder": str(doel.ouder_id or ""),
            "volgorde": doel.volgorde,
        }
        above = parents(self.actor, doel.segment_id, doel.pk)
        return DoelForm(data, initial=initial, doelen=above, soort=doel.soort)

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        doel = self.find(pk)
        return self.shown(self.form(doel), doel)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        doel = self.find(pk)
        form = self.form(doel, request.POST)

        def save() -> None:
            data = form.cleaned_data
            gegevens = Doelgegevens(
                soort=doel.soort,
                naam=data["naam"],
                toelichting=data["toelichting"],
                ouder_id=UUID(data["ouder"]) if data["ouder"] else None,
                volgorde=data["volgorde"] or 0,
            )
            indicatoren.save_doel(self.actor, gegevens, doel_id=pk)

        if not self.attempt(form, save):
            return self.shown(form, doel, bound=True)
        messages.success(request, _("Het doel is gewijzigd."))
        return redirect("doelenboom")

    def shown(self, form: DoelForm, doel: Doel, *, bound: bool = False) -> HttpResponse:
        return self.page(
            form,
            bound=bound,
            titel=_("Doel wijzigen"),
            subregel=f"{doel.get_soort_display()} · {doel.segment.naam}",
            knop=_("Wijzigen"),
            terug=reverse("doelenboom"),
            kruimels=[(reverse("doelenboom"), _("Doelenboom"))],
        )
