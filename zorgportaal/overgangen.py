"""Status of a wijzigingsverzoek: which step may follow which; a test walks every pair."""

from django.utils import timezone

from core.overgangen import require_step
from zorgportaal.choices import Verzoekstatus as S
from zorgportaal.models import Wijzigingsverzoek

OVERGANGEN: dict[S, frozenset[S]] = {
    S.CONCEPT: frozenset({S.INGEDIEND}),
    S.INGEDIEND: frozenset(
        {S.IN_BEHANDELING, S.AANVULLING_GEVRAAGD, S.GOEDGEKEURD, S.AFGEWEZEN, S.INGETROKKEN}
    ),
    S.IN_BEHANDELING: frozenset(
        {S.INGEDIEND, S.AANVULLING_GEVRAAGD, S.GOEDGEKEURD, S.AFGEWEZEN, S.INGETROKKEN}
    ),
    S.AANVULLING_GEVRAAGD: frozenset({S.IN_BEHANDELING, S.AFGEWEZEN, S.INGETROKKEN}),
    S.GOEDGEKEURD: frozenset({S.INGETROKKEN}),  # as long as it waits for its day
    S.AFGEWEZEN: frozenset(),
    S.INGETROKKEN: frozenset(),
}


def require_transition(current: str, new: S) -> None:
    """Raises Conflict (409, `status_overgang`) for a step that the table does not have."""
    require_step(OVERGANGEN, S(current), new, "Dit verzoek")


def close_question(verzoek: Wijzigingsverzoek) -> None:
    """Nobody has to answer any more."""
    verzoek.aanvullingen.filter(beantwoord_op__isnull=True).update(beantwoord_op=timezone.now())
