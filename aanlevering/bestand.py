"""The content of a file and its findings, sealed: compressed, encrypted, bound to its row."""

import base64
import re
import zlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from stdnum.nl import bsn

from core import kluis
from core.fouten import Bevinding, Niveau
from core.importexport.inlezen import Bestandsvorm, Importuitkomst
from core.importexport.views import kinds_of, shown_rows

_NINE = re.compile(r"(?<!\d)\d{9}(?!\d)", re.ASCII)


def seal(data: bytes, aanlevering_id: UUID, wat: str) -> bytes:
    text = base64.b64encode(zlib.compress(data, 6)).decode("ascii")
    return kluis.encrypt(text, bound_to=f"{wat}:{aanlevering_id}")


def unseal(sealed: bytes | memoryview, aanlevering_id: UUID, wat: str) -> bytes:
    text = kluis.decrypt(sealed, bound_to=f"{wat}:{aanlevering_id}")
    return zlib.decompress(base64.b64decode(text))


def report_of(vorm: Bestandsvorm, data: bytes, outcome: Importuitkomst) -> bytes:
    """What the screen shows: errors by kind, and the first rows. No BSN, wherever it was put."""
    rows = [*shown_rows(vorm, data, outcome)]
    kinds = kinds_of(outcome)
    for row in (*rows, *kinds):
        row |= {name: _hidden(row[name]) for name in ("wie", "cel", "reden") if name in row}
    return orjson.dumps({"soorten": kinds, "rijen": rows, "fouten": outcome.fouten})


def findings_to_json(found: Mapping[int, Sequence[Bevinding]]) -> bytes:
    return orjson.dumps(
        [
            [number, f.code, str(f.niveau), f.veld, f.reden, f.regel]
            for number, kept in found.items()
            for f in kept
        ]
    )


def findings_from_json(text: bytes) -> dict[int, list[Bevinding]]:
    found: dict[int, list[Bevinding]] = {}
    for number, code, niveau, veld, reden, regel in orjson.loads(text):
        found.setdefault(number, []).append(Bevinding(code, Niveau(niveau), veld, reden, regel))
    return found


def load_report(sealed: bytes | memoryview | None, aanlevering_id: UUID) -> dict[str, Any]:
    if sealed is None:
        return {"soorten": [], "rijen": [], "fouten": 0}
    report: dict[str, Any] = orjson.loads(unseal(sealed, aanlevering_id, "rapport"))
    return report


def _hidden(text: str) -> str:
    return _NINE.sub(lambda m: "•••" if bsn.is_valid(m.group()) else m.group(), text)
