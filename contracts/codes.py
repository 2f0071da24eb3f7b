"""Codes of managing agreements and contracts per perceel; every door uses them."""

from core.fouten import Foutcode

HOOFDOVEREENKOMST_BESTAAT = Foutcode(
    "hoofdovereenkomst_bestaat",
    "De aanbieder heeft in die periode al een hoofdovereenkomst.",
    "R-CON-1",
)
LOOPTIJD_TE_LANG = Foutcode(
    "looptijd_te_lang",
    "Een overeenkomst duurt met alle verlengingen ten hoogste 6 jaar.",
    "R-CON-1",
)
BUITEN_OVEREENKOMST = Foutcode(
    "buiten_overeenkomst", "De periode valt buiten de overeenkomst waar dit onder hangt.", "R-CON-1"
)
NUMMER_BESTAAT = Foutcode("nummer_bestaat", "Dit nummer is al van een andere overeenkomst.")
GEEN_HOOFDOVEREENKOMST = Foutcode(
    "geen_hoofdovereenkomst", "Een subovereenkomst hangt onder een hoofdovereenkomst.", "R-CON-1"
)
GEEN_EINDDATUM = Foutcode(
    "geen_einddatum", "Zonder einddatum valt er niets te verlengen.", "R-CON-1"
)
VERLENGT_NIET_MEE = Foutcode(
    "verlengt_niet_mee", "Dit eindigt niet tegelijk en kan dus niet meeverlengd worden.", "R-CON-1"
)
PERCEEL_NIET_GELDIG = Foutcode(
    "perceel_niet_geldig", "Het perceel bestaat niet in de hele periode.", "R-CON-2"
)
TARIEFGROEP_VERPLICHT = Foutcode(
    "tariefgroep_verplicht", "Voor dit perceel hangt het tarief af van de tariefgroep.", "R-SEG-7"
)
TARIEFGROEP_PAST_NIET = Foutcode(
    "tariefgroep_past_niet", "Voor dit perceel zijn er geen tariefgroepen.", "R-SEG-7"
)
TARIEFGROEP_GELIJK = Foutcode("tariefgroep_gelijk", "Deze tariefgroep geldt dan al.", "R-SEG-7")
PERIODE_GESLOTEN = Foutcode(
    "tariefgroep_terugwerkend",
    "Een tariefgroep verandert niet met terugwerkende kracht.",
    "R-SEG-8",
)
EINDE_VIA_CONTRACTBEHEER = Foutcode(
    "einde_via_contractbeheer",
    "Een eerder einde gaat via een beëindigingsverzoek of een maatregel.",
    "R-CON-3",
)
EINDE_BESLOTEN = Foutcode(
    "einde_besloten",
    "Dit einde is besloten; alleen wie het besluit terugdraait kan het verschuiven.",
    "R-CON-3",
)
CONTRACT_IN_GEBRUIK = Foutcode(
    "contract_in_gebruik", "Wat al gebruikt is, kan niet worden ingetrokken.", "R-CON-3"
)
INGETROKKEN = Foutcode("contract_ingetrokken", "Dit contract is ingetrokken.", "R-CON-2")
BUITEN_CONTRACT = Foutcode(
    "buiten_contract", "De periode valt buiten die van het contract.", "R-CON-2"
)
LOCATIE_ANDERE_AANBIEDER = Foutcode(
    "locatie_andere_aanbieder", "Deze locatie is niet van deze aanbieder.", "R-CON-8"
)
GROEP_ANDERE_LOCATIE = Foutcode(
    "groep_andere_locatie", "Deze groep is niet op deze locatie.", "R-CON-8"
)
