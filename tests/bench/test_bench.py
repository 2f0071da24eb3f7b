"""The parts of bench/ work; nothing here says how fast anything is."""

import http.server
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from bench import report, requests
from bench.client import Burst, Timing, run, send
from bench.contracts import GOALS
from bench.database import Database
from bench.measure import Meting, measure, percentile
from bench.report import Doel
from core.identifiers import is_bsn


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen: list[str] = []

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.send_response(404 if self.path == "/weg" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    Echo.seen.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_the_caller_sends_every_request_once_and_leaves_the_first_ones_out(port: int) -> None:
    asked = [requests.get(f"/{nr}", "x") for nr in range(20)]
    timing = send(Burst(port, asked, status=200, connections=3, warm=5))
    assert sorted(Echo.seen) == sorted(f"/{nr}" for nr in range(20))
    assert len(timing.milliseconds) == 15


def test_another_status_than_expected_stops_the_measurement(port: int) -> None:
    with pytest.raises(RuntimeError, match="verkeerde antwoorden"):
        run(Burst(port, [requests.get("/weg", "x")] * 3, status=200, warm=0))


def test_a_caller_that_fails_tells_why() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        burst = Burst(nobody.getsockname()[1], [requests.get("/", "x")], status=200, warm=0)
        with pytest.raises(RuntimeError, match="ConnectionRefusedError"):
            run(burst)


def test_every_server_is_measured_in_every_round(port: int) -> None:
    def burst(size: int) -> Burst:
        return Burst(port, [requests.get("/", "x")] * size, status=200, warm=0)

    meting = measure("proef", {"a": burst, "b": burst}, rounds=2, size=4)
    counts = {name: [len(t.milliseconds) for t in found] for name, found in meting.timings.items()}
    assert counts == {"a": [4, 4], "b": [4, 4]}


def test_no_filing_stands_in_the_way_of_another() -> None:
    filings = requests.Filings(date(2026, 11, 22))
    bodies = [*filings.block(6), *filings.block(6)]
    who = [(body["jeugdige"]["bsn"], body["productcode"]) for body in bodies]
    assert len(set(who)) == 12
    assert len({bsn for bsn, _ in who}) == 6
    assert all(is_bsn(bsn) for bsn, _ in who)


def meting() -> Meting:
    """`a` takes twice the time of `b` in two rounds, and three times in a slow one."""
    rounds = {"a": (2.0, 30.0, 2.0), "b": (1.0, 10.0, 1.0)}
    return Meting("proef", {k: [Timing([ms] * 9, []) for ms in v] for k, v in rounds.items()})


def test_a_ratio_is_the_median_of_those_within_the_rounds() -> None:
    assert meting().ratio("a", "b") == 2
    assert meting().percentile("a", 50) == 2
    assert percentile([1, 2, 3, 4], 95) == 4


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Doel(meting(), "a", "b", at_most=2), True),
        (Doel(meting(), "a", "b", at_most=1.9), False),
        (Doel(meting(), "b", "a", at_least=2), True),
        (Doel(meting(), "b", "a", at_least=2.1), False),
    ],
)
def test_a_target_is_met_or_not(goal: Doel, met: bool) -> None:
    assert goal.met is met
    assert ("**no**" in report.table([goal])) is not met


@pytest.mark.launcher
@pytest.mark.django_db(transaction=True)
def test_the_whole_command(tmp_path: Path) -> None:
    """Own database, three servers, every measure."""
    out = tmp_path / "RESULTS.md"
    small = ["--schaal=0", "--rondes=1", "--verzoeken=100", "--diep=3", "--regels=50"]
    own = f"{connection.settings_dict['NAME']}_bench"  # two test runs on one server would drop it
    call_command("bench", *small, f"--database={own}", f"--uit={out}")
    text = out.read_text()
    assert text.count("filing by API") == 2
    assert "page 3 of 25 against page 1" in text
    assert "import of 50 aanbieders" in text
    assert all(naam in text for naam in GOALS)


def test_what_fails_on_the_database_tells_why() -> None:
    with pytest.raises(RuntimeError, match="Unknown command: 'bestaatniet'"):
        Database("ozjt").run("manage.py", "bestaatniet")
