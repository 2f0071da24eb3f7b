"""What a file really is, judged by its content: PDF, PNG or JPEG without what acts (N-SEC-05).

The name and type that a browser sends count for nothing. A PDF is also looked at inside its
compressed streams, for an object that acts may hide there. Not guaranteed: that a file is harmless;
that is what the virus scanner is for.
"""

import re
import struct
import time
import zlib
from collections.abc import Iterator

import puremagic

from core.fouten import Foutcode, Ongeldig

DOCUMENT_SOORT = Foutcode(
    "document_soort", "Dit soort bestand neemt het portaal niet aan; wel PDF, PNG en JPEG."
)
DOCUMENT_LEEG = Foutcode("document_leeg", "Het bestand is leeg.")
DOCUMENT_TE_GROOT = Foutcode("document_te_groot", "Het bestand is groter dan het portaal aanneemt.")
DOCUMENT_BESCHADIGD = Foutcode(
    "document_beschadigd", "Het bestand is niet heel of niet te lezen; sla het opnieuw op."
)
DOCUMENT_ACTIEVE_INHOUD = Foutcode(
    "document_actieve_inhoud",
    "In de PDF zit iets dat zichzelf uitvoert (script, actie, formulier met script of bijlage); "
    "druk hem opnieuw af naar PDF.",
)
DOCUMENT_VERSLEUTELD = Foutcode(
    "document_versleuteld", "De PDF heeft een wachtwoord of beperking; sla hem op zonder."
)
DOCUMENT_TE_COMPLEX = Foutcode(
    "document_te_complex", "De PDF is uitgepakt te groot om te beoordelen; druk hem opnieuw af."
)
AFBEELDING_TE_GROOT = Foutcode(
    "afbeelding_te_groot", "De afbeelding heeft te veel beeldpunten; sla hem kleiner op."
)

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
EXTENSIES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg"}
MAX_BEELDPUNTEN = 60_000_000
MAX_ZIJDE = 20_000
MAX_UITGEPAKT = 100 * 1024 * 1024
MAX_SECONDEN = 5.0
MAX_STROMEN = 50_000
_NEAR = 1000

_MAGIC = (
    (b"%PDF-1.", PDF),
    (b"%PDF-2.", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_DELIMITER = rb"(?=[\s/<>\[\]()%{}]|$)"
_ACTIVE = re.compile(
    rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|SubmitForm|ImportData|GoToE|XFA)"
    + _DELIMITER
)
# An array after OpenAction is a destination, the page to show first; office programs write one.
_OPEN_ACTION = re.compile(rb"/OpenAction(?!\s*\[)" + _DELIMITER)
_ENCRYPT = re.compile(rb"/Encrypt" + _DELIMITER)
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _DELIMITER)
_ODD_FILTER = re.compile(
    rb"/(?:ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt|Predictor)\b"
)
_SOF = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def judge(data: bytes) -> str:
    """The content type of an acceptable file. Raises Ongeldig with the code of what is wrong."""
    if not data:
        raise refusal(DOCUMENT_LEEG)
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    if not kind or kind not in _guesses(data):
        raise refusal(DOCUMENT_SOORT)
    {PDF: _judge_pdf, PNG: _judge_png, JPEG: _judge_jpeg}[kind](data)
    return kind


def refusal(code: Foutcode, reden: str = "") -> Ongeldig:
    return Ongeldig(
        code=code.code, bevindingen=[code.bevinding("bestand", reden or code.betekenis)]
    )


def _guesses(data: bytes) -> set[str]:
    try:
        return {guess.mime_type for guess in puremagic.magic_string(data[:4096])}
    except puremagic.PureError:
        return set()


def _judge_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-2048:]:
        raise refusal(DOCUMENT_BESCHADIGD)
    plain = _unescaped(data)
    if _ENCRYPT.search(plain):
        raise refusal(DOCUMENT_VERSLEUTELD)
    if data.count(b"stream") > MAX_STROMEN or plain.count(b"/ObjStm") > MAX_STROMEN:
        raise refusal(DOCUMENT_TE_COMPLEX)
    for found in _OBJECT_STREAM.finditer(plain):
        if _ODD_FILTER.search(_dictionary_around(plain, found.start())):
            raise refusal(DOCUMENT_TE_COMPLEX)
    for text in (plain, *map(_unescaped, _inflated(data))):
        if _ACTIVE.search(text) or _OPEN_ACTION.search(text):
            raise refusal(DOCUMENT_ACTIEVE_INHOUD)


def _unescaped(data: bytes) -> bytes:
    """With `/J#61vaScript` written out, as a reader would read it."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _dictionary_around(data: bytes, at: int) -> bytes:
    """The dictionary that a name stands in, roughly: from its `obj` to its `stream`."""
    before, after = data[max(0, at - _NEAR) : at], data[at : at + _NEAR]
    return before.rpartition(b" obj")[2] + after.partition(b"stream")[0]


def _inflated(data: bytes) -> Iterator[bytes]:
    """Every deflated stream, whatever its dictionary says; together at most MAX_UITGEPAKT.

    A file made to be slow is refused after MAX_SECONDEN.
    """
    left, until = MAX_UITGEPAKT, time.monotonic() + MAX_SECONDEN
    view = memoryview(data)
    for found in _STREAM.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            text = unpacker.decompress(view[found.end() :], left + 1)
        except zlib.error:
            text = b""
        left -= len(text)
        if left < 0 or time.monotonic() > until:
            raise refusal(DOCUMENT_TE_COMPLEX)
        yield text


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise refusal(DOCUMENT_BESCHADIGD)
    if max(width, height) > MAX_ZIJDE or width * height > MAX_BEELDPUNTEN:
        raise refusal(AFBEELDING_TE_GROOT)


def _judge_png(data: bytes) -> None:
    """Chunk by chunk: IHDR first, IEND last, nothing behind it."""
    if data[12:16] != b"IHDR" or len(data) < 33:
        raise refusal(DOCUMENT_BESCHADIGD)
    _check_size(*struct.unpack(">II", data[16:24]))
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        at += length + 12
        if kind == b"IEND":
            break
    else:
        raise refusal(DOCUMENT_BESCHADIGD)
    if at != len(data):
        raise refusal(DOCUMENT_BESCHADIGD)


def _judge_jpeg(data: bytes) -> None:
    """Segment by segment up to the frame header, which holds the size."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        (length,) = struct.unpack(">H", data[at + 2 : at + 4])
        if marker in _SOF:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            _check_size(width, height)
            if b"\xff\xd9" in data[at:]:
                return
            break
        at += 2 + length
    raise refusal(DOCUMENT_BESCHADIGD)
