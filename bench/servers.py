"""The three web servers: the same gunicorn, the same database, as many workers and threads."""

import base64
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.client import HOST, ROOT

WORKERS, THREADS = 2, 4
PATIENCE = 60
APPLICATIONS = {
    "portaal": ("ozjt.wsgi:application", "ozjt.settings"),
    "kaal": ("bench.bare:application", ""),
    "drf": ("ozjt.wsgi:application", "bench.drf.settings"),
}


def production_env(url: str) -> dict[str, str]:
    """Of a server: production settings, fresh secrets, logs on, a proxy in front that does TLS."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        **os.environ,
        "MODUS": "productie",
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_hex(32),
        "KLUIS_SLEUTELS": f"k1:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "KLUIS_HASHSLEUTEL": f"k1:{key}",
        "ALLOWED_HOSTS": HOST,
        "PROXY_AANTAL": "1",
        "LOG_NIVEAU": "INFO",
        "API_VERZOEKEN_PER_MINUUT": "100000000",  # counted as always, never refused
        "TEST_REDIS": "12",
    }


@contextmanager
def running(env: Mapping[str, str], logs: Path) -> Iterator[dict[str, int]]:
    """The port of each server, by name; they are stopped at the end."""
    with ExitStack() as stack:
        ports = {name: stack.enter_context(_serve(name, env, logs)) for name in APPLICATIONS}
        for name, port in ports.items():
            _wait(name, port, logs)
        yield ports


@contextmanager
def _serve(name: str, env: Mapping[str, str], logs: Path) -> Iterator[int]:
    application, settings = APPLICATIONS[name]
    with socket.socket() as listener, _log(name, logs).open("wb") as log:
        listener.bind((HOST, 0))
        listener.listen(128)
        descriptor = listener.fileno()
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", application, f"--bind=fd://{descriptor}"),
                *(f"--workers={WORKERS}", f"--threads={THREADS}", "--worker-class=gthread"),
                *("--keep-alive=60", "--no-control-socket", "--log-level=warning"),
            ],
            env={**env, "DJANGO_SETTINGS_MODULE": settings},
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=(descriptor,),
        )
        try:
            yield int(listener.getsockname()[1])
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait(name: str, port: int, logs: Path) -> None:
    """Until something is answered; the listener takes connections before the workers are there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with socket.create_connection((HOST, port), timeout=PATIENCE) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            if connection.recv(12).startswith(b"HTTP/1"):
                return
        time.sleep(0.2)
    raise RuntimeError(f"{name} start niet, zie {_log(name, logs)}")


def _log(name: str, logs: Path) -> Path:
    return logs / f"bench-{name}.log"
