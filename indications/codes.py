"""Codes of filing; every door uses them (design §6)."""

from core.fouten import Foutcode, Niveau
from providers.codes import AANBIEDER_ONBEKEND as AANBIEDER_ONBEKEND

GEMEENTE_ONBEKEND = Foutcode("gemeente_onbekend", "Deze gemeentecode hoort niet bij de regio.")
GEEN_CONTRACT = Foutcode(
    "geen_contract",
    "De aanbieder heeft op de begindatum geen geldig contract voor dit product.",
    "R-TOE-10",
)
CONTRACT_EINDIGT_EERDER = Foutcode(
    "contract_eindigt_eerder",
    "Het contract van de aanbieder eindigt voor de toewijzing.",
    "R-TOE-10",
    Niveau.WAARSCHUWING,
)
LEVERT_NIET_IN_GEMEENTE = Foutcode(
    "levert_niet_in_gemeente",
    "De aanbieder heeft voor deze gemeente geen levering toegezegd.",
    "D-26",
    Niveau.WAARSCHUWING,
)
CLIENTENSTOP = Foutcode(
    "clientenstop", "De aanbieder heeft een cliëntenstop: er start niets nieuws.", "R-CON-4"
)
GEEN_TARIEF = Foutcode(
    "geen_tarief", "Voor dit product en deze aanbieder ontbreekt een tarief.", "R-TOE-10"
)
TAAKGERICHT = Foutcode(
    "taakgericht",
    "Dit product wordt uit een vast budget betaald; er zijn dan geen toewijzingen per jeugdige.",
    "R-CON-9",
)
PRODUCT_NIET_IN_GEMEENTE = Foutcode(
    "product_niet_in_gemeente", "Dit product is voor deze gemeente niet ingekocht.", "R-SEG-5"
)
PRODUCT_ONBEKEND = Foutcode("product_onbekend", "Deze productcode bestaat niet.", "R-SEG-2")
PRODUCT_NIET_GELDIG = Foutcode(
    "product_niet_geldig", "Het product bestaat niet in de hele periode.", "R-SEG-2"
)
VERDELING_TELT_NIET_OP = Foutcode(
    "verdeling_telt_niet_op",
    "Direct, indirect en reistijd zijn samen niet het totaal.",
    "R-TOE-3",
)
VERDELING_NIET_TOEGESTAAN = Foutcode(
    "verdeling_niet_toegestaan",
    "Een verdeling in direct, indirect en reistijd hoort niet bij dit product.",
    "R-TOE-2",
)
GEEN_INDIRECTE_TIJD = Foutcode(
    "geen_indirecte_tijd", "Bij een groepsproduct is er geen indirecte tijd.", "R-TOE-5"
)
REISTIJD_TE_HOOG = Foutcode(
    "reistijd_te_hoog", "Reistijd is hoogstens 45 minuten heen en terug per bezoek.", "R-TOE-4"
)
EENHEID_NIET_TOEGESTAAN = Foutcode(
    "eenheid_niet_toegestaan",
    "Deze eenheid of frequentie hoort niet bij dit product.",
    "R-TOE-5",
)
EINDDATUM_VERPLICHT = Foutcode(
    "einddatum_verplicht", "Bij een volume per week hoort een einddatum.", "CD076"
)
VOLUME_ONGELDIG = Foutcode(
    "volume_ongeldig", "Het volume is een heel getal van 1 tot en met 99.999.999.", "R-TOE-1"
)
TE_VEEL_MINUTEN = Foutcode(
    "vaktherapie_te_veel_minuten", "Vaktherapie is hoogstens 2.200 minuten.", "R-TOE-6"
)
TE_VEEL_SESSIES = Foutcode(
    "vaktherapie_te_veel_sessies", "Vaktherapie is hoogstens 24 sessies.", "R-TOE-6"
)
BEHANDELING_TE_LANG = Foutcode(
    "behandeling_te_lang", "Behandeling individueel duurt hoogstens twee jaar.", "R-TOE-7"
)
VERWIJZING_VERLOPEN = Foutcode(
    "verwijzing_verlopen",
    "De toewijzing loopt langer dan de verwijzing; een medische geldt hoogstens een jaar.",
    "R-TOE-9",
)
ANDERE_GEMEENTE = Foutcode(
    "andere_gemeente_verantwoordelijk",
    "Op de begindatum is deze gemeente niet verantwoordelijk voor de jeugdige.",
    "D-20",
)
WOONPLAATS_ONBEKEND = Foutcode(
    "woonplaats_onbekend",
    "Van de begindatum is niet vastgelegd welke gemeente verantwoordelijk is.",
    "D-20",
    Niveau.WAARSCHUWING,
)
VERHUIST_TIJDENS_HULP = Foutcode(
    "verhuist_tijdens_hulp",
    "De jeugdige verhuist in deze periode; de hulp loopt dan hoogstens een jaar door.",
    "Jeugdwet 2.7a",
    Niveau.WAARSCHUWING,
)
TOEWIJZING_OVERLAP = Foutcode(
    "toewijzing_overlap",
    "Er is in die periode al een toewijzing voor deze jeugdige, dit product en deze aanbieder.",
    "R-TOE-13",
)
PLAATSING_VIA_CPWV = Foutcode(
    "plaatsing_via_cpwv", "Een plaatsing in wonen of verblijf loopt via het CPWV.", "R-CPW-1"
)
GEBOORTEDATUM_ONGELDIG = Foutcode(
    "geboortedatum_ongeldig", "De geboortedatum kan niet kloppen, of past niet bij het BSN."
)
LEEFTIJD_TE_HOOG = Foutcode(
    "leeftijd_te_hoog", "Jeugdhulp eindigt uiterlijk op de 23e verjaardag.", "Jeugdwet 1.1"
)
VERLENGDE_JEUGDHULP = Foutcode(
    "verlengde_jeugdhulp",
    "De jeugdige is 18 jaar of ouder; alleen verlengde jeugdhulp kan nog.",
    "Jeugdwet 1.1",
    Niveau.WAARSCHUWING,
)
WAARSCHUWING_ZONDER_REDEN = Foutcode(
    "waarschuwing_zonder_reden", "Wie een waarschuwing passeert, schrijft op waarom."
)
HEEFT_DECLARATIES = Foutcode(
    "heeft_declaraties", "Er is al gedeclareerd; wat gedeclareerd is blijft binnen de periode."
)
NIETS_GEWIJZIGD = Foutcode("niets_gewijzigd", "Er is niets gewijzigd; pas iets aan of stop.")
VOLUME_ONDER_GEDECLAREERD = Foutcode(
    "volume_onder_gedeclareerd",
    "Wat er overblijft is minder dan wat al gedeclareerd is.",
    "R-TOE-14",
)
TOESTEMMING_ONTBREEKT = Foutcode(
    "toestemming_ontbreekt",
    "Minder volume, of eindigen op een dag die voorbij is, vraagt instemming van de aanbieder.",
    "OP033x1, OP186",
)
WIJZIGING_NIET_MOGELIJK = Foutcode(
    "wijziging_niet_mogelijk", "Dit kan niet op een bestaande toewijzing; dien een nieuwe in."
)
