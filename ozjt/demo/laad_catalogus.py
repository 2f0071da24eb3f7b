"""Put segmenten, percelen, products, exclusions and general tariffs in the database."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection

from contracts.models import (
    Perceel,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
    Uitsluiting,
)
from ozjt.demo.basis import Kalender, bits, indexed, insert, key, scaled
from ozjt.demo.catalogus import (
    INDEX_PROMILLE,
    PERCELEN,
    SEGMENTEN,
    TARIEFGROEP_PROMILLE,
    TARIEFGROEPEN,
    UITSLUITING_HENGELO,
    VERWIJZING_HENGELO,
)
from ozjt.demo.producten import OFFICIEEL, PRODUCTEN, Productgegeven
from ozjt.demo.toegang import gemeente_key


def load_catalogue(kalender: Kalender) -> None:
    insert(
        Segment,
        [
            Segment(id=key("segment", code), code=code, naam=code.label, volgorde=place)
            for place, code in enumerate(SEGMENTEN, 1)
        ],
    )
    insert(Perceel, _percelen(kalender))
    insert(Product, [_product(p, kalender) for p in PRODUCTEN])
    insert(
        PerceelProduct,
        [
            PerceelProduct(
                id=key("perceelproduct", perceel, p.code),
                perceel_id=key("perceel", perceel),
                product_id=key("product", p.code),
                begindatum=kalender.start,
            )
            for p in PRODUCTEN
            for perceel in p.percelen.split()
        ],
    )
    _load_exclusions(kalender)
    insert(
        Tariefgroep,
        [
            Tariefgroep(id=key("tariefgroep", code), code=code, naam=naam)
            for code, naam in TARIEFGROEPEN.items()
        ],
    )
    insert(Tarief, _tarieven(kalender))


def _load_exclusions(kalender: Kalender) -> None:
    """R-SEG-5."""
    insert(
        Uitsluiting,
        [
            Uitsluiting(
                id=key("uitsluiting", "0164", code),
                gemeente_id=gemeente_key("0164"),
                product_id=key("product", code),
                verwijzing=VERWIJZING_HENGELO,
                begindatum=kalender.start,
            )
            for code in UITSLUITING_HENGELO
        ],
    )


def _percelen(kalender: Kalender) -> Iterator[Perceel]:
    for p in PERCELEN:
        yield Perceel(
            id=key("perceel", p.code),
            segment_id=key("segment", p.segment),
            code=p.code,
            naam=p.naam,
            omschrijving=f"{p.naam}. Voorbeeldgegeven van de demonstratie.",
            aard=p.aard,
            financiering=p.financiering,
            max_wachttijd_weken=p.weken,
            via_cpwv=p.via_cpwv,
            tarief_per_locatie=p.per_locatie,
            begindatum=kalender.start,
        )


def _product(p: Productgegeven, kalender: Kalender) -> Product:
    return Product(
        id=key("product", p.code),
        code=p.code,
        naam=p.naam,
        definitie=p.definitie,
        kies_als=p.kies_als,
        categorie=p.categorie,
        voorbeeldgegeven=p.code not in OFFICIEEL,
        begindatum=kalender.start,
        **p.regels,
    )


def prices(p: Productgegeven) -> list[int]:
    """Cents per unit last year and this year; next year comes from an indexering."""
    return indexed(p.centen, INDEX_PROMILLE, 2)


def per_location(p: Productgegeven) -> bool:
    return any(q.per_locatie for q in PERCELEN if q.code in p.percelen.split())


def _tarieven(kalender: Kalender) -> Iterator[Tarief]:
    """By tariff group for ambulant, one for all otherwise; by location follows the contracts."""
    grouped = {q.code for q in PERCELEN if q.per_tariefgroep}
    for p in PRODUCTEN:
        if per_location(p):
            continue
        groups = TARIEFGROEP_PROMILLE if set(p.percelen.split()) <= grouped else {None: 1000}
        for group, promille in groups.items():
            for year, cents in zip(kalender.jaren[:2], prices(p), strict=True):
                yield Tarief(
                    id=key("tarief", p.code, group, year),
                    product_id=key("product", p.code),
                    tariefgroep_id=key("tariefgroep", group) if group else None,
                    eenheid=p.regels["eenheden"][0],
                    bedrag=Decimal(scaled(cents, promille)) / 100,
                    **_year(year, kalender),
                )


def _year(year: int, kalender: Kalender) -> dict[str, Any]:
    """The tariff of the last year holds until the next indexation, so it has no end."""
    return {
        "begindatum": kalender.start.replace(year=year),
        "einddatum": None if year == kalender.vandaag.year else kalender.einde.replace(year=year),
    }


LOCATION_TARIFFS = f"""
insert into contracts_tarief (id, product_id, locatie_id, eenheid, bedrag, begindatum, einddatum)
select md5(concat_ws(':', 'tarief', p.product, l.locatie_id, p.jaar))::uuid, p.product,
       l.locatie_id, p.eenheid,
       round(p.centen * (960 + {bits("l.locatie_id")} %% 160) / 1000.0) / 100,
       make_date(p.jaar, 1, 1),
       case when p.jaar < max(p.jaar) over () then make_date(p.jaar, 12, 31) end
from unnest(%s::uuid[], %s::text[], %s::int[], %s::int[]) as p(product, eenheid, jaar, centen)
join contracts_perceelproduct pp on pp.product_id = p.product
join (select distinct pc.perceel_id, cl.locatie_id
      from contracts_contractlocatie cl
      join contracts_perceelcontract pc on pc.id = cl.perceelcontract_id) l
  on l.perceel_id = pp.perceel_id
on conflict do nothing
"""  # noqa: S608 - no outside values


def load_location_tariffs(kalender: Kalender) -> None:
    """Tariffs of wonen and verblijf for every contracted location (R-SEG-7)."""
    rows = [
        (key("product", p.code), p.regels["eenheden"][0], year, cents)
        for p in PRODUCTEN
        if per_location(p)
        for year, cents in zip(kalender.jaren[:2], prices(p), strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(LOCATION_TARIFFS, [list(column) for column in zip(*rows, strict=True)])
