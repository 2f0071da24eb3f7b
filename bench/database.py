"""A database beside that of the demonstration: the portal's schema with the data of a scale."""

import hashlib
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql

from bench.client import ROOT

CLIENT = "gemeente-0153"
COMPLAINT = 4000
TOKEN_SQL = """
insert into oauth2_provider_accesstoken
  (token, token_checksum, expires, scope, created, updated, application_id, resource)
select %(token)s, %(checksum)s, now() + interval '1 day', c.scopes, now(), now(),
  c.applicatie_id, '[]'
from core_apiclient c join oauth2_provider_application a on a.id = c.applicatie_id
where a.client_id = %(client)s
"""


class Database:
    def __init__(self, name: str) -> None:
        self.name = name
        self.url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()

    def connect(self, name: str = "") -> psycopg.Connection[tuple[Any, ...]]:
        params = connection.get_connection_params()
        wanted = ("host", "port", "user", "password", "sslmode")
        kept = {key: params[key] for key in wanted if key in params}
        return psycopg.connect(**kept, dbname=name or self.name, autocommit=True)

    @property
    def dsn(self) -> str:
        with self.connect() as db:
            return db.info.dsn + (f" password={db.info.password}" if db.info.password else "")

    @contextmanager
    def prepared(self, scale: int, *, keep: bool) -> Iterator[None]:
        """With schema and data in it; dropped at the end unless it is kept for a next time."""
        if not self._exists():
            self._admin("create database {}")
        try:
            self._manage("migrate", "--noinput", "--verbosity=0")
            self._manage("demo", f"--schaal={scale}" if scale else "--vast")
            with self.connect() as db:
                db.execute("vacuum analyze")
            yield
        finally:
            if not keep:
                self._admin("drop database {} with (force)")

    def new_token(self) -> str:
        token = secrets.token_urlsafe(30)
        checksum = hashlib.sha256(token.encode()).hexdigest()
        with self.connect() as db:
            db.execute(TOKEN_SQL, {"token": token, "checksum": checksum, "client": CLIENT})
        return token

    def value(self, query: str) -> Any:
        with self.connect() as db:
            found = db.execute(query.encode()).fetchone()
        return found[0] if found else None

    def _exists(self) -> bool:
        query = "select 1 from pg_database where datname = %s"
        with self.connect("postgres") as db:
            return db.execute(query, [self.name]).fetchone() is not None

    def _admin(self, statement: str) -> None:
        with self.connect("postgres") as db:
            db.execute(sql.SQL(statement).format(sql.Identifier(self.name)))

    def run(self, *arguments: str) -> str:
        """What Python printed, working on this database.

        Raises RuntimeError with the end of what it complained of.
        """
        env = {**os.environ, "DATABASE_URL": self.url, "MODUS": "demo", "LOG_NIVEAU": "WARNING"}
        told = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT, env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if told.returncode:
            complaint = (told.stderr.strip() or told.stdout.strip())[-COMPLAINT:]
            raise RuntimeError(
                f"{' '.join(arguments)} op {self.name} stopte met {told.returncode}:\n{complaint}"
            )
        return told.stdout

    def _manage(self, *arguments: str) -> None:
        self.run("manage.py", *arguments)
