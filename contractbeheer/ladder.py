"""The ladder of measures: order, who is heard first, who decides (R-CON-4, D-25; SI 2.2).

Values only. Proportionality (D-31): a step builds on the one below it; who skips one says why.
"""

import datetime

from contractbeheer.choices import Beslisserfunctie
from contracts.choices import Maatregelsoort as Soort
from core.fouten import Foutcode

#: From light to heavy.
LADDER: tuple[Soort, ...] = tuple(Soort)
#: The aanbieder is heard before the decision, unless there is no time for it.
EERST_HOREN = frozenset({Soort.CLIENTENSTOP, Soort.ONTBINDING, Soort.OVERNAME})
#: Without a term to put things right these say nothing.
MET_HERSTELTERMIJN = frozenset({Soort.INGEBREKESTELLING})
#: These end contracts, so the portefeuillehouder decides.
PORTEFEUILLEHOUDER = frozenset({Soort.ONTBINDING, Soort.OVERNAME})

HERSTELTERMIJN_ONTBREEKT = Foutcode(
    "hersteltermijn_ontbreekt",
    "Een ingebrekestelling noemt de dag waarop alles hersteld moet zijn.",
    "R-CON-4",
)
TREDE_OVERGESLAGEN = Foutcode(
    "trede_overgeslagen", "Wie een lichtere stap overslaat, schrijft op waarom.", "R-CON-4"
)
VORIGE_ONJUIST = Foutcode(
    "vorige_stap_onjuist",
    "Een maatregel bouwt voort op een opgelegde, niet zwaardere maatregel van dezelfde aanbieder.",
    "R-CON-4",
)
GEEN_CONTRACT_PERCEEL = Foutcode(
    "perceel_zonder_contract", "De aanbieder heeft voor dit perceel geen contract.", "R-CON-4"
)
ZIENSWIJZE_LOOPT = Foutcode(
    "zienswijze_loopt", "De aanbieder kan nog reageren op het voornemen.", "R-CON-4"
)
NIET_GEHOORD = Foutcode(
    "niet_gehoord",
    "Voor deze maatregel hoor je de aanbieder eerst, of je motiveert de spoed.",
    "R-CON-4",
)
VIER_OGEN = Foutcode(
    "vier_ogen", "Wie de maatregel opstelde, besluit er niet over.", "R-CON-4"
)  # fmt: skip
MANDAAT_ONBEKEND = Foutcode(
    "mandaat_onbekend", "Dit mandaat staat niet in de lijst van het portaal.", "R-CON-4"
)
PORTEFEUILLEHOUDER_BESLUIT = Foutcode(
    "portefeuillehouder_besluit",
    "Over ontbinding en contractovername besluit de portefeuillehouder.",
    "R-CON-4",
)
CLIENTENSTOP_BESTAAT = Foutcode(
    "clientenstop_bestaat", "Voor dit perceel is er in die periode al een cliëntenstop.", "R-CON-4"
)
MAATREGEL_VOORBIJ = Foutcode(
    "maatregel_voorbij", "De maatregel geldt op die dag niet meer.", "R-CON-4"
)
ONTBINDING_INGEGAAN = Foutcode(
    "ontbinding_ingegaan",
    "De ontbinding is ingegaan; de contracten zijn geëindigd.",
    "R-CON-4",
)
ZIENSWIJZE_GEGEVEN = Foutcode(
    "zienswijze_gegeven", "De zienswijze is al gegeven.", "R-CON-4"
)  # fmt: skip
GEEN_TERMIJN = Foutcode(
    "geen_termijn", "Er loopt geen termijn waaraan je kunt herinneren.", "R-CON-4"
)
BRIEF_VERANDERD = Foutcode(
    "brief_veranderd", "De brief is anders dan die je bekeek; bekijk hem opnieuw.", "R-CON-4"
)


def next_rung(soort: str) -> Soort | None:
    """The one step heavier; None above the last."""
    at = LADDER.index(Soort(soort)) + 1
    return LADDER[at] if at < len(LADDER) else None


def is_skipped(soort: str, vorige: str | None) -> bool:
    """Whether a lighter rung than `soort` was not set foot on; the first has none below it."""
    at = LADDER.index(Soort(soort))
    if at == 0:
        return False
    return vorige is None or LADDER.index(Soort(vorige)) < at - 1


def may_follow(soort: str, vorige: str) -> bool:
    """Never lighter than what it builds on; the same again may be."""
    return LADDER.index(Soort(vorige)) <= LADDER.index(Soort(soort))


def decider_of(soort: str) -> Beslisserfunctie:
    if soort in PORTEFEUILLEHOUDER:
        return Beslisserfunctie.PORTEFEUILLEHOUDER
    return Beslisserfunctie.CONTRACTMANAGER


def is_heard(
    *,
    zienswijze: bool,
    gehoord: datetime.date | None,
    uiterlijk: datetime.date | None,
    peildatum: datetime.date,
) -> bool:
    """It gave its view, was heard, or let its term (inclusive) pass."""
    return zienswijze or gehoord is not None or (uiterlijk is not None and uiterlijk < peildatum)
