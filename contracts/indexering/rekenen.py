"""The statements of an indexering: every tariff at once, none of them one by one.

Reckoning is in whole numbers (`div`), so what the database writes is what `contracts.rules` says,
to the cent, whatever the factor. Callers hold the lock of the indexering and of the products.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from contracts.models import Indexering, Perceel, Weging
from contracts.rules import ONAFGEROND_DECIMALEN, index_factor

#: Tariffs that hold on the day before and of which a next version begins on the day. One that ends
#: on that day before runs on to the next one, if the product and the location are still there.
BRON = f"""
omvang as (
  select pp.product_id, array_agg(distinct p.code order by p.code) as percelen
  from contracts_perceelproduct pp join contracts_perceel p on p.id = pp.perceel_id
  where pp.perceel_id = any(%(percelen)s::uuid[]) and pp.periode @> %(ingang)s::date
  group by pp.product_id
), gevonden as (
  select t.id, t.product_id, t.tariefgroep_id, t.locatie_id, t.eenheid, o.percelen, t.bedrag,
    t.begindatum, t.einddatum, v.volgende,
    v.volgende is not distinct from %(ingang)s::date or exists (
      select from contracts_indexeringsregel r join contracts_indexering i on i.id = r.indexering_id
      where r.product_id = t.product_id and r.eenheid = t.eenheid
        and r.tariefgroep_id is not distinct from t.tariefgroep_id
        and r.locatie_id is not distinct from t.locatie_id
        and i.status = 'geactiveerd' and i.jaar = %(jaar)s and i.id <> %(indexering)s
        and (i.definitief_personeel is not null and %(nacalculatie)s
          or (i.voorlopig_personeel <> 0 or i.voorlopig_materieel <> 0) and %(voorlopig)s)
    ) as overslaan
  from omvang o
  join contracts_product pr on pr.id = o.product_id and pr.periode @> %(ingang)s::date
  join contracts_tarief t on t.product_id = o.product_id and t.periode @> %(ingang)s::date - 1
  left join providers_locatie l on l.id = t.locatie_id
  cross join lateral (
    select min(n.begindatum) as volgende from contracts_tarief n
    where n.product_id = t.product_id and n.eenheid = t.eenheid and n.begindatum > t.begindatum
      and n.tariefgroep_id is not distinct from t.tariefgroep_id
      and n.locatie_id is not distinct from t.locatie_id) v
  where l.id is null or l.periode @> %(ingang)s::date
), bron as (
  select g.id as oud_tarief, g.product_id, g.tariefgroep_id, g.locatie_id, g.eenheid, g.percelen,
    g.bedrag as oud_bedrag, g.begindatum as oud_begindatum, g.einddatum as oud_einddatum,
    (div(2 * g.bedrag * 1e{ONAFGEROND_DECIMALEN} * %(teller)s::numeric
        + %(noemer)s::numeric, 2 * %(noemer)s::numeric)
      / 1e{ONAFGEROND_DECIMALEN})::numeric(19, {ONAFGEROND_DECIMALEN}) as onafgerond,
    (div(200 * g.bedrag * %(teller)s::numeric
        + %(noemer)s::numeric, 2 * %(noemer)s::numeric) / 100)::numeric(9, 2)
      as nieuw_bedrag,
    case when g.einddatum is null or g.einddatum >= %(ingang)s::date then g.einddatum
      else g.volgende - 1 end as nieuw_einddatum
  from gevonden g where not g.overslaan
)
"""  # noqa: S608 - a number of our own
_KOLOMMEN = (
    "oud_tarief, product_id, tariefgroep_id, locatie_id, eenheid, percelen, oud_bedrag, "
    "oud_begindatum, oud_einddatum, onafgerond, nieuw_bedrag, nieuw_einddatum"
)
OPSLAAN = f"""
with {BRON}, regel as (
  insert into contracts_indexeringsregel (id, indexering_id, nieuw_tarief, {_KOLOMMEN})
  select gen_random_uuid(), %(indexering)s,
    md5(%(indexering)s::text || ':' || oud_tarief)::uuid, {_KOLOMMEN} from bron
  returning id
) select (select count(*) from regel), (select count(*) from gevonden where overslaan)
"""  # noqa: S608 - statements of our own
#: Lines that are no longer what comes out today, and tariffs that came in since.
VERSCHIL = f"""
with {BRON}, regel as (
  select {_KOLOMMEN} from contracts_indexeringsregel where indexering_id = %(indexering)s
), nu as (select {_KOLOMMEN} from bron)
select count(*) from (
  (select * from regel except select * from nu) union all
  (select * from nu except select * from regel)) v
"""  # noqa: S608 - statements of our own
SLOT = """
select p.id from contracts_product p
where p.id in (
  select product_id from contracts_perceelproduct where perceel_id = any(%(percelen)s::uuid[])
  union select product_id from contracts_indexeringsregel where indexering_id = %(indexering)s)
order by p.id for no key update
"""
#: One statement: each tariff ends the day before, the new one begins. Every insert follows the
#: update of its own tariff, so the exclusion of overlap holds row by row.
ACTIVEREN = """
with regel as (
  select * from contracts_indexeringsregel where indexering_id = %(indexering)s
), geeindigd as (
  update contracts_tarief t set einddatum = %(ingang)s::date - 1 from regel r
  where t.id = r.oud_tarief and t.bedrag = r.oud_bedrag
    and t.einddatum is not distinct from r.oud_einddatum
  returning r.id
), nieuw as (
  insert into contracts_tarief
    (id, product_id, tariefgroep_id, locatie_id, eenheid, bedrag, begindatum, einddatum)
  select r.nieuw_tarief, r.product_id, r.tariefgroep_id, r.locatie_id, r.eenheid, r.nieuw_bedrag,
    %(ingang)s::date, r.nieuw_einddatum
  from geeindigd g join regel r on r.id = g.id returning id
) select (select count(*) from regel), (select count(*) from nieuw)
"""
#: The other way round, for tariffs that nobody touched since; their history keeps both.
TERUGDRAAIEN = """
with regel as (
  select * from contracts_indexeringsregel where indexering_id = %(indexering)s
), weg as (
  delete from contracts_tarief t using regel r
  where t.id = r.nieuw_tarief and t.bedrag = r.nieuw_bedrag and t.begindatum = %(ingang)s::date
    and t.einddatum is not distinct from r.nieuw_einddatum
  returning r.id
), terug as (
  update contracts_tarief t set einddatum = r.oud_einddatum
  from weg w join regel r on r.id = w.id
  where t.id = r.oud_tarief and t.bedrag = r.oud_bedrag and t.begindatum = r.oud_begindatum
    and t.einddatum = %(ingang)s::date - 1
  returning t.id
) select (select count(*) from regel), (select count(*) from terug)
"""


def factor_of_indexering(indexering: Indexering) -> Fraction:
    provisional = indexering.percentages("voorlopig")
    assert provisional is not None
    return index_factor(
        indexering.gewicht_personeel,
        provisional,
        vorig_voorlopig=indexering.percentages("vorig"),
        vorig_definitief=indexering.percentages("definitief"),
    )


def percelen_in_scope(indexering: Indexering) -> QuerySet[Perceel]:
    """Percelen on the day, of the weighing, narrowed to the segment and the chosen ones."""
    day, weging = indexering.ingangsdatum, indexering.weging
    rows: QuerySet[Perceel] = Perceel.objects.filter(periode__contains=day)
    if weging.aard:
        rows = rows.filter(aard=weging.aard)
    else:
        own = Weging.objects.filter(~Q(aard=""), periode__contains=day)
        rows = rows.exclude(aard__in=own.values("aard"))
    if indexering.segment_id:
        rows = rows.filter(segment=indexering.segment_id)
    if chosen := list(indexering.percelen.values_list("pk", flat=True)):
        rows = rows.filter(pk__in=chosen)
    return rows.order_by("code")


def _params(indexering: Indexering) -> dict[str, Any]:
    factor = factor_of_indexering(indexering)
    provisional = indexering.percentages("voorlopig")
    return {
        "indexering": indexering.pk,
        "ingang": indexering.ingangsdatum,
        "jaar": indexering.jaar,
        "percelen": list(percelen_in_scope(indexering).values_list("pk", flat=True)),
        "teller": Decimal(factor.numerator),
        "noemer": Decimal(factor.denominator),
        "nacalculatie": indexering.definitief_personeel is not None,
        "voorlopig": bool(provisional and (provisional.personeel or provisional.materieel)),
    }


def _fetch(statement: str, params: Mapping[str, Any]) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        first = cursor.fetchone()
    return first[0], first[-1]


def lock_products(indexering: Indexering) -> None:
    """Nobody changes a tariff of these until the transaction ends (`contracts.services.tarieven`
    locks the product first), always in the same order.
    """
    with connection.cursor() as cursor:
        cursor.execute(SLOT, _params(indexering))


def write_lines(indexering: Indexering) -> tuple[int, int]:
    """Reckon anew: number of lines, and of tariffs that are passed over."""
    indexering.regels.all().delete()
    return _fetch(OPSLAAN, _params(indexering))


def is_outdated(indexering: Indexering) -> bool:
    """Whether another reckoning would give another line."""
    return _fetch(VERSCHIL, _params(indexering))[0] > 0


def write_tariffs(indexering: Indexering) -> bool:
    """Whether every line became a tariff."""
    wanted, done = _fetch(ACTIVEREN, _params(indexering))
    return wanted == done


def restore_tariffs(indexering: Indexering) -> bool:
    """Whether every line was found as it was activated, and is undone."""
    wanted, done = _fetch(TERUGDRAAIEN, _params(indexering))
    return wanted == done
