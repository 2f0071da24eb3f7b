"""What is wrong with a text: its form when it is kept, its completeness when one agrees on it."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from afspraken.codes import EVALUATIE_DUBBEL
from afspraken.inhoud import Inhoud
from core.forms import DATUM_ONGELDIG, EERSTE_JAAR, LAATSTE_JAAR
from core.fouten import ONGELDIG_FORMAAT, TE_LANG, VERPLICHT, Bevinding

MAX_TEKST, MAX_RESULTATEN, MAX_EVALUATIES = 2000, 8, 12
TEKSTEN = (
    "frequentie",
    "verwijzer_rol",
    "verwijzer_informatie",
    "aanbieder_rol",
    "aanbieder_informatie",
    "opmerkingen",
)


def text_findings(veld: str, text: str) -> Iterator[Bevinding]:
    if len(text) > MAX_TEKST:
        yield TE_LANG.bevinding(veld, _("Gebruik ten hoogste %d tekens.") % MAX_TEKST)
    if "\x00" in text:
        yield ONGELDIG_FORMAAT.bevinding(veld, _("Haal de onleesbare tekens weg."))


def _day_findings(veld: str, day: datetime.date | None) -> Iterator[Bevinding]:
    if day is not None and not EERSTE_JAAR <= day.year <= LAATSTE_JAAR:
        yield DATUM_ONGELDIG.bevinding(veld, _("Kies een jaar van 1900 tot en met 2199."))


def form_findings(inhoud: Inhoud) -> list[Bevinding]:
    """What no text may have, not even an unfinished one."""
    found: list[Bevinding] = []
    for name in TEKSTEN:
        found += text_findings(name, getattr(inhoud, name))
    for nr, result in enumerate(inhoud.resultaten):
        found += text_findings(f"resultaten.{nr}.resultaat", result.resultaat)
        found += text_findings(f"resultaten.{nr}.zichtbaar", result.zichtbaar)
        found += _day_findings(f"resultaten.{nr}.wanneer", result.wanneer)
    for nr, moment in enumerate(inhoud.evaluaties):
        found += text_findings(f"evaluaties.{nr}.deelnemers", moment.deelnemers)
        found += _day_findings(f"evaluaties.{nr}.datum", moment.datum)
    return [*found, *_numbers(inhoud), *_twice(inhoud)]


def _numbers(inhoud: Inhoud) -> Iterator[Bevinding]:
    if len(inhoud.resultaten) > MAX_RESULTATEN:
        text = _("Schrijf ten hoogste %d resultaten op.") % MAX_RESULTATEN
        yield TE_LANG.bevinding("resultaten", text)
    if len(inhoud.evaluaties) > MAX_EVALUATIES:
        text = _("Schrijf ten hoogste %d evaluatiemomenten op.") % MAX_EVALUATIES
        yield TE_LANG.bevinding("evaluaties", text)


def _twice(inhoud: Inhoud) -> Iterator[Bevinding]:
    seen = set()
    for nr, moment in enumerate(inhoud.evaluaties):
        if moment.datum is not None and moment.datum in seen:
            text = _("Op deze dag staat al een evaluatie; kies een andere dag.")
            yield EVALUATIE_DUBBEL.bevinding(f"evaluaties.{nr}.datum", text)
        seen.add(moment.datum)


def handing_findings(inhoud: Inhoud) -> list[Bevinding]:
    """Without a wanted result the other side has nothing to look at."""
    if any(row.resultaat for row in inhoud.resultaten):
        return []
    return [
        VERPLICHT.bevinding("resultaten.0.resultaat", _("Schrijf ten minste één resultaat op."))
    ]


def agreeing_findings(inhoud: Inhoud) -> list[Bevinding]:
    """What a text needs before somebody can agree on it (R-TOE-12)."""
    found = handing_findings(inhoud)
    for nr, row in enumerate(inhoud.resultaten):
        here = f"resultaten.{nr}"
        if not row.resultaat and not found:
            found += _missing(f"{here}.resultaat", _("Schrijf op wat jullie willen bereiken."))
        if not row.zichtbaar:
            found += _missing(f"{here}.zichtbaar", _("Schrijf op waaraan jullie dat zien."))
        if row.wanneer is None:
            found += _missing(f"{here}.wanneer", _("Kies een dag waarop dit bereikt is."))
    if not inhoud.frequentie:
        found += _missing("frequentie", _("Schrijf op hoe vaak de hulp er is."))
    if not inhoud.verwijzer_rol:
        found += _missing("verwijzer_rol", _("Schrijf op wat de verwijzer doet."))
    if not inhoud.aanbieder_rol:
        found += _missing("aanbieder_rol", _("Schrijf op wat de aanbieder doet."))
    dated = any(row.datum for row in inhoud.evaluaties)
    if not dated:
        found += _missing("evaluaties.0.datum", _("Kies ten minste één dag om terug te kijken."))
    for nr, moment in enumerate(inhoud.evaluaties):
        if dated and moment.datum is None:
            found += _missing(f"evaluaties.{nr}.datum", _("Kies een dag voor deze evaluatie."))
        if not moment.deelnemers:
            found += _missing(f"evaluaties.{nr}.deelnemers", _("Schrijf op wie erbij zijn."))
    return found


def _missing(veld: str, reden: str) -> list[Bevinding]:
    return [VERPLICHT.bevinding(veld, reden)]
