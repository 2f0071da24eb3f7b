from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ritme(StrEnum):
    """How often Celery beat runs a check."""

    KWARTIER = "kwartier"
    NACHT = "nacht"


class Bij(StrEnum):
    """Where the work lies: at OZJT, at the one concerned, or at the one that `object_id` names."""

    OZJT = "ozjt"
    BETREFT = "betreft"
    OBJECT = "object"


class Stapsoort(TextChoices):
    """Steps of a signal: the engine closes (`gesloten`), a person settles (`afgehandeld`)."""

    GEOPEND = "geopend", _("Gevonden door de controle")
    GEWIJZIGD = "gewijzigd", _("Het bewijs is veranderd")
    OPGEPAKT = "opgepakt", _("Opgepakt")
    LOSGELATEN = "losgelaten", _("Losgelaten")
    UITGESTELD = "uitgesteld", _("Uitgesteld")
    TERUG = "terug", _("Terug op de werkvoorraad")
    GESLOTEN = "gesloten", _("Opgelost: de controle vindt het niet meer")
    AFGEHANDELD = "afgehandeld", _("Afgehandeld met een reden")
