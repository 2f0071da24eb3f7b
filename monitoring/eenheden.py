"""A figure with its unit, as people read it."""

from decimal import Decimal

from core.ui.formats import EMPTY, format_number
from monitoring.choices import Maateenheid

#: Decimals of a figure that was measured; a norm is shown as it was typed.
DECIMALEN = {Maateenheid.DAGEN: 1, Maateenheid.JEUGDIGEN: 0}


def with_unit(value: Decimal | None, eenheid: str) -> str:
    """A norm or nulmeting: `6 weken`, `7,5`, `35%`."""
    if value is None:
        return EMPTY
    value = value.normalize() if value else Decimal(0)
    return _unit(format_number(Decimal(f"{value:f}")), eenheid)


def measured(value: Decimal | None, eenheid: str) -> str:
    """A figure, with as many decimals as the ones above and below it: `6,20 weken`."""
    if value is None:
        return EMPTY
    return _unit(format_number(value, DECIMALEN.get(Maateenheid(eenheid), 2)), eenheid)


def _unit(number: str, eenheid: str) -> str:
    if eenheid == Maateenheid.PROCENT:
        return f"{number}%"
    return number if eenheid == Maateenheid.CIJFER else f"{number} {Maateenheid(eenheid).label}"
