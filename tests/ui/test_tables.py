from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.http import HttpRequest, QueryDict
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.forms import DatumField, FilterForm
from core.tables import BoundTable, Column, Rows, Table, render_table

ROWS = [{"naam": "De Els", "plekken": 1200, "vrij": True}, {"naam": "<b>", "plekken": None}]


class Filter(FilterForm):
    status = forms.ChoiceField(
        label="Status", choices=[("", "Alle"), ("aan", "Aan"), ("uit", "Uit")]
    )
    vanaf = DatumField(label="Vanaf")


TABLE = Table(
    id="lijst",
    caption="Aanbieders",
    noun=("aanbieder", "aanbieders"),
    default_sort="naam",
    formats=("csv",),
    empty="Voeg er een toe.",
    muted=lambda row: row["plekken"] is None,
    columns=[
        Column("naam", "Naam", sort=("achternaam", "naam"), header=True),
        Column("plekken", "Plekken", sort="plekken", align="end"),
        Column("knop", "Doen", accessor=lambda row: "Openen", link=lambda row: "/x", export=False),
    ],
)


def request(query: str = "", **headers: str) -> HttpRequest:
    return RequestFactory().get(f"/aanbieders?{query}", headers=headers)


def bind(query: str = "", page: Any = ROWS, filters: bool = False) -> BoundTable:
    asked = request(query)
    return TABLE.bind(asked, page, Filter(asked.GET) if filters else None)


def html(table: BoundTable) -> str:
    return render_to_string("components/_tabel.html", {"tabel": table})


def test_values_are_shown_in_dutch_and_escaped() -> None:
    shown = html(bind())
    assert "1.200" in shown
    assert "&lt;b&gt;" in shown
    assert 'scope="row"' in shown
    assert 'data-label="Plekken"' in shown
    assert '<a class="utrecht-link" href="/x">Openen</a>' in shown
    assert shown.count("muted-row") == 1


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("", ("achternaam", "naam")),
        ("sorteer=plekken", ("plekken",)),
        ("sorteer=-naam", ("-achternaam", "-naam")),
        ("sorteer=knop", ("achternaam", "naam")),
        ("sorteer=wachtwoord", ("achternaam", "naam")),
        ("sorteer=--naam", ("achternaam", "naam")),
    ],
)
def test_only_declared_columns_sort(query: str, order: tuple[str, ...]) -> None:
    assert TABLE.ordering(QueryDict(query)) == order


def test_sort_link_turns_the_order_and_goes_back_to_the_first_page() -> None:
    naam, plekken, knop = bind("sorteer=naam&cursor=abc&status=aan").headings
    assert (naam.aria_sort, plekken.aria_sort, knop.aria_sort) == ("ascending", "none", "")
    assert naam.url == "/aanbieders?status=aan&sorteer=-naam"
    assert plekken.url == "/aanbieders?status=aan&sorteer=plekken"
    assert bind("sorteer=-naam").headings[0].aria_sort == "descending"


def test_paging_keeps_filter_and_sort() -> None:
    page = Rows(ROWS, volgende="v+1", vorige="t/2")
    table = bind("status=aan&sorteer=-naam&cursor=nu", page)
    assert table.next_url == "/aanbieders?status=aan&sorteer=-naam&cursor=v%2B1"
    assert table.previous_url == "/aanbieders?status=aan&sorteer=-naam&cursor=t%2F2"
    assert 'rel="next"' in html(table)
    assert "pager" not in html(bind())


@pytest.mark.parametrize(
    ("total", "bound", "text"),
    [
        (1, False, "1 aanbieder"),
        (3000, False, "3.000 aanbieders"),
        (10000, True, "meer dan 10.000 aanbieders"),
        (None, False, ""),
    ],
)
def test_count_says_what_is_known(total: int | None, bound: bool, text: str) -> None:
    page = SimpleNamespace(
        rijen=ROWS, volgende=None, vorige=None, totaal=total, totaal_is_ondergrens=bound
    )
    assert bind(page=page).count == text


def test_filters_in_force_show_as_chips_that_take_them_away() -> None:
    table = bind("status=aan&vanaf=1-12-2026&cursor=x&sorteer=plekken", filters=True)
    chips = [(chip.label, chip.waarde.replace("\u00a0", " ")) for chip in table.chips]
    assert chips == [("Status", "Aan"), ("Vanaf", "1 dec 2026")]
    assert table.chips[0].url == "/aanbieders?vanaf=1-12-2026&sorteer=plekken"
    assert table.clear_url == "/aanbieders?sorteer=plekken"
    assert 'name="sorteer" value="plekken"' in html(table)


def test_wrong_filter_is_said_and_not_applied() -> None:
    table = bind("status=stuk&vanaf=ooit", filters=True)
    assert table.chips == []
    assert table.filters is not None
    assert table.filters.values == {}  # type: ignore[attr-defined]
    assert 'data-code="onbekende_waarde"' in html(table)
    assert 'data-code="datum_ongeldig"' in html(table)


def test_empty_list_tells_the_next_step() -> None:
    assert "Voeg er een toe." in html(bind(page=[]))
    filtered = html(bind("status=uit", page=[], filters=True))
    assert "Niets gevonden met deze filters" in filtered
    assert "Voeg er een toe." not in filtered


def test_export_gives_the_shown_columns_with_raw_values() -> None:
    assert TABLE.export_header() == ["Naam", "Plekken"]
    assert list(TABLE.export_rows(ROWS)) == [["De Els", 1200], ["<b>", None]]
    assert bind("status=aan&cursor=x").exports == [("CSV", "/aanbieders?status=aan&formaat=csv")]


def test_rows_may_be_tuples_or_objects() -> None:
    assert Column("x", "X", accessor=1).render(("a", 2500)) == "2.500"
    assert Column("naam", "X").render(SimpleNamespace(naam="De Es")) == "De Es"


def test_cell_template_has_row_value_and_csrf_token(tmp_path: Path, settings: Any) -> None:
    source = "<form>{% csrf_token %}{{ rij.naam }}: {{ waarde }}</form>"
    (tmp_path / "cel.html").write_text(source)
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    table = Table(id="t", caption="T", columns=[Column("plekken", "P", template="cel.html")])
    shown = table.bind(request(), ROWS).rows
    assert "De Els: 1.200</form>" in shown[0]
    assert "&lt;b&gt;: None</form>" in shown[1]
    assert "csrfmiddlewaretoken" in shown[0]


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true", "HX-Target": "lijst"}, False),
        ({"HX-Request": "true", "HX-Target": "andere"}, True),
        (
            {"HX-Request": "true", "HX-Target": "lijst", "HX-History-Restore-Request": "true"},
            True,
        ),
    ],
    ids=["page", "swap", "other target", "history"],
)
def test_htmx_gets_just_the_table(headers: dict[str, str], whole: bool) -> None:
    asked = request(**headers)
    response = render_table(asked, "stijl.html", TABLE.bind(asked, ROWS), {"form": {}})
    assert ("<!doctype html>" in response.content.decode()) is whole
    assert "HX-Request" in response["Vary"]
