"""What somebody proposes for a toewijzing, what it is now, and what follows; values only."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from core.fouten import Bevinding
from indications.aanvraag import Verdeling
from indications.choices import RedenWijziging as R
from indications.choices import Wijzigingsoort


class Weg(StrEnum):
    ZELFDE_NUMMER = "zelfde_nummer"
    NIEUW_NUMMER = "nieuw_nummer"
    EXTRA_NUMMER = "extra_nummer"
    GEEN = "geen"


@dataclass(frozen=True, slots=True)
class Stand:
    """The toewijzing as it is. `gedeclareerd` and `gedeclareerd_tot`: volume and last day, without
    what was credited (TR385).
    """

    begindatum: datetime.date
    einddatum: datetime.date | None
    volume: int
    eenheid: str
    frequentie: str
    productcode: str
    gedeclareerd: int = 0
    gedeclareerd_tot: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Voorstel:
    """What should become different; None stays as it is.

    `zonder_einddatum`: make it open-ended. `vanaf`: first day of a new number, when one is needed;
    without it the first day that can. `verdeling`: of the new volume; without it a split that no
    longer adds up is dropped. `toestemming_*`: of the aanbieder, its function and the day, never a
    name. `toelichting`: without personal data; also why a warning is passed.
    """

    einddatum: datetime.date | None = None
    zonder_einddatum: bool = False
    volume: int | None = None
    eenheid: str | None = None
    frequentie: str | None = None
    productcode: str | None = None
    begindatum: datetime.date | None = None
    vanaf: datetime.date | None = None
    verdeling: Verdeling | None = None
    reden: str = ""
    toestemming_door: str = ""
    toestemming_op: datetime.date | None = None
    toelichting: str = ""


@dataclass(frozen=True, slots=True)
class Uitkomst:
    """What follows from a proposal.

    `oud_tot`: last day of the old number (its first day when it is removed); `vanaf` and `tot`:
    period of the number that holds from then on. `moet`: the same number is mandatory (OP380).
    `toestemming`: the aanbieder has to agree, unless it asked for it itself (JZ002 12).
    """

    weg: Weg
    soort: Wijzigingsoort | None
    vanaf: datetime.date
    tot: datetime.date | None
    oud_tot: datetime.date | None
    volume: int
    moet: bool = False
    verwijdert_oude: bool = False
    toestemming: bool = False
    redenen: frozenset[R] = frozenset()
    bevindingen: tuple[Bevinding, ...] = ()

    def reasons(self) -> list[tuple[str, str]]:
        """JZ002 codes that fit, in the order of the code list."""
        return [(str(r.value), str(r.label)) for r in R if r in self.redenen]
