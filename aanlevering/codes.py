"""Codes that only a file can give; all others are those of the form."""

from core.fouten import Foutcode

REFERENTIE_GEWIJZIGD = Foutcode(
    "referentie_gewijzigd",
    "Onder dit kenmerk staat al een toewijzing, met andere gegevens. Wijzig die in het portaal.",
)
REFERENTIE_IS_BSN = Foutcode(
    "referentie_is_bsn", "Het kenmerk is het burgerservicenummer van de jeugdige."
)
AANLEVERING_BEZIG = Foutcode("aanlevering_bezig", "Hier wordt al aan gewerkt.")
AANLEVERING_KLAAR = Foutcode(
    "aanlevering_klaar", "Dit bestand is al ingelezen of weggegooid, of nog niet nagekeken."
)
