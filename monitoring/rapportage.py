"""What the screens show of a quarterly report: totals, last quarter, the year, and files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from core.actor import Actor
from core.fouten import Foutcode, Ongeldig
from core.importexport.kolommen import heading_key
from core.importexport.lezen import read_rows
from core.models import Organisatie
from core.policies import scoped
from core.ui.formats import format_euro, format_number
from monitoring.models import Kwartaalrapportage, Rapportregel, Subsidieindex
from monitoring.rules import Indexcijfer, Maximumtarief, maximum_tariffs
from monitoring.services.jeugdzorgplus import AANTALLEN, CIJFERS, KORT

KOP_ONTBREEKT = Foutcode("kop_ontbreekt", "Een kolom ontbreekt in het bestand.", "R-CON-10")
GEMEENTE_ONBEKEND = Foutcode(
    "rapportgemeente_onbekend", "Deze gemeente doet niet mee in het portaal.", "R-CON-10"
)
#: What adds up over gemeenten.
OPTELBAAR = AANTALLEN
KORTE = {name: short for (name, _label), short in zip(CIJFERS, KORT, strict=True)}
#: What adds up over the quarters of a year; of the others the first or last quarter tells.
PER_JAAR = ("instroom", "uitstroom", "heropnames")


@dataclass(frozen=True)
class Cel:
    """`verschil` is the difference with the last quarter in words, empty when there is none."""

    label: str
    tekst: str
    verschil: str = ""
    getal: bool = True


@dataclass(frozen=True)
class Overzicht:
    koppen: list[str]
    rijen: list[tuple[str, list[Cel]]]
    totaal: list[Cel]
    vorige: str


def tariffs(actor: Actor) -> list[Maximumtarief]:
    rows = scoped(actor, Subsidieindex).order_by("jaar")
    return maximum_tariffs(
        Indexcijfer(
            row.jaar,
            row.personeel,
            row.materieel,
            row.personeel_definitief,
            row.materieel_definitief,
        )
        for row in rows
    )


def previous_of(actor: Actor, row: Kwartaalrapportage) -> Kwartaalrapportage | None:
    """That of the same aanbieder over the quarter before, also of the tijdvak before."""
    rows = scoped(actor, Kwartaalrapportage).filter(
        ontvanger__aanbieder=row.ontvanger.aanbieder_id, begindatum__lt=row.begindatum
    )
    found: Kwartaalrapportage | None = rows.order_by("-begindatum").first()
    return found


def lines_of(actor: Actor, row: Kwartaalrapportage | None) -> dict[UUID, Rapportregel]:
    """By gemeente; of a report that the actor may not read yet none."""
    if row is None:
        return {}
    rows = scoped(actor, Rapportregel).filter(rapportage=row).select_related("gemeente")
    return {line.gemeente_id: line for line in rows.order_by("gemeente__naam")}


def overview(actor: Actor, row: Kwartaalrapportage) -> Overzicht:
    """Every gemeente with its figures, the totals, and what differs from the last quarter."""
    before = previous_of(actor, row)
    lines, earlier = lines_of(actor, row), lines_of(actor, before)
    return Overzicht(
        koppen=[label for _name, label in CIJFERS],
        rijen=[(line.gemeente.naam, _cells(line, earlier.get(pk))) for pk, line in lines.items()],
        totaal=_totals(lines.values(), earlier.values()),
        vorige=before.periode_naam if before and earlier else "",
    )


def year_to_date(actor: Actor, row: Kwartaalrapportage) -> Overzicht:
    """Cumulative over the year (art. 16): beginstand of the first quarter, eindstand of this one,
    and the sum of what adds up. Unique cliënten and averages over a year do not follow from those
    of quarters, so they are not shown.
    """
    reports = scoped(actor, Kwartaalrapportage).filter(
        ontvanger=row.ontvanger_id,
        begindatum__year=row.begindatum.year,
        begindatum__lte=row.begindatum,
    )
    found = scoped(actor, Rapportregel).filter(rapportage__in=reports)
    sums: dict[UUID, dict[str, Any]] = {}
    for line in found.select_related("gemeente", "rapportage").order_by(
        "gemeente__naam", "rapportage__begindatum"
    ):
        own = sums.setdefault(line.gemeente_id, {"naam": line.gemeente.naam})
        first = line.rapportage.begindatum.month == 1
        own.setdefault("beginstand", line.beginstand if first else 0)
        own["eindstand"] = line.eindstand if line.rapportage_id == row.pk else 0
        for name in PER_JAAR:
            own[name] = own.get(name, 0) + getattr(line, name)
    names = [(n, label) for n, label in CIJFERS if n in (*PER_JAAR, "beginstand", "eindstand")]
    return Overzicht(
        koppen=[label for _name, label in names],
        rijen=[
            (own["naam"], [Cel(KORTE[n], format_number(own[n])) for n, label in names])
            for own in sums.values()
        ],
        totaal=[
            Cel(KORTE[n], format_number(sum(own[n] for own in sums.values()))) for n, label in names
        ],
        vorige="",
    )


def _cells(line: Rapportregel, earlier: Rapportregel | None) -> list[Cel]:
    cells = []
    for name, _label in CIJFERS:
        value, was = getattr(line, name), getattr(earlier, name, None)
        cells.append(
            Cel(KORTE[name], _text(name, value), _change(name, value, was), name != "afwijkingen")
        )
    return cells


def _text(name: str, value: Any) -> str:
    if name == "gemiddelde_kosten":
        return format_euro(value)
    return (value or "–") if isinstance(value, str) else format_number(value)


def _change(name: str, value: Any, was: Any) -> str:
    if isinstance(value, str) or value is None or was is None or value == was:
        return ""
    more = value - was
    number = format_euro(abs(more)) if name == "gemiddelde_kosten" else format_number(abs(more))
    return f"{'+' if more > 0 else '−'}{number}"


def _totals(lines: Iterable[Rapportregel], earlier: Iterable[Rapportregel]) -> list[Cel]:
    now, then = list(lines), list(earlier)
    cells = []
    for name, _label in CIJFERS:
        if name not in OPTELBAAR:
            cells.append(Cel(KORTE[name], "", getal=name != "afwijkingen"))
            continue
        total = sum(getattr(line, name) for line in now)
        was = sum(getattr(line, name) for line in then) if then else None
        cells.append(Cel(KORTE[name], format_number(total), _change(name, total, was)))
    return cells


def ends_before(actor: Actor, row: Kwartaalrapportage) -> list[tuple[str, int]]:
    """(gemeente, eindstand of the last quarter), to begin with; those that are not nought."""
    lines = lines_of(actor, previous_of(actor, row)).values()
    return [(line.gemeente.naam, line.eindstand) for line in lines if line.eindstand]


def initial_of(
    actor: Actor, row: Kwartaalrapportage, gemeenten: Sequence[Organisatie]
) -> dict[str, Any]:
    """What the form begins with: what was kept, else the beginstand from the last quarter."""
    lines = lines_of(actor, row)
    earlier = {} if lines else lines_of(actor, previous_of(actor, row))
    found: dict[str, Any] = {"toelichting": row.toelichting, "versie": row.versie}
    for gemeente in gemeenten:
        if line := lines.get(gemeente.pk):
            found |= {f"g{gemeente.code}-{n}": getattr(line, n) for n, _label in CIJFERS}
        elif line := earlier.get(gemeente.pk):
            found[f"g{gemeente.code}-beginstand"] = line.eindstand
    return found


def read_file(data: bytes, gemeenten: Sequence[Organisatie]) -> dict[str, str]:
    """The fields of the form, as typed in the file (CSV or Excel, headings as in the export).

    Raises Ongeldig: `bestand_…`, `kop_ontbreekt`, `gemeente_onbekend` with the row it is in.
    """
    wanted = ["gemeentecode", *(name for name, _label in CIJFERS)]
    rows = read_rows(data, wanted)
    heads = [heading_key(str(cell or "")) for cell in next(rows).cellen]
    places = {name: heads.index(heading_key(name)) for name in wanted if heading_key(name) in heads}
    if missing := [name for name in wanted if name not in places]:
        reden = f"De kolom {missing[0]} ontbreekt. Gebruik het bestand dat je hier ophaalt."
        raise Ongeldig(bevindingen=[KOP_ONTBREEKT.bevinding("bestand", reden)])
    known = {g.code for g in gemeenten}
    found: dict[str, str] = {}
    wrong = []
    for row in rows:
        cells = [*row.cellen, *[""] * len(heads)]
        code = _typed(cells[places["gemeentecode"]]).zfill(4)
        if code not in known:
            wrong.append(GEMEENTE_ONBEKEND.bevinding("bestand", f"Rij {row.nummer}: gemeentecode."))
            continue
        for name, _label in CIJFERS:
            found[f"g{code}-{name}"] = _typed(cells[places[name]])
    if wrong:
        raise Ongeldig(bevindingen=wrong[:20])
    return found


def _typed(cell: Any) -> str:
    """As a person would type it here: `1234,5`; a point before one or two digits is a comma."""
    if isinstance(cell, float | Decimal):
        text = f"{Decimal(str(cell)).normalize():f}"
        return text.replace(".", ",")
    text = str(cell if cell is not None else "").strip()
    head, point, tail = text.partition(".")
    if point and head.isdigit() and tail.isdigit() and len(tail) < 3:
        return f"{head},{tail}"
    return text.removeprefix("'")
