"""Statements on a hot path, prepared once per connection.

Django binds parameters on the client, so PostgreSQL plans every statement anew; for the large
statements of filing that planning costs several times the execution. Behind a pooler in transaction
mode set its support for prepared statements on (PgBouncer: `max_prepared_statements`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import InterfaceError, OperationalError, connection
from django.db.models import QuerySet

Rows = list[tuple[Any, ...]]
_BETWEEN, _BETWEEN_SQL = "\x1e", "chr(30)"


def fetch_prepared(statement: str, params: Sequence[Any] | Mapping[str, Any]) -> Rows:
    """Rows of a statement with bound, typed parameters; database errors come as Django's.

    The first statement of a request tries out the kept connection, and runs again on a new one when
    that was gone: the first statement therefore only reads.
    """
    if not _untried(connection):
        return _fetch(statement, params)
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _fetch(statement, params)
    except (OperationalError, InterfaceError):
        if not connection.connection.closed:
            raise
        connection.close()
        return _fetch(statement, params)


def fetch_texts(rows: QuerySet[Any, Any]) -> Rows:
    """Rows of a `values_list` of texts: JSON, uuid; raises ValueError for one with a NULL.

    PostgreSQL strings the rows together, since one long row costs the driver and the network less
    than many short ones. Neither JSON nor a uuid can hold the character between them.
    """
    try:
        statement, params = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    names = [f"c{n}" for n in range(len(rows.query.selected or ()))]
    strung = ", ".join(f"string_agg({name}, {_BETWEEN_SQL})" for name in names)
    whole = f"select {strung} from ({statement}) r({', '.join(names)})"  # noqa: S608
    columns = fetch_prepared(whole, params)[0]
    if columns[0] is None:
        return []
    return list(zip(*[column.split(_BETWEEN) for column in columns], strict=True))


def _untried(kept: Any) -> bool:
    """Whether this request has not used the kept connection yet."""
    if kept.connection is None or kept.in_atomic_block:
        return False
    return bool(kept.health_check_enabled and not kept.health_check_done)


def _fetch(statement: str, params: Sequence[Any] | Mapping[str, Any]) -> Rows:
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), params, prepare=True)
        return cursor.fetchall()
