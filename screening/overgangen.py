"""Status of a screening: which step may follow which; a test walks every pair."""

from core.fouten import STATUS_OVERGANG, Conflict
from screening.choices import Screeningstatus as Stand

OVERGANGEN: dict[Stand, frozenset[Stand]] = {
    Stand.ONDERZOEK: frozenset({Stand.WEDERHOOR, Stand.TE_BESLUITEN, Stand.GESTOPT}),
    Stand.WEDERHOOR: frozenset({Stand.ONDERZOEK, Stand.GESTOPT}),
    Stand.TE_BESLUITEN: frozenset({Stand.ONDERZOEK, Stand.BESLOTEN, Stand.GESTOPT}),
    Stand.BESLOTEN: frozenset(),
    Stand.GESTOPT: frozenset(),
}


def require_transition(current: str, new: Stand) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    if new not in OVERGANGEN[Stand(current)]:
        raise Conflict(
            f"De stand van deze screening is ‘{Stand(current).label}’; dan kan dit niet.",
            code=STATUS_OVERGANG.code,
        )
