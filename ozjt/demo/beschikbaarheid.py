"""Weekly availability per offer, up to this week; a later call adds the weeks that came since."""

from typing import Any

from django.db import connection

from contracts.choices import Segmentcode
from ozjt.demo.basis import Kalender, bits, key

WEKEN = 104

OPGAVEN = f"""
insert into availability_opgave (aanbod_id, week, vrije_plekken, weken, bevestigd_op)
select r.id, r.week, case when r.weken = 0 then 1 + r.toeval %% 3 else 0 end, r.weken,
       least(r.week + r.toeval %% 5, %(vandaag)s)
from (
  select a.id, w.week::date as week, {bits("a.id", 9)} as toeval,
         greatest(0, b.basis
           + round(2 * sin((w.week::date - date '2020-01-06') / 50.0 + b.basis))::int) as weken
  from availability_aanbod a
  join contracts_perceelcontract pc on pc.id = a.perceelcontract_id
  join contracts_perceel p on p.id = pc.perceel_id
  cross join lateral (
    select case when {bits("a.id")} %% 100 < 2 then p.max_wachttijd_weken + 4
                else {bits("a.id")} %% p.max_wachttijd_weken - 1 end as basis,
           case when {bits("a.id", 17)} %% 25 = 0 then 6 else 0 end as achterstand,
           (select max(week) from availability_opgave o where o.aanbod_id = a.id) as laatste) b
  cross join lateral generate_series(
    greatest(b.laatste + 7, %(maandag)s::date - 7 * ({WEKEN} - 1)),
    %(maandag)s::date - 7 * b.achterstand, interval '7 days') as w(week)
  where p.segment_id <> %(crisis)s
) r
order by r.id, r.week
"""  # noqa: S608 - no outside values

COPY_LATEST = f"""
update availability_aanbod a
set opgegeven_weken = o.weken, vrije_plekken = o.vrije_plekken, bevestigd_op = o.bevestigd_op,
    waargenomen_weken = o.weken + {bits("a.id", 9)} %% 3
from (select distinct on (aanbod_id) * from availability_opgave order by aanbod_id, week desc) o
where o.aanbod_id = a.id and a.bevestigd_op is distinct from o.bevestigd_op
"""  # noqa: S608


def load_opgaven(kalender: Kalender) -> None:
    """Crisis has none (R-BES-3); some offers are above the maximum, some not confirmed lately."""
    values: dict[str, Any] = {
        "vandaag": kalender.vandaag,
        "maandag": kalender.maandag,
        "crisis": key("segment", Segmentcode.CRISIS),
    }
    with connection.cursor() as cursor:
        cursor.execute(OPGAVEN, values)
        cursor.execute(COPY_LATEST.replace("%%", "%"))
