"""The sheets of the workbook of the catalogue: a name and columns for every `catalogus.Blad`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from contracts.catalogus.stand import (
    PERCEELPRODUCTEN,
    PERCELEN,
    PRODUCTEN,
    SEGMENTEN,
    TARIEFGROEPEN,
    TARIEVEN,
    UITSLUITINGEN,
    Blad,
)
from contracts.catalogus.woorden import KEUZES, LIJSTEN, TUSSEN, labels
from core.fouten import ONBEKENDE_WAARDE, Bevinding
from core.importexport.kolommen import Kolom, Soort

LEES = "Om te lezen; wordt niet ingelezen."
EERSTE = Kolom(
    "begindatum", soort=Soort.DATUM, verplicht=False,
    uitleg="Eerste dag; leeg bij iets nieuws: de ingangsdatum.",
)  # fmt: skip
LAATSTE = Kolom(
    "einddatum", soort=Soort.DATUM, verplicht=False, uitleg="Laatste dag; leeg: loopt door."
)


def _choice(naam: str, *, verplicht: bool = False) -> Kolom:
    words = {label: value for value, label in labels(KEUZES[naam]).items()}
    return Kolom(naam, verplicht=verplicht, keuzes=words)


def _several(naam: str) -> Kolom:
    """Some of a choice with `; ` between, as codes with a comma between."""
    words = {label.casefold(): code for code, label in labels(LIJSTEN[naam]).items()}

    def to_codes(text: str) -> str:
        parts = [part.strip() for part in text.split(TUSSEN.strip())]
        return ",".join(words.get(part.casefold(), part) for part in parts if part)

    def check(text: str) -> Bevinding | None:
        strange = [part for part in text.split(",") if part not in words.values()]
        if not strange:
            return None
        known = TUSSEN.join(labels(LIJSTEN[naam]).values())
        return ONBEKENDE_WAARDE.bevinding(naam, f"‘{strange[0][:40]}’ kan niet. Wel: {known}.")

    return Kolom(naam, vorm=to_codes, controle=check, uitleg=f"Meer dan een: met {TUSSEN}ertussen.")


def _number(naam: str) -> Kolom:
    return Kolom(naam, soort=Soort.GEHEEL, verplicht=False)


def _text(naam: str, most: int, uitleg: str = "") -> Kolom:
    return Kolom(naam, max_lengte=most, verplicht=False, uitleg=uitleg)


def _yes(naam: str) -> Kolom:
    return Kolom(naam, soort=Soort.JA_NEE, verplicht=False)


CODE = Kolom("code", max_lengte=10, uitleg="Verandert nooit.")
NAAM = Kolom("naam", max_lengte=120)
KOLOMMEN: Mapping[str, Sequence[Kolom]] = {
    SEGMENTEN.code: (replace(CODE, max_lengte=20), replace(NAAM, max_lengte=80),
                     _number("volgorde")),
    TARIEFGROEPEN.code: (CODE, replace(NAAM, max_lengte=80)),
    PERCELEN.code: (
        CODE, Kolom("segment", max_lengte=20, uitleg="Code van het segment; ligt vast."), NAAM,
        _text("omschrijving", 4_000), _choice("aard", verplicht=True), _choice("financiering"),
        _number("max_wachttijd_weken"), _yes("via_cpwv"), _yes("tarief_per_locatie"),
        EERSTE, LAATSTE,
    ),
    PRODUCTEN.code: (
        replace(CODE, max_lengte=5), NAAM, _text("definitie", 4_000), _text("kies_als", 4_000),
        Kolom("categorie", max_lengte=2), _several("eenheden"), _several("frequenties"),
        _yes("verdeling_toegestaan"), _yes("indirecte_tijd"), _number("max_reistijd_minuten"),
        _number("max_duur_maanden"), _number("max_minuten"), _number("max_sessies"),
        _choice("groepsoort"), _text("jeugdigen_per_begeleider", 10), _text("opleidingseis", 200),
        _text("voorbeeldgegeven", 10, LEES), EERSTE, LAATSTE,
    ),
    PERCEELPRODUCTEN.code: (
        Kolom("perceel", max_lengte=10), _text("perceel_naam", 120, LEES),
        Kolom("product", max_lengte=5), _text("product_naam", 120, LEES),
        _text("voorbeeldgegeven", 10, LEES), EERSTE, LAATSTE,
    ),
    UITSLUITINGEN.code: (
        Kolom("gemeente", max_lengte=80), _text("perceel", 10, "Code; of een product."),
        _text("product", 5, "Code; of een perceel."), Kolom("verwijzing", max_lengte=300),
        EERSTE, LAATSTE,
    ),
    TARIEVEN.code: (
        Kolom("product", max_lengte=5), _text("product_naam", 120, LEES),
        _text("voorbeeldgegeven", 10, LEES), _text("tariefgroep", 10, "Code; of een locatie."),
        _text("locatie_id", 36, "Zoals opgehaald."), _text("locatie", 200, LEES),
        _choice("eenheid", verplicht=True),
        Kolom("bedrag", soort=Soort.DECIMAAL, uitleg="Euro per eenheid."), EERSTE, LAATSTE,
    ),
}  # fmt: skip


def kolommen_of(blad: Blad) -> Sequence[Kolom]:
    return KOLOMMEN[blad.code]
