"""Codes about aanbieders that more than one door gives."""

from core.fouten import Foutcode

AANBIEDER_ONBEKEND = Foutcode(
    "aanbieder_onbekend", "Er is geen aanbieder met deze AGB-code of dit KvK-nummer."
)
KVK_NIET_EENDUIDIG = Foutcode(
    "kvk_niet_eenduidig", "Meer dan een aanbieder in het portaal heeft dit KvK-nummer.", "R-ZP-6"
)
GEHEIME_LOCATIE = Foutcode(
    "geheime_locatie",
    "Een geheime locatie kan niet in een bestand; dien er een wijzigingsverzoek voor in.",
    "R-BES-2",
)
CONTACT_ONBEREIKBAAR = Foutcode(
    "contact_onbereikbaar", "Een contact heeft een e-mailadres of een telefoonnummer.", "R-ZP-1"
)
#: The codes of the constraints, for who finds it before the database does.
AGB_OVERLAP = Foutcode("agb_overlap", "Deze AGB-code is in die periode al in gebruik.", "R-ZP-1")
CONTACT_OVERLAP = Foutcode(
    "contact_overlap", "Er is in die periode al een contact voor deze functie.", "R-ZP-1"
)
BANKREKENING_OVERLAP = Foutcode(
    "bankrekening_overlap", "Er is in die periode al een rekening voor dit doel.", "R-ZP-2"
)
