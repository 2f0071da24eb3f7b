"""A workbook of several lists, read as one: every sheet is good and stored, or nothing is.

Each sheet is an Importschema; its `titel` is the name of the sheet. A sheet that is not in the file
stays as it is, and so does one with a heading only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db import connection, transaction

from core.actor import Actor
from core.fouten import Bevinding, Foutcode, Ongeldig
from core.handeling import set_history_context
from core.importexport.inlezen import Importschema, Importuitkomst, good_rows, match_headings, twice
from core.importexport.kolommen import heading_key
from core.importexport.lezen import BESTAND_LEEG, Rij, read_sheets, refusal

BLAD_ONBEKEND = Foutcode("blad_onbekend", "Een blad van het werkboek kent deze import niet.")
#: A sheet for people to read; passed over when the file comes back.
TOELICHTING = "toelichting"

Uitkomsten = dict[str, Importuitkomst]


def open_sheets(
    schemas: Sequence[Importschema], data: bytes
) -> dict[str, tuple[Importschema, Iterator[Rij]]]:
    """By the code of its schema, in the order of `schemas`. Raises Ongeldig: `blad_onbekend` for a
    sheet that belongs to nothing, `bestand_leeg` without one that does, `bestand_…`.
    """
    sheets = {heading_key(name): (name, rows) for name, rows in read_sheets(data).items()}
    sheets.pop(TOELICHTING, None)
    known = {heading_key(schema.titel): schema for schema in schemas}
    names = ", ".join(schema.titel for schema in schemas)
    if strange := [name for key, (name, _rows) in sheets.items() if key not in known]:
        reden = f"Het blad ‘{strange[0][:40]}’ hoort hier niet. Wel: {names}."
        raise Ongeldig(
            code=BLAD_ONBEKEND.code, bevindingen=[BLAD_ONBEKEND.bevinding("bestand", reden)]
        )
    if not sheets:
        raise refusal(BESTAND_LEEG, f"Er staat geen blad in het bestand. Wel: {names}.")
    return {s.code: (s, sheets[key][1]) for key, s in known.items() if key in sheets}


def check_workbook(schemas: Sequence[Importschema], data: bytes) -> None:
    """Raises Ongeldig when the file is no workbook of these sheets and columns, naming all."""
    findings: list[Bevinding] = []
    for schema, rows in open_sheets(schemas, data).values():
        try:
            match_headings(schema.kolommen, next(rows, Rij(1, [])))
        except Ongeldig as exc:
            findings += _of_sheet(schema, exc.bevindingen)
    if findings:
        raise Ongeldig(code=findings[0].code, bevindingen=findings)


def run_workbook(
    actor: Actor, code: str, schemas: Sequence[Importschema], data: bytes, *, proef: bool
) -> Uitkomsten:
    """Per sheet what was found; stored only when no row of any sheet has an error, and not `proef`.

    Sheets are stored in the order of `schemas`, so that a row may lean on one of a sheet before. As
    with `run_import` a dry run does all of it and undoes it, and one import of `code` runs at a
    time. Raises Ongeldig when the file as a whole is no good; Constraintconflict, Conflict.
    """
    return twice(lambda: _attempt(actor, code, schemas, data, proef))


def _attempt(
    actor: Actor, code: str, schemas: Sequence[Importschema], data: bytes, proef: bool
) -> Uitkomsten:
    with transaction.atomic():
        set_history_context(actor)
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
            cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"import:{code}"])
        done = {
            name: _one_sheet(actor, schema, rows, proef)
            for name, (schema, rows) in open_sheets(schemas, data).items()
        }
        good = all(outcome.geldig for outcome in done.values())
        if proef or not good:
            transaction.set_rollback(True)
        else:
            for outcome in done.values():
                outcome.opgeslagen = outcome.goed
    return done


def _one_sheet(
    actor: Actor, schema: Importschema, rows: Iterator[Rij], proef: bool
) -> Importuitkomst:
    outcome = Importuitkomst(proef, nieuw=0, gewijzigd=0)
    found: dict[int, list[Bevinding]] = defaultdict(list)
    try:
        regels = list(good_rows(schema, rows, found, outcome))
    except Ongeldig as exc:
        raise Ongeldig(code=exc.code, bevindingen=_of_sheet(schema, exc.bevindingen)) from exc
    if regels:
        done = schema.verwerk(actor, regels)
        outcome.count(done)
        for number, findings in done.bevindingen.items():
            found[number].extend(findings)
    outcome.conclude(found)
    return outcome


def _of_sheet(schema: Importschema, findings: Iterable[Bevinding]) -> list[Bevinding]:
    return [
        Bevinding(f.code, f.niveau, "bestand", f"Blad {schema.titel}: {f.reden}", f.regel)
        for f in findings
    ]


def is_good(done: Mapping[str, Importuitkomst]) -> bool:
    return all(outcome.geldig for outcome in done.values())
