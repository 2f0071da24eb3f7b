"""What changed between two texts, in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from afspraken.inhoud import Inhoud, Regel, words

#: A word with the white space after it: put together they are the text again.
_WORD = re.compile(r"\S+\s*|\s+")
GELIJK, WEG, NIEUW = "gelijk", "weg", "nieuw"
#: Beyond so many words on one side only whole texts are set side by side.
MAX_WOORDEN = 1500


@dataclass(frozen=True)
class Verschil:
    """One field: what it was and is; `stukken` are (kind, text), in order of reading."""

    wat: str
    oud: str
    nieuw: str
    stukken: Sequence[tuple[str, str]]


def compare(old: Inhoud, new: Inhoud) -> list[Verschil]:
    """Only what differs, in the order of the overzicht; what was taken out comes at its place."""
    before, after = dict(words(old)), dict(words(new))
    names = _merged(words(old), words(new))
    return [
        Verschil(name, was, now, pieces(was, now))
        for name in names
        if (was := before.get(name, "")) != (now := after.get(name, ""))
    ]


def _merged(old: Sequence[Regel], new: Sequence[Regel]) -> list[str]:
    left, right = [name for name, _text in old], [name for name, _text in new]
    found: list[str] = []
    for _kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        found += [*left[a:b], *right[c:d]]
    return list(dict.fromkeys(found))


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """Those that are no `nieuw` read as the old text, those that are no `weg` as the new."""
    left, right = _WORD.findall(old), _WORD.findall(new)
    if max(len(left), len(right)) > MAX_WOORDEN:
        return [piece for piece in ((WEG, old), (NIEUW, new)) if piece[1]]
    found: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append((GELIJK, "".join(left[a:b])))
            continue
        found += [
            piece for piece in ((WEG, "".join(left[a:b])), (NIEUW, "".join(right[c:d]))) if piece[1]
        ]
    return found
