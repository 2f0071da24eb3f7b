"""The report of an import: the rows as they came in, with what is wrong beside them."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from core.fouten import Bevinding
from core.importexport.formules import guard
from core.importexport.inlezen import (
    FOUTENKOLOM,
    Importschema,
    Importuitkomst,
    all_headings,
    headings_only,
)
from core.importexport.kolommen import as_text, heading_key
from core.importexport.lezen import read_rows

MAX_CEL = 32_000


def report_rows(
    schema: Importschema, data: bytes, outcome: Importuitkomst, *, alleen_fout: bool
) -> Iterator[list[str]]:
    """Heading and rows of the file as it came in, and one more column that says what is wrong."""
    rows = read_rows(data, all_headings(schema.kolommen))
    heading = [as_text(cel) for cel in next(rows).cellen]
    places = [at for at, kop in enumerate(heading) if heading_key(kop) != heading_key(FOUTENKOLOM)]
    wrong = set(outcome.foutregels)
    yield [*(heading[at] for at in places), FOUTENKOLOM]
    for row in rows:
        if alleen_fout and row.nummer not in wrong:
            continue
        cells = [as_text(row.cellen[at]) if at < len(row.cellen) else "" for at in places]
        yield [*cells, describe(outcome.bevindingen.get(row.nummer, ()))]


def describe(findings: Sequence[Bevinding]) -> str:
    """`begindatum: Schrijf de datum als … [ongeldig_formaat] | …`"""
    return " | ".join(
        f"{finding.veld + ': ' if finding.veld else ''}{finding.reden} [{finding.code}]"
        for finding in findings
    )


def template_rows(schema: Importschema) -> Iterator[list[str]]:
    """An empty file to fill in."""
    yield list(headings_only(schema))


def as_csv(rows: Iterator[list[str]]) -> bytes:
    """Semicolons and a UTF-8 mark: the way a Dutch spreadsheet opens it by double click."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([guard(cel) for cel in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterator[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Regels")
    for row in rows:
        sheet.append([sheet_text(cel) for cel in row])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sheet_text(value: Any) -> str:
    """Text that an XLSX cell can hold: guarded, no control characters, cut at what a cell takes."""
    return guard(ILLEGAL_CHARACTERS_RE.sub("", str(value)))[:MAX_CEL]
