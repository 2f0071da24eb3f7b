"""What goes out is what was shown, safe to open, logged when about jeugdigen, in flat memory."""

import csv
import datetime
import io
import tracemalloc
import uuid
from decimal import Decimal

import pytest
from django.db.models import CharField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from core.actor import Actor
from core.choices import Actorsoort, Organisatiesoort
from core.fouten import Ongeldig
from core.importexport import uitvoer
from core.importexport.formules import unguard
from core.importexport.lezen import read_rows
from core.importexport.uitvoer import Exportkolom, Opmaak, Sqlbron, export_queryset
from core.models import Inzage, Organisatie
from indications.models import Verwijzing
from tests.factories.indications import JeugdigeFactory, VerwijzingFactory

pytestmark = pytest.mark.django_db
ACTOR = Actor(Actorsoort.GEBRUIKER, uuid.uuid4(), "Test")
K = Exportkolom
TYPES = Sqlbron(
    "select %(t)s::text as tekst, -5 as geheel, -1250.50::numeric(9,2) as bedrag, "
    "date '2026-12-01' as dag, timestamptz '2026-07-01 22:30:00+00' as moment, "
    "true as ja, null::text as leeg, '41990001'::varchar as agb",
    {"t": "=1+1"},
)
TYPE_COLUMNS = [
    K(n.title(), n) for n in ["tekst", "geheel", "bedrag", "dag", "moment", "ja", "leeg", "agb"]
]


def body(response):
    return b"".join(response.streaming_content)


def csv_rows(bron, columns, **kwargs):
    data = body(export_queryset(ACTOR, bron, columns, "csv", naam="proef", **kwargs))
    separator = ";" if kwargs.get("opmaak") == Opmaak.NEDERLANDS else ","
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=separator))


def test_iso_and_numbers_survive_the_guard():
    assert csv_rows(TYPES, TYPE_COLUMNS) == [
        ["Tekst", "Geheel", "Bedrag", "Dag", "Moment", "Ja", "Leeg", "Agb"],
        ["'=1+1", "-5", "-1250.50", "2026-12-01", "2026-07-01T22:30:00Z", "ja", "", "41990001"],
    ]


def test_dutch_formats_in_local_time():
    assert csv_rows(TYPES, TYPE_COLUMNS, opmaak=Opmaak.NEDERLANDS)[1] == [
        "'=1+1", "-5", "-1250,50", "01-12-2026", "02-07-2026 00:30", "ja", "", "41990001",
    ]  # fmt: skip


def test_xlsx_has_the_same_guard_and_real_numbers():
    data = body(export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "xlsx", naam="proef"))
    heading, row = load_workbook(io.BytesIO(data)).active.iter_rows()
    assert [cell.value for cell in heading][:2] == ["Tekst", "Geheel"]
    assert [cell.value for cell in row] == [
        "'=1+1",
        -5,
        -1250.5,
        datetime.datetime.fromisoformat("2026-12-01"),
        datetime.datetime.fromisoformat("2026-07-02T00:30"),
        "ja",
        None,
        "41990001",
    ]
    assert {cell.data_type for cell in row} == {"s", "n", "d"}


def test_queryset_with_related_field_choices_and_a_percent_sign():
    Organisatie.objects.create(soort=Organisatiesoort.GI, naam='50% É; "x"', code="-1")
    Organisatie.objects.create(soort=Organisatiesoort.OZJT, naam="Niet deze")
    rows = Organisatie.objects.filter(naam__contains="%").annotate(
        vast=Value("a%b", output_field=CharField())
    )
    columns = [
        K("Naam", "naam"),
        K("Soort", "soort", dict(Organisatiesoort.choices)),
        K("Code", "code"),
        K("Vast", "vast"),
    ]
    assert csv_rows(rows, columns) == [
        ["Naam", "Soort", "Code", "Vast"],
        ['50% É; "x"', "Gecertificeerde instelling", "'-1", "a%b"],
    ]


def test_same_field_twice_and_empty_result():
    columns = [K("Een", "naam"), K("Twee", "naam"), K('K"op; %s', "code")]
    for rows in (Organisatie.objects.none(), Organisatie.objects.filter(naam="x")):
        assert csv_rows(rows, columns) == [["Een", "Twee", 'K"op; %s']]


def test_headers():
    response = export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "csv", naam="toewijzingen")
    today = f"{datetime.date.today():%Y-%m-%d}"  # noqa: DTZ011
    assert response["Content-Disposition"] == f'attachment; filename="toewijzingen-{today}.csv"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert body(response).startswith(b"\xef\xbb\xbf")
    plain = export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "csv", naam="x", bom=False)
    assert body(plain).startswith(b"Tekst,")


def test_unknown_format_is_refused_before_anything_is_logged():
    with pytest.raises(ValueError):
        export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "pdf", naam="x", jeugdigen=[uuid.uuid4()])
    assert not Inzage.objects.exists()


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_client_data_is_logged_before_the_first_byte(fmt):
    one, two = sorted([uuid.uuid4(), uuid.uuid4()])
    response = export_queryset(
        ACTOR, TYPES, TYPE_COLUMNS, fmt, naam="lijst", jeugdigen=[two, one, two], doel="controle"
    )
    line = Inzage.objects.get()
    assert (line.jeugdigen, line.soort, line.handeling) == ([one, two], "export.lijst", "E")
    assert line.detail == f"{fmt} controle"
    body(response)


def test_jeugdigen_may_be_a_queryset():
    made = Organisatie.objects.create(soort=Organisatiesoort.GI, naam="x")
    ids = Organisatie.objects.order_by("naam").values_list("pk", flat=True)
    export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "csv", naam="lijst", jeugdigen=ids)
    assert Inzage.objects.get().jeugdigen == [made.pk]


def test_xlsx_that_excel_cannot_hold_is_refused(monkeypatch):
    monkeypatch.setattr(uitvoer, "XLSX_REGELS", 3)
    many = Sqlbron("select g as n from generate_series(1, 4) g")
    with pytest.raises(Ongeldig) as raised:
        export_queryset(ACTOR, many, [K("n", "n")], "xlsx", naam="x")
    assert raised.value.code == "export_te_groot"


WITHOUT_NUL = st.characters(codec="utf-8", exclude_characters="\0")
RISKY = st.text(alphabet="'=+-@ \t\r\n＝;,\"a1", max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(WITHOUT_NUL, max_size=20), RISKY), min_size=1, max_size=6))
def test_database_guards_exactly_as_reading_takes_off(texts):
    bron = Sqlbron(
        "select t from unnest(%(t)s::text[]) with ordinality u(t, n) order by n", {"t": texts}
    )
    data = body(export_queryset(ACTOR, bron, [K("k", "t")], "csv", naam="x"))
    cells = [
        row[0] if row else ""
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    ]
    assert [unguard(cell) for cell in cells[1:]] == texts
    assert not any(
        cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(-(10**9), 10**9), st.decimals(-(10**6), 10**6, places=2))
def test_numbers_come_back_as_they_were(whole, amount):
    bron = Sqlbron("select %(a)s::bigint a, %(b)s::numeric b", {"a": whole, "b": amount})
    (row,) = csv_rows(bron, [K("a", "a"), K("b", "b")])[1:]
    assert (int(row[0]), Decimal(row[1])) == (whole, amount)


def test_hundred_thousand_rows_in_flat_memory():
    many = Sqlbron(
        "select g as n, 'rij ' || g || repeat('x', 90) as tekst from generate_series(1, 100000) g"
    )
    response = export_queryset(ACTOR, many, [K("n", "n"), K("tekst", "tekst")], "csv", naam="x")
    tracemalloc.start()
    size = sum(map(len, response.streaming_content))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 10_000_000
    assert peak < 2_000_000


def test_what_goes_out_can_come_in():
    data = body(export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "csv", naam="x"))
    assert [row.nummer for row in read_rows(data, ("Tekst",))] == [1, 2]


@pytest.mark.parametrize("aantal", [0, 1, 3])
def test_everybody_in_a_queryset_is_named_once_by_the_database_itself(aantal):
    people = [JeugdigeFactory(bsn=False) for _ in range(aantal)]
    for jeugdige in people:
        for _ in range(2):
            VerwijzingFactory(jeugdige=jeugdige)
    rows = Verwijzing.objects.order_by("datum").values_list("jeugdige_id", flat=True)
    export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "csv", naam="lijst", jeugdigen=rows)
    found = [set(line.jeugdigen) for line in Inzage.objects.filter(soort="export.lijst")]
    assert found == ([{jeugdige.pk for jeugdige in people}] if people else [])
    for line in Inzage.objects.filter(soort="export.lijst"):
        assert (line.handeling, line.detail) == ("E", "csv")


def test_nobody_in_scope_leaves_no_line():
    rows = Verwijzing.objects.none().values_list("jeugdige_id", flat=True)
    export_queryset(ACTOR, TYPES, TYPE_COLUMNS, "csv", naam="lijst", jeugdigen=rows)
    assert not Inzage.objects.filter(soort="export.lijst").exists()
