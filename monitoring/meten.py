"""Writes measurements: one statement per indicator and period for the segment, all aanbieders and
all gemeenten together. Doing it again gives the same rows; what is no longer there goes.

The same statement says which figures are hidden besides the small ones (`erbij`). Who sees all
aanbieders, or all gemeenten, has the total beside them: with one hidden, that one is the total less
the others. So where one is small, the smallest that is not goes with it, and all that are equal to
it, for a choice between those would say something. Where there is none, the total goes and with it
all of the other level, which would add up to it.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from monitoring import klein
from monitoring.berekeningen import REKENSOM, Vorm, berekeningen
from monitoring.choices import Bron, Maateenheid
from monitoring.models import Indicatorversie
from monitoring.rules import Tijdvak, period_before, period_of, periods_between

LOCK_SPACE = 771402

#: `niveau` is 3 for the total, 1 per aanbieder, 2 per gemeente.
MEET = """
with geteld as (
  select aanbieder_id, gemeente_id, grouping(aanbieder_id, gemeente_id) as niveau,
    {teller} as teller, {noemer} as noemer, {jeugdigen} as jeugdigen, round({waarde}, 2) as waarde
  from ({basis}) rij
  group by grouping sets ((), (aanbieder_id), (gemeente_id))
  having (grouping(aanbieder_id) = 1 or aanbieder_id is not null)
    and (grouping(gemeente_id) = 1 or gemeente_id is not null)
), gewogen as (
  select *, jeugdigen > 0 and (jeugdigen < %(klein)s
    or %(procent)s and teller between 1 and %(klein)s - 1) as klein
  from geteld where waarde is not null
), naast as (
  select *, bool_or(klein) over niveaus as raakt,
    min(jeugdigen) filter (where jeugdigen > 0 and not klein) over niveaus as kleinste
  from gewogen window niveaus as (partition by niveau)
), bron as materialized (
  select *, coalesce(not klein and jeugdigen > 0, false) and (raakt and jeugdigen = kleinste
    or bool_or(niveau < 3 and raakt and kleinste is null) over ()) as erbij
  from naast
), gezet as (
  insert into monitoring_meting (indicator_id, versie_id, begindatum, einddatum, aanbieder_id,
    gemeente_id, teller, noemer, waarde, jeugdigen, erbij, peildatum)
  select %(indicator)s, %(versie)s, %(begin)s, %(einddatum)s, aanbieder_id, gemeente_id, teller,
    noemer, waarde, jeugdigen, erbij, %(eind)s
  from bron order by aanbieder_id, gemeente_id
  on conflict (indicator_id, aanbieder_id, gemeente_id, begindatum) do update set
    versie_id = excluded.versie_id, einddatum = excluded.einddatum, teller = excluded.teller,
    noemer = excluded.noemer, waarde = excluded.waarde, jeugdigen = excluded.jeugdigen,
    erbij = excluded.erbij, peildatum = excluded.peildatum, bijgewerkt_op = now()
  returning id
), weg as (
  delete from monitoring_meting m
  where m.indicator_id = %(indicator)s and m.begindatum = %(begin)s
    and not exists (select from bron
      where bron.aanbieder_id is not distinct from m.aanbieder_id
      and bron.gemeente_id is not distinct from m.gemeente_id)
  returning id
)
select (select count(*) from gezet), (select count(*) from weg)
"""
#: What aanbieders answered and OZJT accepted; of a percentage the teller counts jeugdigen.
ANTWOORDEN = """select aanbieder_id, null::uuid as gemeente_id, jeugdigen,
    case when {{telling}} then waarde else waarde * jeugdigen / {deler} end as teller,
    case when {{telling}} then 1 else jeugdigen end as noemer
  from monitoring_uitvraag
  where indicator_id = {{indicator}} and begindatum = {{begin}} and status = 'aanvaard'"""


@dataclass(frozen=True)
class Uitkomst:
    """Rows written (new, changed or the same) and rows that went."""

    gezet: int
    weg: int


def measure(versie: Indicatorversie, tijdvak: Tijdvak, peildatum: datetime.date) -> Uitkomst:
    """Count one period, up to `peildatum` as long as it runs; of a future one nothing."""
    if tijdvak.begin > peildatum:
        return Uitkomst(0, 0)
    statement = _calculated(versie) if versie.bron == Bron.BEREKEND else _answered(versie)
    params: dict[str, Any] = {
        "indicator": versie.indicator_id,
        "versie": versie.pk,
        "segment": versie.indicator.segment_id,
        "begin": tijdvak.begin,
        "einddatum": tijdvak.eind,
        "eind": min(tijdvak.eind, peildatum),
        "klein": klein.threshold(),
        "procent": versie.eenheid == Maateenheid.PROCENT,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        key = str(versie.indicator_id)
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, key])
        cursor.execute(statement, params)
        return Uitkomst(*cursor.fetchone())


def _calculated(versie: Indicatorversie) -> str:
    found = berekeningen()[versie.berekening]
    teller, noemer, waarde = REKENSOM[found.vorm]
    basis = found.query().format(
        segment="%(segment)s::uuid", begin="%(begin)s::date", eind="%(eind)s::date"
    )
    return MEET.format(
        teller=teller, noemer=noemer, waarde=waarde, jeugdigen=found.jeugdigen, basis=basis
    )


def _answered(versie: Indicatorversie) -> str:
    """An average weighs each aanbieder by its jeugdigen; a number of jeugdigen is a sum."""
    counts = versie.eenheid == Maateenheid.JEUGDIGEN
    percentage = versie.eenheid == Maateenheid.PROCENT
    _, _, waarde = REKENSOM[Vorm.AANDEEL if percentage else Vorm.GEMIDDELDE]
    basis = ANTWOORDEN.format(deler="100.0" if percentage else "1").format(
        indicator="%(indicator)s", begin="%(begin)s", telling="true" if counts else "false"
    )
    return MEET.format(
        teller="sum(teller)",
        noemer="1" if counts else "sum(noemer)",
        waarde="sum(teller)" if counts else waarde,
        jeugdigen="sum(jeugdigen)",
        basis=basis,
    )


def measure_due(peildatum: datetime.date) -> int:
    """The running and the last period of every indicator; gives the number of rows written."""
    rows = 0
    for versie, tijdvak in _due(peildatum):
        rows += measure(versie, tijdvak, peildatum).gezet
    return rows


def _due(peildatum: datetime.date) -> Iterator[tuple[Indicatorversie, Tijdvak]]:
    versies = Indicatorversie.objects.filter(bron=Bron.BEREKEND, begindatum__lte=peildatum)
    for versie in versies.select_related("indicator").order_by("indicator_id", "begindatum"):
        before = period_before(versie.meetperiode, peildatum)
        for tijdvak in (before, period_of(versie.meetperiode, peildatum)):
            if _holds(versie, tijdvak):
                yield versie, tijdvak


def _holds(versie: Indicatorversie, tijdvak: Tijdvak) -> bool:
    ended = versie.einddatum is not None and versie.einddatum < tijdvak.begin
    return versie.begindatum <= tijdvak.begin and not ended


def measure_since(
    vanaf: datetime.date, peildatum: datetime.date, indicator_id: UUID | None = None
) -> int:
    """Every period from the one that holds `vanaf`, of one indicator or of all."""
    rows = 0
    for versie in (
        Indicatorversie.objects.filter(Q(indicator=indicator_id) if indicator_id else Q())
        .select_related("indicator")
        .order_by("indicator_id", "begindatum")
    ):
        last = min(versie.einddatum or peildatum, peildatum)
        for tijdvak in periods_between(versie.meetperiode, max(vanaf, versie.begindatum), last):
            rows += measure(versie, tijdvak, peildatum).gezet
    return rows
