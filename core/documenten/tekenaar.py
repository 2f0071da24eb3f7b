"""Draws one page of a PDF, in a process of its own that may do nothing else.

Run by `core.documenten.weergave`, never imported: `python -I tekenaar.py PAGE WIDTH`, the PDF on
stdin. Before a byte of it is read, time, memory and output are limited and no file or connection
can be opened any more (so fonts that the PDF does not hold are pdfium's own). On stdout: one line
of JSON about the page, then a PNG. Any other exit status than 0: the page cannot be shown.
"""

import codecs
import json
import os
import resource
import struct
import sys
import zlib

import pypdfium2

codecs.lookup("utf-16-le")  # of pdfium's text; once confined, no module can be loaded
MAX_CPU_SECONDEN = 5
MAX_GEHEUGEN = 512 * 1024 * 1024
MAX_UITVOER = 32 * 1024 * 1024
MAX_BEELDPUNTEN = 6_000_000
MAX_ZIJDE = 8_000
MAX_TEKENS = 20_000


def confine() -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, MAX_CPU_SECONDEN),
        (resource.RLIMIT_AS, MAX_GEHEUGEN),
        (resource.RLIMIT_FSIZE, MAX_UITVOER),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 3),
    ):
        resource.setrlimit(limit, (most, most))


def scale_for(size: tuple[float, float], wanted: int) -> float:
    """So that the page becomes `wanted` pixels wide, or as wide as the limits allow."""
    width, height = size
    return min(
        wanted / width,
        MAX_ZIJDE / height,
        (MAX_BEELDPUNTEN / (width * height)) ** 0.5,
    )


def png(pixels: memoryview, width: int, height: int, stride: int) -> bytes:
    """RGB, eight bits; level 1 costs a fifth of the time of level 6 for a little more size."""
    packer = zlib.compressobj(1)
    parts = []
    for row in range(height):
        parts.append(packer.compress(b"\0" + pixels[row * stride : row * stride + width * 3]))
    parts.append(packer.flush())
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b"".join(parts)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def draw(data: bytes, page_number: int, wanted: int) -> tuple[dict[str, object], bytes]:
    """The asked page, or the last one when there are fewer."""
    document = pypdfium2.PdfDocument(data)
    number = min(page_number, len(document))
    page = document[number - 1]
    textpage = page.get_textpage()
    text = textpage.get_text_range(0, min(textpage.count_chars(), MAX_TEKENS))
    bitmap = page.render(scale=scale_for(page.get_size(), wanted), rev_byteorder=True)
    image = png(memoryview(bitmap.buffer).cast("B"), bitmap.width, bitmap.height, bitmap.stride)
    about = {
        "pagina": number,
        "paginas": len(document),
        "breedte": bitmap.width,
        "hoogte": bitmap.height,
        "tekst": text,
        "afgekapt": textpage.count_chars() > MAX_TEKENS,
    }
    return about, image


def main() -> None:
    confine()
    with os.fdopen(0, "rb") as file:
        about, image = draw(file.read(), int(sys.argv[1]), int(sys.argv[2]))
    with os.fdopen(1, "wb") as out:
        out.write(json.dumps(about).encode() + b"\n" + image)


if __name__ == "__main__":
    main()
    os._exit(0)  # pdfium's own cleaning up adds nothing but time and risk
