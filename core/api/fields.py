"""Fields of a `Vorm`: strict readers inwards, SQL expressions outwards, OpenAPI types by DRF base.

`read` accepts exactly what the OpenAPI document says and nothing near it: no number in a string,
no date in week notation, no control characters. Messages never repeat the value: it may be a BSN.
"""

import datetime
import re
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.validators import RegexValidator
from django.db.models import Expression, F, Func, QuerySet, TextField
from rest_framework import serializers

from core.actor import Actor
from core.fouten import ONBEKENDE_WAARDE, ONGELDIG_FORMAAT, TE_LANG, Foutcode

MAX_INT: Final = 2_147_483_647
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_INT = re.compile(r"-?\d{1,10}", re.ASCII)

Bron = str | Callable[[], Expression]


class Vormfout(Exception):
    """One value that does not have the form asked for."""

    def __init__(self, code: Foutcode, reden: str) -> None:
        self.code, self.reden = code, reden
        super().__init__(reden)


class JsonObject(Func):
    """`json_build_object` with the keys in the order given (Django's own is jsonb, which sorts)."""

    function = "json_build_object"
    output_field = TextField()

    def __init__(self, **members: Any) -> None:
        self.names = list(members)
        super().__init__(*members.values())

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        parts, params = [], []
        for name, expression in zip(self.names, self.get_source_expressions(), strict=True):
            sql, values = compiler.compile(expression)
            parts.append(f"'{name}', {sql}")
            params += values
        return f"json_build_object({', '.join(parts)})", params


class AsText(Func):
    """The JSON as text, so that the driver hands it over unparsed."""

    template = "(%(expressions)s)::text"
    output_field = TextField()


class Utc(Func):
    """A moment in UTC with `Z` (N-API-05)."""

    template = """to_char(%(expressions)s at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    output_field = TextField()


class Veld:
    """What every field adds to its DRF base: `bron` is the column (or expression) it comes from."""

    def __init__(self, *, bron: Bron | None = None, **options: Any) -> None:
        self.bron = bron
        super().__init__(**options)

    def read(self, value: Any, *, from_text: bool = False) -> Any:
        raise Vormfout(ONGELDIG_FORMAAT, "Deze waarde kan hier niet worden meegegeven.")

    def column(self, snake: str, prefix: str) -> Any:
        if callable(self.bron):
            return self.bron()
        return F(prefix + (self.bron or snake))

    def expression(self, snake: str, prefix: str, actor: Actor) -> Any:
        return self.column(snake, prefix)


class Tekst(Veld, serializers.CharField):
    """Text without control characters; `patroon` matches the whole, `uitleg` says what is asked."""

    def __init__(self, *, patroon: str = "", uitleg: str = "", **options: Any) -> None:
        self.patroon = re.compile(patroon, re.ASCII) if patroon else None
        self.uitleg = uitleg
        if patroon:
            options["validators"] = [RegexValidator(f"^{patroon}$")]
        super().__init__(**options)

    def read(self, value: Any, *, from_text: bool = False) -> str:
        if not isinstance(value, str):
            raise Vormfout(ONGELDIG_FORMAAT, self.uitleg or "Geef tekst.")
        if _CONTROL.search(value):
            raise Vormfout(ONGELDIG_FORMAAT, "Hier staat een teken in dat niet mag.")
        if self.max_length is not None and len(value) > self.max_length:
            raise Vormfout(TE_LANG, f"Geef hoogstens {self.max_length} tekens.")
        if not value.strip() and not self.allow_blank:
            raise Vormfout(ONGELDIG_FORMAAT, self.uitleg or "Vul dit in of laat het weg.")
        if self.patroon and not self.patroon.fullmatch(value):
            raise Vormfout(ONGELDIG_FORMAAT, self.uitleg or "Dit heeft niet de gevraagde vorm.")
        return value


class Datum(Veld, serializers.DateField):
    def read(self, value: Any, *, from_text: bool = False) -> datetime.date:
        if isinstance(value, str) and _DATE.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass
        raise Vormfout(ONGELDIG_FORMAAT, "Geef een bestaande datum als JJJJ-MM-DD.")


class Geheel(Veld, serializers.IntegerField):
    """A whole number from `min_value` (0) up to `max_value` (what the database holds)."""

    def __init__(self, *, min_value: int = 0, max_value: int = MAX_INT, **options: Any) -> None:
        self.low, self.high = min_value, max_value
        super().__init__(min_value=min_value, max_value=max_value, **options)

    def read(self, value: Any, *, from_text: bool = False) -> int:
        if from_text and isinstance(value, str) and _INT.fullmatch(value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Vormfout(ONGELDIG_FORMAAT, "Geef een geheel getal.")
        if not self.low <= value <= self.high:
            reden = f"Geef een getal van {self.low} tot en met {self.high}."
            raise Vormfout(ONGELDIG_FORMAAT, reden)
        return value


class Keuze(Veld, serializers.ChoiceField):
    def read(self, value: Any, *, from_text: bool = False) -> str:
        if not isinstance(value, str):
            raise Vormfout(ONGELDIG_FORMAAT, "Geef tekst.")
        if value not in self.choices:
            allowed = ", ".join(str(choice) for choice in self.choices)
            raise Vormfout(ONBEKENDE_WAARDE, f"Kies een van: {allowed}.")
        return value


class Uuid(Veld, serializers.UUIDField):
    def read(self, value: Any, *, from_text: bool = False) -> UUID:
        if isinstance(value, str) and _UUID.fullmatch(value):
            return UUID(value)
        raise Vormfout(ONGELDIG_FORMAAT, "Geef een uuid.")


class JaNee(Veld, serializers.BooleanField):
    def read(self, value: Any, *, from_text: bool = False) -> bool:
        if from_text and value in ("true", "false"):
            return bool(value == "true")
        if not isinstance(value, bool):
            raise Vormfout(ONGELDIG_FORMAAT, "Geef true of false.")
        return value


class Moment(Veld, serializers.DateTimeField):
    def expression(self, snake: str, prefix: str, actor: Actor) -> Any:
        return Utc(self.column(snake, prefix))


class Lijst(Veld, serializers.ListField):
    """An array column outwards; a list of shapes inwards."""

    def read(self, value: Any, *, from_text: bool = False) -> Any:
        if not isinstance(value, list):
            raise Vormfout(ONGELDIG_FORMAAT, "Geef een lijst.")
        low, high = self.min_length or 0, self.max_length
        if len(value) < low or (high is not None and len(value) > high):
            raise Vormfout(ONGELDIG_FORMAAT, f"Geef {low} tot en met {high} regels.")
        return value


class Kinderen(Veld, serializers.ListField):
    """Rows of another table, in the same statement; `rijen(actor)` filters on OuterRef."""

    def __init__(self, *, rijen: Callable[[Actor], QuerySet[Any, Any]], **options: Any) -> None:
        self.rijen = rijen
        super().__init__(**options)

    def expression(self, snake: str, prefix: str, actor: Actor) -> Any:
        child = self.child.build(actor)  # type: ignore[attr-defined]
        return ArraySubquery(self.rijen(actor).values_list(child))
