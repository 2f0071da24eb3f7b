"""The statements of a file of toewijzingen: stage, compare, judge, store."""

# ruff: noqa: S608 - composed of pieces of this module and of indications.feiten

from indications.choices import MEDISCHE_VERWIJZERS, TypeVerwijzer
from indications.feiten import KOLOMMEN as FEITEN
from indications.feiten import facts_sql
from indications.rules import EERSTE_DAG, LAATSTE_DAG, MAX_VOLUME, NIET_PER_DAG


def _list(values: frozenset[str] | list[str]) -> str:
    return ", ".join(f"'{value}'" for value in sorted(values))


STAGING = """
create temporary table aangeleverd (
  nr int primary key, fout boolean not null, bekend boolean not null default false,
  referentie text, gemeente text, bsn_hash text, geboren date, agb text, product text, begin date,
  eind date, volume bigint, eenheid text, frequentie text, direct bigint, indirect bigint,
  reistijd bigint, contacten bigint, vtype text, vdatum date, vtot date, verwijzer text, reden text
) on commit drop
"""
PERSONEN = """
create temporary table persoon (
  bsn_hash text primary key, id uuid not null, bsn bytea not null, naam bytea not null
) on commit drop
"""

#: What was handed in under a reference before, now and as it was on the first day.
BEKEND = """
with nu as (
  select a.*, t.id as toewijzing_id, t.versie from aangeleverd a
  join indications_toewijzing t on t.gemeente_id = %(gemeente)s and t.referentie = a.referentie
), stand as (
  select n.toewijzing_id, 1 as keus, t.product_id, t.aanbieder_id, t.begindatum, t.einddatum,
    t.volume, t.eenheid, t.frequentie, t.minuten_direct, t.minuten_indirect, t.minuten_reistijd,
    t.aantal_contacten, t.verwijzing_id, t.jeugdige_id
  from nu n join indications_toewijzing t on t.id = n.toewijzing_id
  union all
  select n.toewijzing_id, 2, e.product_id, e.aanbieder_id, e.begindatum, e.einddatum, e.volume,
    e.eenheid, e.frequentie, e.minuten_direct, e.minuten_indirect, e.minuten_reistijd,
    e.aantal_contacten, e.verwijzing_id, e.jeugdige_id
  from nu n cross join lateral (
    select e.* from indications_toewijzingevent e
    where e.pgh_obj_id = n.toewijzing_id and e.pgh_label = 'insert' order by e.pgh_id limit 1) e
  where n.versie > 1
), anders as (
  select n.nr, s.keus, array_to_string(array_remove(array[
    case when k.bsn_hash is distinct from decode(n.bsn_hash, 'hex') then 'bsn' end,
    case when j.geboortedatum is distinct from n.geboren then 'geboortedatum' end,
    case when not exists (select from providers_agbcode b
      where b.code = n.agb and b.aanbieder_id = s.aanbieder_id) then 'agb' end,
    case when p.code is distinct from n.product then 'productcode' end,
    case when s.begindatum is distinct from n.begin then 'begindatum' end,
    case when s.einddatum is distinct from n.eind then 'einddatum' end,
    case when s.volume is distinct from n.volume then 'volume' end,
    case when s.eenheid is distinct from n.eenheid then 'eenheid' end,
    case when s.frequentie is distinct from n.frequentie then 'frequentie' end,
    case when s.minuten_direct is distinct from n.direct then 'minuten_direct' end,
    case when s.minuten_indirect is distinct from n.indirect then 'minuten_indirect' end,
    case when s.minuten_reistijd is distinct from n.reistijd then 'minuten_reistijd' end,
    case when s.aantal_contacten is distinct from n.contacten then 'aantal_contacten' end,
    case when v.type is distinct from n.vtype then 'verwijzing_type' end,
    case when v.datum is distinct from n.vdatum then 'verwijzing_datum' end,
    case when n.vtot is not null and v.geldig_tot is distinct from n.vtot
      then 'verwijzing_geldig_tot' end,
    case when n.verwijzer <> '' and v.verwijzer <> n.verwijzer then 'verwijzer' end
  ], null), ', ') as wat
  from nu n
  join stand s on s.toewijzing_id = n.toewijzing_id
  join contracts_product p on p.id = s.product_id
  join indications_jeugdige j on j.id = s.jeugdige_id
  join indications_verwijzing v on v.id = s.verwijzing_id
  left join indications_jeugdigekluis k on k.jeugdige_id = j.id
)
select nr, bool_or(wat = ''), min(wat) filter (where keus = 1) from anders group by nr
"""

_BRON = """(
  select nr, gemeente, agb, product, begin, eind, eenheid, bsn_hash, null::uuid as jeugdige, vtype,
    vdatum, vtot, coalesce(verwijzer, '') as verwijzer, null::uuid as niet
  from aangeleverd where nr > %s and nr <= %s and not bekend) v"""
_NAMEN = ", ".join(FEITEN)
#: Parameters: peildatum, history context, organisatie, row numbers after and up to.
FEITEN_TABEL = f"""
create temporary table feit on commit drop as
  select * from ({facts_sql(_BRON)}) f ({_NAMEN}) with no data
"""
FEITEN_VULLEN = f"insert into feit {facts_sql(_BRON)}"

_TERM = "coalesce(a.vtot, f.verwijzing_geldig_tot)"
_GEVULD = (
    "referentie gemeente bsn_hash geboren agb product begin volume eenheid frequentie vtype vdatum"
)
_FULL = " and ".join(f"a.{name} is not null" for name in _GEVULD.split())
#: Plainly fine: where this holds, the rules find nothing (tests/aanlevering/test_zeef.py). Where it
#: does not, the rules speak. It may be stricter than they are, never looser.
ZEEF = f"""not a.fout and {_FULL}
  and f.gemeente_id = %(gemeente)s
  and a.begin between date '{EERSTE_DAG}' and date '{LAATSTE_DAG}'
  and (a.eind is null or a.eind between a.begin and date '{LAATSTE_DAG}')
  and (a.frequentie <> '2' or a.eind is not null)
  and a.geboren between date '1900-01-01' and least(%(peildatum)s::date, a.begin)
  and (f.geboortedatum is null or f.geboortedatum = a.geboren)
  and a.begin < (a.geboren + interval '18 years')::date
  and (not coalesce(f.woonplaats_bekend, false)
    or (f.verantwoordelijk_id = f.gemeente_id and f.verhuist_op is null))
  and a.vtype in ({_list(TypeVerwijzer.values)}) and a.vdatum <= a.begin
  and coalesce(a.verwijzer, '') !~ '[0-9]{{9}}'
  and ({_TERM} is null or ({_TERM} >= a.vdatum and a.eind <= {_TERM}))
  and (a.vtype not in ({_list(frozenset(map(str, MEDISCHE_VERWIJZERS)))})
    or (a.eind < (a.vdatum + interval '12 months')::date
      and (a.vtot is null or a.vtot < (a.vdatum + interval '12 months')::date)))
  and f.product_id is not null and f.product_begin <= a.begin
  and (f.product_eind is null or coalesce(a.eind, date '{LAATSTE_DAG}') <= f.product_eind)
  and f.uitgesloten_verwijzing is null
  and not coalesce(f.taakgericht, false) and not coalesce(f.via_cpwv, false)
  and a.volume between 1 and {MAX_VOLUME}
  and a.eenheid = any (f.eenheden) and a.frequentie = any (f.frequenties)
  and (a.frequentie <> '1' or a.eenheid not in ({_list(NIET_PER_DAG)}))
  and (f.max_minuten is null or a.eenheid <> '01' or a.volume <= f.max_minuten)
  and (f.max_sessies is null or a.contacten <= f.max_sessies)
  and (f.max_duur_maanden is null
    or a.eind < (a.begin + make_interval(months => f.max_duur_maanden))::date)
  and (a.contacten is null or a.contacten between 0 and {MAX_VOLUME})
  and ((a.direct is null and a.indirect is null and a.reistijd is null) or (
    a.direct >= 0 and a.indirect >= 0 and a.reistijd >= 0
    and a.direct + a.indirect + a.reistijd = a.volume
    and f.verdeling_toegestaan and (a.indirect = 0 or f.indirecte_tijd)
    and (a.reistijd = 0 or (a.contacten > 0
      and a.reistijd <= f.max_reistijd_minuten * a.contacten))))
  and f.aanbieder_id is not null and f.perceelcontract_id is not null
  and f.clientenstop_sinds is null and f.levert_hier is distinct from false
  and (f.contract_tot is null or a.eind <= f.contract_tot)
  and f.tarief_aantal > 0
  and (f.tarief_tot is null or least(a.eind, f.contract_tot) <= f.tarief_tot)
  and f.overlap is null
"""
#: Rows that the rules have a say about.
TWIJFEL = f"""
select {", ".join(f"f.{name}" for name in FEITEN)},
  a.referentie, a.gemeente, a.geboren, a.agb, a.product, a.begin, a.eind, a.volume, a.eenheid,
  a.frequentie, a.direct, a.indirect, a.reistijd, a.contacten, a.vtype, a.vdatum, a.vtot,
  coalesce(a.verwijzer, ''), coalesce(a.reden, '')
from feit f join aangeleverd a using (nr)
where a.nr > %(na)s and a.nr <= %(tot)s and not coalesce({ZEEF}, false)
order by a.nr
"""
FOUT = "update aangeleverd set fout = true where nr = any (%s)"

#: The same new jeugdige with two dates of birth: the later row, and where the first one stands.
GEBOREN = """
select nr, eerste from (
  select a.nr, a.geboren, first_value(a.geboren) over w as geboren1, first_value(a.nr) over w eerste
  from aangeleverd a join feit f using (nr)
  where f.jeugdige_id is null and a.bsn_hash is not null and a.geboren is not null
  window w as (partition by a.bsn_hash order by a.nr)) x
where geboren <> geboren1
"""
#: Good rows of one jeugdige, product and aanbieder of which some share a day (R-TOE-13).
SAMENLOOP = """
with groep as (
  select a.nr, a.bsn_hash, a.product, f.aanbieder_id, a.begin,
    coalesce(a.eind, date '2999-12-31') as eind
  from aangeleverd a join feit f using (nr) where not a.fout
), botsing as (
  select distinct bsn_hash, product, aanbieder_id from (
    select *, max(eind) over (partition by bsn_hash, product, aanbieder_id order by begin, nr
      rows between unbounded preceding and 1 preceding) as vorige from groep) x
  where vorige >= begin
)
select dense_rank() over (order by bsn_hash, product, aanbieder_id), nr, begin, eind
from groep join botsing using (bsn_hash, product, aanbieder_id) order by 1, nr
"""

#: Rows to store, with the keys of what comes along: the first row of a new jeugdige or verwijzing
#: brings it in.
GOED = """
create temporary table goed on commit drop as
select x.*, x.jeugdige_nieuw and row_number() over (partition by x.jeugdige_id order by x.nr) = 1
    as eerste_jeugdige,
  x.bekende_verwijzing is null and row_number() over verwijzing = 1 as eerste_verwijzing,
  coalesce(x.bekende_verwijzing, first_value(x.id) over verwijzing) as verwijzing_id
from (
  select a.nr, gen_random_uuid() as id, coalesce(f.jeugdige_id, p.id) as jeugdige_id,
    f.jeugdige_id is null as jeugdige_nieuw, f.verwijzing_id as bekende_verwijzing,
    f.gemeente_id, f.product_id, f.productcode, f.aanbieder_id, f.perceelcontract_id,
    a.bsn_hash, a.geboren, a.begin, a.eind, a.volume, a.eenheid, a.frequentie, a.direct,
    a.indirect, a.reistijd, a.contacten, a.vtype, a.vdatum, a.vtot,
    coalesce(a.verwijzer, '') as verwijzer, coalesce(a.reden, '') as reden, a.referentie
  from aangeleverd a join feit f using (nr)
  left join persoon p on p.bsn_hash = a.bsn_hash
  where not a.fout) x
window verwijzing as (
  partition by x.jeugdige_id, x.vtype, x.vdatum, x.vtot, x.verwijzer, x.bekende_verwijzing
  order by x.nr)
"""
_WELKE = "nr > %(na)s and nr <= %(tot)s"
BEWAREN = (
    f"""
insert into indications_jeugdige (id, gemeente_id, geboortedatum)
select jeugdige_id, gemeente_id, geboren from goed where eerste_jeugdige and {_WELKE}
""",
    f"""
insert into indications_jeugdigekluis (jeugdige_id, bsn_hash, bsn, naam, sleutel)
select g.jeugdige_id, decode(g.bsn_hash, 'hex'), p.bsn, p.naam, %(sleutel)s
from goed g join persoon p on p.bsn_hash = g.bsn_hash where g.eerste_jeugdige and {_WELKE}
""",
    f"""
insert into indications_verwijzing (id, jeugdige_id, type, datum, verwijzer, geldig_tot)
select verwijzing_id, jeugdige_id, vtype, vdatum, verwijzer, vtot
from goed where eerste_verwijzing and {_WELKE}
""",
    f"""
with t as (
  insert into indications_toewijzing (id, gemeente_id, jeugdige_id, verwijzing_id, product_id,
    aanbieder_id, perceelcontract_id, begindatum, einddatum, volume, eenheid, frequentie,
    minuten_direct, minuten_indirect, minuten_reistijd, aantal_contacten, waarschuwing_reden,
    toewijzingsmoment, referentie)
  select id, gemeente_id, jeugdige_id, verwijzing_id, product_id, aanbieder_id, perceelcontract_id,
    begin, eind, volume, eenheid, frequentie, direct, indirect, reistijd, contacten, reden, now(),
    referentie
  from goed where {_WELKE} order by nr
  returning id, nummer
)
insert into core_gebeurtenis (soort, objectsoort, object_id, actorsoort, actor_id, actor_naam,
  organisatie_id, rollen, reden, gegevens, referentie)
select 'toewijzing.ingediend', 'toewijzing', t.id, %(actorsoort)s, %(actor_id)s, %(actor_naam)s,
  %(organisatie_id)s, %(rollen)s, g.reden,
  jsonb_build_object('nummer', t.nummer, 'productcode', g.productcode, 'begindatum', g.begin,
    'einddatum', g.eind, 'volume', g.volume, 'eenheid', g.eenheid,
    'aanlevering', %(kenmerk)s::text),
  %(referentie)s
from t join goed g on g.id = t.id
""",
)
#: The access log names who it concerned, a thousand per line.
INZAGE = """
insert into core_inzage (handeling, soort, actorsoort, actor_id, actor_naam, organisatie_id, rollen,
  doel, netwerkadres, objectsoort, object_id, jeugdigen, referentie)
select 'C', 'toewijzing.aanleveren', %(actorsoort)s, %(actor_id)s, %(actor_naam)s,
  %(organisatie_id)s, %(rollen)s, 'toeleiding', %(netwerkadres)s, 'aanlevering', %(kenmerk)s,
  array_agg(jeugdige_id), %(referentie)s
from (select jeugdige_id, row_number() over (order by jeugdige_id) as nr
  from (select distinct jeugdige_id from goed) d) x
group by (nr - 1) / 1000 order by (nr - 1) / 1000
"""
