"""Rules on values: measuring periods, norms, terms, tariffs and the sums of a report."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.fouten import VERPLICHT, Bevinding, Foutcode
from core.ui.formats import MONTHS
from monitoring.choices import Meetperiode, Richting

#: First year of the first tijdvak of the subsidy (art. 5).
EERSTE_TIJDVAK = 2023
#: Maximum tariffs at the price level of 2023 (art. 6 lid 1): per day and night, and per hour.
ETMAAL_2023, UUR_2023 = Decimal("493.57"), Decimal("119.99")
#: Weight of personnel and material in the index (art. 6 lid 4).
PERSONEEL, MATERIEEL = Decimal("0.83"), Decimal("0.17")
#: A quarterly report is in within four weeks after the quarter (art. 16 lid 1 onder a).
RAPPORTAGE_DAGEN = 28
_MONTHS_OF = {Meetperiode.MAAND: 1, Meetperiode.KWARTAAL: 3, Meetperiode.JAAR: 12}
_CENT = Decimal("0.01")

NIET_OP_PERIODE = Foutcode(
    "niet_op_periode", "Een versie begint op de eerste dag van een meetperiode.", "R-CON-7"
)
STAND_TELT_NIET_OP = Foutcode(
    "stand_telt_niet_op", "Beginstand plus instroom min uitstroom is de eindstand.", "R-CON-10"
)
CLIENTEN_ONMOGELIJK = Foutcode(
    "clienten_onmogelijk", "Het aantal cliënten past niet bij de standen.", "R-CON-10"
)


@dataclass(frozen=True)
class Tijdvak:
    """Both days inclusive."""

    begin: datetime.date
    eind: datetime.date

    @property
    def naam(self) -> str:
        return period_name(self.begin, self.eind)


def period_of(meetperiode: str, day: datetime.date) -> Tijdvak:
    """The month, quarter or year that holds `day`."""
    months = _MONTHS_OF[Meetperiode(meetperiode)]
    first = (day.month - 1) // months * months + 1
    after = first + months
    following = datetime.date(day.year + after // 13, (after - 1) % 12 + 1, 1)
    return Tijdvak(datetime.date(day.year, first, 1), following - datetime.timedelta(days=1))


def period_before(meetperiode: str, day: datetime.date) -> Tijdvak:
    begin = period_of(meetperiode, day).begin
    return period_of(meetperiode, begin - datetime.timedelta(days=1))


def period_after(meetperiode: str, day: datetime.date) -> Tijdvak:
    eind = period_of(meetperiode, day).eind
    return period_of(meetperiode, eind + datetime.timedelta(days=1))


def periods_between(
    meetperiode: str, first: datetime.date, last: datetime.date
) -> Iterator[Tijdvak]:
    """Every period with a day from `first` to `last`, oldest first."""
    found = period_of(meetperiode, first)
    while found.begin <= last:
        yield found
        found = period_after(meetperiode, found.eind)


def quarter(day: datetime.date) -> int:
    return (day.month - 1) // 3 + 1


def period_name(begin: datetime.date, eind: datetime.date) -> str:
    """`2026`, `1e kwartaal 2026`, `januari 2026`."""
    months = (eind.year - begin.year) * 12 + eind.month - begin.month + 1
    if months == 12:
        return str(begin.year)
    if months == 3:
        return f"{quarter(begin)}e kwartaal {begin.year}"
    return f"{MONTHS[begin.month - 1]} {begin.year}"


def short_period_name(begin: datetime.date, eind: datetime.date) -> str:
    """`2026`, `K1 26`, `jan 26`: under an axis."""
    name = period_name(begin, eind)
    if name.isdigit():
        return name
    year = f"{begin.year % 100:02}"
    return f"K{quarter(begin)} {year}" if "kwartaal" in name else f"{name[:3]} {year}"


def starts_period(meetperiode: str, day: datetime.date) -> bool:
    return period_of(meetperiode, day).begin == day


def judge(
    waarde: Decimal | None, norm: Decimal | None, richting: str, marge: Decimal = Decimal(0)
) -> str:
    """`voldoet`, `bijna` (within the band beside the norm), `niet`, or `` without norm or figure.

    The norm itself is good enough, and so is the edge of the band almost.
    """
    if waarde is None or norm is None:
        return ""
    short = norm - waarde if richting == Richting.HOGER else waarde - norm
    if short <= 0:
        return "voldoet"
    return "bijna" if short <= marge else "niet"


def compare(waarde: Decimal | None, vorige: Decimal | None, richting: str) -> str:
    """`beter`, `slechter`, `gelijk`, or `` when there is nothing to compare with."""
    if waarde is None or vorige is None:
        return ""
    if waarde == vorige:
        return "gelijk"
    return "beter" if (waarde > vorige) == (richting == Richting.HOGER) else "slechter"


def report_deadline(quarter_end: datetime.date) -> datetime.date:
    """The last day on which a report is in time (art. 16)."""
    return quarter_end + datetime.timedelta(days=RAPPORTAGE_DAGEN)


def tijdvak_of(year: int) -> int:
    """First year of the two that hold `year`: 2025 for 2025 and 2026 (art. 5)."""
    return year - (year + 1) % 2


@dataclass(frozen=True)
class Indexcijfer:
    """Percentages of a year; the definitive ones are None as long as they are not known."""

    jaar: int
    personeel: Decimal
    materieel: Decimal
    personeel_definitief: Decimal | None = None
    materieel_definitief: Decimal | None = None

    @property
    def voorlopig(self) -> Decimal:
        return self.personeel * PERSONEEL + self.materieel * MATERIEEL

    @property
    def definitief(self) -> Decimal:
        if self.personeel_definitief is None or self.materieel_definitief is None:
            return self.voorlopig
        return self.personeel_definitief * PERSONEEL + self.materieel_definitief * MATERIEEL


@dataclass(frozen=True)
class Maximumtarief:
    """`index` is the weighted percentage of the year, None for 2023; amounts in euro."""

    jaar: int
    index: Decimal | None
    etmaal: Decimal
    uur: Decimal


def maximum_tariffs(cijfers: Iterable[Indexcijfer]) -> list[Maximumtarief]:
    """Per year from 2023, until the first year without percentages (art. 6).

    A year stands on the tariff of the year before with the definitive percentages of that year
    (nacalculatie over t-1), times its own provisional ones; each rounded half up to the cent.
    """
    by_year = {cijfer.jaar: cijfer for cijfer in cijfers}
    found = [Maximumtarief(EERSTE_TIJDVAK, None, ETMAAL_2023, UUR_2023)]
    settled = (ETMAAL_2023, UUR_2023)
    year = EERSTE_TIJDVAK + 1
    while year in by_year:
        cijfer = by_year[year]
        etmaal, uur = (_raise(bedrag, cijfer.voorlopig) for bedrag in settled)
        found.append(Maximumtarief(year, cijfer.voorlopig, etmaal, uur))
        settled = (_raise(settled[0], cijfer.definitief), _raise(settled[1], cijfer.definitief))
        year += 1
    return found


def _raise(bedrag: Decimal, percentage: Decimal) -> Decimal:
    return (bedrag * (1 + percentage / 100)).quantize(_CENT, rounding=ROUND_HALF_UP)


def check_line(regel: Mapping[str, Any], veld: str) -> list[Bevinding]:
    """What cannot be true of the figures of one gemeente (art. 16); `veld` is the prefix.

    The text is short: it stands in a narrow column, under the figure that it is about.
    """
    begin, erin, eruit = regel["beginstand"], regel["instroom"], regel["uitstroom"]
    eind, uniek = regel["eindstand"], regel["unieke_clienten"]
    found = []
    if begin + erin - eruit != eind:
        reden = f"Hier hoort {begin + erin - eruit}: {begin} + {erin} - {eruit}."
        found.append(STAND_TELT_NIET_OP.bevinding(f"{veld}eindstand", reden))
    least, most = max(begin, eind), begin + erin
    if not least <= uniek <= most:
        reden = f"Dit is {least} tot en met {most}." if least < most else f"Hier hoort {most}."
        found.append(CLIENTEN_ONMOGELIJK.bevinding(f"{veld}unieke_clienten", reden))
    if regel["heropnames"] > erin:
        reden = f"Ten hoogste {erin}, de instroom."
        found.append(CLIENTEN_ONMOGELIJK.bevinding(f"{veld}heropnames", reden))
    wanted = ["gemiddelde_verblijfsduur", "gemiddelde_kosten"] if uniek else []
    wanted += ["verwachte_verblijfsduur"] if eind else []
    for name in wanted:
        if regel[name] is None:
            found.append(VERPLICHT.bevinding(f"{veld}{name}", "Vul dit in."))
    return found


def check_first_day(meetperiodes: Iterable[str], day: datetime.date) -> list[Bevinding]:
    """A version begins on the first day of each of these measuring periods."""
    wrong = [m for m in meetperiodes if not starts_period(m, day)]
    if not wrong:
        return []
    longest = max(wrong, key=lambda m: _MONTHS_OF[Meetperiode(m)])
    coming = period_after(longest, day).begin
    reden = (
        f"Kies de eerste dag van een {longest}, bijvoorbeeld "
        f"{coming.day} {MONTHS[coming.month - 1]} {coming.year}."
    )
    return [NIET_OP_PERIODE.bevinding("begindatum", reden)]
