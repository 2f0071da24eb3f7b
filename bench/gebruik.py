"""Declared lines with their running totals, and the export of toewijzingen, against bare COPY.

Its own process (`python -m bench.gebruik 9`), on the database of the bench. Loading: COPY of 1 %
new lines into the table as it is (constraints, index, totals by trigger), against the same COPY
with the trigger of the totals off; each undone. Booking: the same lines as they come in, judged and
booked (`indications.declareren`), against the bare COPY, without a target. Export: the list of
toewijzingen as the page gives it, read to its end, against `COPY (the same statement) TO`; without
and with the line in the access log, which names every jeugdige in it and is written before the
first byte. Memory: how much the process grows while it exports 10,000 rows, and all of them.
"""

import io
import json
import os
import resource
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.client import Timing
from bench.database import Database
from bench.measure import Meting
from bench.report import Doel, commit, table

RESULTS = Path(__file__).with_name("GEBRUIK.md")

Work = Callable[[], int]
LOAD, BOOK, EXPORT, LOGGED = (
    "1 % new declared lines, totals kept", "1 % new declared lines, judged and booked",
    "CSV of all toewijzingen", "CSV of all toewijzingen, with its line in the access log",
)  # fmt: skip
GOALS = {LOAD: 1.7, BOOK: None, EXPORT: 1.2, LOGGED: 1.2}

PICK = """
select t.id, t.aanbieder_id, 'B' || row_number() over () as referentie, m.maand,
  (m.maand + 27) as eind, 60 + (row_number() over ()) %% 60 as volume, 10000 as centen,
  now() as moment
from (select id, aanbieder_id, begindatum from indications_toewijzing
  where status <> 'ingetrokken' order by md5(id::text) limit %(n)s) t
cross join lateral (
  select date_trunc('month', t.begindatum + interval '1 month')::date as maand) m
"""
COLUMNS = """toewijzing_id, aanbieder_id, referentienummer, begindatum, einddatum, volume,
  bedrag_centen, ontvangen_op"""
COPY = f"copy indications_declaratieregel ({COLUMNS}) from stdin"


def measured(database: Database, rounds: int) -> tuple[list[Doel], dict[str, Any]]:
    """A target per kind of work, and the memory as it was found."""
    told = json.loads(database.run("-m", "bench.gebruik", str(rounds)))
    memory = told.pop("geheugen")
    goals = []
    for naam, turns in told.items():
        timings = {who: [Timing([ms], []) for ms in found] for who, found in turns.items()}
        goals.append(Doel(Meting(naam, timings), "portaal", "kaal", at_most=GOALS[naam]))
    return goals, memory


def document(
    goals: Sequence[Doel], memory: dict[str, Any], rounds: int, before: str, after: str
) -> str:
    some, everything = memory["10000"], memory["alles"]
    return f"""# Declared lines and export

{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit()}, {os.cpu_count()} processors,
{rounds} rounds. {memory["toewijzingen"]:,} toewijzingen, {memory["declaratieregels"]:,} lines,
{memory["regels"]:,} new ones a turn. Load average before {before}, after {after}.

{table(goals)}

Memory while it exports, with the line in the access log; the process grew at most:
10,000 rows ({some["bytes"]:,} bytes): {some["proces KB erbij"]:,} KB; all of them
({everything["bytes"]:,} bytes) after that: {everything["proces KB erbij"]:,} KB more.
Python's own count at its highest: {some["piek KB"]:,} KB and {everything["piek KB"]:,} KB.

What each side does stands on top of `gebruik.py`.
"""


@contextmanager
def undone() -> Iterator[None]:
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copied(data: bytes, *, totals: bool) -> float:
    """Milliseconds; the trigger of the totals is switched in the transaction that is undone."""
    from django.db import connection

    with undone(), connection.cursor() as cursor:
        if not totals:
            cursor.execute(
                "alter table indications_declaratieregel disable trigger declaratieregel_telt"
            )
        cursor.execute("set constraints all immediate")
        began = time.perf_counter()
        with cursor.copy(COPY) as copy:
            copy.write(data)
        took = time.perf_counter() - began
    vacuum()
    return took * 1000


def booked(rows: list[Any]) -> float:
    """Milliseconds of judging and booking the same lines by number and AGB, and their log line."""
    import datetime

    from core.actor import system_actor
    from leveringen.services.declareren import record_declaraties

    with undone():
        began = time.perf_counter()
        done = record_declaraties(system_actor(), regels=rows, peildatum=datetime.date(2100, 1, 1))
        took = time.perf_counter() - began
    if done.nieuw != len(rows):
        raise RuntimeError(f"{done.nieuw} van de {len(rows)} regels geboekt")
    vacuum()
    return took * 1000


def vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum indications_declaratieregel, indications_verbruik, core_inzage")


def lines_to_copy(count: int) -> bytes:
    from django.db import connection

    target = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("create temporary table bench_regels as " + PICK, {"n": count})
        with cursor.copy("copy bench_regels to stdout") as copy:
            for chunk in copy:
                target.write(chunk)
    return target.getvalue()


def lines_to_book() -> list[Any]:
    from django.db import connection

    from leveringen.services.declareren import Declaratie

    with connection.cursor() as cursor:
        cursor.execute("""
select row_number() over (), g.code, t.nummer,
  (select code from providers_agbcode x where x.aanbieder_id = t.aanbieder_id
    order by (x.periode @> t.begindatum) desc, code limit 1),
  r.referentie, '', r.maand, r.eind, r.volume, t.eenheid, r.centen
from bench_regels r
join indications_toewijzing t on t.id = r.id join core_organisatie g on g.id = t.gemeente_id
where exists (select from providers_agbcode x where x.aanbieder_id = t.aanbieder_id)
""")
        return [Declaratie(*row) for row in cursor.fetchall()]


class Export:
    """The list as contract management sees it: every toewijzing, without the jeugdige."""

    def __init__(self) -> None:
        from django.utils import timezone

        from core.actor import system_actor
        from indications.selectors_lijst import list_rows
        from indications.tables import export_columns, table_for

        self.actor = system_actor()
        self.table = table_for(self.actor, can_export=True)
        self.columns = export_columns(self.table)
        self.rows = list_rows(self.actor, timezone.localdate()).order_by("-begindatum", "pk")

    def portal(self, limit: int | None = None, *, logged: bool = False) -> int:
        """Bytes of the answer, read to its end and thrown away; the page has it `logged`."""
        from core.importexport.uitvoer import export_queryset

        rows = self.rows if limit is None else self.rows[:limit]
        answer: Any = export_queryset(
            self.actor,
            rows,
            self.columns,
            "csv",
            naam="toewijzingen",
            jeugdigen=self.rows.values_list("jeugdige_id", flat=True) if logged else None,
        )
        return sum(len(chunk) for chunk in answer.streaming_content)

    def bare(self) -> int:
        """The same columns of the same rows, as the database gives them."""
        from django.db import connection
        from psycopg import ClientCursor

        statement, params = self.rows.values_list(
            *[column.veld for column in self.columns]
        ).query.sql_with_params()
        connection.ensure_connection()
        bound = ClientCursor(connection.connection).mogrify(statement, params)
        total = 0
        with connection.cursor() as cursor, cursor.copy(f"copy ({bound}) to stdout csv") as copy:
            for chunk in copy:
                total += len(chunk)
        return total


def timed(work: Work) -> float:
    with undone():
        began = time.perf_counter()
        work()
        return (time.perf_counter() - began) * 1000


def memory_of(export: Export) -> dict[str, Any]:
    """KB that the process grew at most, by Python's own count and by that of the system."""
    found: dict[str, Any] = {}
    with undone():
        export.portal(1000, logged=True)
    for name, limit in (("10000", 10_000), ("alles", None)):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        tracemalloc.start()
        with undone():
            size = export.portal(limit, logged=True)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        found[name] = {"bytes": size, "piek KB": peak // 1024, "proces KB erbij": grown}
    return found


def main(rounds: int) -> dict[str, Any]:
    """One turn each to warm up, then the rounds; each begins with the other one."""
    import django

    django.setup()
    from indications.models import Declaratieregel

    count = Declaratieregel.objects.count() // 100
    export = Export()
    told: dict[str, Any] = {"geheugen": memory_of(export)}
    data, rows = lines_to_copy(count), lines_to_book()
    works: dict[str, dict[str, Callable[[], float]]] = {
        LOAD: {
            "portaal": lambda: copied(data, totals=True),
            "kaal": lambda: copied(data, totals=False),
        },
        BOOK: {"portaal": lambda: booked(rows), "kaal": lambda: copied(data, totals=False)},
        EXPORT: {"portaal": lambda: timed(export.portal), "kaal": lambda: timed(export.bare)},
        LOGGED: {
            "portaal": lambda: timed(lambda: export.portal(logged=True)),
            "kaal": lambda: timed(export.bare),
        },
    }
    for naam, pair in works.items():
        told[naam] = {who: [] for who in pair}
        for work in pair.values():
            work()
        for nr in range(rounds):
            for who in list(pair)[:: 1 if nr % 2 else -1]:
                told[naam][who].append(round(pair[who](), 3))
    told["geheugen"] |= {
        "regels": count,
        "toewijzingen": export.rows.count(),
        "declaratieregels": Declaratieregel.objects.count(),
    }
    return told


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
