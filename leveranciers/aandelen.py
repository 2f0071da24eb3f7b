"""The shares of cost, made by one statement (R-CON-6, SI 7.2, 7.6 and 11.2).

Screens read the small table it fills. A cost is what was declared in the year; where an aanbieder
declared nothing in a segment, it is the part of its toewijzingen up to the peildatum × tariff.
"""

import datetime
import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from leveranciers.models import Sturingsnorm
from leveranciers.normen import norms_of
from leveranciers.rules import Normen

#: The running year and those before it.
JAREN = 5

_NORM = """
norm as (
  select n.*, make_date(jaar, 1, 1) as van, make_date(jaar, 12, 31) as tot,
    least(make_date(jaar, 12, 31), %(peildatum)s::date) as peil
  from jsonb_to_recordset(%(normen)s::jsonb) n(
    jaar int, leveranciersmanagement_procent numeric, systeem_procent numeric,
    groot_procent numeric, afhankelijkheid_procent numeric, waarde_procent numeric)
)"""
_GEDECLAREERD = """
gedeclareerd as materialized (
  select n.jaar, p.segment_id, t.aanbieder_id, sum(d.bedrag_centen) / 100.0 as bedrag
  from indications_declaratieregel d
  join indications_toewijzing t on t.id = d.toewijzing_id
  join contracts_perceelcontract c on c.id = t.perceelcontract_id
  join contracts_perceel p on p.id = c.perceel_id
  join norm n on d.begindatum between n.van and n.tot
  group by 1, 2, 3
)"""
_LOPEND = """
lopend as materialized (
  select n.jaar, p.segment_id, coalesce((
      select w.tariefgroep_id from contracts_tariefgroepwijziging w
      where w.perceelcontract_id = c.id and w.begindatum <= greatest(t.begindatum, n.van)
      order by w.begindatum desc limit 1), c.tariefgroep_id) as tariefgroep_id,
    t.aanbieder_id, t.jeugdige_id, t.product_id,
    t.eenheid, t.frequentie, t.volume, t.begindatum, t.einddatum,
    greatest(t.begindatum, n.van) as van, least(t.einddatum, n.peil) as tot,
    n.tot - n.van + 1 as dagen_in_jaar
  from indications_toewijzing t
  join contracts_perceelcontract c on c.id = t.perceelcontract_id
  join contracts_perceel p on p.id = c.perceel_id
  join norm n on t.periode && daterange(n.van, n.peil, '[]')
  where t.status <> 'ingetrokken'
)"""
# Volume per day, week or month by days; a total by the part of its period. No end: its first year.
_BEGROOT = """
begroot as (
  select l.jaar, l.segment_id, l.aanbieder_id, sum(round(l.volume * tarief.bedrag
    * case l.frequentie
        when '1' then l.tot - l.van + 1
        when '2' then (l.tot - l.van + 1) / 7.0
        when '4' then (l.tot - l.van + 1) * 12.0 / l.dagen_in_jaar
        else case when l.einddatum is not null
          then (l.tot - l.van + 1) / (l.einddatum - l.begindatum + 1.0)
          else (extract(year from l.begindatum) = l.jaar)::int end
      end, 2)) as bedrag
  from lopend l
  cross join lateral (
    select case when l.eenheid = '83' then 1 else coalesce(
      (select x.bedrag from contracts_tarief x
       where x.product_id = l.product_id and x.eenheid = l.eenheid and x.periode @> l.van
         and x.locatie_id is null
         and (x.tariefgroep_id is null or x.tariefgroep_id = l.tariefgroep_id)
       order by x.tariefgroep_id nulls last limit 1),
      (select avg(x.bedrag) from contracts_tarief x
       join providers_locatie o on o.id = x.locatie_id
       where x.product_id = l.product_id and x.eenheid = l.eenheid and x.periode @> l.van
         and o.aanbieder_id = l.aanbieder_id)) end as bedrag
  ) tarief
  where not exists (select from gedeclareerd g
    where (g.jaar, g.segment_id, g.aanbieder_id) = (l.jaar, l.segment_id, l.aanbieder_id))
  group by 1, 2, 3
)"""
# A contract without promised gemeenten promises all of them.
_AANBOD = """
contract as materialized (
  select n.jaar, n.peil, c.id, c.aanbieder_id, c.perceel_id, p.segment_id,
    exists (select from contracts_leveringsgebied g
      where g.perceelcontract_id = c.id and g.periode @> n.peil) as beperkt
  from contracts_perceelcontract c
  join contracts_perceel p on p.id = c.perceel_id
  join norm n on c.status = 'geldig' and c.periode @> n.peil
), belofte as (
  select c.jaar, c.segment_id, c.aanbieder_id,
    count(*) over (partition by c.jaar, c.perceel_id, g.id) - 1 as anderen
  from contract c
  join core_organisatie g on g.soort = 'gemeente'
  where not c.beperkt or exists (select from contracts_leveringsgebied b
    where b.perceelcontract_id = c.id and b.gemeente_id = g.id and b.periode @> c.peil)
), keuze as (
  select jaar, segment_id, aanbieder_id, round(avg(anderen), 1) as anderen,
    round(avg(100.0 / (1 + anderen)), 2) as schaarste
  from belofte
  group by grouping sets ((jaar, segment_id, aanbieder_id), (jaar, aanbieder_id))
)"""
_JEUGD = """
jeugd as materialized (
  select jaar, segment_id, aanbieder_id, grouping(aanbieder_id) = 1 as samen,
    count(distinct jeugdige_id) as aantal
  from lopend
  group by grouping sets ((jaar, segment_id, aanbieder_id), (jaar, aanbieder_id),
    (jaar, segment_id), (jaar))
)"""
_KOSTEN = """
deel as (
  select k.jaar, k.segment_id, k.aanbieder_id, round(coalesce(g.bedrag, b.bedrag, 0), 2) as kosten,
    g.bedrag is null as begroot
  from (
    select jaar, segment_id, aanbieder_id from gedeclareerd
    union select jaar, segment_id, aanbieder_id from begroot
    union select jaar, segment_id, aanbieder_id from contract
  ) k
  left join gedeclareerd g using (jaar, segment_id, aanbieder_id)
  left join begroot b using (jaar, segment_id, aanbieder_id)
), kosten as (
  select jaar, segment_id, aanbieder_id, sum(kosten) as kosten,
    bool_or(begroot and kosten > 0) or bool_and(begroot) as begroot
  from deel
  group by grouping sets ((jaar, segment_id, aanbieder_id), (jaar, aanbieder_id))
)"""
# In are those before whom less than the norm was reached: the one that crosses the line is in.
_RIJ = """
rij as (
  select k.*, a.naam, sum(k.kosten) over heel as totaal,
    row_number() over volgorde as plek, sum(k.kosten) over volgorde as tot_en_met
  from kosten k join providers_aanbieder a on a.id = k.aanbieder_id
  window heel as (partition by k.jaar, k.segment_id),
    volgorde as (partition by k.jaar, k.segment_id
      order by k.kosten desc, a.naam, a.id rows unbounded preceding)
), uitkomst as (
  select r.jaar, r.segment_id, r.aanbieder_id, r.kosten, r.begroot, r.plek,
    coalesce(round(r.kosten * 100 / nullif(r.totaal, 0), 2), 0) as aandeel,
    coalesce(round(r.tot_en_met * 100 / nullif(r.totaal, 0), 2), 0) as cumulatief,
    r.kosten > 0 and (r.tot_en_met - r.kosten) * 100
      < r.totaal * n.leveranciersmanagement_procent as sturen,
    coalesce(j.aantal, 0) as jeugdigen,
    coalesce(round(j.aantal * 100.0 / nullif(s.aantal, 0), 2), 0) as jeugdigen_aandeel,
    q.anderen, coalesce(q.schaarste, 0) as schaarste
  from rij r
  join norm n using (jaar)
  left join jeugd j on j.jaar = r.jaar and j.aanbieder_id = r.aanbieder_id and not j.samen
    and j.segment_id is not distinct from r.segment_id
  left join jeugd s on s.jaar = r.jaar and s.samen
    and s.segment_id is not distinct from r.segment_id
  left join keuze q on q.jaar = r.jaar and q.aanbieder_id = r.aanbieder_id
    and q.segment_id is not distinct from r.segment_id
)"""
_BEWAARD = """
bewaard as (
  insert into leveranciers_segmentaandeel as d (jaar, segment_id, aanbieder_id, kosten, grondslag,
    aandeel, cumulatief, plek, indeling, grootte, jeugdigen, jeugdigen_aandeel, anderen, schaarste,
    afhankelijkheid, kwadrant)
  select u.jaar, u.segment_id, u.aanbieder_id, u.kosten,
    case when u.begroot then 'begroot' else 'gedeclareerd' end,
    u.aandeel, u.cumulatief, u.plek,
    case when u.sturen then 'leveranciersmanagement' else 'contractmanagement' end,
    case when t.aandeel >= n.systeem_procent then 'systeem'
      when t.aandeel >= n.groot_procent then 'groot' else 'overig' end,
    u.jeugdigen, u.jeugdigen_aandeel, u.anderen, u.schaarste,
    greatest(u.schaarste, u.jeugdigen_aandeel),
    case when greatest(u.schaarste, u.jeugdigen_aandeel) >= n.afhankelijkheid_procent
      then case when u.aandeel >= n.waarde_procent then 'strategisch' else 'knelpunt' end
      else case when u.aandeel >= n.waarde_procent then 'hefboom' else 'routine' end end
  from uitkomst u
  join norm n using (jaar)
  join uitkomst t on t.jaar = u.jaar and t.aanbieder_id = u.aanbieder_id and t.segment_id is null
  on conflict (jaar, segment_id, aanbieder_id) do update set (kosten, grondslag, aandeel,
    cumulatief, plek, indeling, grootte, jeugdigen, jeugdigen_aandeel, anderen, schaarste,
    afhankelijkheid, kwadrant, bijgewerkt_op) = (excluded.kosten, excluded.grondslag,
    excluded.aandeel, excluded.cumulatief, excluded.plek, excluded.indeling, excluded.grootte,
    excluded.jeugdigen, excluded.jeugdigen_aandeel, excluded.anderen, excluded.schaarste,
    excluded.afhankelijkheid, excluded.kwadrant, excluded.bijgewerkt_op)
  returning 1
), weg as (
  delete from leveranciers_segmentaandeel d using norm n
  where d.jaar = n.jaar and not exists (select from uitkomst u
    where u.jaar = d.jaar and u.aanbieder_id = d.aanbieder_id
      and u.segment_id is not distinct from d.segment_id)
)
select count(*) from bewaard
"""
REFRESH = "with " + ",".join(
    (
        _NORM,
        _GEDECLAREERD,
        _LOPEND,
        _BEGROOT,
        _AANBOD,
        _JEUGD,
        _KOSTEN,
        _RIJ,
        _BEWAARD,
    )
)
#: Of two that refresh at once the second waits.
SLOT = 771402


def refresh(peildatum: datetime.date) -> int:
    """Make the shares of the last `JAREN` years anew; gives the number of rows."""
    kept = list(Sturingsnorm.objects.order_by("jaar"))
    years = range(peildatum.year - JAREN + 1, peildatum.year + 1)
    normen = json.dumps([_line(jaar, norms_of(kept, jaar)) for jaar in years])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [SLOT])
        cursor.execute(REFRESH, {"peildatum": peildatum, "normen": normen})
        return int(cursor.fetchone()[0])


def _line(jaar: int, normen: Normen) -> dict[str, Any]:
    """Amounts as text: JSON of PostgreSQL reads them back exactly."""
    values = {k: str(v) for k, v in asdict(normen).items() if isinstance(v, Decimal)}
    return {"jaar": jaar, **values}
