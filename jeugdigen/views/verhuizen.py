"""A move, its correction, taking it back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.forms import PortalForm
from core.fouten import Conflict, NietGevonden, Ongeldig
from core.policies import Recht
from indications.models import Jeugdige, Woonplaats
from jeugdigen.forms import BUITEN, RedenForm, VerbeterForm, VerhuisForm
from jeugdigen.policies import WOONPLAATS_WIJZIGEN
from jeugdigen.selectors import find_in_scope
from jeugdigen.services.verhuizen import (
    Verhuizing,
    correct_woonplaats,
    record_move,
    undo_move,
)
from jeugdigen.views.pagina import Jeugdigebasis


def _move(data: Mapping[str, Any]) -> Verhuizing:
    where = data["naar"]
    return Verhuizing(None if where == BUITEN else UUID(where), data["vanaf"], data["grond"])


class Verhuisbasis(Jeugdigebasis):
    abstract = True
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": WOONPLAATS_WIJZIGEN,
        "POST": WOONPLAATS_WIJZIGEN,
    }
    template_naam = "jeugdigen/verhuizing.html"
    titel: ClassVar[Any] = ""

    def page(self, found: Jeugdige, form: PortalForm, *, status: int = 200) -> HttpResponse:
        self.log(found)
        context = {
            **self.common(found, "jeugdige"),
            "form": form,
            "titel": self.title(),
            "uitleg": self.explain(),
            "kruimels": [(reverse("jeugdige", args=[found.pk]), _("Jeugdige"))],
        }
        return self.render(context, status=status)

    def title(self) -> str:
        raise NotImplementedError

    def explain(self) -> str:
        raise NotImplementedError

    def carry_out(
        self, found: Jeugdige, form: PortalForm, act: Callable[[], None], said: str
    ) -> HttpResponse:
        """Afterwards the jeugdige may be out of sight: then to the search page."""
        if not form.is_valid():
            return self.page(found, form, status=400)
        try:
            act()
        except (Ongeldig, Conflict) as exc:
            form.add_fout(exc)
            return self.page(found, form, status=exc.status)
        messages.success(self.request, said)
        if find_in_scope(self.actor, found.pk) is None:
            return redirect("jeugdige-zoeken")
        return redirect("jeugdige", jeugdige_id=found.pk)


class VerhuizingView(Verhuisbasis):
    def title(self) -> str:
        return _("Verhuizing vastleggen")

    def explain(self) -> str:
        return _(
            "De gemeente die tot dan verantwoordelijk is, legt dit vast. Hulp die al loopt, kan na "
            "de verhuizing nog hoogstens een jaar doorlopen."
        )

    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        return self.page(self.find(jeugdige_id), VerhuisForm())

    def post(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found, form = self.find(jeugdige_id), VerhuisForm(request.POST)

        def act() -> None:
            move = _move(form.cleaned_data)
            record_move(self.actor, found.pk, move, peildatum=self.today())

        return self.carry_out(found, form, act, _("De verhuizing is vastgelegd."))


class OngedaanView(Verhuisbasis):
    def title(self) -> str:
        return _("Verhuizing ongedaan maken")

    def explain(self) -> str:
        return _("De vorige gemeente blijft dan verantwoordelijk, zonder onderbreking.")

    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        return self.page(self.find(jeugdige_id), RedenForm())

    def post(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found, form = self.find(jeugdige_id), RedenForm(request.POST)

        def act() -> None:
            reden = form.cleaned_data["reden"]
            undo_move(self.actor, found.pk, reden=reden, peildatum=self.today())

        return self.carry_out(found, form, act, _("De verhuizing is ongedaan gemaakt."))


class VerbeterView(Verhuisbasis):
    def title(self) -> str:
        return _("Woonplaats verbeteren")

    def explain(self) -> str:
        return _("De periode ervoor sluit vanzelf aan op de nieuwe eerste dag.")

    def row(self, woonplaats_id: UUID) -> Woonplaats:
        rows = Woonplaats.objects.for_actor(self.actor).select_related("jeugdige__gemeente")
        found: Woonplaats | None = rows.filter(pk=woonplaats_id).first()
        if found is None:
            raise NietGevonden()
        return found

    def get(self, request: HttpRequest, woonplaats_id: UUID) -> HttpResponse:
        row = self.row(woonplaats_id)
        known = {"naar": str(row.gemeente_id), "vanaf": row.begindatum, "grond": row.grond}
        return self.page(row.jeugdige, VerbeterForm(initial=known, buiten=False))

    def post(self, request: HttpRequest, woonplaats_id: UUID) -> HttpResponse:
        row, form = self.row(woonplaats_id), VerbeterForm(request.POST, buiten=False)

        def act() -> None:
            correct_woonplaats(
                self.actor,
                row.pk,
                _move(form.cleaned_data),
                reden=form.cleaned_data["reden"],
                peildatum=self.today(),
            )

        return self.carry_out(row.jeugdige, form, act, _("De woonplaats is verbeterd."))
