"""Files as people make them are read; files made to hurt are refused with a code."""

import datetime
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from core.fouten import Ongeldig
from core.importexport import lezen
from core.importexport.lezen import read_rows


def cells(data, koppen=("naam", "stad")):
    return [list(row.cellen) for row in read_rows(data, koppen)]


def code_of(data):
    with pytest.raises(Ongeldig) as raised:
        list(read_rows(data, ("naam",)))
    return raised.value.code


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(data, **parts):
    """The same archive with some parts replaced: `sheet1=b"…"`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for name in old.namelist():
            stem = name.rsplit("/", 1)[-1].removesuffix(".xml")
            new.writestr(name, parts.get(stem, old.read(name)))
    return target.getvalue()


SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
    b'2006/main"><sheetData>%b</sheetData></worksheet>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_as_people_make_it(encoding, separator, newline):
    text = newline.join(["naam|stad", "Zoë|Borne", '"a ""b"""|"x\ny"']).replace("|", separator)
    assert cells(text.encode(encoding)) == [
        ["naam", "stad"],
        ["Zoë", "Borne"],
        ['a "b"', "x\ny"],
    ]


def test_hoped_for_headings_decide_the_separator():
    assert cells(b"naam;stad, plaats, dorp\nx;y\n")[0] == ["naam", "stad, plaats, dorp"]


def test_row_numbers_are_those_of_the_sheet():
    rows = list(read_rows(b"naam\n\nx\n;\ny\n", ("naam",)))
    assert [row.nummer for row in rows] == [1, 3, 5]
    sheet = xlsx(["naam"], [None], ["x"])
    assert [row.nummer for row in read_rows(sheet)] == [1, 3]


def test_xlsx_keeps_types():
    day = datetime.date(2026, 1, 2)
    assert cells(xlsx(["naam", "stad"], [41990001, day], [1.5, True])) == [
        ["naam", "stad"],
        [41990001.0, day],
        [1.5, True],
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b" \n", "bestand_leeg", id="leeg"),
        pytest.param("naam\nx".encode("utf-16"), "bestand_codering", id="utf-16"),
        pytest.param(b"naam\n\0", "bestand_codering", id="nul"),
        pytest.param(b"naam\n\x81\xff", "bestand_codering", id="onbekende-tekens"),
        pytest.param(b'naam\n"x', "bestand_onleesbaar", id="aanhalingsteken"),
        pytest.param(b"naam\n" + b"x" * 200_000, "bestand_onleesbaar", id="reuzencel"),
        pytest.param(b"%PDF-1.4", "bestand_soort", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 99, "bestand_soort", id="oude-xls"),
        pytest.param(b"PK\x03\x04kapot", "bestand_onleesbaar", id="kapotte-zip"),
        pytest.param(xlsx(["naam"])[:-300], "bestand_onleesbaar", id="afgebroken"),
        pytest.param(b"a" + b";a" * 250, "bestand_te_groot", id="te-veel-kolommen"),
        pytest.param(xlsx(["a"] * 201), "bestand_te_groot", id="xlsx-te-veel-kolommen"),
        pytest.param(
            changed(xlsx(["a"]), sheet1=SHEET % b'<row r="1"><c r="XFD1048576"><v>1</v></c></row>'),
            "bestand_te_groot",
            id="xlsx-cel-heel-ver-weg",
        ),
        pytest.param(
            changed(xlsx(["a"]), sheet1=SHEET % b"<row r = '999999999'><c><v>1</v></c></row>"),
            "bestand_te_groot",
            id="xlsx-rij-heel-ver-weg",
        ),
        pytest.param(
            changed(xlsx(["a"]), sheet1=b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + SHEET % b""),
            "bestand_onleesbaar",
            id="xlsx-met-doctype",
        ),
        pytest.param(
            changed(xlsx(["a"]), sheet1=b" " * 40_000_000), "bestand_te_groot", id="zip-bom"
        ),
    ],
)
def test_what_is_no_table_is_refused(data, code):
    assert code_of(data) == code


def test_plain_zip_is_no_spreadsheet():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "x")
    assert code_of(target.getvalue()) == "bestand_soort"


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(lezen, "MAX_RIJEN", 3)
    assert len(cells(b"naam\n1\n2\n3")) == 4
    assert code_of(b"naam\n1\n2\n3\n4") == "bestand_te_groot"


@given(
    st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"naam;stad\n", b"\xef\xbb\xbf"])
)
def test_no_bytes_give_anything_but_rows_or_a_refusal(tail, start):
    try:
        rows = cells(start + tail)
    except Ongeldig as exc:
        rows = [[exc.code]]
    assert all(isinstance(row, list) for row in rows)
