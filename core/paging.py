"""Keyset paging: any page costs what the first one costs; rows that come or go repeat no other row.

`paginate(rows, ("-toewijzingsmoment",), cursor=…)` adds the primary key to the order, so that it is
total. A cursor is opaque and signed; it names the row that the page starts after and the order it
belongs to, not the filters. Sort columns end up in URLs: never sort on personal data. NULL sorts as
PostgreSQL does by default, last upwards and first downwards, so that a plain index serves.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import (
    BooleanField,
    Expression,
    F,
    Field,
    Func,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from core.fouten import Foutcode, Ongeldig

STANDAARD: Final = 25
MAX: Final = 100
TELLEN_TOT: Final = 10_000
ONGELDIGE_CURSOR = Foutcode(
    "ongeldige_cursor", "De bladwijzer van deze lijst klopt niet; begin op de eerste bladzijde."
)
_KEY: Final = "_sleutel"
_signer = signing.Signer(salt="core.paging")


@dataclass(frozen=True, slots=True)
class Pagina:
    """One page. `volgende`/`vorige` are cursors; `totaal` is None when nobody counted.

    With `totaal_is_ondergrens` there are more than `totaal` rows.
    """

    rijen: list[Any]
    volgende: str | None = None
    vorige: str | None = None
    totaal: int | None = None
    totaal_is_ondergrens: bool = False


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the order, in the direction it is read in."""

    naam: str
    down: bool
    nullable: bool
    field: Field

    @property
    def ordering(self) -> Any:
        return F(self.naam).desc() if self.down else F(self.naam).asc()

    def flipped(self) -> "_Column":
        return _Column(self.naam, not self.down, self.nullable, self.field)

    def beyond(self, value: Any) -> Q | None:
        """Strictly after `value`; None when nothing can be."""
        if value is None:
            return Q(**{f"{self.naam}__isnull": False}) if self.down else None
        after = Q(**{f"{self.naam}__{'lt' if self.down else 'gt'}": value})
        if self.nullable and not self.down:
            after |= Q(**{f"{self.naam}__isnull": True})
        return after

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.naam}__isnull": True} if value is None else {self.naam: value})


class _Keys(Func):
    """The sort columns of a row as one JSON text: cheaper to fetch than typed values."""

    template = "json_build_array(%(expressions)s)::text"
    output_field = TextField()


class _RowBeyond(Func):
    """`(a, b) < (x, y)`: the comparison that PostgreSQL answers from one index."""

    output_field = BooleanField()
    conditional = True

    def __init__(self, columns: Sequence[_Column], values: Sequence[Any]) -> None:
        self.sign = "<" if columns[0].down else ">"
        self.width = len(columns)
        bound = [Value(v, output_field=c.field) for c, v in zip(columns, values, strict=True)]
        super().__init__(*[F(c.naam) for c in columns], *bound)

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, Any]:  # type: ignore[override]
        parts, params = [], []
        for expression in self.get_source_expressions():
            sql, values = compiler.compile(expression)
            parts.append(sql)
            params += values
        left, right = ", ".join(parts[: self.width]), ", ".join(parts[self.width :])
        return f"({left}) {self.sign} ({right})", params


def paginate(
    rows: QuerySet[Any, Any],
    order: Sequence[str] = (),
    *,
    cursor: str | None = None,
    limit: int = STANDAARD,
    tellen: int | None = None,
    fetch: Callable[[QuerySet[Any, Any]], list[Any]] = list,
) -> Pagina:
    """The page of `rows` after `cursor`; `tellen` counts too, up to that many.

    `fetch` runs the query. `rows` may yield objects, dicts or tuples. Raises Ongeldig
    (`ongeldige_cursor`) for a cursor that is not ours or of another order.
    """
    limit = max(1, min(limit, MAX))
    columns = _columns(rows, order)
    signature = ",".join(f"{'-' if c.down else ''}{c.naam}" for c in columns)
    back, values = _read(cursor, signature, columns) if cursor else (False, None)
    reading = [c.flipped() for c in columns] if back else columns
    keys = _Keys(*[F(c.naam) for c in columns])
    found = rows.annotate(**{_KEY: keys}).order_by(*[c.ordering for c in reading])
    if values is not None:
        found = found.filter(_after(reading, values))
    page = fetch(found[: limit + 1])
    more, page = len(page) > limit, page[:limit]
    if back:
        page.reverse()
    before, after = (more, True) if back else (values is not None, more)
    volgende = _write(False, signature, _key(page[-1])) if page and after else None
    vorige = _write(True, signature, _key(page[0])) if page and before else None
    total, capped = _count(rows, tellen) if tellen else (None, False)
    return Pagina([_strip(row) for row in page], volgende, vorige, total, capped)


def _columns(rows: QuerySet[Any, Any], order: Sequence[str]) -> list[_Column]:
    pk = rows.model._meta.pk.name
    names = list(order)
    if not any(name.lstrip("-") in (pk, "pk") for name in names):
        names.append(("-" if names and names[-1].startswith("-") else "") + pk)
    return [
        _Column(name.lstrip("-"), name.startswith("-"), *_field(rows, name.lstrip("-")))
        for name in names
    ]


def _field(rows: QuerySet[Any, Any], path: str) -> tuple[bool, Field]:
    """Whether the column can be NULL, and the field that reads its values back."""
    if path in rows.query.annotations:
        return True, rows.query.annotations[path].output_field
    model, nullable, field = rows.model, False, None
    for name in path.split("__"):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        nullable |= field.null
        model = field.related_model or model
    return nullable, getattr(field, "target_field", field) if field.is_relation else field  # type: ignore[union-attr,return-value]


def _after(columns: Sequence[_Column], values: Sequence[Any]) -> Q | Expression:
    if len({c.down for c in columns}) == 1 and not any(c.nullable for c in columns):
        return _RowBeyond(columns, values)
    alternatives = []
    for index, column in enumerate(columns):
        beyond = column.beyond(values[index])
        if beyond is not None:
            equal = [c.same(v) for c, v in zip(columns[:index], values[:index], strict=True)]
            alternatives.append(reduce(and_, [*equal, beyond]))
    return reduce(or_, alternatives)


def _key(row: Any) -> str:
    if isinstance(row, dict):
        return str(row[_KEY])
    return str(row[-1] if isinstance(row, tuple) else getattr(row, _KEY))


def _strip(row: Any) -> Any:
    if isinstance(row, dict):
        del row[_KEY]
    return row[:-1] if isinstance(row, tuple) else row


def _write(back: bool, signature: str, key: str) -> str:
    """Direction, order and the values of one row; base64 of JSON, signed."""
    text = json.dumps([back, signature, key])
    return _signer.sign(urlsafe_base64_encode(text.encode())).replace(":", ".")


def _read(cursor: str, signature: str, columns: Sequence[_Column]) -> tuple[bool, list[Any]]:
    try:
        text = _signer.unsign(":".join(cursor.rsplit(".", 1)))
        back, order, key = json.loads(urlsafe_base64_decode(text))
        raw = json.loads(key, parse_float=Decimal)
        if order != signature or len(raw) != len(columns):
            raise ValueError("other order")
        return bool(back), [c.field.to_python(v) for c, v in zip(columns, raw, strict=True)]
    except (signing.BadSignature, ValueError, ValidationError) as exc:
        reden = "De cursor is niet van deze lijst; vraag de eerste bladzijde op."
        finding = ONGELDIGE_CURSOR.bevinding("cursor", reden)
        raise Ongeldig(code=finding.code, bevindingen=[finding]) from exc


def _count(rows: QuerySet[Any, Any], cap: int) -> tuple[int, bool]:
    count = rows.order_by().values("pk")[: cap + 1].count()
    return min(count, cap), count > cap
