"""Secrets of this checkout: made once, readable by its owner alone, refused in production."""

import base64
import json
import os
import secrets

from launcher.checkout import Checkout


def load(checkout: Checkout) -> dict[str, str]:
    """The secrets as environment variables; what the environment already holds wins."""
    path = checkout.local / "geheimen.json"
    if not path.exists():
        fresh = path.with_suffix(".nieuw")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            json.dump(_generate(), stream, indent=1)
        fresh.replace(path)
    found: dict[str, str] = json.loads(path.read_text())
    return {name: os.environ.get(name) or value for name, value in found.items()}


def _generate() -> dict[str, str]:
    # Values that start with "demo": production settings refuse such secrets.
    return {
        "SECRET_KEY": f"demo-{secrets.token_urlsafe(50)}",
        "KLUIS_SLEUTELS": f"demo1:{_key()}",
        "KLUIS_HASHSLEUTEL": f"demo1:{_key()}",
    }


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
