"""The report of an import: the rows as they came in, with what is wrong beside them."""

import csv
import datetime
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.fouten import Bevinding
from core.importexport.formules import guard
from core.importexport.inlezen import (
    FOUTENKOLOM,
    Bestandsvorm,
    Importuitkomst,
    all_headings,
    headings_only,
    match_headings,
)
from core.importexport.kolommen import as_text, heading_key
from core.importexport.lezen import Rij, read_rows

MAX_CEL = 32_000


def report_rows(
    schema: Bestandsvorm, data: bytes, outcome: Importuitkomst, *, alleen_fout: bool
) -> Iterator[list[str]]:
    """Heading and rows of the file as it came in, and one more column that says what is wrong."""
    return beside_rows(read_rows(data, all_headings(schema.kolommen)), outcome, alleen_fout)


def beside_rows(
    rows: Iterator[Rij], outcome: Importuitkomst, alleen_fout: bool
) -> Iterator[list[str]]:
    """The same of rows that were opened already: a sheet of a workbook."""
    heading = [as_text(cel) for cel in next(rows, Rij(1, [])).cellen]
    places = [at for at, kop in enumerate(heading) if heading_key(kop) != heading_key(FOUTENKOLOM)]
    wrong = set(outcome.foutregels)
    yield [*(heading[at] for at in places), FOUTENKOLOM]
    for row in rows:
        if alleen_fout and row.nummer not in wrong:
            continue
        cells = [as_text(row.cellen[at]) if at < len(row.cellen) else "" for at in places]
        yield [*cells, describe(outcome.bevindingen.get(row.nummer, ()))]


def cells_of(
    schema: Bestandsvorm, data: bytes, nummers: Collection[int]
) -> dict[int, dict[str, str]]:
    """The cells of these rows as they came in, by the name of their column."""
    return cells_of_rows(schema, read_rows(data, all_headings(schema.kolommen)), nummers)


def cells_of_rows(
    schema: Bestandsvorm, rows: Iterator[Rij], nummers: Collection[int]
) -> dict[int, dict[str, str]]:
    """The same of rows that were opened already: a sheet of a workbook."""
    places = match_headings(schema.kolommen, next(rows))
    return {
        row.nummer: {
            kolom.naam: as_text(row.cellen[at]) for at, kolom in places if at < len(row.cellen)
        }
        for row in rows
        if row.nummer in nummers
    }


def describe(findings: Sequence[Bevinding]) -> str:
    """`begindatum: Schrijf de datum als … [ongeldig_formaat] | …`"""
    return " | ".join(
        f"{finding.veld + ': ' if finding.veld else ''}{finding.reden} [{finding.code}]"
        for finding in findings
    )


def template_rows(schema: Bestandsvorm) -> Iterator[list[str]]:
    """An empty file to fill in."""
    yield list(headings_only(schema))


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """Semicolons and a UTF-8 mark: the way a Dutch spreadsheet opens it by double click."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([guard(cel) for cel in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterator[list[str]]) -> bytes:
    return as_workbook({"Regels": rows})


def as_workbook(sheets: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """A sheet per name; numbers and dates stay what they are, text gets the guard."""
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([sheet_value(cel) for cel in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_value(value: Any) -> Any:
    """What a cell of a sheet holds; moments in local time, for a sheet knows no zones."""
    if value is None or (isinstance(value, int | float | Decimal) and not isinstance(value, bool)):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.replace(tzinfo=None)
    if isinstance(value, datetime.date):
        return value
    return sheet_text(value)


def sheet_text(value: Any) -> str:
    """Text that an XLSX cell can hold: guarded, no control characters, cut at what a cell takes."""
    return guard(ILLEGAL_CHARACTERS_RE.sub("", str(value)))[:MAX_CEL]
