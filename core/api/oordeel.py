"""What `_valideer` answers, whatever is checked: all findings, and nothing stored."""

from core.api.fields import JaNee, Keuze, Lijst, Tekst
from core.api.shape import Vorm


class BevindingVorm(Vorm):
    code = Tekst()
    niveau = Keuze(choices=[("fout", "Fout"), ("waarschuwing", "Waarschuwing")])
    veld = Tekst()
    reden = Tekst()
    regel = Tekst()


class OordeelVorm(Vorm):
    geldig = JaNee(help_text="Er zijn geen fouten; waarschuwingen kunnen er wel zijn.")
    bevindingen = Lijst(child=BevindingVorm())

    voorbeeld = {
        "geldig": False,
        "bevindingen": [
            {
                "code": "reistijd_te_hoog",
                "niveau": "fout",
                "veld": "verdeling.reistijd",
                "reden": "Bij 40 contacten is de reistijd hoogstens 1.800 minuten.",
                "regel": "R-TOE-4",
            }
        ],
    }
