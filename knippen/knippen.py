"""The cut itself: old ones end, new ones begin, linked, told and logged, in one statement."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from core.handeling import Handeling
from core.sql import fetch_prepared
from knippen.models import Knipbeurt
from knippen.selectie import outcome
from knippen.selectors import Vraag

KNIP = """
, gaat as materialized (
  select u.*, gen_random_uuid() nieuw_id, nextval('toewijzing_nummer')::int nieuw_nummer
  from (select * from uitkomst where reden = '' order by nummer) u
), oud as (
  update indications_toewijzing t
  set einddatum = %(dag)s::date, status = 'beeindigd', reden_wijziging = %(code)s::text,
    toewijzingsmoment = now(), versie = t.versie + 1, volume = g.oud_volume,
    minuten_direct = case when g.frequentie = '6'
      then t.minuten_direct - g.direct_na else t.minuten_direct end,
    minuten_indirect = case when g.frequentie = '6'
      then t.minuten_indirect - g.indirect_na else t.minuten_indirect end,
    minuten_reistijd = case when g.frequentie = '6'
      then t.minuten_reistijd - g.reistijd_na else t.minuten_reistijd end,
    aantal_contacten = case when g.frequentie = '6'
      then nullif(t.aantal_contacten - g.contacten_na, 0) else t.aantal_contacten end
  from gaat g where t.id = g.id
  returning t.id, t.versie
), nieuw as (
  insert into indications_toewijzing (id, nummer, gemeente_id, jeugdige_id, verwijzing_id,
    product_id, aanbieder_id, perceelcontract_id, volume, eenheid, frequentie, begindatum,
    einddatum, minuten_direct, minuten_indirect, minuten_reistijd, aantal_contacten,
    waarschuwing_reden, toewijzingsmoment, voorganger_id)
  select nieuw_id, nieuw_nummer, gemeente_id, jeugdige_id, verwijzing_id, naar_id, aanbieder_id,
    contract, nieuw_volume, nieuwe_eenheid, nieuwe_frequentie, %(dag)s::date + 1, einddatum,
    case when verdeelbaar then direct_na end, case when verdeelbaar then indirect_na end,
    case when verdeelbaar then reistijd_na end,
    case when nieuwe_frequentie = frequentie then nullif(contacten_na, 0) end,
    waarschuwing_reden, now(), id
  from gaat
), paar as (
  insert into knippen_knip (beurt_id, oud_id, nieuw_id, wijze, volume, oud_deel, nieuw_deel)
  select %(beurt)s::uuid, g.id, g.nieuw_id,
    case when g.nieuwe_frequentie <> g.frequentie then 'dagen'
      when g.frequentie <> '6' then 'gelijk'
      when g.hand is not null then 'hand' else 'dagen' end,
    g.volume, g.oud_volume, g.nieuw_volume
  from gaat g
), wijziging as (
  insert into indications_wijziging (toewijzing_id, soort, reden, einddatum_oud, einddatum_nieuw,
    volume_oud, volume_nieuw, versie, opvolger_id)
  select g.id, 'nieuw_nummer', %(code)s::text, g.einddatum, %(dag)s::date, g.volume, g.oud_volume,
    o.versie, g.nieuw_id
  from gaat g join oud o on o.id = g.id
), verhaal as (
  insert into core_gebeurtenis (soort, objectsoort, object_id, actorsoort, actor_id, actor_naam,
    organisatie_id, rollen, reden, gegevens, referentie)
  select w.soort, 'toewijzing', w.id, %(actorsoort)s::text, %(actor_id)s::uuid,
    %(actor_naam)s::text, %(organisatie_id)s::uuid, %(rollen)s::text, w.tekst,
    w.gegevens || jsonb_build_object('kenmerk', %(kenmerk)s::text), %(referentie)s::text
  from gaat g
  cross join lateral (values
    ('toewijzing.geknipt', g.id, 'Gaat vanaf ' || to_char(%(dag)s::date + 1, 'DD-MM-YYYY')
      || ' verder als toewijzing ' || g.nieuw_nummer || ' op ' || g.naar_code,
      jsonb_build_object('nummer', g.nummer, 'naar nummer', g.nieuw_nummer,
        'einddatum', %(dag)s::date, 'volume', g.oud_volume, 'code', %(code)s::text)),
    ('toewijzing.na_knippen', g.nieuw_id, 'Volgt op toewijzing ' || g.nummer,
      jsonb_build_object('nummer', g.nieuw_nummer, 'van nummer', g.nummer,
        'productcode', g.naar_code, 'begindatum', %(dag)s::date + 1, 'volume', g.nieuw_volume))
    ) w(soort, id, tekst, gegevens)
)
select id, jeugdige_id from gaat
"""


def carry_out(
    act: Handeling, vraag: Vraag, params: Mapping[str, Any], beurt: Knipbeurt, *, code: str
) -> list[tuple[UUID, UUID]]:
    """Cut what the judgement lets through; gives (old toewijzing, jeugdige) of each."""
    actor = act.actor
    return [
        (row[0], row[1])
        for row in fetch_prepared(
            outcome(vraag.kandidaat) + KNIP,
            {
                **params,
                "code": code,
                "beurt": beurt.pk,
                "kenmerk": beurt.kenmerk,
                "actorsoort": str(actor.soort),
                "actor_id": actor.id,
                "actor_naam": actor.naam,
                "organisatie_id": actor.organisatie_id,
                "rollen": actor.rollen_tekst,
                "referentie": actor.referentie,
            },
        )
    ]
