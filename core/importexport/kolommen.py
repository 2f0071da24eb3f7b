"""Columns of an import, declared: their names, what their cells mean and when those are wrong."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from core.fouten import (
    AGB_ONGELDIG,
    BSN_ONGELDIG,
    IBAN_ONGELDIG,
    KVK_ONGELDIG,
    ONBEKENDE_WAARDE,
    ONGELDIG_FORMAAT,
    TE_LANG,
    VERPLICHT,
    Bevinding,
)
from core.identifiers import is_agb, is_bsn, is_iban, is_kvk
from core.importexport.formules import unguard
from core.ui.formats import parse_date, parse_decimal, parse_integer

_ISO_DECIMAL = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4,})", re.ASCII)
MAX_GETAL = 10**15
#: Outside these no day is meant; the last of the calendar, 31-12-9999, breaks a period of days.
EERSTE_DAG, LAATSTE_DAG = datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)


class Soort(StrEnum):
    TEKST = "tekst"
    GEHEEL = "geheel getal"
    DECIMAAL = "getal"
    DATUM = "datum"
    JA_NEE = "ja of nee"
    BSN = "burgerservicenummer"
    AGB = "AGB-code"
    IBAN = "IBAN"
    KVK = "KvK-nummer"


@dataclass(frozen=True)
class Kolom:
    """`naam` is the heading, `veld` what the service calls it (the same when empty).

    `keuzes` maps what may be written to the value, and the value itself may be written too. `vorm`
    puts a text in its usual form before it is read; `controle` looks at a good value and may return
    a Bevinding. An empty cell gives None. Headings match without case, and a space is an
    underscore; `aliassen` are other headings for the same.
    """

    naam: str
    veld: str = ""
    soort: Soort = Soort.TEKST
    verplicht: bool = True
    max_lengte: int = 200
    keuzes: Mapping[str, Any] = field(default_factory=dict)
    vorm: Callable[[str], str] | None = None
    controle: Callable[[Any], Bevinding | None] | None = None
    uitleg: str = ""
    aliassen: Sequence[str] = ()

    @property
    def sleutel(self) -> str:
        return self.veld or self.naam

    def read(self, cel: Any) -> tuple[Any, Bevinding | None]:
        """The value of a cell, or None and what is wrong with it; never raises."""
        text = as_text(cel)
        if not text:
            missing = VERPLICHT.bevinding(self.naam, f"Vul {self.naam} in.")
            return None, missing if self.verplicht else None
        if self.keuzes:
            return self._choose(text)
        if self.vorm:
            text = self.vorm(text)
        value, finding = _READERS[self.soort](self, cel, text)
        if finding is None and self.controle:
            finding = self.controle(value)
        return (None, finding) if finding else (value, None)

    def _choose(self, text: str) -> tuple[Any, Bevinding | None]:
        by_name = {str(value).casefold(): value for value in self.keuzes.values()}
        by_name |= {name.casefold(): value for name, value in self.keuzes.items()}
        if text.casefold() in by_name:
            return by_name[text.casefold()], None
        shown = ", ".join(list(self.keuzes)[:12])
        return None, ONBEKENDE_WAARDE.bevinding(
            self.naam, f"‘{text[:40]}’ kan hier niet. Kies uit: {shown}."
        )


def heading_key(text: str) -> str:
    return re.sub(r"[\s_\-]+", "_", text.strip().casefold())


def as_text(cel: Any) -> str:
    """A cell as text: 41990001.0 of a spreadsheet is 41990001, a date ISO, a guard taken off."""
    if isinstance(cel, str):
        text = cel.strip()
        return unguard(text).strip() if text.startswith("'") else text
    if cel is None:
        return ""
    if isinstance(cel, bool):
        return "ja" if cel else "nee"
    if isinstance(cel, float):
        return str(int(cel)) if cel.is_integer() and abs(cel) < MAX_GETAL else repr(cel)
    if isinstance(cel, datetime.datetime):
        return cel.date().isoformat() if cel.time() == datetime.time() else cel.isoformat(" ")
    if isinstance(cel, datetime.date):
        return cel.isoformat()
    return str(cel)


Read = tuple[Any, Bevinding | None]


def _wrong(kolom: Kolom, reden: str) -> Read:
    return None, ONGELDIG_FORMAAT.bevinding(kolom.naam, reden)


def _text(kolom: Kolom, cel: Any, text: str) -> Read:
    if "\0" in text:
        return _wrong(kolom, "Er staat een teken in dat het portaal niet kan bewaren.")
    if len(text) > kolom.max_lengte:
        reden = f"Ten hoogste {kolom.max_lengte} tekens; dit zijn er {len(text)}."
        return None, TE_LANG.bevinding(kolom.naam, reden)
    return text, None


def _whole(kolom: Kolom, cel: Any, text: str) -> Read:
    try:
        value = parse_integer(text)
    except ValueError:
        return _wrong(kolom, "Schrijf een heel getal in cijfers, bijvoorbeeld 3000.")
    if abs(value) > MAX_GETAL:
        return _wrong(kolom, "Dit getal is te groot.")
    return value, None


def _decimal(kolom: Kolom, cel: Any, text: str) -> Read:
    """`1250,50` or `1250.50`; `1.250` in a text file could be either and is asked again."""
    numeric = isinstance(cel, int | float)
    try:
        if numeric or _ISO_DECIMAL.fullmatch(text):
            value = Decimal(text)
        elif re.fullmatch(r"-?\d{1,3}\.\d{3}", text):
            return _wrong(
                kolom, f"‘{text}’ kan op twee manieren gelezen worden; schrijf een komma."
            )
        else:
            value = parse_decimal(text)
    except (ValueError, ArithmeticError):
        return _wrong(kolom, "Schrijf het getal met een komma, bijvoorbeeld 1250,50.")
    if not value.is_finite() or abs(value) > MAX_GETAL:
        return _wrong(kolom, "Dit getal is te groot.")
    return value, None


def _date(kolom: Kolom, cel: Any, text: str) -> Read:
    try:
        day = _day_of(cel, text)
    except ValueError:
        return _wrong(kolom, "Schrijf de datum als dag-maand-jaar, bijvoorbeeld 1-12-2026.")
    if not EERSTE_DAG <= day <= LAATSTE_DAG:
        return _wrong(kolom, "Kies een jaar van 1900 tot en met 2099; zonder einde laat je leeg.")
    return day, None


def _day_of(cel: Any, text: str) -> datetime.date:
    if isinstance(cel, datetime.datetime):
        return cel.date()
    return cel if isinstance(cel, datetime.date) else parse_date(text)


def _yes_no(kolom: Kolom, cel: Any, text: str) -> Read:
    if text.casefold() in ("ja", "j", "true", "waar", "1"):
        return True, None
    if text.casefold() in ("nee", "n", "false", "onwaar", "0"):
        return False, None
    return _wrong(kolom, "Schrijf ja of nee.")


def _bsn(kolom: Kolom, cel: Any, text: str) -> Read:
    """Leading zeros that a spreadsheet drops are put back; the message never holds the number."""
    digits = text.replace(".", "").replace(" ", "")
    digits = digits.zfill(9) if isinstance(cel, int | float) else digits
    if is_bsn(digits):
        return digits, None
    return None, BSN_ONGELDIG.bevinding(
        kolom.naam, "Dit burgerservicenummer klopt niet; neem de 9 cijfers over van de brief."
    )


def _agb(kolom: Kolom, cel: Any, text: str) -> Read:
    digits = text.zfill(8) if isinstance(cel, int | float) else text
    if is_agb(digits):
        return digits, None
    return None, AGB_ONGELDIG.bevinding(kolom.naam, f"Een AGB-code heeft 8 cijfers{_zero(text)}.")


def _iban(kolom: Kolom, cel: Any, text: str) -> Read:
    compact = text.replace(" ", "").upper()
    if is_iban(compact):
        return compact, None
    return None, IBAN_ONGELDIG.bevinding(kolom.naam, "Dit IBAN klopt niet; kijk de cijfers na.")


def _kvk(kolom: Kolom, cel: Any, text: str) -> Read:
    digits = text.zfill(8) if isinstance(cel, int | float) else text
    if is_kvk(digits):
        return digits, None
    return None, KVK_ONGELDIG.bevinding(kolom.naam, f"Een KvK-nummer heeft 8 cijfers{_zero(text)}.")


def _zero(text: str) -> str:
    """What a spreadsheet did when a number lacks its first digit; in a text it could be a typo."""
    lacks = text.isdecimal() and len(text) == 7
    return ", dit zijn er 7; een spreadsheet laat een nul vooraan weg" if lacks else ""


_READERS: dict[Soort, Callable[[Kolom, Any, str], Read]] = {
    Soort.TEKST: _text,
    Soort.GEHEEL: _whole,
    Soort.DECIMAAL: _decimal,
    Soort.DATUM: _date,
    Soort.JA_NEE: _yes_no,
    Soort.BSN: _bsn,
    Soort.AGB: _agb,
    Soort.IBAN: _iban,
    Soort.KVK: _kvk,
}
