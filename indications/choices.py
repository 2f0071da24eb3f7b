from django.db.models import TextChoices


class TypeVerwijzer(TextChoices):
    """COD327, national code list; there is no 07."""

    GEMEENTE = "01", "Gemeentelijke toegang"
    HUISARTS = "02", "Huisarts"
    JEUGDARTS = "03", "Jeugdarts"
    GI = "04", "Gecertificeerde instelling"
    MEDISCH_SPECIALIST = "05", "Medisch specialist"
    ZELF = "06", "Zelfverwijzer of geen verwijzer"
    RECHTER = "08", "Rechter, officier van justitie of justitiële jeugdinrichting"


class Woonplaatsgrond(TextChoices):
    """Why this gemeente is responsible (Jeugdwet 1.1, D-20)."""

    BRP = "brp", "Adres in de basisregistratie personen"
    VERBLIJF = "verblijf", "Adres direct voor het verblijf"
    ANDERS = "anders", "Werkelijk verblijf; er is geen adres"


MEDISCHE_VERWIJZERS = frozenset(
    {TypeVerwijzer.HUISARTS, TypeVerwijzer.JEUGDARTS, TypeVerwijzer.MEDISCH_SPECIALIST}
)


class Toewijzingstatus(TextChoices):
    """Whether a toewijzing is running, future or past follows from its dates, not from this."""

    TOEGEWEZEN = "toegewezen", "Toegewezen"
    BEEINDIGD = "beeindigd", "Eerder beëindigd"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class RedenWijziging(TextChoices):
    """JZ002, national code list; 01 is forbidden for new use (CS336)."""

    OVERLEDEN = "02", "Cliënt overleden"
    CONTRACT = "03", "Contractwijziging"
    VERLENGING = "04", "Herbeoordeling: verlenging toewijzing"
    VERKORTING = "05", "Herbeoordeling: verkorting toewijzing"
    ANDER_DOMEIN = "06", "Uitstroom naar ander domein"
    VERHUIZING = "07", "Verhuizing naar een andere gemeente"
    LEVERINGSVORM = "08", "Wijziging leveringsvorm"
    OVERSTAP = "09", "Overstap naar andere aanbieder"
    BEKOSTIGING = "10", "Overgang naar nieuwe bekostigingssystematiek"
    HERINDELING = "11", "Gemeentelijke herindeling"
    AANBIEDER = "12", "Geïnitieerd door de aanbieder"
    VERWIJDERD = "13", "Verwijderd"
    ADMINISTRATIEF = "14", "Administratieve correctie"


class Wijzigingsoort(TextChoices):
    """What a change did (ijw-3.2 §1.7); a volume may change along with the end."""

    INKORTEN = "inkorten", "Ingekort"
    OPREKKEN = "oprekken", "Verlengd"
    VOLUME = "volume", "Ander volume"
    VERWIJDEREN = "verwijderen", "Ingetrokken"
    NIEUW_NUMMER = "nieuw_nummer", "Verder op een nieuw nummer"
    EERDER_BEGINNEN = "eerder_beginnen", "Extra nummer voor eerdere dagen"


class Toestemmingsbron(TextChoices):
    """Who at the aanbieder agreed: a function, never a name."""

    ZORGVERLENER = "zorgverlener", "Behandelaar of begeleider"
    ADMINISTRATIE = "administratie", "Zorgadministratie"
    CONTACTPERSOON = "contactpersoon", "Contactpersoon voor gemeenten"


class RedenBeeindiging(TextChoices):
    """JZ588, national code list; only 20 is temporary."""

    OVERLIJDEN = "02", "Overlijden"
    TIJDELIJK = "20", "Levering is tijdelijk beëindigd"
    VOLGENS_PLAN = "31", "Levering is volgens plan beëindigd"
    EENZIJDIG_CLIENT = "32", "Voortijdig afgesloten: eenzijdig door de cliënt"
    EENZIJDIG_AANBIEDER = "33", "Voortijdig afgesloten: eenzijdig door de aanbieder"
    OVEREENSTEMMING = "34", "Voortijdig afgesloten: in overeenstemming"
    EXTERN = "35", "Voortijdig afgesloten: wegens externe omstandigheden"
    GEMEENTE = "36", "Geïnitieerd door de gemeente"
    WIJZIGINGSVERZOEK = "37", "In verband met wijzigingsverzoek"
    OVERSTAP = "38", "Overstap naar andere aanbieder"
    ANDER_DOMEIN = "39", "Uitstroom naar ander domein"
