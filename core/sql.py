"""Statements on a hot path, prepared once per connection.

Django binds parameters on the client, so PostgreSQL plans every statement anew; for the large statements of
filing that planning costs several times the execution. Behind a pooler in transaction mode set its support
for prepared statements on (PgBouncer: `max_prepared_statements`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.db import connection


def fetch_prepared(
    statement: str, params: Sequence[Any] | Mapping[str, Any]
) -> list[tuple[Any, ...]]:
    """Rows of a statement with bound, typed parameters; database errors come as Django's."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), params, prepare=True)
        return cursor.fetchall()
