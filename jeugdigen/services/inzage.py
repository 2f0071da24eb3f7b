"""Everything that is held on one jeugdige, in one act (N-AVG-04, AVG art. 15).

Collected from every model that leads to a jeugdige by foreign keys, whatever room it stands in, so
that a new model cannot be forgotten. Only what is in the actor's scope: another gemeente answers
for its own. Nothing is stored; the reason stands in the log.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from core import kluis
from core.actor import Actor
from core.choices import Inzagehandeling
from core.handeling import handeling
from core.inzagelog import SOORTEN, access_of
from core.kluis import KLUISMODELLEN
from core.policies import POLICIES, authorise, scoped
from indications.models import Jeugdige
from indications.services.kluis import Onthuld, reveal_jeugdige
from jeugdigen.policies import INZAGE_GEVEN

#: Models on a road to a jeugdige without a policy: how they are shown instead.
ANDERS: Mapping[str, str] = {"indications.JeugdigeKluis": "name and BSN, opened by reveal_jeugdige"}
#: Columns that say nothing about a jeugdige.
ZONDER = frozenset({"periode", "sleutel", "bsn_hash"})

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Soort:
    """All rows of one kind, in Dutch words as the model names them."""

    naam: str
    rijen: list[Row]


@dataclass(frozen=True, slots=True)
class Dossier:
    jeugdige: UUID
    opgesteld_op: datetime.datetime
    persoon: Onthuld
    soorten: list[Soort]

    def as_dict(self) -> dict[str, Any]:
        person = self.persoon
        return {
            "pseudoniem": str(self.jeugdige),
            "opgesteldOp": self.opgesteld_op.isoformat(),
            "persoon": {
                "bsn": person.bsn,
                "geslachtsnaam": person.geslachtsnaam,
                "voorvoegsel": person.voorvoegsel,
                "voornamen": person.voornamen,
            },
            "gegevens": {kind.naam: kind.rijen for kind in self.soorten},
        }


def collect_dossier(
    actor: Actor, jeugdige_id: UUID, *, reden: str, nu: datetime.datetime
) -> Dossier:
    """Name, BSN and every row in scope; logged as an export with its reason before it is given.

    Raises NietGevonden, Verboden, Ongeldig without a reason, Conflict when the name is removed.
    """
    authorise(actor, INZAGE_GEVEN, Jeugdige(pk=jeugdige_id))
    with handeling(actor) as act:
        person = reveal_jeugdige(actor, jeugdige_id, reden=reden)
        kinds = [
            Soort(str(model._meta.verbose_name_plural), _rows(actor, model, path, jeugdige_id))
            for model, path in roads().items()
            if model in POLICIES
        ]
        kinds.append(Soort(_("wie gegevens inzag of wijzigde"), _access(jeugdige_id)))
        act.event("jeugdige.inzage_gegeven", Jeugdige(pk=jeugdige_id), reden=reden.strip())
        act.access(
            Inzagehandeling.UITVOEREN,
            "jeugdige.inzage_gegeven",
            jeugdigen=[jeugdige_id],
            object_id=jeugdige_id,
            detail=reden.strip()[:300],
        )
    return Dossier(jeugdige_id, nu, person, kinds)


@cache
def roads() -> dict[type[models.Model], str]:
    """Every model that leads to a jeugdige, with the lookup that does; history apart."""
    found: dict[type[models.Model], str] = {Jeugdige: "pk"}
    candidates = [m for m in apps.get_models() if not hasattr(m, "pgh_tracked_model")]
    grown = True
    while grown:
        grown = False
        for model in candidates:
            for field in _foreign_keys(model):
                target = field.remote_field.model
                if model not in found and target in found and target is not model:
                    found[model] = f"{field.name}__{found[target]}"
                    grown = True
    return found


def _foreign_keys(model: type[models.Model]) -> Iterable[models.ForeignKey[Any, Any]]:
    return (f for f in model._meta.concrete_fields if isinstance(f, models.ForeignKey))


def _rows(actor: Actor, model: type[models.Model], path: str, jeugdige_id: UUID) -> list[Row]:
    rows = scoped(actor, model).filter(**{path: jeugdige_id}).order_by("pk")
    named = [f for f in _foreign_keys(model) if _has_name(f.remote_field.model)]
    rows = rows.select_related(*(f.name for f in named)) if named else rows
    return [_as_row(actor, row, {f.name for f in named}) for row in rows]


def _has_name(model: Any) -> bool:
    return any(field.name == "naam" for field in model._meta.concrete_fields)


def _as_row(actor: Actor, row: models.Model, named: set[str]) -> Row:
    shown: Row = {}
    for field in row._meta.concrete_fields:
        if field.name in ZONDER:
            continue
        value = getattr(row, field.attname)
        if isinstance(field, models.BinaryField):
            if (text := _opened(actor, row, field.name, value)) is not None:
                shown[field.name] = text
        elif field.name in named:
            related = getattr(row, field.name)
            shown[field.name] = related.naam if related else None
        elif field.choices and value not in (None, ""):
            shown[field.name] = str(getattr(row, f"get_{field.name}_display")())
        else:
            shown[field.name] = _plain(value)
    return shown


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _opened(actor: Actor, row: models.Model, name: str, value: Any) -> Any:
    """What the vault of its room sealed, when it may be read now; other bytes say nothing."""
    entry = KLUISMODELLEN.get(row._meta.label)
    if entry is None or name not in entry.velden or value is None:
        return None
    if not entry.leesbaar(actor, row):
        return None
    return kluis.decrypt(bytes(value), bound_to=entry.velden[name](row))


def _access(jeugdige_id: UUID) -> list[Row]:
    """Without the names of staff: who asks learns which organisation, in which role, and when."""
    values = ("moment", "organisatie_naam", "rollen", "handeling", "soort")
    return [
        {
            "moment": line["moment"].isoformat(),
            "organisatie": line["organisatie_naam"],
            "rol": line["rollen"],
            "handeling": str(Inzagehandeling(line["handeling"]).label),
            "waar": str(SOORTEN.get(line["soort"], line["soort"])),
        }
        for line in access_of(jeugdige_id).order_by("id").values(*values)
    ]
