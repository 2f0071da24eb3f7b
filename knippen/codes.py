"""Why a toewijzing is not cut, and what a round refuses."""

from core.fouten import STATUS_OVERGANG, Foutcode
from indications import codes

AL_GEKNIPT = Foutcode("al_geknipt", "Deze toewijzing is al geknipt.", "R-TOE-11")
BEGINT_NA_KNIPDAG = Foutcode(
    "begint_na_knipdag", "De toewijzing begint pas na de knipdag; er is niets te knippen."
)
EINDIGT_OP_TIJD = Foutcode(
    "eindigt_op_tijd", "De toewijzing eindigt op of voor de knipdag; er is niets te knippen."
)
GEEN_VERTALING = Foutcode(
    "geen_vertaling", "Voor dit product staat er geen nieuw product in de ronde.", "R-TOE-11"
)
NIET_OPGENOMEN = Foutcode(
    "niet_opgenomen",
    "De gemeente knipt alleen wat in een bepaalde periode is afgegeven; dit valt erbuiten.",
    "R-TOE-11",
)
KNIP_OVERGESLAGEN = Foutcode("knip_overgeslagen", "De gemeente laat deze toewijzing zoals zij is.")
ZELFDE_PRODUCT = Foutcode(
    "zelfde_product", "Het nieuwe product is hetzelfde als het oude; knippen verandert dan niets."
)
VALT_SAMEN = Foutcode(
    "valt_samen",
    "Twee toewijzingen van deze jeugdige komen bij deze aanbieder op hetzelfde nieuwe product uit; "
    "knip er een apart, of laat er een zoals zij is.",
    "R-TOE-13",
)
DEEL_ONBEKEND = Foutcode(
    "deel_onbekend",
    "Zonder einddatum is het totaal niet over dagen te verdelen; verdeel met de hand.",
)
DEEL_NUL = Foutcode(
    "deel_nul", "Een van de twee delen zou nul worden; verdeel met de hand of knip niet."
)
DEEL_BUITEN_GRENZEN = Foutcode(
    "deel_buiten_grenzen",
    "Het deel na de knip is minstens 1 en laat voor de knip minstens over wat al gedeclareerd is.",
)
VOLUME_VERBRUIKT = Foutcode(
    "volume_verbruikt", "Alles is al gedeclareerd; er blijft niets over voor na de knip."
)
EENHEID_NIET_OM_TE_REKENEN = Foutcode(
    "eenheid_niet_om_te_rekenen",
    "De eenheid van de toewijzing is niet precies om te rekenen naar die van het nieuwe product.",
)
NIETS_TE_KNIPPEN = Foutcode("niets_te_knippen", "Er is geen toewijzing die nu geknipt kan worden.")
KNIPPEN_VERANDERD = Foutcode(
    "knippen_veranderd",
    "Wat geknipt wordt is veranderd sinds je het bekeek; bekijk het opnieuw.",
)
RONDE_NIET_OPEN = Foutcode("ronde_niet_open", "Deze knipronde staat niet open.")
RONDE_NIET_IN_CONCEPT = Foutcode(
    "ronde_niet_in_concept", "Producten en gemeenten veranderen alleen zolang de ronde concept is."
)

#: Short words per reason, for table, filter and export; in the order in which they are judged.
REDENEN: dict[str, str] = {
    STATUS_OVERGANG.code: "Ingetrokken",
    AL_GEKNIPT.code: "Al geknipt",
    BEGINT_NA_KNIPDAG.code: "Begint na de knipdag",
    EINDIGT_OP_TIJD.code: "Eindigt op of voor de knipdag",
    GEEN_VERTALING.code: "Geen nieuw product voor dit product",
    NIET_OPGENOMEN.code: "Niet opgenomen: buiten de periode van afgifte",
    KNIP_OVERGESLAGEN.code: "Op eigen keuze overgeslagen",
    codes.HEEFT_DECLARATIES.code: "Al gedeclareerd na de knipdag",
    ZELFDE_PRODUCT.code: "Zelfde product",
    codes.PRODUCT_ONBEKEND.code: "Nieuw product onbekend",
    codes.PRODUCT_NIET_GELDIG.code: "Nieuw product bestaat niet in de hele periode",
    codes.PRODUCT_NIET_IN_GEMEENTE.code: "Nieuw product niet ingekocht voor de gemeente",
    codes.TAAKGERICHT.code: "Nieuw product uit vast budget",
    codes.GEEN_CONTRACT.code: "Geen contract voor het nieuwe product",
    codes.GEEN_TARIEF.code: "Geen tarief voor het nieuwe product",
    EENHEID_NIET_OM_TE_REKENEN.code: "Eenheid niet om te rekenen",
    codes.EENHEID_NIET_TOEGESTAAN.code: "Eenheid of frequentie past niet",
    codes.BEHANDELING_TE_LANG.code: "Duurt te lang voor het nieuwe product",
    codes.TOEWIJZING_OVERLAP.code: "Heeft het nieuwe product al",
    DEEL_BUITEN_GRENZEN.code: "Deel buiten de grenzen",
    VOLUME_VERBRUIKT.code: "Alles al gedeclareerd",
    DEEL_ONBEKEND.code: "Geen einddatum: verdeel met de hand",
    DEEL_NUL.code: "Een deel zou nul worden",
    codes.VOLUME_ONGELDIG.code: "Volume te groot",
    codes.TE_VEEL_MINUTEN.code: "Meer minuten dan het nieuwe product kent",
    codes.TE_VEEL_SESSIES.code: "Meer sessies dan het nieuwe product kent",
    VALT_SAMEN.code: "Komt samen met een andere op één nieuw product",
}
#: What does not stop a cut, but is worth a look.
LET_OP: dict[str, str] = {
    codes.CLIENTENSTOP.code: "aanbieder heeft een cliëntenstop; lopende hulp gaat door",
    codes.CONTRACT_EINDIGT_EERDER.code: "contract eindigt eerder dan de toewijzing",
    "deel_opgehoogd": "deel voor de knip opgehoogd tot wat gedeclareerd is",
}
