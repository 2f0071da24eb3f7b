"""Two lines that De Linde declared to Enschede on a number that it does not have."""

import datetime

from indications.models import OngekoppeldeDeclaratie
from ozjt.demo.basis import Kalender, insert, key
from ozjt.demo.toegang import gemeente_key

NUMMERS = {"LOS-0001": 999_000_001, "LOS-0002": 999_000_002}


def load_fixed_parts(kalender: Kalender) -> None:
    """Once; a line that somebody settled stays settled."""
    last = kalender.vandaag.replace(day=1) - datetime.timedelta(days=1)
    insert(
        OngekoppeldeDeclaratie,
        [
            OngekoppeldeDeclaratie(
                id=key("ongekoppeld", referentie),
                gemeente_id=gemeente_key("0153"),
                aanbieder_id=key("aanbieder", 1),
                referentienummer=referentie,
                toewijzingsnummer=nummer,
                productcode="ABHIR",
                begindatum=last.replace(day=1),
                einddatum=last,
                volume=240,
                bedrag_centen=40_080,
            )
            for referentie, nummer in NUMMERS.items()
        ],
    )
