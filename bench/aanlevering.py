"""A file of toewijzingen: the portal's import against COPY and the same SQL written bare.

Its own process (`python -m bench.aanlevering 100000 3`), on the database of the bench: they take
turns, each in a transaction that is undone. Beside that a smaller file by django-import-export,
when that is installed. Milliseconds per turn and the memory at most come out as JSON.
"""

import csv
import datetime
import io
import json
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from uuid import uuid4

from bench.client import Timing
from bench.database import Database
from bench.measure import Meting
from bench.report import Doel

GEMEENTE = "0153"
#: Rows that django-import-export gets; its time goes up with them.
WEINIG = 300
KOPPEN = (
    "referentie gemeentecode bsn geslachtsnaam voornamen geboortedatum agb productcode begindatum "
    "einddatum volume eenheid frequentie verwijzing_type verwijzing_datum"
)
#: BSN's that were never given out: they begin with 00.
EERSTE_BSN = 1_000_000

RUW = """
create temporary table aangeleverd (
  nr int generated always as identity (start 2) primary key, fout boolean not null default false,
  bekend boolean not null default false, referentie text, gemeente text, bsn text,
  geslachtsnaam text, voornamen text, geboren date, agb text, product text, begin date, eind date,
  volume bigint, eenheid text, frequentie text, vtype text, vdatum date,
  direct bigint, indirect bigint, reistijd bigint, contacten bigint, vtot date, verwijzer text,
  reden text, bsn_hash text generated always as (encode(sha256(bsn::bytea), 'hex')) stored
) on commit drop
"""
COPY = """
copy aangeleverd (referentie, gemeente, bsn, geslachtsnaam, voornamen, geboren, agb, product, begin,
  eind, volume, eenheid, frequentie, vtype, vdatum) from stdin with (format csv, header,
  delimiter ';')
"""
BSN_FOUT = """
select count(*) from aangeleverd where bsn !~ '^[0-9]{9}$' or (
  9 * substr(bsn, 1, 1)::int + 8 * substr(bsn, 2, 1)::int + 7 * substr(bsn, 3, 1)::int
  + 6 * substr(bsn, 4, 1)::int + 5 * substr(bsn, 5, 1)::int + 4 * substr(bsn, 6, 1)::int
  + 3 * substr(bsn, 7, 1)::int + 2 * substr(bsn, 8, 1)::int - substr(bsn, 9, 1)::int) %% 11 <> 0
  or agb !~ '^[0-9]{8}$' or length(referentie) > 36 or length(geslachtsnaam) > 200
"""
DUBBEL = "select count(*) - count(distinct referentie) from aangeleverd"
PERSONEN = """
insert into persoon (bsn_hash, id, bsn, naam)
select distinct on (bsn_hash) bsn_hash, gen_random_uuid(), sha256(bsn_hash::bytea),
  sha256(bsn_hash::bytea) || sha256(bsn::bytea) || sha256(naam::bytea)
from (select bsn_hash, bsn, geslachtsnaam || voornamen as naam from aangeleverd) a
order by bsn_hash
"""


def goals(database: Database, rows: int, rounds: int) -> list[Doel]:
    """The import against bare SQL, and per row against django-import-export when that is there.

    Raises RuntimeError when a row falls out.
    """
    told = json.loads(database.run("-m", "bench.aanlevering", str(rows), str(rounds)))
    most = f"import of {rows:,} toewijzingen ({told['megabytes']} MB at most)"
    found = [Doel(_meting(most, told["groot"]), "portaal", "kaal", at_most=1.6)]
    if told["klein"]:
        per_row = _meting("a row of toewijzingen", told["klein"])
        found.append(Doel(per_row, "portaal", "import-export", at_least=30))
    return found


def _meting(naam: str, turns: dict[str, list[float]]) -> Meting:
    return Meting(naam, {name: [Timing([ms], []) for ms in took] for name, took in turns.items()})


def make_file(rows: int, day: datetime.date) -> bytes:
    """Two toewijzingen for each jeugdige, none of them known to the portal."""
    from core.identifiers import bsn_numbers

    numbers = bsn_numbers(EERSTE_BSN, 9_999_999)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(KOPPEN.split())
    begin, end = day + datetime.timedelta(days=7), day + datetime.timedelta(days=200)
    bsn = ""
    for nr in range(rows):
        bsn = next(numbers) if nr % 2 == 0 else bsn
        born = datetime.date(2012, 1, 1) + datetime.timedelta(days=nr // 2 % 2000)
        writer.writerow(
            [f"AANL-{nr:07d}", GEMEENTE, bsn, f"Bench{nr // 2}", "Tess", born,
             "41990001", ("ABHIR", "ABGII")[nr % 2], begin, end,
             3000 + nr % 500, "01", "6", "01", day]
        )  # fmt: skip
    return text.getvalue().encode()


def by_portal(data: bytes) -> int:
    """The import as its job does it: reading, all checks, vault, store, history, log."""
    from django.utils import timezone

    from aanlevering.toewijzingen import Toewijzingen

    one = Toewijzingen(_actor(), timezone.localdate(), uuid4(), proef=False)
    one.check(data)
    one.store()
    return one.outcome.opgeslagen


def by_sql(data: bytes) -> int:
    """What the database alone takes: COPY of the file, one statement per check, one per table."""
    from django.db import connection
    from django.utils import timezone

    from aanlevering import toewijzingen_sql as s
    from core import kluis
    from core.handeling import history_context

    actor, day = _actor(), timezone.localdate()
    params: dict[str, Any] = {
        "gemeente": actor.organisatie_id, "peildatum": day, "na": 0, "tot": 10_000_000,
        "sleutel": kluis.current_key(), "kenmerk": uuid4(), "actorsoort": str(actor.soort),
        "actor_id": actor.id, "actor_naam": actor.naam, "organisatie_id": actor.organisatie_id,
        "rollen": "", "referentie": "", "netwerkadres": "",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("drop table if exists aangeleverd, feit, goed, persoon")
        cursor.execute(RUW)
        cursor.execute(s.PERSONEN)
        with cursor.copy(COPY) as copy:
            copy.write(data)
        cursor.execute("analyze aangeleverd")
        facts = [day, history_context(actor), actor.organisatie_id, 0, 10_000_000]
        cursor.execute(s.FEITEN_TABEL.replace(" with no data", ""), facts)
        cursor.execute("alter table feit add primary key (nr)")
        cursor.execute("analyze feit")
        for check in (
            BSN_FOUT,
            DUBBEL,
            f"select count(*) from feit f join aangeleverd a using (nr) "
            f"where not coalesce({s.ZEEF}, false)",
            f"select count(*) from ({s.BEKEND}) x",
            f"select count(*) from ({s.GEBOREN}) x",
            f"select count(*) from ({s.SAMENLOOP}) x",
        ):
            cursor.execute(check, params)
            if wrong := cursor.fetchone()[0]:
                raise RuntimeError(f"{wrong} verkeerde regels bij {check[:80]}")
        cursor.execute(PERSONEN)
        cursor.execute(s.GOED)
        cursor.execute("create index on goed (nr)")
        cursor.execute("analyze goed")
        for statement in s.BEWAREN:
            cursor.execute(statement, params)
        stored = int(cursor.rowcount)
        cursor.execute(s.INZAGE, params)
    return stored


def by_importexport(data: bytes) -> int:
    from core.models import Organisatie

    take_in = import_module("bench.drf.importexport").take_in
    stored: int = take_in(data, Organisatie.objects.get(soort="gemeente", code=GEMEENTE))
    return stored


def _actor() -> Any:
    from core.actor import Actor
    from core.choices import Actorsoort, Organisatiesoort
    from core.models import Organisatie

    own = Organisatie.objects.get(soort=Organisatiesoort.GEMEENTE, code=GEMEENTE)
    return Actor(
        Actorsoort.GEBRUIKER, id=uuid4(), naam="bench", organisatie_id=own.pk,
        organisatie_soort=Organisatiesoort.GEMEENTE, organisatie_code=GEMEENTE,
    )  # fmt: skip


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
        cursor.execute(
            "vacuum indications_toewijzing, indications_toewijzingevent, indications_jeugdige, "
            "indications_jeugdigeevent, indications_jeugdigekluis, indications_verwijzing, "
            "indications_verwijzingevent, core_gebeurtenis, core_inzage"
        )
    return round(took * 1000, 3)


def main(rows: int, rounds: int) -> dict[str, Any]:
    """The large file in turns, then the small one; what is told of memory is before that."""
    import django

    django.setup()
    from django.utils import timezone

    day = timezone.localdate()
    data = make_file(rows, day)
    large = in_turns({"portaal": by_portal, "kaal": by_sql}, data, rows, rounds)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    small: dict[str, list[float]] = {}
    if find_spec("import_export"):
        from django.conf import settings

        settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "import_export"]
        few = make_file(WEINIG, day)
        took = in_turns({"import-export": by_importexport}, few, WEINIG, rounds)
        small = {
            "portaal": [ms / rows for ms in large["portaal"]],
            "import-export": [ms / WEINIG for ms in took["import-export"]],
        }
    return {"groot": large, "klein": small, "megabytes": megabytes}


def in_turns(
    works: dict[str, Callable[[bytes], int]], data: bytes, rows: int, rounds: int
) -> dict[str, list[float]]:
    timings: dict[str, list[float]] = {name: [] for name in works}
    for nr in range(rounds):
        for name in list(works)[:: 1 if nr % 2 else -1]:
            timings[name].append(turn(works[name], data, rows))
    return timings


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
