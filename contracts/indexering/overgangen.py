"""Status of an indexering: which step may follow which; a test walks every pair."""

from contracts.choices import Indexeringstatus as S
from core.overgangen import require_step

OVERGANGEN: dict[S, frozenset[S]] = {
    S.CONCEPT: frozenset({S.CONCEPT, S.BEREKEND, S.INGETROKKEN}),
    S.BEREKEND: frozenset({S.CONCEPT, S.BEREKEND, S.GEACTIVEERD, S.INGETROKKEN}),
    S.GEACTIVEERD: frozenset({S.INGETROKKEN}),  # until its day
    S.INGETROKKEN: frozenset(),
}


def require_transition(current: str, new: S) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    require_step(OVERGANGEN, S(current), new, "Deze indexering")
