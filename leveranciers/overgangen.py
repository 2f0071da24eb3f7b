"""Steps of a gesprek and of an afspraak; tests walk every pair."""

from core.fouten import STATUS_OVERGANG, Conflict
from leveranciers.choices import Afspraakstatus, Gespreksstatus

GESPREK: dict[Gespreksstatus, frozenset[Gespreksstatus]] = {
    Gespreksstatus.GEPLAND: frozenset({Gespreksstatus.GEHOUDEN, Gespreksstatus.VERVALLEN}),
    Gespreksstatus.GEHOUDEN: frozenset(
        {Gespreksstatus.GEHOUDEN, Gespreksstatus.VASTGESTELD}
    ),  # a concept is written more than once
    Gespreksstatus.VASTGESTELD: frozenset(),
    Gespreksstatus.VERVALLEN: frozenset(),
}
AFSPRAAK: dict[Afspraakstatus, frozenset[Afspraakstatus]] = {
    Afspraakstatus.OPEN: frozenset({Afspraakstatus.GEDAAN, Afspraakstatus.VERVALLEN}),
    Afspraakstatus.GEDAAN: frozenset(),
    Afspraakstatus.VERVALLEN: frozenset(),
}


def require_gesprek(current: str, new: Gespreksstatus) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if new not in GESPREK[Gespreksstatus(current)]:
        _refuse(
            f"Dit gesprek staat op ‘{Gespreksstatus(current).label}’; dat kan nu niet meer anders."
        )


def require_afspraak(current: str, new: Afspraakstatus) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if new not in AFSPRAAK[Afspraakstatus(current)]:
        _refuse(f"Deze afspraak is al {Afspraakstatus(current).label.lower()}.")


def _refuse(reden: str) -> None:
    raise Conflict(reden, code=STATUS_OVERGANG.code)
