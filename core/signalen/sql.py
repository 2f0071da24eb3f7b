"""Pieces of SQL that checks share."""

from core.ui.formats import MONTHS

_MONTHS = ", ".join(f"'{month}'" for month in MONTHS)


def long_date(expression: str) -> str:
    """`22 december 2026`, whatever the language of the database server."""
    return (
        f"(extract(day from {expression}) || ' ' "
        f"|| (array[{_MONTHS}])[extract(month from {expression})::int] "
        f"|| ' ' || extract(year from {expression}))"
    )


def count_of(expression: str, one: str, more: str) -> str:
    """`1 toewijzing`, `31 toewijzingen`."""
    return f"({expression} || case when {expression} = 1 then ' {one}' else ' {more}' end)"
