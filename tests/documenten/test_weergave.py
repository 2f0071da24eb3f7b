"""A page of a PDF is drawn apart: a picture and its text, or a code; never more than the limits."""

import contextlib
import io
import random
import struct
import subprocess
import time
import zlib

import pytest

from core.documenten import tekenaar, weergave
from core.documenten.weergave import MAX_PAGINAS, ZOOM, draw_page
from core.fouten import Conflict, TeVeelVerzoeken
from tests.documenten.bestanden import pages, pdf, scan, stream, written


def drawn(data: bytes, pagina: int = 1, zoom: int = 100, tmp=None):
    path = tmp / "stuk.pdf"
    path.write_bytes(data)
    with path.open("rb") as file:
        return draw_page(file, pagina, zoom)


@pytest.fixture
def draw(tmp_path):
    return lambda data, pagina=1, zoom=100: drawn(data, pagina, zoom, tmp_path)


def refused(draw, data: bytes) -> None:
    with pytest.raises(Conflict) as raised:
        draw(data)
    assert raised.value.code == "document_niet_weer_te_geven"


def size_of(beeld: bytes) -> tuple[int, int]:
    assert beeld[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", beeld[16:24])


def pixels(beeld: bytes) -> bytes:
    """Every row with its filter byte, as a reader would unpack them; checks the sums on the way."""
    at, packed = 8, b""
    while at < len(beeld):
        (length,) = struct.unpack(">I", beeld[at : at + 4])
        kind, data = beeld[at + 4 : at + 8], beeld[at + 8 : at + 8 + length]
        assert struct.unpack(">I", beeld[at + 8 + length : at + 12 + length])[0] == zlib.crc32(
            kind + data
        )
        packed += data if kind == b"IDAT" else b""
        at += length + 12
    return zlib.decompress(packed)


def test_page_is_a_picture_with_its_text(draw):
    blad = draw(pages(3), 2)
    assert (blad.pagina, blad.paginas) == (2, 3)
    assert (blad.breedte, blad.hoogte) == size_of(blad.beeld) == (1000, 1416)
    assert blad.tekst.startswith("IBAN-verklaring 2")
    assert "Regel 39: de rekening staat op naam van De Linde." in blad.tekst
    assert not blad.afgekapt
    rows = pixels(blad.beeld)
    assert len(rows) == 1416 * (1 + 3 * 1000)
    assert rows[1:4] == b"\xff\xff\xff"


def test_colours_are_those_of_the_page(draw):
    blad = draw(pages(1, content="1 0 0 rg 0 0 595 842 re f"))
    assert pixels(blad.beeld)[1:4] == b"\xff\0\0"


@pytest.mark.parametrize("zoom", ZOOM)
def test_zoom_is_ten_pixels_a_percent(draw, zoom):
    assert draw(pages(1), zoom=zoom).breedte == zoom * 10


def test_page_after_the_last_gives_the_last(draw):
    assert (blad := draw(pages(3), 9)).pagina == blad.paginas == 3


def test_long_document_counts_all_its_pages_and_is_as_quick(draw):
    began = time.monotonic()
    blad = draw(pages(1000), MAX_PAGINAS)
    assert (blad.pagina, blad.paginas) == (50, 1000)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "box",
    ["0 0 1000000000 1000000000", "0 0 0 0", "0 0 1 200000", "0 0 200000 1", "0 0 1 1", "x",
     "-5 -5 -1 -1", "0 0 1e39 1e39"],
)  # fmt: skip
def test_no_size_of_page_passes_the_limits(draw, box):
    blad = draw(pages(1, box=box), zoom=200)
    width, height = size_of(blad.beeld)
    assert 0 < width <= tekenaar.MAX_ZIJDE
    assert 0 < height <= tekenaar.MAX_ZIJDE
    assert width * height < tekenaar.MAX_BEELDPUNTEN * 1.01


def test_text_is_cut_off_and_says_so(draw):
    line = "BT /F1 9 Tf 0 %d Td (" + "abcdefghij" * 30 + ") Tj ET\n"
    blad = draw(pages(1, content="".join(line % (n * 9) for n in range(90))))
    assert blad.afgekapt
    assert len(blad.tekst) == tekenaar.MAX_TEKENS


def test_scan_in_colour_is_drawn(draw):
    blad = draw(scan(400))
    assert blad.tekst == ""
    assert len(set(pixels(blad.beeld))) > 200


#: One name that draws ten times the next one, fifteen deep.
NESTED = written(
    [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        b"/Resources << /XObject << /A 4 0 R >> >> /Contents 20 0 R >>",
        *(
            stream(
                b"/A Do " * 10,
                b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] "
                b"/Resources << /XObject << /A %d 0 R >> >> /Filter /FlateDecode" % (5 + n),
            )
            for n in range(15)
        ),
        b"null",
        stream(b"/A Do"),
    ]
)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="leeg"),
        pytest.param(b"%PDF-1.7\n" + b"\xff" * 5000 + b"%%EOF", id="onzin"),
        pytest.param(pages(1)[:600], id="afgebroken"),
        pytest.param(pages(1).replace(b"/Count 1", b"/Count 0").replace(b"4 0 R", b""), id="geen"),
        pytest.param(NESTED, id="tekent-zichzelf-duizendvoud"),
    ],
)
def test_what_cannot_be_drawn_has_a_code(draw, data):
    refused(draw, data)


def test_pdf_without_a_table_is_still_read(draw):
    assert draw(pdf()).paginas == 1


def test_page_that_goes_on_drawing_is_ended(draw):
    endless = "q 0 0 m " + "100 200 300 400 500 600 c 10 10 l " * 400_000 + "S Q"
    began = time.monotonic()
    refused(draw, pages(1, content=endless))
    assert time.monotonic() - began < weergave.MAX_SECONDEN + 1


def test_process_that_hangs_is_ended(draw, monkeypatch, tmp_path):
    hanging = tmp_path / "hangt.py"
    hanging.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(weergave, "TEKENAAR", hanging)
    monkeypatch.setattr(weergave, "MAX_SECONDEN", 0.5)
    began = time.monotonic()
    refused(draw, pages(1))
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import sys; sys.exit(3)",
        "print('{}')",
        "print('geen json')",
        "print('[1]\\n\\x89PNG')",
        """import os; os.write(1, b'{"pagina": 1}\\n\\x89PNG\\r\\n\\x1a\\n')""",
        """import os; os.write(1, b'[1]\\n\\x89PNG\\r\\n\\x1a\\n')""",
    ],
)
def test_no_answer_of_the_process_is_believed_blindly(draw, monkeypatch, tmp_path, program):
    other = tmp_path / "anders.py"
    other.write_text(program)
    monkeypatch.setattr(weergave, "TEKENAAR", other)
    refused(draw, pages(1))


CONFINED = """
import json, os, resource, socket, sys
sys.path.insert(0, {folder!r})
import tekenaar
tekenaar.confine()
tried = {{}}
def attempt(name, act):
    try:
        act()
        tried[name] = "gelukt"
    except (OSError, MemoryError) as exc:
        tried[name] = type(exc).__name__
attempt("lezen", lambda: open("/etc/passwd"))
attempt("schrijven", lambda: open("/tmp/proef-tekenaar", "w"))
attempt("verbinden", socket.socket)
attempt("geheugen", lambda: bytearray(tekenaar.MAX_GEHEUGEN))
os.write(1, json.dumps({{"tried": tried, "env": dict(os.environ)}}).encode())
"""


def test_drawer_can_open_nothing(tmp_path):
    program = tmp_path / "proef.py"
    program.write_text(CONFINED.format(folder=str(weergave.TEKENAAR.parent)))
    done = subprocess.run(
        [weergave.sys.executable, "-I", str(program)], capture_output=True, check=True, env={}
    )
    tried = weergave.json.loads(done.stdout)["tried"]
    assert {tried["lezen"], tried["schrijven"], tried["verbinden"]} == {"OSError"}
    assert tried["geheugen"] == "MemoryError"


def test_when_all_places_are_taken_the_next_one_hears_it(draw, monkeypatch):
    monkeypatch.setattr(weergave, "MAX_SECONDEN", 0.1)
    taken = [weergave._PLACES.acquire(timeout=1) for _ in range(2)]
    try:
        with pytest.raises(TeVeelVerzoeken):
            draw(pages(1))
    finally:
        for _ in taken:
            weergave._PLACES.release()
    assert all(taken)


def test_place_is_given_back_after_a_failure(draw):
    for _ in range(3):
        refused(draw, b"")
    assert draw(pages(1)).paginas == 1


def test_damaged_files_give_a_page_or_a_code(draw):
    whole, chance = bytearray(pages(1)), random.Random(3)
    for _ in range(15):
        data = bytearray(whole)
        for _ in range(12):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(Conflict):
            assert draw(bytes(data)).paginas >= 1


def test_file_is_read_from_its_begin_whatever_else_was_read(tmp_path):
    with (tmp_path / "a.pdf").open("w+b") as file:
        file.write(pages(2))
        file.seek(0, io.SEEK_SET)
        assert draw_page(file, 2, 50).pagina == 2
