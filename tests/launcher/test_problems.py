"""What is missing on a machine is said in one line; and the small parts of the launcher."""

import ast
import errno
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launcher import environment, keys, postgres, supervisor
from launcher.checkout import LONGEST_SOCKET_PATH, Checkout
from launcher.problems import Problem, explain
from launcher.processes import Lane, finish, run_lanes, spawn, stop
from tests.launcher.standin import REAL, free_port, wait_until


@pytest.fixture
def empty(tmp_path: Path) -> Checkout:
    """A checkout in which nothing was installed yet."""
    local = tmp_path / ".local"
    (local / "logs").mkdir(parents=True)
    for name in ("launcher", "requirements"):
        (tmp_path / name).symlink_to(REAL / name)
    return Checkout(tmp_path, local)


def test_old_python_is_named() -> None:
    source = (REAL / "portal").read_text()
    ast.parse(source, feature_version=(3, 4))
    code = f"import sys; sys.version_info = (3, 9, 2); exec({source!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "portal: Python 3.11 of nieuwer is nodig, dit is Python 3.9.\n"


def test_missing_ensurepip_is_named(empty: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match="python3-venv"):
        environment.ensure(empty, environment.LOCAL)


def test_missing_index_is_named(empty: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = f"http://127.0.0.1:{free_port()}/"
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    settings = {"PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": nowhere, "PIP_RETRIES": "0"}
    for name, value in (settings | {"PIP_NO_CACHE_DIR": "1"}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Problem, match=r"^Geen pakketindex bereikbaar"):
        environment.ensure(empty, environment.LOCAL)


def test_full_disk_is_named(empty: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "FIRST_INSTALL_MB", 10**12)
    with pytest.raises(Problem, match=r"^Te weinig schijfruimte"):
        environment.ensure(empty, environment.LOCAL)
    assert explain(OSError(errno.ENOSPC, "x", "/a")).startswith("De schijf is vol (/a)")


@pytest.mark.parametrize(
    "arguments",
    [("stat",), ("start", "--port", "x"), ("start", "--port", "70000"), ("start", "--poort")],
    ids=" ".join,
)
def test_wrong_arguments_are_one_line(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, REAL / "portal", *arguments],
        env=os.environ | {"PORTAL_LOKAAL": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("portal: ")
    assert done.stderr.count("\n") == 1


def test_next_free_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        first = taken.getsockname()[1]
        monkeypatch.setattr(supervisor, "FIRST_PORT", first)
        monkeypatch.setattr(supervisor, "LAST_PORT", first + 50)
        with supervisor.listen(None) as found:
            assert first < found.getsockname()[1] <= first + 50


def test_secrets_are_made_once_for_the_owner_alone(
    empty: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECRET_KEY", "KLUIS_SLEUTELS", "KLUIS_HASHSLEUTEL"):
        monkeypatch.delenv(name, raising=False)
    first = keys.load(empty)
    assert keys.load(empty) == first
    assert stat.S_IMODE((empty.local / "geheimen.json").stat().st_mode) == 0o600
    monkeypatch.setenv("SECRET_KEY", "van buiten")
    assert keys.load(empty)["SECRET_KEY"] == "van buiten"


def test_long_paths_get_a_short_private_socket_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("lang" * 40)
    (deep / "logs").mkdir(parents=True)
    folder = postgres.socket_folder(Checkout(tmp_path, deep), deep)
    try:
        assert len(str(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert postgres.socket_folder(Checkout(tmp_path, deep), deep) == folder
    finally:
        folder.rmdir()


def test_lanes_run_side_by_side(tmp_path: Path) -> None:
    order = []

    def lane(name: str, seconds: str) -> Lane:
        for step in (1, 2):
            program = ["sleep", seconds]
            yield from finish(spawn(name, program, env=dict(os.environ), cwd=tmp_path))
            order.append((name, step))

    run_lanes(lane("slow", "1.5"), lane("quick", "0.1"))
    assert order == [("quick", 1), ("quick", 2), ("slow", 1), ("slow", 2)]


def test_failing_lane_stops_the_others(tmp_path: Path) -> None:
    env = dict(os.environ)
    log = tmp_path / "log"
    long = spawn("long", ["sleep", "60"], env=env, cwd=tmp_path)
    wrong = spawn("Fout", ["sh", "-c", "echo reden; exit 3"], env=env, cwd=tmp_path, log=log)
    with pytest.raises(Problem, match=r"^Fout mislukte: reden"):
        run_lanes(finish(long), finish(wrong))
    assert long.returncode is not None


def test_stubborn_child_is_killed_with_its_group(tmp_path: Path) -> None:
    script = "trap '' TERM; sleep 60 & echo klaar; wait; wait"
    log = tmp_path / "log"
    child = spawn("koppig", ["bash", "-c", script], env=dict(os.environ), cwd=tmp_path, log=log)
    assert wait_until(lambda: log.read_text() == "klaar\n", 5)
    began = time.monotonic()
    stop([child], patience=0.2)
    assert time.monotonic() - began < 5
    assert child.returncode == -signal.SIGKILL
    with pytest.raises(ProcessLookupError):
        os.killpg(child.pid, 0)
