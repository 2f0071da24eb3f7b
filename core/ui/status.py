"""State is a sign, a word and a colour, in that order of importance (N-A11Y-04)."""

from __future__ import annotations

from typing import Final, Literal, get_args

from django.utils.html import format_html
from django.utils.safestring import SafeString

Kind = Literal["must", "attention", "judge", "good", "cannot", "none"]

SIGNS: Final[dict[str, str]] = {
    "must": "▲",
    "attention": "●",
    "judge": "■",
    "good": "✓",
    "cannot": "✕",
    "none": "–",
}
KINDS: Final = get_args(Kind)
BY_NIVEAU: Final[dict[str, Kind]] = {
    "fout": "must",
    "error": "must",
    "waarschuwing": "attention",
    "warning": "attention",
    "goed": "good",
    "success": "good",
}


def kind_of(name: str) -> Kind:
    """The kind for a kind's own name, a niveau of a bevinding or a level tag of a message."""
    if name in KINDS:
        return name  # type: ignore[return-value]
    return BY_NIVEAU.get(name, "judge")


def render_tag(kind: str, text: object) -> SafeString:
    """A tag; the sign is drawn but not read aloud, the word carries the meaning."""
    kind = kind_of(kind)
    return format_html(
        '<span class="tag tag--{}"><span class="tag__sign" aria-hidden="true">{}</span>{}</span>',
        kind,
        SIGNS[kind],
        text,
    )
