"""Where an overzicht and its results may go next; a test walks every pair."""

from afspraken.choices import Kant, Overzichtstatus, Resultaatstatus

S, R = Overzichtstatus, Resultaatstatus

OVERZICHT: dict[Overzichtstatus, frozenset[Overzichtstatus]] = {
    S.CONCEPT: frozenset({S.BIJ_AANBIEDER}),
    S.BIJ_AANBIEDER: frozenset({S.BIJ_TOEGANG, S.VASTGESTELD}),
    S.BIJ_TOEGANG: frozenset({S.BIJ_AANBIEDER, S.VASTGESTELD}),
    S.VASTGESTELD: frozenset({S.BIJ_AANBIEDER, S.BIJ_TOEGANG, S.AFGESLOTEN}),
    S.AFGESLOTEN: frozenset(),
}
RESULTATEN: dict[Resultaatstatus, frozenset[Resultaatstatus]] = {
    R.BIJ_AANBIEDER: frozenset({R.BIJ_TOEGANG}),
    R.BIJ_TOEGANG: frozenset({R.BIJ_AANBIEDER, R.BEVESTIGD}),
    R.BEVESTIGD: frozenset(),
}
#: Who edits in which state; in the others nobody does.
BEURT: dict[Overzichtstatus, Kant] = {
    S.CONCEPT: Kant.TOEGANG,
    S.BIJ_TOEGANG: Kant.TOEGANG,
    S.BIJ_AANBIEDER: Kant.AANBIEDER,
}
BIJ: dict[Kant, Overzichtstatus] = {
    Kant.TOEGANG: S.BIJ_TOEGANG,
    Kant.AANBIEDER: S.BIJ_AANBIEDER,
}
