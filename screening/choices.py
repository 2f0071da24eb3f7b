"""Code values of the screening; all Dutch, all leave the system."""

from django.db.models import TextChoices


class Lijststatus(TextChoices):
    CONCEPT = "concept", "Concept"
    VASTGESTELD = "vastgesteld", "Vastgesteld"


class Antwoordsoort(TextChoices):
    """How a question is answered; an open answer counts for nothing in the advice."""

    JA_NEE = "ja_nee", "Ja of nee"
    SCHAAL = "schaal", "Schaal van zorg, 1 tot en met 4"
    OPEN = "open", "Open antwoord"


class Antwoordwaarde(TextChoices):
    JA = "ja", "Ja"
    NEE = "nee", "Nee"
    GEEN = "1", "1, geen zorg"
    KLEIN = "2", "2, kleine zorg"
    SERIEUS = "3", "3, serieuze zorg"
    GROOT = "4", "4, grote zorg"
    NVT = "nvt", "Niet van toepassing"


WAARDEN: dict[str, tuple[Antwoordwaarde, ...]] = {
    Antwoordsoort.JA_NEE: (Antwoordwaarde.JA, Antwoordwaarde.NEE, Antwoordwaarde.NVT),
    Antwoordsoort.SCHAAL: (
        Antwoordwaarde.GEEN,
        Antwoordwaarde.KLEIN,
        Antwoordwaarde.SERIEUS,
        Antwoordwaarde.GROOT,
        Antwoordwaarde.NVT,
    ),
    Antwoordsoort.OPEN: (),
}


class Gewicht(TextChoices):
    """Class of a question; how much a class counts stands outside the repository (N-OSS-02)."""

    LICHT = "licht", "Licht"
    NORMAAL = "normaal", "Normaal"
    ZWAAR = "zwaar", "Zwaar"


class Aanleiding(TextChoices):
    TOETREDING = "toetreding", "Toetreding"
    PERIODIEK = "periodiek", "Periodiek"
    SIGNAAL = "signaal", "Signaal"


class Screeningstatus(TextChoices):
    ONDERZOEK = "onderzoek", "In onderzoek"
    WEDERHOOR = "wederhoor", "Wacht op reactie"
    TE_BESLUITEN = "te_besluiten", "Wacht op besluit"
    BESLOTEN = "besloten", "Besloten"
    GESTOPT = "gestopt", "Gestopt"


#: Nobody has decided yet; an aanbieder has at most one of these.
OPEN = (Screeningstatus.ONDERZOEK, Screeningstatus.WEDERHOOR, Screeningstatus.TE_BESLUITEN)
#: Answers, evidence, conversations and statuses may still change.
TE_WIJZIGEN = (Screeningstatus.ONDERZOEK, Screeningstatus.WEDERHOOR)


class Advieskleur(TextChoices):
    GROEN = "groen", "Groen: geen bezwaar"
    ORANJE = "oranje", "Oranje: onder voorwaarden"
    ROOD = "rood", "Rood: niet geschikt"


class Uitkomst(TextChoices):
    GESCHIKT = "geschikt", "Geschikt"
    VOORWAARDEN = "voorwaarden", "Geschikt onder voorwaarden"
    NIET_GESCHIKT = "niet_geschikt", "Niet geschikt"


class Wijze(TextChoices):
    GESPREK = "gesprek", "In een gesprek"
    BRIEF = "brief", "Met een brief"


class Toetssoort(TextChoices):
    """What others look into; here stands how far that is, never what they found."""

    QUICKSCAN = "quickscan", "Bibob quick scan"
    GVA = "gva", "Gedragsverklaring Aanbesteden"
    RIEC = "riec", "RIEC"
    LBB = "lbb", "Landelijk Bureau Bibob"
    IVZ = "ivz", "Platform IVZ"


class Toetsstatus(TextChoices):
    NIET_GEVRAAGD = "niet_gevraagd", "Niet gevraagd"
    NIET_NODIG = "niet_nodig", "Niet nodig"
    GEVRAAGD = "gevraagd", "Gevraagd"
    AFGEROND = "afgerond", "Afgerond"
