from django.db.models import TextChoices


class Vraagreden(TextChoices):
    """What the gemeente needs the explanation for (B8 §4)."""

    BESCHIKKING = "beschikking", "Directe tijd in de beschikking zetten"
    TOEZICHT = "toezicht", "Vraag van een toezichthouder"
    ANDERS = "anders", "Iets anders"


class Verzoekstatus(TextChoices):
    OPEN = "open", "Open"
    AANVULLING = "aanvulling", "Aanvulling gevraagd"
    BEANTWOORD = "beantwoord", "Beantwoord"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


#: The aanbieder has something to do; at most one of these per toewijzing.
LOPEND = (Verzoekstatus.OPEN.value, Verzoekstatus.AANVULLING.value)
