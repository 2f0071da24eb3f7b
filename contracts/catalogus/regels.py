"""Rules on values of the catalogue; each gives findings, none looks anything up (R-SEG-2, D-05)."""

import datetime
from collections.abc import Sequence

from core.fouten import PERIODE_ONGELDIG, Bevinding, Foutcode
from core.ui.formats import format_long_date

#: The only codes that are verified (R-SEG-3); every other one is invented and says so.
OFFICIEEL = frozenset({"ABGII", "ABHIR", "ABHIA"})
VERZONNEN = "D"
DAG = datetime.timedelta(days=1)

INGANG_VERLEDEN = Foutcode(
    "ingangsdatum_verleden", "Een wijziging gaat vandaag in of later, nooit eerder.", "R-SEG-2"
)
EINDE_VERLEDEN = Foutcode(
    "einddatum_verleden", "Wat eindigt, geldt ten minste tot en met vandaag.", "R-SEG-2"
)
CODE_NIET_OFFICIEEL = Foutcode(
    "productcode_niet_officieel",
    "Officieel zijn alleen ABGII, ABHIR en ABHIA; elke andere productcode begint met een D.",
    "R-SEG-3",
)
CODE_BESTAAT = Foutcode(
    "code_bestaat", "Deze code bestaat al. Een code wordt nooit opnieuw gebruikt.", "D-05"
)
VELD_LIGT_VAST = Foutcode(
    "veld_ligt_vast",
    "Dit gegeven ligt vast zodra de regel er is; maak zo nodig een nieuwe.",
    "D-05",
)
NIETS_GEWIJZIGD = Foutcode("niets_gewijzigd", "Er is niets gewijzigd; pas iets aan of stop.")
PRODUCT_NODIG = Foutcode(
    "product_nodig",
    "Contracten of toewijzingen gebruiken dit product nog; bevestig dat je dat weet.",
    "R-TOE-10",
)
PERCEEL_GECONTRACTEERD = Foutcode(
    "perceel_gecontracteerd",
    "Er lopen nog contracten op dit perceel; laat die eerst aflopen.",
    "R-CON-2",
)
BUITEN_PERIODE = Foutcode(
    "buiten_periode", "De periode valt buiten die van het perceel of het product.", "R-SEG-2"
)
PERIODE_GAT = Foutcode(
    "periode_gat",
    "Tussen de vorige en deze periode geldt het niet; sluit aan, of bevestig het gat.",
    "R-SEG-2",
)
BEGINT_LATER = Foutcode(
    "begint_na_einde", "Er staat al iets klaar dat later begint; haal dat eerst weg.", "R-SEG-2"
)
AL_BEGONNEN = Foutcode(
    "al_begonnen", "Dit geldt al; geef een einddatum in plaats van het weg te halen.", "R-SEG-2"
)
MUTATIE_VOORBIJ = Foutcode(
    "mutatie_voorbij", "Deze geplande wijziging is al toegepast of ingetrokken.", "R-SEG-2"
)

Datum = datetime.date | None


def check_productcode(code: str) -> list[Bevinding]:
    """R-SEG-3: an official code, or one that begins with a D."""
    if code in OFFICIEEL or code.startswith(VERZONNEN):
        return []
    reden = f"Begin de code met een D. Officieel zijn alleen {', '.join(sorted(OFFICIEEL))}."
    return [CODE_NIET_OFFICIEEL.bevinding("code", reden)]


def check_ingang(day: Datum, peildatum: datetime.date, veld: str) -> list[Bevinding]:
    """Never in the past: toewijzingen were filed on what held then."""
    if day is None or day >= peildatum:
        return []
    reden = f"Kies {format_long_date(peildatum)} of later."
    return [INGANG_VERLEDEN.bevinding(veld, reden)]


def check_einde(begin: datetime.date, einde: Datum, peildatum: datetime.date) -> list[Bevinding]:
    """The last day, inclusive: not before it began, and not before today."""
    if einde is None:
        return []
    if einde < begin:
        reden = f"Kies {format_long_date(begin)} of later; dan begint het."
        return [PERIODE_ONGELDIG.bevinding("einddatum", reden)]
    if einde < peildatum:
        reden = f"Kies {format_long_date(peildatum)} of later; wat voorbij is blijft zoals het was."
        return [EINDE_VERLEDEN.bevinding("einddatum", reden)]
    return []


def check_binnen(
    begin: datetime.date, einde: Datum, grenzen: Sequence[tuple[str, datetime.date, Datum]]
) -> list[Bevinding]:
    """A row lies within the period of each thing it hangs on; `grenzen`: its name and period."""
    found = []
    for naam, first, last in grenzen:
        if begin < first:
            reden = f"{naam} begint pas op {format_long_date(first)}."
            found.append(BUITEN_PERIODE.bevinding("begindatum", reden))
        if last is not None and (einde is None or einde > last):
            reden = f"{naam} eindigt op {format_long_date(last)}; kies die dag of eerder."
            found.append(BUITEN_PERIODE.bevinding("einddatum", reden))
    return found


def gap_before(
    begin: datetime.date, periods: Sequence[tuple[datetime.date, Datum]]
) -> tuple[datetime.date, datetime.date] | None:
    """The days between the last period that ends before `begin` and `begin`, or None."""
    ends = [last for first, last in periods if first < begin and last is not None]
    if not ends or len(ends) < sum(first < begin for first, _last in periods):
        return None
    last = max(ends)
    return (last + DAG, begin - DAG) if last + DAG < begin else None
