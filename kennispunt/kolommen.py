"""The columns of both files with their meaning; the same every month, and in docs/kennispunt.md."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.choices import Eenheid, Frequentie
from core.importexport.uitvoer import Exportkolom
from indications.choices import RedenBeeindiging

REGIO = "regio"
ONDERDRUKT = "onderdrukt"
LEEFTIJDEN = ("0-3", "4-11", "12-15", "16-17", "18+")


@dataclass(frozen=True)
class Kolom:
    naam: str
    betekenis: str
    eenheid: str = "tekst"


RIJEN: Sequence[Kolom] = (
    Kolom("maand", "de maand waarin de toewijzing liep", "JJJJ-MM"),
    Kolom(
        "pseudoniem", "de jeugdige, alleen binnen deze reeks hetzelfde", "32 hexadecimale tekens"
    ),
    Kolom("leeftijd", "leeftijd op de eerste dag van de maand", "0-3, 4-11, 12-15, 16-17, 18+"),
    Kolom("gemeente", "code van de gemeente van de toewijzing, of ‘regio’", "CBS-code"),
    Kolom("productcode", "product; leeg als alleen het segment blijft", "JZ021"),
    Kolom("perceel", "perceel van het contract; leeg als alleen het segment blijft", "code"),
    Kolom("segment", "segment van het perceel", "code"),
    Kolom("aanbieder", "naam van de aanbieder; leeg als de gemeente ‘regio’ is"),
    Kolom("beginmaand", "maand van de begindatum", "JJJJ-MM"),
    Kolom("eindmaand", "maand van de einddatum; leeg zonder einddatum", "JJJJ-MM"),
    Kolom("volume", "toegewezen volume", "in ‘eenheid’ per ‘frequentie’"),
    Kolom("eenheid", "waarin het volume telt", "WJ756 in woorden"),
    Kolom("frequentie", "waarover het volume telt", "WMO757 in woorden"),
    Kolom("gedeclareerd", "gedeclareerd tot en met de maand", "in ‘eenheid’"),
    Kolom("wachtdagen", "dagen van aanvraag tot eerste hulp; leeg als die niet begon", "dagen"),
    Kolom("reden_einde", "waarom de hulp stopte; leeg als zij niet stopte", "JZ588 in woorden"),
)
TELLINGEN: Sequence[Kolom] = (
    Kolom("maand", "de maand waarin de toewijzing liep", "JJJJ-MM"),
    Kolom("productcode", "product", "JZ021"),
    Kolom("gemeente", "code van de gemeente, of ‘totaal’", "CBS-code"),
    Kolom("leeftijd", "leeftijd op de eerste dag van de maand, of ‘totaal’", "zie boven"),
    Kolom("jeugdigen", "aantal verschillende jeugdigen, of ‘onderdrukt’", "jeugdigen"),
)
_WORDS = {
    "eenheid": dict(Eenheid.choices),
    "frequentie": dict(Frequentie.choices),
    "reden_einde": dict(RedenBeeindiging.choices),
}


def export_columns(kolommen: Sequence[Kolom]) -> list[Exportkolom]:
    return [
        Exportkolom(kolom.naam, kolom.naam, {k: str(v) for k, v in _WORDS[kolom.naam].items()})
        if kolom.naam in _WORDS
        else Exportkolom(kolom.naam, kolom.naam)
        for kolom in kolommen
    ]
