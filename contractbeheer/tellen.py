"""The transfer list in numbers: per act that ended a contract and per gemeente.

Contract management sees these and never a line (N-IAM-05); a gemeente sees its own.
"""
# ruff: noqa: S608 - composed of pieces of this room

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from contractbeheer.policies import OVERDRACHT_INZIEN, OVERDRACHT_TELLEN
from contractbeheer.regelen import UITKOMST, VANZELF
from core.actor import Actor
from core.policies import authorise
from core.sql import fetch_prepared

SQL = f"""
with regel as (
  select einde_id, gemeente_id, toewijzing_id, vanaf, {UITKOMST} nu
  from contractbeheer_overdracht where status <> 'vervallen' and not {VANZELF}
)
select coalesce(e.verzoek_id, e.traject_id, e.overname_id) besluit,
  coalesce('BV-' || lpad(v.nummer::text, 5, '0'), 'MT-' || lpad(m.nummer::text, 5, '0'),
    'OV-' || lpad(o.nummer::text, 5, '0')) kenmerk,
  a.id, a.naam, string_agg(distinct p.naam, ', ' order by p.naam), min(r.vanaf) - 1,
  g.naam, count(*), count(*) filter (where r.nu = ''),
  count(distinct t.jeugdige_id) filter (where r.nu = '')
from regel r
join contractbeheer_contracteinde e on e.id = r.einde_id
left join contractbeheer_beeindigingsverzoek v on v.id = e.verzoek_id
left join contractbeheer_maatregeltraject m on m.id = e.traject_id
left join contractbeheer_overname o on o.id = e.overname_id
join contracts_perceelcontract pc on pc.id = e.perceelcontract_id
join contracts_perceel p on p.id = pc.perceel_id
join providers_aanbieder a on a.id = pc.aanbieder_id
join indications_toewijzing t on t.id = r.toewijzing_id
join core_organisatie g on g.id = r.gemeente_id
where (%(gemeente)s::uuid is null or r.gemeente_id = %(gemeente)s::uuid)
  and (%(besluit)s::uuid is null
    or coalesce(e.verzoek_id, e.traject_id, e.overname_id) = %(besluit)s::uuid)
group by 1, 2, a.id, a.naam, g.naam
order by min(r.vanaf), a.naam, kenmerk, g.naam
"""


@dataclass(frozen=True, slots=True)
class Telling:
    """Of one act in one gemeente: how many lines there are, how many to arrange, for how many
    jeugdigen. `laatste_dag` is the first of the days on which a contract ends.
    """

    besluit: UUID
    kenmerk: str
    aanbieder_id: UUID
    aanbieder: str
    percelen: str
    laatste_dag: datetime.date
    gemeente: str
    totaal: int
    open: int
    jeugdigen: int

    @property
    def geregeld(self) -> int:
        return self.totaal - self.open


def count_lines(actor: Actor, besluit_id: UUID | None = None) -> Sequence[Telling]:
    """Of all gemeenten, for contract management; of one act or of all."""
    authorise(actor, OVERDRACHT_TELLEN)
    return _count(None, besluit_id)


def own_acts(actor: Actor) -> Sequence[Telling]:
    """Of the gemeente of the actor, soonest first."""
    authorise(actor, OVERDRACHT_INZIEN)
    return _count(actor.organisatie_id, None) if actor.organisatie_id else ()


def _count(gemeente_id: UUID | None, besluit_id: UUID | None) -> Sequence[Telling]:
    rows = fetch_prepared(SQL, {"gemeente": gemeente_id, "besluit": besluit_id})
    return [Telling(*row) for row in rows]
