"""One signal: what was found, what to do, its history, and what a person does with it."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.choices import Signaalstatus
from core.forms import DatumField, PortalForm
from core.fouten import Ongeldig
from core.models import Signaal, Signaalstap
from core.signalen import diensten
from core.signalen.choices import Stapsoort
from core.signalen.controles import controles
from core.signalen.policies import SIGNAAL_BEHANDELEN, SIGNAAL_INZIEN
from core.signalen.selectors import is_late
from core.signalen.tabel import KIND, age
from core.tables import show
from core.views.basis import PortalView

STEP_KIND = {
    Stapsoort.GEOPEND: "must",
    Stapsoort.GEWIJZIGD: "attention",
    Stapsoort.TERUG: "attention",
    Stapsoort.UITGESTELD: "judge",
    Stapsoort.GESLOTEN: "good",
    Stapsoort.AFGEHANDELD: "good",
}


class UitstelForm(PortalForm):
    tot = DatumField(label=gettext_lazy("Terug op"))
    reden = forms.CharField(
        label=gettext_lazy("Waarom"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Zonder namen of burgerservicenummers."),
    )


class AfhandelForm(PortalForm):
    reden = forms.CharField(
        label=gettext_lazy("Wat is er besloten of afgesproken?"),
        max_length=diensten.MAX_TEKST,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Zonder namen of burgerservicenummers."),
    )


class SignaalView(PortalView):
    rechten = {"GET": SIGNAAL_INZIEN}
    template_naam = "signalen/signaal.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(pk)

    def page(self, pk: UUID, *, status: int = 200, **forms: PortalForm) -> HttpResponse:
        rows = Signaal.objects.for_actor(self.actor).select_related("betreft", "eigenaar")
        signaal: Signaal = get_object_or_404(rows, pk=pk)
        return self.render({**self._context(signaal), **forms}, status=status)

    def _context(self, signaal: Signaal) -> dict[str, Any]:
        check = controles().get(signaal.controle)
        nu = timezone.now()
        is_open = signaal.status != Signaalstatus.GESLOTEN
        week = timezone.localdate() + datetime.timedelta(days=7)
        return {
            "kruimels": [(reverse("vandaag"), _("Vandaag"))],
            "signaal": signaal,
            "controle": check,
            "soort": KIND[signaal.ernst],
            "leeftijd": age(signaal.geopend_op, nu),
            "te_laat": is_open and is_late(signaal, nu),
            "is_open": is_open,
            "is_uitgesteld": signaal.status == Signaalstatus.UITGESTELD,
            "is_van_mij": signaal.eigenaar_id == self.actor.id,
            "is_sluitbaar": is_open and diensten.is_closable(signaal.controle),
            "bewijs": [(naam, _shown(naam, waarde)) for naam, waarde in signaal.bewijs.items()],
            "gebeurtenissen": [_event(stap) for stap in signaal.stappen.order_by("-id")],
            "uitstel": UitstelForm(auto_id="uitstel_%s", initial={"tot": week}),
            "afhandelen": AfhandelForm(auto_id="afhandelen_%s"),
        }


def _shown(naam: str, value: Any) -> str:
    """Evidence in Dutch: a list with commas, an ISO date written out, a number with dots."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or show(None)
    if isinstance(value, str):
        try:
            return show(datetime.date.fromisoformat(value)) if len(value) == 10 else value
        except ValueError:
            return value
    return str(value) if naam.startswith("nummer") else show(value)


def _event(stap: Signaalstap) -> dict[str, Any]:
    return {
        "moment": stap.moment,
        "titel": Stapsoort(stap.soort).label,
        "tekst": stap.tekst,
        "wie": stap.wie,
        "soort": STEP_KIND.get(Stapsoort(stap.soort), "none"),
    }


class _Actie(SignaalView):
    """A button on a signal: one service, then back to the signal with a word about it."""

    abstract = True
    rechten = {"GET": SIGNAAL_INZIEN, "POST": SIGNAAL_BEHANDELEN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return redirect("signaal", pk=pk)

    def done(self, pk: UUID, text: str) -> HttpResponse:
        messages.success(self.request, text)
        return redirect("signaal", pk=pk)


class OppakkenView(_Actie):
    rechten = _Actie.rechten

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        diensten.take_signaal(self.actor, pk)
        return self.done(pk, _("Dit staat nu op jouw naam."))


class LoslatenView(_Actie):
    rechten = _Actie.rechten

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        diensten.release_signaal(self.actor, pk)
        return self.done(pk, _("Dit staat op niemands naam meer."))


class TerugzettenView(_Actie):
    rechten = _Actie.rechten

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        diensten.resume_signaal(self.actor, pk)
        return self.done(pk, _("Dit staat weer op de werkvoorraad."))


class UitstellenView(_Actie):
    rechten = _Actie.rechten

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = UitstelForm(request.POST, auto_id="uitstel_%s")
        if form.is_valid():
            try:
                diensten.postpone_signaal(
                    self.actor, pk, peildatum=timezone.localdate(), **form.cleaned_data
                )
            except Ongeldig as exc:
                form.add_bevindingen(exc.bevindingen)
            else:
                return self.done(pk, _("Uitgesteld; het komt vanzelf terug."))
        return self.page(pk, status=422, uitstel=form)


class AfhandelenView(_Actie):
    rechten = _Actie.rechten

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = AfhandelForm(request.POST, auto_id="afhandelen_%s")
        if form.is_valid():
            try:
                diensten.settle_signaal(
                    self.actor, pk, reden=form.cleaned_data["reden"], nu=timezone.now()
                )
            except Ongeldig as exc:
                form.add_bevindingen(exc.bevindingen)
            else:
                return self.done(pk, _("Afgehandeld."))
        return self.page(pk, status=422, afhandelen=form)
