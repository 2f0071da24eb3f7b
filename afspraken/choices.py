from django.db.models import TextChoices

from indications.choices import RedenBeeindiging


class Kant(TextChoices):
    """The two sides that keep an overzicht in turn."""

    TOEGANG = "toegang", "Toegang"
    AANBIEDER = "aanbieder", "Aanbieder"

    @property
    def ander(self) -> "Kant":
        return Kant.AANBIEDER if self == Kant.TOEGANG else Kant.TOEGANG


class Overzichtstatus(TextChoices):
    """Where the text lies; a concept was never handed over, and only toegang sees it."""

    CONCEPT = "concept", "Concept"
    BIJ_AANBIEDER = "bij_aanbieder", "Bij de aanbieder"
    BIJ_TOEGANG = "bij_toegang", "Bij de toegang"
    VASTGESTELD = "vastgesteld", "Vastgesteld"
    AFGESLOTEN = "afgesloten", "Afgesloten"


class Resultaatstatus(TextChoices):
    BIJ_AANBIEDER = "bij_aanbieder", "Terug bij de aanbieder"
    BIJ_TOEGANG = "bij_toegang", "Ter bevestiging bij de toegang"
    BEVESTIGD = "bevestigd", "Bevestigd"


class Uitkomst(TextChoices):
    """Of one wanted result, when the help ends."""

    BEHAALD = "behaald", "Behaald"
    DEELS = "deels", "Deels behaald"
    NIET = "niet", "Niet behaald"


#: JZ588 without 20: help that stops for a while has not ended.
EINDREDENEN = [
    (reden.value, reden.label) for reden in RedenBeeindiging if reden != RedenBeeindiging.TIJDELIJK
]
