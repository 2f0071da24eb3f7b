"""The rules of leveranciersmanagement, as pure functions of figures and norms (R-CON-6, D-32)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.ui.formats import format_euro, format_number
from leveranciers.choices import Indeling, Kwadrant, Vlagsoort


@dataclass(frozen=True, slots=True)
class Normen:
    """What holds in a year; percentages of 100, months between talks (0: no rhythm).

    The figures here hold until OZJT says otherwise (`Sturingsnorm`); docs/leveranciers.md says why.
    """

    leveranciersmanagement_procent: Decimal = Decimal("75.00")
    systeem_procent: Decimal = Decimal("2.00")
    groot_procent: Decimal = Decimal("0.50")
    afhankelijkheid_procent: Decimal = Decimal("5.00")
    waarde_procent: Decimal = Decimal("2.00")
    rendement_laag: Decimal = Decimal("0.00")
    rendement_hoog: Decimal = Decimal("10.00")
    liquiditeit_laag: Decimal = Decimal("1.00")
    solvabiliteit_laag: Decimal = Decimal("20.00")
    personeelskosten_laag: Decimal = Decimal("50000.00")
    ritme_leveranciersmanagement: int = 3
    ritme_contractmanagement: int = 12

    def rhythm(self, indeling: str | None) -> int:
        """Months from one talk to the next for this indeling."""
        if indeling == Indeling.LEVERANCIERSMANAGEMENT:
            return self.ritme_leveranciersmanagement
        return self.ritme_contractmanagement


def percentage(value: Decimal) -> str:
    """`12,4 %`, as precise as it is and no more."""
    return f"{format_number(_trimmed(value))}\u00a0%"


def _trimmed(value: Decimal) -> Decimal:
    whole = value.quantize(Decimal(1))
    return whole if whole == value else value.normalize()


def _plain(value: Decimal) -> str:
    return format_number(_trimmed(value))


def _euro(value: Decimal) -> str:
    return format_euro(value, 0 if value == value.quantize(Decimal(1)) else 2)


@dataclass(frozen=True, slots=True)
class Risico:
    """One rule: the figure `cijfer` is lower (or, with `hoog`, higher) than the norm `norm`.

    At the norm itself nothing is wrong. `tekst` says it with `cijfer` and `norm` filled in.
    """

    code: str
    soort: Vlagsoort
    cijfer: str
    norm: str
    tekst: Any
    hoog: bool = False
    vorm: Callable[[Decimal], str] = percentage

    def hits(self, value: Decimal | None, norm: Decimal) -> bool:
        if value is None:
            return False
        return value > norm if self.hoog else value < norm

    def words(self, value: Decimal, norm: Decimal) -> str:
        return str(self.tekst) % {"cijfer": self.vorm(value), "norm": self.vorm(norm)}


_LAGER = {
    "rendement": gettext_lazy("rendement %(cijfer)s is lager dan %(norm)s"),
    "liquiditeit": gettext_lazy("liquiditeit %(cijfer)s is lager dan %(norm)s"),
    "solvabiliteit": gettext_lazy("solvabiliteit %(cijfer)s is lager dan %(norm)s"),
    "personeel": gettext_lazy("personeelskosten per fte %(cijfer)s zijn lager dan %(norm)s"),
}
RISICOS: tuple[Risico, ...] = (
    Risico(
        "rendement_laag", Vlagsoort.CONTINUITEIT, "rendement", "rendement_laag",
        _LAGER["rendement"],
    ),
    Risico(
        "liquiditeit_laag", Vlagsoort.CONTINUITEIT, "liquiditeit", "liquiditeit_laag",
        _LAGER["liquiditeit"], vorm=_plain,
    ),
    Risico(
        "solvabiliteit_laag", Vlagsoort.CONTINUITEIT, "solvabiliteit", "solvabiliteit_laag",
        _LAGER["solvabiliteit"],
    ),
    Risico(
        "rendement_hoog", Vlagsoort.RECHTMATIGHEID, "rendement", "rendement_hoog",
        gettext_lazy("rendement %(cijfer)s is hoger dan %(norm)s"), hoog=True,
    ),
    Risico(
        "personeelskosten_laag", Vlagsoort.RECHTMATIGHEID, "personeelskosten_fte",
        "personeelskosten_laag", _LAGER["personeel"], vorm=_euro,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Vlag:
    """A risk that was found, with why in words."""

    code: str
    soort: Vlagsoort
    reden: str


def flags(cijfers: Any, normen: Normen) -> list[Vlag]:
    """What the figures warn of; a figure that is not known warns of nothing.

    `cijfers` is a mapping or an object with the figures of a Jaarcijfer.
    """
    return list(_flags(cijfers, normen))


def _flags(cijfers: Any, normen: Normen) -> Iterator[Vlag]:
    for risico in RISICOS:
        value = _figure(cijfers, risico.cijfer)
        norm: Decimal = getattr(normen, risico.norm)
        if value is not None and risico.hits(value, norm):
            yield Vlag(risico.code, risico.soort, risico.words(value, norm))


def _figure(cijfers: Any, name: str) -> Decimal | None:
    value = cijfers.get(name) if isinstance(cijfers, dict) else getattr(cijfers, name, None)
    return None if value is None else Decimal(value)


def advice(kwadrant: str) -> str:
    """What the place in the chart means for who manages the contract."""
    return {
        Kwadrant.STRATEGISCH: _("Samen sturen: veel geld, en moeilijk te vervangen."),
        Kwadrant.HEFBOOM: _("Onderhandelen: veel geld, en er zijn anderen."),
        Kwadrant.KNELPUNT: _("Zekerstellen: weinig geld, maar moeilijk te vervangen."),
        Kwadrant.ROUTINE: _("Eenvoudig houden: weinig geld, en er zijn anderen."),
    }[Kwadrant(kwadrant)]


#: What a figure may be: lowest and highest, both inclusive.
GRENZEN: dict[str, tuple[Decimal, Decimal]] = {
    "omzet": (Decimal(0), Decimal("999999999999.99")),
    "resultaat": (Decimal("-999999999999.99"), Decimal("999999999999.99")),
    "liquiditeit": (Decimal(0), Decimal("9999.99")),
    "solvabiliteit": (Decimal("-9999.99"), Decimal(100)),
    "personeelskosten": (Decimal(0), Decimal("999999999999.99")),
    "fte": (Decimal(0), Decimal("9999999.99")),
    "aandeel_twente": (Decimal(0), Decimal(100)),
}


def figure_problem(naam: str, value: Decimal) -> str:
    """Why this cannot be the figure; '' when it can."""
    low, high = GRENZEN[naam]
    if value != round(value, 2):
        return _("Schrijf ten hoogste twee cijfers achter de komma.")
    if not low <= value <= high:
        return _("Vul een getal in van %(laag)s tot en met %(hoog)s.") % {
            "laag": _plain(low),
            "hoog": _plain(high),
        }
    return ""
