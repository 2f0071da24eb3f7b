"""Tools of the demonstration: stable keys, years that move with today, insert when missing."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models


def key(*parts: object) -> UUID:
    """The same uuid in every database for the same thing; in SQL `md5('a:b')::uuid`."""
    text = ":".join(map(str, parts))
    return UUID(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest())


def bits(column: str, offset: int = 1) -> str:
    """SQL: 28 bits of a stable key from hex digit `offset` on; chance that is always the same."""
    return f"('x' || substr(replace({column}::text, '-', ''), {offset}, 7))::bit(28)::int"


def insert(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert what is not there yet; what people changed since stays as it is."""
    model._default_manager.bulk_create(list(rows), ignore_conflicts=True)


@dataclass(frozen=True)
class Kalender:
    """Last year, this year and next year, seen from `vandaag`."""

    vandaag: datetime.date

    @property
    def eerste_jaar(self) -> int:
        return self.vandaag.year - 1

    @property
    def jaren(self) -> range:
        return range(self.eerste_jaar, self.eerste_jaar + 3)

    @property
    def start(self) -> datetime.date:
        return datetime.date(self.eerste_jaar, 1, 1)

    @property
    def einde(self) -> datetime.date:
        return datetime.date(self.eerste_jaar + 2, 12, 31)

    @property
    def contracteinde(self) -> datetime.date:
        """Six years after the start at most (R-CON-1)."""
        return datetime.date(self.eerste_jaar + 5, 12, 31)

    @property
    def vaste_einde(self) -> datetime.date:
        """End of the agreements of the named aanbieders; two options of a year make six years."""
        return datetime.date(self.eerste_jaar + 3, 12, 31)

    @property
    def maandag(self) -> datetime.date:
        return self.vandaag - datetime.timedelta(days=self.vandaag.weekday())

    def dag(self, verschil: int) -> datetime.date:
        return self.vandaag + datetime.timedelta(days=verschil)


def indexed(centen: int, promille: int, years: int) -> list[int]:
    """Price per year in cents, each on the price of the year before, rounded half up (R-SEG-8)."""
    prices = [centen]
    for _ in range(years - 1):
        prices.append((prices[-1] * promille + 500) // 1000)
    return prices


def scaled(centen: int, promille: int) -> int:
    return (centen * promille + 500) // 1000


Rij = dict[str, Any]
