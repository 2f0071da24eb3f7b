"""PostgreSQL and Valkey of this checkout: started by one command, shared by the others."""

import os
import time
from dataclasses import dataclass, field

from launcher import keys
from launcher.checkout import Checkout, Occupancy
from launcher.environment import child_env
from launcher.postgres import Postgres
from launcher.problems import Problem
from launcher.processes import Child, Lane, run_lanes, stop
from launcher.valkey import Valkey

# How long a command waits for services that another command is still starting.
PATIENCE = 60


@dataclass
class Services:
    """What answers, and in `running` what of it is ours to stop."""

    checkout: Checkout
    modus: str
    running: list[Child] = field(default_factory=list)

    def __post_init__(self) -> None:
        # An address in the environment goes before a server of our own.
        self._postgres = None if os.environ.get("DATABASE_URL") else Postgres.of(self.checkout)
        self._valkey = None if os.environ.get("REDIS_URL") else Valkey(self.checkout)

    def variables(self) -> dict[str, str]:
        """What a program has to know to work on these services."""
        return {
            "MODUS": self.modus,
            "DATABASE_URL": self._postgres.url if self._postgres else os.environ["DATABASE_URL"],
            "REDIS_URL": self._valkey.url if self._valkey else os.environ["REDIS_URL"],
            "PORTAL_LOKAAL": str(self.checkout.local),
            "DJANGO_SETTINGS_MODULE": "ozjt.settings",
            **keys.load(self.checkout),
        }

    @property
    def env(self) -> dict[str, str]:
        return child_env(self.variables())

    def lanes(self) -> list[Lane]:
        """A lane for each server that does not answer yet."""
        servers = [server for server in (self._postgres, self._valkey) if server]
        return [server.start(self.running) for server in servers if not server.is_ready()]

    def borrow(self, occupancy: Occupancy, command: str) -> bool:
        """Use the services that run, or start them; True when they are ours to stop."""
        if occupancy.claim(command):
            run_lanes(*self.lanes())
            return True
        occupancy.join()
        deadline = time.monotonic() + PATIENCE
        while self.lanes():
            if time.monotonic() > deadline:
                raise Problem(f"De database van deze map antwoordt niet binnen {PATIENCE} s.")
            time.sleep(0.2)
        return False

    def stop(self) -> None:
        stop(self.running)
        self.running.clear()
