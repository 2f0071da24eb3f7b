from core.fouten import Foutcode

WOONPLAATS_ONGEWIJZIGD = Foutcode(
    "woonplaats_ongewijzigd", "De jeugdige valt al onder deze gemeente.", "D-20"
)
VERHUIZING_BESTAAT = Foutcode(
    "verhuizing_bestaat",
    "Op of na deze dag staat al een verhuizing; verbeter die, of maak haar ongedaan.",
    "D-20",
)
GEEN_VERHUIZING = Foutcode("geen_verhuizing", "Er is geen verhuizing om ongedaan te maken.", "D-20")
NIET_VAN_DEZE_GEMEENTE = Foutcode(
    "niet_van_deze_gemeente",
    "Alleen de gemeente die tot dan verantwoordelijk was, legt de verhuizing vast of verbetert "
    "haar.",
    "D-20",
)
VERWIJZING_NIET_LATER = Foutcode(
    "verwijzing_niet_later", "De nieuwe verwijzing geldt niet langer dan de oude.", "R-TOE-9"
)
NIET_LOPEND = Foutcode("niet_lopend", "Deze toewijzing loopt niet meer.", "R-TOE-9")
TOEKOMSTPLAN_TE_VROEG = Foutcode(
    "toekomstplan_te_vroeg", "Een toekomstplan hoort bij jongeren van bijna 16 jaar of ouder.",
    "D-19",
)  # fmt: skip
GEEN_BEWAARTERMIJN = Foutcode(
    "geen_bewaartermijn",
    "Zonder een bewaartermijn van de verwerkingsverantwoordelijke wordt niets verwijderd.",
    "N-AVG-03",
)
BEWAREN_ALLEEN_GEMEENTE = Foutcode(
    "bewaren_alleen_gemeente",
    "Alleen een gemeente bepaalt hoe lang zij bewaart.",
    "N-AVG-03",
)
EIGEN_VRIJGAVE = Foutcode("eigen_vrijgave", "Wie vrijgaf, voert niet ook uit.", "N-AVG-03")
