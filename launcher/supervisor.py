"""Web, worker and beat: started, watched together with the servers they need, and stopped."""

import http.client
import re
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from launcher.checkout import Checkout
from launcher.problems import Problem, last_line
from launcher.processes import Child, spawn, stop

HOST = "127.0.0.1"
QUEUES = ("standaard", "post", "jobs", "controles")
FIRST_PORT, LAST_PORT = 8000, 8099
# How long the first page may take to come.
PATIENCE = 60
LONGEST_LINE = 300
# Our own lines are JSON with a Dutch level; gunicorn and Celery shout in English.
ERROR_LINE = re.compile(r'"niveau": ?"(fout|kritiek)"|\b(ERROR|CRITICAL)\b')


def listen(port: int | None) -> socket.socket:
    """The socket the web server will answer on, held from now on so nobody can take the port.

    Without `port` the next free one from 8000. Raises Problem when it is taken.
    """
    for candidate in [port] if port else range(FIRST_PORT, LAST_PORT + 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, candidate))
            listener.listen(128)
        except PermissionError:
            raise Problem(f"Poort {candidate} is voor root; kies 1024 of hoger.") from None
        except OSError:
            listener.close()
        else:
            return listener
    if port:
        raise Problem(f"Poort {port} is al in gebruik; kies een andere of laat --port weg.")
    raise Problem(f"Geen vrije poort tussen {FIRST_PORT} en {LAST_PORT}; kies er een met --port.")


@dataclass
class Supervisor:
    checkout: Checkout
    env: dict[str, str]
    servers: list[Child]
    children: list[Child] = field(default_factory=list)
    background: list[Child] = field(default_factory=list)
    _read: dict[Path, int] = field(default_factory=dict)

    def launch_web(self, listener: socket.socket) -> None:
        descriptor = listener.fileno()
        serving = ["--workers=2", "--threads=4", "--worker-class=gthread", "--graceful-timeout=5"]
        quiet = ["--no-control-socket", "--log-level=warning"]
        web = ["gunicorn", "ozjt.wsgi:application", f"--bind=fd://{descriptor}", *serving, *quiet]
        self._run("web", web, pass_fds=(descriptor,))

    def launch_celery(self) -> None:
        celery = ["celery", "-A", "ozjt"]
        # A cold stop: tasks are acknowledged late, so an interrupted one runs again later.
        self.env["REMAP_SIGTERM"] = "SIGQUIT"
        lonely = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        work = ["worker", f"--queues={','.join(QUEUES)}", "--concurrency=2", "--loglevel=INFO"]
        self._run("worker", [*celery, *work, *lonely])
        schedule = str(self.checkout.local / "beat")
        self._run("beat", [*celery, "beat", f"--schedule={schedule}", "--pidfile="])

    def load_in_background(self, *arguments: str) -> None:
        """A management command that may end, or fail, without ending the portal."""
        self.background.append(self._spawn("demodata", ["manage.py", *arguments]))

    def wait_until_healthy(self, port: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while not _answers(port):
            self.check()
            if time.monotonic() > deadline:
                raise Problem(
                    f"De webserver antwoordt niet binnen {PATIENCE} s: {self._last_words('web')}"
                )
            time.sleep(0.05)

    def watch(self) -> None:
        """Return never: raises Problem as soon as one of the children is gone."""
        while True:
            self.check()
            time.sleep(0.3)

    def check(self) -> None:
        for child in self.background[:]:
            if child.returncode is not None:
                self.background.remove(child)
                words = self._last_words(child.name)
                ended = f"Let op: {child.name} is mislukt:" if child.returncode else child.name
                print(f"  {ended} {words}", flush=True)
        for child in [*self.servers, *self.children]:
            if child.returncode is not None:
                raise Problem(
                    f"{child.name} is gestopt met status {child.returncode}, daarom stopt alles: "
                    f"{last_line(child.log) if child.log else ''} (zie {child.log})"
                )
        for child in self.children:
            self._show_errors(child)

    def stop(self) -> None:
        stop([*self.children, *self.background])

    def _run(self, name: str, module: list[str], *, pass_fds: tuple[int, ...] = ()) -> None:
        self.children.append(self._spawn(name, ["-m", *module], pass_fds=pass_fds))

    def _spawn(self, name: str, arguments: list[str], *, pass_fds: tuple[int, ...] = ()) -> Child:
        log = self.checkout.log(name, fresh=True)
        return spawn(
            name,
            [self.checkout.python, *arguments],
            env=self.env,
            cwd=self.checkout.root,
            log=log,
            pass_fds=pass_fds,
        )

    def _last_words(self, name: str) -> str:
        return last_line(self.checkout.log(name))

    def _show_errors(self, child: Child) -> None:
        """Print the lines of its log that are errors; the rest stays in the file."""
        if child.log is None or not child.log.exists():
            return
        with child.log.open("rb") as stream:
            stream.seek(self._read.get(child.log, 0))
            fresh = stream.read()
        complete, _, _ = fresh.rpartition(b"\n")
        self._read[child.log] = self._read.get(child.log, 0) + len(complete) + bool(complete)
        for line in complete.decode(errors="replace").splitlines():
            if ERROR_LINE.search(line):
                print(f"  {child.name}: {line[:LONGEST_LINE]}", flush=True)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
