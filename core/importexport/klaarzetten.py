"""Set-based import: COPY the rows into a staging table, one statement to check, one to insert.

The measured way for large files: as fast as the database can, with every error per row.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from psycopg import sql

from core.actor import Actor
from core.constraints import meaning_of
from core.fouten import REGISTER, Bevinding, Niveau, errors_of
from core.importexport.inlezen import Bevindingen, Regel, Verwerkt
from core.importexport.kolommen import Kolom, Soort

_TYPES: Mapping[Soort, str] = {
    Soort.GEHEEL: "bigint",
    Soort.DECIMAAL: "numeric",
    Soort.DATUM: "date",
    Soort.JA_NEE: "boolean",
}


@dataclass(frozen=True)
class Klaarzetten:
    """A Verwerker made of two statements.

    `controle` selects (regel_nr, code, veld, reden) of what is wrong in table `klaargezet`, which
    has the columns of the import, `regel_nr` and `fout_in_regel`; `invoer` stores from `goed`, its
    rows without error, and may select how many rows it added and how many it changed. `controle`
    is asked again as long as it finds more wrong rows: a row may lean on one that falls out.

    Both get the `parameters` by name, and `aanwezig`, the columns that the file has. A code must be
    in the register of error codes or declared by a constraint; a warning does not keep its row out.
    The staging table lives as long as the batch.
    """

    kolommen: Sequence[Kolom]
    controle: str
    invoer: str
    types: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, actor: Actor, regels: Sequence[Regel]) -> Verwerkt:
        given = {**self.parameters, "aanwezig": sorted(regels[0].aanwezig)}
        with connection.cursor() as cursor:
            self._stage(cursor, regels)
            found = self._check(cursor, given)
            cursor.execute(
                "create temporary view goed as select * from klaargezet where not fout_in_regel"
            )
            cursor.execute(self.invoer, given)
            counts = cursor.fetchone() if cursor.description else None
            cursor.execute("drop view goed")
            cursor.execute("drop table klaargezet")
        return Verwerkt(found, *(counts or ()))

    def _check(self, cursor: Any, given: Mapping[str, Any]) -> Bevindingen:
        found: dict[int, dict[tuple[str, str], Bevinding]] = defaultdict(dict)
        wrong: set[int] = set()
        while True:
            cursor.execute(self.controle, given)
            for number, code, veld, reden in cursor.fetchall():
                found[number].setdefault((code, veld), _finding(code, veld, reden))
            more = {nr for nr, kept in found.items() if errors_of(kept.values())} - wrong
            if not more:
                return {number: list(kept.values()) for number, kept in found.items()}
            wrong |= more
            cursor.execute(
                "update klaargezet set fout_in_regel = true where regel_nr = any(%s)", [list(more)]
            )

    def _stage(self, cursor: Any, regels: Sequence[Regel]) -> None:
        names = [kolom.sleutel for kolom in self.kolommen]
        kinds = [
            self.types.get(kolom.sleutel, _TYPES.get(kolom.soort, "text"))
            for kolom in self.kolommen
        ]
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind))
            for name, kind in zip(names, kinds, strict=True)
        )
        cursor.execute(
            sql.SQL(
                "create temporary table klaargezet (regel_nr bigint primary key, "
                "fout_in_regel boolean not null default false, {}) on commit drop"
            ).format(columns)
        )
        target = sql.SQL("copy klaargezet (regel_nr, {}) from stdin").format(
            sql.SQL(", ").join(map(sql.Identifier, names))
        )
        with cursor.copy(target) as copy:
            for regel in regels:
                copy.write_row((regel.nummer, *(regel.waarden.get(name) for name in names)))
        cursor.execute("analyze klaargezet")


def _finding(code: str, veld: str, reden: str) -> Bevinding:
    """Raises KeyError for a code that nobody declared."""
    if known := REGISTER.get(code):
        return known.bevinding(veld, reden or known.betekenis)
    return Bevinding(code, Niveau.FOUT, veld, reden or meaning_of(code))
