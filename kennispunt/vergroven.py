"""Who stands in the file of a month and how coarse, in temporary tables of this transaction.

Level 0 names gemeente and product; 1 the region; 2 only the segment; 3 is left out. What the table
of counts hides, the rows do not tell either: a hidden gemeente becomes the region, a product whose
regional count is hidden its segment. Since a pseudonym joins the rows of a jeugdige, one row in the
region takes the others along. On each level every combination that stays has at least the
threshold of jeugdigen.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import connection

from core.datums import DAG, add_months
from kennispunt.kolommen import LEEFTIJDEN
from kennispunt.onderdrukken import TOTAAL, Cel, suppressed, with_totals

#: So many whole months back a file can be made.
MAANDEN_TERUG = 24
RIJ = """
create temporary table kennispunt_rij on commit drop as
select t.id, t.jeugdige_id, g.code gemeente, p.code product, s.code segment, 0 niveau,
  case when l.jaren < 4 then '0-3' when l.jaren < 12 then '4-11' when l.jaren < 16 then '12-15'
    when l.jaren < 18 then '16-17' else '18+' end leeftijd
from indications_toewijzing t
join indications_jeugdige j on j.id = t.jeugdige_id
cross join lateral (select extract(year from age(%(begin)s::date, j.geboortedatum)) jaren) l
join core_organisatie g on g.id = t.gemeente_id
join contracts_product p on p.id = t.product_id
join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
join contracts_perceel pl on pl.id = pc.perceel_id
join contracts_segment s on s.id = pl.segment_id
where t.status <> 'ingetrokken' and t.periode && daterange(%(begin)s::date, %(eind)s::date, '[]')
"""
TELLEN = """
select product, gemeente, leeftijd, count(distinct jeugdige_id) from kennispunt_rij
group by product, gemeente, leeftijd
"""
#: Cells that the table hides: (product, gemeente, leeftijd).
VERBERGEN = """
update kennispunt_rij r set niveau = 1
from unnest(%s::text[], %s::text[], %s::text[]) v(product, gemeente, leeftijd)
where (r.product, r.gemeente, r.leeftijd) = (v.product, v.gemeente, v.leeftijd)
"""
#: The same of the whole region: (product, leeftijd).
VERBERGEN_REGIO = """
update kennispunt_rij r set niveau = 2 from unnest(%s::text[], %s::text[]) v(product, leeftijd)
where (r.product, r.leeftijd) = (v.product, v.leeftijd)
"""
MEENEMEN = """
update kennispunt_rij set niveau = 1 where niveau = 0
  and jeugdige_id in (select jeugdige_id from kennispunt_rij where niveau > 0)
"""
#: Raise to `hoger` what is on `niveau` in a combination that too few share.
_OPTILLEN = """
update kennispunt_rij r set niveau = {hoger} from (
  select {wat} from kennispunt_rij where niveau = {niveau} group by {wat}
  having count(distinct jeugdige_id) < %(klein)s {ook}
) k where r.niveau = {niveau} and {gelijk}
"""


def _lift(niveau: int, wat: Iterable[str], ook: str = "") -> str:
    names = list(wat)
    equal = " and ".join(f"r.{name} = k.{name}" for name in names)
    return _OPTILLEN.format(
        hoger=niveau + 1, niveau=niveau, wat=", ".join(names), gelijk=equal, ook=ook
    )


GEMEENTE = _lift(0, ("gemeente", "product", "leeftijd"))
PRODUCT = _lift(1, ("product", "leeftijd"))
SEGMENT = _lift(2, ("segment", "leeftijd"), "or count(distinct product) < 2")


def months(peildatum: datetime.date) -> list[datetime.date]:
    """First days of the whole months before that of `peildatum`, newest first."""
    this = peildatum.replace(day=1)
    return [add_months(this, -number) for number in range(1, MAANDEN_TERUG + 1)]


def bounds(maand: datetime.date) -> Mapping[str, datetime.date]:
    """First and last day (inclusive) of the month that starts on `maand`."""
    return {"begin": maand, "eind": add_months(maand, 1) - DAG}


def gather(maand: datetime.date) -> None:
    """Every toewijzing that runs on a day of the month and was not withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists kennispunt_rij")
        cursor.execute(RIJ, bounds(maand))


def count(gemeenten: Iterable[str]) -> dict[str, dict[Cel, int]]:
    """Per product jeugdigen by (gemeente, leeftijd), zeros too."""
    empty = {(g, leeftijd): 0 for g in gemeenten for leeftijd in LEEFTIJDEN}
    found: dict[str, dict[Cel, int]] = defaultdict(lambda: dict(empty))
    with connection.cursor() as cursor:
        cursor.execute(TELLEN)
        for product, gemeente, leeftijd, number in cursor.fetchall():
            found[product][gemeente, leeftijd] = number
    return dict(found)


def table(
    counts: Mapping[str, Mapping[Cel, int]], klein: int
) -> list[tuple[str, str, str, int | None]]:
    """(product, gemeente, leeftijd, number) with totals; None where it stays hidden."""
    lines: list[tuple[str, str, str, int | None]] = []
    for product in sorted(counts):
        hidden = suppressed(counts[product], klein)
        lines += [
            (product, *cell, None if cell in hidden else number)
            for cell, number in sorted(with_totals(counts[product]).items())
        ]
    return lines


def coarsen(lines: Iterable[tuple[str, str, str, int | None]], klein: int) -> dict[int, int]:
    """Give each row its level; gives the number of rows per level."""
    hidden = [line[:3] for line in lines if line[3] is None and line[2] != TOTAAL]
    cells = [cell for cell in hidden if cell[1] != TOTAAL]
    region = [(product, leeftijd) for product, g, leeftijd in hidden if g == TOTAAL]
    with connection.cursor() as cursor:
        for statement, keys in ((VERBERGEN, cells), (VERBERGEN_REGIO, region)):
            if keys:
                cursor.execute(statement, [list(column) for column in zip(*keys, strict=True)])
        moved = True
        while moved:
            cursor.execute(MEENEMEN)
            moved = cursor.rowcount > 0
            cursor.execute(GEMEENTE, {"klein": klein})
            moved = moved or cursor.rowcount > 0
        cursor.execute(PRODUCT, {"klein": klein})
        cursor.execute(SEGMENT, {"klein": klein})
        cursor.execute("select niveau, count(*) from kennispunt_rij group by niveau")
        return dict(cursor.fetchall())
