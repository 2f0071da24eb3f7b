"""Quarterly reports of JeugdzorgPlus come by themselves, the day after the quarter."""

import datetime

from django.db import connection

from core.actor import system_actor
from core.handeling import handeling
from monitoring.rules import RAPPORTAGE_DAGEN

OPEN = """
insert into monitoring_kwartaalrapportage (ontvanger_id, begindatum, einddatum, uiterlijk)
select o.id, k.begin, k.eind, k.eind + %(dagen)s
from monitoring_subsidieontvanger o
cross join lateral (
  select d::date as begin, (d + interval '3 months' - interval '1 day')::date as eind
  from generate_series(date_trunc('quarter', o.begindatum::timestamp),
    least(o.einddatum, %(peildatum)s)::timestamp, interval '3 months') d) k
where k.eind < %(peildatum)s
on conflict (ontvanger_id, begindatum) do nothing
"""


def open_reports(peildatum: datetime.date) -> int:
    """One report per recipient and quarter in which it received subsidy and that is over.

    Gives the number of new ones; the second time that is 0.
    """
    with handeling(system_actor("kwartaalrapportages")), connection.cursor() as cursor:
        cursor.execute(OPEN, {"peildatum": peildatum, "dagen": RAPPORTAGE_DAGEN})
        return int(cursor.rowcount)
