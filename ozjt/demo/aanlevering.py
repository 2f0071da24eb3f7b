"""A file that the backoffice of Enschede handed in: two rows are good, three are not."""

import csv
import io
from typing import Any

from django.db import transaction

from aanlevering.bestand import seal
from aanlevering.choices import Soort, Stand
from aanlevering.models import Aanlevering, Aanleveringsbestand
from aanlevering.toewijzingen import Toewijzingen
from aanlevering.toewijzingen_kolommen import KOLOMMEN, VORM
from aanlevering.werk import keep_findings, settle
from core.authenticatie import actor_at
from core.identifiers import BSN_TEST_LAATSTE, bsn_numbers
from ozjt.demo.basis import Kalender, key
from ozjt.demo.toegang import gemeente_key

BACKOFFICE = key("gebruiker", "backoffice@enschede.demo")
NAGEKEKEN = key("aanlevering", "nagekeken")
FOUTEN: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"gemeentecode": "0164"},
    {"productcode": "ABHIS"},
    {"einddatum": "", "volume": "drieduizend"},
)


def load_fixed_parts(kalender: Kalender) -> None:
    """Once; what people did with this file stays."""
    if Aanlevering.objects.filter(pk=NAGEKEKEN).exists():
        return
    data = _file(kalender)
    row = Aanlevering.objects.create(
        pk=NAGEKEKEN,
        gemeente_id=gemeente_key("0153"),
        gebruiker_id=BACKOFFICE,
        soort=Soort.TOEWIJZINGEN,
    )
    Aanleveringsbestand.objects.create(aanlevering=row, inhoud=seal(data, row.pk, "inhoud"))
    actor = actor_at(BACKOFFICE, gemeente_key("0153"), referentie="")
    with transaction.atomic():
        outcome = Toewijzingen(actor, kalender.vandaag, row.pk).check(data)
        transaction.set_rollback(True)
    keep_findings(row, VORM, data, outcome)
    settle(row, Stand.NAGEKEKEN, outcome)


def _file(kalender: Kalender) -> bytes:
    numbers = bsn_numbers(BSN_TEST_LAATSTE, BSN_TEST_LAATSTE - 200)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [kolom.naam for kolom in KOLOMMEN], delimiter=";", restval="")
    writer.writeheader()
    for nr, wrong in enumerate(FOUTEN, 1):
        sound = {
            "referentie": f"ENS-2026-{nr:04d}",
            "gemeentecode": "0153",
            "bsn": next(numbers),
            "geslachtsnaam": "Zomerschijn",
            "voornamen": "Tess",
            "geboortedatum": "1-5-2014",
            "agb": "41990001",
            "productcode": "ABHIR",
            "begindatum": kalender.dag(7),
            "einddatum": kalender.dag(200),
            "volume": 3000,
            "eenheid": "01",
            "frequentie": "6",
            "verwijzing_type": "01",
            "verwijzing_datum": kalender.dag(-1),
        }
        writer.writerow({**sound, **wrong})
    return text.getvalue().encode()
