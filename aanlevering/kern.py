"""Reading a file into the database and judging it: what every kind of file shares.

Rows stream from the file to a staging table; SQL judges them all at once. Everything happens in the
transaction of the caller, who undoes it after a dry run.
"""

import datetime
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection
from psycopg import sql

from core.actor import Actor
from core.fouten import Bevinding, errors_of
from core.importexport.inlezen import (
    DUBBEL_IN_BESTAND,
    Importuitkomst,
    Rijlezer,
    all_headings,
    match_headings,
)
from core.importexport.kolommen import Kolom
from core.importexport.lezen import BESTAND_LEEG, BESTAND_TE_GROOT, Rij, read_rows, refusal

MAX_REGELS = 150_000
#: Rows per COPY, and per statement that judges or stores: after each it shows, and can be stopped.
KOPIE, STAP = 5_000, 10_000

Step = Callable[[int, int, str], None]


def silent(gedaan: int, totaal: int, stap: str) -> None:
    """For who does not follow the work."""


@dataclass(frozen=True)
class Vorm:
    """Columns of a kind of file (core.importexport.inlezen.Bestandsvorm)."""

    code: str
    titel: str
    kolommen: Sequence[Kolom]
    sleutel: Sequence[str]
    herkenning: Sequence[str]
    uitleg: str = ""


@dataclass
class Gelezen:
    """A row as it was read; `fout` when a cell is."""

    nummer: int
    waarden: dict[str, Any]
    fout: bool


@dataclass
class Uitkomst(Importuitkomst):
    """`bekend`: good rows that the portal had already; `nieuw` leaves those out."""

    bekend: int = 0

    @property
    def cijfers(self) -> dict[str, int]:
        return {
            "gelezen": self.gelezen,
            "nieuw": self.nieuw or 0,
            "bekend": self.bekend,
            "fout": len(self.foutregels),
            "ingelezen": self.opgeslagen,
        }


@dataclass
class Inleesbeurt(ABC):
    """One file, once. `check()` finds everything; `store()` then keeps the rows without error.

    `step(done, total, what)` is called between statements and may raise to stop the work.
    """

    vorm: ClassVar[Vorm]

    actor: Actor
    peildatum: datetime.date
    kenmerk: UUID
    step: Step = silent
    proef: bool = True
    found: dict[int, list[Bevinding]] = field(default_factory=lambda: defaultdict(list))
    outcome: Uitkomst = field(init=False)

    def __post_init__(self) -> None:
        self.outcome = Uitkomst(self.proef)

    def check(self, data: bytes) -> Uitkomst:
        """Raises Ongeldig when the file as a whole is no good."""
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        self.prepare()
        guess = max(1, data.count(b"\n"))
        rows = self.read(data)
        while batch := list(islice(rows, KOPIE)):
            self.stage(batch)
            done = self.outcome.gelezen
            self.step(done, max(guess, done), "Lezen")
        if not self.outcome.gelezen:
            raise refusal(BESTAND_LEEG, "Onder de kopregel staat geen enkele regel.")
        self.judge()
        self.outcome.conclude(self.found)
        return self.outcome

    @abstractmethod
    def prepare(self) -> None:
        """Make the staging table `aangeleverd`, with the number of the row as `nr`."""

    @abstractmethod
    def stage(self, rows: Sequence[Gelezen]) -> None: ...

    @abstractmethod
    def judge(self) -> None:
        """Fill `found`, and count what is known and new in `outcome`."""

    @abstractmethod
    def store(self) -> None:
        """Keep every row without error, with history, events and access log."""

    def read(self, data: bytes) -> Iterator[Gelezen]:
        kolommen = self.vorm.kolommen
        rows = read_rows(data, all_headings(kolommen))
        reader = Rijlezer(match_headings(kolommen, next(rows, Rij(1, []))))
        absent = {kolom.sleutel: None for kolom in kolommen}
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            self.outcome.gelezen += 1
            if self.outcome.gelezen > MAX_REGELS:
                raise refusal(BESTAND_TE_GROOT, f"Ten hoogste {MAX_REGELS} regels per bestand.")
            values, findings = reader(row)
            values = absent | values
            key = tuple(values[name] for name in self.vorm.sleutel)
            if None not in key and (first := seen.setdefault(key, row.nummer)) != row.nummer:
                findings.append(_twice(self.vorm.sleutel, first))
            if findings:
                self.found[row.nummer] += findings
            yield Gelezen(row.nummer, values, bool(findings))

    def steps(self) -> Iterator[tuple[int, int]]:
        """Ranges of row numbers, (after, up to and including)."""
        with connection.cursor() as cursor:
            cursor.execute("select coalesce(max(nr), 0) from aangeleverd")
            last = cursor.fetchone()[0]
        for after in range(0, last, STAP):
            yield after, min(after + STAP, last)

    def add(self, findings: Mapping[int, Sequence[Bevinding]]) -> list[int]:
        """Takes them in, each code once per column; which rows have an error by it."""
        for number, new in findings.items():
            known = {(f.code, f.veld) for f in self.found[number]}
            self.found[number] += [f for f in new if (f.code, f.veld) not in known]
        return [number for number, new in findings.items() if errors_of(new)]


def _twice(sleutel: Sequence[str], first: int) -> Bevinding:
    veld = ", ".join(sleutel)
    return DUBBEL_IN_BESTAND.bevinding(veld, f"Dit kenmerk staat ook op rij {first}.")


def copy_rows(table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """COPY into a staging table."""
    statement = sql.SQL("copy {} ({}) from stdin").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
