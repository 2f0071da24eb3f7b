"""No hidden figure can be computed from what is shown (D1): proven by trying every table."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kennispunt.onderdrukken import TOTAAL, suppressed, with_totals

KLEIN = 5


def equations(rows, columns):
    """Sums that a reader can make: every row, every column, and the totals themselves."""
    lines = [*rows, TOTAAL]
    for row in lines:
        yield (row, TOTAAL), [(row, column) for column in columns]
    for column in [*columns, TOTAAL]:
        yield (TOTAAL, column), [(row, column) for row in rows]


def tables(draw):
    rows = [f"r{n}" for n in range(draw(st.integers(1, 5)))]
    columns = [f"k{n}" for n in range(draw(st.integers(1, 4)))]
    number = st.one_of(st.just(0), st.integers(1, 6), st.integers(0, 60))
    return {cell: draw(number) for cell in product(rows, columns)}


def other_values(table, hidden):
    """Per hidden cell whether another whole table, with the same shown figures, has another value.

    Walks the moves that keep every sum: along the hidden cells as roads between rows and columns,
    where a cell may go down only while it stays one or more.
    """
    whole = with_totals(table)

    def may(cell, up):
        total = (cell[0] == TOTAAL) != (cell[1] == TOTAAL)
        rises = up != total
        return rises or whole[cell] >= 2

    def reaches(start, goal, without):
        seen, todo = {start}, [start]
        while todo:
            node = todo.pop()
            for cell in hidden:
                if cell == without:
                    continue
                row, column = ("r", cell[0]), ("k", cell[1])
                for a, b, up in ((row, column, True), (column, row, False)):
                    if node == a and b not in seen and may(cell, up):
                        seen.add(b)
                        todo.append(b)
        return goal in seen

    found = set()
    for cell in hidden:
        row, column = ("r", cell[0]), ("k", cell[1])
        up = may(cell, True) and reaches(column, row, cell)
        down = may(cell, False) and reaches(row, column, cell)
        if up or down:
            found.add(cell)
    return found


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_hidden_figure_has_another_value_that_fits(data):
    table = tables(data.draw)
    hidden = suppressed(table, KLEIN)
    assert other_values(table, hidden) == hidden


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_small_figure_is_hidden_and_no_zero(data):
    table = tables(data.draw)
    hidden = suppressed(table, KLEIN)
    whole = with_totals(table)
    assert {cell for cell, number in whole.items() if 0 < number < KLEIN} <= hidden
    assert all(whole[cell] for cell in hidden)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_by_brute_force_on_little_tables(data):
    """Every table of 2 x 2 up to 9 that shows the same, tried one by one."""
    cells = list(product("ab", "xy"))
    table = {cell: data.draw(st.integers(0, 7)) for cell in cells}
    hidden = suppressed(table, KLEIN)
    whole = with_totals(table)
    seen = {cell: set() for cell in hidden}
    for values in product(range(10), repeat=4):
        other = with_totals(dict(zip(cells, values, strict=True)))
        same = all(other[c] == whole[c] for c in whole if c not in hidden)
        if same and all(other[c] >= 1 for c in hidden):
            for cell in hidden:
                seen[cell].add(other[cell])
    assert all(len(values) > 1 for values in seen.values())


@pytest.mark.parametrize(
    ("table", "verborgen"),
    [
        pytest.param({("a", "x"): 9, ("b", "x"): 8}, set(), id="nothing small"),
        pytest.param({("a", "x"): 0, ("b", "x"): 8}, set(), id="a zero is shown"),
        pytest.param(
            {("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 9, ("b", "y"): 9},
            {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")},
            id="one small one takes a rectangle",
        ),
        pytest.param(
            {("a", "x"): 3},
            {("a", "x"), ("a", TOTAAL), (TOTAAL, "x"), (TOTAAL, TOTAAL)},
            id="one cell takes all its totals",
        ),
    ],
)
def test_cases(table, verborgen):
    assert suppressed(table, KLEIN) == verborgen


def test_only_ones_are_not_given_away_by_their_sum():
    """Four ones with totals of two: no other table of ones and more has those sums."""
    table = {(r, c): 1 for r in "ab" for c in "xy"}
    hidden = suppressed(table, KLEIN)
    assert other_values(table, hidden) == hidden


def test_a_large_region_is_quick_and_keeps_most():
    table = {
        (f"g{g}", f"l{band}"): (g * 7 + band * 13) % 40 for g in range(14) for band in range(5)
    }
    hidden = suppressed(table, KLEIN)
    assert len(hidden) < 45
    assert (TOTAAL, TOTAAL) not in hidden
