"""The one table: columns declared once, rows straight from the database, everything in the URL.

A list view is four lines (see docs/componenten.md): filter, order, page, `render_table`. The same
template draws the first page and the HTMX swap. Rows are dicts, tuples or objects; a column says
where its value is. What is shown is what `export_rows` gives: the same columns, raw values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final, Literal, Protocol, cast

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.ui.formats import EMPTY, format_date, format_number

Row = Any
SORT: Final = "sorteer"
CURSOR: Final = "cursor"
FORMAT: Final = "formaat"
FORMATS: Final = {"csv": "CSV", "xlsx": "Excel"}


class Page(Protocol):
    """What `core.paging` gives; `totaal` is None when nobody counted."""

    @property
    def rijen(self) -> Sequence[Row]: ...
    @property
    def volgende(self) -> str | None: ...
    @property
    def vorige(self) -> str | None: ...
    @property
    def totaal(self) -> int | None: ...
    @property
    def totaal_is_ondergrens(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Rows:
    """A page that holds all there is, for short lists."""

    rijen: Sequence[Row]
    volgende: str | None = None
    vorige: str | None = None
    totaal_is_ondergrens: bool = False

    @property
    def totaal(self) -> int:
        return len(self.rijen)


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `accessor` is a dict key or attribute, a tuple index, or a function of the row.

    `format` turns the value into text or safe HTML; `template` instead renders with `rij`, `waarde`
    and `csrf_token`; `link` gives the address the cell links to, None for no link. `sort` is what
    the query is ordered by (one or more fields, no minus); without it the column does not sort.
    `header` marks the cell that names the row. `export=False` leaves buttons out of the export.
    `nowrap` keeps a short value, a period for one, on one line where the table is wide.
    """

    naam: str
    label: str | Promise
    accessor: str | int | Callable[[Row], Any] | None = None
    format: Callable[[Any], str | SafeString] | None = None
    align: Literal["start", "end"] = "start"
    sort: str | Sequence[str] | None = None
    template: str | None = None
    link: Callable[[Row], str | None] | None = None
    header: bool = False
    export: bool = True
    nowrap: bool = False

    def value(self, row: Row) -> Any:
        source = self.naam if self.accessor is None else self.accessor
        if callable(source):
            return source(row)
        if isinstance(source, int) or isinstance(row, Mapping):
            return row[source]
        return getattr(row, source)

    def render(self, row: Row, context: Mapping[str, Any] | None = None) -> str | SafeString:
        value = self.value(row)
        if self.template:
            own = {**(context or {}), "rij": row, "waarde": value}
            shown: Any = SafeString(render_to_string(self.template, own))
        elif self.format:
            shown = self.format(value)
        else:
            shown = show(value)
        if self.link and (url := self.link(row)):
            return format_html('<a class="utrecht-link" href="{}">{}</a>', url, shown)
        return conditional_escape(shown)

    @property
    def order_fields(self) -> tuple[str, ...]:
        if not self.sort:
            return ()
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)


def show(value: Any) -> str:
    """The default Dutch form of a value: a date, a number, yes or no, or the text itself."""
    if value is None or value == "":
        return EMPTY
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | float) or type(value).__name__ == "Decimal":
        return format_number(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Table:
    """A list as an app declares it. `noun`: one, many; `default_sort`: a column, `-` is down."""

    id: str
    caption: str | Promise
    columns: Sequence[Column]
    noun: tuple[str | Promise, str | Promise] = ("regel", "regels")
    default_sort: str = ""
    empty: str = ""
    formats: Sequence[str] = ()
    muted: Callable[[Row], bool] | None = None

    def column(self, naam: str) -> Column | None:
        return next((c for c in self.columns if c.naam == naam), None)

    def sort_of(self, params: Mapping[str, str]) -> str:
        """The sort asked for when this table has it, else the default; never an error."""
        asked = params.get(SORT, "")
        column = self.column(asked.removeprefix("-"))
        return asked if column and column.sort else self.default_sort

    def ordering(self, params: Mapping[str, str]) -> tuple[str, ...]:
        """Arguments for `order_by`; add the primary key yourself, paging needs a unique order."""
        sort = self.sort_of(params)
        column = self.column(sort.removeprefix("-"))
        sign = "-" if sort.startswith("-") else ""
        return tuple(sign + name for name in column.order_fields) if column else ()

    def export_header(self) -> list[str]:
        return [str(column.label) for column in self.columns if column.export]

    def export_rows(self, rows: Iterable[Row]) -> Iterator[list[Any]]:
        """Raw values, not the Dutch formats of the screen; the writer makes them formula-safe."""
        columns = [column for column in self.columns if column.export]
        return ([column.value(row) for column in columns] for row in rows)

    def bind(
        self,
        request: HttpRequest,
        page: Page | Sequence[Row],
        filters: forms.BaseForm | None = None,
    ) -> BoundTable:
        shown = Rows(page) if isinstance(page, list | tuple) else page
        return BoundTable(self, request, shown, filters)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Heading:
    naam: str
    label: str | Promise
    align: str
    url: str = ""
    aria_sort: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    waarde: str
    url: str


@dataclass(frozen=True)
class BoundTable:
    """A table with its page and its place in the URL; everything `_tabel.html` shows."""

    table: Table
    request: HttpRequest
    page: Page
    filters: forms.BaseForm | None = None

    @property
    def id(self) -> str:
        return self.table.id

    @property
    def path(self) -> str:
        return self.request.path

    @property
    def params(self) -> QueryDict:
        return self.request.GET

    @property
    def hx(self) -> SafeString:
        return format_html('hx-target="#{}" hx-swap="outerHTML" hx-push-url="true"', self.id)

    def url(self, **changes: str | None) -> str:
        """This list with other parameters; any change but of the cursor returns to the start."""
        params = self.params.copy()
        for name in (CURSOR, FORMAT):
            params.pop(name, None)
        for name, value in changes.items():
            params.pop(name, None)
            if value:
                params[name] = value
        return f"{self.path}?{params.urlencode()}" if params else self.path

    @cached_property
    def headings(self) -> list[Heading]:
        sort = self.table.sort_of(self.params)
        return [self._heading(column, sort) for column in self.table.columns]

    def _heading(self, column: Column, sort: str) -> Heading:
        if not column.sort:
            return Heading(column.naam, column.label, column.align)
        current = sort.removeprefix("-") == column.naam
        down = current and sort.startswith("-")
        asked = column.naam if not current or down else f"-{column.naam}"
        aria = ("descending" if down else "ascending") if current else "none"
        return Heading(column.naam, column.label, column.align, self.url(**{SORT: asked}), aria)

    @cached_property
    def sortable(self) -> bool:
        return any(column.sort for column in self.table.columns)

    @cached_property
    def rows(self) -> list[SafeString]:
        """The rows as HTML; put together here, for a template takes several times longer."""
        columns = [(column, *_tags(column)) for column in self.table.columns]
        muted = self.table.muted
        context = {"csrf_token": SimpleLazyObject(lambda: get_token(self.request))}
        return [
            SafeString(
                ('<tr role="row" class="muted-row">' if muted and muted(row) else '<tr role="row">')
                + "".join(
                    f"{begin}{column.render(row, context)}{end}" for column, begin, end in columns
                )
                + "</tr>"
            )
            for row in self.page.rijen
        ]

    @property
    def count(self) -> str:
        """`3.000 toewijzingen`, `meer dan 10.000 toewijzingen`, or nothing when not counted."""
        total = self.page.totaal
        if total is None:
            return ""
        noun = self.table.noun[0 if total == 1 else 1]
        text = f"{format_number(total)} {noun}"
        return _("meer dan %s") % text if self.page.totaal_is_ondergrens else text

    @property
    def next_url(self) -> str:
        return self.url(**{CURSOR: self.page.volgende}) if self.page.volgende else ""

    @property
    def previous_url(self) -> str:
        return self.url(**{CURSOR: self.page.vorige}) if self.page.vorige else ""

    @property
    def exports(self) -> list[tuple[str, str]]:
        return [(FORMATS[name], self.url(**{FORMAT: name})) for name in self.table.formats]

    @cached_property
    def chips(self) -> list[Chip]:
        form = self.filters
        if form is None or not form.is_bound:
            return []
        form.is_valid()
        return [
            Chip(str(bound.label), text, self.url(**{bound.html_name: None}))
            for bound in form
            if (text := _chip_text(form, bound))
        ]

    @property
    def clear_url(self) -> str:
        names = [bound.html_name for bound in self.filters] if self.filters else []
        return self.url(**dict.fromkeys(names))

    @property
    def sort(self) -> str:
        """The sort in the URL, for the filter form to carry along."""
        return self.params.get(SORT, "")


def _tags(column: Column) -> tuple[SafeString, SafeString]:
    """Begin and end of a cell; its label is shown where the row becomes a card."""
    name, role = (
        ("th", ' scope="row" role="rowheader"') if column.header else ("td", ' role="cell"')
    )
    names = ("end" if column.align == "end" else "", "nowrap" if column.nowrap else "")
    style = SafeString(f' class="{" ".join(filter(None, names))}"' if any(names) else "")
    begin = format_html('<{}{} data-label="{}"{}>', name, SafeString(role), column.label, style)
    return begin, SafeString(f"</{name}>")


def _chip_text(form: forms.BaseForm, bound: forms.BoundField) -> str:
    """A filter that is in force, in the words of the form; empty when it is not."""
    value = form.cleaned_data.get(bound.name)
    if value in (None, "", [], False) or bound.is_hidden:
        return ""
    if value is True:
        return _("ja")
    if isinstance(bound.field, forms.ModelChoiceField):
        return (
            str(bound.field.label_from_instance(value))
            if not _many(value)
            else ", ".join(bound.field.label_from_instance(item) for item in value)
        )
    if isinstance(bound.field, forms.ChoiceField):
        labels = {
            str(key): str(label) for key, label in _flat(cast(Iterable[Any], bound.field.choices))
        }
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in values)
    return show(value)


def _many(value: Any) -> bool:
    return hasattr(value, "__iter__") and not isinstance(value, str)


def _flat(choices: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


def render_table(
    request: HttpRequest,
    template: str,
    table: BoundTable,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page, or just its table when HTMX asked to swap that; the table is `tabel` in both."""
    swap = (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Target") == table.id
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
    name = "components/_tabel.html" if swap else template
    response = render(request, name, {**(context or {}), "tabel": table})
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
