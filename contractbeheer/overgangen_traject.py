"""Status of a maatregeltraject: which step may follow which; a test walks every pair."""

from typing import Any

from contractbeheer.choices import Trajectstatus as S
from contractbeheer.models import Maatregeltraject
from core.fouten import STATUS_OVERGANG, Conflict

OVERGANGEN: dict[S, frozenset[S]] = {
    S.CONCEPT: frozenset({S.VOORNEMEN, S.OPGELEGD, S.INGETROKKEN}),
    S.VOORNEMEN: frozenset({S.OPGELEGD, S.INGETROKKEN}),
    S.OPGELEGD: frozenset({S.INGETROKKEN}),
    S.INGETROKKEN: frozenset(),
}
WOORD = {
    S.CONCEPT: "een concept",
    S.VOORNEMEN: "een voornemen",
    S.OPGELEGD: "opgelegd",
    S.INGETROKKEN: "ingetrokken",
}


def can_become(current: str, new: S) -> bool:
    return new in OVERGANGEN[S(current)]


def require_transition(current: str, new: S) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if not can_become(current, new):
        raise Conflict(
            f"Deze maatregel is {WOORD[S(current)]} en kan niet meer {WOORD[new]} worden.",
            code=STATUS_OVERGANG.code,
        )


def require_status(traject: Maatregeltraject, *wanted: S) -> None:
    """For an act that leaves the status as it is. Raises Conflict (409, `status_overgang`)."""
    if traject.status not in wanted:
        raise Conflict(
            f"Deze maatregel is {WOORD[S(traject.status)]}; dit kan nu niet.",
            code=STATUS_OVERGANG.code,
        )


def put(traject: Maatregeltraject, **fields: Any) -> None:
    """Save these fields; the version goes up."""
    for name, value in fields.items():
        setattr(traject, name, value)
    traject.versie += 1
    traject.save(update_fields=["versie", *fields])
