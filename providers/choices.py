from django.db.models import TextChoices


class Rechtsvorm(TextChoices):
    BV = "bv", "Besloten vennootschap"
    STICHTING = "stichting", "Stichting"
    VOF = "vof", "Vennootschap onder firma"
    EENMANSZAAK = "eenmanszaak", "Eenmanszaak"
    COOPERATIE = "cooperatie", "Coöperatie"


class Grootte(TextChoices):
    """Size classes of the purchase strategy (SI 7.2), derived from share of cost."""

    SYSTEEM = "systeem", "Systeem"
    GROOT = "groot", "Groot"
    OVERIG = "overig", "Overig"


class AgbSoort(TextChoices):
    ONDERNEMING = "onderneming", "Onderneming"
    VESTIGING = "vestiging", "Vestiging"
    ZORGVERLENER = "zorgverlener", "Zorgverlener"


class Contactfunctie(TextChoices):
    ALGEMEEN = "algemeen", "Algemeen"
    CONTRACT = "contract", "Contract"
    AANMELDING = "aanmelding", "Aanmelding en plaatsing"
    BACKOFFICE = "backoffice", "Berichtenverkeer en declaratie"
    SROI = "sroi", "Social return"


class Rekeningdoel(TextChoices):
    """What OZJT and gemeenten pay to the account for; one account per purpose at a time."""

    DECLARATIES = "declaraties", "Declaraties"
    SUBSIDIE = "subsidie", "Subsidie"


class Dossierstuksoort(TextChoices):
    """Documents that an aanbieder keeps current, each with its last day."""

    JAARREKENING = "jaarrekening", "Jaarrekening"
    KWALITEITSKEURMERK = "kwaliteitskeurmerk", "Kwaliteitskeurmerk"
    VERZEKERING = "verzekering", "Bewijs van verzekering"
    CERTIFICAAT = "certificaat", "Ander certificaat"
