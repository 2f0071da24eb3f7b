"""What the portal needs to be of use: database, migrations, Redis, a living worker."""

import time
from collections.abc import Callable

import structlog
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core.models import Gebruiker

HEARTBEAT = "worker-hartslag"
HEARTBEAT_SECONDS = 300
log = structlog.get_logger("core.gezondheid")
_migrated = False


def beat() -> None:
    """A worker says that it lives; called by a task every minute."""
    cache.set(HEARTBEAT, int(time.time()), timeout=None)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return True


def _migrations() -> bool:
    """Once true it stays true for this process: migrations only move forward under it."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _cache() -> bool:
    cache.set("gezondheid", "ja", timeout=10)
    return cache.get("gezondheid") == "ja"


def _worker() -> bool:
    return time.time() - (cache.get(HEARTBEAT) or 0) < HEARTBEAT_SECONDS


def demo_accounts_exist() -> bool:
    return Gebruiker.objects.filter(email__endswith=".demo", is_active=True).exists()


def _accounts() -> bool:
    return settings.DEMO or not demo_accounts_exist()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migraties": _migrations,
    "redis": _cache,
    "worker": _worker,
    "accounts": _accounts,
}


def readiness() -> dict[str, bool]:
    """Every part by name; one that fails never hides another."""
    return {name: _holds(name, check) for name, check in CHECKS.items()}


def _holds(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        log.exception("onderdeel_niet_bereikbaar", onderdeel=name)
        return False
