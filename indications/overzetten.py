"""Running toewijzingen go on at another aanbieder from a date; set-based, whatever their number.

Called with an open `handeling` by a contractovername, which has authorised it (R-CON-4). The old
one ends the day before (reason 09, overstap) or is removed (13) when it had not begun; a new one
with its own number follows it from the date. A total (frequentie 6) is divided by days, and never
more goes over than is not declared yet; what is given per day, week or month stays as it is. A
split of minutes does not go over: the new aanbieder explains its own (R-TOE-3). Who already has
this product at the new aanbieder in that period stays where he is (R-TOE-13).
"""

import datetime
from collections.abc import Mapping
from uuid import UUID

from django.db import connection

from core.actor import Actor
from core.choices import Inzagehandeling
from core.handeling import Handeling
from indications.choices import RedenWijziging

MOVE = """
with paar as (
  select * from unnest(%(toewijzingen)s::uuid[], %(contracten)s::uuid[]) p(toewijzing, contract)
), gaat as materialized (
  select t.*, pc.id naar_contract, pc.aanbieder_id naar_aanbieder,
    greatest(t.begindatum, %(datum)s::date) nieuw_begin,
    case when t.begindatum >= %(datum)s::date or t.frequentie <> '6' or t.einddatum is null
      then t.volume
      else greatest(1, least(
        ceil(t.volume * (t.einddatum - %(datum)s::date + 1)::numeric
          / (t.einddatum - t.begindatum + 1)),
        t.volume - coalesce(v.volume, 0)))::int end nieuw_volume
  from paar
  join indications_toewijzing t on t.id = paar.toewijzing
  join contracts_perceelcontract pc on pc.id = paar.contract
  left join indications_verbruik v on v.toewijzing_id = t.id
  where t.status <> 'ingetrokken' and (t.einddatum is null or t.einddatum >= %(datum)s::date)
    and not exists (
      select from indications_toewijzing x
      where x.jeugdige_id = t.jeugdige_id and x.product_id = t.product_id
        and x.aanbieder_id = pc.aanbieder_id and x.status <> 'ingetrokken'
        and x.periode && daterange(greatest(t.begindatum, %(datum)s::date), t.einddatum, '[]'))
), oud as (
  update indications_toewijzing t
  set einddatum = case when t.begindatum < %(datum)s::date
        then %(datum)s::date - 1 else t.begindatum end,
      status = case when t.begindatum < %(datum)s::date then 'beeindigd' else 'ingetrokken' end,
      reden_wijziging = case when t.begindatum < %(datum)s::date then %(reden)s
        else %(verwijderd)s end, toewijzingsmoment = now(), versie = t.versie + 1
  from gaat where t.id = gaat.id
  returning t.id, t.nummer, t.gemeente_id, t.jeugdige_id, t.einddatum, t.reden_wijziging, t.versie
), nieuw as (
  insert into indications_toewijzing (gemeente_id, jeugdige_id, verwijzing_id, product_id,
    aanbieder_id, perceelcontract_id, volume, eenheid, frequentie, begindatum, einddatum,
    waarschuwing_reden, toewijzingsmoment, voorganger_id)
  select gemeente_id, jeugdige_id, verwijzing_id, product_id, naar_aanbieder, naar_contract,
    nieuw_volume, eenheid, frequentie, nieuw_begin, einddatum, '', now(), id
  from gaat order by gaat.id
  returning id, nummer, voorganger_id
), wijziging as (
  insert into indications_wijziging (toewijzing_id, soort, reden, einddatum_oud, einddatum_nieuw,
    volume_oud, volume_nieuw, versie, opvolger_id)
  select g.id, 'nieuw_nummer', o.reden_wijziging, g.einddatum, o.einddatum, g.volume, g.volume,
    o.versie, n.id
  from gaat g join oud o on o.id = g.id join nieuw n on n.voorganger_id = g.id
), verhaal as (
  insert into core_gebeurtenis (soort, objectsoort, object_id, actorsoort, actor_id, actor_naam,
    organisatie_id, rollen, gegevens, referentie)
  select w.soort, 'toewijzing', w.id, %(actorsoort)s, %(actor_id)s::uuid, %(actor_naam)s,
    %(organisatie_id)s::uuid, %(rollen)s, w.gegevens, %(referentie)s
  from gaat g
  join oud o on o.id = g.id
  join nieuw n on n.voorganger_id = g.id
  cross join lateral (values
    ('toewijzing.overgezet', g.id, jsonb_build_object('nummer', g.nummer,
      'naar nummer', n.nummer, 'kenmerk', %(kenmerk)s::text)),
    ('toewijzing.overgekomen', n.id, jsonb_build_object('nummer', n.nummer,
      'van nummer', g.nummer, 'kenmerk', %(kenmerk)s::text))) w(soort, id, gegevens)
)
select o.id, o.gemeente_id, o.jeugdige_id from oud o
"""


def move_toewijzingen(
    act: Handeling, naar: Mapping[UUID, UUID], datum: datetime.date, *, kenmerk: str
) -> list[tuple[UUID, UUID]]:
    """Move each toewijzing (key) to the perceelcontract (value) from `datum` on.

    Gives (toewijzing, gemeente) of what moved; the rest could not, or needed no moving any more.
    """
    actor: Actor = act.actor
    with connection.cursor() as cursor:
        cursor.execute(
            MOVE,
            {
                "toewijzingen": list(naar.keys()),
                "contracten": list(naar.values()),
                "datum": datum,
                "reden": RedenWijziging.OVERSTAP,
                "verwijderd": RedenWijziging.VERWIJDERD,
                "kenmerk": kenmerk,
                "actorsoort": str(actor.soort),
                "actor_id": actor.id,
                "actor_naam": actor.naam,
                "organisatie_id": actor.organisatie_id,
                "rollen": actor.rollen_tekst,
                "referentie": actor.referentie,
            },
        )
        moved = cursor.fetchall()
    act.access(
        Inzagehandeling.WIJZIGEN, "toewijzing.overgezet", jeugdigen=[row[2] for row in moved]
    )
    return [(row[0], row[1]) for row in moved]
