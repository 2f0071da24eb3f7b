"""From the words of a letter to a tagged PDF, by typst: no system library, no network, no shell."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

SJABLOON = Path(__file__).with_name("brief.typ")
#: What lies outside the blocks that the letter type has whole: Latin, Cyrillic, marks, arrows.
GEEN_TEKEN = re.compile(
    r"[^\t\n\r\x20-\x7e\xa0-\u024f\u0300-\u036f\u0400-\u045f\u1e00-\u1eff\u2010-\u2027"
    r"\u2030-\u2040\u20a0-\u20bf\u2190-\u2199\u2260-\u2265\u25a0-\u25cf]"
)


@dataclass(frozen=True)
class Deel:
    """A part of the letter: a heading (none when empty), paragraphs, and points below them."""

    kop: str = ""
    alineas: Sequence[str] = ()
    punten: Sequence[str] = ()


@dataclass(frozen=True)
class Brief:
    """The words of one letter; all of it is text, nothing is read as markup.

    `feiten` are (label, value): date, kenmerk. `ondertekening` names who decided and on what power.
    """

    titel: str
    geadresseerde: Sequence[str]
    feiten: Sequence[tuple[str, str]]
    aanhef: str
    delen: Sequence[Deel]
    groet: str
    ondertekening: Sequence[str]


def render_letter(brief: Brief) -> bytes:
    """PDF/UA-1 of the letter: tagged, titled, in Dutch. About 10 ms, after the first of a process.

    In demonstration every page says so, for the letter leaves the portal. A character for which
    there is no sign in the letter type, such as an emoji, becomes □: PDF/UA allows none without.
    """
    words = {
        **asdict(brief),
        "afzender": [_("OZJT/Samen14"), _("Contractbeheer jeugdhulp Twente")],
        "voettekst": _("Demonstratie: verzonnen gegevens") if settings.DEMO else _("OZJT/Samen14"),
        "pagina": _("pagina"),
        "van": _("van"),
    }
    return render_words(SJABLOON, words)


def render_words(sjabloon: Path, words: Mapping[str, Any]) -> bytes:
    """PDF/UA-1 of any template of ours that reads its words from the input `brief`."""
    try:
        return _compile(sjabloon, words)
    except typst.TypstError:
        return _compile(sjabloon, _in_known_signs(words))


def _compile(sjabloon: Path, words: Any) -> bytes:
    made = typst.compile(
        str(sjabloon),
        root=str(sjabloon.parent),
        sys_inputs={"brief": json.dumps(words)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
    )
    assert isinstance(made, bytes)  # one file, for no output path was given
    return made


def _in_known_signs(value: Any) -> Any:
    if isinstance(value, str):
        return GEEN_TEKEN.sub("□", value)
    if isinstance(value, dict):
        return {name: _in_known_signs(part) for name, part in value.items()}
    return [_in_known_signs(part) for part in value]
