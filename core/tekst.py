"""Free text that people type: trimmed, within its length, and no burgerservicenummer in it."""

import re

from stdnum.nl import bsn

from core.fouten import VERPLICHT, Bevinding, Foutcode, Ongeldig
from core.importexport.kolommen import Kolom

BSN_IN_TEKST = Foutcode(
    "bsn_in_tekst", "In deze tekst staat een burgerservicenummer; haal het eruit.", "N-AVG-01"
)
_NINE_DIGITS = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)


def read_text(
    value: str, veld: str, *, max_lengte: int, verplicht: str = ""
) -> tuple[str, list[Bevinding]]:
    """The text, and what is wrong with it; `verplicht` says what to write when it is empty."""
    text = value.strip()
    if not text:
        return "", [VERPLICHT.bevinding(veld, verplicht)] if verplicht else []
    _read, finding = Kolom(veld, verplicht=False, max_lengte=max_lengte).read(text)
    found = [finding] if finding else []
    if any(bsn.is_valid(digits) for digits in _NINE_DIGITS.findall(text)):
        found.append(BSN_IN_TEKST.bevinding(veld, BSN_IN_TEKST.betekenis))
    return text, found


class Teksten:
    """Reads texts one by one and refuses them all at once."""

    def __init__(self) -> None:
        self.bevindingen: list[Bevinding] = []

    def read(self, value: str, veld: str, *, max_lengte: int, verplicht: str = "") -> str:
        text, found = read_text(value, veld, max_lengte=max_lengte, verplicht=verplicht)
        self.bevindingen += found
        return text

    def add(self, *found: Bevinding) -> None:
        self.bevindingen += found

    def refuse(self) -> None:
        """Raises Ongeldig with everything that was found; does nothing when that is nothing."""
        if self.bevindingen:
            raise Ongeldig(bevindingen=self.bevindingen)
