"""How a line of the transfer list settles by itself: read from the toewijzingen as they are now.

`UITKOMST` is that reading, as one SQL expression that list, checks and task share; so the list is
right in the second in which a toewijzing ends, and the task only writes down what it says.
"""
# ruff: noqa: S608 - composed of pieces of this module

from django.db import connection

from contractbeheer.models import Overdracht

# Of a row of contractbeheer_overdracht (by that name): its outcome, '' while it is to be arranged.
# A new toewijzing counts that was made since the line is on the list, for the same product or
# perceel at another aanbieder, and that takes over: from the first day without contract or earlier,
# or before the old one ends.
UITKOMST = """(
select case
  when contractbeheer_overdracht.status <> 'open'
    and contractbeheer_overdracht.uitkomst <> 'overgezet' then contractbeheer_overdracht.uitkomst
  when exists (
    select from indications_toewijzing n
    join contracts_perceelcontract nc on nc.id = n.perceelcontract_id
    where n.jeugdige_id = t.jeugdige_id and n.aanbieder_id <> t.aanbieder_id
      and n.status <> 'ingetrokken' and n.aangemaakt_op >= contractbeheer_overdracht.aangemaakt_op
      and (n.product_id = t.product_id or nc.perceel_id = oc.perceel_id)
      and (n.begindatum <= contractbeheer_overdracht.vanaf or n.begindatum <= t.einddatum)
      and (n.einddatum is null or n.einddatum >= contractbeheer_overdracht.vanaf)) then 'overgezet'
  when t.status = 'ingetrokken' then 'ingetrokken'
  when t.einddatum < contractbeheer_overdracht.vanaf then 'beeindigd'
  else '' end
from indications_toewijzing t
join contracts_perceelcontract oc on oc.id = t.perceelcontract_id
where t.id = contractbeheer_overdracht.toewijzing_id)"""

#: A contractovername that is still to come moves its lines itself; nobody has to arrange those.
#: Past its day it did not come off: until it does, the toegang sees who is without contract.
VANZELF = """exists (
  select from contractbeheer_contracteinde ve
  join contractbeheer_overname vo on vo.id = ve.overname_id
  where ve.id = contractbeheer_overdracht.einde_id and vo.status = 'gepland'
    and vo.datum >= current_date)"""

#: Settled meanwhile: write the outcome down.
SETTLE = f"""
with nu as (
  select id, {UITKOMST} uitkomst from contractbeheer_overdracht
  where status = 'open' and not {VANZELF}
)
update contractbeheer_overdracht o
set status = 'afgerond', uitkomst = nu.uitkomst, afgerond_op = now()
from nu where nu.id = o.id and nu.uitkomst <> ''
"""
#: The new toewijzing is gone again while the contract still ends too early: back on the list.
REOPEN = f"""
with nu as (
  select id, {UITKOMST} uitkomst from contractbeheer_overdracht
  where status = 'afgerond' and uitkomst = 'overgezet'
)
update contractbeheer_overdracht o
set status = 'open', uitkomst = '', afgerond_op = null, afgerond_door_id = null
from nu
join contractbeheer_overdracht x on x.id = nu.id
join indications_toewijzing t on t.id = x.toewijzing_id
join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
where nu.id = o.id and nu.uitkomst <> 'overgezet'
  and (pc.status <> 'geldig' or pc.einddatum < coalesce(t.einddatum, 'infinity'))
  and not exists (
    select from contractbeheer_overdracht z
    where z.toewijzing_id = o.toewijzing_id and z.status = 'open')
"""


def settle_lines() -> int:
    """Record what settled by itself, set-based; gives how many lines changed."""
    with connection.cursor() as cursor:
        cursor.execute(REOPEN)
        changed: int = cursor.rowcount
        cursor.execute(SETTLE)
        return changed + int(cursor.rowcount)


def has_agreement(line: Overdracht) -> bool:
    """Whether the act that ended the contract came with adjusted agreements."""
    verzoek = line.einde.verzoek
    return verzoek is not None and bool(verzoek.afspraken)
