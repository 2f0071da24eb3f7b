"""Status of a beëindigingsverzoek: which step may follow which; a test walks every pair."""

from contractbeheer.choices import Verzoekstatus as S
from core.overgangen import require_step

OVERGANGEN: dict[S, frozenset[S]] = {
    S.INGEDIEND: frozenset({S.IN_BEHANDELING, S.GOEDGEKEURD, S.AFGEWEZEN, S.INGETROKKEN}),
    S.IN_BEHANDELING: frozenset({S.INGEDIEND, S.GOEDGEKEURD, S.AFGEWEZEN, S.INGETROKKEN}),
    S.GOEDGEKEURD: frozenset(),
    S.AFGEWEZEN: frozenset(),
    S.INGETROKKEN: frozenset(),
}


def require_transition(current: str, new: S) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    require_step(OVERGANGEN, S(current), new, "Dit verzoek")
