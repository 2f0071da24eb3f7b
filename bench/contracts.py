"""Contracts: what the screens ask of the database, against the same SQL bare.

Its own process (`python -m bench.contracts 9 200`), on the database of the bench. The portal's side
is the function that the page calls, with scope and right, to the rows or figures that the template
gets; the bare side is psycopg with the same statements, prepared, on a connection of its own.
`pagina` is the whole answer, from request to HTML, by Django's test client. Milliseconds come out
as JSON.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from bench.client import Timing
from bench.database import Database
from bench.measure import Meting
from bench.report import Doel

Work = Callable[[], int]
#: Name in the report, how many times the bare one it may take.
GOALS = {
    "contract register, first page": 3.0,
    "what-if, the largest aanbieder": 3.0,
    "coverage of 14 gemeenten": 2.0,
    "indicators": 2.0,
}

ROLLUP = """
select p.code, p.naam, g.code, g.naam, d.aanbieders, d.gestopt, d.vrije_plekken, d.kortste_wacht,
  p.max_wachttijd_weken, d.uitgesloten
from monitoring_dekking d
join contracts_perceel p on p.id = d.perceel_id
join contracts_segment s on s.id = p.segment_id
join core_organisatie g on g.id = d.gemeente_id
order by s.volgorde, p.code, g.naam
"""


def measured(database: Database, rounds: int, size: int) -> list[Doel]:
    """A target per kind of work, and per page how long the whole answer takes."""
    told = json.loads(database.run("-m", "bench.contracts", str(rounds), str(size)))
    goals = []
    for naam, turns in told.items():
        timings = {who: [Timing(ms, []) for ms in found] for who, found in turns.items()}
        meting = Meting(naam, timings)
        goals.append(Doel(meting, "portaal", "kaal", at_most=GOALS[naam]))
        goals.append(Doel(meting, "pagina", "kaal"))
    return goals


def works(actor: Any, largest: Any, cursor: Any, client: Any) -> dict[str, dict[str, Work]]:
    """Per name: what the portal does, the same bare, and the whole page; each gives its rows."""
    from django.utils import timezone

    from contractbeheer import watals
    from contracts import tables
    from contracts.models import Perceelcontract
    from contracts.views.contracten import Contracten
    from core.paging import STANDAARD, paginate
    from core.views.register import TELLEN_TOT
    from monitoring.dekking import coverage
    from monitoring.selectors import indicator_page, page_statement

    day = timezone.localdate()
    asked = {
        "aanbieder": largest,
        "laatste_dag": day,
        "percelen": [],
        "zonder_einde": watals.DAGEN_ZONDER_EINDE,
        "minuten": watals._MINUTEN,
    }

    def register() -> int:
        rows = Contracten().rows(Perceelcontract.objects.for_actor(actor), {})
        ordering = tables.CONTRACTEN.ordering({})
        return len(paginate(rows, ordering, cursor=None, tellen=TELLEN_TOT).rijen)

    statements = captured(register)

    def bare_register() -> int:
        return min(max(bare(cursor, statement) for statement in statements), STANDAARD)

    def what_if() -> int:
        return len(watals.consequences(actor, largest, [], day).plekken)

    def bare_what_if() -> int:
        cursor.execute(watals.GEVOLG, asked, prepare=True)
        places = [row for row in cursor.fetchall() if row[0] == 0]
        others = {
            "gemeenten": [row[1] for row in places],
            "percelen": [row[3] for row in places],
            "dag": day,
            "aanbieder": largest,
        }
        cursor.execute(watals.ELDERS, others, prepare=True)
        cursor.fetchall()
        return len(places)

    statement, params = page_statement(actor, day)

    def bare_indicators() -> int:
        cursor.execute(statement, params, prepare=True)
        return len({row[0] for row in cursor.fetchall()})  # two periods each

    def page(path: str) -> Work:
        return lambda: answered(client, path)

    return {
        "contract register, first page": {
            "portaal": register,
            "kaal": bare_register,
            "pagina": page("/contracten"),
        },
        "what-if, the largest aanbieder": {
            "portaal": what_if,
            "kaal": bare_what_if,
            "pagina": page(f"/wat-als?aanbieder={largest}&dag={day:%d-%m-%Y}"),
        },
        "coverage of 14 gemeenten": {
            "portaal": lambda: len(coverage(actor)),
            "kaal": lambda: bare(cursor, ROLLUP),
            "pagina": page("/dekking"),
        },
        "indicators": {
            "portaal": lambda: len(indicator_page(actor, peildatum=day)),
            "kaal": bare_indicators,
            "pagina": page("/indicatoren"),
        },
    }


def captured(work: Work) -> list[str]:
    """The statements that it sends, with their values in them."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as found:
        work()
    return [query["sql"].replace("%", "%%") for query in found.captured_queries]


def bare(cursor: Any, statement: str, params: Mapping[str, Any] | None = None) -> int:
    cursor.execute(statement, params, prepare=True)
    return len(cursor.fetchall())


def answered(client: Any, path: str) -> int:
    """Raises RuntimeError for another answer than the page."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} antwoordt {answer.status_code}")
    return 0


def timed(work: Work, size: int) -> list[float]:
    found = []
    for _ in range(size):
        began = time.perf_counter()
        work()
        found.append(round((time.perf_counter() - began) * 1000, 3))
    return found


def main(rounds: int, size: int) -> dict[str, dict[str, list[list[float]]]]:
    """Turns of `size` times each, begun by another one in every round.

    Raises RuntimeError when the two do not find as many rows, or find none.
    """
    import django

    django.setup()
    from django.db import connection
    from django.test import Client

    from core.actor import system_actor

    database = Database(str(connection.settings_dict["NAME"]))
    with database.connect() as plain, plain.cursor() as cursor:
        plain.prepare_threshold = 0
        cursor.execute(
            "select aanbieder_id from indications_toewijzing group by 1 order by count(*) desc"
        )
        (largest,) = cursor.fetchone() or (None,)
        client = logged_in(Client())
        told: dict[str, dict[str, list[list[float]]]] = {}
        for naam, sides in works(system_actor("bench"), largest, cursor, client).items():
            counts = {who: work() for who, work in sides.items()}
            if not counts["portaal"] or counts["portaal"] != counts["kaal"]:
                raise RuntimeError(f"{naam}: {counts}")
            told[naam] = {who: [] for who in sides}
            for nr in range(rounds):
                turn = list(sides)
                for who in turn[nr % len(turn) :] + turn[: nr % len(turn)]:
                    few = max(1, size // 10) if who == "pagina" else size
                    told[naam][who].append(timed(sides[who], few))
    return told


def logged_in(client: Any) -> Any:
    """As the contractmanager of the demonstration, who looks at all of these pages."""
    from django.conf import settings
    from django.http import HttpRequest

    from core.authenticatie import log_in
    from core.choices import Rolcode
    from core.models import Rol

    rol = Rol.objects.select_related("gebruiker").filter(rol=Rolcode.CONTRACTMANAGER)
    request = HttpRequest()
    request.session = client.session
    log_in(request, rol.filter(gebruiker__isnull=False)[0].gebruiker)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
