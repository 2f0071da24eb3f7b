"""Who can deliver a product in a gemeente, how long the wait is, and why not for the rest."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from core.actor import Actor
from core.fouten import Verboden
from core.policies import has_right
from core.ui.formats import format_long_date as datum
from indications.policies import TOEWIJZING_INDIENEN


@dataclass(frozen=True, slots=True)
class Aanbodregel:
    """One aanbieder for one product: waiting times in weeks, as reported, observed and contractual
    maximum.

    None means unknown. `kan` False: `waarom_niet` says why in words.
    """

    naam: str
    agb_code: str
    plaats: str
    in_gemeente: bool
    vrije_plekken: int | None
    opgegeven_weken: int | None
    waargenomen_weken: int | None
    max_weken: int
    bevestigd_op: datetime.date | None
    contract_tot: datetime.date | None
    kan: bool
    waarom_niet: str

    @property
    def boven_maximum(self) -> bool:
        return self.opgegeven_weken is not None and self.opgegeven_weken > self.max_weken


SQL = """
with invoer as (
  select %(dag)s::date dag, p.id product_id, g.id gemeente_id
  from contracts_product p, core_organisatie g
  where p.code = %(product)s and g.soort = 'gemeente' and g.code = %(gemeente)s
), percelen as (
  select x.perceel_id from contracts_perceelproduct x, invoer i
  where x.product_id = i.product_id and x.periode @> i.dag
), contract as (
  select distinct on (k.aanbieder_id) k.*, k.periode @> i.dag geldig,
    coalesce(k.max_wachttijd_weken, q.max_wachttijd_weken) max_weken
  from contracts_perceelcontract k join contracts_perceel q on q.id = k.perceel_id, invoer i
  where k.perceel_id in (select perceel_id from percelen) and k.status = 'geldig'
  order by k.aanbieder_id, (k.periode @> i.dag) desc, k.begindatum desc
)
select a.naam, b.code, a.vestigingsplaats, l.hier, o.plekken, o.opgegeven, o.waargenomen,
  c.max_weken, o.bevestigd, c.begindatum, c.einddatum, c.geldig, s.sinds, t.er
from contract c
join providers_aanbieder a on a.id = c.aanbieder_id
cross join invoer i
left join lateral (
  select x.code from providers_agbcode x where x.aanbieder_id = a.id and x.periode @> i.dag
  order by (x.soort = 'onderneming') desc, x.code limit 1
) b on true
left join lateral (
  select exists (select from providers_locatie x where x.aanbieder_id = a.id
    and x.gemeente_id = i.gemeente_id and x.periode @> i.dag) hier
) l on true
left join lateral (
  select sum(x.vrije_plekken) plekken, min(x.opgegeven_weken) opgegeven,
    min(x.waargenomen_weken) waargenomen, max(x.bevestigd_op) bevestigd
  from availability_aanbod x where x.perceelcontract_id = c.id
) o on true
left join lateral (
  select min(m.begindatum) sinds from contracts_maatregel m
  where m.aanbieder_id = a.id and m.soort = 'clientenstop' and m.status = 'geldig'
    and m.periode @> i.dag
    and (m.perceel_id is null or m.perceel_id = c.perceel_id)
) s on true
left join lateral (
  select exists (select from contracts_tarief x where x.product_id = i.product_id
    and x.periode @> i.dag
    and (x.tariefgroep_id is null or x.tariefgroep_id = coalesce((
      select w.tariefgroep_id from contracts_tariefgroepwijziging w
      where w.perceelcontract_id = c.id and w.begindatum <= i.dag
      order by w.begindatum desc limit 1), c.tariefgroep_id))
    and (x.locatie_id is null or x.locatie_id in (
      select cl.locatie_id from contracts_contractlocatie cl
      where cl.perceelcontract_id = c.id))) er
) t on true
"""


def offers_for(
    actor: Actor, *, productcode: str, gemeentecode: str, begindatum: datetime.date
) -> list[Aanbodregel]:
    """Every aanbieder that has, had or will have a contract for the product, who can start first on
    top.

    Sorted by what helps a jeugdige: can be chosen, free place, shortest reported wait (unknown
    last), near home, name. An aanbieder without any contract for the product is not in it.
    """
    if not has_right(actor, TOEWIJZING_INDIENEN):
        raise Verboden()
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"dag": begindatum, "product": productcode, "gemeente": gemeentecode})
        found = [_line(row, begindatum) for row in cursor.fetchall()]
    return sorted(found, key=_by_help)


def _line(row: tuple, day: datetime.date) -> Aanbodregel:
    (
        *shown,
        begins,
        ends,
        valid,
        stop_since,
        has_tariff,
    ) = row
    reason = _why_not(row[1], begins, ends, valid, stop_since, has_tariff, day)
    naam, agb, plaats, here, places, reported, observed, maximum, confirmed = shown
    return Aanbodregel(
        naam=naam,
        agb_code=agb or "",
        plaats=plaats,
        in_gemeente=here,
        vrije_plekken=places,
        opgegeven_weken=reported,
        waargenomen_weken=observed,
        max_weken=maximum,
        bevestigd_op=confirmed,
        contract_tot=ends,
        kan=not reason,
        waarom_niet=reason,
    )


def _why_not(
    agb: str | None,
    begins: datetime.date,
    ends: datetime.date | None,
    valid: bool,
    stop_since: datetime.date | None,
    has_tariff: bool,
    day: datetime.date,
) -> str:
    if not valid and begins > day:
        return _("contract begint op %(day)s") % {"day": datum(begins)}
    if not valid and ends:
        return _("contract liep tot en met %(day)s") % {"day": datum(ends)}
    if stop_since:
        return _("cliëntenstop sinds %(day)s") % {"day": datum(stop_since)}
    if not agb:
        return _("geen geldige AGB-code")
    return "" if has_tariff else _("geen tarief afgesproken")


def _by_help(line: Aanbodregel) -> tuple[object, ...]:
    return (
        not line.kan,
        not line.vrije_plekken,
        line.opgegeven_weken if line.opgegeven_weken is not None else 999,
        not line.in_gemeente,
        line.naam.lower(),
    )
