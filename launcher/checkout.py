"""Where everything of this checkout lives, and who is using it at this moment."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from launcher.problems import Problem

# A socket path longer than this does not fit in sockaddr_un (108 bytes with the closing zero).
LONGEST_SOCKET_PATH = 107


@dataclass
class Checkout:
    """Paths. `PORTAL_LOKAAL` moves the data of this run elsewhere; the code stays where it is."""

    root: Path
    local: Path
    venv: Path = field(init=False)
    logs: Path = field(init=False)

    def __post_init__(self) -> None:
        self.venv = self.root / ".venv"
        self.logs = self.local / "logs"

    @classmethod
    def here(cls) -> "Checkout":
        root = Path(__file__).resolve().parent.parent
        local = Path(os.environ.get("PORTAL_LOKAAL") or root / ".local").absolute()
        checkout = cls(root, local)
        checkout.logs.mkdir(parents=True, exist_ok=True)
        return checkout

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def digest(self) -> str:
        """Tells this checkout from every other one on the machine, for names in shared folders."""
        return hashlib.sha256(str(self.local).encode()).hexdigest()[:12]

    def log(self, name: str, *, fresh: bool = False) -> Path:
        """The log file `name`; `fresh` keeps the earlier one as `<name>.vorige.log`."""
        log = self.logs / f"{name}.log"
        if fresh and log.exists():
            log.replace(self.logs / f"{name}.vorige.log")
        return log

    def stamp(self, name: str) -> Path:
        return self.local / f"{name}.stempel"

    @contextmanager
    def building(self) -> Iterator[None]:
        """One command at a time installs and builds in this checkout; a second one waits."""
        with (self.root / "launcher" / "uv.txt").open() as lock:
            if not _try_lock(lock):
                print("  Wacht op een ander portal-commando dat nog installeert …", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Occupancy:
    """Who runs the services of this checkout: at most one command, and any number that use them.

    The kernel drops the locks when their holder dies, so nothing stale can stay behind.
    """

    def __init__(self, checkout: Checkout) -> None:
        self._path = checkout.local / "portal.lock"
        self._owner: IO[str] = self._path.open("a+")
        self._users: IO[str] = (checkout.local / "gebruik.lock").open("a+")

    def claim(self, command: str) -> bool:
        """Become the one that starts and stops the services; False when another command is."""
        if not _try_lock(self._owner):
            return False
        self.announce(command=command)
        return True

    def announce(self, **facts: Any) -> None:
        """Tell other commands in this checkout what we are."""
        self._owner.seek(0)
        self._owner.truncate()
        json.dump(facts | {"pid": os.getpid()}, self._owner)
        self._owner.flush()

    def holder(self) -> dict[str, Any]:
        try:
            facts = json.loads(self._path.read_text() or "{}")
        except json.JSONDecodeError:  # being written at this moment
            return {}
        return facts if isinstance(facts, dict) else {}

    def refusal(self) -> Problem:
        """Why a second `start` or `services` can't run here, with the address of the first."""
        holder = self.holder()
        pid = holder.get("pid", "?")
        if address := holder.get("address"):
            return Problem(f"Het portaal draait hier al op {address} (proces {pid}).")
        command = holder.get("command", "…")
        return Problem(f"Hier loopt al ./portal {command} (proces {pid}); wacht tot dat klaar is.")

    def join(self) -> None:
        """Count as a user of services that another command owns."""
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def wait_for_users(self) -> None:
        """Return when nobody uses our services any more."""
        if not _try_lock(self._users):
            print("  Wacht op een ander portal-commando dat deze database gebruikt …", flush=True)
            fcntl.flock(self._users, fcntl.LOCK_EX)


def _try_lock(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
