"""Code values of the kernel; all Dutch, all leave the system."""

from django.db.models import TextChoices


class Organisatiesoort(TextChoices):
    OZJT = "ozjt", "OZJT"
    GEMEENTE = "gemeente", "Gemeente"
    AANBIEDER = "aanbieder", "Aanbieder"
    GI = "gi", "Gecertificeerde instelling"
    TOEZICHT = "toezicht", "Toezicht"


class Rolcode(TextChoices):
    """Roles of the design, §4.

    A person or API client has them at one organisation, for a period.
    """

    CONTRACTMANAGER = "contractmanager", "Contractmanager"
    CONTRACTBEHEERDER = "contractbeheerder", "Contractbeheerder"
    CATALOGUSBEHEERDER = "catalogusbeheerder", "Catalogusbeheerder"
    BESCHIKBAARHEIDSBEHEERDER = "beschikbaarheidsbeheerder", "Beheerder Beschikbaarheidswijzer"
    CPWV = "cpwv-coordinator", "CPWV-coördinator"
    SROI = "sroi-coordinator", "SROI-coördinator"
    SCREENER = "screener", "Screener (KIT)"
    TOEGANG = "toegangsmedewerker", "Toegangsmedewerker"
    BACKOFFICE = "backoffice", "Backoffice gemeente"
    GEMEENTE_API = "gemeente-api", "Programma van de gemeente"
    VERWIJZER = "verwijzer", "Verwijzer (GI)"
    AANBIEDER_BEHEERDER = "aanbieder-beheerder", "Beheerder aanbieder"
    AANBIEDER_ZORG = "aanbieder-zorg", "Zorgmedewerker aanbieder"
    TOEZICHTHOUDER = "toezichthouder", "Toezichthouder"
    FG = "functionaris-gegevensbescherming", "Functionaris gegevensbescherming"


class Actorsoort(TextChoices):
    GEBRUIKER = "gebruiker", "Gebruiker"
    API = "api", "API-client"
    SYSTEEM = "systeem", "Systeem"
    ANONIEM = "anoniem", "Anoniem"


class Inzagehandeling(TextChoices):
    """EventActionCode after NEN 7513: create, read, update, delete, execute."""

    AANMAKEN = "C", "Aangemaakt"
    LEZEN = "R", "Ingezien"
    WIJZIGEN = "U", "Gewijzigd"
    VERWIJDEREN = "D", "Verwijderd"
    UITVOEREN = "E", "Uitgevoerd (export, druk, zoekvraag)"


class Signaalstatus(TextChoices):
    OPEN = "open", "Open"
    UITGESTELD = "uitgesteld", "Uitgesteld"
    GESLOTEN = "gesloten", "Gesloten"


class Signaalernst(TextChoices):
    """Consequence for jeugdigen first; the worklist sorts on it, heaviest first."""

    MOET = "1-moet", "Moet"
    AANDACHT = "2-aandacht", "Aandacht"
    BEOORDELEN = "3-beoordelen", "Te beoordelen"


class Jobstatus(TextChoices):
    WACHT = "wacht", "Wacht"
    LOOPT = "loopt", "Loopt"
    KLAAR = "klaar", "Klaar"
    MISLUKT = "mislukt", "Mislukt"
    GESTOPT = "gestopt", "Gestopt"


class Scanstatus(TextChoices):
    NIET_GESCAND = "niet_gescand", "Niet gescand (geen virusscanner ingesteld)"
    WACHT = "wacht", "Wacht op virusscan"
    SCHOON = "schoon", "Schoon"
    BESMET = "besmet", "Besmet"


class Uitgaandstatus(TextChoices):
    """`geen_mail`: not sent on purpose, for the receiver wants no mail."""

    WACHT = "wacht", "Wacht"
    VERSTUURD = "verstuurd", "Verstuurd"
    MISLUKT = "mislukt", "Mislukt"
    GEEN_MAIL = "geen_mail", "Niet verstuurd: ontvanger wil geen mail"


class Mailkeuze(TextChoices):
    """How somebody wants to hear that something waits."""

    METEEN = "meteen", "Meteen"
    DAGELIJKS = "dagelijks", "Eén keer per dag"
    GEEN = "geen", "Geen mail"
