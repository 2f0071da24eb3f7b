"""Read a file, check every row and column, and let a service store it: all of it, or the good rows.

Everything happens in one transaction: a dry run, a refusal, a crash or a kill halfway leaves
nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from psycopg.errors import DeadlockDetected

from core.actor import Actor
from core.constraints import Constraintconflict, finding_of
from core.fouten import (
    ONBEKEND_VELD,
    VERPLICHT,
    Bevinding,
    Conflict,
    Foutcode,
    Niveau,
    Ongeldig,
    PortalFout,
    errors_of,
)
from core.handeling import set_history_context
from core.importexport.kolommen import Kolom, Read, as_text, heading_key
from core.importexport.lezen import BESTAND_LEEG, BESTAND_TE_GROOT, Rij, read_rows, refusal
from core.policies import Recht

T = TypeVar("T")
DUBBEL_IN_BESTAND = Foutcode("dubbel_in_bestand", "Deze regel staat twee keer in het bestand.")
KOLOM_ONTBREEKT = Foutcode("kolom_ontbreekt", "Een verplichte kolom staat niet in het bestand.")
KOLOM_DUBBEL = Foutcode("kolom_dubbel", "Een kolom staat twee keer in het bestand.")
REGEL_MISLUKT = Foutcode("regel_mislukt", "De database neemt deze regel niet aan.")

#: The column that a report adds; when the corrected report is handed in again it is passed over.
FOUTENKOLOM = "wat er niet klopt"


class Keuze(StrEnum):
    ALLES = "alles"
    GOEDE = "goede"


@dataclass(frozen=True, slots=True)
class Regel:
    """A row whose cells are all good: values by the service's names.

    `aanwezig` are the columns that the file has; of the others the value is None.
    """

    nummer: int
    waarden: Mapping[str, Any]
    aanwezig: frozenset[str] = frozenset()


Bevindingen = Mapping[int, Sequence[Bevinding]]


@dataclass(frozen=True, slots=True)
class Verwerkt:
    """Findings by row number, and how many rows were added or changed, when somebody counted."""

    bevindingen: Bevindingen = field(default_factory=dict)
    nieuw: int | None = None
    gewijzigd: int | None = None


#: Stores a batch; a row with an error is not stored.
Verwerker = Callable[[Actor, Sequence[Regel]], Verwerkt]
Voortgang = Callable[[int], None]


class Bestandsvorm(Protocol):
    """What a file looks like, whoever takes it in."""

    @property
    def code(self) -> str: ...
    @property
    def titel(self) -> str: ...
    @property
    def kolommen(self) -> Sequence[Kolom]: ...
    @property
    def sleutel(self) -> Sequence[str]: ...
    @property
    def herkenning(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Importschema:
    """What may be imported. `sleutel` names the columns that together occur once in a file;
    `herkenning` those by which a person knows a row again in the report.

    `verwerk` is called with batches of at most `batch` good rows, inside the one transaction.
    `max_regels` is what fits in one request; a set-based `verwerk` can do with far more.
    """

    code: str
    titel: str
    kolommen: Sequence[Kolom]
    recht: Recht
    verwerk: Verwerker
    sleutel: Sequence[str] = ()
    batch: int = 5_000
    max_regels: int = 20_000
    uitleg: str = ""
    herkenning: Sequence[str] = ()


@dataclass
class Importuitkomst:
    """`opgeslagen` is 0 after a dry run or a refusal; `bevindingen` by row number.

    `nieuw` and `gewijzigd` count good rows, also when they are not stored; None: nobody counted.
    """

    proef: bool
    gelezen: int = 0
    goed: int = 0
    opgeslagen: int = 0
    nieuw: int | None = None
    gewijzigd: int | None = None
    bevindingen: dict[int, list[Bevinding]] = field(default_factory=dict)

    def count(self, done: Verwerkt) -> None:
        if done.nieuw is not None:
            self.nieuw = (self.nieuw or 0) + done.nieuw
        if done.gewijzigd is not None:
            self.gewijzigd = (self.gewijzigd or 0) + done.gewijzigd

    def conclude(self, found: Bevindingen) -> None:
        """Everything was read: what was found, and how many rows were good."""
        self.bevindingen = {nr: list(kept) for nr, kept in sorted(found.items()) if kept}
        self.goed = self.gelezen - len(self.foutregels)

    @property
    def geteld(self) -> bool:
        return self.nieuw is not None and self.gewijzigd is not None

    @property
    def ongewijzigd(self) -> int:
        """Good rows that say what the portal knew already; 0 when nobody counted."""
        return self.goed - (self.nieuw or 0) - (self.gewijzigd or 0) if self.geteld else 0

    @property
    def verandert_niets(self) -> bool:
        return self.geteld and not (self.nieuw or self.gewijzigd)

    @property
    def foutregels(self) -> list[int]:
        return sorted(nr for nr, found in self.bevindingen.items() if errors_of(found))

    @property
    def fouten(self) -> int:
        return sum(len(errors_of(found)) for found in self.bevindingen.values())

    @property
    def geldig(self) -> bool:
        return not self.foutregels

    def rows(self) -> Iterator[tuple[int, Bevinding]]:
        """Every finding, by row."""
        for number in sorted(self.bevindingen):
            for finding in self.bevindingen[number]:
                yield number, finding


def run_import(
    actor: Actor,
    schema: Importschema,
    data: bytes,
    *,
    proef: bool,
    keuze: Keuze = Keuze.ALLES,
    progress: Voortgang = lambda gedaan: None,
) -> Importuitkomst:
    """Every finding per row and column at once; stored unless `proef` or, for ALLES, with an error.

    A dry run does all that the real one does and then undoes it, so the two cannot disagree. The
    caller has authorised `schema.recht`. `progress` gets the number of rows read. One import of a
    kind runs at a time. Who changes the same rows by another door at the same moment makes it start
    again, and then the check finds what changed. Raises Ongeldig when the file as a whole is no
    good (`bestand_…`, `kolom_…`) and Constraintconflict or Conflict when the second try fails too.
    """
    return twice(lambda: _attempt(actor, schema, data, proef, keuze, progress))


def twice(attempt: Callable[[], T]) -> T:
    """Once more when somebody else changed the same rows at the same moment."""
    try:
        return attempt()
    except DatabaseError as exc:
        if not _lost_race(exc):
            raise
    try:
        return attempt()
    except IntegrityError as exc:
        raise Constraintconflict(exc) from exc
    except DatabaseError as exc:
        if not _lost_race(exc):
            raise
        raise Conflict() from exc


def _lost_race(exc: DatabaseError) -> bool:
    return isinstance(exc, IntegrityError) or isinstance(exc.__cause__, DeadlockDetected)


def _attempt(
    actor: Actor,
    schema: Importschema,
    data: bytes,
    proef: bool,
    keuze: Keuze,
    progress: Voortgang,
) -> Importuitkomst:
    outcome = Importuitkomst(proef)
    found: dict[int, list[Bevinding]] = defaultdict(list)
    with transaction.atomic():
        set_history_context(actor)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"import:{schema.code}"])
        rows = good_rows(schema, read_rows(data, all_headings(schema.kolommen)), found, outcome)
        while batch := list(islice(rows, schema.batch)):
            done = schema.verwerk(actor, batch)
            outcome.count(done)
            for number, findings in done.bevindingen.items():
                found[number].extend(findings)
            progress(outcome.gelezen)
        if not outcome.gelezen:
            raise refusal(BESTAND_LEEG, "Onder de kopregel staat geen enkele regel.")
        outcome.conclude(found)
        if proef or (keuze == Keuze.ALLES and not outcome.geldig):
            transaction.set_rollback(True)
        else:
            outcome.opgeslagen = outcome.goed
    return outcome


def good_rows(
    schema: Importschema,
    rows: Iterator[Rij],
    found: dict[int, list[Bevinding]],
    outcome: Importuitkomst,
) -> Iterator[Regel]:
    """Rows whose cells are good; what is wrong with the others goes into `found`, by number.

    Counts what it reads in `outcome`. Raises Ongeldig (`kolom_…`, `bestand_te_groot`).
    """
    places = match_headings(schema.kolommen, next(rows, Rij(1, [])))
    absent = {kolom.sleutel: None for kolom in schema.kolommen}
    present = frozenset(kolom.sleutel for _, kolom in places)
    read_row = Rijlezer(places)
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        outcome.gelezen += 1
        if outcome.gelezen > schema.max_regels:
            raise refusal(BESTAND_TE_GROOT, f"Ten hoogste {schema.max_regels} regels per bestand.")
        values, findings = read_row(row)
        key = tuple(values.get(name) for name in schema.sleutel)
        if key and not findings and seen.setdefault(key, row.nummer) != row.nummer:
            reden = f"Dezelfde regel staat ook op rij {seen[key]}."
            findings = [DUBBEL_IN_BESTAND.bevinding(", ".join(schema.sleutel), reden)]
        if findings:
            found[row.nummer].extend(findings)
        else:
            yield Regel(row.nummer, absent | values, present)


def check_file(schema: Bestandsvorm, data: bytes) -> None:
    """Raises Ongeldig when the file is no table, or its columns are not those of the import."""
    rows = read_rows(data, all_headings(schema.kolommen))
    match_headings(schema.kolommen, next(rows, Rij(1, [])))


def all_headings(kolommen: Sequence[Kolom]) -> list[str]:
    return [name for kolom in kolommen for name in (kolom.naam, *kolom.aliassen)]


def match_headings(kolommen: Sequence[Kolom], heading: Rij) -> list[tuple[int, Kolom]]:
    """Where each column stands. Raises Ongeldig naming all missing, double and unknown ones."""
    by_name = {heading_key(n): kolom for kolom in kolommen for n in (kolom.naam, *kolom.aliassen)}
    findings: list[Bevinding] = []
    places: dict[str, tuple[int, Kolom]] = {}
    for at, cel in enumerate(heading.cellen):
        text = as_text(cel)
        kolom = by_name.get(heading_key(text))
        if not text or heading_key(text) == heading_key(FOUTENKOLOM):
            continue
        if kolom is None:
            known = ", ".join(k.naam for k in kolommen)
            findings.append(
                ONBEKEND_VELD.bevinding(
                    text[:60], f"De kolom ‘{text[:60]}’ kent deze import niet. Wel: {known}."
                )
            )
        elif kolom.naam in places:
            reden = f"De kolom {kolom.naam} staat twee keer in het bestand."
            findings.append(KOLOM_DUBBEL.bevinding(kolom.naam, reden))
        else:
            places[kolom.naam] = (at, kolom)
    findings += [
        KOLOM_ONTBREEKT.bevinding(kolom.naam, f"De kolom {kolom.naam} ontbreekt.")
        for kolom in kolommen
        if kolom.verplicht and kolom.naam not in places
    ]
    if findings:
        raise Ongeldig(code=findings[0].code, bevindingen=findings)
    return list(places.values())


class Rijlezer:
    """Reads the cells of rows: values by the service's names, and what is wrong with them.

    Codes and dates come back often in a file, so what a text was read as is remembered, up to so
    many texts per column.
    """

    ONTHOUDEN = 2_000

    def __init__(self, places: Sequence[tuple[int, Kolom]]) -> None:
        self._columns: list[tuple[int, Kolom, str, dict[str, Read]]] = [
            (at, kolom, kolom.sleutel, {}) for at, kolom in places
        ]

    def __call__(self, row: Rij) -> tuple[dict[str, Any], list[Bevinding]]:
        values: dict[str, Any] = {}
        findings: list[Bevinding] = []
        cells, width = row.cellen, len(row.cellen)
        for at, kolom, name, known in self._columns:
            cel = cells[at] if at < width else None
            text = cel if type(cel) is str else None
            read = None if text is None else known.get(text)
            if read is None:
                read = kolom.read(cel)
                if text is not None and len(known) < self.ONTHOUDEN:
                    known[text] = read
            values[name], finding = read
            if finding:
                findings.append(finding)
        return values, findings


def per_row(service: Callable[[Actor, Regel], Sequence[Bevinding] | None]) -> Verwerker:
    """A Verwerker from a service for one row: each row in a savepoint of its own.

    What the service raises (PortalFout, ValidationError, a broken constraint) becomes a finding
    with the code that the form gives; what it returns are warnings.
    """

    def verwerk(actor: Actor, regels: Sequence[Regel]) -> Verwerkt:
        found: dict[int, list[Bevinding]] = {}
        for regel in regels:
            try:
                with transaction.atomic():
                    found[regel.nummer] = list(service(actor, regel) or ())
            except PortalFout as exc:
                whole = Bevinding(exc.code, Niveau.FOUT, "", exc.reden)
                found[regel.nummer] = errors_of(exc.bevindingen) or [whole]
            except ValidationError as exc:
                found[regel.nummer] = findings_of_validation(exc)
            except IntegrityError as exc:
                found[regel.nummer] = [finding_of(exc)]
            except DatabaseError:
                found[regel.nummer] = [REGEL_MISLUKT.bevinding("", REGEL_MISLUKT.betekenis)]
        return Verwerkt(found)

    return verwerk


def findings_of_validation(exc: ValidationError) -> list[Bevinding]:
    """The codes of `full_clean()` per field; Django's codes for what is required become ours."""
    names = {"required": VERPLICHT.code, "null": VERPLICHT.code, "blank": VERPLICHT.code}
    by_field = exc.error_dict if hasattr(exc, "error_dict") else {"": exc.error_list}
    return [
        Bevinding(
            names.get(error.code or "", error.code or "ongeldig"),
            Niveau.FOUT,
            "" if name == "__all__" else name,
            " ".join(error.messages),
        )
        for name, errors in by_field.items()
        for error in errors
    ]


def headings_only(schema: Bestandsvorm) -> Collection[str]:
    """The heading row of an empty file to fill in."""
    return [kolom.naam for kolom in schema.kolommen]
