"""From a rhythm (times a week × how long × weeks) to the one total of a toewijzing (R-TOE-1).

Pure functions of values; the browser does the same sums live, this is what counts.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from contracts.choices import Eenheid

MINUTEN_PER_UUR = 60


@dataclass(frozen=True, slots=True)
class Ritmewoorden:
    """How people say the rhythm of a unit; without `duur` one time is one unit."""

    keer: str
    duur: str
    meervoud: str
    enkelvoud: str


WOORDEN: dict[str, Ritmewoorden] = {
    Eenheid.MINUUT: Ritmewoorden("Contacten per week", "Minuten per contact", "minuten", "minuut"),
    Eenheid.UUR: Ritmewoorden("Keer per week", "Uur per keer", "uur", "uur"),
    Eenheid.ETMAAL: Ritmewoorden("Etmalen per week", "", "etmalen", "etmaal"),
    Eenheid.DAGDEEL: Ritmewoorden("Dagdelen per week", "", "dagdelen", "dagdeel"),
    Eenheid.STUKS_OUTPUT: Ritmewoorden("", "", "stuks", "stuk"),
    Eenheid.EURO: Ritmewoorden("", "", "euro", "euro"),
    Eenheid.STUKS: Ritmewoorden("", "", "stuks", "stuk"),
}


def weeks_between(begindatum: date | None, einddatum: date | None) -> int | None:
    """Weeks that the period touches, both ends inclusive: 1 to 7 days is one week."""
    if begindatum is None or einddatum is None or einddatum < begindatum:
        return None
    return -(-((einddatum - begindatum).days + 1) // 7)


def months_between(begindatum: date, einddatum: date) -> int:
    """Months that the period lasts, rounded to whole months, at least one."""
    days = (einddatum - begindatum).days + 1
    return max(1, round(days / 30.4375))


def rhythm_total(
    keer: Decimal | None, duur: int | None, weken: int | None, deelnemers: int | None = None
) -> int | None:
    """Times × duration × weeks, divided over the participants (R-TOE-6); rounded half up.

    None as long as one of the three is missing. Participants divide the minutes, because every
    jeugdige has an own toewijzing for an own share.
    """
    if keer is None or duur is None or weken is None:
        return None
    total = keer * duur * weken / max(deelnemers or 1, 1)
    return int(total.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def rhythm_contacts(keer: Decimal | None, weken: int | None) -> int | None:
    """How many contacts the rhythm makes: travel per visit and sessions rest on it."""
    if keer is None or weken is None:
        return None
    return int((keer * weken).quantize(Decimal(1), rounding=ROUND_HALF_UP))
