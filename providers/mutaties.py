"""Changes of approved data of aanbieders: add, change, succeed, end. Each is an event.

Called with an open `handeling` by who decides (a wijzigingsverzoek); the caller has authorised it.
All raise Ongeldig with the codes of the model, and IntegrityError when lost in a race.
"""

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from core.fouten import PERIODE_ONGELDIG, Ongeldig
from core.handeling import Handeling
from core.importexport.inlezen import findings_of_validation
from core.ui.formats import format_long_date

M = TypeVar("M", bound=models.Model)
DAG = datetime.timedelta(days=1)


def add(act: Handeling, row: M) -> M:
    _check(row)
    row.save(force_insert=True)
    act.event(f"{row._meta.model_name}.toegevoegd", row)
    return row


def change(act: Handeling, row: M, values: Mapping[str, Any]) -> M:
    """In place; an event only when something differs, with the names of what did."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    _check(row)
    row.save(update_fields=changed)
    act.event(f"{row._meta.model_name}.gewijzigd", row, gegevens={"velden": changed})
    return row


def end(act: Handeling, row: Any, last_day: datetime.date) -> None:
    """`last_day` is inclusive. Raises `periode_ongeldig` for a day before it began, or after the
    end that it already has: what ended does not begin to hold again.
    """
    if last_day < row.begindatum:
        reden = f"Kies {format_long_date(row.begindatum)} of later; toen begon het."
        raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("datum", reden)])
    if row.einddatum and last_day > row.einddatum:
        reden = f"Kies {format_long_date(row.einddatum)} of eerder; dan eindigt het al."
        raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("datum", reden)])
    row.einddatum = last_day
    _check(row)
    row.save(update_fields=["einddatum"])
    act.event(
        f"{row._meta.model_name}.beeindigd", row, gegevens={"einddatum": last_day.isoformat()}
    )


def succeed(act: Handeling, current: Any | None, row: Any) -> Any:
    """`row` takes the place of `current` from its begindatum; `current` ends the day before.

    One that begins on the same day or later cannot be succeeded: `periode_ongeldig`.
    """
    if current is not None:
        if current.begindatum >= row.begindatum:
            first = format_long_date(current.begindatum + DAG)
            reden = f"Kies {first} of later; wat nu geldt begint de dag ervoor."
            raise Ongeldig(bevindingen=[PERIODE_ONGELDIG.bevinding("datum", reden)])
        if current.einddatum is None or current.einddatum >= row.begindatum:
            end(act, current, row.begindatum - DAG)
    return add(act, row)


def _check(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as exc:
        raise Ongeldig(bevindingen=findings_of_validation(exc)) from exc
