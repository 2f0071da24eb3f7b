"""Small real files, made here so that every byte that matters can be seen."""

import random
import struct
import zlib

from ozjt.demo.papier import written


def pdf(*objects: bytes, header: bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") -> bytes:
    base = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    )
    body = header
    for number, content in enumerate((*base, *objects), 1):
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    return body + b"trailer\n<< /Root 1 0 R /Size 4 >>\nstartxref\n0\n%%EOF\n"


def stream(content: bytes, dictionary: bytes = b"/Filter /FlateDecode") -> bytes:
    packed = zlib.compress(content)
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (dictionary, len(packed), packed)


def png(
    width: int = 2, height: int = 2, *, tail: bytes = b"", colour: bytes | None = None
) -> bytes:
    """With `colour` a whole picture of it; without, the smallest that is told from others."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + colour * width) * height if colour else b"\0" * 14)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", pixels)
        + chunk(b"IEND", b"")
        + tail
    )


def jpeg(width: int = 8, height: int = 8) -> bytes:
    app0 = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    sof = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8" + app0 + sof + b"\xff\xda" + b"\0" * 20 + b"\xff\xd9"


LINES = "".join(
    f"BT /F1 11 Tf 72 {720 - 14 * line} Td (Regel {line}: de rekening staat op naam van De Linde.) "
    "Tj ET\n"
    for line in range(40)
)


def pages(count: int = 3, *, box: str = "0 0 595 842", content: str = LINES) -> bytes:
    """A PDF as a program writes it: pages with a number and lines of text, and a right xref."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(count))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for at in range(count):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * at} 0 R >>".encode(),
            stream(f"BT /F1 24 Tf 72 760 Td (IBAN-verklaring {at + 1}) Tj ET\n{content}".encode()),
        ]
    return written(objects)


def scan(side: int = 1600) -> bytes:
    """A page that is one picture, noisy as of a scanner."""
    pixels = random.Random(7).randbytes(side * side * 3)
    picture = stream(
        pixels,
        b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Width %d /Height %d /Filter /FlateDecode" % (side, side),
    )
    return written(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /XObject << /Im 4 0 R >> >> /Contents 5 0 R >>",
            picture,
            stream(b"595 0 0 842 0 0 cm /Im Do"),
        ]
    )
