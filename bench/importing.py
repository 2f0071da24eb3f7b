"""Import of a file of aanbieders: the portal's road against COPY and three statements.

Its own process (`python -m bench.importing 5000 9`), on the database of the bench: the two take
turns, each in a transaction that is undone, so both find the same tables every time. Milliseconds
per turn come out as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.client import Timing
from bench.database import Database
from bench.measure import Meting

HEADING = "kvk;naam;rechtsvorm;grootte;vestigingsplaats;website"

STAGING = """
create temporary table aangeleverd (nr bigint generated always as identity, kvk text, naam text,
  rechtsvorm text, grootte text, vestigingsplaats text, website text) on commit drop
"""
COPY = """
copy aangeleverd (kvk, naam, rechtsvorm, grootte, vestigingsplaats, website) from stdin
  with (format csv, header, delimiter ';')
"""
CHECK = r"""
select nr from (
  select a.*, count(*) over (partition by kvk) as dubbel from aangeleverd a) a
where kvk is null or kvk !~ '^[0-9]{8}$' or dubbel > 1
  or naam is null or length(naam) > 200
  or rechtsvorm is null or rechtsvorm not in
    ('Besloten vennootschap', 'Stichting', 'Vennootschap onder firma', 'Eenmanszaak', 'Coöperatie')
  or grootte not in ('Systeem', 'Groot', 'Overig')
  or length(vestigingsplaats) > 80 or length(website) > 200 or website !~ '^https?://[^ ]+$'
  or exists (select from providers_aanbieder p where p.kvk = a.kvk)
"""
STORE = """
with nieuw as materialized (
  select a.*, gen_random_uuid() as id, gen_random_uuid() as organisatie_id from aangeleverd a),
organisaties as (
  insert into core_organisatie (id, soort, naam)
  select organisatie_id, 'aanbieder', naam from nieuw)
insert into providers_aanbieder
  (id, organisatie_id, naam, kvk, rechtsvorm, grootte, vestigingsplaats, website)
select id, organisatie_id, naam, kvk,
  case rechtsvorm when 'Besloten vennootschap' then 'bv' when 'Stichting' then 'stichting'
    when 'Vennootschap onder firma' then 'vof' when 'Eenmanszaak' then 'eenmanszaak'
    else 'cooperatie' end,
  lower(coalesce(grootte, 'overig')), coalesce(vestigingsplaats, ''), coalesce(website, '')
from nieuw
"""


def measured(database: Database, rows: int, rounds: int) -> Meting:
    """Raises RuntimeError when either does not take in every row."""
    told = json.loads(database.run("-m", "bench.importing", str(rows), str(rounds)))
    timings = {name: [Timing([ms], []) for ms in turns] for name, turns in told.items()}
    return Meting(f"import of {rows:,} aanbieders", timings)


def make_file(rows: int) -> bytes:
    """Every cell filled, no row known to the portal."""
    kinds = ("Stichting", "Besloten vennootschap", "Eenmanszaak")
    sizes = ("Overig", "Groot", "Systeem")
    lines = [
        f"{10_000_000 + nr};Zorg en begeleiding nummer {nr};{kinds[nr % 3]};{sizes[nr % 3]};"
        f"Hof van Twente;https://www.zorg-{nr}.example"
        for nr in range(rows)
    ]
    return "\n".join([HEADING, *lines, ""]).encode()


def by_portal(data: bytes) -> int:
    """The import as the page calls it: reading, all checks, store, history."""
    from core.actor import system_actor
    from core.importexport.inlezen import run_import
    from providers.importexport.aanbieders import AANBIEDERS

    return run_import(system_actor(), AANBIEDERS.schema, data, proef=False).nieuw or 0


def by_sql(data: bytes) -> int:
    """What the database alone takes: COPY of the file, one check, one insert with its history."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute(STAGING)
        with cursor.copy(COPY) as copy:
            copy.write(data)
        cursor.execute("analyze aangeleverd")
        cursor.execute(CHECK)
        if wrong := cursor.fetchall():
            raise RuntimeError(f"{len(wrong)} verkeerde regels, de eerste: {wrong[0][0]}")
        cursor.execute(STORE)
        stored: int = cursor.rowcount
        cursor.execute("drop table aangeleverd")
    return stored


def turn(work: Callable[[bytes], int], data: bytes, rows: int) -> float:
    """Milliseconds; what was stored is gone afterwards. Raises RuntimeError on another number."""
    from django.db import connection, transaction

    with transaction.atomic():
        began = time.perf_counter()
        stored = work(data)
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    if stored != rows:
        raise RuntimeError(f"{work.__name__} nam {stored} van de {rows} regels op")
    with connection.cursor() as cursor:
        cursor.execute("vacuum providers_aanbieder, providers_aanbiederevent, core_organisatie")
    return round(took * 1000, 3)


def main(rows: int, rounds: int) -> dict[str, list[float]]:
    """One turn each to warm up, then the rounds; each begins with the other one."""
    import django

    django.setup()
    works: dict[str, Any] = {"portaal": by_portal, "kaal": by_sql}
    data = make_file(rows)
    for work in works.values():
        turn(work, data, rows)
    timings: dict[str, list[float]] = {name: [] for name in works}
    for nr in range(rounds):
        for name in list(works)[:: 1 if nr % 2 else -1]:
            timings[name].append(turn(works[name], data, rows))
    return timings


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
