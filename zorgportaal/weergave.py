"""A request as people read it: old beside new, where it is, what was checked, what happened."""

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.constraints import meaning_of
from core.fouten import NietGevonden
from core.importexport.kolommen import Soort
from core.models import Gebeurtenis
from core.tables import show
from core.ui.formats import EMPTY, format_long_date, format_moment, parse_date
from core.ui.status import Kind
from providers.rules import mask_iban
from zorgportaal.choices import Verzoekhandeling, Verzoekstatus
from zorgportaal.inhoud import Inhoud, read, wijziging_of
from zorgportaal.models import Aanvulling, Wijzigingsverzoek
from zorgportaal.soorten import SOORTEN, Gegevenssoort, Wijziging
from zorgportaal.velden import Veld

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
HANDELING = {
    Verzoekhandeling.TOEVOEGEN: gettext_lazy("toevoegen"),
    Verzoekhandeling.WIJZIGEN: gettext_lazy("wijzigen"),
    Verzoekhandeling.BEEINDIGEN: gettext_lazy("beëindigen"),
}
GEBEURTENIS: dict[str, tuple[Any, Kind]] = {
    "wijziging.ingediend": (gettext_lazy("Ingediend"), "judge"),
    "wijziging.in_behandeling": (gettext_lazy("In behandeling genomen"), "judge"),
    "wijziging.teruggelegd": (gettext_lazy("Teruggelegd in de wachtrij"), "none"),
    "wijziging.aanvulling_gevraagd": (gettext_lazy("Vraag gesteld"), "attention"),
    "wijziging.beantwoord": (gettext_lazy("Vraag beantwoord"), "judge"),
    "wijziging.goedgekeurd": (gettext_lazy("Goedgekeurd"), "good"),
    "wijziging.afgewezen": (gettext_lazy("Afgewezen"), "must"),
    "wijziging.ingetrokken": (gettext_lazy("Ingetrokken"), "none"),
    "wijziging.toegepast": (gettext_lazy("Verwerkt in de gegevens"), "good"),
    "wijziging.niet_toegepast": (gettext_lazy("Verwerken is niet gelukt"), "must"),
    "wijziging.onthuld": (gettext_lazy("Beschermde gegevens bekeken"), "none"),
}


@dataclass(frozen=True)
class Regel:
    """One field: what it is and becomes. `stand`: nieuw, gewijzigd, gelijk or vervalt."""

    label: str
    oud: str
    nieuw: str
    stand: str


@dataclass(frozen=True)
class Vergelijking:
    """`met_oud`: there is something to set beside the new. `verborgen`: values are masked."""

    regels: Sequence[Regel]
    met_oud: bool
    verborgen: bool


@dataclass(frozen=True)
class Punt:
    """A check that was done: kind of tag, its word, what was seen, the code when it blocks."""

    soort: Kind
    woord: str
    tekst: str
    code: str = ""


@dataclass(frozen=True)
class Stap:
    """One step of the road: `klaar`, `nu`, `straks` or `niet`."""

    titel: str
    stand: str
    tekst: str


def compare(
    verzoek: Wijzigingsverzoek, kept: Inhoud, change: Wijziging | None, *, onthuld: bool = False
) -> Vergelijking:
    """Old beside new; of an open request old is what holds now, else what held at filing.

    What is sensitive in either, or became it since (R-BES-2), is masked in both, unless `onthuld`.
    """
    kind = SOORTEN[verzoek.soort]
    old = _old(verzoek, kind, kept, change)
    new: Mapping[str, Any] = change.nieuw if change and verzoek.is_open else kept.nieuw
    sensitive = kind.sensitive(old) | kind.sensitive(new)
    if verzoek.geheim:
        sensitive |= kind.sensitive({"geheim": True})
    hidden = frozenset() if onthuld else sensitive
    lines = [
        _line(verzoek, veld, old, new, hide=veld.naam in hidden)
        for veld in kind.velden
        if veld.naam in old or veld.naam in new
    ]
    any_hidden = any(
        v.naam in sensitive and (old.get(v.naam) or new.get(v.naam)) for v in kind.velden
    )
    return Vergelijking(lines, bool(old), any_hidden and not onthuld)


def _old(
    verzoek: Wijzigingsverzoek, kind: Gegevenssoort, kept: Inhoud, change: Wijziging | None
) -> Mapping[str, Any]:
    if change is None or not verzoek.is_open:
        return kept.oud
    row = kind.replaces(change)
    return kind.values(row) if row is not None else {}


def _line(
    verzoek: Wijzigingsverzoek,
    veld: Veld,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    hide: bool,
) -> Regel:
    ended = verzoek.handeling == Verzoekhandeling.BEEINDIGEN
    before = old.get(veld.naam)
    after = new.get(veld.naam, before)
    if ended:
        stand = "vervalt"
    elif not old:
        stand = "nieuw"
    else:
        stand = "gelijk" if (before or None) == (after or None) else "gewijzigd"
    words = [_shown(veld, value, verzoek.aanbieder_id, hide=hide) for value in (before, after)]
    return Regel(veld.label, words[0], EMPTY if ended else words[1], stand)


def _shown(veld: Veld, value: Any, aanbieder_id: UUID, *, hide: bool) -> str:
    """A value in Dutch; of a concept it is as typed, and may be anything."""
    if value in (None, "", []):
        return EMPTY
    if hide:
        return mask_iban(str(value)) if veld.soort == Soort.IBAN else _("beschermd")
    if veld.keuzes:
        labels = veld.keuzes(aanbieder_id)
        values = value if isinstance(value, list) else [value]
        return ", ".join(_label(labels, str(item)) for item in values)
    if veld.soort == Soort.DATUM:
        return _day(str(value))
    if veld.soort == Soort.IBAN:
        text = str(value)
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
    return show(value) if isinstance(value, bool | int) else str(value)


def _label(labels: Mapping[str, str], value: str) -> str:
    found = labels.get(value)
    return str(found or (_("niet meer te kiezen") if _UUID.fullmatch(value) else value))


def _day(text: str) -> str:
    try:
        return format_long_date(parse_date(text))
    except ValueError:
        return text


def change_of(verzoek: Wijzigingsverzoek) -> Wijziging | None:
    """The request with what holds now; None when what it is about is gone, or it is a concept."""
    try:
        return wijziging_of(verzoek)
    except NietGevonden:
        return None


def wanted(verzoek: Wijzigingsverzoek, kept: Inhoud, today: datetime.date) -> str:
    """From when, in words, and what happens when that day has passed."""
    day = verzoek.ingangsdatum or verzoek.gewenste_datum
    if day is None:
        return _day(str(kept.datum)) if kept.datum else EMPTY
    text = format_long_date(day)
    ended = verzoek.handeling == Verzoekhandeling.BEEINDIGEN
    text = (_("tot en met %s") if ended else _("vanaf %s")) % text
    if not verzoek.is_open or day == today:
        return text + (_(" (vandaag)") if day == today else "")
    if day > today:
        days = (day - today).days
        return text + (_(" (morgen)") if days == 1 else _(" (over %s dagen)") % days)
    if SOORTEN[verzoek.soort].terugwerkend:
        return text + _(" (met terugwerkende kracht)")
    return text + _(" (die dag is geweest: het wordt de dag van het besluit)")


def checks_of(verzoek: Wijzigingsverzoek, kept: Inhoud, change: Wijziging | None) -> list[Punt]:
    """What blocks approval first, then what to look at, then what is good."""
    if change is None:
        text = _("Waar dit over gaat, bestaat niet meer. Wijs het verzoek af.")
        return [Punt("cannot", _("kan niet"), text, "niet_gevonden")]
    kind = SOORTEN[verzoek.soort]
    found = [*kind.missing_evidence(change.handeling, change.bewijs), *kind.check(change)]
    points = [Punt("cannot", _("kan niet"), f.reden, f.code) for f in found]
    if kept.oud and dict(kept.oud) != dict(change.oud):
        text = _("Wat nu geldt, is na het indienen veranderd. Links staat wat nu geldt.")
        points.append(Punt("attention", _("let op"), text, "waarde_veranderd"))
    again = read(kind, change.handeling, verzoek.aanbieder_id, kept).fouten
    points += [Punt("attention", _("let op"), f.reden, f.code) for f in again]
    if not points:
        points.append(Punt("good", _("goed"), _("De vorm en de regels kloppen nog steeds.")))
    words = {"must": _("nagaan"), "attention": _("let op"), "good": _("goed")}
    rank = {"must": 0, "attention": 1}
    judged = sorted(kind.assess(change), key=lambda o: rank.get(o.teken, 2))
    points += [Punt(o.teken, words[o.teken], o.tekst) for o in judged]  # type: ignore[arg-type]
    return sorted(points, key=lambda p: ("cannot", "must", "attention", "good").index(p.soort))


def road(verzoek: Wijzigingsverzoek, vraag: Aanvulling | None, today: datetime.date) -> list[Stap]:
    """Filed, taken up, decided, in force: each with its day and who has it."""
    status = verzoek.status
    filed = Stap(_("Ingediend"), "klaar", _who_when(verzoek))
    if status == Verzoekstatus.CONCEPT:
        filed = Stap(_("Concept"), "nu", _("alleen jouw organisatie ziet dit"))
    return [filed, _handling(verzoek, vraag), _decision(verzoek, today), _in_force(verzoek)]


def _who_when(verzoek: Wijzigingsverzoek) -> str:
    who = verzoek.indiener or verzoek.indiener_client
    moment = format_moment(verzoek.ingediend_op)
    return f"{moment}, {who.naam}" if who else moment


def _handling(verzoek: Wijzigingsverzoek, vraag: Aanvulling | None) -> Stap:
    title = _("In behandeling")
    if vraag is not None:
        day = format_long_date(vraag.uiterlijk)
        return Stap(_("Vraag aan de aanbieder"), "nu", _("antwoord uiterlijk %s") % day)
    if verzoek.status == Verzoekstatus.IN_BEHANDELING:
        who = verzoek.behandelaar.naam if verzoek.behandelaar else _("contractbeheer OZJT")
        return Stap(title, "nu", _("bij %s") % who)
    if verzoek.status == Verzoekstatus.INGEDIEND:
        return Stap(title, "nu", _("in de wachtrij van contractbeheer OZJT"))
    if verzoek.status == Verzoekstatus.CONCEPT:
        return Stap(title, "straks", "")
    withdrawn = verzoek.status == Verzoekstatus.INGETROKKEN
    return Stap(title, "niet" if withdrawn else "klaar", "")


def _decision(verzoek: Wijzigingsverzoek, today: datetime.date) -> Stap:
    title = _("Besluit")
    if verzoek.besloten_op:
        who = f", {verzoek.beslisser.naam}" if verzoek.beslisser else ""
        label = str(Verzoekstatus(verzoek.status).label)
        return Stap(label, "klaar", format_moment(verzoek.besloten_op) + who)
    if verzoek.status == Verzoekstatus.INGETROKKEN:
        text = _("na het besluit") if verzoek.besloten_op else _("er komt geen besluit")
        return Stap(_("Ingetrokken"), "klaar", text)
    if verzoek.status == Verzoekstatus.AANVULLING_GEVRAAGD:
        return Stap(title, "straks", _("de termijn staat stil tot het antwoord er is"))
    if verzoek.beslis_uiterlijk is None:
        return Stap(title, "straks", "")
    day = format_long_date(verzoek.beslis_uiterlijk)
    over = verzoek.beslis_uiterlijk < today
    return Stap(title, "straks", (_("had er %s moeten zijn") if over else _("uiterlijk %s")) % day)


def _in_force(verzoek: Wijzigingsverzoek) -> Stap:
    title = _("In werking")
    if verzoek.status == Verzoekstatus.GOEDGEKEURD:
        today = timezone.localdate()
        begun = verzoek.ingangsdatum is not None and verzoek.ingangsdatum <= today
        done = begun and verzoek.toegepast_op is not None
        return Stap(title, "klaar" if done else "nu", format_long_date(verzoek.ingangsdatum))
    if verzoek.status in (Verzoekstatus.AFGEWEZEN, Verzoekstatus.INGETROKKEN):
        return Stap(title, "niet", _("de oude gegevens blijven gelden"))
    day = verzoek.gewenste_datum
    return Stap(title, "straks", _("gevraagd: %s") % format_long_date(day) if day else "")


def where(verzoek: Wijzigingsverzoek, vraag: Aanvulling | None, today: datetime.date) -> str:
    """Where it is, who has it and when one hears, in a sentence or two."""
    status = verzoek.status
    if status == Verzoekstatus.CONCEPT:
        return _("Dit is een concept: je hebt het nog niet ingediend.")
    if status == Verzoekstatus.AFGEWEZEN:
        return _("Afgewezen: de oude gegevens blijven gelden.")
    if status == Verzoekstatus.INGETROKKEN:
        return _("Ingetrokken door de aanbieder: er verandert niets.")
    if status == Verzoekstatus.GOEDGEKEURD:
        day = format_long_date(verzoek.ingangsdatum)
        if verzoek.toegepast_op and verzoek.ingangsdatum and verzoek.ingangsdatum <= today:
            return _("Goedgekeurd en verwerkt; dit geldt sinds %s.") % day
        return _("Goedgekeurd; dit gaat in op %s.") % day
    if vraag is not None:
        day = format_long_date(vraag.uiterlijk)
        return _("Wacht op antwoord van de aanbieder, uiterlijk %s.") % day
    who = verzoek.behandelaar.naam if verzoek.behandelaar else _("contractbeheer OZJT")
    day = format_long_date(verzoek.beslis_uiterlijk)
    return _("Ligt bij %(wie)s. Het besluit komt uiterlijk %(dag)s.") % {"wie": who, "dag": day}


def history(events: Sequence[Gebeurtenis], *, texts: bool = True) -> list[dict[str, Any]]:
    """For the timeline; why something could not be carried out in words.

    Without `texts` what people wrote is left out: it may name a secret address (R-BES-2).
    """
    return [
        {
            "moment": event.moment,
            "titel": GEBEURTENIS[event.soort][0],
            "tekst": _why(event, texts=texts),
            "wie": event.actor_naam,
            "soort": GEBEURTENIS[event.soort][1],
        }
        for event in events
        if event.soort in GEBEURTENIS
    ]


def _why(event: Gebeurtenis, *, texts: bool) -> str:
    code = event.gegevens.get("code")
    if not code:
        return event.reden if texts else ""
    try:
        return meaning_of(code)
    except KeyError:
        return str(code)
