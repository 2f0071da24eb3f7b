"""Rows of a CSV or XLSX file, one by one; zip bombs and giant grids are refused before."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook

from core.fouten import Foutcode, Ongeldig
from core.importexport.kolommen import heading_key

BESTAND_SOORT = Foutcode("bestand_soort", "Dit is geen CSV- of Excel-bestand (.xlsx).")
BESTAND_LEEG = Foutcode("bestand_leeg", "Er staat niets in het bestand.")
BESTAND_ONLEESBAAR = Foutcode("bestand_onleesbaar", "Het bestand is niet heel of niet te lezen.")
BESTAND_CODERING = Foutcode(
    "bestand_codering", "De tekens zijn niet te lezen; sla het bestand op als ‘CSV UTF-8’."
)
BESTAND_TE_GROOT = Foutcode("bestand_te_groot", "Het bestand is te groot om in te lezen.")

MAX_RIJEN: Final = 200_000
MAX_KOLOMMEN: Final = 200
MAX_UITGEPAKT: Final = 400 * 1024 * 1024
MAX_VERHOUDING: Final = 200
MAX_DELEN: Final = 500
SCHEIDING: Final = (";", ",", "\t")
_BLOK = 256 * 1024
_KOP = 512
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,4})([0-9]{1,12})["']""")
_KEEP_TAIL = 64


@dataclass(frozen=True, slots=True)
class Rij:
    """`nummer` as a spreadsheet shows it: the heading is 1."""

    nummer: int
    cellen: Sequence[Any]


def refusal(code: Foutcode, reden: str = "") -> Ongeldig:
    finding = code.bevinding("bestand", reden or code.betekenis)
    return Ongeldig(code=code.code, bevindingen=[finding])


def read_rows(data: bytes, koppen: Collection[str] = ()) -> Iterator[Rij]:
    """All rows that hold something, the heading first; the kind of file follows from its content.

    `koppen` are the headings hoped for; they decide between `;` `,` and tab. Raises Ongeldig
    (`bestand_…`), also while iterating.
    """
    if not data.strip():
        raise refusal(BESTAND_LEEG)
    if data.startswith(b"PK\x03\x04"):
        return _limited(_xlsx(data))
    program = data.startswith((b"MZ", b"\x7fELF")) and b"\0" in data[:_KOP]
    if program or data.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        raise refusal(BESTAND_SOORT)
    return _limited(_csv(data, koppen))


def _limited(rows: Iterator[Rij]) -> Iterator[Rij]:
    count = 0
    for row in rows:
        if not any(cel not in (None, "") for cel in row.cellen):
            continue
        count += 1
        if count > MAX_RIJEN + 1 or len(row.cellen) > MAX_KOLOMMEN:
            most = f"Ten hoogste {MAX_RIJEN} rijen en {MAX_KOLOMMEN} kolommen per bestand."
            raise refusal(BESTAND_TE_GROOT, most)
        yield row


def encoding_of(data: bytes) -> str:
    """UTF-8 (with or without mark) when it is, else Windows-1252. Raises `bestand_codering`."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        raise refusal(BESTAND_CODERING)
    for name in ("utf-8-sig", "cp1252"):
        try:
            codecs.decode(data, name)
        except UnicodeDecodeError:
            continue
        return name
    raise refusal(BESTAND_CODERING)


def _separator(heading: str, koppen: Collection[str]) -> str:
    """The one that gives most of the hoped-for headings, and then most columns."""
    wanted = {heading_key(kop) for kop in koppen}

    def score(separator: str) -> tuple[int, int]:
        cells = next(csv.reader([heading], delimiter=separator), [])
        return sum(heading_key(cell) in wanted for cell in cells), len(cells)

    return max(SCHEIDING, key=score)


def _csv(data: bytes, koppen: Collection[str]) -> Iterator[Rij]:
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding_of(data), newline="")
    heading = text.readline(_BLOK)
    text.seek(0)
    try:
        reader = csv.reader(text, delimiter=_separator(heading, koppen), strict=True)
        for number, cells in enumerate(reader, 1):
            yield Rij(number, cells)
    except csv.Error:
        at = f"Rond regel {reader.line_num} klopt een aanhalingsteken of is een cel te lang."
        raise refusal(BESTAND_ONLEESBAAR, at) from None


def _xlsx(data: bytes) -> Iterator[Rij]:
    check_archive(data)
    with _readable():
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).iter_rows()
    for number, cells in enumerate(rows, 1):
        yield Rij(number, cells)


def read_sheets(data: bytes) -> dict[str, Iterator[Rij]]:
    """Of an XLSX file every sheet by its name, the rows as `read_rows` gives them.

    Raises Ongeldig (`bestand_…`), also while iterating.
    """
    if not data.startswith(b"PK\x03\x04"):
        raise refusal(BESTAND_SOORT, "Lever een Excel-bestand (.xlsx) aan.")
    check_archive(data)
    with _readable():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {name: book.get_sheet_by_name(name).iter_rows() for name in book.sheet_names}
    return {
        name: _limited(Rij(number, cells) for number, cells in enumerate(rows, 1))
        for name, rows in sheets.items()
    }


@contextmanager
def _readable() -> Iterator[None]:
    """Whatever the reader of workbooks trips over is a file that cannot be read."""
    try:
        yield
    except (CalamineError, OSError, ValueError, IndexError):
        raise refusal(BESTAND_ONLEESBAAR) from None
    except BaseException as exc:
        if type(exc).__name__ != "PanicException":  # the reader's way to say that it gave up
            raise
        raise refusal(BESTAND_ONLEESBAAR) from None


def check_archive(data: bytes) -> None:
    """Unpack every part once, counting: size, ratio, parts, and how far the cells of a sheet reach.

    What the archive says about itself is not believed. A cell at XFD1048576 would make a grid of
    seventeen billion cells out of one small file, so far-away cells are refused too.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if "[Content_Types].xml" not in archive.namelist():
                raise refusal(BESTAND_SOORT)
            if len(parts) > MAX_DELEN or any(part.flag_bits & 1 for part in parts):
                raise refusal(BESTAND_ONLEESBAAR)
            left = min(MAX_UITGEPAKT, max(len(data) * MAX_VERHOUDING, _BLOK))
            for part in parts:
                with archive.open(part) as file:
                    left = _check_part(file, left)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise refusal(BESTAND_ONLEESBAAR) from None


def _check_part(file: Any, left: int) -> int:
    """Every part, whatever its name: an archive says itself which one is the sheet."""
    tail = b""
    while chunk := file.read(_BLOK):
        left -= len(chunk)
        if left < 0:
            raise refusal(BESTAND_TE_GROOT, "Uitgepakt is het Excel-bestand te groot.")
        text = tail + chunk
        if b"<!DOCTYPE" in text:
            raise refusal(BESTAND_ONLEESBAAR)
        for letters, digits in _PLACE.findall(text):
            if int(digits) > MAX_RIJEN + 1 or _column(letters) > MAX_KOLOMMEN:
                most = f"Ten hoogste {MAX_RIJEN} rijen en {MAX_KOLOMMEN} kolommen per blad."
                raise refusal(BESTAND_TE_GROOT, most)
        tail = text[-_KEEP_TAIL:]
    return left


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
