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
from core.fouten import REGISTER, Bevinding, Niveau
from core.importexport.inlezen import Bevindingen, Regel
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
    has the columns of the import and `regel_nr`; `invoer` inserts from `goed`, its rows without
    error.

    Both get the `parameters` by name. A code must be in the register of error codes; a warning code
    does not keep its row out. The staging table lives as long as the batch.
    """

    kolommen: Sequence[Kolom]
    controle: str
    invoer: str
    types: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, actor: Actor, regels: Sequence[Regel]) -> Bevindingen:
        found: dict[int, list[Bevinding]] = defaultdict(list)
        with connection.cursor() as cursor:
            self._stage(cursor, regels)
            cursor.execute(self.controle, dict(self.parameters))
            for number, code, veld, reden in cursor.fetchall():
                known = REGISTER[code]
                found[number].append(known.bevinding(veld, reden or known.betekenis))
            wrong = [
                number
                for number, findings in found.items()
                if any(finding.niveau == Niveau.FOUT for finding in findings)
            ]
            cursor.execute(
                "create temporary view goed as select * from klaargezet where not fout_in_regel"
            )
            cursor.execute(
                "update klaargezet set fout_in_regel = true where regel_nr = any(%s)", [wrong]
            )
            cursor.execute(self.invoer, dict(self.parameters))
            cursor.execute("drop view goed")
            cursor.execute("drop table klaargezet")
        return found

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
