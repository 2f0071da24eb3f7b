"""Screening of aanbieders by one question list for all (KIT, R-CON-5, D-31); no BSN (N-AVG-01).

For the screening role alone (N-IAM-05): no model here has a name on the other side of its foreign
keys, so that no other room comes across a screening by accident.
"""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Func, Q

from core.fouten import Foutcode
from core.models import Basismodel, Document, Gebruiker
from providers.models import Aanbieder
from screening.choices import (
    OPEN,
    Aanleiding,
    Advieskleur,
    Antwoordsoort,
    Antwoordwaarde,
    Gewicht,
    Lijststatus,
    Screeningstatus,
    Toetssoort,
    Toetsstatus,
    Uitkomst,
    Wijze,
)

SCREENING_LOOPT = Foutcode(
    "screening_loopt", "Van deze aanbieder loopt al een screening; rond die eerst af.", "R-CON-5"
)
VIER_OGEN = Foutcode(
    "screening_vier_ogen",
    "Wie de antwoorden invulde, besluit niet over de uitkomst; een collega doet dat.",
    "N-ALG-01",
)
CONCEPT_BESTAAT = Foutcode(
    "vragenlijst_concept_bestaat", "Er is al een concept van de vragenlijst; werk daarin verder."
)
WEDERHOOR_LOOPT = Foutcode(
    "wederhoor_loopt", "Er wacht al een zorg op de reactie van de aanbieder.", "R-CON-5"
)


class Screeningnummer(Func):
    """Next number from the sequence: unique, not gapless."""

    template = "nextval('screening_nummer')"
    output_field = models.BigIntegerField()


@pghistory.track()
class Vragenlijst(Basismodel):
    """A version of the one question list; once `vastgesteld` it never changes (R-CON-5).

    The database refuses changes too. There is at most one concept.
    """

    nummer = models.PositiveIntegerField("versie van de lijst", unique=True)
    status = models.CharField(
        max_length=12, choices=Lijststatus, default=Lijststatus.CONCEPT, db_default="concept"
    )
    toelichting = models.TextField(blank=True, db_default="", help_text="wat er anders is")
    vastgesteld_op = models.DateTimeField("vastgesteld op", null=True, blank=True)
    vastgesteld_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "vragenlijst"
        verbose_name_plural = "vragenlijsten"
        triggers = [
            pgtrigger.Protect(
                name="vastgesteld_blijft",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__status=Lijststatus.VASTGESTELD),
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status=Lijststatus.CONCEPT),
                name="vragenlijst_een_concept",
                violation_error_code=CONCEPT_BESTAAT.code,
                violation_error_message=CONCEPT_BESTAAT.betekenis,
            ),
            models.CheckConstraint(
                condition=Q(status=Lijststatus.CONCEPT, vastgesteld_op__isnull=True)
                | Q(
                    status=Lijststatus.VASTGESTELD,
                    vastgesteld_op__isnull=False,
                ),
                name="vragenlijst_vastgesteld",
                violation_error_code="vragenlijst_onvolledig",
                violation_error_message="Een vastgestelde lijst heeft een moment van vaststellen.",
            ),
        ]

    def __str__(self) -> str:
        return f"Vragenlijst versie {self.nummer}"


_ALLEEN_IN_CONCEPT = """
  if exists (
    select from screening_vragenlijst l where l.status = 'vastgesteld'
      and (tg_op <> 'DELETE' and l.id = new.lijst_id or tg_op <> 'INSERT' and l.id = old.lijst_id)
  ) then
    raise exception 'vragenlijst is vastgesteld' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
"""


@pghistory.track()
class Vraag(Basismodel):
    """A question under its thema (barrière). `gunstig`: the answer to a yes-no question that gives
    no concern. What a `gewicht` counts stands outside the repository.
    """

    lijst = models.ForeignKey(Vragenlijst, on_delete=models.PROTECT, related_name="vragen")
    volgorde = models.PositiveSmallIntegerField()
    thema = models.CharField("thema of barrière", max_length=80)
    tekst = models.CharField(max_length=300)
    uitleg = models.CharField(max_length=500, blank=True, db_default="")
    soort = models.CharField(max_length=8, choices=Antwoordsoort)
    gunstig = models.CharField(
        max_length=3,
        choices=[(w.value, w.label) for w in (Antwoordwaarde.JA, Antwoordwaarde.NEE)],
        blank=True,
        db_default="",
    )
    gewicht = models.CharField(max_length=8, choices=Gewicht, default=Gewicht.NORMAAL)
    bewijs_nodig = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = "vraag"
        verbose_name_plural = "vragen"
        ordering = ("volgorde", "aangemaakt_op", "id")
        triggers = [
            pgtrigger.Trigger(
                name="alleen_in_concept",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_ALLEEN_IN_CONCEPT,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(soort=Antwoordsoort.JA_NEE, gunstig__in=["ja", "nee"])
                | (~Q(soort=Antwoordsoort.JA_NEE) & Q(gunstig="")),
                name="vraag_gunstig",
                violation_error_code="gunstig_antwoord_ontbreekt",
                violation_error_message="Bij een vraag met ja of nee hoort welk antwoord gunstig "
                "is, bij een andere vraag niet.",
            )
        ]

    def __str__(self) -> str:
        return self.tekst


@pghistory.track()
class Screening(Basismodel):
    """One screening of an aanbieder, on the version of the list that it began with.

    `advies` is what the rules gave at the decision, with its explanation: it stays as it was when
    thresholds change. The uitkomst is of `beslisser`, a person that filled in nothing (N-ALG-01).
    `geldig_tot` is the last day, inclusive; of an aanbieder the last decided screening counts.
    """

    nummer = models.BigIntegerField(unique=True, db_default=Screeningnummer(), editable=False)
    aanbieder = models.ForeignKey(Aanbieder, on_delete=models.PROTECT, related_name="+")
    lijst = models.ForeignKey(Vragenlijst, on_delete=models.PROTECT, related_name="+")
    aanleiding = models.CharField(max_length=12, choices=Aanleiding)
    toelichting = models.TextField(blank=True, db_default="")
    status = models.CharField(
        max_length=12,
        choices=Screeningstatus,
        default=Screeningstatus.ONDERZOEK,
        db_default="onderzoek",
    )
    begonnen_op = models.DateField("begonnen op")
    behandelaar = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    invullers = models.ManyToManyField(Gebruiker, blank=True, related_name="+")
    voorgelegd_op = models.DateTimeField("voorgelegd op", null=True, blank=True)
    advies = models.CharField(max_length=8, choices=Advieskleur, blank=True, db_default="")
    advies_uitleg = models.JSONField("uitleg van het advies", default=dict, db_default={})
    uitkomst = models.CharField(max_length=14, choices=Uitkomst, blank=True, db_default="")
    motivering = models.TextField(blank=True, db_default="")
    voorwaarden = models.TextField(blank=True, db_default="")
    afwijking = models.TextField("waarom anders dan het advies", blank=True, db_default="")
    beslisser = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    besloten_op = models.DateTimeField("besloten op", null=True, blank=True)
    geldig_tot = models.DateField("geldig tot en met", null=True, blank=True)
    reden = models.TextField(blank=True, db_default="", help_text="bij stoppen of terugleggen")
    versie = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        verbose_name = "screening"
        verbose_name_plural = "screeningen"
        constraints = [
            models.UniqueConstraint(
                fields=["aanbieder"],
                condition=Q(status__in=OPEN),
                name="screening_een_open",
                violation_error_code=SCREENING_LOOPT.code,
                violation_error_message=SCREENING_LOOPT.betekenis,
            ),
            models.CheckConstraint(
                condition=Q(beslisser__isnull=True) | ~Q(beslisser=F("behandelaar")),
                name="screening_vier_ogen",
                violation_error_code=VIER_OGEN.code,
                violation_error_message=VIER_OGEN.betekenis,
            ),
            models.CheckConstraint(
                condition=(
                    Q(
                        status=Screeningstatus.BESLOTEN,
                        beslisser__isnull=False,
                        besloten_op__isnull=False,
                    )
                    & ~Q(motivering="")
                    & ~Q(uitkomst="")
                )
                | (
                    ~Q(status=Screeningstatus.BESLOTEN)
                    & Q(beslisser__isnull=True, besloten_op__isnull=True, uitkomst="", advies="")
                ),
                name="screening_besluit",
                violation_error_code="uitkomst_onvolledig",
                violation_error_message="Een uitkomst heeft een persoon, een moment en een "
                "motivering; zonder besluit is er geen uitkomst.",
            ),
            models.CheckConstraint(
                condition=Q(uitkomst__in=["", Uitkomst.NIET_GESCHIKT], geldig_tot__isnull=True)
                | Q(
                    uitkomst__in=[Uitkomst.GESCHIKT, Uitkomst.VOORWAARDEN],
                    geldig_tot__isnull=False,
                ),
                name="screening_geldig_tot",
                violation_error_code="geldig_tot_ongeldig",
                violation_error_message="Alleen een uitkomst die geschikt zegt, is tot een dag "
                "geldig.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["aanbieder", "-besloten_op"],
                condition=Q(status=Screeningstatus.BESLOTEN),
                name="screening_laatste_besluit",
            )
        ]

    def __str__(self) -> str:
        return self.kenmerk

    @property
    def kenmerk(self) -> str:
        """The reference that screeners name to each other."""
        return f"SC-{self.nummer}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@pghistory.track()
class Antwoord(Basismodel):
    """The answer to one question, with its motivation; of an open question that is the answer."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="antwoorden")
    vraag = models.ForeignKey(Vraag, on_delete=models.PROTECT, related_name="+")
    waarde = models.CharField(max_length=3, choices=Antwoordwaarde, blank=True, db_default="")
    toelichting = models.TextField(blank=True, db_default="")
    ingevuld_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "vraag"],
                name="antwoord_een_per_vraag",
                violation_error_code="antwoord_bestaat",
                violation_error_message="Deze vraag is al beantwoord; wijzig het antwoord.",
            )
        ]

    def __str__(self) -> str:
        return f"Antwoord {self.vraag_id}"


@pghistory.track()
class Screeningsbewijs(Basismodel):
    """A document that shows an answer is right, or belongs to the screening as a whole."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="bewijsstukken")
    vraag = models.ForeignKey(
        Vraag, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    omschrijving = models.CharField(max_length=200)
    toegevoegd_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "bewijsstuk van een screening"
        verbose_name_plural = "bewijsstukken van screeningen"

    def __str__(self) -> str:
        return self.omschrijving


@pghistory.track()
class Screeningsgesprek(Basismodel):
    """A conversation with the aanbieder; who was there by function, never by name."""

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="gesprekken")
    datum = models.DateField()
    aanwezigen = models.CharField(max_length=300, help_text="functies")
    verslag = models.TextField()
    vastgelegd_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "gesprek bij een screening"
        verbose_name_plural = "gesprekken bij een screening"

    def __str__(self) -> str:
        return f"Gesprek {self.datum}"


@pghistory.track()
class Wederhoor(Basismodel):
    """A concern put to the aanbieder, and its reaction; one at a time waits (R-CON-5).

    The reaction comes in conversation or by letter: the aanbieder does not see the screening.
    `afgerond_op` is the day of the reaction, or the day on which its absence was recorded.
    """

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="wederhoren")
    zorg = models.TextField()
    wijze = models.CharField(max_length=8, choices=Wijze)
    voorgelegd_op = models.DateField("voorgelegd op")
    reageren_tot = models.DateField("reageren tot en met")
    voorgelegd_door = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    reactie = models.TextField(blank=True, db_default="")
    geen_reactie = models.BooleanField(default=False, db_default=False)
    afgerond_op = models.DateField("afgerond op", null=True, blank=True)
    vastgelegd_door = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "wederhoor"
        verbose_name_plural = "wederhoren"
        constraints = [
            models.UniqueConstraint(
                fields=["screening"],
                condition=Q(afgerond_op__isnull=True),
                name="wederhoor_een_open",
                violation_error_code=WEDERHOOR_LOOPT.code,
                violation_error_message=WEDERHOOR_LOOPT.betekenis,
            ),
            models.CheckConstraint(
                condition=Q(reageren_tot__gte=F("voorgelegd_op")),
                name="wederhoor_termijn",
                violation_error_code="wederhoor_termijn_ongeldig",
                violation_error_message="De laatste dag om te reageren ligt voor de dag waarop de "
                "zorg is voorgelegd.",
            ),
            models.CheckConstraint(
                condition=Q(afgerond_op__isnull=True, reactie="", geen_reactie=False)
                | (Q(afgerond_op__isnull=False, geen_reactie=False) & ~Q(reactie=""))
                | Q(afgerond_op__isnull=False, geen_reactie=True, reactie=""),
                name="wederhoor_reactie",
                violation_error_code="wederhoor_onvolledig",
                violation_error_message="Wederhoor is afgerond met een reactie, of met de "
                "vaststelling dat die er niet kwam.",
            ),
        ]

    def __str__(self) -> str:
        return f"Wederhoor {self.voorgelegd_op}"


@pghistory.track()
class Integriteitstoets(Basismodel):
    """How far another's check is: its status and days, nothing of its content (mission map).

    `reden` says why it is needed and in proportion, for the Wet Bibob asks that per use (D-31).
    """

    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="toetsen")
    soort = models.CharField(max_length=10, choices=Toetssoort)
    status = models.CharField(max_length=14, choices=Toetsstatus, default=Toetsstatus.NIET_GEVRAAGD)
    datum = models.DateField(null=True, blank=True)
    geldig_tot = models.DateField("geldig tot en met", null=True, blank=True)
    reden = models.CharField(max_length=500, blank=True, db_default="")

    class Meta:
        verbose_name = "toets op integriteit"
        verbose_name_plural = "toetsen op integriteit"
        constraints = [
            models.UniqueConstraint(
                fields=["screening", "soort"],
                name="toets_een_per_soort",
                violation_error_code="toets_bestaat",
                violation_error_message="Deze toets staat er al.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["niet_gevraagd", "niet_nodig"]) | Q(datum__isnull=False),
                name="toets_datum",
                violation_error_code="toets_datum_ontbreekt",
                violation_error_message="Een toets die gevraagd of afgerond is, heeft een datum.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_soort_display())
