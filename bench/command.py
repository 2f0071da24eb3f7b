"""`./portal manage bench`: servers on one database, measured in turns, and their ratios."""

import os
import tempfile
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from bench import aanlevering, contracts, gebruik, importing, report, requests, servers
from bench.client import HOST, Burst
from bench.database import CLIENT, Database
from bench.measure import Meting, measure
from bench.report import Doel
from core.authenticatie import CLIENT_SQL
from indications.feiten import SQL as FEITEN_SQL
from indications.services.indienen import INSERT

DEEP, PAGE = 200, 25
#: Calls per turn of what is not asked over HTTP.
CALLS = 10


class Command(BaseCommand):
    help = "Meet de snelheid van het portaal naast die van een kale en een gewone toepassing."

    requires_system_checks: ClassVar[list[str]] = []  # type: ignore[misc]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rondes", type=int, default=9)
        parser.add_argument("--verzoeken", type=int, default=400, help="per server per ronde")
        parser.add_argument("--diep", type=int, default=DEEP, help="nummer van de diepe bladzijde")
        parser.add_argument("--regels", type=int, default=5_000, help="van de import")
        parser.add_argument("--schaal", type=int, default=1, help="0: alleen de vaste punten")
        parser.add_argument(
            "--contracten", action="store_true", help="alleen register, wat-als, dekking, cijfers"
        )
        parser.add_argument(
            "--gebruik",
            action="store_true",
            help="alleen declaratieregels en uitvoer; het verslag in bench/GEBRUIK.md",
        )
        parser.add_argument(
            "--aanlevering", type=int, default=0, help="alleen een bestand van zoveel toewijzingen"
        )
        parser.add_argument("--houden", action="store_true", help="de database blijft staan")
        parser.add_argument("--database", default="ozjt_bench")
        parser.add_argument(
            "--uit", type=Path, default=report.RESULTS, help="waar het verslag komt"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        database = Database(options["database"])
        if options["gebruik"]:
            self._usage(database, options)
            return
        self.stdout.write(f"Database {database.name} …")
        prepared = database.prepared(options["schaal"], keep=options["houden"])
        with prepared, tempfile.TemporaryDirectory() as folder:
            before = report.load()
            self.stdout.write(f"Belasting van de machine: {before}")
            if options["aanlevering"]:
                goals = aanlevering.goals(database, options["aanlevering"], options["rondes"])
            else:
                goals = self._in_general(database, Path(folder), options)
            after = report.load()
        text = report.table(goals)
        self.stdout.write(f"\n{text}\n\nBelasting: {before} → {after}")
        options["uit"].write_text(document(text, before, after, options))
        missed = [goal.meting.naam for goal in goals if not goal.met]
        if missed:
            self.stdout.write(f"Niet gehaald: {', '.join(missed)}")

    def _usage(self, database: Database, options: dict[str, Any]) -> None:
        """Declared lines and the export of toewijzingen, with a report of their own."""
        with database.prepared(options["schaal"], keep=options["houden"]):
            before = report.load()
            goals, memory = gebruik.measured(database, options["rondes"])
            after = report.load()
        text = gebruik.document(goals, memory, options["rondes"], before, after)
        gebruik.RESULTS.write_text(text)
        self.stdout.write(text)

    def _in_general(self, database: Database, folder: Path, options: dict[str, Any]) -> list[Doel]:
        goals = [] if options["contracten"] else self._served(database, folder, options)
        return goals + contracts.measured(database, options["rondes"], CALLS)

    def _served(self, database: Database, folder: Path, options: dict[str, Any]) -> list[Doel]:
        """What goes over HTTP, to three servers, and the import."""
        env = servers.production_env(database.url) | bare_env(database, folder)
        env["BENCH_HASH_KEY"] = env["KLUIS_HASHSLEUTEL"]
        logs = Path(settings.LOKAAL) / "logs"
        logs.mkdir(parents=True, exist_ok=True)
        with servers.running(env, logs) as ports:
            bench = Bench(database, ports, options["rondes"], options["verzoeken"])
            goals = bench.goals(options["diep"])
            return [*goals, bench.importing(options["regels"])]


def bare_env(database: Database, folder: Path) -> dict[str, str]:
    """What the bare application needs: the statements of the portal, and where the database is."""
    statements = folder / "sql.json"
    wanted = {"token": CLIENT_SQL, "feiten": FEITEN_SQL, "indienen": INSERT}
    statements.write_bytes(orjson.dumps(wanted))
    return {"BENCH_SQL": str(statements), "BENCH_DSN": database.dsn}


class Bench:
    def __init__(self, database: Database, ports: dict[str, int], rounds: int, size: int) -> None:
        self.database, self.ports, self.rounds, self.size = database, ports, rounds, size
        self.token = database.new_token()
        self.filings = requests.Filings(timezone.localdate())

    def goals(self, deep: int) -> list[Doel]:
        filing, listing, pages = self.filing(), self.listing(), self.pages(deep)
        return [
            Doel(filing, "portaal", "kaal", at_most=3),
            Doel(filing, "portaal", "drf", at_least=3),
            Doel(listing, "portaal", "kaal", at_most=3),
            Doel(listing, "portaal", "drf", at_least=1),
            Doel(pages, "diep", "eerste", at_most=1.2),
        ]

    def filing(self) -> Meting:
        """Filing over HTTP; half of the requests for a jeugdige that is not known yet."""
        make = {name: partial(self._filings, name) for name in self.ports}
        return self._measure("filing by API", make)

    def listing(self) -> Meting:
        gemeente = self.database.value(
            f"select organisatie_id from core_apiclient c join oauth2_provider_application a "
            f"on a.id = c.applicatie_id where a.client_id = '{CLIENT}'"
        )
        paths = {
            "portaal": f"{requests.API}?limit=100",
            "kaal": f"/?{gemeente}",
            "drf": "/toewijzingen/",
        }
        make = {name: partial(self._gets, name, path) for name, path in paths.items()}
        return self._measure("list of 100", make)

    def pages(self, deep: int) -> Meting:
        """The first page of the list and the `deep`th, reached as a program does: by `volgende`."""
        first = place = f"{requests.API}?limit={PAGE}"
        for _ in range(1, deep):
            place = self._next_page(place)
        paths = {"eerste": first, "diep": place}
        make = {name: partial(self._gets, "portaal", path) for name, path in paths.items()}
        return self._measure(f"page {deep} of {PAGE} against page 1", make)

    def importing(self, rows: int) -> Doel:
        """Aanbieders from a CSV file; not over HTTP, so without the servers."""
        return Doel(
            importing.measured(self.database, rows, self.rounds), "portaal", "kaal", at_most=3
        )

    def _measure(self, name: str, make: dict[str, Any]) -> Meting:
        return measure(name, make, rounds=self.rounds, size=self.size)

    def _next_page(self, path: str) -> str:
        """Path and query of the page after this one. Raises RuntimeError when there is none."""
        headers = {"Authorization": f"Bearer {self.token}", "X-Forwarded-Proto": "https"}
        asked = Request(f"http://{HOST}:{self.ports['portaal']}{path}", headers=headers)
        with urlopen(asked) as answer:
            following = orjson.loads(answer.read())["volgende"]
        if following is None:
            raise RuntimeError("Zo veel bladzijden zijn er niet.")
        parts = urlsplit(following)
        return f"{parts.path}?{parts.query}"

    def _filings(self, name: str, size: int) -> Burst:
        bodies = self.filings.block(size)
        if name == "drf":
            asked = [requests.post("/toewijzingen/", self.token, requests.flat(b)) for b in bodies]
        else:
            asked = [requests.post(requests.API, self.token, body) for body in bodies]
        return Burst(self.ports[name], asked, status=201)

    def _gets(self, name: str, path: str, size: int) -> Burst:
        return Burst(self.ports[name], [requests.get(path, self.token)] * size, status=200)


def document(text: str, before: str, after: str, options: dict[str, Any]) -> str:
    served = f" of {options['verzoeken']} requests per server, 8 clients"
    apart = options["contracten"] or options["aanlevering"]
    over_http = "" if apart else served
    return f"""# Results of bench/

{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {report.commit()}, {os.cpu_count()} processors,
scale {options["schaal"]}, {options["rondes"]} rounds{over_http};
{CALLS} calls a round of what is not asked over HTTP.
Load average before {before}, after {after}.

{text}

Milliseconds are seen from the client (of the import: of one whole file). Ratios are taken per
round; this is their median.
What each server does and does not do is in README.md.
"""
