from django.db.models import TextChoices


class Doelsoort(TextChoices):
    """The levels of the goal tree (doelenboom), from top to bottom; indicators hang on results."""

    MAATSCHAPPELIJK = "maatschappelijk", "Maatschappelijk doel"
    DOEL = "doel", "Doel"
    RESULTAAT = "resultaat", "Resultaat"


#: What a level hangs on; the top hangs on nothing.
OUDER_VAN = {Doelsoort.DOEL: Doelsoort.MAATSCHAPPELIJK, Doelsoort.RESULTAAT: Doelsoort.DOEL}


class Bron(TextChoices):
    BEREKEND = "berekend", "Berekend uit het portaal"
    GEVRAAGD = "gevraagd", "Gevraagd aan aanbieders"


class Meetperiode(TextChoices):
    MAAND = "maand", "Maand"
    KWARTAAL = "kwartaal", "Kwartaal"
    JAAR = "jaar", "Jaar"


class Maateenheid(TextChoices):
    WEKEN = "weken", "weken"
    DAGEN = "dagen", "dagen"
    PROCENT = "procent", "procent"
    JEUGDIGEN = "jeugdigen", "jeugdigen"
    CIJFER = "cijfer", "cijfer (1 tot en met 10)"


class Richting(TextChoices):
    HOGER = "hoger", "Hoger is beter"
    LAGER = "lager", "Lager is beter"


class Invloed(TextChoices):
    """Cirkel van invloed: who can change the figure (R-CON-7)."""

    AANBIEDER = "aanbieder", "Aanbieder"
    GEMEENTE = "gemeente", "Gemeente"
    OZJT = "ozjt", "OZJT"
    GEDEELD = "gedeeld", "Gedeeld"


class Uitvraagstatus(TextChoices):
    GEVRAAGD = "gevraagd", "Gevraagd"
    BEANTWOORD = "beantwoord", "Beantwoord"
    OPNIEUW = "opnieuw", "Opnieuw gevraagd"
    AANVAARD = "aanvaard", "Aanvaard"


#: The aanbieder has something to do.
BIJ_AANBIEDER = (Uitvraagstatus.GEVRAAGD, Uitvraagstatus.OPNIEUW)


class Rapportagestatus(TextChoices):
    CONCEPT = "concept", "Concept"
    INGEDIEND = "ingediend", "Ingediend"
    BEOORDEELD = "beoordeeld", "Beoordeeld"
