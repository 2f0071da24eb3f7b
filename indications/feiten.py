"""One statement that fetches, for any number of aanvragen, everything the rules need to know."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import orjson

from core import kluis
from core.actor import Actor
from core.handeling import history_context
from core.sql import fetch_prepared
from indications.aanvraag import Aanvraag, Feiten, Productregels

# Aanvragen as a JSON parameter.
UIT_JSON = """jsonb_to_recordset(%s::jsonb) v(
    nr int, gemeente text, agb text, product text, begin date, eind date, eenheid text,
    bsn_hash text, jeugdige uuid, vtype text, vdatum date, vtot date, verwijzer text,
    niet uuid)"""

# Parameters: peildatum, history context, organisatie of the actor, those of the source.
# Coverage without gaps is the range, out of the merged periods, that holds the begindatum.
_SQL = """
with invoer as (
  select %s::date peil, set_config('pghistory.context_metadata', %s::text, true) ctx, %s::uuid mij
), vraag as (
  select v.*, i.peil, i.mij, coalesce(v.begin, i.peil) dag,
    daterange(coalesce(v.begin, i.peil),
      case when v.eind is null then null else greatest(v.eind, coalesce(v.begin, i.peil)) end, '[]'
    ) looptijd
  from invoer i, {bron}
  where i.ctx is not null
)
select v.nr, g.id,
  p.id, p.code, p.naam, p.begindatum, p.einddatum, p.eenheden, p.frequenties,
  p.verdeling_toegestaan, p.indirecte_tijd, p.max_reistijd_minuten, p.max_duur_maanden,
  p.max_minuten, p.max_sessies, p.groepsoort, p.voorbeeldgegeven,
  a.id, a.naam, pp.naam, pp.via_cpwv, pp.taak, u.verwijzing,
  c.id, upper(c.dekking) - 1, s.begindatum,
  t.aantal, t.bedrag, upper(t.dekking) - 1,
  j.id, j.geboortedatum, w.id, o.er, o.nummer, o.begindatum, o.einddatum, e.tot, l.lopend, l.elders,
  lg.hier, w.geldig_tot, wp.bekend, wp.verantwoordelijk, wp.verhuist
from vraag v
left join core_organisatie g on g.soort = 'gemeente' and g.code = v.gemeente
left join contracts_product p on p.code = v.product
left join lateral (
  select a.id, a.naam from providers_agbcode b join providers_aanbieder a on a.id = b.aanbieder_id
  where b.code = v.agb order by (b.periode @> v.peil) desc, b.begindatum desc limit 1
) a on true
left join lateral (
  select array_agg(q.id) ids, min(q.naam) naam, bool_and(q.via_cpwv) via_cpwv,
    bool_and(q.financiering = 'taak') taak
  from contracts_perceelproduct x join contracts_perceel q on q.id = x.perceel_id
  where x.product_id = p.id and x.periode @> v.dag
) pp on true
left join lateral (
  select x.verwijzing from contracts_uitsluiting x
  where x.gemeente_id = g.id and x.periode @> v.dag
    and (x.product_id = p.id or (x.perceel_id = any(pp.ids) and cardinality(pp.ids) = 1))
  limit 1
) u on true
left join lateral (
  select k.id, k.perceel_id, coalesce((
    select w.tariefgroep_id from contracts_tariefgroepwijziging w
    where w.perceelcontract_id = k.id and w.begindatum <= v.dag
    order by w.begindatum desc limit 1), k.tariefgroep_id) tariefgroep_id, (
    select r from unnest((
      select range_agg(z.periode) from contracts_perceelcontract z
      where z.aanbieder_id = k.aanbieder_id and z.perceel_id = k.perceel_id
        and z.status = 'geldig')) r where r @> v.dag) dekking
  from contracts_perceelcontract k
  where k.aanbieder_id = a.id and k.perceel_id = any(pp.ids) and k.status = 'geldig'
    and k.periode @> v.dag
  order by k.einddatum desc nulls first, k.id limit 1
) c on true
left join lateral (
  select bool_or(x.gemeente_id = g.id) hier from contracts_leveringsgebied x
  where x.perceelcontract_id = c.id and x.periode @> v.dag
) lg on c.id is not null
left join lateral (
  select min(m.begindatum) begindatum from contracts_maatregel m
  where m.aanbieder_id = a.id and m.soort = 'clientenstop' and m.status = 'geldig'
    and m.periode @> v.dag
    and (m.perceel_id is null or m.perceel_id = any(pp.ids))
) s on true
left join lateral (
  select count(*) filter (where x.periode @> v.dag) aantal,
    case when count(distinct x.bedrag) filter (where x.periode @> v.dag) = 1
      then min(x.bedrag) filter (where x.periode @> v.dag) end bedrag,
    (select r from unnest(range_agg(x.periode)) r where r @> v.dag) dekking
  from contracts_tarief x
  where x.product_id = p.id and (v.eenheid is null or x.eenheid = v.eenheid)
    and (x.tariefgroep_id is null or x.tariefgroep_id = c.tariefgroep_id)
    and (x.locatie_id is null or x.locatie_id in (
      select cl.locatie_id from contracts_contractlocatie cl where cl.perceelcontract_id = c.id))
) t on c.id is not null
left join lateral (
  select i.id, i.geboortedatum from indications_jeugdige i
  where i.id = coalesce(v.jeugdige, (
    select h.jeugdige_id from indications_jeugdigekluis h
    where h.bsn_hash = decode(v.bsn_hash, 'hex')))
) j on true
left join lateral (
  select x.id, x.geldig_tot from indications_verwijzing x
  where x.jeugdige_id = j.id and x.type = v.vtype and x.datum = v.vdatum
    and (v.vtot is null or x.geldig_tot = v.vtot)
    and (coalesce(v.verwijzer, '') = '' or x.verwijzer = v.verwijzer)
  order by x.geldig_tot desc nulls first, x.id limit 1
) w on true
left join lateral (
  select bool_or(x.begindatum <= v.begin) bekend,
    (array_agg(x.gemeente_id) filter (where x.periode @> v.begin))[1] verantwoordelijk,
    min(x.begindatum) filter (where x.begindatum > v.begin and x.gemeente_id <> g.id) verhuist
  from indications_woonplaats x where x.jeugdige_id = j.id
) wp on true
left join lateral (
  select true er, case when x.gemeente_id = v.mij then x.nummer end nummer,
    case when x.gemeente_id = v.mij then x.begindatum end begindatum,
    case when x.gemeente_id = v.mij then x.einddatum end einddatum
  from indications_toewijzing x
  where x.jeugdige_id = j.id and x.product_id = p.id and x.aanbieder_id = a.id
    and x.status <> 'ingetrokken' and x.periode && v.looptijd
    and x.id is distinct from v.niet
  order by x.begindatum limit 1
) o on v.begin is not null
left join lateral (
  select max(coalesce(x.einddatum, date '2999-12-31')) tot from indications_toewijzing x
  where x.jeugdige_id = j.id and x.product_id = p.id and x.aanbieder_id = a.id
    and x.status <> 'ingetrokken' and x.begindatum < v.dag
) e on true
left join lateral (
  select count(*) lopend, count(*) filter (where x.aanbieder_id is distinct from a.id) elders
  from indications_toewijzing x
  where x.jeugdige_id = j.id and x.gemeente_id = v.mij and x.status <> 'ingetrokken'
    and x.periode @> v.peil
) l on true
order by v.nr
"""

#: What the columns of the statement are, in their order.
KOLOMMEN = [
    "nr",
    "gemeente_id",
    "product_id",
    "productcode",
    "productnaam",
    "product_begin",
    "product_eind",
    "eenheden",
    "frequenties",
    "verdeling_toegestaan",
    "indirecte_tijd",
    "max_reistijd_minuten",
    "max_duur_maanden",
    "max_minuten",
    "max_sessies",
    "groepsoort",
    "voorbeeldgegeven",
    "aanbieder_id",
    "aanbieder_naam",
    "perceel_naam",
    "via_cpwv",
    "taakgericht",
    "uitgesloten_verwijzing",
    "perceelcontract_id",
    "contract_tot",
    "clientenstop_sinds",
    "tarief_aantal",
    "tarief",
    "tarief_tot",
    "jeugdige_id",
    "geboortedatum",
    "verwijzing_id",
    "overlap",
    "overlap_nummer",
    "overlap_begin",
    "overlap_eind",
    "zelfde_plek_tot",
    "lopend",
    "lopend_elders",
    "levert_hier",
    "verwijzing_geldig_tot",
    "woonplaats_bekend",
    "verantwoordelijk_id",
    "verhuist_op",
]


def facts_sql(bron: str) -> str:
    """The statement over `bron`: a source named `v` with the columns of `UIT_JSON`."""
    return _SQL.replace("{bron}", bron)


SQL = facts_sql(UIT_JSON)


def gather(actor: Actor, aanvragen: Sequence[Aanvraag], peildatum: datetime.date) -> list[Feiten]:
    """The facts per aanvraag, in the same order.

    Sets the history context of this transaction too.
    """
    payload = orjson.dumps([_question(nr, a) for nr, a in enumerate(aanvragen)]).decode()
    params = [peildatum, history_context(actor), actor.organisatie_id, payload]
    return [facts_of(row) for row in fetch_prepared(SQL, params)]


def _question(nr: int, a: Aanvraag) -> dict[str, Any]:
    bsn = a.jeugdige.bsn if a.jeugdige else None
    return {
        "nr": nr,
        "gemeente": a.gemeentecode,
        "agb": a.aanbieder_agb,
        "product": a.productcode,
        "begin": a.begindatum,
        "eind": a.einddatum,
        "eenheid": a.eenheid,
        "bsn_hash": kluis.fingerprint(bsn).hex() if bsn else None,
        "jeugdige": a.jeugdige_id,
        "vtype": a.verwijzing_type,
        "vdatum": a.verwijzing_datum,
        "niet": a.in_plaats_van,
        "vtot": a.verwijzing_tot,
        "verwijzer": a.verwijzer,
    }


def facts_of(row: Sequence[Any]) -> Feiten:
    """From a row of the statement."""
    rules = None
    if row[2] is not None:
        product: list[Any] = [*row[2:7], tuple(row[7]), tuple(row[8]), *row[9:17]]
        rules = Productregels(*product)
    return Feiten(
        gemeente_id=row[1],
        product=rules,
        aanbieder_id=row[17],
        aanbieder_naam=row[18] or "",
        perceel_naam=row[19] or "",
        via_cpwv=bool(row[20]),
        taakgericht=bool(row[21]),
        uitgesloten_verwijzing=row[22],
        perceelcontract_id=row[23],
        contract_tot=row[24],
        clientenstop_sinds=row[25],
        tarief_aantal=row[26] or 0,
        tarief=Decimal(row[27]) if row[27] is not None else None,
        tarief_tot=row[28],
        jeugdige_id=row[29],
        geboortedatum=row[30],
        verwijzing_id=row[31],
        overlap=bool(row[32]),
        overlap_nummer=row[33],
        overlap_begin=row[34],
        overlap_eind=row[35],
        zelfde_plek_tot=row[36],
        lopend=row[37] or 0,
        lopend_elders=row[38] or 0,
        levert_hier=row[39],
        verwijzing_geldig_tot=row[40],
        woonplaats_bekend=bool(row[41]),
        verantwoordelijk_id=row[42],
        verhuist_op=row[43],
    )
