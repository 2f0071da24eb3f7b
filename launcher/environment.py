"""The virtual environment of this checkout, installed from the hash locks."""

import hashlib
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from launcher.checkout import Checkout
from launcher.problems import Problem, last_line
from launcher.processes import Argument, Lane, run_lanes, spawn

# What a first installation writes: packages, their cache, and the first database.
FIRST_INSTALL_MB = 1500
EVERY_START_MB = 200
LOCAL, DEV = "local", "dev"
# Names of ours that would make a child import or compile something else than this checkout says.
UNWANTED = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV"}


def child_env(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    return kept | {"PYTHONUNBUFFERED": "1"} | dict(extra or {})


def ensure(checkout: Checkout, lock: str) -> bool:
    """Make `.venv` hold the packages of `requirements/<lock>.txt`; False when it already did.

    `dev` holds all of `local`, so a development environment also serves `start`.
    Raises Problem naming the one thing that is missing.
    """
    wanted = _wanted(checkout, lock)
    if _installed(checkout).get(lock) == wanted and checkout.python.exists():
        _need_space(checkout, EVERY_START_MB)
        return False
    _need_space(checkout, FIRST_INSTALL_MB if not checkout.python.exists() else EVERY_START_MB)
    run_lanes(_install(checkout, lock))
    stamps = {LOCAL: _wanted(checkout, LOCAL)} | {lock: wanted}
    _stamp(checkout).write_text(json.dumps(stamps))
    return True


def site_packages(checkout: Checkout) -> Path:
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return checkout.venv / "lib" / version / "site-packages"


def _stamp(checkout: Checkout) -> Path:
    return checkout.venv / "portal-stempel.json"


def _installed(checkout: Checkout) -> dict[str, str]:
    try:
        stamps = json.loads(_stamp(checkout).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return stamps if isinstance(stamps, dict) else {}


def _wanted(checkout: Checkout, lock: str) -> str:
    """Changes with the lock, with the version of Python, and when the checkout is moved."""
    digest = hashlib.sha256((checkout.root / "requirements" / f"{lock}.txt").read_bytes())
    digest.update(f"{sys.version_info[:2]} {checkout.venv.resolve()}".encode())
    return digest.hexdigest()


def _install(checkout: Checkout, lock: str) -> Lane:
    log = checkout.log("installatie", fresh=True)
    if not (checkout.python.exists() and site_packages(checkout).is_dir()):
        if importlib.util.find_spec("ensurepip") is None:
            raise Problem("Python mist venv/ensurepip; installeer het pakket python3-venv.")
        yield from _step(checkout, log, [sys.executable, "-m", "venv", "--clear", checkout.venv])
    pip: list[Argument] = [checkout.python, "-m", "pip", "--no-input", "install", "--quiet"]
    uv: list[Argument] = [checkout.venv / "bin" / "uv", "pip", "install", "--no-progress"]
    hashed: list[Argument] = ["--require-hashes", "--only-binary", ":all:", "-r"]
    packages = checkout.root / "requirements" / f"{lock}.txt"
    yield from _step(checkout, log, [*pip, *hashed, checkout.root / "launcher" / "uv.txt"])
    try:
        yield from _step(checkout, log, [*uv, "--python", checkout.python, *hashed, packages])
    except Problem:
        # Slower, but it also knows the index, proxy and certificates of somebody's pip settings.
        yield from _step(checkout, log, [*pip, *hashed, packages])


def _step(checkout: Checkout, log: Path, argv: list[Argument]) -> Lane:
    child = spawn("Installeren", argv, env=child_env(), cwd=checkout.root, log=log)
    yield child
    if child.returncode:
        raise _install_problem(log)


def _install_problem(log: Path) -> Problem:
    output = log.read_text(errors="replace").lower()
    signs_of_no_index = (
        *("no matching distribution", "failed to fetch", "connection error", "dns error"),
        *("temporary failure in name resolution", "newconnectionerror", "proxyerror"),
        *("connection refused", "network is unreachable", "error sending request", "timed out"),
    )
    if "no space left" in output:
        return Problem("De schijf is vol: de pakketten passen er niet op.")
    if "ensurepip" in output:
        return Problem("Python mist venv/ensurepip; installeer het pakket python3-venv.")
    if any(sign in output for sign in signs_of_no_index):
        return Problem(
            "Geen pakketindex bereikbaar; controleer netwerk, proxy of PIP_INDEX_URL en "
            f"UV_DEFAULT_INDEX (uitvoer: {log})."
        )
    return Problem(f"Pakketten installeren mislukte: {last_line(log)} (uitvoer: {log})")


def _need_space(checkout: Checkout, megabytes: int) -> None:
    free = shutil.disk_usage(checkout.local).free // 2**20
    if free < megabytes:
        raise Problem(f"Te weinig schijfruimte: {free} MB vrij, {megabytes} MB nodig.")
