"""What tariffs and their indexation reckon with: values in, values out (R-SEG-7, R-SEG-8)."""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
HONDERD = Decimal(100)
#: Above this a tariff is a typing error; it also keeps each indexed tariff within its column.
MAX_TARIEF = Decimal(1_000_000)
#: Decimals in which factor and unrounded tariff are shown; reckoning is exact.
FACTOR_DECIMALEN, ONAFGEROND_DECIMALEN = 12, 8
#: A percentage lies between -20 and 20; beyond that somebody typed 394 for 3,94.
MAX_PERCENTAGE = Decimal(20)


def first_open_day(peildatum: datetime.date) -> datetime.date:
    """First day of the month of `peildatum`; every month before it is closed (R-SEG-8)."""
    return peildatum.replace(day=1)


def day_before(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=1)


def is_amount(value: Decimal) -> bool:
    """More than nothing, at most MAX_TARIEF, in whole cents."""
    return bool(value.is_finite() and 0 < value <= MAX_TARIEF and value == value.quantize(CENT))


@dataclass(frozen=True)
class Percentages:
    """Percentage of the personnel (OVA) and the material (PPC) part: 4.18 is 4,18 %."""

    personeel: Decimal
    materieel: Decimal


def weighted(gewicht_personeel: Decimal, percentages: Percentages) -> Decimal:
    """Weighted percentage, exact: 4,18 × 90 % + 1,82 × 10 % = 3,944 (D-27)."""
    material = HONDERD - gewicht_personeel
    total = percentages.personeel * gewicht_personeel + percentages.materieel * material
    return (total / HONDERD).normalize()


def factor_of(percentage: Decimal) -> Fraction:
    return 1 + Fraction(percentage) / 100


def index_factor(
    gewicht_personeel: Decimal,
    voorlopig: Percentages,
    *,
    vorig_voorlopig: Percentages | None = None,
    vorig_definitief: Percentages | None = None,
) -> Fraction:
    """definitive t-1 ÷ provisional t-1 × provisional t, exact; no recalculation without t-1."""
    factor = factor_of(weighted(gewicht_personeel, voorlopig))
    if vorig_voorlopig is None or vorig_definitief is None:
        return factor
    definitive = factor_of(weighted(gewicht_personeel, vorig_definitief))
    return definitive / factor_of(weighted(gewicht_personeel, vorig_voorlopig)) * factor


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Exact rounding of a positive fraction; a half goes up."""
    scaled = value * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole).scaleb(-decimals)


def indexed(bedrag: Decimal, factor: Fraction) -> Decimal:
    """The new tariff to the cent, half up, per tariff (R-SEG-8)."""
    return round_half_up(Fraction(bedrag) * factor, 2)


def percentage_of(factor: Fraction) -> Decimal:
    """1.03944 as 3.944, to 4 decimals."""
    shown = Decimal((factor - 1).numerator) * HONDERD / Decimal((factor - 1).denominator)
    return shown.quantize(Decimal("0.0001"), ROUND_HALF_UP)
