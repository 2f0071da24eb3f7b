"""Virus scanning by a clamd-compatible daemon: the INSTREAM command over TCP or a unix socket."""

import socket
import struct
from collections.abc import Iterable
from typing import Final

from django.conf import settings

BLOK: Final = 64 * 1024
WACHT_SECONDEN: Final = 30.0
_MAX_ANTWOORD: Final = 4096


class ScannerOnbereikbaar(Exception):
    """No verdict: the daemon is down, too slow, or answered with an error."""


def is_enabled() -> bool:
    return bool(settings.CLAMD_ADRES)


def scan(chunks: Iterable[bytes], *, timeout: float = WACHT_SECONDEN) -> str:
    """Name of the virus, or '' when clean. Raises ScannerOnbereikbaar when there is no verdict."""
    try:
        with _connect(settings.CLAMD_ADRES, timeout) as link:
            link.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                for at in range(0, len(chunk), BLOK):
                    part = chunk[at : at + BLOK]
                    link.sendall(struct.pack(">I", len(part)) + part)
            link.sendall(struct.pack(">I", 0))
            answer = _answer(link)
    except (OSError, ValueError) as exc:
        raise ScannerOnbereikbaar(type(exc).__name__) from exc
    return _verdict(answer)


def _connect(address: str, timeout: float) -> socket.socket:
    if address.startswith("unix://"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(timeout)
        try:
            link.connect(address.removeprefix("unix://"))
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=timeout)


def _answer(link: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MAX_ANTWOORD:
        part = link.recv(_MAX_ANTWOORD)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _verdict(answer: str) -> str:
    """`stream: OK` or `stream: Eicar-Test FOUND`; anything else is no verdict."""
    text = answer.removeprefix("stream: ")
    if text == "OK":
        return ""
    if text.endswith(" FOUND"):
        return text.removesuffix(" FOUND")
    raise ScannerOnbereikbaar(text[:100] or "geen antwoord")
