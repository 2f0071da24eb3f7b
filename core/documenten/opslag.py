"""Files outside the web root, each stored once under its sha256: `DOCUMENT_MAP/ab/cd/<sha256>`."""

import contextlib
import hashlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from core.documenten.inhoud import DOCUMENT_TE_GROOT, EXTENSIES, judge, refusal

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]+')
_SHA256 = re.compile(r"[0-9a-f]{64}")
BLOK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Opgeslagen:
    sha256: str
    inhoudstype: str
    grootte: int


def path_of(sha256: str) -> Path:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("Geen sha256")
    return Path(settings.DOCUMENT_MAP) / sha256[:2] / sha256[2:4] / sha256


def keep(chunks: Iterable[bytes], *, kind: str = "") -> Opgeslagen:
    """Judge and store the bytes; what is refused or cut off leaves nothing behind.

    With `kind` they are our own: not judged, and of any size.

    Raises Ongeldig: `document_te_groot` as soon as the limit is passed, or what `judge` finds.
    """
    root = Path(settings.DOCUMENT_MAP)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="binnen-", dir=root)
    try:
        with os.fdopen(handle, "wb") as file:
            size, sha256 = _copy(chunks, file, None if kind else settings.DOCUMENT_MAX_BYTES)
            file.flush()
            os.fsync(file.fileno())
        kind = kind or judge(Path(name).read_bytes())
        target = path_of(sha256)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(name, target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
    return Opgeslagen(sha256, kind, size)


def _copy(chunks: Iterable[bytes], file: BinaryIO, limit: int | None) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks:
        size += len(chunk)
        if limit is not None and size > limit:
            most = limit // (1024 * 1024)
            reden = f"Het bestand is te groot: ten hoogste {most} MB." if most else ""
            raise refusal(DOCUMENT_TE_GROOT, reden)
        digest.update(chunk)
        file.write(chunk)
    return size, digest.hexdigest()


def open_checked(sha256: str) -> BinaryIO | None:
    """The file, read through once to see that it still is what was stored; None when it is not."""
    try:
        file = path_of(sha256).open("rb")
    except FileNotFoundError:
        return None
    digest = hashlib.sha256()
    while chunk := file.read(BLOK):
        digest.update(chunk)
    if digest.hexdigest() != sha256:
        file.close()
        return None
    file.seek(0)
    return file


def remove(sha256: str) -> None:
    path_of(sha256).unlink(missing_ok=True)


def older_than(seconds: int) -> Iterator[tuple[str, Path]]:
    """Stored files, and unfinished ones (as ''), that were last written longer ago."""
    before = time.time() - seconds
    for path in Path(settings.DOCUMENT_MAP).rglob("*"):
        with contextlib.suppress(FileNotFoundError):
            if path.is_file() and path.stat().st_mtime < before:
                if _SHA256.fullmatch(path.name):
                    yield path.name, path
                elif path.name.startswith("binnen-"):
                    yield "", path


def clean_name(naam: str, inhoudstype: str) -> str:
    """A name that is safe in a header and in any file system, with the ending of its real type."""
    text = unicodedata.normalize("NFC", naam).replace("\\", "/").rsplit("/", 1)[-1]
    stem = _FORBIDDEN.sub(" ", text).rpartition(".")[0] or _FORBIDDEN.sub(" ", text)
    stem = " ".join(stem.split()).strip(". ")[:150].strip(". ")
    return (stem or "document") + EXTENSIES[inhoudstype]
