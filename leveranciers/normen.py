"""Which norms hold in a year."""

from collections.abc import Iterable
from dataclasses import fields

from leveranciers.models import Sturingsnorm
from leveranciers.rules import Normen


def norms_of(kept: Iterable[Sturingsnorm], jaar: int) -> Normen:
    """Of the rows of `kept` the one with the last year up to `jaar`; without one the defaults."""
    row = max((n for n in kept if n.jaar <= jaar), key=lambda n: n.jaar, default=None)
    if row is None:
        return Normen()
    return Normen(**{f.name: getattr(row, f.name) for f in fields(Normen)})
