from django.db.models import TextChoices


class Besluit(TextChoices):
    """What the toegang decided about the day on which a toewijzing ends."""

    VOLGENS_PLAN = "volgens_plan", "Eindigt volgens plan"
    NIEUWE_AANVRAAG = "nieuwe_aanvraag", "Wordt verlengd, een nieuwe aanvraag loopt"
    ANDERS = "anders", "Anders"


class Actie(TextChoices):
    """What can be done with many toewijzingen at once."""

    BESLUITEN = "besluiten", "Besluit over de einddatum vastleggen"
    BEEINDIGEN = "beeindigen", "Eerder beëindigen"
    VERLENGEN = "verlengen", "Verlengen"
    KLAARZETTEN = "klaarzetten", "Nieuwe toewijzing elders klaarzetten"
    HERINNEREN = "herinneren", "Aanbieder herinneren"


class Reeksstatus(TextChoices):
    """`gekozen`: rows only; `voorbeeld`: each row judged; `uitgevoerd`: done, once."""

    GEKOZEN = "gekozen", "Gekozen"
    VOORBEELD = "voorbeeld", "Voorbeeld"
    UITGEVOERD = "uitgevoerd", "Uitgevoerd"


class Uitkomst(TextChoices):
    OPEN = "open", "Nog niet bekeken"
    KAN = "kan", "Kan"
    KAN_NIET = "kan_niet", "Kan niet"
    GEDAAN = "gedaan", "Gedaan"
    MISLUKT = "mislukt", "Niet gelukt"
