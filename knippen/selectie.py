"""Which toewijzingen are cut, into what, and why the others are not: one statement, any number.

Two ways to come to candidates (`RONDE`, `LOS`), one judgement. What holds for the new product on
the first day is asked of filing itself (`indications.feiten`), once per aanbieder, product and
unit. Rules about whether help may begin or last longer are not asked: a cut begins nothing and
lengthens nothing. So a cliëntenstop, a referral, an age or the CPWV do not stop it (R-CON-4,
R-TOE-9, R-CPW-2); contract, tariff, catalogue and overlap do (R-TOE-10, R-SEG-2, R-SEG-5,
R-TOE-13).
"""

#: Candidates of a round in one gemeente: what runs on the last day, or begins later on an old
#: product. Issued is the moment of the first version: a later change does not move it.
RONDE = """
kandidaat as materialized (
  select t.id, v.naar_id, v.eenheid v_eenheid, v.frequentie v_frequentie, z.nieuw_deel hand,
    coalesce(z.overslaan, false) overslaan, u.dag uitgegeven,
    coalesce(u.dag < r.afgegeven_vanaf, false) or coalesce(u.dag > r.afgegeven_tot, false) buiten
  from indications_toewijzing t
  left join knippen_productvertaling v
    on v.ronde_id = %(ronde)s::uuid and v.van_id = t.product_id
  left join knippen_knipregel r
    on r.ronde_id = %(ronde)s::uuid and r.gemeente_id = t.gemeente_id
  left join knippen_knipkeuze z on z.ronde_id = %(ronde)s::uuid and z.toewijzing_id = t.id
  cross join lateral (select (coalesce(
    case when t.versie > 1 then (
      select e.toewijzingsmoment from indications_toewijzingevent e
      where e.pgh_obj_id = t.id order by e.pgh_id limit 1) end,
    t.toewijzingsmoment) at time zone 'Europe/Amsterdam')::date dag) u
  where t.gemeente_id = %(gemeente)s::uuid and t.status <> 'ingetrokken'
    and (t.periode @> %(dag)s::date or (t.begindatum > %(dag)s::date and v.id is not null))
)"""

#: Candidates by name, each with its own new product.
LOS = """
kandidaat as materialized (
  select t.id, k.naar naar_id, ''::text v_eenheid, ''::text v_frequentie, k.hand,
    false overslaan, t.toewijzingsmoment::date uitgegeven, false buiten
  from jsonb_to_recordset(%(los)s::jsonb) k(toewijzing uuid, naar uuid, hand int)
  join indications_toewijzing t on t.id = k.toewijzing and t.gemeente_id = %(gemeente)s::uuid
)"""

BEKEKEN = """
bekeken as materialized (
  select k.*, t.nummer, t.gemeente_id, t.jeugdige_id, t.verwijzing_id, t.aanbieder_id,
    t.product_id, t.status, t.begindatum, t.einddatum, t.volume::bigint volume, t.eenheid,
    t.frequentie, t.minuten_direct::bigint direct, t.minuten_indirect::bigint indirect,
    t.minuten_reistijd::bigint reistijd, t.aantal_contacten::bigint contacten,
    t.waarschuwing_reden,
    coalesce(nullif(k.v_eenheid, ''), t.eenheid) nieuwe_eenheid,
    coalesce(nullif(k.v_frequentie, ''), t.frequentie) nieuwe_frequentie,
    case when coalesce(nullif(k.v_eenheid, ''), t.eenheid) = t.eenheid then 1
      when t.eenheid = '04' and k.v_eenheid = '01' then 60
      when t.eenheid = '16' and k.v_eenheid = '01' then 240
      when t.eenheid = '16' and k.v_eenheid = '04' then 4 end factor,
    greatest(coalesce(w.volume, 0), 0) gedeclareerd, w.laatste_dag,
    t.einddatum - %(dag)s::date dagen_na, t.einddatum - t.begindatum + 1 dagen,
    exists (select from knippen_knip x where x.oud_id = t.id) geknipt
  from kandidaat k
  join indications_toewijzing t on t.id = k.id
  left join indications_verbruik w on w.toewijzing_id = t.id
)"""

#: Per aanbieder, new product and unit: what filing wants to know of the first day.
VRAGEN = """
select q.aanbieder_id, a.code, q.naar_id, p.code, q.nieuwe_eenheid, g.code
from (
  select distinct aanbieder_id, naar_id, nieuwe_eenheid, gemeente_id from bekeken
  where naar_id is not null and begindatum <= %(dag)s::date
    and (einddatum is null or einddatum > %(dag)s::date)
) q
join contracts_product p on p.id = q.naar_id
join core_organisatie g on g.id = q.gemeente_id
cross join lateral (
  select b.code from providers_agbcode b where b.aanbieder_id = q.aanbieder_id
  order by (b.periode @> %(dag)s::date + 1) desc, b.begindatum desc, b.code limit 1
) a
"""

#: In the unit of the old toewijzing, half rounded up; never less stays than is declared. Needs
#: frequentie, volume, hand, einddatum, dagen_na, dagen, gedeclareerd.
DEEL = """
case when frequentie <> '6' then null
  when hand is not null then hand::bigint
  when einddatum is null then null
  else volume - greatest(volume - (2 * volume * dagen_na + dagen) / (2 * dagen), gedeclareerd)
end"""

#: A frequentie of day or week to one total: by the days after the cut; of a month: every calendar
#: month that is touched, as in R-TOE-14.
GEDEELD = """
feit as (
  select * from jsonb_to_recordset(%(feiten)s::jsonb) f(
    aanbieder uuid, naar uuid, eenheid text, contract uuid, contract_tot date, uitgesloten boolean,
    taak boolean, tarieven int, tarief_tot date, stop boolean)
), gedeeld as (
  select b.*, DEEL deel from bekeken b
), berekend as (
  select d.*,
    case when frequentie = '6' then volume - deel else volume end oud_volume,
    case when frequentie = '6' then deel * factor
      when nieuwe_frequentie = frequentie then volume * factor
      when frequentie = '1' then volume * factor * dagen_na
      when frequentie = '2' then (2 * volume * factor * dagen_na + 7) / 14
      when frequentie = '4' then volume * factor * (
        (extract(year from einddatum) - extract(year from %(dag)s::date + 1)) * 12
        + extract(month from einddatum) - extract(month from %(dag)s::date + 1) + 1)::int
    end nieuw_volume,
    case when frequentie = '6' then direct * deel / volume else direct end direct_na,
    case when frequentie = '6'
      then (direct + indirect) * deel / volume - direct * deel / volume
      else indirect end indirect_na,
    case when frequentie = '6' then deel - (direct + indirect) * deel / volume
      else reistijd end reistijd_na,
    case when frequentie = '6' then (2 * contacten * deel + volume) / (2 * volume)
      else contacten end contacten_na
  from gedeeld d
)""".replace("DEEL", DEEL)

OORDEEL = """
oordeel as (
  select b.*, p.code naar_code, p.naam naar_naam, f.contract, f.contract_tot,
    p.verdeling_toegestaan and (p.indirecte_tijd or coalesce(b.indirect, 0) = 0)
      and b.nieuwe_eenheid = b.eenheid and b.nieuwe_frequentie = b.frequentie verdeelbaar,
    array_remove(array[
      case when f.stop then 'clientenstop' end,
      case when f.contract_tot < coalesce(b.einddatum, date '2999-12-31')
        then 'contract_eindigt_eerder' end,
      case when b.frequentie = '6' and b.hand is null and b.oud_volume = b.gedeclareerd
        and b.oud_volume > b.volume - (2 * b.volume * b.dagen_na + b.dagen) / (2 * b.dagen)
        then 'deel_opgehoogd' end], null) let_op,
    case
      when b.status = 'ingetrokken' then 'status_overgang'
      when b.geknipt then 'al_geknipt'
      when b.begindatum > %(dag)s::date then 'begint_na_knipdag'
      when b.einddatum <= %(dag)s::date then 'eindigt_op_tijd'
      when b.naar_id is null then 'geen_vertaling'
      when b.buiten then 'niet_opgenomen'
      when b.overslaan then 'knip_overgeslagen'
      when b.laatste_dag > %(dag)s::date then 'heeft_declaraties'
      when b.naar_id = b.product_id then 'zelfde_product'
      when p.id is null then 'product_onbekend'
      when p.begindatum > %(dag)s::date + 1
        or p.einddatum < coalesce(b.einddatum, date '2099-12-31') then 'product_niet_geldig'
      when f.uitgesloten then 'product_niet_in_gemeente'
      when f.taak then 'taakgericht'
      when f.contract is null then 'geen_contract'
      when f.tarieven = 0 or f.tarief_tot
        < coalesce(least(b.einddatum, f.contract_tot), date '2999-12-31') then 'geen_tarief'
      when b.factor is null then 'eenheid_niet_om_te_rekenen'
      when b.nieuwe_eenheid <> all(p.eenheden) or b.nieuwe_frequentie <> all(p.frequenties)
        or (b.nieuwe_frequentie = '1' and b.nieuwe_eenheid in ('14', '16', '83', '84'))
        then 'eenheid_niet_toegestaan'
      when coalesce(b.einddatum, date '2999-12-31') > m.later
        - (extract(day from m.later) = extract(day from %(dag)s::date + 1))::int
        then 'behandeling_te_lang'
      when exists (
        select from indications_toewijzing x
        where x.jeugdige_id = b.jeugdige_id and x.product_id = b.naar_id
          and x.aanbieder_id = b.aanbieder_id and x.id <> b.id and x.status <> 'ingetrokken'
          and x.periode && daterange(%(dag)s::date + 1, b.einddatum, '[]'))
        then 'toewijzing_overlap'
      when b.frequentie = '6' and b.gedeclareerd >= b.volume then 'volume_verbruikt'
      when b.hand is not null and (b.frequentie <> '6' or b.hand < 1
        or b.hand > b.volume - greatest(b.gedeclareerd, 1)) then 'deel_buiten_grenzen'
      when b.nieuw_volume is null then 'deel_onbekend'
      when b.nieuw_volume < 1 or b.oud_volume < 1 then 'deel_nul'
      when b.nieuw_volume > 99999999 then 'volume_ongeldig'
      when b.nieuwe_eenheid = '01' and b.nieuw_volume > p.max_minuten
        then 'vaktherapie_te_veel_minuten'
      when b.contacten_na > p.max_sessies then 'vaktherapie_te_veel_sessies'
      else '' end oordeel
  from berekend b
  left join contracts_product p on p.id = b.naar_id
  left join feit f on f.aanbieder = b.aanbieder_id and f.naar = b.naar_id
    and f.eenheid = b.nieuwe_eenheid
  cross join lateral (select (%(dag)s::date + 1
    + make_interval(months => p.max_duur_maanden::int))::date later) m
), uitkomst as (
  select o.*, case when oordeel = '' and count(*) filter (where oordeel = '') over (
    partition by jeugdige_id, aanbieder_id, naar_id) > 1 then 'valt_samen' else oordeel end reden
  from oordeel o
)"""


def questions(kandidaat: str) -> str:
    return f"with {kandidaat},\n{BEKEKEN}\n{VRAGEN}"


def outcome(kandidaat: str) -> str:
    """The CTEs that end in `uitkomst`: a row per candidate, `reden` empty when it is cut."""
    return f"with {kandidaat},\n{BEKEKEN},\n{GEDEELD},\n{OORDEEL}"
