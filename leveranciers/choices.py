from django.db.models import TextChoices


class Grondslag(TextChoices):
    """Where a cost comes from: what was declared, or else what was promised (R-CON-6)."""

    GEDECLAREERD = "gedeclareerd", "Gedeclareerd"
    BEGROOT = "begroot", "Begroot"


class Indeling(TextChoices):
    """How OZJT works with an aanbieder in a segment; toezicht is on all of them (SI 11.2, 11.3)."""

    LEVERANCIERSMANAGEMENT = "leveranciersmanagement", "Leveranciersmanagement"
    CONTRACTMANAGEMENT = "contractmanagement", "Contractmanagement"


class Kwadrant(TextChoices):
    """Dependency × contract value, after Kraljic (SI 7.6.1)."""

    STRATEGISCH = "strategisch", "Strategisch"
    HEFBOOM = "hefboom", "Hefboom"
    KNELPUNT = "knelpunt", "Knelpunt"
    ROUTINE = "routine", "Routine"


class Vlagsoort(TextChoices):
    """What a yearly figure can warn of (D-32)."""

    CONTINUITEIT = "continuiteit", "Continuïteit"
    RECHTMATIGHEID = "rechtmatigheid", "Rechtmatigheid"


class Cijferbron(TextChoices):
    JAARREKENING = "jaarrekening", "Gepubliceerde jaarrekening"
    OPGAVE = "opgave", "Opgave van de aanbieder"
    MARKTANALYSE = "marktanalyse", "Marktanalyse"


class Gespreksoort(TextChoices):
    VOORTGANG = "voortgang", "Voortgangsgesprek"
    JAARGESPREK = "jaargesprek", "Jaargesprek"
    BESTUURLIJK = "bestuurlijk", "Bestuurlijk gesprek"
    TUSSENTIJDS = "tussentijds", "Tussentijds gesprek"


class Gespreksstatus(TextChoices):
    """`gehouden`: the verslag is a concept that only OZJT sees; `vastgesteld`: it stands."""

    GEPLAND = "gepland", "Gepland"
    GEHOUDEN = "gehouden", "Gehouden, verslag in concept"
    VASTGESTELD = "vastgesteld", "Verslag vastgesteld"
    VERVALLEN = "vervallen", "Vervallen"


class Afspraakkant(TextChoices):
    OZJT = "ozjt", "OZJT"
    AANBIEDER = "aanbieder", "Aanbieder"


class Afspraakstatus(TextChoices):
    OPEN = "open", "Open"
    GEDAAN = "gedaan", "Gedaan"
    VERVALLEN = "vervallen", "Vervallen"
