from django.db.models import TextChoices


class Voorstelstatus(TextChoices):
    """The FG releases, somebody else of the gemeente carries out."""

    OPEN = "open", "Te beoordelen"
    VRIJGEGEVEN = "vrijgegeven", "Vrijgegeven"
    UITGEVOERD = "uitgevoerd", "Uitgevoerd"
    VERVALLEN = "vervallen", "Vervangen door een nieuwer rapport"
