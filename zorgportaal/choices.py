from django.db.models import TextChoices


class Verzoekstatus(TextChoices):
    CONCEPT = "concept", "Concept"
    INGEDIEND = "ingediend", "Ingediend"
    IN_BEHANDELING = "in_behandeling", "In behandeling"
    AANVULLING_GEVRAAGD = "aanvulling_gevraagd", "Aanvulling gevraagd"
    GOEDGEKEURD = "goedgekeurd", "Goedgekeurd"
    AFGEWEZEN = "afgewezen", "Afgewezen"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


#: With contractbeheer or waiting for an answer: nobody has decided yet.
OPEN = (
    Verzoekstatus.INGEDIEND,
    Verzoekstatus.IN_BEHANDELING,
    Verzoekstatus.AANVULLING_GEVRAAGD,
)


class Verzoekhandeling(TextChoices):
    TOEVOEGEN = "toevoegen", "Toevoegen"
    WIJZIGEN = "wijzigen", "Wijzigen"
    BEEINDIGEN = "beeindigen", "Beëindigen"


class Gegevenssoortcode(TextChoices):
    """What a wijzigingsverzoek can be about; each has its declaration in `soorten/`."""

    IDENTITEIT = "identiteit", "Naam en rechtsvorm"
    AGB_CODE = "agb-code", "AGB-code"
    BANKREKENING = "bankrekening", "Bankrekening"
    CONTACT = "contact", "Contactgegeven"
    LOCATIE = "locatie", "Locatie"
    GROEP = "groep", "Groep"
    ONDERAANNEMER = "onderaannemer", "Onderaannemer"
    DOCUMENT = "document", "Document"
