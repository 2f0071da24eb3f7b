"""Registers: a list with filters, sorting, paging and export, and a detail with tabs and history.

An app declares what is shown; scope, paging and history are the same everywhere.
"""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.forms import DatumField, FilterForm
from core.fouten import NietGevonden
from core.geschiedenis import history_of, state_on
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.paging import paginate
from core.policies import ScopedQuerySet
from core.tables import Table, render_table
from core.views.basis import PortalView

TELLEN_TOT = 10_000


class RegisterLijst(PortalView):
    """`rows` narrows the scoped rows by the filters in force and selects what the columns need."""

    abstract = True
    model: ClassVar[type[models.Model]]
    tabel: ClassVar[Table]
    filters: ClassVar[type[FilterForm] | None] = None
    titel: ClassVar[Any] = ""
    subregel: ClassVar[Any] = ""
    export: ClassVar[Sequence[Exportkolom]] = ()
    template_naam = "register/lijst.html"

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> models.QuerySet[Any, Any]:
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponseBase:
        form = self.filters(request.GET) if self.filters else None
        scope = self.model._default_manager.for_actor(self.actor)  # type: ignore[attr-defined]
        rows = self.rows(scope, form.values if form else {})
        wanted = request.GET.get("formaat", "")
        if wanted in self.tabel.formats:
            return export_queryset(
                self.actor,
                rows.order_by(*self.tabel.ordering(request.GET), "pk"),
                self.export,
                wanted,
                naam=self.tabel.id,
            )
        page = paginate(
            rows,
            self.tabel.ordering(request.GET),
            cursor=request.GET.get("cursor"),
            tellen=TELLEN_TOT,
        )
        return render_table(
            request,
            self.template_naam,
            self.tabel.bind(request, page, form),
            {"titel": self.titel, "subregel": self.subregel, **self.extra()},
        )

    def extra(self) -> dict[str, Any]:
        return {}


class PeildatumForm(FilterForm):
    op = DatumField(
        label=gettext_lazy("Zoals het was op"), help_text=gettext_lazy("Bijvoorbeeld 1-1-2026")
    )


class RegisterDetail(PortalView):
    """One row. `tabbladen` are (name, label); the last one is always the history.

    `context_<name>` gives what a tab shows; its template is `<map>/_<name>.html`.
    """

    abstract = True
    model: ClassVar[type[models.Model]]
    related: ClassVar[Sequence[str]] = ()
    route: ClassVar[str]
    map: ClassVar[str]
    lijst: ClassVar[tuple[str, Any]]
    tabbladen: ClassVar[Sequence[tuple[str, Any]]] = ()
    template_naam = "register/detail.html"

    def get(self, request: HttpRequest, pk: UUID, tab: str = "") -> HttpResponse:
        row = self.find(pk)
        tabs = [*self.tabbladen, ("geschiedenis", gettext_lazy("Geschiedenis"))]
        current = tab or tabs[0][0]
        if current not in {name for name, _label in tabs}:
            raise NietGevonden()
        if current == "geschiedenis":
            context, part = self.history(row), "register/_geschiedenis.html"
        else:
            context = getattr(self, f"context_{current}")(row)
            part = f"{self.map}/_{current}.html"
        return self.render(
            {
                **self.header(row),
                **context,
                "rij": row,
                "deel": part,
                "kruimels": [(reverse(self.lijst[0]), self.lijst[1])],
                "tabs_label": self.title(row),
                "tabs": [
                    {
                        "url": self.url(row, name, first=index == 0),
                        "label": label,
                        "aantal": None,
                        "actief": name == current,
                    }
                    for index, (name, label) in enumerate(tabs)
                ],
            }
        )

    def find(self, pk: UUID) -> Any:
        """The row within the actor's scope, or NietGevonden."""
        scope = self.model._default_manager.for_actor(self.actor)  # type: ignore[attr-defined]
        row = scope.select_related(*self.related).filter(pk=pk).first()
        if row is None:
            raise NietGevonden()
        return row

    def url(self, row: Any, name: str, *, first: bool) -> str:
        return reverse(self.route, args=[row.pk] if first else [row.pk, name])

    def title(self, row: Any) -> str:
        return str(row)

    def header(self, row: Any) -> dict[str, Any]:
        return {"titel": self.title(row)}

    def history(self, row: Any) -> dict[str, Any]:
        form = PeildatumForm(self.request.GET or None)
        day = form.values.get("op") if form.is_bound else None
        return {
            "peildatum_form": form,
            "peildatum": day,
            "toestand": state_on(self.model, row.pk, day) if day else None,
            "gebeurtenissen": history_of(self.model, row.pk),
            "vandaag": timezone.localdate(),
        }
