"""Versions of a toewijzing: what was known when (formal time), and what held on a day (material).

Both come from the history that the trigger keeps; a day is a day in the region.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _

from indications.choices import Toewijzingstatus
from indications.models import Toewijzing, Wijziging
from indications.selectors_lijst import FIELDS, differences, history_rows


@dataclass(frozen=True, slots=True)
class Versie:
    """One version: since when we knew it, who made it, why, and what differed from the one before;
    `wijziging` is absent of a version that no service made, or of before there were any.

    `sinds` is the start of the transaction that wrote it.
    """

    nummer: int
    sinds: datetime
    wie: str
    verschillen: list[tuple[str, str, str]]
    geldt_nu: bool
    wijziging: Wijziging | None = None


@dataclass(frozen=True, slots=True)
class Bekend:
    """What we knew at the end of a day: the row as it was then, and whether it held on `dag`."""

    rij: Any
    sinds: datetime
    gold: bool


def versions(toewijzing: Toewijzing) -> list[Versie]:
    """Newest first, with the change that made it. Two writes of one version are one: the last."""
    made = {
        change.versie: change
        for change in Wijziging.objects.filter(toewijzing=toewijzing).select_related("opvolger")
    }
    last_of: dict[int, Any] = {row.versie: row for row in history_rows(toewijzing)}
    found: list[Versie] = []
    previous: Any = None
    for number, row in last_of.items():
        found.append(
            Versie(
                nummer=number,
                sinds=row.pgh_created_at,
                wie=(row.pgh_context or {}).get("naam") or _("onbekend"),
                verschillen=_different(previous, row, made.get(number)) if previous else [],
                geldt_nu=number == toewijzing.versie,
                wijziging=made.get(number),
            )
        )
        previous = row
    return found[::-1]


def _different(old: Any, new: Any, change: Wijziging | None) -> list[tuple[str, str, str]]:
    """The reason is told by the change itself."""
    reason = str(FIELDS["reden_wijziging"]) if change else ""
    return [line for line in differences(old, new) if line[0] != reason]


def end_of_day(day: date) -> datetime:
    """The first moment after `day` in the region (Europe/Amsterdam)."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def as_known(toewijzing: Toewijzing, bekend_op: date, dag: date) -> Bekend | None:
    """What held on `dag`, as we knew it when `bekend_op` ended; None when it was not filed yet."""
    model = apps.get_model("indications", "ToewijzingEvent")
    row = (
        model._default_manager.filter(
            pgh_obj_id=toewijzing.pk, pgh_created_at__lt=end_of_day(bekend_op)
        )
        .select_related("product", "aanbieder")
        .order_by("-pgh_id")
        .first()
    )
    return None if row is None else Bekend(row, row.pgh_created_at, held_on(row, dag))


def held_on(row: Any, day: date) -> bool:
    """Both ends inclusive; what is withdrawn held on no day."""
    return (
        row.status != Toewijzingstatus.INGETROKKEN
        and row.begindatum <= day
        and (row.einddatum is None or day <= row.einddatum)
    )
