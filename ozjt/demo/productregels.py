"""What a product of the demonstration catalogue says, and the rules that products share."""

from dataclasses import dataclass, field
from typing import Any

from contracts.choices import Eenheid, Frequentie

MINUTEN: dict[str, Any] = {"eenheden": [Eenheid.MINUUT], "frequenties": [Frequentie.TOTAAL]}
INDIVIDUEEL: dict[str, Any] = {
    **MINUTEN,
    "verdeling_toegestaan": True,
    "indirecte_tijd": True,
}
UREN: dict[str, Any] = {
    "eenheden": [Eenheid.UUR],
    "frequenties": [Frequentie.TOTAAL, Frequentie.WEEK],
}
ETMAAL: dict[str, Any] = {
    "eenheden": [Eenheid.ETMAAL],
    "frequenties": [Frequentie.WEEK, Frequentie.MAAND, Frequentie.TOTAAL],
}
DAGDEEL: dict[str, Any] = {
    "eenheden": [Eenheid.DAGDEEL],
    "frequenties": [Frequentie.WEEK, Frequentie.TOTAAL],
}
STUKS: dict[str, Any] = {"eenheden": [Eenheid.STUKS], "frequenties": [Frequentie.TOTAAL]}
TRAJECT: dict[str, Any] = {"eenheden": [Eenheid.STUKS_OUTPUT], "frequenties": [Frequentie.TOTAAL]}


@dataclass(frozen=True)
class Productgegeven:
    """A product: code, name, percelen, iJw category, cents in the first year, text and rules."""

    code: str
    naam: str
    percelen: str
    categorie: str
    centen: int
    definitie: str
    kies_als: str = ""
    regels: dict[str, Any] = field(default_factory=dict)
