"""Columns of a file of toewijzingen: what the form asks, in one row."""

from collections.abc import Callable

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from aanlevering.kern import Vorm
from contracts.choices import Eenheid, Frequentie
from core.importexport.kolommen import Kolom, Soort
from indications.choices import TypeVerwijzer


def code_of(choices: type[TextChoices]) -> Callable[[str], str]:
    """A label becomes its code, `1` becomes `01`; what is neither goes on to the rules."""
    by_label = {str(label).casefold(): value for value, label in choices.choices}
    width = max(len(value) for value in choices.values)

    def read(text: str) -> str:
        return by_label.get(text.casefold(), text.zfill(width) if text.isdecimal() else text)

    return read


def code_list(choices: type[TextChoices]) -> str:
    return ", ".join(f"{value} ({label})" for value, label in choices.choices)


KOLOMMEN = (
    Kolom(
        "referentie",
        max_lengte=36,
        aliassen=("kenmerk",),
        uitleg=_(
            "Je eigen kenmerk van de toewijzing, geen BSN. Hetzelfde kenmerk met dezelfde "
            "gegevens wordt niet nog eens ingelezen."
        ),
    ),
    Kolom("gemeentecode", "gemeente", max_lengte=4, vorm=lambda t: t.zfill(4)),
    Kolom("bsn", soort=Soort.BSN),
    Kolom("geslachtsnaam", "geslachtsnaam", aliassen=("achternaam",)),
    Kolom("voorvoegsel", verplicht=False, max_lengte=10),
    Kolom("voornamen", aliassen=("voornaam",)),
    Kolom("geboortedatum", "geboren", Soort.DATUM),
    Kolom("agb", "agb", Soort.AGB, aliassen=("aanbiederAgbCode", "agb-code")),
    Kolom("productcode", "product", max_lengte=20, aliassen=("product",)),
    Kolom("begindatum", "begin", Soort.DATUM),
    Kolom("einddatum", "eind", Soort.DATUM, verplicht=False, uitleg=_("De laatste dag.")),
    Kolom("volume", "volume", Soort.GEHEEL),
    Kolom("eenheid", "eenheid", max_lengte=40, vorm=code_of(Eenheid), uitleg=code_list(Eenheid)),
    Kolom(
        "frequentie",
        "frequentie",
        max_lengte=40,
        vorm=code_of(Frequentie),
        uitleg=code_list(Frequentie),
    ),
    Kolom("minuten_direct", "direct", Soort.GEHEEL, verplicht=False),
    Kolom("minuten_indirect", "indirect", Soort.GEHEEL, verplicht=False),
    Kolom("minuten_reistijd", "reistijd", Soort.GEHEEL, verplicht=False),
    Kolom("aantal_contacten", "contacten", Soort.GEHEEL, verplicht=False),
    Kolom(
        "verwijzing_type",
        "vtype",
        max_lengte=60,
        vorm=code_of(TypeVerwijzer),
        uitleg=code_list(TypeVerwijzer),
    ),
    Kolom("verwijzing_datum", "vdatum", Soort.DATUM),
    Kolom("verwijzing_geldig_tot", "vtot", Soort.DATUM, verplicht=False),
    Kolom(
        "verwijzer", "verwijzer", verplicht=False, uitleg=_("Praktijk of instelling, geen persoon.")
    ),
    Kolom(
        "waarschuwing_reden",
        "reden",
        verplicht=False,
        max_lengte=500,
        uitleg=_("Waarom de toewijzing ondanks een waarschuwing wordt ingediend."),
    ),
)

VORM = Vorm(
    "toewijzingen",
    _("Toewijzingen aanleveren"),
    KOLOMMEN,
    ("referentie",),
    ("referentie",),
    _("Elke regel is een toewijzing, met dezelfde regels als op het scherm."),
)

#: Fields of the rules by the column they stand in.
KOLOM_VAN = {
    "jeugdige.bsn": "bsn",
    "jeugdige.geboortedatum": "geboortedatum",
    "jeugdige.naam.geslachtsnaam": "geslachtsnaam",
    "jeugdige.naam.voornamen": "voornamen",
    "jeugdige.naam.voorvoegsel": "voorvoegsel",
    "aanbiederAgbCode": "agb",
    "omvang.volume": "volume",
    "omvang.eenheid": "eenheid",
    "omvang.frequentie": "frequentie",
    "verdeling": "minuten_direct",
    "verdeling.direct": "minuten_direct",
    "verdeling.indirect": "minuten_indirect",
    "verdeling.reistijd": "minuten_reistijd",
    "verdeling.aantalContacten": "aantal_contacten",
    "verwijzing.type": "verwijzing_type",
    "verwijzing.datum": "verwijzing_datum",
    "verwijzing.geldigTot": "verwijzing_geldig_tot",
    "verwijzing.verwijzer": "verwijzer",
    "waarschuwingReden": "waarschuwing_reden",
}
