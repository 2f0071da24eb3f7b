"""The thresholds of the advice: a TOML file outside the repository (N-OSS-02), named by the setting
`KIT_DREMPELS_BESTAND`. Without it, or when it is wrong, there is no advice at all.

    naam = "Vastgesteld op 1 maart 2026"
    oranje = 20          # percent of what could be counted
    rood = 50
    zwaar_oranje = 1     # heavy concerns that are enough by themselves
    zwaar_rood = 3
    [gewichten]
    licht = 1
    normaal = 2
    zwaar = 4
"""

import logging
import tomllib
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.conf import settings

from screening.choices import Gewicht
from screening.rules import Drempels

log = logging.getLogger(__name__)


class DrempelsOnleesbaar(Exception):
    """The file is not there or not right; the message never quotes what is in it."""


def read(path: Path) -> Drempels:
    """Raises DrempelsOnleesbaar."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as exc:
        raise DrempelsOnleesbaar(type(exc).__name__) from exc


def parse(text: str) -> Drempels:
    """Raises DrempelsOnleesbaar."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        found = Drempels(
            naam=str(data["naam"])[:100],
            gewichten=_weights(data["gewichten"]),
            oranje=Decimal(data["oranje"]),
            rood=Decimal(data["rood"]),
            zwaar_oranje=int(data["zwaar_oranje"]),
            zwaar_rood=int(data["zwaar_rood"]),
        )
        good = 0 < found.oranje < found.rood <= 100 and 0 < found.zwaar_oranje <= found.zwaar_rood
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as exc:
        raise DrempelsOnleesbaar(type(exc).__name__) from exc
    if not good:
        raise DrempelsOnleesbaar("volgorde")
    return found


def _weights(data: Mapping[str, Any]) -> dict[Gewicht, Decimal]:
    found = {gewicht: Decimal(data[gewicht]) for gewicht in Gewicht}
    if not all(number.is_finite() and 0 < number <= 1000 for number in found.values()):
        raise ValueError
    return found


def current() -> Drempels | None:
    """The thresholds of now, or None: then nobody gets an advice. A wrong file is logged."""
    path = settings.KIT_DREMPELS_BESTAND
    if not path:
        return None
    try:
        return read(Path(path))
    except DrempelsOnleesbaar as exc:
        log.warning("drempels_onleesbaar", extra={"soort": str(exc)})
        return None
