"""A Django project of a few lines in a checkout of its own, so starting it takes two seconds."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

REAL = Path(__file__).resolve().parents[2]
# What the surrounding test run has set for its own services.
INHERITED = ("DATABASE_URL", "REDIS_URL", "PORTAL_LOKAAL", "MODUS", "TEST_DB", "TEST_REDIS")
MARK = "PORTAL_TOETS"

FILES = {
    "static/portaal.css": "body { color: black }",
    "package.json": '{"name": "toets", "private": true}',
    "package-lock.json": '{"name": "toets", "lockfileVersion": 3, "packages": {"": {}}}',
    "ozjt/__init__.py": "from ozjt.celery import app",
    "ozjt/management/commands/demo.py": """
import time
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--vast", action="store_true")
        parser.add_argument("--logins", action="store_true")
        parser.add_argument("--schaal", type=int)
    def handle(self, **options):
        if options["logins"]:
            self.stdout.write("toegang@enschede.demo")
        if options["schaal"]:
            time.sleep(600)
""",
    "ozjt/celery.py": """
from celery import Celery
app = Celery("ozjt")
app.config_from_object("django.conf:settings", namespace="CELERY")
""",
    "ozjt/settings.py": """
from pathlib import Path
import environ
env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django.contrib.contenttypes", "django.contrib.staticfiles", "ozjt"]
ROOT_URLCONF = "ozjt.urls"
WSGI_APPLICATION = "ozjt.wsgi.application"
DATABASES = {"default": env.db("DATABASE_URL")}
CELERY_BROKER_URL = env("REDIS_URL").replace("unix://", "redis+socket://")
STATIC_URL = "/static/"
STATIC_ROOT = env("PORTAL_LOKAAL") + "/statisch"
STATICFILES_DIRS = [BASE_DIR / "static"]
""",
    "ozjt/urls.py": """
from django.db import connection
from django.http import HttpResponse
from django.urls import path
def healthz(request):
    connection.ensure_connection()
    return HttpResponse("goed")
urlpatterns = [path("healthz", healthz)]
""",
    "ozjt/wsgi.py": """
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
""",
    "test_toets.py": """
import os
def test_modus():
    assert os.environ["MODUS"] == "test"
def test_fails():
    assert False
""",
}


@dataclass
class Checkout:
    """A folder that `./portal` takes for its own, sharing only the installed packages with ours."""

    root: Path
    local: Path
    env: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    @classmethod
    def make(cls, root: Path) -> "Checkout":
        for name, content in FILES.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        for name in ("launcher", "requirements"):
            shutil.copytree(REAL / name, root / name)
        for name in ("portal", "manage.py"):
            shutil.copy(REAL / name, root / name)
        (root / ".venv").symlink_to(REAL / ".venv")
        return cls.on(root, root / ".local")

    @classmethod
    def on(cls, root: Path, local: Path) -> "Checkout":
        env = {name: value for name, value in os.environ.items() if name not in INHERITED}
        return cls(root, local, env | {MARK: str(local), "PORTAL_LOKAAL": str(local)})

    def popen(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(self.root / "portal"), *arguments]
        process = subprocess.Popen(
            command,
            env=self.env,
            cwd="/",
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.running.append(process)
        return process

    def run(self, *arguments: str) -> tuple[int, str]:
        process = self.popen(*arguments)
        output, _ = process.communicate(timeout=180)
        return process.returncode, output

    def start(self, *arguments: str) -> "Started":
        """`./portal start`, returned when it says that everything runs."""
        port = free_port()
        process = self.popen("start", "--port", str(port), *arguments)
        lines = []
        assert process.stdout
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Logboeken"):
                return Started(process, port, "".join(lines))
        raise AssertionError(f"ended with {process.wait()}: {''.join(lines)}")

    def processes(self) -> dict[int, str]:
        """The command of every process that descends from ours, by process id.

        Known by our mark in its environment, or, since PostgreSQL writes over its environment,
        by a working folder among our data.
        """
        found = {}
        mark = f"{MARK}={self.local}\0".encode()
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                working = os.readlink(entry / "cwd")
                ours = working.startswith((str(self.local), str(self.elsewhere)))
                if ours or mark in (entry / "environ").read_bytes() + b"\0":
                    command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found[int(entry.name)] = command.strip()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
        return {pid: command for pid, command in found.items() if command}

    @property
    def elsewhere(self) -> Path:
        """Where PostgreSQL lives when it can't enter the checkout."""
        digest = hashlib.sha256(str(self.local).encode()).hexdigest()[:12]
        return Path(f"/var/tmp/ozjt-{os.getuid()}-{digest}")

    def kill_all(self) -> None:
        """After a failed test: the next one starts clean.

        What descends from a process holds its output open, so that goes before it is read.
        """
        for process in self.running:
            process.kill()
        if self.running:
            wait_until(lambda: not self.processes(), 10)
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
        for process in self.running:
            process.communicate(timeout=20)
        self.running.clear()

    def cleanup(self) -> None:
        self.kill_all()
        if self.root != REAL:
            shutil.rmtree(self.root, ignore_errors=True)
        shutil.rmtree(self.local, ignore_errors=True)
        shutil.rmtree(self.elsewhere, ignore_errors=True)


@dataclass
class Started:
    process: subprocess.Popen[str]
    port: int
    output: str

    def end(self, signum: int) -> int:
        self.process.send_signal(signum)
        output, _ = self.process.communicate(timeout=60)
        self.output += output
        return self.process.returncode


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
