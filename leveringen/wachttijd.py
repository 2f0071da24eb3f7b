"""The observed wait: weeks from request to start, per perceelcontract (R-BES-5).

The median over the starts of the last 26 weeks, in whole weeks; with fewer than five starts it is
unknown. Going on after a stop is no start of which the request is known, so it does not count.
"""

import datetime
from typing import Any

from django.db import connection

WEKEN_TERUG = 26
MINSTENS = 5

SQL = """
with gemeten as (
  select t.perceelcontract_id, round((percentile_cont(0.5) within group (
    order by l.begindatum - l.aangevraagd_op) / 7)::numeric) as weken
  from indications_levering l join indications_toewijzing t on t.id = l.toewijzing_id
  where l.aangevraagd_op is not null and t.status <> 'ingetrokken'
    and l.begindatum > %(peildatum)s::date - 7 * %(terug)s and l.begindatum <= %(peildatum)s::date
  group by t.perceelcontract_id having count(*) >= %(minstens)s
), nu as (
  select a.id, g.weken
  from availability_aanbod a left join gemeten g on g.perceelcontract_id = a.perceelcontract_id
  where a.waargenomen_weken is distinct from g.weken
)
update availability_aanbod a set waargenomen_weken = nu.weken from nu where nu.id = a.id
"""


def refresh_observed(peildatum: datetime.date) -> int:
    """Write it on every offer of the contract; gives how many offers changed."""
    given: dict[str, Any] = {"peildatum": peildatum, "terug": WEKEN_TERUG, "minstens": MINSTENS}
    with connection.cursor() as cursor:
        cursor.execute(SQL, given)
        return int(cursor.rowcount)
