"""Which contracted days have no tariff (R-SEG-7, R-TOE-10)."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.choices import Indexeringstatus
from contracts.models import Indexeringsregel, Tarief
from core.actor import Actor
from core.ui.formats import format_long_date


@dataclass(frozen=True)
class Gat:
    """Days from `vanaf` to `tot` (inclusive, None: open) on which contracted care has no tariff.

    `aanbieders`: how many are contracted for it on any of those days.
    """

    tariefgroep: str
    locatie: str
    vanaf: datetime.date
    tot: datetime.date | None
    aanbieders: int

    def __str__(self) -> str:
        where = ", ".join(filter(None, [self.tariefgroep, self.locatie])) or _("iedereen")
        words = {"wie": where, "vanaf": format_long_date(self.vanaf)}
        if self.tot is None:
            period = _("%(wie)s: geen tarief vanaf %(vanaf)s") % words
        else:
            words["tot"] = format_long_date(self.tot)
            period = _("%(wie)s: geen tarief van %(vanaf)s tot en met %(tot)s") % words
        text = ngettext("%s aanbieder", "%s aanbieders", self.aanbieders) % self.aanbieders
        return f"{period} ({text})"


#: A tariff with neither group nor location holds for everybody; taakgerichte percelen have none.
GATEN = """
with nodig as (
  select case when p.tarief_per_locatie then null else tg.id end as groep,
    cl.locatie_id as locatie, pc.aanbieder_id,
    pc.periode * tg.periode * pp.periode * coalesce(cl.periode, '(,)')
      * daterange(%(vanaf)s::date, null) as dagen
  from contracts_perceelproduct pp
  join contracts_perceel p on p.id = pp.perceel_id and p.financiering <> 'taak'
  join contracts_perceelcontract pc on pc.perceel_id = p.id and pc.status = 'geldig'
  cross join lateral (
    select w.id, daterange(w.vanaf, lead(w.vanaf) over (order by w.vanaf nulls first)) as periode
    from (select pc.tariefgroep_id as id, null::date as vanaf
      union all select x.tariefgroep_id, x.begindatum from contracts_tariefgroepwijziging x
      where x.perceelcontract_id = pc.id) w) tg
  left join contracts_contractlocatie cl on cl.perceelcontract_id = pc.id and p.tarief_per_locatie
  where pp.product_id = %(product)s and (cl.id is not null or not p.tarief_per_locatie)
), samen as (
  select groep, locatie, range_agg(dagen) as dagen, count(distinct aanbieder_id) as aanbieders
  from nodig where not isempty(dagen) group by groep, locatie
), gat as (
  select s.groep, s.locatie, s.aanbieders, unnest(s.dagen - coalesce((
    select range_agg(t.periode) from contracts_tarief t
    where t.product_id = %(product)s and (
      t.tariefgroep_id = s.groep or t.locatie_id = s.locatie
      or (t.tariefgroep_id is null and t.locatie_id is null))), '{}')) as dagen
  from samen s
)
select coalesce(tg.naam, ''), coalesce(lo.naam, ''), lower(g.dagen),
  upper(g.dagen) - 1, g.aanbieders
from gat g
left join contracts_tariefgroep tg on tg.id = g.groep
left join providers_locatie lo on lo.id = g.locatie
order by lower(g.dagen), tg.code, lo.naam
"""


def gaps_of(product_id: UUID, *, vanaf: datetime.date) -> Sequence[Gat]:
    """Contracted days of the product without a tariff, from `vanaf` on, without a horizon."""
    with connection.cursor() as cursor:
        cursor.execute(GATEN, {"product": product_id, "vanaf": vanaf})
        return [Gat(*row) for row in cursor.fetchall()]


def indexering_of(tarief_id: UUID) -> Indexeringsregel | None:
    """The line of the active indexering that made this tariff, with the indexering itself."""
    return (
        Indexeringsregel.objects.filter(
            nieuw_tarief=tarief_id, indexering__status=Indexeringstatus.GEACTIVEERD
        )
        .select_related("indexering")
        .first()
    )


def series_of(actor: Actor, tarief: Tarief) -> list[dict[str, Any]]:
    """Every tariff for the same product, group or location, and unit, newest first."""
    rows = Tarief.objects.for_actor(actor).filter(
        product=tarief.product_id,
        tariefgroep=tarief.tariefgroep_id,
        locatie=tarief.locatie_id,
        eenheid=tarief.eenheid,
    )
    found = list(rows.order_by("-begindatum").values("id", "bedrag", "begindatum", "einddatum"))
    for row, before in zip(found, [*found[1:], None], strict=True):
        row["procent"] = (row["bedrag"] / before["bedrag"] - 1) * 100 if before else None
    return found


def taken_back(tarief: Tarief) -> list[Any]:
    """From the history: tariffs of this series that were taken back before they began."""
    events: Any = cast(Any, Tarief).pgh_event_model.objects
    rows = events.filter(
        pgh_label="delete",
        product=tarief.product_id,
        tariefgroep=tarief.tariefgroep_id,
        locatie=tarief.locatie_id,
        eenheid=tarief.eenheid,
    )
    return list(rows.order_by("-pgh_created_at")[:20])
