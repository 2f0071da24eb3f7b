"""Template side of the visual language: formats, tags, meters, vendor style sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.ui import formats, status

register = template.Library()

Number = int | float | Decimal | None


@register.filter
def datum(value: date | None) -> str:
    return formats.format_date(value)


@register.filter
def datum_lang(value: date | None) -> str:
    return formats.format_long_date(value)


@register.filter
def moment(value: datetime | None) -> str:
    return formats.format_moment(value)


@register.filter
def getal(value: Number, decimals: int | None = None) -> str:
    return formats.format_number(value, decimals)


@register.filter
def euro(value: Number, decimals: int = 2) -> str:
    return formats.format_euro(value, decimals)


@register.filter
def uren(minutes: int | None) -> str:
    return formats.format_hours(minutes)


@register.filter
def minuten(minutes: int | None) -> str | SafeString:
    return formats.format_minutes(minutes)


@register.simple_tag
def periode(begin: date | None, end: date | None) -> str:
    return formats.format_period(begin, end)


@register.simple_tag
def tag(kind: str, text: object) -> SafeString:
    """`{% tag "must" "Contract loopt af" %}`; also takes `fout`, `waarschuwing`, `goed`."""
    return status.render_tag(kind, text)


@register.filter
def kind(name: str) -> str:
    return status.kind_of(name)


@register.filter
def sign(name: str) -> str:
    return status.SIGNS[status.kind_of(name)]


@register.filter
def item(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """`{{ ankers|item:veld }}`: what stands under a key, nothing when there is no such key."""
    return (mapping or {}).get(key, "")


@register.simple_tag
def meter(label: str, *parts: Any, total: Number = None) -> SafeString:
    """A bar of parts: `{% meter "Gebruikt" 1400 "good" total=3000 %}`, value and colour in turn.

    Colours are the kinds of a tag, or `brand`, `brand-2`, `accent`. Drawn as SVG, because an
    inline width is refused by the content security policy. The label is what is read aloud, so it
    must hold the figures; show them beside the bar as well. Parts beyond the total are cut off.
    """
    pairs = [(float(value or 0), name) for value, name in zip(parts[::2], parts[1::2], strict=True)]
    whole = float(total or 0) or sum(value for value, _ in pairs) or 1.0
    return _draw_meter(label, ((max(value, 0) / whole, name) for value, name in pairs))


def _draw_meter(label: str, shares: Iterable[tuple[float, str]]) -> SafeString:
    begin = 0.0
    bars = []
    for share, name in shares:
        width = min(share, 1 - begin)
        if width > 0:
            bars.append((f"{begin:.2%}", f"{width:.2%}", name))
        begin += width
    return format_html(
        '<svg class="meter" role="img" aria-label="{}" width="100%" height="10">'
        '<rect class="meter__ground" width="100%" height="100%"></rect>{}</svg>',
        label,
        format_html_join(
            "",
            '<rect x="{}" width="{}" height="100%" class="meter__part meter__part--{}"></rect>',
            bars,
        ),
    )


@register.simple_tag
def vendor_stylesheet(path: str) -> SafeString:
    """A link to a style sheet from node_modules, or nothing when that was not installed."""
    url = _vendor_url(path)
    return format_html('<link rel="stylesheet" href="{}">', url) if url else mark_safe("")


@lru_cache(maxsize=16)
def _vendor_url(path: str) -> str:
    if not (finders.find(path) or staticfiles_storage.exists(path)):
        return ""
    try:
        return staticfiles_storage.url(path)
    except ValueError:  # not in the manifest: node_modules came after collectstatic
        return ""
