"""`docs/importeren.md`, from the columns that the imports declare."""

from collections.abc import Iterator, Sequence

from core.genereren import GEMAAKT, generator
from core.importexport.kolommen import Kolom
from providers.views.importeren import IMPORTS

INLEIDING = """
Contractbeheer leest gegevens van aanbieders in bij **Importeren** (recht `aanbieder.importeren`),
en haalt er dezelfde bestanden op. Wat is opgehaald en ongewijzigd wordt ingelezen, verandert
niets.

- CSV (`;`, `,` of tab; UTF-8 of Windows-1252) of Excel (`.xlsx`, het eerste blad). De eerste rij
  noemt de kolommen; de volgorde is vrij, hoofdletters tellen niet.
- Eerst wordt alles nagekeken: alle fouten per rij en kolom tegelijk, met de [codes](foutcodes.md)
  van formulier en API. Er is dan nog niets veranderd. Daarna gaat alles naar binnen, of alleen de
  goede regels.
- Een regel met een bekende sleutel werkt bij, een andere voegt toe; er wordt nooit iets
  verwijderd. Een lege cel maakt het gegeven leeg; een kolom die niet in het bestand staat, blijft
  zoals hij is.
- Wat is ingelezen is goedgekeurd (R-ZP-4) en staat in de geschiedenis van de aanbieder op naam
  van wie het deed. Wijzigingsverzoeken die open staan, blijven open.
- Van elke soort loopt één import tegelijk; een tweede wacht. Ten hoogste 20.000 regels per
  bestand.
- Datums als 1-12-2026, 01/12/2026, 2026-12-01, 1 december 2026 of een datumcel.
"""


def column_rows(kolommen: Sequence[Kolom]) -> Iterator[str]:
    """A row of the table per column."""
    for kolom in kolommen:
        wat = "een van: " + ", ".join(kolom.keuzes) if kolom.keuzes else str(kolom.soort)
        names = ", ".join([f"`{kolom.naam}`", *(f"`{naam}`" for naam in kolom.aliassen)])
        yield f"| {names} | {wat} | {'ja' if kolom.verplicht else ''} | {kolom.uitleg} |"


def importeren() -> str:
    lines = ["# Importeren en exporteren", "", GEMAAKT, INLEIDING]
    for view in IMPORTS:
        schema = view.schema
        sleutel = ", ".join(f"`{naam}`" for naam in schema.sleutel)
        lines += [
            f"## {schema.titel}",
            "",
            f"Sleutel: {sleutel}. {schema.uitleg}",
            "",
            "| kolom | wat | verplicht | uitleg |",
            "|---|---|---|---|",
            *column_rows(schema.kolommen),
            "",
        ]
    return "\n".join(lines)


generator("docs/importeren.md", importeren)
