"""Report a start or stop of the help, or take such a report back."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import PortalForm
from core.fouten import Conflict, Ongeldig
from core.policies import Recht
from core.ui.formats import format_long_date
from indications.choices import RedenBeeindiging
from indications.models import Levering, Toewijzing
from indications.views.detail import Toewijzingbasis
from leveringen import forms
from leveringen.policies import LEVERING_VASTLEGGEN
from leveringen.services import leveren

TAB = "levering"


class Leverbasis(Toewijzingbasis):
    """A form about the last stretch; what is refused stays on the form, with its reason."""

    abstract = True
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": LEVERING_VASTLEGGEN,
        "POST": LEVERING_VASTLEGGEN,
    }
    template_naam = "leveringen/formulier.html"
    titel: ClassVar[Any] = ""
    knop: ClassVar[Any] = ""
    weg: ClassVar[bool] = False
    form_class: ClassVar[type[PortalForm]]

    def get(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        self.log(found, "toewijzing.inzien")
        return self.page(found, self.form_class(initial=self.initial(found)))

    def post(self, request: HttpRequest, toewijzing_id: UUID) -> HttpResponse:
        found = self.find(toewijzing_id)
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.page(found, form, status=400)
        try:
            messages.success(request, self.act(found, form.cleaned_data))
        except (Ongeldig, Conflict) as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(found, form, status=exc.status)
        return redirect("toewijzing-tab", toewijzing_id=toewijzing_id, tab=TAB)

    def initial(self, toewijzing: Toewijzing) -> dict[str, Any]:
        return {}

    def act(self, toewijzing: Toewijzing, data: Mapping[str, Any]) -> str:
        raise NotImplementedError

    def last(self, toewijzing: Toewijzing) -> Levering | None:
        rows = Levering.objects.for_actor(self.actor).filter(toewijzing=toewijzing)
        found: Levering | None = rows.order_by("-begindatum").first()
        return found

    def page(self, toewijzing: Toewijzing, form: PortalForm, *, status: int = 200) -> HttpResponse:
        last = self.last(toewijzing)
        reason = last.reden_beeindiging if last else ""
        return self.render(
            {
                **self.common(toewijzing, TAB),
                "form": form,
                "titel": self.titel,
                "knop": self.knop,
                "weg": self.weg,
                "laatste": last,
                "laatste_reden": RedenBeeindiging(reason).label if reason else "",
            },
            status=status,
        )


class StartView(Leverbasis):
    titel, knop = gettext_lazy("Start melden"), gettext_lazy("Start melden")
    form_class = forms.StartForm

    def initial(self, toewijzing: Toewijzing) -> dict[str, Any]:
        asked = timezone.localtime(toewijzing.toewijzingsmoment).date()
        known: dict[str, Any] = {"begindatum": self.today()}
        if self.last(toewijzing) is None:
            known["aangevraagd_op"] = min(asked, self.today())
        return known

    def act(self, toewijzing: Toewijzing, data: Mapping[str, Any]) -> str:
        made, warnings = leveren.start_levering(
            self.actor, toewijzing.pk, peildatum=self.today(), **data
        )
        for warning in warnings:
            messages.warning(self.request, warning.reden)
        return _("De start op %s is vastgelegd.") % format_long_date(made.begindatum)


class StopView(Leverbasis):
    titel, knop = gettext_lazy("Stop melden"), gettext_lazy("Stop melden")
    form_class = forms.StopForm

    def initial(self, toewijzing: Toewijzing) -> dict[str, Any]:
        return {"einddatum": self.today()}

    def act(self, toewijzing: Toewijzing, data: Mapping[str, Any]) -> str:
        made = leveren.stop_levering(self.actor, toewijzing.pk, peildatum=self.today(), **data)
        return _("De stop na %s is vastgelegd.") % _day(made.einddatum)


class StartWegView(Leverbasis):
    titel, knop = gettext_lazy("Start weghalen"), gettext_lazy("Ja, haal de start weg")
    form_class, weg = forms.StartWegForm, True

    def initial(self, toewijzing: Toewijzing) -> dict[str, Any]:
        last = self.last(toewijzing)
        return {"begindatum": last.begindatum.isoformat()} if last else {}

    def act(self, toewijzing: Toewijzing, data: Mapping[str, Any]) -> str:
        leveren.undo_start(self.actor, toewijzing.pk, begindatum=data["begindatum"])
        return _("De start op %s is weggehaald.") % format_long_date(data["begindatum"])


class StopWegView(Leverbasis):
    titel, knop = gettext_lazy("Stop weghalen"), gettext_lazy("Ja, haal de stop weg")
    form_class, weg = forms.StopWegForm, True

    def initial(self, toewijzing: Toewijzing) -> dict[str, Any]:
        last = self.last(toewijzing)
        if last is None or last.einddatum is None:
            return {}
        return {
            "begindatum": last.begindatum.isoformat(),
            "einddatum": last.einddatum.isoformat(),
            "reden": last.reden_beeindiging,
        }

    def act(self, toewijzing: Toewijzing, data: Mapping[str, Any]) -> str:
        leveren.undo_stop(self.actor, toewijzing.pk, **data)
        return _("De stop na %s is weggehaald.") % format_long_date(data["einddatum"])


def _day(day: date | None) -> str:
    return format_long_date(day) if day else ""
