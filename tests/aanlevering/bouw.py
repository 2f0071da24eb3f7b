"""Files of toewijzingen and declaratieregels for tests; every row sound unless told otherwise."""

import csv
import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aanlevering.toewijzingen_kolommen import KOLOMMEN
from core.identifiers import is_bsn
from tests.indications.conftest import LINDE, VRIJ_BSN

DAY = datetime.timedelta(days=1)
NAMEN = [kolom.naam for kolom in KOLOMMEN]
Rij = dict[str, Any]


def bsns(count: int, start: int = 999_960_000) -> list[str]:
    """Of the test range, and not those of the demonstration."""
    found: list[str] = []
    number = start
    while len(found) < count:
        number += 1
        if is_bsn(str(number)):
            found.append(str(number))
    return found


def rij(vandaag: datetime.date, nr: int = 1, **changes: Any) -> Rij:
    sound = {
        "referentie": f"R{nr}",
        "gemeentecode": "0153",
        "bsn": VRIJ_BSN,
        "geslachtsnaam": "Testman",
        "voornamen": "Tess",
        "geboortedatum": "1-5-2014",
        "agb": LINDE,
        "productcode": "ABHIR",
        "begindatum": vandaag + 7 * DAY,
        "einddatum": vandaag + 200 * DAY,
        "volume": 3000,
        "eenheid": "01",
        "frequentie": "6",
        "verwijzing_type": "01",
        "verwijzing_datum": vandaag,
    }
    return {**sound, **changes}


def bestand(rows: Sequence[Mapping[str, Any]], namen: Sequence[str] = NAMEN) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, namen, delimiter=";", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


Maken = Callable[..., bytes]
