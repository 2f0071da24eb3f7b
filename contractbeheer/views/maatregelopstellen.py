"""Draw up a measure, and change its draft."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from contractbeheer import forms_maatregelen as forms
from contractbeheer import ladder
from contractbeheer.aflopen import DAG, contracts_after
from contractbeheer.choices import Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.policies import TRAJECT_OPSTELLEN
from contractbeheer.services import maatregelen
from contractbeheer.services.maatregelen import Trajectgegevens
from contractbeheer.trajectkern import steps_before
from contractbeheer.views.maatregelstappen import Trajectbasis
from core.forms import PortalForm
from core.fouten import NietGevonden, Ongeldig
from core.views.basis import PortalView
from providers.models import Aanbieder


@method_decorator(never_cache, name="dispatch")
class Opstellen(PortalView):
    """A new measure for an aanbieder: `?perceel=` picks one, `?na=` builds on an earlier step."""

    rechten = {"GET": TRAJECT_OPSTELLEN, "POST": TRAJECT_OPSTELLEN}
    template_naam = "contractbeheer/maatregel_opstellen.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        aanbieder = self._aanbieder(pk)
        return self._page(aanbieder, traject_form(aanbieder, initial=self._initial(aanbieder)))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        aanbieder = self._aanbieder(pk)
        form = traject_form(aanbieder, request.POST)
        if form.is_valid():
            try:
                made = maatregelen.draw_up(
                    self.actor, pk, gegevens_of(form), peildatum=timezone.localdate()
                )
            except Ongeldig as exc:
                form.add_bevindingen(exc.bevindingen)
            else:
                messages.success(request, _("%s is opgesteld als concept.") % made.kenmerk)
                return redirect("maatregeltraject", pk=made.pk)
        return self._page(aanbieder, form, status=400)

    def _aanbieder(self, pk: UUID) -> Aanbieder:
        found: Aanbieder | None = Aanbieder.objects.for_actor(self.actor).filter(pk=pk).first()
        if found is None:
            raise NietGevonden()
        return found

    def _initial(self, aanbieder: Aanbieder) -> dict[str, Any]:
        """The rung above the one that is named, else above the last that was imposed."""
        steps = list(steps_before(aanbieder.pk))
        asked = self.request.GET.get("na", "")
        last = next((s for s in steps if str(s.pk) == asked), steps[0] if steps else None)
        found: dict[str, Any] = {"percelen": self.request.GET.getlist("perceel")}
        if last is None:
            return {**found, "soort": ladder.LADDER[0]}
        found |= {"vorige": str(last.pk), "soort": ladder.next_rung(last.soort) or last.soort}
        if str(last.pk) == asked:
            percelen = [str(p) for p in last.percelen.values_list("pk", flat=True)]
            found |= {"grond": last.grond, "feiten": _went_on(last), "percelen": percelen}
        return found

    def _page(self, aanbieder: Aanbieder, form: PortalForm, *, status: int = 200) -> HttpResponse:
        context = {
            "aanbieder": aanbieder,
            "form": form,
            "terug": reverse("aanbieder", args=[aanbieder.pk, "maatregelen"]),
            "kruimels": [
                (reverse("aanbieder", args=[aanbieder.pk]), aanbieder.naam),
                (reverse("aanbieder", args=[aanbieder.pk, "maatregelen"]), _("Maatregelen")),
            ],
        }
        return self.render(context, status=status)


def _went_on(last: Maatregeltraject) -> str:
    """The facts of the step before, with what became of them."""
    return "\n".join(filter(None, [last.feiten, last.herstel_toelichting]))


def traject_form(aanbieder: Aanbieder, *args: Any, **kwargs: Any) -> forms.TrajectForm:
    held = contracts_after(aanbieder.pk, None, timezone.localdate() - DAG)
    percelen = held.order_by("perceel__code").values_list("perceel", "perceel__naam").distinct()
    return forms.TrajectForm(
        *args,
        percelen=[(str(pk), naam) for pk, naam in percelen],
        eerder=steps_before(aanbieder.pk),
        **kwargs,
    )


def gegevens_of(form: PortalForm) -> Trajectgegevens:
    """Call after `is_valid()`."""
    data = form.cleaned_data
    return Trajectgegevens(
        soort=data["soort"],
        grond=data["grond"],
        feiten=data["feiten"],
        percelen=[UUID(pk) for pk in data["percelen"]],
        vorige_id=UUID(data["vorige"]) if data["vorige"] else None,
        overslaan=data["overslaan"],
        hersteltermijn=data["hersteltermijn"],
    )


@method_decorator(never_cache, name="dispatch")
class Wijzigen(Trajectbasis):
    """A draft; what was announced stands."""

    rechten = {"GET": TRAJECT_OPSTELLEN, "POST": TRAJECT_OPSTELLEN}
    template_naam = "contractbeheer/maatregel_opstellen.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject = self.find(pk)
        if traject.status != Trajectstatus.CONCEPT:
            return redirect("maatregeltraject", pk=pk)
        initial = {
            "soort": traject.soort,
            "percelen": [str(p) for p in traject.percelen.values_list("pk", flat=True)],
            "vorige": str(traject.vorige_id or ""),
            "overslaan": traject.overslaan,
            "grond": traject.grond,
            "feiten": traject.feiten,
            "hersteltermijn": traject.hersteltermijn,
        }
        return self._page(traject, traject_form(traject.aanbieder, initial=initial))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        traject = self.find(pk)
        form = traject_form(traject.aanbieder, request.POST)
        if form.is_valid():
            try:
                maatregelen.revise(
                    self.actor,
                    pk,
                    gegevens_of(form),
                    versie=self.versie,
                    peildatum=timezone.localdate(),
                )
            except Ongeldig as exc:
                form.add_bevindingen(exc.bevindingen)
            else:
                return self.back(traject, _("%s is gewijzigd.") % traject.kenmerk)
        return self._page(traject, form, status=400)

    def _page(
        self, traject: Maatregeltraject, form: PortalForm, *, status: int = 200
    ) -> HttpResponse:
        context = {**self.base(traject), "aanbieder": traject.aanbieder, "form": form}
        return self.render(context, status=status)
