"""A page for one act: a form, what it means, and one service that does it."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.forms import FormMixin
from core.fouten import NietGevonden, Ongeldig, PortalFout, Verboden
from core.models.basis import Basismodel
from core.views.basis import PortalView


class Handelpagina(PortalView):
    """`row` finds what is acted on, `form` makes its form, `act` calls the service.

    What is refused comes back on this page with what was typed; after the act the eye goes to
    `after`, with what happened said there.
    """

    abstract = True
    template_naam = "leveranciers/handeling.html"
    titel: ClassVar[Any] = ""
    knop: ClassVar[Any] = ""
    uitleg: ClassVar[Any] = ""

    def row(self, pk: UUID | None) -> Any:
        return None

    def form(self, row: Any, data: Any = None, files: Any = None) -> FormMixin:
        raise NotImplementedError

    def allowed(self, row: Any) -> bool:
        """Whether the act can still be done; if not, GET leads to the row."""
        return True

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        """Where to go, and what to say there."""
        raise NotImplementedError

    def after(self, row: Any) -> str:
        """Address of the row, to go back to."""
        raise NotImplementedError

    def besides(self, row: Any) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        row = self.row(pk)
        if not self.allowed(row):
            return redirect(self.after(row))
        return self.page(row, self.form(row))

    def post(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        row = self.row(pk)
        form: Any = self.form(row, request.POST, request.FILES)
        if not form.is_valid():
            return self.page(row, form, status=400)
        try:
            url, said = self.act(row, form)
        except (NietGevonden, Verboden):
            raise
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self.page(row, form, status=exc.status)
        except PortalFout as exc:
            form.add_error(None, ValidationError(exc.reden, code=exc.code))
            return self.page(row, form, status=exc.status)
        messages.success(request, said)
        return redirect(url)

    def page(self, row: Any, form: Any, *, status: int = 200) -> HttpResponse:
        context = {
            "rij": row,
            "form": form,
            "titel": self.titel,
            "knop": self.knop,
            "uitleg": self.uitleg,
            "terug": self.after(row),
            **self.besides(row),
        }
        response = self.render(context, status=status)
        response["Cache-Control"] = "private, no-store"
        return response


def in_scope(rows: Any, pk: Any) -> Any:
    """The row of a scoped queryset. Raises NietGevonden."""
    found: Basismodel | None = rows.filter(pk=pk).first()
    if found is None:
        raise NietGevonden()
    return found


def uuid_of(text: str) -> UUID | None:
    """A key out of a query; what is no uuid is nobody."""
    try:
        return UUID(text)
    except ValueError:
        return None
