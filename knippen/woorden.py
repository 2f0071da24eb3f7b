"""A judged toewijzing in words: why not, how much goes where."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from contracts.choices import Frequentie
from core.fouten import REGISTER, Bevinding
from core.ui.formats import format_date, format_number
from indications import codes as toewijzing
from indications import ritme
from knippen import codes

_FIELDS = {
    **dict.fromkeys(
        [
            codes.DEEL_BUITEN_GRENZEN.code,
            codes.DEEL_ONBEKEND.code,
            codes.DEEL_NUL.code,
            codes.VOLUME_VERBRUIKT.code,
        ],
        "deel",
    ),
    **dict.fromkeys(
        [
            codes.EINDIGT_OP_TIJD.code,
            codes.BEGINT_NA_KNIPDAG.code,
            toewijzing.HEEFT_DECLARATIES.code,
        ],
        "laatste_dag",
    ),
    codes.AL_GEKNIPT.code: "",
}


def field_of(code: str) -> str:
    """The field of the form of a single cut; what is about the new product stands there."""
    return _FIELDS.get(code, "naar")


def reason_text(row: Mapping[str, Any]) -> str:
    """Why this one is not cut, with the figures of this one."""
    code = row["reden"]
    if code == toewijzing.HEEFT_DECLARATIES.code:
        return _("Er is gedeclareerd tot en met %(day)s, dus na de knipdag.") % {
            "day": format_date(row["laatste_dag"])
        }
    if code == codes.NIET_OPGENOMEN.code:
        return _("Afgegeven op %(day)s; de gemeente neemt alleen op wat in de periode valt.") % {
            "day": format_date(row["uitgegeven"])
        }
    if code == codes.DEEL_BUITEN_GRENZEN.code:
        highest = row["volume"] - max(row["gedeclareerd"], 1)
        if row["frequentie"] != Frequentie.TOTAAL:
            return _("Een volume per dag, week of maand blijft gelijk: laat het deel leeg.")
        return _("Kies voor het deel na de knip een getal van 1 tot en met %(max)s.") % {
            "max": format_number(highest)
        }
    if code == toewijzing.GEEN_CONTRACT.code:
        return _("%(name)s heeft op de eerste dag geen contract voor %(code)s.") % {
            "name": row["aanbieder"],
            "code": row["naar_code"],
        }
    return REGISTER[code].betekenis


def refusal(row: Mapping[str, Any]) -> Bevinding:
    """The same as a finding, on the field of the form of a single cut."""
    code = REGISTER[row["reden"]]
    return code.bevinding(field_of(code.code), reason_text(row))


def amount(volume: int | None, eenheid: str, frequentie: str) -> str:
    """`1.513 minuten`, `90 minuten per week`."""
    if volume is None:
        return "–"
    words = ritme.WOORDEN[eenheid]
    text = f"{format_number(volume)} {words.enkelvoud if volume == 1 else words.meervoud}"
    if frequentie == Frequentie.TOTAAL:
        return text
    return f"{text} {Frequentie(frequentie).label}"
