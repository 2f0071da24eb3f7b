"""What a screening adds up to, and what an outcome needs; values only.

The advice is a sum that anybody can follow: each answer gives a concern from 0 to 1, times what
its gewicht counts. The score is the share of what could have been counted, in percent. The
thresholds come from outside the repository (`screening.drempels`), and the outcome from a person.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from core.fouten import VERPLICHT, Bevinding, Foutcode
from screening.choices import (
    Advieskleur,
    Antwoordsoort,
    Antwoordwaarde,
    Gewicht,
    Toetssoort,
    Toetsstatus,
    Uitkomst,
)

ANTWOORD_ONTBREEKT = Foutcode(
    "antwoord_ontbreekt", "Deze vraag van de screening is nog niet beantwoord.", "R-CON-5"
)
ANTWOORD_ONGELDIG = Foutcode(
    "antwoord_ongeldig", "Dit antwoord hoort niet bij deze soort vraag.", "R-CON-5"
)
MOTIVERING_ONTBREEKT = Foutcode(
    "motivering_ontbreekt", "Bij dit antwoord hoort een motivering.", "R-CON-5"
)
BEWIJS_ONTBREEKT = Foutcode(
    "bewijs_ontbreekt", "Deze vraag heeft een bewijsstuk nodig dat is aangenomen.", "R-CON-5"
)
WEDERHOOR_ONTBREEKT = Foutcode(
    "wederhoor_ontbreekt",
    "‘Niet geschikt’ kan pas als de zorg aan de aanbieder is voorgelegd en die kon reageren.",
    "D-31",
)
AFWIJKING_MOTIVEREN = Foutcode(
    "afwijking_motiveren", "De uitkomst is anders dan het advies; schrijf waarom.", "N-ALG-01"
)
GELDIGHEID_ONGELDIG = Foutcode(
    "geldigheid_ongeldig",
    "Een uitkomst is geldig tot een dag na vandaag, ten hoogste zes jaar vooruit.",
    "R-CON-1",
)
EERST_EIGEN_ONDERZOEK = Foutcode(
    "eerst_eigen_onderzoek",
    "Het Landelijk Bureau Bibob vraag je pas als de quick scan is afgerond.",
    "D-31",
)
#: No agreement lasts longer (R-CON-1), so no screening does.
MAX_JAREN = 6
_ERNST = {
    Antwoordwaarde.GEEN: Decimal(0),
    Antwoordwaarde.KLEIN: Decimal(1) / 3,
    Antwoordwaarde.SERIEUS: Decimal(2) / 3,
    Antwoordwaarde.GROOT: Decimal(1),
}
#: From here on a heavy question counts as a heavy concern: a no, or 3 of 4.
_ZWARE_ZORG = _ERNST[Antwoordwaarde.SERIEUS]
PAST_BIJ = {
    Advieskleur.GROEN: Uitkomst.GESCHIKT,
    Advieskleur.ORANJE: Uitkomst.VOORWAARDEN,
    Advieskleur.ROOD: Uitkomst.NIET_GESCHIKT,
}


@dataclass(frozen=True)
class Drempels:
    """`oranje` and `rood` in percent; `zwaar_*`: so many heavy concerns are enough alone."""

    naam: str
    gewichten: Mapping[Gewicht, Decimal]
    oranje: Decimal
    rood: Decimal
    zwaar_oranje: int
    zwaar_rood: int


@dataclass(frozen=True)
class Beantwoord:
    """A question with its answer; `waarde` is empty when there is none, or an open question."""

    id: UUID
    soort: Antwoordsoort
    gunstig: str
    gewicht: Gewicht
    bewijs_nodig: bool
    waarde: str
    toelichting: str
    bewezen: bool = False


@dataclass(frozen=True)
class Regel:
    """What one answer did to the advice; `hoogstens` when it had been the worst answer."""

    vraag: UUID
    punten: Decimal
    hoogstens: Decimal
    zware_zorg: bool


@dataclass(frozen=True)
class Advies:
    """`score` in percent, one decimal, half up."""

    kleur: Advieskleur
    score: Decimal
    zware_zorgen: int
    regels: Sequence[Regel]
    drempels: Drempels


def severity(soort: str, gunstig: str, waarde: str) -> Decimal | None:
    """Concern from 0 to 1; None for what does not count: open, `nvt` or not answered."""
    if soort == Antwoordsoort.JA_NEE and waarde in (Antwoordwaarde.JA, Antwoordwaarde.NEE):
        return Decimal(0) if waarde == gunstig else Decimal(1)
    if soort == Antwoordsoort.SCHAAL and waarde in _ERNST:
        return _ERNST[Antwoordwaarde(waarde)]
    return None


def is_answered(answer: Beantwoord) -> bool:
    return bool(answer.toelichting if answer.soort == Antwoordsoort.OPEN else answer.waarde)


def needs_motivation(answer: Beantwoord) -> bool:
    """Every answer but the best one: also why a question does not apply."""
    if answer.soort == Antwoordsoort.OPEN:
        return False
    return severity(answer.soort, answer.gunstig, answer.waarde) != 0


def advise(answers: Sequence[Beantwoord], drempels: Drempels) -> Advies | None:
    """None while a question is unanswered, or when no answer counts: no advice on a part."""
    if not all(map(is_answered, answers)):
        return None
    lines = [line for answer in answers if (line := _line(answer, drempels))]
    most = sum((line.hoogstens for line in lines), Decimal(0))
    if not most:
        return None
    score = (100 * sum((line.punten for line in lines), Decimal(0)) / most).quantize(
        Decimal("0.1"), ROUND_HALF_UP
    )
    heavy = sum(line.zware_zorg for line in lines)
    return Advies(_colour(score, heavy, drempels), score, heavy, lines, drempels)


def _line(answer: Beantwoord, drempels: Drempels) -> Regel | None:
    found = severity(answer.soort, answer.gunstig, answer.waarde)
    if found is None:
        return None
    most = drempels.gewichten[answer.gewicht]
    heavy = answer.gewicht == Gewicht.ZWAAR and found >= _ZWARE_ZORG
    return Regel(answer.id, (found * most).quantize(Decimal("0.01"), ROUND_HALF_UP), most, heavy)


def _colour(score: Decimal, heavy: int, drempels: Drempels) -> Advieskleur:
    """Both thresholds belong to the worse colour."""
    if score >= drempels.rood or heavy >= drempels.zwaar_rood:
        return Advieskleur.ROOD
    if score >= drempels.oranje or heavy >= drempels.zwaar_oranje:
        return Advieskleur.ORANJE
    return Advieskleur.GROEN


def check_answer(veld: str, soort: str, waarde: str, allowed: Sequence[str]) -> list[Bevinding]:
    if not waarde or waarde in allowed:
        return []
    return [ANTWOORD_ONGELDIG.bevinding(veld, "Kies een van de antwoorden bij deze vraag.")]


def missing(answers: Sequence[Beantwoord]) -> list[Bevinding]:
    """What stands in the way of a decision; `veld` is the id of the question."""
    found = []
    for answer in answers:
        if not is_answered(answer):
            text = "Beantwoord deze vraag."
            found.append(ANTWOORD_ONTBREEKT.bevinding(str(answer.id), text))
        elif needs_motivation(answer) and not answer.toelichting.strip():
            text = "Schrijf waarom dit het antwoord is."
            found.append(MOTIVERING_ONTBREEKT.bevinding(str(answer.id), text))
        if answer.bewijs_nodig and not answer.bewezen and answer.waarde != Antwoordwaarde.NVT:
            text = "Voeg een bewijsstuk toe bij deze vraag."
            found.append(BEWIJS_ONTBREEKT.bevinding(str(answer.id), text))
    return found


@dataclass(frozen=True)
class Besluit:
    """What a person decides; `gehoord`: at least one concern was put and closed."""

    uitkomst: str
    motivering: str
    voorwaarden: str
    afwijking: str
    geldig_tot: datetime.date | None


def check_decision(
    besluit: Besluit, *, advies: str, gehoord: bool, peildatum: datetime.date
) -> list[Bevinding]:
    """Every finding at once; without advice (`advies` empty) there is nothing to differ from."""
    found = []
    if besluit.uitkomst not in Uitkomst.values:
        found.append(VERPLICHT.bevinding("uitkomst", "Kies een uitkomst."))
    if not besluit.motivering:
        found.append(VERPLICHT.bevinding("motivering", "Schrijf waarom dit de uitkomst is."))
    if besluit.uitkomst == Uitkomst.VOORWAARDEN and not besluit.voorwaarden:
        found.append(VERPLICHT.bevinding("voorwaarden", "Schrijf welke voorwaarden gelden."))
    if besluit.uitkomst == Uitkomst.NIET_GESCHIKT and not gehoord:
        text = "Leg de zorg eerst aan de aanbieder voor en leg de reactie vast."
        found.append(WEDERHOOR_ONTBREEKT.bevinding("uitkomst", text))
    differs = besluit.uitkomst and advies and PAST_BIJ[Advieskleur(advies)] != besluit.uitkomst
    if differs and not besluit.afwijking:
        text = "De uitkomst is anders dan het advies. Schrijf waarom."
        found.append(AFWIJKING_MOTIVEREN.bevinding("afwijking", text))
    if besluit.uitkomst in (Uitkomst.GESCHIKT, Uitkomst.VOORWAARDEN):
        found += _check_until(besluit.geldig_tot, peildatum)
    return found


def _check_until(day: datetime.date | None, peildatum: datetime.date) -> list[Bevinding]:
    if day is None:
        return [VERPLICHT.bevinding("geldig_tot", "Vul in tot en met welke dag dit geldt.")]
    if not peildatum < day <= last_day(peildatum):
        text = "Kies een dag na vandaag, ten hoogste zes jaar vooruit."
        return [GELDIGHEID_ONGELDIG.bevinding("geldig_tot", text)]
    return []


def last_day(peildatum: datetime.date) -> datetime.date:
    """Six years on; of 29 February the 28th."""
    year = peildatum.year + MAX_JAREN
    try:
        return peildatum.replace(year=year)
    except ValueError:
        return peildatum.replace(year=year, day=28)


@dataclass(frozen=True)
class Toets:
    """Status of one check by others, as filled in."""

    soort: Toetssoort
    status: Toetsstatus
    datum: datetime.date | None
    geldig_tot: datetime.date | None
    reden: str


_BIBOB = (Toetssoort.QUICKSCAN, Toetssoort.RIEC, Toetssoort.LBB)
_BEZIG = (Toetsstatus.GEVRAAGD, Toetsstatus.AFGEROND)


def check_tests(tests: Sequence[Toets], peildatum: datetime.date) -> list[Bevinding]:
    """A day that is not in the future, a reason where the Wet Bibob asks one, own study first."""
    found = []
    status = {test.soort: test.status for test in tests}
    for test in tests:
        if test.status not in _BEZIG:
            continue
        if test.datum is None or test.datum > peildatum:
            text = "Vul de dag in waarop dit is gevraagd of afgerond; niet later dan vandaag."
            found.append(VERPLICHT.bevinding(f"{test.soort}-datum", text))
        elif test.geldig_tot and test.geldig_tot < test.datum:
            text = "De laatste dag ligt voor de datum ervoor."
            found.append(GELDIGHEID_ONGELDIG.bevinding(f"{test.soort}-geldig_tot", text))
        if test.soort in _BIBOB and not test.reden:
            text = "Schrijf waarom dit nodig is en in verhouding staat."
            found.append(VERPLICHT.bevinding(f"{test.soort}-reden", text))
    if status.get(Toetssoort.LBB) in _BEZIG and status.get(Toetssoort.QUICKSCAN) != "afgerond":
        text = "Rond eerst de quick scan af."
        found.append(EERST_EIGEN_ONDERZOEK.bevinding(f"{Toetssoort.LBB}-status", text))
    return found
