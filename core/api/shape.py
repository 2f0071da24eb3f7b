"""Shapes: what JSON goes in, what comes out, and what the OpenAPI document says, declared once.

A `Vorm` is a DRF serializer that is never run per row. Inwards, `parse` checks only the form of a
body or query and returns every error at once; rules live in the services. Outwards, `text` is one
SQL expression of the same declaration: PostgreSQL writes the JSON, Python passes the bytes on.
Fields are declared in snake_case and leave the system in camelCase.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, Expression, Value, When
from django.http import QueryDict
from rest_framework import serializers

from core.actor import ANONIEM, Actor
from core.api.errors import JSON_ONGELDIG
from core.api.fields import AsText, JsonObject, Kinderen, Lijst, Veld, Vormfout
from core.fouten import (
    ONBEKEND_VELD,
    ONBEKENDE_PARAMETER,
    ONGELDIG_FORMAAT,
    VERPLICHT,
    Bevinding,
)

_NAME = re.compile(r"[A-Za-z_][A-Za-z_]{0,39}", re.ASCII)


class Gelezen(NamedTuple):
    """Values by snake_case name, without those that are wrong or absent, and all errors."""

    waarden: dict[str, Any]
    fouten: list[Bevinding]


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


class Vorm(Veld, serializers.Serializer[Any]):
    """Null when all columns of `leeg_als` are; `bron=""` takes columns of the same row."""

    def __init__(self, *, leeg_als: tuple[str, ...] = (), **options: Any) -> None:
        self.leeg_als = leeg_als
        super().__init__(**options)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        self.snake: dict[str, str] = {}
        named = {}
        for name, field in super().get_fields().items():
            named[camel(name)] = field
            self.snake[camel(name)] = name
        return named

    @classmethod
    def parse(cls, data: Any) -> Gelezen:
        """Read a JSON value; an absent field that is required gives `verplicht`."""
        return _shared(cls).read_object(data, "")

    @classmethod
    def parse_query(cls, query: QueryDict) -> Gelezen:
        """Read a query string: each key known, at most once, values as text."""
        shape = _shared(cls)
        wrong = []
        for key, values in query.lists():
            if key not in shape.fields:
                known = ", ".join(shape.fields)
                reason = f"Hier kan alleen gefilterd worden op: {known}."
                wrong.append(ONBEKENDE_PARAMETER.bevinding(_printable(key), reason))
            elif len(values) > 1:
                reason = "Geef deze parameter één keer."
                wrong.append(ONGELDIG_FORMAAT.bevinding(key, reason))
        once = {k: v[0] for k, v in query.lists() if k in shape.fields and len(v) == 1}
        read = shape.read_object(once, "", from_text=True)
        return Gelezen(read.waarden, wrong + read.fouten)

    def read_object(self, data: Any, path: str, *, from_text: bool = False) -> Gelezen:
        if not isinstance(data, Mapping):
            code = ONGELDIG_FORMAAT if path else JSON_ONGELDIG
            return Gelezen({}, [code.bevinding(path.rstrip("."), "Geef een JSON-object.")])
        fields = self.fields
        values: dict[str, Any] = {}
        wrong = [
            ONBEKEND_VELD.bevinding(path + _printable(key), "Dit veld bestaat hier niet.")
            for key in data
            if key not in fields
        ]
        for name, field in fields.items():
            value = data.get(name)
            if value is None:
                if field.required:
                    wrong.append(VERPLICHT.bevinding(path + name, "Dit gegeven is verplicht."))
                elif name in data and not field.allow_null:
                    wrong.append(ONGELDIG_FORMAAT.bevinding(path + name, "Laat dit veld weg."))
                continue
            found, errors = _read(field, value, path + name, from_text)
            wrong += errors
            if found is not None:
                values[self.snake[name]] = found
        return Gelezen(values, wrong)

    def build(self, actor: Actor, prefix: str = "") -> Expression:
        """The SQL expression of the object."""
        return JsonObject(
            **{
                name: field.expression(self.snake[name], prefix, actor)  # type: ignore[attr-defined]
                for name, field in self.fields.items()
            }
        )

    def expression(self, snake: str, prefix: str, actor: Actor) -> Any:
        own = prefix if self.bron == "" else f"{prefix}{self.bron or snake}__"
        built = self.build(actor, own)
        if not self.leeg_als:
            return built
        empty = {f"{own}{column}__isnull": True for column in self.leeg_als}
        return Case(When(**empty, then=Value(None)), default=built)

    @classmethod
    def text(cls, actor: Actor) -> Expression:
        """The object as JSON text, for `values_list`."""
        shape = _shared(cls)
        if any(isinstance(field, Kinderen) for field in shape.fields.values()):
            return AsText(shape.build(actor))
        return _text_for_all(cls)


@lru_cache
def _shared(cls: type[Vorm]) -> Vorm:
    """One instance per class: building the fields costs more than reading a body."""
    return cls()


@lru_cache
def _text_for_all(cls: type[Vorm]) -> Expression:
    """Of a shape without rows of other tables: the same for every actor, so built once."""
    return AsText(_shared(cls).build(ANONIEM))


def _read(field: Any, value: Any, path: str, from_text: bool) -> tuple[Any, list[Bevinding]]:
    if isinstance(field, Vorm):
        return field.read_object(value, path + ".", from_text=from_text)
    try:
        found = field.read(value, from_text=from_text)
    except Vormfout as exc:
        return None, [exc.code.bevinding(path, exc.reden)]
    if not isinstance(field, Lijst):
        return found, []
    read = [_read(field.child, v, f"{path}.{i}", from_text=False) for i, v in enumerate(found)]
    return [value for value, _ in read], [error for _, errors in read for error in errors]


def _printable(key: Any) -> str:
    """A key as the caller wrote it; not one that could be anything but a name (a BSN, say)."""
    return str(key) if _NAME.fullmatch(str(key)) else "(onbekend)"
