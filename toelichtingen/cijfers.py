"""How much of the minutes is indirect time and travel, per aanbieder and product.

Counted over what is known of a toewijzing: the newest explanation of the aanbieder, else the split
it was filed with. The middle (`midden`) is the median of the shares of the aanbieders with at least
`MIN_TOEWIJZINGEN`, and there is one from `MIN_AANBIEDERS` of them on; below either nothing is
shown. A difference is a reason to ask, never a finding.
"""
# ruff: noqa: S608 - composed of pieces of this module

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from core.actor import Actor
from core.policies import authorise
from core.sql import fetch_prepared
from core.ui.formats import format_number
from toelichtingen.policies import MINUTEN_VERGELIJKEN

MIN_TOEWIJZINGEN = 5
MIN_AANBIEDERS = 3
#: Percentage points from the middle at which the page says: ask why.
AFWIJKING = Decimal(10)

_DELEN = """
uitleg as (
  select distinct on (v.toewijzing_id) v.toewijzing_id, x.volume, x.minuten_indirect,
    x.minuten_reistijd
  from toelichtingen_toelichting x
  join toelichtingen_toelichtingsverzoek v on v.id = x.verzoek_id
  order by v.toewijzing_id, x.gegeven_op desc, x.id desc
), deel as (
  select t.aanbieder_id, t.product_id, coalesce(u.volume, t.volume) totaal,
    coalesce(u.minuten_indirect, t.minuten_indirect) indirect,
    coalesce(u.minuten_reistijd, t.minuten_reistijd) reistijd
  from indications_toewijzing t left join uitleg u on u.toewijzing_id = t.id
  where t.status <> 'ingetrokken' and (u.volume is not null or t.minuten_direct is not null)
    and t.periode && daterange(%(begin)s::date, %(eind)s::date, '[]')
), aandeel as (
  select aanbieder_id, product_id, count(*) aantal, 100.0 * sum(indirect) / sum(totaal) indirect,
    100.0 * sum(reistijd) / sum(totaal) reistijd
  from deel group by aanbieder_id, product_id
), midden as (
  select product_id, count(*) aanbieders,
    percentile_cont(0.5) within group (order by indirect) indirect,
    percentile_cont(0.5) within group (order by reistijd) reistijd
  from aandeel where aantal >= %(min_toewijzingen)s
  group by product_id having count(*) >= %(min_aanbieders)s
)"""
CIJFERS = f"""
with {_DELEN}
select s.aanbieder_id, a.naam aanbieder, p.code productcode, p.naam product,
  case when m.product_id is null or s.aantal < %(min_toewijzingen)s then null else s.aantal end
    aantal,
  case when s.aantal >= %(min_toewijzingen)s and m.product_id is not null
    then round(s.indirect::numeric, 1) end indirect,
  round(m.indirect::numeric, 1) midden_indirect,
  case when s.aantal >= %(min_toewijzingen)s and m.product_id is not null
    then round(s.reistijd::numeric, 1) end reistijd,
  round(m.reistijd::numeric, 1) midden_reistijd, m.aanbieders
from aandeel s
join providers_aanbieder a on a.id = s.aanbieder_id
join contracts_product p on p.id = s.product_id
left join midden m on m.product_id = s.product_id
where (%(aanbieder)s::uuid is null or s.aanbieder_id = %(aanbieder)s::uuid)
  and (%(product)s::text is null or p.code = %(product)s::text)
"""
ORDE = """
order by greatest(abs(indirect - midden_indirect), abs(reistijd - midden_reistijd)) desc nulls last,
  aanbieder, productcode
"""
GEORDEND = f"select * from ({CIJFERS}) c {ORDE}"
#: Products with something to compare, the most first.
PRODUCTEN = f"""
with {_DELEN}
select p.code, p.naam from aandeel s join contracts_product p on p.id = s.product_id
where %(aanbieder)s::uuid is null and %(product)s::text is null
group by p.id order by sum(s.aantal) desc, p.code
"""


@dataclass(frozen=True, slots=True)
class Cijfer:
    """Shares in percent; `aantal` and the shares are None below the thresholds."""

    aanbieder_id: UUID
    aanbieder: str
    productcode: str
    product: str
    aantal: int | None
    indirect: Decimal | None
    midden_indirect: Decimal | None
    reistijd: Decimal | None
    midden_reistijd: Decimal | None
    aanbieders: int | None

    @property
    def vraag(self) -> str:
        """What to ask about; '' when nothing stands out."""
        pairs = (
            (_("indirect"), self.indirect, self.midden_indirect),
            (_("reistijd"), self.reistijd, self.midden_reistijd),
        )
        return "; ".join(
            _("Vraag waarom %(deel)s %(eigen)s procent is, het midden is %(midden)s")
            % {"deel": name, "eigen": format_number(own, 1), "midden": format_number(middle, 1)}
            for name, own, middle in pairs
            if own is not None and middle is not None and abs(own - middle) >= AFWIJKING
        )


def params(
    jaar: int, *, aanbieder_id: UUID | None = None, product: str | None = None
) -> Mapping[str, Any]:
    """Toewijzingen that run on a day of that year."""
    return {
        "begin": datetime.date(jaar, 1, 1),
        "eind": datetime.date(jaar, 12, 31),
        "aanbieder": aanbieder_id,
        "product": product,
        "min_toewijzingen": MIN_TOEWIJZINGEN,
        "min_aanbieders": MIN_AANBIEDERS,
    }


def figures(
    actor: Actor, jaar: int, *, aanbieder_id: UUID | None = None, product: str | None = None
) -> Sequence[Cijfer]:
    """What stands farthest from the middle first."""
    authorise(actor, MINUTEN_VERGELIJKEN)
    values = params(jaar, aanbieder_id=aanbieder_id, product=product)
    return [Cijfer(*row) for row in fetch_prepared(GEORDEND, values)]


def products(actor: Actor, jaar: int) -> Sequence[tuple[str, str]]:
    """(code, name) of products of which splits are known."""
    authorise(actor, MINUTEN_VERGELIJKEN)
    return [(code, naam) for code, naam in fetch_prepared(PRODUCTEN, params(jaar))]
