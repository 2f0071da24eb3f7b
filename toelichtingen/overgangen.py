"""Status of a toelichtingsverzoek: which step may follow which; a test walks every pair."""

from toelichtingen.choices import Verzoekstatus as S

OVERGANGEN: dict[S, frozenset[S]] = {
    S.OPEN: frozenset({S.BEANTWOORD, S.INGETROKKEN}),
    S.BEANTWOORD: frozenset({S.AANVULLING}),
    #: Withdrawing a supplement leaves the answer that was there.
    S.AANVULLING: frozenset({S.BEANTWOORD}),
    S.INGETROKKEN: frozenset(),
}
