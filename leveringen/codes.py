"""Codes of start and stop; the RetourCode of iJw stands with each that the standard has."""

from core.fouten import Foutcode, Niveau

AL_GESTART = Foutcode(
    "levering_al_gestart", "De hulp loopt al; stop haar eerst (RetourCode 9326).", "R-TOE-14"
)
START_BESTAAT = Foutcode(
    "start_bestaat", "Op deze dag is de hulp al eens gestart (RetourCode 9074).", "R-TOE-14"
)
GEEN_START = Foutcode(
    "geen_start", "De hulp is niet gestart, dus zij kan niet stoppen (RetourCode 9069).", "R-TOE-14"
)
AL_TIJDELIJK_GESTOPT = Foutcode(
    "al_tijdelijk_gestopt", "De hulp is al tijdelijk gestopt (RetourCode 9413).", "R-TOE-14"
)
STOP_VOOR_TIJDELIJKE_STOP = Foutcode(
    "stop_voor_tijdelijke_stop",
    "De definitieve stop ligt voor de laatste dag van de tijdelijke stop (RetourCode 9414).",
    "R-TOE-14",
)
AL_DEFINITIEF_GESTOPT = Foutcode(
    "al_definitief_gestopt", "De hulp is al definitief gestopt (RetourCode 9415).", "R-TOE-14"
)
START_ONBEKEND = Foutcode(
    "start_onbekend", "Er is geen start op deze dag om weg te halen (RetourCode 9063).", "R-TOE-14"
)
STOP_ONBEKEND = Foutcode(
    "stop_onbekend",
    "Er is geen stop met deze dagen en reden om weg te halen (RetourCode 9063).",
    "R-TOE-14",
)
STOP_GEMELD = Foutcode(
    "stop_gemeld",
    "Er is al een stop gemeld op deze start; haal eerst die weg (RetourCode 9071).",
    "R-TOE-14",
)
LATER_GESTART = Foutcode(
    "later_gestart", "Na deze stop is de hulp opnieuw gestart; haal eerst die start weg."
)
LEVERING_OVERLAP = Foutcode("levering_overlap", "Op deze dagen liep de hulp al.")
LEVERING_IN_TOEKOMST = Foutcode(
    "levering_in_toekomst", "Start en stop meld je zodra het zover is, niet vooruit."
)
LEVERING_INGETROKKEN = Foutcode(
    "toewijzing_is_ingetrokken", "De toewijzing is ingetrokken; er kan niets op starten."
)
AANVRAAG_NA_START = Foutcode("aanvraag_na_start", "De aanvraag ligt na de start van de hulp.")
BUITEN_TOEWIJZING = Foutcode(
    "start_buiten_toewijzing",
    "De hulp start buiten de periode van de toewijzing (de standaard kent hier geen regel).",
    "R-TOE-14",
    Niveau.WAARSCHUWING,
)
AL_AFGEHANDELD = Foutcode("declaratie_al_afgehandeld", "Deze regel is al afgehandeld.")
