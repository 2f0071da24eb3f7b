"""Which figures of a table with totals stay hidden, so that no small one can be computed.

A table is a mapping of (row, column) to a count. Shown beside it are the total of every row, of
every column and of the whole; a zero is always shown, for nobody is found back in it. Hidden are
the counts from 1 below the threshold, totals too, and for each of those the three others of a
rectangle in which all four can move up and down together by one without a shown figure changing or
a hidden one becoming zero. Each hidden figure then has at least two values that fit everything
that is shown. Pure: no ORM, no clock.
"""

from collections.abc import Mapping
from itertools import product

TOTAAL = "totaal"
Cel = tuple[str, str]


def with_totals(table: Mapping[Cel, int]) -> dict[Cel, int]:
    """The table with (row, TOTAAL), (TOTAAL, column) and (TOTAAL, TOTAAL)."""
    whole = dict(table)
    for (row, column), count in table.items():
        for cell in ((row, TOTAAL), (TOTAAL, column), (TOTAAL, TOTAAL)):
            whole[cell] = whole.get(cell, 0) + count
    return whole


def suppressed(table: Mapping[Cel, int], threshold: int) -> frozenset[Cel]:
    """The cells of `with_totals(table)` to hide."""
    whole = with_totals(table)
    small = sorted(cell for cell, count in whole.items() if 0 < count < threshold)
    hidden: set[Cel] = set()
    for cell in sorted(small, key=_is_total):
        hidden.update(_cheapest(whole, cell, hidden | set(small)))
    return frozenset(hidden)


def _is_total(cell: Cel) -> bool:
    return TOTAAL in cell


def _cheapest(whole: Mapping[Cel, int], cell: Cel, hidden: set[Cel]) -> tuple[Cel, ...]:
    """The rectangle through `cell` that hides the fewest totals, then the fewest cells and people.

    There always is one: a cell with its totals and that of the whole can move up together.
    """
    row, column = cell
    rows = {r for r, _c in whole} - {row}
    columns = {c for _r, c in whole} - {column}
    found = []
    for other_row, other_column in product(sorted(rows), sorted(columns)):
        corners = (cell, (row, other_column), (other_row, other_column), (other_row, column))
        if not _moves(whole, corners):
            continue
        new = [corner for corner in corners if corner not in hidden]
        cost = (sum(map(_is_total, new)), len(new), sum(whole[c] for c in new))
        found.append((cost, corners))
    return min(found)[1]


def _moves(whole: Mapping[Cel, int], corners: tuple[Cel, ...]) -> bool:
    """Whether the four can change by one, in turn up and down, and all stay one or more.

    A total stands on the other side of its sum, so it goes against the cells beside it.
    """
    counts = [whole.get(corner, 0) for corner in corners]
    if not all(counts):
        return False
    steps = [1 if at % 2 == 0 else -1 for at in range(4)]
    steps = [
        -step if (row == TOTAAL) != (column == TOTAAL) else step
        for step, (row, column) in zip(steps, corners, strict=True)
    ]
    return any(
        all(count + sign * step >= 1 for count, step in zip(counts, steps, strict=True))
        for sign in (1, -1)
    )
