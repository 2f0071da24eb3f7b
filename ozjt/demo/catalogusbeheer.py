"""Planned changes of the catalogue of the demonstration."""

import datetime

from contracts.choices import Catalogussoort
from contracts.models import Catalogusmutatie
from ozjt.demo import indexering
from ozjt.demo.basis import Kalender, insert, key

PERCEEL, PRODUCT = Catalogussoort.PERCEEL, Catalogussoort.PRODUCT
#: What changes on the first day of next year: kind, code, values, why.
PER_1_JANUARI = (
    (PERCEEL, "VAK", {"max_wachttijd_weken": 2}, "Afspraak over wachttijden vaktherapie"),
    (PRODUCT, "DBGGB", {"naam": "Begeleiding groep regulier"}, "Naam volgens het nieuwe bestek"),
    (PRODUCT, "ABHIR", {"max_reistijd_minuten": 40}, "Norm voor reistijd"),
)


def load_fixed_parts(kalender: Kalender) -> None:
    """What people and tests rely on; a second call changes nothing."""
    indexering.load(kalender)
    day = datetime.date(kalender.vandaag.year + 1, 1, 1)
    insert(
        Catalogusmutatie,
        [
            Catalogusmutatie(
                id=key("catalogusmutatie", soort, code),
                soort=soort,
                doel_id=key(soort, code),
                velden=velden,
                ingangsdatum=day,
                reden=reden,
            )
            for soort, code, velden, reden in PER_1_JANUARI
        ],
    )
