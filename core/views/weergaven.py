"""Saved views of a register: keep what was just seen, give it another name, open it first."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import weergaven
from core.forms import PortalForm
from core.fouten import NietGevonden, PortalFout, VerzoekOngeldig
from core.models import Weergave
from core.policies import AANGEMELD
from core.views.basis import PortalView
from core.views.register import RegisterLijst


class WeergaveForm(PortalForm):
    naam = forms.CharField(label=gettext_lazy("Naam"), max_length=weergaven.MAX_NAAM)
    standaard = forms.BooleanField(
        label=gettext_lazy("Open deze als eerste als ik naar de lijst ga"), required=False
    )


class NaamForm(PortalForm):
    naam = forms.CharField(label=gettext_lazy("Naam"), max_length=weergaven.MAX_NAAM)


def register_of(name: str) -> tuple[str, type[RegisterLijst]]:
    """Address and class of a list by its route. Raises NietGevonden for anything else."""
    try:
        path = reverse(name)
    except NoReverseMatch:
        raise NietGevonden() from None
    view = getattr(resolve(path).func, "view_class", None)
    if not (isinstance(view, type) and issubclass(view, RegisterLijst)):
        raise NietGevonden()
    return path, view


class Weergaven(PortalView):
    """The own views of a list; POST keeps the query string that this page was opened with."""

    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}
    template_naam = "register/weergaven.html"

    def get(self, request: HttpRequest, register: str) -> HttpResponse:
        return self.page(register, WeergaveForm())

    def post(self, request: HttpRequest, register: str) -> HttpResponse:
        path, _view = register_of(register)
        form = WeergaveForm(request.POST)
        if not form.is_valid():
            return self.page(register, form, status=422)
        given = weergaven.Weergavegegevens(
            register,
            form.cleaned_data["naam"],
            request.META.get("QUERY_STRING", ""),
            form.cleaned_data["standaard"],
        )
        try:
            made = weergaven.save_view(self.actor, given)
        except PortalFout as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(register, form, status=422)
        messages.success(request, _("Weergave ‘%s’ is bewaard.") % made.naam)
        return redirect(address(path, made))

    def page(self, register: str, form: PortalForm, *, status: int = 200) -> HttpResponse:
        path, view = register_of(register)
        rows = list(Weergave.objects.for_actor(self.actor).filter(register=register))
        for row in rows:
            row.adres = address(path, row)
        query = weergaven.clean_query(self.request.META.get("QUERY_STRING", ""))
        named = [
            (row, NaamForm(initial={"naam": row.naam}, auto_id=f"id_{row.pk}_%s")) for row in rows
        ]
        context: dict[str, Any] = {
            "form": form,
            "weergaven": named,
            "lijst": view.titel,
            "terug": f"{path}?{query or 'weergave=alles'}",
            "kruimels": [(path, view.titel)],
        }
        return self.render(context, status=status)


def address(path: str, row: Weergave) -> str:
    query = f"{row.vraag}&" if row.vraag else ""
    return f"{path}?{query}weergave={row.pk}"


class WeergaveHandeling(PortalView):
    """`act`: hernoemen, standaard, gewoon or verwijderen."""

    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return redirect("weergaven", register=self.find(pk).register)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        row, act = self.find(pk), request.POST.get("act", "")
        try:
            if act == "hernoemen":
                weergaven.rename_view(self.actor, pk, naam=request.POST.get("naam", ""))
            elif act in ("standaard", "gewoon"):
                weergaven.make_default(self.actor, pk, aan=act == "standaard")
            elif act == "verwijderen":
                weergaven.delete_view(self.actor, pk)
            else:
                raise VerzoekOngeldig(_("Kies wat je met de weergave wilt doen."))
        except (NietGevonden, VerzoekOngeldig):
            raise
        except PortalFout as exc:
            messages.error(request, exc.reden)
        else:
            messages.success(request, _("De weergaven zijn bijgewerkt."))
        return redirect("weergaven", register=row.register)

    def find(self, pk: UUID) -> Weergave:
        row: Weergave | None = Weergave.objects.for_actor(self.actor).filter(pk=pk).first()
        if row is None:
            raise NietGevonden()
        return row
