"""Versions of the question list: a register, the questions of one, and editing the concept."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import PortalForm
from core.fouten import NietGevonden, PortalFout
from core.policies import ScopedQuerySet
from core.views.basis import PortalView
from core.views.register import RegisterDetail, RegisterLijst
from screening.choices import Lijststatus
from screening.forms import VaststelForm, VraagForm
from screening.models import Vraag, Vragenlijst
from screening.policies import SCREENING_INZIEN, VRAGENLIJST_BEHEREN
from screening.selectors import by_theme
from screening.services import lijsten
from screening.tables import VRAGENLIJSTEN
from screening.views.basis import versie_of

BEHEER = {"GET": VRAGENLIJST_BEHEREN, "POST": VRAGENLIJST_BEHEREN}


class Vragenlijsten(RegisterLijst):
    rechten = {"GET": SCREENING_INZIEN}
    model, tabel = Vragenlijst, VRAGENLIJSTEN
    titel = gettext_lazy("Vragenlijst")
    subregel = gettext_lazy("Een lijst voor alle aanbieders, in versies die niet meer veranderen.")
    template_naam = "screening/vragenlijsten.html"

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any, Any]:
        return scope.annotate(aantal=Count("vragen")).values(
            "id", "nummer", "status", "vastgesteld_op", "toelichting", "aantal"
        )

    def extra(self) -> dict[str, Any]:
        rows = Vragenlijst.objects.for_actor(self.actor).filter(status=Lijststatus.CONCEPT)
        return {
            "concept": rows.first(),
            "kruimels": [(reverse("screeningen"), _("Screeningen"))],
        }


class VragenlijstDetail(RegisterDetail):
    rechten = {"GET": SCREENING_INZIEN}
    model, route, map = Vragenlijst, "vragenlijst", "screening/lijst"
    related = ("vastgesteld_door",)
    lijst = ("vragenlijsten", gettext_lazy("Vragenlijst"))
    template_naam = "screening/vragenlijst.html"
    tabbladen = (("vragen", gettext_lazy("Vragen")),)

    def header(self, row: Vragenlijst) -> dict[str, Any]:
        is_concept = row.status == Lijststatus.CONCEPT
        return {
            "titel": _("Vragenlijst versie %s") % row.nummer,
            "lijst": row,
            "concept": is_concept,
            "tags": [("judge" if is_concept else "good", row.get_status_display())],
        }

    def context_vragen(self, row: Vragenlijst) -> dict[str, Any]:
        questions = Vraag.objects.for_actor(self.actor).filter(lijst=row)
        return {"themas": by_theme(questions)}


class NieuweVersie(PortalView):
    rechten = {"POST": VRAGENLIJST_BEHEREN}

    def post(self, request: HttpRequest) -> HttpResponse:
        lijst = lijsten.start_concept(self.actor)
        text = _("Versie %s is begonnen met de vragen van de vorige.") % lijst.nummer
        messages.success(request, text)
        return redirect("vragenlijst", pk=lijst.pk)


class _Lijsthandeling(PortalView):
    abstract = True

    def find_list(self, pk: UUID) -> Vragenlijst:
        found: Vragenlijst | None = Vragenlijst.objects.for_actor(self.actor).filter(pk=pk).first()
        if found is None:
            raise NietGevonden()
        return found

    def find_question(self, pk: UUID) -> Vraag:
        rows = Vraag.objects.for_actor(self.actor)
        found: Vraag | None = rows.select_related("lijst").filter(pk=pk).first()
        if found is None:
            raise NietGevonden()
        return found

    def page(
        self, lijst: Vragenlijst, form: PortalForm, *, status: int = 200, **extra: Any
    ) -> HttpResponse:
        context = {
            "lijst": lijst,
            "form": form,
            "terug": reverse("vragenlijst", args=[lijst.pk]),
            "kruimels": [
                (reverse("vragenlijsten"), _("Vragenlijst")),
                (reverse("vragenlijst", args=[lijst.pk]), _("Versie %s") % lijst.nummer),
            ],
            **extra,
        }
        return self.render(context, status=status)

    def refused(
        self, lijst: Vragenlijst, form: PortalForm, exc: PortalFout, **extra: Any
    ) -> HttpResponse:
        """The page with the version of now, what was typed, and why it was refused."""
        if isinstance(exc, NietGevonden):
            raise exc
        form.add_bevindingen(exc.bevindingen)
        refusal = None
        if not exc.bevindingen:
            refusal = {"code": exc.code, "titel": exc.titel, "redenen": [exc.reden]}
        fresh = self.find_list(lijst.pk)
        return self.page(fresh, form, status=exc.status, weigering=refusal, **extra)


class VraagNieuw(_Lijsthandeling):
    rechten = BEHEER
    template_naam = "screening/vraag.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        lijst = self.find_list(pk)
        if lijst.status != Lijststatus.CONCEPT:
            return redirect("vragenlijst", pk=pk)
        return self._page(lijst, VraagForm(initial={"thema": request.GET.get("thema", "")[:80]}))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        lijst, form = self.find_list(pk), VraagForm(request.POST)
        if not form.is_valid():
            return self._page(lijst, form, status=400)
        try:
            vraag = lijsten.add_vraag(self.actor, pk, form.gegevens, versie=versie_of(request))
        except PortalFout as exc:
            return self.refused(lijst, form, exc, themas=self._themes(lijst))
        messages.success(request, _("De vraag is toegevoegd bij ‘%s’.") % vraag.thema)
        return redirect("vragenlijst", pk=pk)

    def _themes(self, lijst: Vragenlijst) -> list[str]:
        return [name for name, _rows in by_theme(lijst.vragen.all())]

    def _page(self, lijst: Vragenlijst, form: PortalForm, *, status: int = 200) -> HttpResponse:
        return self.page(lijst, form, status=status, themas=self._themes(lijst))


class VraagWijzigen(_Lijsthandeling):
    rechten = BEHEER
    template_naam = "screening/vraag.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        vraag = self.find_question(pk)
        if vraag.lijst.status != Lijststatus.CONCEPT:
            return redirect("vragenlijst", pk=vraag.lijst_id)
        values = {name: getattr(vraag, name) for name in VraagForm.base_fields}
        return self._page(vraag, VraagForm(initial=values))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        vraag, form = self.find_question(pk), VraagForm(request.POST)
        if not form.is_valid():
            return self._page(vraag, form, status=400)
        try:
            lijsten.change_vraag(self.actor, pk, form.gegevens, versie=versie_of(request))
        except PortalFout as exc:
            return self.refused(vraag.lijst, form, exc, **self._extra(vraag))
        messages.success(request, _("De vraag is gewijzigd."))
        return redirect("vragenlijst", pk=vraag.lijst_id)

    def _extra(self, vraag: Vraag) -> dict[str, Any]:
        names = [name for name, _rows in by_theme(vraag.lijst.vragen.all())]
        return {"vraag": vraag, "themas": names}

    def _page(self, vraag: Vraag, form: PortalForm, *, status: int = 200) -> HttpResponse:
        return self.page(vraag.lijst, form, status=status, **self._extra(vraag))


class VraagVerwijderen(_Lijsthandeling):
    rechten = {"POST": VRAGENLIJST_BEHEREN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        lijst = lijsten.remove_vraag(self.actor, pk, versie=versie_of(request))
        messages.success(request, _("De vraag is uit het concept gehaald."))
        return redirect("vragenlijst", pk=lijst.pk)


class Vaststellen(_Lijsthandeling):
    rechten = BEHEER
    template_naam = "screening/vaststellen.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        lijst = self.find_list(pk)
        if lijst.status != Lijststatus.CONCEPT:
            return redirect("vragenlijst", pk=pk)
        return self.page(lijst, VaststelForm(), aantal=lijst.vragen.count())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        lijst, form = self.find_list(pk), VaststelForm(request.POST)
        count = lijst.vragen.count()
        if not form.is_valid():
            return self.page(lijst, form, status=400, aantal=count)
        try:
            lijsten.set_final(
                self.actor,
                pk,
                toelichting=form.cleaned_data["toelichting"],
                versie=versie_of(request),
            )
        except PortalFout as exc:
            return self.refused(lijst, form, exc, aantal=count)
        messages.success(request, _("Versie %s is vastgesteld.") % lijst.nummer)
        return redirect("vragenlijst", pk=pk)
