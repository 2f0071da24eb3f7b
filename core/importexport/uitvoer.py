"""Export of what a list shows: CSV by COPY, XLSX by server-side cursor; memory stays flat."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from openpyxl import Workbook
from psycopg import ClientCursor, sql

from core.actor import Actor
from core.choices import Inzagehandeling
from core.fouten import Foutcode, Ongeldig
from core.handeling import record_access, record_access_of
from core.importexport.formules import PATROON, guard
from core.importexport.rapport import sheet_text, sheet_value

EXPORT_TE_GROOT = Foutcode(
    "export_te_groot", "Excel kan niet zoveel regels aan; kies CSV of filter de lijst."
)
XLSX_REGELS = 1_048_575
BLOK = 64 * 1024
BOM = b"\xef\xbb\xbf"
_NUMBERS = frozenset({20, 21, 23, 26, 700, 701, 1700})
_DATE, _MOMENT, _MOMENT_ZONE, _BOOL = 1082, 1114, 1184, 16


class Formaat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class Opmaak(StrEnum):
    """ISO: 2026-12-01, 1250.50, moments in UTC. Nederlands: 01-12-2026, 1250,50, local time."""

    ISO = "iso"
    NEDERLANDS = "nl"


@dataclass(frozen=True)
class Exportkolom:
    """`kop` is the heading; `veld` a field path or annotation, or an output column of the SQL.

    `keuzes` turns stored codes into words.
    """

    kop: str
    veld: str
    keuzes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sqlbron:
    """A query of our own with its parameters; its rows are within the scope of the actor."""

    sql: str
    params: Sequence[Any] | Mapping[str, Any] = ()


Bron = models.QuerySet[Any] | Sqlbron
Jeugdigen = Iterable[UUID] | models.QuerySet[Any]


def export_queryset(
    actor: Actor,
    bron: Bron,
    columns: Sequence[Exportkolom],
    fmt: str,
    *,
    naam: str,
    jeugdigen: Jeugdigen | None = None,
    doel: str = "",
    opmaak: Opmaak = Opmaak.ISO,
    bom: bool = True,
) -> HttpResponseBase:
    """A download of all rows of `bron`, which starts at `for_actor(actor)`; text is formula-safe.

    With client data in it, `jeugdigen` gives their pseudonyms (ids, or a queryset of one uuid
    column); the export is then in the access log before its first byte goes out (N-LOG-01).
    `doel` is said there. Raises Ongeldig: `export_te_groot` when XLSX cannot hold it.
    """
    query = _shaped(bron, columns, opmaak, text_only=Formaat(fmt) == Formaat.CSV)
    if Formaat(fmt) == Formaat.XLSX:
        _check_fits(query)
    if jeugdigen is not None:
        _log(actor, naam, fmt, jeugdigen, doel)
    filename = f"{naam}-{timezone.localdate():%Y-%m-%d}.{fmt}"
    response: HttpResponseBase
    if Formaat(fmt) == Formaat.CSV:
        dutch = opmaak == Opmaak.NEDERLANDS
        response = StreamingHttpResponse(
            csv_chunks(query, columns, separator=";" if dutch else ",", bom=bom),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{filename}"'},
        )
    else:
        response = FileResponse(
            xlsx_file(query, columns),
            as_attachment=True,
            filename=filename,
            content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _log(actor: Actor, naam: str, fmt: str, jeugdigen: Jeugdigen, doel: str) -> None:
    act, soort = Inzagehandeling.UITVOEREN, f"export.{naam}"
    detail = " ".join(filter(None, [fmt, doel]))
    if isinstance(jeugdigen, models.QuerySet):
        record_access_of(actor, act, soort, jeugdigen, detail=detail)
    else:
        record_access(actor, act, soort, jeugdigen=sorted(set(jeugdigen)), detail=detail)


def _inner(bron: Bron, columns: Sequence[Exportkolom]) -> tuple[str, Any, list[str]]:
    """The query, its parameters, and the name each column has in it."""
    if isinstance(bron, Sqlbron):
        return bron.sql, bron.params or None, [column.veld for column in columns]
    rows = bron.values_list(*[column.veld for column in columns])
    text, params = rows.query.get_compiler(connection.alias, elide_empty=False).as_sql()
    names = [f"k{at}" for at in range(len(columns))]
    return text, params, names


def _shaped(
    bron: Bron, columns: Sequence[Exportkolom], opmaak: Opmaak, *, text_only: bool
) -> sql.Composed:
    """The query with every column in its form.

    The type that the database gives decides, not the caller: what is no number, date, moment or
    boolean is text and gets the guard.
    """
    text, params, names = _inner(bron, columns)
    connection.ensure_connection()
    bound = _raw(ClientCursor(connection.connection).mogrify(text, params))
    source = sql.SQL("({}) q").format(bound)
    if not isinstance(bron, Sqlbron):
        aliases = sql.SQL(", ").join(map(sql.Identifier, names))
        source = sql.SQL("({}) q ({})").format(bound, aliases)
    picked = [sql.Identifier("q", name) for name in names]
    kinds = _types(sql.SQL("select {} from {} limit 0").format(sql.SQL(", ").join(picked), source))
    form = _as_text if text_only else _as_value
    cells = [
        form(cell, kind, column, opmaak)
        for cell, kind, column in zip(picked, kinds, columns, strict=True)
    ]
    heads = [sql.Identifier(column.kop) for column in columns]
    shaped = [sql.SQL("{} as {}").format(c, h) for c, h in zip(cells, heads, strict=True)]
    return sql.SQL("select {} from {}").format(sql.SQL(", ").join(shaped), source)


def _raw(text: str) -> sql.SQL:
    """Composed from our own query by Django or psycopg; nothing a user typed is unquoted in it."""
    return sql.SQL(text)


def _types(query: sql.Composed) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [described[1] for described in cursor.description]


def _words(
    cell: sql.Composable, keuzes: Mapping[str, str], *, guarded: bool = False
) -> sql.Composable:
    """Our own words for the codes we know; a code that is not among them keeps its guard."""
    say = guard if guarded else str
    cases = [
        sql.SQL("when {} then {}").format(sql.Literal(str(code)), sql.Literal(say(str(word))))
        for code, word in keuzes.items()
    ]
    other = sql.SQL("{}::text").format(cell)
    return sql.SQL("case {}::text {} else {} end").format(
        cell, sql.SQL(" ").join(cases), _guarded(other) if guarded else other
    )


def _as_value(
    cell: sql.Composable, kind: int, column: Exportkolom, opmaak: Opmaak
) -> sql.Composable:
    return _words(cell, column.keuzes) if column.keuzes else cell


def _as_text(
    cell: sql.Composable, kind: int, column: Exportkolom, opmaak: Opmaak
) -> sql.Composable:
    dutch = opmaak == Opmaak.NEDERLANDS
    if column.keuzes:
        return _words(cell, column.keuzes, guarded=True)
    if kind in _NUMBERS:
        comma = sql.SQL("replace({}::text, '.', ',')").format(cell)
        return comma if dutch else cell
    if kind == _BOOL:
        return sql.SQL("case when {0} then 'ja' when not {0} then 'nee' end").format(cell)
    if kind == _DATE:
        if not dutch and _writes_iso():
            return cell
        mask = "DD-MM-YYYY" if dutch else "YYYY-MM-DD"
        return sql.SQL("to_char({}, {})").format(cell, sql.Literal(mask))
    if kind == _MOMENT_ZONE:
        zone = timezone.get_current_timezone_name() if dutch else "UTC"
        mask = "DD-MM-YYYY HH24:MI" if dutch else 'YYYY-MM-DD"T"HH24:MI:SS"Z"'
        return sql.SQL("to_char({} at time zone {}, {})").format(
            cell, sql.Literal(zone), sql.Literal(mask)
        )
    return _guarded(sql.SQL("{}::text").format(cell))


def _writes_iso() -> bool:
    """Whether COPY writes a date as ISO by itself, several times as fast as to_char."""
    style = connection.connection.info.parameter_status("DateStyle")
    return bool(style and style.startswith("ISO"))


def _guarded(cell: sql.Composable) -> sql.Composable:
    """Nearly every text begins with a figure or a letter; those need not go past the pattern."""
    return sql.SQL(
        "case when ascii({0}) between 65 and 122 or ascii({0}) between 48 and 57 then {0} "
        "when {0} ~ {1} then '{2}' || {0} else {0} end"
    ).format(cell, sql.Literal(PATROON), sql.SQL("''"))


def csv_chunks(
    query: sql.Composed, columns: Sequence[Exportkolom], *, separator: str = ",", bom: bool = True
) -> Iterator[bytes]:
    """COPY TO in blocks of many rows; the database gives them one by one."""
    statement = sql.SQL(
        "copy ({}) to stdout with (format csv, header, delimiter {}, encoding 'UTF8')"
    ).format(query, sql.Literal(separator))
    if bom:
        yield BOM
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        block = bytearray()
        for row in copy:
            block += row
            if len(block) >= BLOK:
                yield bytes(block)
                block.clear()
        if block:
            yield bytes(block)


def _check_fits(query: sql.Composed) -> None:
    count = sql.SQL("select count(*) from ({} limit {}) q").format(query, XLSX_REGELS + 1)
    with connection.cursor() as cursor:
        cursor.execute(count)
        if cursor.fetchone()[0] > XLSX_REGELS:
            raise Ongeldig(EXPORT_TE_GROOT.betekenis, code=EXPORT_TE_GROOT.code)


def xlsx_file(query: sql.Composed, columns: Sequence[Exportkolom]) -> Any:
    """A temporary file that is gone once it is closed; rows come by server-side cursor."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Export")
    sheet.append([sheet_text(column.kop) for column in columns])
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(2000):
            for row in rows:
                sheet.append([sheet_value(value) for value in row])
    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    book.save(target)
    target.seek(0)
    return target
