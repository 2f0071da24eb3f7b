"""N-SEC-05: what is taken in is decided by content, and what acts is refused."""

import random
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documenten import inhoud
from core.documenten.opslag import clean_name
from core.fouten import REGISTER, Ongeldig
from tests.documenten.bestanden import jpeg, pdf, png, stream

JS = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def code_of(data: bytes) -> str:
    with pytest.raises(Ongeldig) as raised:
        inhoud.judge(data)
    assert raised.value.code == raised.value.bevindingen[0].code
    return raised.value.code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(pdf(), inhoud.PDF, id="pdf"),
        pytest.param(pdf(stream(b"BT (hallo) Tj ET")), inhoud.PDF, id="pdf-met-tekst"),
        pytest.param(
            pdf(b"<< /OpenAction [3 0 R /XYZ null null 0] >>"), inhoud.PDF, id="pdf-eerste-pagina"
        ),
        pytest.param(
            pdf(stream(b"1 0 << /Type /Font >>", b"/Type /ObjStm /N 1 /First 4")),
            inhoud.PDF,
            id="pdf-objectstroom",
        ),
        pytest.param(png(), inhoud.PNG, id="png"),
        pytest.param(jpeg(), inhoud.JPEG, id="jpeg"),
        pytest.param(png(7745, 7745), inhoud.PNG, id="png-net-klein-genoeg"),
    ],
)
def test_real_documents_are_taken(data, kind):
    assert inhoud.judge(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "document_leeg", id="leeg"),
        pytest.param(b"<svg xmlns='x'><script/></svg>", "document_soort", id="svg"),
        pytest.param(b"<!doctype html><script>1</script>", "document_soort", id="html"),
        pytest.param(b"MZ\x90\0" + b"\0" * 60, "document_soort", id="exe"),
        pytest.param(b"\x7fELF" + b"\0" * 60, "document_soort", id="elf"),
        pytest.param(b"PK\x03\x04" + b"\0" * 60, "document_soort", id="zip"),
        pytest.param(b"GIF89a" + b"\0" * 60, "document_soort", id="gif"),
        pytest.param(b"<html>\n" + pdf(), "document_soort", id="html-voor-pdf"),
        pytest.param(pdf(JS), "document_actieve_inhoud", id="javascript"),
        pytest.param(
            pdf(b"<< /S /J#61va#53cript >>"), "document_actieve_inhoud", id="javascript-verhuld"
        ),
        pytest.param(pdf(b"<< /S /Launch /F (x) >>"), "document_actieve_inhoud", id="launch"),
        pytest.param(pdf(b"<< /OpenAction 5 0 R >>"), "document_actieve_inhoud", id="openaction"),
        pytest.param(
            pdf(b"<</OpenAction<</S/URI>>>>"), "document_actieve_inhoud", id="openaction-dict"
        ),
        pytest.param(pdf(b"<< /EmbeddedFiles 9 0 R >>"), "document_actieve_inhoud", id="bijlagen"),
        pytest.param(pdf(b"<< /Type /EmbeddedFile >>"), "document_actieve_inhoud", id="bijlage"),
        pytest.param(pdf(b"<< /XFA [] >>"), "document_actieve_inhoud", id="xfa"),
        pytest.param(
            pdf(stream(b"7 0 " + JS, b"/Type /ObjStm /Filter /FlateDecode")),
            "document_actieve_inhoud",
            id="javascript-in-objectstroom",
        ),
        pytest.param(
            pdf(stream(JS, b"/Type /Onschuldig")),
            "document_actieve_inhoud",
            id="javascript-in-stroom-die-iets-anders-zegt-te-zijn",
        ),
        pytest.param(
            pdf(stream(JS, b"/Type /ObjStm /Filter [/ASCII85Decode /FlateDecode]")),
            "document_te_complex",
            id="objectstroom-anders-ingepakt",
        ),
        pytest.param(pdf(b"<< /Encrypt 8 0 R >>"), "document_versleuteld", id="wachtwoord"),
        pytest.param(pdf()[:-8], "document_beschadigd", id="pdf-afgebroken"),
        pytest.param(png(20_001, 1), "afbeelding_te_groot", id="png-te-breed"),
        pytest.param(png(65_535, 65_535), "afbeelding_te_groot", id="png-bom"),
        pytest.param(jpeg(65_535, 65_535), "afbeelding_te_groot", id="jpeg-bom"),
        pytest.param(png(0, 4), "document_beschadigd", id="png-zonder-maat"),
        pytest.param(png(tail=b"<script>"), "document_beschadigd", id="png-met-staart"),
        pytest.param(png()[:-6], "document_beschadigd", id="png-afgebroken"),
        pytest.param(jpeg()[:30], "document_beschadigd", id="jpeg-afgebroken"),
    ],
)
def test_what_may_harm_is_refused_with_its_code(data, code):
    assert code_of(data) == code


def test_pdf_that_unpacks_too_far_is_refused(monkeypatch):
    monkeypatch.setattr(inhoud, "MAX_UITGEPAKT", 1_000_000)
    assert code_of(pdf(stream(b"\0" * 1_100_000))) == "document_te_complex"
    assert inhoud.judge(pdf(stream(b"\0" * 900_000))) == inhoud.PDF


@pytest.mark.parametrize(
    "filling",
    [
        b"<<" * 4_000_000,
        b"stream\n" * 1_000_000,
        b"/ObjStm " * 49_000,
        b"stream\nx\x9c" * 49_000,
        b"stream\nx\x9c" * 49_000 + b"\0\0\0\xff\xff" * 1_000_000,
    ],
    ids=["haakjes", "stromen", "objectstromen", "zlib-koppen", "lege-blokken"],
)
def test_no_file_takes_long_to_judge(filling):
    began = time.monotonic()
    verdict(pdf(filling))
    assert time.monotonic() - began < 2 * inhoud.MAX_SECONDEN


def test_random_image_data_in_a_pdf_is_not_taken_for_a_script():
    noise = random.Random(1).randbytes(400_000)
    assert inhoud.judge(pdf(stream(noise), stream(zlib.compress(noise)))) == inhoud.PDF


@given(
    st.binary(max_size=400), st.sampled_from([b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
)
def test_no_bytes_give_anything_but_a_type_or_a_code(tail, start):
    codes = {code for code in REGISTER if code.startswith(("document_", "afbeelding_"))}
    assert verdict(start + tail) in {*codes, *inhoud.EXTENSIES}


def verdict(data: bytes) -> str:
    try:
        return inhoud.judge(data)
    except Ongeldig as exc:
        return exc.code


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("verklaring.pdf", "verklaring.pdf"),
        ("verklaring.exe", "verklaring.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\IBAN verklaring.PDF", "IBAN verklaring.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        (".pdf", "pdf.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("é" * 400 + ".pdf", "é" * 150 + ".pdf"),
    ],
)
def test_name_is_made_safe(given_name, kept):
    assert clean_name(given_name, inhoud.PDF) == kept
