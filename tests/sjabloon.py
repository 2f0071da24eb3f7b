"""A migrated database that every test database is copied from; made once per set of migrations."""

import hashlib
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.db import connection

PREFIX = "sjabloon_"
LOCK = 771499
MIGRATE = """
import sys, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
"""


def template() -> str:
    """Its name. Of two workers at once one makes it, the other waits."""
    name = PREFIX + _fingerprint()
    with connection._nodb_cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        if name not in _known(cursor):
            _make(cursor, name)
    return name


def _known(cursor: Any) -> list[str]:
    cursor.execute("select datname from pg_database where starts_with(datname, %s)", [PREFIX])
    return [row[0] for row in cursor.fetchall()]


def _make(cursor: Any, name: str) -> None:
    """Under its name only when it is whole; those of other migrations go."""
    for old in _known(cursor):
        cursor.execute(f'drop database if exists "{old}" with (force)')
    half = f"{name}_half"
    cursor.execute(f'create database "{half}"')
    subprocess.run([sys.executable, "-c", MIGRATE, half], cwd=settings.BASE_DIR, check=True)
    cursor.execute(f'alter database "{half}" rename to "{name}"')


def _fingerprint() -> str:
    """Of the migrations, and of the libraries that bring some of their own."""
    found = hashlib.sha256()
    root = settings.BASE_DIR
    for path in sorted([*root.glob("*/migrations/*.py"), *root.glob("requirements/runtime.txt")]):
        found.update(str(path.relative_to(root)).encode())
        found.update(path.read_bytes())
    return found.hexdigest()[:16]
