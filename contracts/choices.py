from django.db.models import TextChoices


class Eenheid(TextChoices):
    """WJ756, national code list."""

    MINUUT = "01", "minuut"
    UUR = "04", "uur"
    ETMAAL = "14", "etmaal"
    DAGDEEL = "16", "dagdeel (4 uur)"
    STUKS_OUTPUT = "82", "stuks (output)"
    EURO = "83", "euro's"
    STUKS = "84", "stuks (inspanning)"


class Frequentie(TextChoices):
    """WMO757, national code list, also used in iJw."""

    DAG = "1", "per dag"
    WEEK = "2", "per week"
    MAAND = "4", "per maand"
    TOTAAL = "6", "totaal binnen geldigheidsduur"


class Segmentcode(TextChoices):
    """R-SEG-1."""

    AMBULANT = "ambulant", "Ambulant"
    WONEN_VERBLIJF = "wonen-verblijf", "Wonen en verblijf"
    CRISIS = "crisis", "Crisis"
    ADVIES = "advies-expertise", "Advies & Expertise"


class Perceelaard(TextChoices):
    """What a perceel is about; wonen and verblijf are distinct within their segment (R-SEG-1)."""

    BEGELEIDING = "begeleiding", "Begeleiding"
    BEHANDELING = "behandeling", "Behandeling"
    THERAPIE = "therapie", "Therapie"
    DYSLEXIE = "dyslexie", "Ernstige dyslexie"
    INTERVENTIE = "interventie", "Losse interventie"
    WONEN = "wonen", "Wonen"
    VERBLIJF = "verblijf", "Verblijf"
    DEELTIJDVERBLIJF = "deeltijdverblijf", "Deeltijdverblijf (logeren)"
    PLEEGZORG = "pleegzorg", "Pleegzorg"
    CRISIS = "crisis", "Crisis"
    JEUGDZORGPLUS = "jeugdzorgplus", "JeugdzorgPlus"
    ADVIES = "advies", "Advies & Expertise"


class Groepsoort(TextChoices):
    """The four group products that R-SEG-6 compares."""

    BEGELEIDING_BASIS = "begeleiding-basis", "Begeleiding groep basis"
    BEGELEIDING_INTENSIEF = "begeleiding-intensief", "Begeleiding groep intensief"
    BEHANDELING_BASIS = "behandeling-basis", "Behandeling groep basis"
    BEHANDELING_INTENSIEF = "behandeling-intensief", "Behandeling groep intensief"


class Financiering(TextChoices):
    """R-CON-9. With taakgericht there are no individual toewijzingen."""

    INSPANNING = "inspanning", "Inspanningsgericht"
    OUTPUT = "output", "Outputgericht"
    TAAK = "taak", "Taakgericht"


class Overeenkomstsoort(TextChoices):
    HOOFD = "hoofd", "Hoofdovereenkomst"
    SUB = "sub", "Subovereenkomst"


class Perceelcontractstatus(TextChoices):
    GELDIG = "geldig", "Geldig"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Overeenkomststuksoort(TextChoices):
    OVEREENKOMST = "overeenkomst", "Ondertekende overeenkomst"
    ADDENDUM = "addendum", "Addendum"
    VOLMACHT = "volmacht", "Volmacht"
    CORRESPONDENTIE = "correspondentie", "Correspondentie"
    OVERIG = "overig", "Overig"


class Catalogussoort(TextChoices):
    """What of the catalogue is changed in place on a day; rows with a period get a new version."""

    SEGMENT = "segment", "Segment"
    PERCEEL = "perceel", "Perceel"
    PRODUCT = "product", "Product"
    TARIEFGROEP = "tariefgroep", "Tariefgroep"


class Mutatiestatus(TextChoices):
    GEPLAND = "gepland", "Gepland"
    TOEGEPAST = "toegepast", "Toegepast"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Indexeringstatus(TextChoices):
    """A proposal is reckoned, then activated for its day; what is active may be taken back."""

    CONCEPT = "concept", "Concept"
    BEREKEND = "berekend", "Doorgerekend"
    GEACTIVEERD = "geactiveerd", "Geactiveerd"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Maatregelstatus(TextChoices):
    GELDIG = "geldig", "Geldig"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Maatregelsoort(TextChoices):
    """R-CON-4, the ladder."""

    WAARSCHUWING = "waarschuwing", "Waarschuwing"
    INGEBREKESTELLING = "ingebrekestelling", "Ingebrekestelling"
    CLIENTENSTOP = "clientenstop", "Cliëntenstop"
    ONTBINDING = "ontbinding", "Ontbinding"
    OVERNAME = "contractovername", "Contractovername"
