"""The vault: encryption of personal data with rotatable keys, and the keyed hash that finds a BSN.

AES-256-GCM with a random nonce; the additional data binds a value to its row, so that ciphertexts
cannot be exchanged between rows. Keys come from the environment (`KLUIS_SLEUTELS`, newest first);
rotating is: put a new key in front, run `manage.py kluis_roteren`, drop the old key.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def _parse(item: str) -> tuple[str, bytes]:
    name, _, encoded = item.strip().partition(":")
    key = base64.b64decode(encoded, validate=True)
    if not name or len(key) != 32:
        raise ValueError("Een kluissleutel is `naam:<base64 van 32 bytes>`")
    return name, key


@lru_cache
def _keys(raw: str) -> dict[str, AESGCM]:
    return {name: AESGCM(key) for name, key in map(_parse, raw.split(","))}


@lru_cache
def _hash_key(raw: str) -> bytes:
    return _parse(raw)[1]


def current_key() -> str:
    """Name of the key that new values are encrypted with."""
    return next(iter(_keys(settings.KLUIS_SLEUTELS)))


def encrypt(value: Any, *, bound_to: str) -> bytes:
    """JSON value → key name, NUL, nonce, ciphertext.

    `bound_to`: what it belongs to, e.g. `bsn:<uuid>`.
    """
    name = current_key()
    nonce = os.urandom(NONCE_BYTES)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = _keys(settings.KLUIS_SLEUTELS)[name].encrypt(nonce, text, bound_to.encode())
    return name.encode() + b"\0" + nonce + sealed


def decrypt(blob: bytes | memoryview, *, bound_to: str) -> Any:
    """Inverse of `encrypt`.

    Raises KeyError for an unknown key, InvalidTag when tampered with or moved.
    """
    name, _, rest = bytes(blob).partition(b"\0")
    key = _keys(settings.KLUIS_SLEUTELS)[name.decode()]
    return json.loads(key.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], bound_to.encode()))


def fingerprint(value: str) -> bytes:
    """HMAC-SHA256 (32 bytes): equal for equal values, says nothing without the key."""
    return hmac.new(_hash_key(settings.KLUIS_HASHSLEUTEL), value.encode(), hashlib.sha256).digest()


@dataclass(frozen=True)
class Kluismodel:
    """A model with encrypted fields, for `manage.py kluis_roteren`; apps register it in
    `AppConfig.ready`.

    `velden`: what each encrypted field is bound to, given its row. `sleutelveld` holds the key's
    name. `hashveld` is the keyed hash of the value in `hash_van`: of its text, or of what
    `hash_tekst` makes of the row and that value. `leesbaar(actor, row)`: whether who sees the row
    may read what is sealed in it now; what is still in the making on another side is not.
    """

    model: str
    velden: Mapping[str, Callable[[Any], str]]
    sleutelveld: str = ""
    hashveld: str = ""
    hash_van: str = ""
    hash_tekst: Callable[[Any, Any], str] = lambda row, value: str(value)
    leesbaar: Callable[[Any, Any], bool] = lambda actor, row: True


KLUISMODELLEN: dict[str, Kluismodel] = {}


def register(model: Kluismodel) -> None:
    KLUISMODELLEN[model.model] = model
