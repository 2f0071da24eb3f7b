from django.db.models import TextChoices


class Verzoekstatus(TextChoices):
    """Of a request to end a perceel (R-CON-3)."""

    INGEDIEND = "ingediend", "Ingediend"
    IN_BEHANDELING = "in_behandeling", "In behandeling"
    GOEDGEKEURD = "goedgekeurd", "Goedgekeurd"
    AFGEWEZEN = "afgewezen", "Afgewezen"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


VERZOEK_OPEN = (Verzoekstatus.INGEDIEND, Verzoekstatus.IN_BEHANDELING)


class Trajectstatus(TextChoices):
    """Of a measure, from draft to decision (R-CON-4)."""

    CONCEPT = "concept", "Concept"
    VOORNEMEN = "voornemen", "Voornemen, aanbieder wordt gehoord"
    OPGELEGD = "opgelegd", "Opgelegd"
    INGETROKKEN = "ingetrokken", "Ingetrokken"


class Briefsoort(TextChoices):
    VOORNEMEN = "voornemen", "Voornemen"
    BESLUIT = "besluit", "Besluit"
    HERINNERING = "herinnering", "Herinnering"
    PERIODE = "periode", "Andere einddatum"
    INTREKKING = "intrekking", "Intrekking"


class Beslisserfunctie(TextChoices):
    """Who decided on a measure; the contractmanager writes it down (SI 2.2)."""

    CONTRACTMANAGER = "contractmanager", "Contractmanager"
    PORTEFEUILLEHOUDER = "portefeuillehouder", "Portefeuillehouder"


class Hersteluitkomst(TextChoices):
    """What became of what the aanbieder had to put right."""

    HERSTELD = "hersteld", "Hersteld"
    NIET_HERSTELD = "niet_hersteld", "Niet hersteld"


class Overnamestatus(TextChoices):
    GEPLAND = "gepland", "Gepland"
    UITGEVOERD = "uitgevoerd", "Uitgevoerd"
    INGETROKKEN = "ingetrokken", "Teruggedraaid"


class Overdrachtstatus(TextChoices):
    OPEN = "open", "Te regelen"
    AFGEROND = "afgerond", "Geregeld"
    VERVALLEN = "vervallen", "Vervallen"


class Overdrachtuitkomst(TextChoices):
    """How a line of the transfer list came to its end."""

    OVERGEZET = "overgezet", "Overgezet naar een andere aanbieder"
    BEEINDIGD = "beeindigd", "Toewijzing eindigt op tijd"
    INGETROKKEN = "ingetrokken", "Toewijzing ingetrokken"
    AFSPRAAK = "afspraak", "Aanbieder maakt de zorg af"
    VERVALLEN = "vervallen", "Contract loopt toch door"
