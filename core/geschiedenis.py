"""Row history as people read it: what changed, from what to what, by whom; and the row as it was on
a day.

The rows come from the event tables that triggers fill (django-pghistory), so changes by SQL are in
it too.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from core.tables import show

VERBORGEN = frozenset({"id", "periode", "aangemaakt_op", "versie"})


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One field that changed, in words of the screen."""

    veld: str
    oud: str
    nieuw: str


@dataclass(frozen=True, slots=True)
class Stap:
    moment: datetime.datetime
    wie: str
    soort: str
    wijzigingen: Sequence[Wijziging]

    @property
    def titel(self) -> str:
        return _("Vastgelegd") if self.soort == "insert" else _("Gewijzigd")

    @property
    def tekst(self) -> str:
        if self.soort == "insert":
            return ""
        parts = (f"{w.veld}: {w.oud} → {w.nieuw}" for w in self.wijzigingen)
        return "; ".join(parts)


def _events(model: type[models.Model], pk: UUID) -> list[Any]:
    event_model = cast(Any, model).pgh_event_model
    return list(event_model.objects.filter(pgh_obj_id=pk).order_by("pgh_id"))


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Those that people read; what is JSON has its own place on the screen."""
    tracked = {f.name for f in cast(Any, model).pgh_event_model._meta.fields}
    return [
        f
        for f in model._meta.concrete_fields
        if f.name in tracked
        and f.name not in VERBORGEN
        and not f.generated
        and not isinstance(f, models.JSONField)
    ]


def _labels(
    events: Sequence[Any], fields: Sequence[models.Field[Any, Any]]
) -> dict[tuple[str, Any], str]:
    """Names of the rows that foreign keys in the history point to, one query per foreign key."""
    names: dict[tuple[str, Any], str] = {}
    for field in fields:
        if field.related_model is None:
            continue
        wanted = {getattr(e, field.attname) for e in events} - {None}
        for key, row in field.related_model._default_manager.in_bulk(wanted).items():
            names[field.name, key] = str(row)
    return names


def _shown(event: Any, field: models.Field[Any, Any], names: dict[tuple[str, Any], str]) -> str:
    value = getattr(event, field.attname)
    if field.related_model is not None:
        return names.get((field.name, value), show(None))
    choices = dict(field.flatchoices)
    if isinstance(value, list):
        return ", ".join(str(v) for v in value)
    return str(choices.get(value, show(value)))


def _label(field: models.Field[Any, Any]) -> str:
    text = str(field.verbose_name)
    return text[:1].upper() + text[1:]


def history_of(model: type[models.Model], pk: UUID) -> list[Stap]:
    """Newest first. The caller has checked that the actor may see the row."""
    events, fields = _events(model, pk), _fields(model)
    return list(reversed(list(_steps(events, fields, _labels(events, fields)))))


def history_of_rows(
    model: type[models.Model],
    pks: Collection[UUID],
    *,
    hide: Mapping[UUID, Collection[str]] | None = None,
) -> list[tuple[UUID, Stap]]:
    """Of several rows at once, oldest first per row; `hide` names fields of a row to leave out.

    The caller has checked that the actor may see the rows.
    """
    event_model = cast(Any, model).pgh_event_model
    rows = list(event_model.objects.filter(pgh_obj_id__in=list(pks)).order_by("pgh_id"))
    fields = _fields(model)
    names = _labels(rows, fields)
    found: list[tuple[UUID, Stap]] = []
    for pk in pks:
        hidden = (hide or {}).get(pk, ())
        shown = [f for f in fields if f.name not in hidden]
        own = [event for event in rows if event.pgh_obj_id == pk]
        found += [(pk, step) for step in _steps(own, shown, names)]
    return found


def _steps(
    events: Sequence[Any],
    fields: Sequence[models.Field[Any, Any]],
    names: dict[tuple[str, Any], str],
) -> Iterator[Stap]:
    previous: Any = None
    for event in events:
        changes = [
            Wijziging(_label(f), _shown(previous, f, names), _shown(event, f, names))
            for f in fields
            if previous is not None and getattr(previous, f.attname) != getattr(event, f.attname)
        ]
        if previous is None or changes:
            who = (event.pgh_context or {}).get("naam") or _("Systeem")
            yield Stap(event.pgh_created_at, who, event.pgh_label, changes)
        previous = event


def state_on(
    model: type[models.Model], pk: UUID, day: datetime.date
) -> list[tuple[str, str]] | None:
    """Label and value of every field as the portal knew it at the end of `day`.

    None before it was there.
    """
    end = timezone.make_aware(
        datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    )
    known = [e for e in _events(model, pk) if e.pgh_created_at < end]
    if not known:
        return None
    fields = _fields(model)
    names = _labels(known[-1:], fields)
    return [(_label(f), _shown(known[-1], f, names)) for f in fields]
