"""The catalogue as a workbook, as it stands on a day."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from contracts.catalogus.stand import BLADEN, Blad, rows_on
from contracts.catalogus.woorden import word
from contracts.importexport.kolommen import kolommen_of
from contracts.policies import CATALOGUS_VOLGEN
from core.actor import Actor
from core.importexport.rapport import as_workbook
from core.policies import authorise
from core.ui.formats import format_long_date


def sheet_name(blad: Blad) -> str:
    return blad.code.capitalize()


def export_catalogue(actor: Actor, *, dag: datetime.date, vandaag: datetime.date) -> bytes:
    """XLSX with a sheet per kind; text is formula-safe. Raises Verboden."""
    authorise(actor, CATALOGUS_VOLGEN)
    sheets: dict[str, Iterator[list[object]]] = {"Toelichting": iter(_explained(dag))}
    for blad in BLADEN:
        sheets[sheet_name(blad)] = _rows(blad, dag, vandaag)
    return as_workbook(sheets)


def empty_workbook() -> bytes:
    """Headings only."""
    return as_workbook({sheet_name(blad): [[k.naam for k in kolommen_of(blad)]] for blad in BLADEN})


def _rows(blad: Blad, dag: datetime.date, vandaag: datetime.date) -> Iterator[list[object]]:
    names = [kolom.naam for kolom in kolommen_of(blad)]
    yield list(names)
    for row in rows_on(blad, dag, vandaag=vandaag):
        yield [word(name, row[name]) for name in names]


def _explained(dag: datetime.date) -> list[list[object]]:
    return [
        [_("Catalogus zoals op"), format_long_date(dag)],
        [_("Productcodes met een D vooraan zijn verzonnen: voorbeeldgegeven.")],
        [_("Dit blad wordt bij inlezen overgeslagen. Wat je weglaat, blijft zoals het is.")],
    ]
