"""Fields of a kind of data, declared once: form, API, bulk and message read them the same way."""

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.fouten import ONBEKENDE_WAARDE, ONGELDIG_FORMAAT, VERPLICHT, Bevinding
from core.importexport.kolommen import Kolom, Soort
from core.tables import show
from core.ui.formats import EMPTY, format_long_date

#: Value → label, for an aanbieder.
Keuzes = Callable[[UUID], Mapping[str, str]]
Lezing = tuple[Any, Bevinding | None]
#: What nobody sees, but makes a name read as another one: controls, line ends, order of writing.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Veld:
    """`naam` is the key of the value (and of the JSON, in camelCase), `label` the word on screen.

    `keuzes` gives what may be chosen for an aanbieder; with `meer` a list of those. `vorm` turns
    good text into the one way we write it. What is left out of a yes-or-no is no.
    """

    naam: str
    label: str
    soort: Soort = Soort.TEKST
    verplicht: bool = True
    max_lengte: int = 200
    keuzes: Keuzes | None = None
    meer: bool = False
    uitleg: str = ""
    controle: Callable[[Any], Bevinding | None] | None = None
    vorm: Callable[[str], str] | None = None

    def read(self, ruw: Any, aanbieder_id: UUID) -> Lezing:
        """The value as JSON can hold it (dates ISO), or None and what is wrong; never raises."""
        if self.keuzes:
            return self._choose(ruw, self.keuzes(aanbieder_id))
        if isinstance(ruw, list | dict | tuple):
            ruw = ""
        if self.soort == Soort.JA_NEE and ruw in (None, ""):
            return False, None
        if self.vorm and isinstance(ruw, str):
            ruw = self.vorm(ruw)
        if isinstance(ruw, str) and _UNSEEN.search(ruw.strip()):
            reden = f"Er staat een onzichtbaar teken in ‘{self.label}’; typ het opnieuw."
            return None, ONGELDIG_FORMAAT.bevinding(self.naam, reden)
        value, finding = self._kolom().read(ruw)
        if finding:
            return None, replace(finding, veld=self.naam)
        return (value.isoformat() if self.soort == Soort.DATUM and value else value), None

    def show(self, value: Any, aanbieder_id: UUID) -> str:
        """A value as people read it: the label of a choice, a day in words, ja or nee."""
        if value is None or value == "" or value == []:
            return EMPTY
        if self.keuzes:
            labels = self.keuzes(aanbieder_id)
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(labels.get(str(item), str(item)) for item in chosen)
        if self.soort == Soort.DATUM:
            return format_long_date(datetime.date.fromisoformat(value))
        return show(value)

    def _kolom(self) -> Kolom:
        return Kolom(
            self.label,
            soort=self.soort,
            verplicht=self.verplicht,
            max_lengte=self.max_lengte,
            controle=self.controle,
        )

    def _choose(self, ruw: Any, keuzes: Mapping[str, str]) -> Lezing:
        asked = list(ruw) if isinstance(ruw, list | tuple) else [ruw] if ruw else []
        asked = [str(item).strip() for item in asked if str(item).strip()]
        if not asked:
            if self.verplicht:
                return None, VERPLICHT.bevinding(self.naam, f"Maak een keuze bij ‘{self.label}’.")
            return ([] if self.meer else None), None
        if any(item not in keuzes for item in asked) or (len(asked) > 1 and not self.meer):
            reden = f"Kies bij ‘{self.label}’ uit de lijst."
            return None, ONBEKENDE_WAARDE.bevinding(self.naam, reden)
        return (sorted(set(asked)) if self.meer else asked[0]), None


@dataclass(frozen=True)
class VasteKeuzes:
    """The same for every aanbieder."""

    waarden: Mapping[str, str]

    def __call__(self, aanbieder_id: UUID) -> Mapping[str, str]:
        return self.waarden


def choices_of(kinds: Any) -> Keuzes:
    """Those of a TextChoices."""
    return VasteKeuzes({str(value): str(label) for value, label in kinds.choices})


def upper(text: str) -> str:
    return " ".join(text.upper().split())


def postcode(text: str) -> str:
    bare = "".join(text.upper().split())
    return f"{bare[:4]} {bare[4:]}" if len(bare) == 6 else text


def compact(text: str) -> str:
    return "".join(text.split()).upper()
