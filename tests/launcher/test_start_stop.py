"""`./portal` for real: PostgreSQL, Valkey, gunicorn and Celery, on a project of a few lines."""

import os
import signal
import socket
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.launcher.standin import Checkout, Started, free_port, wait_until

pytestmark = [
    pytest.mark.launcher,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


def get(started: Started, path: str) -> str:
    address = f"http://127.0.0.1:{started.port}{path}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        body: bytes = answer.read()
        return body.decode()


def assert_nothing_left(checkout: Checkout) -> None:
    assert wait_until(lambda: not checkout.processes(), 15), checkout.processes()


def test_ctrl_c_leaves_no_process(checkout: Checkout) -> None:
    started = checkout.start()
    assert get(started, "/healthz") == "goed"
    assert "toegang@enschede.demo" in started.output
    kinds = " ".join(checkout.processes().values())
    programs = ("postgres", "valkey-server", "gunicorn", "worker", "beat", "demo --schaal 1")
    assert [name for name in programs if name not in kinds] == []

    assert started.end(signal.SIGINT) == 0

    assert_nothing_left(checkout)


@pytest.mark.parametrize("victim", ["celery -A ozjt beat", "valkey-server"])
def test_death_of_a_child_stops_everything(checkout: Checkout, victim: str) -> None:
    started = checkout.start()
    (pid,) = (pid for pid, command in checkout.processes().items() if victim in command)
    os.kill(pid, signal.SIGKILL)

    output, _ = started.process.communicate(timeout=60)

    assert started.process.returncode == 1
    (line,) = (line for line in output.splitlines() if line.startswith("portal:"))
    assert "is gestopt" in line
    assert_nothing_left(checkout)


def test_interrupted_while_starting_leaves_nothing(checkout: Checkout) -> None:
    process = checkout.popen("start", "--port", str(free_port()))
    assert wait_until(lambda: "postgres" in " ".join(checkout.processes().values()), 30)
    process.terminate()
    process.communicate(timeout=60)
    assert_nothing_left(checkout)


def test_other_commands_share_what_runs(checkout: Checkout) -> None:
    started = checkout.start()
    before = set(checkout.processes())

    again, refusal = checkout.run("start", "--port", str(free_port()))
    managed, answer = checkout.run("manage", "shell", "-v0", "-c", "print(6 * 7)")

    assert (again, refusal.count("\n")) == (1, 1)
    assert f"draait hier al op http://127.0.0.1:{started.port}/" in refusal
    assert (managed, answer.strip()) == (0, "42")
    assert before <= set(checkout.processes())
    assert started.end(signal.SIGTERM) == 0
    assert_nothing_left(checkout)


def test_manage_brings_its_own_services_and_its_status(checkout: Checkout) -> None:
    ask = "from django.db import connection as c; c.ensure_connection(); raise SystemExit(3)"
    status, output = checkout.run("manage", "shell", "-v0", "-c", ask)
    assert (status, output) == (3, "")
    assert checkout.processes() == {}


def test_test_passes_arguments_and_status(checkout: Checkout) -> None:
    plain = ("-q", "-p", "no:django", "-p", "no:randomly", "--rootdir", str(checkout.root))
    assert checkout.run("test", *plain, "-k", "modus", "test_toets.py")[0] == 0
    status, output = checkout.run("test", *plain, "test_toets.py")
    assert status == 1
    assert "1 failed, 1 passed" in output
    assert checkout.processes() == {}


def test_services_alone_print_their_addresses(checkout: Checkout) -> None:
    process = checkout.popen("services")
    assert process.stdout
    lines = [process.stdout.readline() for _ in range(8)]
    exported = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)
    assert exported["MODUS"] == "'demo'"
    folder = exported["DATABASE_URL"].strip("'").partition("?host=")[2]
    assert (Path(folder) / ".s.PGSQL.5432").is_socket()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert checkout.processes() == {}


def test_two_checkouts_run_side_by_side(checkout: Checkout, other_checkout: Checkout) -> None:
    first = checkout.start()
    second = other_checkout.start()
    assert get(first, "/healthz") == get(second, "/healthz") == "goed"
    assert second.end(signal.SIGKILL) == -signal.SIGKILL
    assert_nothing_left(other_checkout)
    assert get(first, "/healthz") == "goed"
    assert first.end(signal.SIGHUP) == 0  # the terminal was closed
    assert_nothing_left(checkout)


def test_taken_port_is_one_line_and_starts_nothing(checkout: Checkout) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, output = checkout.run("start", "--port", str(port))
    assert status == 1
    assert output == f"portal: Poort {port} is al in gebruik; kies een andere of laat --port weg.\n"
    assert checkout.processes() == {}


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_root_may_work_in_a_closed_home(other_checkout: Checkout) -> None:
    other_checkout.root.chmod(0o700)
    status, output = other_checkout.run("manage", "check", "--database", "default")
    assert (status, output) == (0, "System check identified no issues (0 silenced).\n")
    assert other_checkout.processes() == {}


def test_the_real_portal_starts_and_stops(real_checkout: Checkout) -> None:
    """This checkout itself, on an empty database in a folder of its own."""
    started = real_checkout.start()
    assert "toegang@enschede.demo" in started.output
    assert "Aanmelden" in get(started, "/aanmelden/")
    assert started.end(signal.SIGINT) == 0
    assert real_checkout.processes() == {}


def test_broken_settings_are_one_line(other_checkout: Checkout) -> None:
    (other_checkout.root / "ozjt/settings.py").write_text("raise RuntimeError('kapot')")
    status, output = other_checkout.run("start", "--port", str(free_port()))
    assert status == 1
    assert "Traceback" not in output
    assert "RuntimeError: kapot" in output
    assert other_checkout.processes() == {}
