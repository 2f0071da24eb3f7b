"""Numbers with a rule: BSN (elfproef), IBAN (mod-97), AGB-code and KvK-nummer (R-ZP-6, D-01..D-03).

Validators take what a person types, without spaces or separators. Generators make numbers for
demonstration and tests that pass the same validators and are nobody's.
"""

import re
from collections.abc import Iterator

from stdnum import iban as _iban
from stdnum.nl import bsn as _bsn

BSN_TEST_EERSTE = 999_900_006
BSN_TEST_LAATSTE = 999_999_990
DEMO_BANK = "DEMO"

_EIGHT_DIGITS = re.compile(r"\d{8}", re.ASCII)
_NINE_DIGITS = re.compile(r"\d{9}", re.ASCII)


def is_bsn(value: str) -> bool:
    """Nine digits that pass the elfproef."""
    return bool(_NINE_DIGITS.fullmatch(value)) and _bsn.is_valid(value)


def is_iban(value: str) -> bool:
    """Upper case, no spaces; length and layout of its country, and mod-97 = 1."""
    return value.isascii() and value == _iban.compact(value) and _iban.is_valid(value)


def is_agb(value: str) -> bool:
    """Eight digits; an AGB-code has no check digit (D-01)."""
    return bool(_EIGHT_DIGITS.fullmatch(value))


def is_kvk(value: str) -> bool:
    """Eight digits; a KvK-nummer has no check digit (D-03)."""
    return bool(_EIGHT_DIGITS.fullmatch(value))


def _elfproef_rest(number: int) -> int:
    weighted = -(number % 10)
    for weight in range(2, 10):
        number //= 10
        weighted += weight * (number % 10)
    return weighted % 11


def bsn_numbers(first: int = BSN_TEST_EERSTE, last: int = BSN_TEST_LAATSTE) -> Iterator[str]:
    """Every BSN from `first` to `last`, upwards or downwards; without arguments the test range."""
    step = 1 if last >= first else -1
    for number in range(first, last + step, step):
        if _elfproef_rest(number) == 0:
            yield f"{number:09d}"


def demo_iban(number: int) -> str:
    """IBAN of a bank that does not exist (`DEMO`)."""
    body = f"{DEMO_BANK}{number:010d}"
    return f"NL{_iban.calc_check_digits(f'NL00{body}')}{body}"


def demo_agb(number: int) -> str:
    """AGB-code 4199NNNN; 41990001 to 41990005 are the fixed aanbieders of the demonstration."""
    return f"{41_990_000 + number:08d}"


def demo_kvk(number: int) -> str:
    """KvK-nummer 999NNNNN, outside what the register has given out."""
    return f"{99_900_000 + number:08d}"
