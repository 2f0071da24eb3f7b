from django.db.models import TextChoices


class Soort(TextChoices):
    TOEWIJZINGEN = "toewijzingen", "Toewijzingen"
    DECLARATIEREGELS = "declaratieregels", "Declaratieregels"


class Stand(TextChoices):
    """How far it came; what is being done right now is told by its job."""

    AANGELEVERD = "aangeleverd", "Aangeleverd"
    NAGEKEKEN = "nagekeken", "Nagekeken"
    AFGEKEURD = "afgekeurd", "Niet te lezen"
    INGELEZEN = "ingelezen", "Ingelezen"
    VERVALLEN = "vervallen", "Weggegooid"


class Werk(TextChoices):
    """What a job does with a file; the `soort` of the job."""

    NAKIJKEN = "aanlevering-nakijken", "nakijken"
    INLEZEN = "aanlevering-inlezen", "inlezen"
    INLEZEN_GOEDE = "aanlevering-inlezen-goede", "goede regels inlezen"
