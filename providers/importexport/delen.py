"""What the files have in common: columns, and pieces of their statements."""
# ruff: noqa: S608 - composed of pieces of this package; what a file holds is staged data

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextChoices

from core.actor import Actor
from core.fouten import PERIODE_ONGELDIG
from core.importexport.inlezen import Importschema
from core.importexport.kolommen import Kolom, Soort
from core.importexport.uitvoer import Exportkolom
from providers.codes import AANBIEDER_ONBEKEND, KVK_NIET_EENDUIDIG

KVK = Kolom("kvk", soort=Soort.KVK, uitleg="Van de aanbieder.", aliassen=("kvk-nummer",))
AANBIEDER = Kolom("aanbieder", verplicht=False, uitleg="Om te lezen; wordt niet ingelezen.")
BEGINDATUM = Kolom("begindatum", soort=Soort.DATUM)
EINDDATUM = Kolom(
    "einddatum", soort=Soort.DATUM, verplicht=False, uitleg="De laatste dag; leeg: loopt door."
)
#: One batch, so that overlap within the file is seen whole.
REGELS = 20_000

#: CTE `partij`: every KvK-nummer with how many aanbieders have it, and the first of those.
PARTIJ = """
  partij as materialized (
    select kvk, count(*) as aantal, (array_agg(id order by id))[1] as id
    from providers_aanbieder where kvk in (select kvk from klaargezet) group by kvk)
"""
#: The period of a row of `w`; inverted ones are refused by name, not by a DataError.
PERIODE = """
  daterange(begindatum,
    case when einddatum is not null then greatest(begindatum, einddatum) end, '[]') as periode
"""
#: Findings on a KvK-nummer that names no aanbieder, or more than one, from `w`.
EEN_AANBIEDER = f"""
  select regel_nr, '{AANBIEDER_ONBEKEND.code}', 'kvk', format(
    'Geen aanbieder met KvK-nummer %%s. Lees eerst de aanbieders in, of kijk het nummer na.', kvk)
  from w where aantal is null
  union all
  select regel_nr, '{KVK_NIET_EENDUIDIG.code}', 'kvk', format(
    '%%s aanbieders in het portaal hebben KvK-nummer %%s; laat dat eerst verbeteren.', aantal, kvk)
  from w where aantal > 1
"""
#: Findings that every row with an aanbieder and a period can have, from `w`.
GEWOON = f"""
{EEN_AANBIEDER}
  union all
  select regel_nr, '{PERIODE_ONGELDIG.code}', 'einddatum', format(
    'De einddatum ligt voor de begindatum %%s.', to_char(begindatum, 'FMDD-FMMM-YYYY'))
  from w where einddatum < begindatum
"""
TELLING = "select (select count(*) from nieuw), (select count(*) from gewijzigd)"


def keep_or_take(kolom: str, bestaand: str) -> str:
    """SQL: the cell when the file has the column, else what stands there now (alias d)."""
    return f"case when '{kolom}' = any(%(aanwezig)s) then k.{kolom} else d.{bestaand} end"


def period_words(alias: str) -> str:
    """SQL: `1-1-2026 tot en met 31-12-2026`, `vanaf 1-1-2026`."""
    form = "'FMDD-FMMM-YYYY'"
    return (
        f"case when {alias}.einddatum is null then 'vanaf ' || to_char({alias}.begindatum, {form}) "
        f"else to_char({alias}.begindatum, {form}) || ' tot en met ' "
        f"|| to_char({alias}.einddatum, {form}) end"
    )


def words(choices: type[TextChoices]) -> dict[str, str]:
    """What may be written in the file, with the value it stands for."""
    return {str(label): str(value) for value, label in choices.choices}


def labels(choices: type[TextChoices]) -> dict[str, str]:
    """What the export writes for a value."""
    return {str(value): str(label) for value, label in choices.choices}


def as_postcode(text: str) -> str:
    """`7511 aa` and `7511AA` as `7511 AA`; anything else as it is."""
    compact = re.sub(r"\s+", "", text).upper()
    return f"{compact[:4]} {compact[4:]}" if len(compact) == 6 else text


def as_website(text: str) -> str:
    return text if "://" in text else f"https://{text}"


def as_telefoon(text: str) -> str:
    """A spreadsheet drops the zero in front: nine digits get it back."""
    return f"0{text}" if re.fullmatch(r"[1-9][0-9]{8}", text) else text


@dataclass(frozen=True)
class Gegevensbestand:
    """An import with the export in the same format: reading back what was fetched changes nothing.

    `rijen` starts at `for_actor(actor)`.
    """

    schema: Importschema
    rijen: Callable[[Actor], QuerySet[Any]]
    uitvoer: Sequence[Exportkolom]
    wat: str
