"""The engine: compares what a check finds with its open signals, in one statement.

New findings open a signal, found again keeps it (a changed `bewijs` is a step in its history), not
found any more closes it. Of two engines on one check at the same time one steps aside.
"""

import datetime
import json
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.urls import reverse

from core.signalen.controles import Controle, controles
from core.uitbak import Onderwerp, put_for

log = structlog.get_logger("core.signalen")

LOCK_SPACE = 771400

MERGE = """
with gevonden as materialized (
  select distinct on (sleutel) sleutel, titel, omschrijving, raakt, betreft_organisatie_id,
    objectsoort, object_id, jsonb_strip_nulls(bewijs) as bewijs, url
  from ({query}) q order by sleutel, raakt desc
), bij as (
  select g.sleutel, case %(bij)s when 'betreft' then g.betreft_organisatie_id
    when 'object' then g.object_id
    else (select id from core_organisatie where soort = 'ozjt' order by code, id limit 1) end as id
  from gevonden g
), bestaand as materialized (
  select id, sleutel, raakt, bewijs from core_signaal
  where controle = %(controle)s and not status = 'gesloten' for update
), gehouden as (
  update core_signaal s set laatst_gezien_op = now(), titel = g.titel, raakt = g.raakt,
    omschrijving = g.omschrijving, bewijs = g.bewijs, url = g.url, ernst = %(ernst)s,
    rol = %(rol)s, betreft_id = g.betreft_organisatie_id
  from bestaand b join gevonden g using (sleutel)
  where s.id = b.id returning s.id
), gesloten as (
  update core_signaal s set status = 'gesloten', gesloten_op = now(), uitgesteld_tot = null
  from bestaand b
  where s.id = b.id and not exists (select from gevonden g where g.sleutel = b.sleutel)
  returning s.id
), geopend as (
  insert into core_signaal (controle, sleutel, titel, omschrijving, ernst, rol, organisatie_id,
    betreft_id, objectsoort, object_id, raakt, bewijs, url)
  select %(controle)s, g.sleutel, g.titel, g.omschrijving, %(ernst)s, %(rol)s, bij.id,
    g.betreft_organisatie_id, g.objectsoort, g.object_id, g.raakt, g.bewijs, g.url
  from gevonden g join bij using (sleutel)
  where not exists (select from bestaand b where b.sleutel = g.sleutel)
    and not (%(sluitbaar)s and exists (
      select from core_signaal s join core_signaalstap p on p.signaal_id = s.id
      where s.controle = %(controle)s and s.sleutel = g.sleutel and s.status = 'gesloten'
        and s.bewijs = g.bewijs and p.soort = 'afgehandeld'))
  on conflict (controle, sleutel) where not status = 'gesloten' do nothing
  returning id, organisatie_id
), stappen as (
  insert into core_signaalstap (signaal_id, soort, tekst)
  select id, 'geopend', '' from geopend
  union all select id, 'gesloten', '' from gesloten
  union all select b.id, 'gewijzigd',
    case when b.raakt <> g.raakt then format('Raakt nu %%s jeugdigen, eerder %%s', g.raakt, b.raakt)
    else g.omschrijving end
  from bestaand b join gevonden g using (sleutel) where b.bewijs is distinct from g.bewijs
  returning soort
)
select (select count(*) from geopend), (select count(*) from gehouden),
  (select count(*) from gesloten), (select count(*) from stappen where soort = 'gewijzigd'),
  (select coalesce(jsonb_agg(jsonb_build_array(id, organisatie_id)), '[]') from geopend)
"""

RETURN_POSTPONED = """
with terug as (
  update core_signaal set status = 'open', uitgesteld_tot = null
  where status = 'uitgesteld' and uitgesteld_tot <= %(peildatum)s returning id
), stappen as (
  insert into core_signaalstap (signaal_id, soort) select id, 'terug' from terug
)
select count(*) from terug
"""


@dataclass(frozen=True)
class Uitkomst:
    """What one run did; `overgeslagen` when another engine was busy with the same check."""

    geopend: int = 0
    gehouden: int = 0
    gesloten: int = 0
    gewijzigd: int = 0
    overgeslagen: bool = False


def run_check(naam: str, peildatum: datetime.date) -> Uitkomst:
    """Run one check and bring its signals up to date. Raises KeyError for an unknown name."""
    check = controles()[naam]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, naam])
        if not cursor.fetchone()[0]:
            return Uitkomst(overgeslagen=True)
        cursor.execute(merge_statement(check), merge_params(check, peildatum))
        *counts, opened = cursor.fetchone()
        outcome = Uitkomst(*counts)
        _tell(check, opened)
    log.info("controle_klaar", controle=naam, **vars(outcome))
    return outcome


def _tell(check: Controle, opened: str | list[list[str]]) -> None:
    """Mail to those with the role where the work lies; a signal opens once, so they hear once."""
    if not check.mail:
        return
    pairs = json.loads(opened) if isinstance(opened, str) else opened
    for signaal_id, organisatie_id in pairs:
        path = reverse("signaal", args=[signaal_id])
        put_for([check.rol], UUID(organisatie_id), Onderwerp(check.mail), path)


def run_all(peildatum: datetime.date) -> dict[str, Uitkomst]:
    """Every check once, as after loading data."""
    return {naam: run_check(naam, peildatum) for naam in controles()}


def merge_statement(check: Controle) -> str:
    return MERGE.format(query=check.query())


def merge_params(
    check: Controle, peildatum: datetime.date
) -> dict[str, str | bool | datetime.date]:
    return {
        "controle": check.naam,
        "ernst": check.ernst.value,
        "rol": check.rol.value,
        "bij": check.bij.value,
        "sluitbaar": check.sluitbaar,
        "peildatum": peildatum,
    }


def return_postponed(peildatum: datetime.date) -> int:
    """Put postponed signals whose day has come back on the worklist; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(RETURN_POSTPONED, {"peildatum": peildatum})
        return int(cursor.fetchone()[0])
