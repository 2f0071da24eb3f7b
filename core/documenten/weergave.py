"""A page of a PDF as a picture with its text, so that nothing of the PDF itself reaches a browser.

Each page is drawn by a process of its own (`tekenaar.py`) that sees the bytes of this one file and
nothing else, and is ended after MAX_SECONDEN. Nothing is kept, for it is quick: measured on two
cores, start included, a page of text takes 0.07 s (0.12 s at 200 %), one of a document of 1,000
pages the same, a scan of a whole page in colour 0.26 s (0.6 s).
"""

import json
import logging
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.documenten.inhoud import JPEG, PDF, PNG
from core.fouten import Conflict, Foutcode, TeVeelVerzoeken

log = logging.getLogger(__name__)

DOCUMENT_NIET_WEER_TE_GEVEN = Foutcode(
    "document_niet_weer_te_geven",
    "Het portaal kan dit document niet tonen; haal het op om het te bekijken.",
)
AFBEELDINGEN = frozenset({PNG, JPEG})
TOONBAAR = frozenset({PDF, *AFBEELDINGEN})
MAX_PAGINAS = 50
ZOOM = (50, 75, 100, 125, 150, 200)
MAX_SECONDEN = 8.0
BREEDTE_PER_PROCENT = 10
TEKENAAR = Path(__file__).with_name("tekenaar.py")
_PNG = b"\x89PNG\r\n\x1a\n"
#: So many at once per web process; who comes after that waits.
_PLACES = threading.BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Blad:
    """One page: its number, of how many, its size in pixels, its text (at most 20,000 signs)."""

    pagina: int
    paginas: int
    breedte: int
    hoogte: int
    tekst: str
    afgekapt: bool
    beeld: bytes


def draw_page(file: BinaryIO, pagina: int, zoom: int) -> Blad:
    """The page, or the last one when there are fewer; at 100 % it is 1,000 pixels wide.

    Raises Conflict `document_niet_weer_te_geven`, TeVeelVerzoeken when all places stay taken.
    """
    if not _PLACES.acquire(timeout=MAX_SECONDEN):
        raise TeVeelVerzoeken()
    try:
        return _read(_run(file, pagina, zoom * BREEDTE_PER_PROCENT))
    except (subprocess.SubprocessError, ValueError, TypeError) as exc:
        log.warning("document_niet_weer_te_geven", extra={"soort": type(exc).__name__})
        raise refusal() from exc
    finally:
        _PLACES.release()


def refusal() -> Conflict:
    code = DOCUMENT_NIET_WEER_TE_GEVEN
    return Conflict(code.betekenis, code=code.code)


def _run(file: BinaryIO, pagina: int, breedte: int) -> bytes:
    """Through a file: its size is limited, what comes by a pipe is not."""
    with tempfile.TemporaryFile() as out:
        subprocess.run(  # noqa: S603 - our own program, numbers as arguments
            [sys.executable, "-I", str(TEKENAAR), str(pagina), str(breedte)],
            stdin=file,
            stdout=out,
            stderr=subprocess.DEVNULL,
            timeout=MAX_SECONDEN,
            check=True,
            cwd="/",
            env={},
            start_new_session=True,
        )
        out.seek(0)
        return out.read()


def _read(answer: bytes) -> Blad:
    about, _, image = answer.partition(b"\n")
    if not image.startswith(_PNG):
        raise ValueError("no picture")
    return Blad(**json.loads(about), beeld=image)
