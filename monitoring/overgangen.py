"""Status of a request and of a quarterly report: which step may follow which; a test walks every
pair.
"""

from core.fouten import STATUS_OVERGANG, Conflict, VersieVerouderd
from monitoring.choices import Rapportagestatus, Uitvraagstatus

#: An answer may be corrected until it is accepted; what was accepted may be asked again.
UITVRAAG: dict[Uitvraagstatus, frozenset[Uitvraagstatus]] = {
    Uitvraagstatus.GEVRAAGD: frozenset({Uitvraagstatus.BEANTWOORD}),
    Uitvraagstatus.BEANTWOORD: frozenset(
        {Uitvraagstatus.BEANTWOORD, Uitvraagstatus.OPNIEUW, Uitvraagstatus.AANVAARD}
    ),
    Uitvraagstatus.OPNIEUW: frozenset({Uitvraagstatus.BEANTWOORD}),
    Uitvraagstatus.AANVAARD: frozenset({Uitvraagstatus.OPNIEUW}),
}
#: Until it is handed in a report is saved as often as wanted; OZJT may give it back.
RAPPORTAGE: dict[Rapportagestatus, frozenset[Rapportagestatus]] = {
    Rapportagestatus.CONCEPT: frozenset({Rapportagestatus.INGEDIEND}),
    Rapportagestatus.INGEDIEND: frozenset({Rapportagestatus.CONCEPT, Rapportagestatus.BEOORDEELD}),
    Rapportagestatus.BEOORDEELD: frozenset(),
}


def require_uitvraag(current: str, new: Uitvraagstatus) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if new not in UITVRAAG[Uitvraagstatus(current)]:
        raise _refused("Deze uitvraag", Uitvraagstatus(current).label, new.label)


def require_rapportage(current: str, new: Rapportagestatus) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if new not in RAPPORTAGE[Rapportagestatus(current)]:
        raise _refused("Deze rapportage", Rapportagestatus(current).label, new.label)


def require_concept(current: str) -> None:
    """Raises Conflict (409, `status_overgang`) for a report that was handed in."""
    if current != Rapportagestatus.CONCEPT:
        reden = "Deze rapportage is ingediend en verandert niet meer."
        raise Conflict(reden, code=STATUS_OVERGANG.code)


def require_version(current: int, seen: int | None) -> None:
    """Raises VersieVerouderd when it is no longer what the actor looked at."""
    if seen is not None and seen != current:
        raise VersieVerouderd("Dit is intussen veranderd. Bekijk het opnieuw.")


def _refused(what: str, current: str, new: str) -> Conflict:
    reden = f"{what} is {current.lower()} en kan niet {new.lower()} worden."
    return Conflict(reden, code=STATUS_OVERGANG.code)
