"""The reviewed table of who may what: `rechten.csv`, one line per method of a route."""

import csv
from pathlib import Path

from tests.matrix.wereld import WIE

PAD = Path(__file__).with_name("rechten.csv")


def read() -> dict[str, dict[str, bool]]:
    """`GET /toewijzingen` → role → may. J is yes, N is no, anything else is a mistake."""
    with PAD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == ("route", "methode", *WIE)
    table = {f"{row['methode']} /{row['route']}": row for row in rows}
    assert len(table) == len(rows), "a line stands in it twice"
    return {
        name: {wie: {"J": True, "N": False}[row[wie]] for wie in WIE} for name, row in table.items()
    }
