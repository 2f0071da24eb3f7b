"""Codes of the refusals around agreements."""

from core.fouten import Foutcode

NIET_AAN_DE_BEURT = Foutcode(
    "niet_aan_de_beurt", "Het afsprakenoverzicht ligt bij de ander; die kan het nu wijzigen.",
    "R-TOE-12",
)  # fmt: skip
AKKOORD_VERVALLEN = Foutcode(
    "akkoord_vervallen", "De ander is nog niet akkoord met deze tekst; draag hem eerst over.",
    "R-TOE-12",
)  # fmt: skip
OVERZICHT_BESTAAT = Foutcode(
    "overzicht_bestaat", "Deze toewijzing staat al in een afsprakenoverzicht.", "R-TOE-12"
)
HULP_HOORT_ER_NIET_BIJ = Foutcode(
    "hulp_hoort_er_niet_bij", "In één overzicht staat hulp van één jeugdige bij één aanbieder.",
    "R-TOE-12",
)  # fmt: skip
EVALUATIE_DUBBEL = Foutcode("evaluatie_dubbel", "Op één dag is er één evaluatiemoment.", "R-TOE-12")
EVALUATIE_GEDAAN = Foutcode(
    "evaluatie_gedaan", "Van dit evaluatiemoment staat de uitkomst al vast.", "R-TOE-12"
)
DAG_NOG_NIET_GEWEEST = Foutcode(
    "dag_nog_niet_geweest", "Wat gebeurd is, heeft een dag tot en met vandaag.", "R-TOE-12"
)
EINDE_NIET_BEKEND = Foutcode(
    "einde_niet_bekend", "Resultaten volgen als de hulp stopt of het einde bekend is.", "R-TOE-12"
)
RESULTATEN_LOPEN = Foutcode(
    "resultaten_lopen", "De resultaten zijn al ingevuld; de afspraken veranderen niet meer.",
    "R-TOE-12",
)  # fmt: skip
