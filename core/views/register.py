"""Registers: a list with filters, sorting, paging and export, and a detail with tabs and history.

An app declares what is shown; scope, paging and history are the same everywhere.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from core.aanhaken import knoppen_of, tab_of, tabs_of
from core.forms import DatumField, FilterForm
from core.fouten import NietGevonden
from core.geschiedenis import history_of, state_on
from core.importexport.uitvoer import Exportkolom, export_queryset
from core.models import Weergave
from core.paging import paginate
from core.policies import ScopedQuerySet, authorise
from core.tables import Table, render_table
from core.views.basis import PortalView
from core.weergaven import clean_query

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
        views = self.saved_views(request)
        if not request.GET and (first := next((v for v in views if v.standaard and v.vraag), None)):
            return redirect(f"{request.path}?{first.vraag}&weergave={first.pk}")
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
            {
                "titel": self.titel,
                "subregel": self.subregel,
                "weergaven": self.filters
                and {
                    "lijst": views,
                    "register": request.resolver_match and request.resolver_match.view_name,
                    "vraag": clean_query(request.META.get("QUERY_STRING", "")),
                },
                **self.extra(),
            },
        )

    def saved_views(self, request: HttpRequest) -> list[Weergave]:
        """The own views of this list; none for a list without filters, nor for its table alone."""
        match = request.resolver_match
        if not self.filters or match is None or request.headers.get("HX-Request"):
            return []
        return list(Weergave.objects.for_actor(self.actor).filter(register=match.view_name))

    def extra(self) -> dict[str, Any]:
        return {}


class PeildatumForm(FilterForm):
    op = DatumField(
        label=gettext_lazy("Zoals het was op"), help_text=gettext_lazy("Bijvoorbeeld 1-1-2026")
    )


class RegisterDetail(PortalView):
    """One row. `tabbladen` are (name, label); then what higher rooms hang on it (`core.aanhaken`),
    and the last one is always the history.

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
    geschiedenis: ClassVar[str] = "register/_geschiedenis.html"

    def get(self, request: HttpRequest, pk: UUID, tab: str = "") -> HttpResponse:
        row = self.find(pk)
        hung = [(t.naam, t.label) for t in tabs_of(self.route, self.actor)]
        tabs = [*self.tabbladen, *hung, ("geschiedenis", gettext_lazy("Geschiedenis"))]
        current = tab or tabs[0][0]
        context, part = self.content(row, current)
        return self.render(
            {
                **self.header(row),
                **context,
                "rij": row,
                "deel": part,
                "knoppen": knoppen_of(self.route, self.actor, row),
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
                    if self.shows(name)
                ],
            }
        )

    def content(self, row: Any, current: str) -> tuple[Mapping[str, Any], str]:
        """Context and template of a tab: of the page itself, or hung on it by a higher room."""
        if current == "geschiedenis":
            return self.history(row), self.geschiedenis
        if current in {name for name, _label in self.tabbladen}:
            return getattr(self, f"context_{current}")(row), f"{self.map}/_{current}.html"
        hung = tab_of(self.route, current)
        if hung is None:
            raise NietGevonden()
        authorise(self.actor, hung.recht)
        return hung.vulling(self.request, self.actor, row), hung.template

    def shows(self, tab: str) -> bool:
        """Whether the tab is offered to this actor; what it opens asks for its right itself."""
        return True

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
