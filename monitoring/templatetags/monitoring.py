"""Figures and verdicts in the templates of this room."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from monitoring import tables
from monitoring.eenheden import measured
from monitoring.klein import explanation, shielded

register = template.Library()


@register.filter
def cijfer(regel: Any) -> str:
    """The figure of the region of a line of the indicator page, with its unit."""
    return shielded() if regel.klein else measured(regel.waarde, regel.eenheid)


@register.filter
def oordeel(code: str) -> SafeString | str:
    return tables.verdict(code)


@register.simple_tag
def afgeschermd() -> str:
    """What "afgeschermd" in the table above it means."""
    return explanation()


@register.filter
def stand(status: str) -> SafeString:
    return tables.uitvraag_tag(status)
