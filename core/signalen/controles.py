"""The register of checks. A check is one SELECT that yields what breaks a rule.

    @controle("contract_loopt_af", "Contract loopt af", Signaalernst.MOET, Rolcode.…)
    def contract_loopt_af() -> str:
        return "select … as sleutel, …"

The statement gives the columns of `KOLOMMEN` and may use `%(peildatum)s`. Its evidence (`bewijs`)
holds codes, dates, counts and numbers, never personal data, and nothing that changes by itself from
day to day ("nog 12 dagen"), for changed evidence is a step in the history.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.utils.module_loading import autodiscover_modules

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme

KOLOMMEN = (
    "sleutel",
    "titel",
    "omschrijving",
    "raakt",
    "betreft_organisatie_id",
    "objectsoort",
    "object_id",
    "bewijs",
    "url",
)

Query = Callable[[], str]


@dataclass(frozen=True)
class Controle:
    """One check: who acts on it (`rol` at `bij`), how often it runs, what to do about it.

    `te_doen` says that in a sentence, `knop` in one word on the button in the worklist.
    `sluitbaar`: a person may close its signal with a reason; it then stays closed as long as the
    evidence stays the same. Of the other checks a signal closes only when the data are right.
    `mail`: the subject under which those with the role hear by mail, once, when a signal opens.
    """

    naam: str
    titel: str
    ernst: Signaalernst
    rol: Rolcode
    query: Query
    bij: Bij = Bij.OZJT
    ritme: Ritme = Ritme.KWARTIER
    regel: str = ""
    te_doen: str = ""
    knop: str = ""
    sluitbaar: bool = False
    mail: str = ""


_REGISTER: dict[str, Controle] = {}


def controle(
    naam: str,
    titel: str,
    ernst: Signaalernst,
    rol: Rolcode,
    *,
    bij: Bij = Bij.OZJT,
    ritme: Ritme = Ritme.KWARTIER,
    regel: str = "",
    te_doen: str = "",
    knop: str = "",
    sluitbaar: bool = False,
    mail: str = "",
) -> Callable[[Query], Query]:
    """Put a check in the register. Raises ValueError when the name is taken."""

    def register(query: Query) -> Query:
        if naam in _REGISTER:
            raise ValueError(f"Controle {naam} staat er twee keer in")
        _REGISTER[naam] = Controle(
            naam, titel, ernst, rol, query, bij, ritme, regel, te_doen, knop, sluitbaar, mail
        )
        return query

    return register


@cache
def _discover() -> None:
    autodiscover_modules("checks")


def controles() -> Mapping[str, Controle]:
    """Every check of every app, by name; those stand in `checks.py`."""
    _discover()
    return _REGISTER


def names_of(ritme: Ritme) -> list[str]:
    return [naam for naam, check in controles().items() if check.ritme == ritme]
