"""Jeugdigen that do not exist: BSN, name and their sealed place in the vault.

The official test range holds 9,091 numbers that pass the elfproef. 8,182 of them are used; those
from 999990000 stay free for people who try the portal. Scale 1 asks for 12,000 jeugdigen: of the
rest the BSN is not known, for no number outside the test range is surely nobody's.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, repeat
from uuid import UUID

from core import kluis
from core.identifiers import BSN_TEST_EERSTE, bsn_numbers
from ozjt.demo.basis import key
from ozjt.demo.namen import given_name, surname

VRIJ_VANAF = 999_990_000
MIN_LEEFTIJD_DAGEN = 3 * 365
SPREIDING_DAGEN = 14 * 365


@dataclass(frozen=True)
class Kluisrij:
    """What the vault keeps for one jeugdige, encrypted."""

    jeugdige: UUID
    bsn_hash: bytes | None
    bsn: bytes | None
    naam: bytes
    sleutel: str


def demo_bsns() -> Iterator[str | None]:
    """BSNs in a fixed order, all in the test range; None, without end, when they are used up."""
    return chain(bsn_numbers(BSN_TEST_EERSTE, VRIJ_VANAF - 1), repeat(None))


def jeugdige_key(number: int) -> UUID:
    return key("jeugdige", number)


def birth_date(number: int, vandaag: datetime.date) -> datetime.date:
    """Between 3 and 17 years old."""
    return vandaag - datetime.timedelta(days=MIN_LEEFTIJD_DAGEN + number * 7919 % SPREIDING_DAGEN)


def seal(number: int, bsn: str | None) -> Kluisrij:
    jeugdige = jeugdige_key(number)
    naam = {
        "geslachtsnaam": surname(number * 31 + number // 7),
        "voorvoegsel": "van" if number % 9 == 0 else "",
        "voornamen": given_name(number * 17 + number // 5),
    }
    return Kluisrij(
        jeugdige,
        kluis.fingerprint(bsn) if bsn else None,
        kluis.encrypt(bsn, bound_to=f"bsn:{jeugdige}") if bsn else None,
        kluis.encrypt(naam, bound_to=f"naam:{jeugdige}"),
        kluis.current_key(),
    )
