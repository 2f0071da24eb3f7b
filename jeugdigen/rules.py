"""Ages that ask for a toekomstplan (R-MEL-4, D-19) and help that stacks; pure functions."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.datums import add_months

#: In months: 16, 17 and 17½ years.
MIJLPALEN = (192, 204, 210)
DAGEN_VOORUIT = 28


def reaches(born: datetime.date, months: int) -> datetime.date:
    """First day on which so many months have passed since birth.

    Who was born on 29 February is a year older on 1 March in a year without that day.
    """
    day = add_months(born, months)
    return day if day.day == born.day else day + datetime.timedelta(days=1)


def milestone(born: datetime.date, day: datetime.date) -> int | None:
    """The last of `MIJLPALEN` (months) that is reached within four weeks or was reached."""
    ahead = day + datetime.timedelta(days=DAGEN_VOORUIT)
    passed = [months for months in MIJLPALEN if reaches(born, months) <= ahead]
    return passed[-1] if passed else None


@dataclass(frozen=True, slots=True)
class Looptijd:
    """Days of one toewijzing, inclusive; `soort`: what kind of help, to tell doubles from help that
    goes together.
    """

    begin: datetime.date
    eind: datetime.date
    soort: str


@dataclass(frozen=True, slots=True)
class Stapel:
    """Days, inclusive, on which so many run; `dubbel`: two of them are of the same kind."""

    begin: datetime.date
    eind: datetime.date
    aantal: int
    dubbel: bool

    @property
    def dagen(self) -> int:
        return (self.eind - self.begin).days + 1


def stack(periods: Sequence[Looptijd]) -> list[Stapel]:
    """Every stretch of days between the first and the last, in order, without gaps."""
    one = datetime.timedelta(days=1)
    borders = sorted({p.begin for p in periods} | {p.eind + one for p in periods})
    found: list[Stapel] = []
    for begin, after in pairwise(borders):
        kinds = [p.soort for p in periods if p.begin <= begin <= p.eind]
        double = len(set(kinds)) < len(kinds)
        last = found[-1] if found else None
        if last and (last.aantal, last.dubbel) == (len(kinds), double):
            found[-1] = replace(last, eind=after - one)
        else:
            found.append(Stapel(begin, after - one, len(kinds), double))
    return found
