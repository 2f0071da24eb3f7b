"""`docs/aanleveren.md`, from the columns that the files have."""

from aanlevering.kern import MAX_REGELS
from aanlevering.werk import BEURTEN, BEWAAR_DAGEN
from core.genereren import GEMAAKT, generator
from core.ui.formats import format_number
from providers.genereren import column_rows

INLEIDING = f"""
Een gemeente levert veel toewijzingen of declaratieregels tegelijk aan bij **Aanleveren** (recht
`toewijzing.aanleveren`: toegang en backoffice, alleen voor de eigen gemeente).

- CSV (`;`, `,` of tab; UTF-8 of Windows-1252) of Excel (`.xlsx`, het eerste blad). De eerste rij
  noemt de kolommen; de volgorde is vrij, hoofdletters tellen niet. Ten hoogste
  {format_number(MAX_REGELS)} regels.
- Eerst wordt alles nagekeken: alle fouten per rij en kolom tegelijk, met de [codes](foutcodes.md)
  van formulier en API. Er is dan nog niets ingelezen. Daarna gaat alles naar binnen, of alleen de
  goede regels.
- Regels met fouten haal je op, verbeter je en lever je opnieuw aan; wat er al in stond, wordt niet
  nog eens ingelezen.
- Hetzelfde kenmerk met dezelfde gegevens is al bekend en verandert niets. Hetzelfde kenmerk met
  andere gegevens is een fout (`referentie_gewijzigd`): wijzigen gaat in het portaal.
- Van een gemeente wordt één bestand tegelijk ingelezen; een tweede wacht. Stoppen kan steeds. Er
  is nooit een half bestand ingelezen, ook niet als een server uitvalt.
- Het bestand staat versleuteld in het portaal, alleen voor wie het aanleverde. Het gaat weg na het
  inlezen; regels met fouten na {BEWAAR_DAGEN} dagen.
"""


def aanleveren() -> str:
    lines = ["# Aanleveren", "", GEMAAKT, INLEIDING]
    for beurt in BEURTEN.values():
        vorm = beurt.vorm
        sleutel = ", ".join(f"`{naam}`" for naam in vorm.sleutel)
        lines += [
            f"## {vorm.titel}",
            "",
            f"Kenmerk: {sleutel}. {vorm.uitleg}",
            "",
            "| kolom | wat | verplicht | uitleg |",
            "|---|---|---|---|",
            *column_rows(vorm.kolommen),
            "",
        ]
    return "\n".join(lines)


generator("docs/aanleveren.md", aanleveren)
