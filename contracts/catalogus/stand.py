"""The catalogue as it stands on a day, per kind: what export, import and comparison all start from.

Each `Blad` is one statement that gives the rows of `%(dag)s` with `id`, `wie` (how a person knows
the row) and its columns, as codes. The days before `%(vandaag)s` come from the row history, later
ones from the planned changes; `%(eind)s` is the first moment after the day.
"""
# ruff: noqa: S608 - composed of names of this module; every value is a parameter

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Blad:
    """`sleutel` tells rows apart, `waarden` are compared between two days; `toon` is the value that
    says what an added or ended row was about. `soort` is its kind on screen, when it has one;
    `link` the route of a row's page.
    """

    code: str
    titel: Any
    sleutel: tuple[str, ...]
    waarden: tuple[str, ...]
    sql: str
    soort: str = ""
    toon: str = ""
    link: str = ""
    periode: bool = True


def moment_after(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(
        datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    )


def parameters(day: datetime.date, vandaag: datetime.date) -> dict[str, Any]:
    return {"dag": day, "vandaag": vandaag, "eind": moment_after(day)}


def rows_on(blad: Blad, day: datetime.date, *, vandaag: datetime.date) -> list[dict[str, Any]]:
    """Rows of the sheet as they hold on `day`."""
    with connection.cursor() as cursor:
        cursor.execute(f"{blad.sql} order by wie", parameters(day, vandaag))
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _in_place(soort: str, *, periode: bool = True) -> str:
    """Rows of a table that is changed in place, each with its values of that day."""
    table = f"contracts_{soort}"
    bounds = "jsonb_build_object('begindatum', p.begindatum, 'einddatum', p.einddatum)"
    holds = "r.begindatum <= %(dag)s and (r.einddatum is null or r.einddatum >= %(dag)s)"
    there = "p.aangemaakt_op < %(eind)s"
    return f"""(
  select r.* from {table} p
  left join (
    select c.doel_id, jsonb_object_agg(v.key, v.value order by c.ingangsdatum, c.aangemaakt_op)
      as velden
    from contracts_catalogusmutatie c cross join jsonb_each(c.velden) v
    where c.soort = '{soort}' and c.status = 'gepland' and c.ingangsdatum <= %(dag)s
      and %(dag)s >= %(vandaag)s
    group by c.doel_id) m on m.doel_id = p.id
  left join lateral (
    select to_jsonb(e) as rij from {table}event e
    where e.pgh_obj_id = p.id and %(dag)s < %(vandaag)s
    order by e.pgh_created_at >= %(eind)s,
      case when e.pgh_created_at < %(eind)s then -e.pgh_id else e.pgh_id end
    limit 1) e on true
  cross join lateral jsonb_populate_record(null::{table},
    to_jsonb(p) || coalesce(e.rij, m.velden, '{{}}') || {bounds if periode else "'{}'"}) r
  where {holds if periode else there})"""


def _in_period(soort: str) -> str:
    return f"""(
  select * from contracts_{soort}
  where begindatum <= %(dag)s and (einddatum is null or einddatum >= %(dag)s))"""


def _named(alias: str) -> str:
    """Code and name of a product, with the mark of what is invented (R-SEG-3)."""
    mark = f"case when {alias}.voorbeeldgegeven then ' (voorbeeldgegeven)' else '' end"
    return f"{alias}.code || ' ' || {alias}.naam || {mark}"


SEGMENTEN = Blad(
    "segmenten", _("Segment"), ("code",), ("naam", "volgorde"),
    f"select id, naam as wie, code, naam, volgorde from {_in_place('segment', periode=False)} s",
    "segment", periode=False,
)  # fmt: skip
PERCELEN = Blad(
    "percelen", _("Perceel"), ("code",),
    ("naam", "omschrijving", "aard", "financiering", "max_wachttijd_weken", "via_cpwv",
     "tarief_per_locatie"),
    f"""
select p.id, p.code || ' ' || p.naam as wie, p.code, s.code as segment, p.naam, p.omschrijving,
  p.aard, p.financiering, p.max_wachttijd_weken, p.via_cpwv, p.tarief_per_locatie, p.begindatum,
  p.einddatum
from {_in_place("perceel")} p join contracts_segment s on s.id = p.segment_id""",
    "perceel", link="perceel",
)  # fmt: skip
PRODUCTEN = Blad(
    "producten", _("Product"), ("code",),
    ("naam", "definitie", "kies_als", "categorie", "eenheden", "frequenties",
     "verdeling_toegestaan", "indirecte_tijd", "max_reistijd_minuten", "max_duur_maanden",
     "max_minuten", "max_sessies", "groepsoort", "jeugdigen_per_begeleider", "opleidingseis"),
    f"""
select id, {_named("p")} as wie, code, naam, definitie, kies_als, categorie,
  array_to_string(eenheden, ',') as eenheden, array_to_string(frequenties, ',') as frequenties,
  verdeling_toegestaan, indirecte_tijd, max_reistijd_minuten, max_duur_maanden, max_minuten,
  max_sessies, groepsoort, jeugdigen_per_begeleider, opleidingseis, voorbeeldgegeven, begindatum,
  einddatum
from {_in_place("product")} p""",
    "product", link="product",
)  # fmt: skip
PERCEELPRODUCTEN = Blad(
    "producten in percelen", _("Product in perceel"), ("perceel", "product"), (),
    f"""
select x.id, {_named("pr")} || ' in ' || pe.code || ' ' || pe.naam as wie,
  pe.code as perceel, pe.naam as perceel_naam, pr.code as product, pr.naam as product_naam,
  pr.voorbeeldgegeven, x.begindatum, x.einddatum
from {_in_period("perceelproduct")} x
join contracts_perceel pe on pe.id = x.perceel_id
join contracts_product pr on pr.id = x.product_id""",
    "product-in-perceel",
)  # fmt: skip
UITSLUITINGEN = Blad(
    "uitsluitingen", _("Uitsluiting"), ("gemeente", "perceel", "product"), ("verwijzing",),
    f"""
select x.id, g.naam || ': ' || coalesce({_named("pr")}, pe.code || ' ' || pe.naam)
    as wie,
  g.naam as gemeente, coalesce(pe.code, '') as perceel, coalesce(pr.code, '') as product,
  x.verwijzing, x.begindatum, x.einddatum
from {_in_period("uitsluiting")} x
join core_organisatie g on g.id = x.gemeente_id
left join contracts_perceel pe on pe.id = x.perceel_id
left join contracts_product pr on pr.id = x.product_id""",
    "uitsluiting", "verwijzing",
)  # fmt: skip
TARIEFGROEPEN = Blad(
    "tariefgroepen", _("Tariefgroep"), ("code",), ("naam",),
    f"select id, code || ' ' || naam as wie, code, naam "
    f"from {_in_place('tariefgroep', periode=False)} t",
    "tariefgroep", periode=False,
)  # fmt: skip
TARIEVEN = Blad(
    "tarieven", _("Tarief"), ("product", "tariefgroep", "locatie_id", "eenheid"), ("bedrag",),
    f"""
select x.id, {_named("pr")} || coalesce(', ' || tg.naam, '')
    || coalesce(', ' || lo.naam, '') as wie,
  pr.code as product, pr.naam as product_naam, pr.voorbeeldgegeven,
  coalesce(tg.code, '') as tariefgroep, coalesce(lo.id::text, '') as locatie_id,
  coalesce(lo.naam, '') as locatie, x.eenheid, x.bedrag, x.begindatum, x.einddatum
from {_in_period("tarief")} x
join contracts_product pr on pr.id = x.product_id
left join contracts_tariefgroep tg on tg.id = x.tariefgroep_id
left join providers_locatie lo on lo.id = x.locatie_id""",
    toon="bedrag",
)  # fmt: skip
#: In the order in which one may name another: a product before it is put in a perceel.
BLADEN: Sequence[Blad] = (
    SEGMENTEN, TARIEFGROEPEN, PERCELEN, PRODUCTEN, PERCEELPRODUCTEN, UITSLUITINGEN, TARIEVEN,
)  # fmt: skip
BLAD_OP_CODE: Mapping[str, Blad] = {blad.code: blad for blad in BLADEN}
