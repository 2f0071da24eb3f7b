"""Status of a knipronde: which step may follow which; a test walks every pair."""

from core.overgangen import require_step
from knippen.choices import Rondestatus as S

OVERGANGEN: dict[S, frozenset[S]] = {
    S.CONCEPT: frozenset({S.OPEN}),
    S.OPEN: frozenset({S.CONCEPT, S.GESLOTEN}),
    S.GESLOTEN: frozenset({S.OPEN}),
}


def require_transition(current: str, new: S) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    require_step(OVERGANGEN, S(current), new, "Deze knipronde")
