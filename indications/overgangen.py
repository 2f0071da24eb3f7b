"""Status of a toewijzing: which step may follow which; a test walks every pair.

To `toegewezen`: extended, or changed in another way than its end (ijw-3.2 §1.7).
"""

from core.fouten import STATUS_OVERGANG, Conflict
from indications.choices import Toewijzingstatus as S

OVERGANGEN: dict[S, frozenset[S]] = {
    S.TOEGEWEZEN: frozenset({S.TOEGEWEZEN, S.BEEINDIGD, S.INGETROKKEN}),
    S.BEEINDIGD: frozenset({S.TOEGEWEZEN, S.BEEINDIGD, S.INGETROKKEN}),
    S.INGETROKKEN: frozenset(),
}


def require_transition(current: str, new: S) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if new not in OVERGANGEN[S(current)]:
        raise Conflict(
            f"Een toewijzing die {S(current).label.lower()} is, "
            f"kan niet {new.label.lower()} worden.",
            code=STATUS_OVERGANG.code,
        )
