"""What-if: what happens to jeugdigen when an aanbieder stops, or stops with percelen, on a day.

One statement over the running toewijzingen, one over what others have to offer. Nothing is stored.
Counts only: no toewijzing and no pseudonym leaves this module (N-IAM-05).
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from contractbeheer.policies import WAT_ALS
from contracts.choices import Eenheid
from core.actor import Actor
from core.policies import authorise
from core.sql import fetch_prepared

#: An open-ended toewijzing counts for a year after the last day.
DAGEN_ZONDER_EINDE = 365
MINUTEN_PER = {Eenheid.MINUUT: 1, Eenheid.UUR: 60, Eenheid.DAGDEEL: 240}

# Days counted are those after the last day. A total (frequentie 6) is spread evenly over its days,
# a volume per day, week or month goes on as given; the price is that of the contract on that day.
GEVOLG = """
with invoer as (
  select %(aanbieder)s::uuid aanbieder, %(laatste_dag)s::date dag, %(percelen)s::uuid[] percelen
), raakt as materialized (
  select t.id, t.jeugdige_id, t.gemeente_id, t.product_id, t.eenheid, pc.id contract_id,
    pc.perceel_id, coalesce((
      select w.tariefgroep_id from contracts_tariefgroepwijziging w
      where w.perceelcontract_id = pc.id and w.begindatum <= i.dag
      order by w.begindatum desc limit 1), pc.tariefgroep_id) tariefgroep_id,
    t.volume * (tot - van + 1) / case t.frequentie
      when '6' then greatest(tot - t.begindatum + 1, 1)::numeric
      when '2' then 7 when '4' then 365.25 / 12 else 1 end as rest
  from invoer i
  join contracts_perceelcontract pc on pc.aanbieder_id = i.aanbieder and pc.status = 'geldig'
    and (cardinality(i.percelen) = 0 or pc.perceel_id = any(i.percelen))
  join indications_toewijzing t on t.perceelcontract_id = pc.id and t.status <> 'ingetrokken'
    and (t.einddatum is null or t.einddatum > i.dag)
  cross join lateral (select greatest(t.begindatum, i.dag + 1) van,
    coalesce(t.einddatum, greatest(t.begindatum, i.dag) + %(zonder_einde)s::int) tot) d
), prijs as materialized (
  select k.contract_id, k.product_id, k.eenheid, (
    select avg(x.bedrag) from contracts_tarief x
    where x.product_id = k.product_id and x.eenheid = k.eenheid and x.periode @> i.dag
      and (x.tariefgroep_id is null or x.tariefgroep_id = k.tariefgroep_id)
      and (x.locatie_id is null or x.locatie_id in (
        select l.locatie_id from contracts_contractlocatie l
        where l.perceelcontract_id = k.contract_id))) bedrag
  from (select distinct contract_id, product_id, eenheid, tariefgroep_id from raakt) k, invoer i
)
select grouping(r.gemeente_id, r.perceel_id) soort, r.gemeente_id, g.naam, r.perceel_id, p.code,
  p.naam, count(distinct r.jeugdige_id), count(*),
  coalesce(sum(r.rest * (%(minuten)s::jsonb ->> r.eenheid)::int), 0),
  coalesce(sum(round(r.rest * z.bedrag, 2)), 0), count(*) filter (where z.bedrag is null)
from raakt r
left join prijs z using (contract_id, product_id, eenheid)
left join core_organisatie g on g.id = r.gemeente_id
left join contracts_perceel p on p.id = r.perceel_id
group by grouping sets ((), (r.gemeente_id, g.naam), (r.perceel_id, p.code, p.naam),
  (r.gemeente_id, g.naam, r.perceel_id, p.code, p.naam))
order by g.naam nulls first, p.code nulls first
"""

# Others with a contract on the day after, no cliëntenstop, that promised this gemeente.
ELDERS = """
with gevraagd as materialized (
  select * from unnest(%(gemeenten)s::uuid[], %(percelen)s::uuid[]) w(gemeente, perceel)
), ander as materialized (
  select k.id, k.aanbieder_id, k.perceel_id, o.plekken, o.weken
  from contracts_perceelcontract k
  left join lateral (
    select sum(a.vrije_plekken) plekken, min(a.opgegeven_weken) weken
    from availability_aanbod a where a.perceelcontract_id = k.id) o on true
  where k.perceel_id in (select perceel from gevraagd) and k.status = 'geldig'
    and k.periode @> %(dag)s::date and k.aanbieder_id <> %(aanbieder)s::uuid
    and not exists (
      select from contracts_maatregel m
      where m.aanbieder_id = k.aanbieder_id and m.soort = 'clientenstop' and m.status = 'geldig'
        and m.periode @> %(dag)s::date and (m.perceel_id is null or m.perceel_id = k.perceel_id))
)
select w.gemeente, w.perceel, count(distinct k.aanbieder_id), coalesce(sum(k.plekken), 0),
  min(k.weken)
from ander k
join contracts_leveringsgebied l on l.perceelcontract_id = k.id and l.periode @> %(dag)s::date
join gevraagd w on w.perceel = k.perceel_id and w.gemeente = l.gemeente_id
group by w.gemeente, w.perceel
"""


@dataclass(frozen=True, slots=True)
class Omvang:
    """What runs on after the last day: jeugdigen (each once), toewijzingen, minutes, euro.

    `minuten` of what is given in minutes, hours or dagdelen; `euro` on the tariff of that day,
    without the `zonder_prijs` toewijzingen for which there is none.
    """

    jeugdigen: int = 0
    toewijzingen: int = 0
    minuten: int = 0
    euro: Decimal = Decimal("0.00")
    zonder_prijs: int = 0


@dataclass(frozen=True, slots=True)
class Plek:
    """Perceel in a gemeente: what would look for a place, and who else has one.

    `vrije_plekken` are those that other aanbieders say to have, `kortste_wacht` in weeks (None:
    nobody said); `witte_vlek`: nobody else promised to deliver there.
    """

    gemeente: str
    perceel: str
    omvang: Omvang
    aanbieders: int
    vrije_plekken: int
    kortste_wacht: int | None

    @property
    def witte_vlek(self) -> bool:
        return self.aanbieders == 0

    @property
    def knelt(self) -> bool:
        """No place is known to be free for any of them."""
        return self.vrije_plekken == 0


@dataclass(frozen=True, slots=True)
class Gevolgen:
    totaal: Omvang
    gemeenten: Sequence[tuple[str, Omvang]]
    percelen: Sequence[tuple[str, Omvang]]
    plekken: Sequence[Plek]

    @property
    def witte_vlekken(self) -> int:
        return sum(plek.witte_vlek for plek in self.plekken)


def consequences(
    actor: Actor, aanbieder_id: UUID, perceel_ids: Sequence[UUID], laatste_dag: datetime.date
) -> Gevolgen:
    """Of ending these percelen (none: all) of the aanbieder after `laatste_dag`, inclusive."""
    authorise(actor, WAT_ALS)
    rows = fetch_prepared(
        GEVOLG,
        {
            "aanbieder": aanbieder_id,
            "laatste_dag": laatste_dag,
            "percelen": list(perceel_ids),
            "zonder_einde": DAGEN_ZONDER_EINDE,
            "minuten": _MINUTEN,
        },
    )
    by_place = [row for row in rows if row[0] == 0]
    offer = _elsewhere(aanbieder_id, laatste_dag, by_place)
    return Gevolgen(
        totaal=next((_size(row) for row in rows if row[0] == 3), Omvang()),
        gemeenten=[(row[2], _size(row)) for row in rows if row[0] == 1],
        percelen=[(row[5], _size(row)) for row in rows if row[0] == 2],
        plekken=[
            Plek(row[2], row[5], _size(row), *offer.get((row[1], row[3]), (0, 0, None)))
            for row in by_place
        ],
    )


def _elsewhere(
    aanbieder_id: UUID, laatste_dag: datetime.date, places: Sequence[Sequence[Any]]
) -> dict[tuple[UUID, UUID], tuple[int, int, int | None]]:
    rows = fetch_prepared(
        ELDERS,
        {
            "gemeenten": [row[1] for row in places],
            "percelen": [row[3] for row in places],
            "dag": laatste_dag + datetime.timedelta(days=1),
            "aanbieder": aanbieder_id,
        },
    )
    return {(row[0], row[1]): (row[2], int(row[3]), row[4]) for row in rows}


def _size(row: Sequence[Any]) -> Omvang:
    return Omvang(row[6], row[7], round(row[8]), row[9], row[10])


_MINUTEN = "{" + ", ".join(f'"{unit.value}": {n}' for unit, n in MINUTEN_PER.items()) + "}"
