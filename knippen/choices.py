from django.db.models import TextChoices

from indications.choices import RedenWijziging


class Rondestatus(TextChoices):
    """Gemeenten see and carry out a round while it is open; its table changes in concept only."""

    CONCEPT = "concept", "Concept"
    OPEN = "open", "Open"
    GESLOTEN = "gesloten", "Gesloten"


class Knipwijze(TextChoices):
    """How the volume came to its two parts."""

    DAGEN = "dagen", "Naar rato van dagen"
    HAND = "hand", "Met de hand"
    GELIJK = "gelijk", "Per dag, week of maand: blijft gelijk"


#: JZ002 of the old toewijzing; the new one is a first issue and has none (IV066).
KNIPREDENEN = (
    RedenWijziging.BEKOSTIGING,
    RedenWijziging.ADMINISTRATIEF,
    RedenWijziging.CONTRACT,
)
REDENKEUZES = [(reden.value, reden.label) for reden in KNIPREDENEN]
