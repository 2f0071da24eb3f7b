"""Why an act on a work list is refused."""

from core.fouten import Foutcode

MAX_RIJEN = 500
MAX_KLAARZETTEN = 50
#: Each is judged by every rule of filing.
MAX_VERLENGEN = 200
HERINNER_DAGEN = 7

GEEN_RIJEN = Foutcode("geen_rijen", "Er is geen toewijzing gekozen om iets mee te doen.")
TE_VEEL_RIJEN = Foutcode("te_veel_rijen", "Zoveel toewijzingen kunnen niet in één keer.")
ACTIE_PAST_NIET = Foutcode("actie_past_niet", "Deze handeling past niet bij deze werklijst.")
VOORBEELD_ONTBREEKT = Foutcode(
    "voorbeeld_ontbreekt", "Eerst is te zien wat er gebeurt; daarna kan het worden uitgevoerd."
)
GEEN_EINDDATUM = Foutcode(
    "geen_einde_om_over_te_besluiten",
    "Zonder einddatum is er niets om over te besluiten.",
    "R-TOE-1",
)
AL_VOORBIJ = Foutcode("al_voorbij", "Deze toewijzing is al afgelopen of ingetrokken.")
AL_GESTART = Foutcode("al_gestart", "De hulp is al gestart; een herinnering is niet nodig.")
NOG_NIET_BEGONNEN = Foutcode(
    "nog_niet_begonnen", "De begindatum is nog niet geweest; er valt niets te herinneren."
)
KORT_GELEDEN_HERINNERD = Foutcode(
    "kort_geleden_herinnerd",
    "De aanbieder krijgt over één toewijzing hooguit eens per week een herinnering.",
)
NIEMAND_BEREIKT = Foutcode(
    "niemand_bereikt", "Bij deze aanbieder werkt in het portaal niemand die over zorg gaat."
)
STAAT_KLAAR = Foutcode("staat_klaar", "Je hebt voor deze toewijzing al een concept klaarstaan.")
