"""Steps of a status: refusing one that its table does not have, and saving the next."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.db.models import TextChoices

from core.fouten import STATUS_OVERGANG, Conflict

S = TypeVar("S", bound=TextChoices)


def require_step(table: Mapping[S, Collection[S]], current: S, new: S, wat: str) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that `table` does not have.

    `wat`: what it is about, such as "Dit verzoek".
    """
    if new not in table[current]:
        raise Conflict(
            f"{wat} is {current.label.lower()} en kan niet meer {new.label.lower()} worden.",
            code=STATUS_OVERGANG.code,
        )


def set_status(row: Any, status: TextChoices, **fields: Any) -> None:
    """Save the next status with its fields; the version goes up."""
    for name, value in {"status": status, **fields}.items():
        setattr(row, name, value)
    row.versie += 1
    row.save(update_fields=["status", "versie", *fields])
