"""Coverage: who promised to deliver where, counted by one statement and kept (D5, R-SEG-5)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from core.actor import Actor
from core.policies import has_right
from core.sql import fetch_prepared
from monitoring.policies import DEKKING_INZIEN

# A perceel is not bought for a gemeente when it is excluded itself, or every product in it is.
TELLING = """
with combinatie as (
  select g.id gemeente, p.id perceel,
    exists (select from contracts_uitsluiting u
      where u.gemeente_id = g.id and u.perceel_id = p.id and u.periode @> %(dag)s::date)
    or (exists (select from contracts_perceelproduct x
        where x.perceel_id = p.id and x.periode @> %(dag)s::date)
      and not exists (select from contracts_perceelproduct x
        where x.perceel_id = p.id and x.periode @> %(dag)s::date and not exists (
          select from contracts_uitsluiting u where u.gemeente_id = g.id
            and u.product_id = x.product_id and u.periode @> %(dag)s::date))) uitgesloten
  from core_organisatie g cross join contracts_perceel p
  where g.soort = 'gemeente' and p.periode @> %(dag)s::date
), contract as materialized (
  select k.id, k.aanbieder_id, k.perceel_id,
    exists (select from contracts_maatregel m
      where m.aanbieder_id = k.aanbieder_id and m.soort = 'clientenstop' and m.status = 'geldig'
        and m.periode @> %(dag)s::date
        and (m.perceel_id is null or m.perceel_id = k.perceel_id)) gestopt,
    (select sum(l.plaatsen) from contracts_contractlocatie l
      where l.perceelcontract_id = k.id and l.periode @> %(dag)s::date) plaatsen,
    a.vrij, a.wacht
  from contracts_perceelcontract k
  left join lateral (
    select sum(o.vrije_plekken) vrij, min(o.opgegeven_weken) wacht
    from availability_aanbod o where o.perceelcontract_id = k.id) a on true
  where k.status = 'geldig' and k.periode @> %(dag)s::date
), belofte as (
  select distinct k.id, l.gemeente_id, k.aanbieder_id, k.perceel_id, k.gestopt, k.plaatsen, k.vrij,
    k.wacht
  from contract k
  join contracts_leveringsgebied l on l.perceelcontract_id = k.id and l.periode @> %(dag)s::date
), telling as (
  select gemeente_id, perceel_id,
    count(distinct aanbieder_id) filter (where not gestopt) aanbieders,
    count(distinct aanbieder_id) filter (where gestopt) gestopt,
    coalesce(sum(plaatsen) filter (where not gestopt), 0) plaatsen,
    coalesce(sum(vrij) filter (where not gestopt), 0) vrije_plekken,
    min(wacht) filter (where not gestopt) kortste_wacht
  from belofte group by gemeente_id, perceel_id
)
select c.gemeente gemeente_id, c.perceel perceel_id, coalesce(t.aanbieders, 0) aanbieders,
  coalesce(t.gestopt, 0) gestopt, coalesce(t.plaatsen, 0) plaatsen,
  coalesce(t.vrije_plekken, 0) vrije_plekken, t.kortste_wacht, c.uitgesloten
from combinatie c
left join telling t on t.gemeente_id = c.gemeente and t.perceel_id = c.perceel
"""
MAKE = f"""
with nu as materialized ({TELLING}), weg as (
  delete from monitoring_dekking d
  where not exists (select from nu where nu.gemeente_id = d.gemeente_id
    and nu.perceel_id = d.perceel_id)
)
insert into monitoring_dekking as d (gemeente_id, perceel_id, aanbieders, gestopt, plaatsen,
  vrije_plekken, kortste_wacht, uitgesloten)
select * from nu
on conflict (perceel_id, gemeente_id) do update set
  aanbieders = excluded.aanbieders, gestopt = excluded.gestopt, plaatsen = excluded.plaatsen,
  vrije_plekken = excluded.vrije_plekken, kortste_wacht = excluded.kortste_wacht,
  uitgesloten = excluded.uitgesloten, bijgewerkt_op = now()
"""  # noqa: S608 - both parts are ours

KEPT = """
select p.code, p.naam, g.code, g.naam, d.aanbieders, d.gestopt, d.vrije_plekken, d.kortste_wacht,
  p.max_wachttijd_weken, d.uitgesloten
from monitoring_dekking d
join contracts_perceel p on p.id = d.perceel_id
join contracts_segment s on s.id = p.segment_id
join core_organisatie g on g.id = d.gemeente_id
where (%(segment)s::text = '' or s.code = %(segment)s::text)
  and (%(perceel)s::text = '' or p.code = %(perceel)s::text)
order by s.volgorde, p.code, g.naam
"""


def refresh(dag: datetime.date) -> None:
    """Count the coverage of `dag` anew; about 560 rows, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(MAKE, {"dag": dag})


@dataclass(slots=True)
class Vak:
    """One cell: a perceel in a gemeente."""

    code: str
    perceel: str
    gemeente_code: str
    gemeente: str
    aanbieders: int
    gestopt: int
    vrije_plekken: int
    kortste_wacht: int | None
    maximum: int
    uitgesloten: bool

    @property
    def staat(self) -> str:
        """`uitgesloten`, `wit` (nobody), `dun` (one), else `gedekt`."""
        if self.uitgesloten:
            return "uitgesloten"
        return {0: "wit", 1: "dun"}.get(self.aanbieders, "gedekt")

    @property
    def te_lang(self) -> bool:
        """Even the shortest wait is over the maximum of the perceel (R-BES-5)."""
        return self.kortste_wacht is not None and self.kortste_wacht > self.maximum


def coverage(actor: Actor, *, segment: str = "", perceel: str = "") -> Sequence[Vak]:
    """Cells by perceel and gemeente, from the kept figures: one query, whatever the scale.

    None for who may not look (`DEKKING_INZIEN`).
    """
    if not has_right(actor, DEKKING_INZIEN):
        return []
    return [Vak(*row) for row in fetch_prepared(KEPT, {"segment": segment, "perceel": perceel})]


def counted_at() -> datetime.datetime | None:
    """When the figures were counted last; None before the first time."""
    return fetch_prepared("select max(bijgewerkt_op) from monitoring_dekking", {})[0][0]
