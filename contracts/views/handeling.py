"""Base of the page of an act: what it means before, and a word of it after."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.policies import CONTRACT_BEHEREN
from core.forms import PortalForm
from core.fouten import NietGevonden, Ongeldig, PortalFout, Verboden
from core.views.basis import PortalView


class Handelingpagina(PortalView):
    """GET shows the form with its consequence, POST does it; what is refused keeps what was typed.

    `model` None: something new that hangs under nothing.
    """

    abstract = True
    rechten = {"GET": CONTRACT_BEHEREN, "POST": CONTRACT_BEHEREN}
    template_naam = "contracts/handeling.html"
    model: ClassVar[type[Model] | None] = None
    route: ClassVar[str] = ""
    related: ClassVar[tuple[str, ...]] = ("aanbieder",)
    titel: ClassVar[Any] = ""
    knop: ClassVar[Any] = ""

    def get(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        row = self.find(pk)
        try:
            return self.page(row, self.form(row))
        except Ongeldig as exc:
            messages.error(request, exc.reden)
            return redirect(self.back(row))

    def post(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        row = self.find(pk)
        try:
            form = self.form(row, request.POST, request.FILES)
        except Ongeldig as exc:
            messages.error(request, exc.reden)
            return redirect(self.back(row))
        if not form.is_valid():
            return self.page(row, form, status=422)
        try:
            done = self.act(row, form)
        except (NietGevonden, Verboden):
            raise
        except PortalFout as exc:
            if not form.errors:
                form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, ValidationError(exc.reden, code=exc.code))
            return self.page(row, form, status=exc.status if exc.status != 400 else 422)
        messages.success(request, done[0])
        return redirect(done[1])

    def find(self, pk: UUID | None) -> Any:
        if self.model is None:
            return None
        scope = self.model._default_manager.for_actor(self.actor)  # type: ignore[attr-defined]
        row = scope.select_related(*self.related).filter(pk=pk).first()
        if row is None:
            raise NietGevonden()
        return row

    def form(self, row: Any, *data: Any) -> PortalForm:
        raise NotImplementedError

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        """What was done, in words, and where to go."""
        raise NotImplementedError

    def consequence(self, row: Any) -> str:
        return ""

    def back(self, row: Any) -> str:
        return reverse(self.route, args=[row.pk])

    def about(self, row: Any) -> str:
        return str(row) if row else ""

    def page(self, row: Any, form: PortalForm, *, status: int = 200) -> HttpResponse:
        back = self.back(row)
        context = {
            "form": form,
            "titel": self.titel,
            "knop": self.knop or self.titel,
            "over": self.about(row),
            "gevolg": self.consequence(row),
            "terug": back,
            "kruimels": [(back, self.about(row) or _("Overeenkomsten"))],
        }
        return self.render(context, status=status)
