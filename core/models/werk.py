"""Work in progress: signals and their history, jobs, drafts, outgoing mail, idempotency keys."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from core.choices import Jobstatus, Rolcode, Signaalernst, Signaalstatus, Uitgaandstatus
from core.models.basis import Basismodel
from core.models.organisatie import Gebruiker, Organisatie
from core.policies import ScopedQuerySet


class Signaal(Basismodel):
    """Something that breaks a rule, found by a check; one open signal per `check` and `sleutel`.

    The engine opens, keeps (`laatst_gezien_op`) and closes it; people may take, postpone or explain
    it. `bewijs` holds what the check saw: codes, dates, counts and links, never personal data.
    """

    controle = models.CharField(max_length=60, help_text="naam van de controle")
    sleutel = models.CharField(max_length=200, help_text="wat er maar een keer open kan staan")
    titel = models.CharField(max_length=200)
    omschrijving = models.CharField(max_length=500, blank=True, db_default="")
    ernst = models.CharField(max_length=20, choices=Signaalernst)
    status = models.CharField(
        max_length=20, choices=Signaalstatus, default=Signaalstatus.OPEN, db_default="open"
    )
    rol = models.CharField(max_length=40, choices=Rolcode, help_text="voor wie")
    organisatie = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, related_name="+", help_text="bij wie het werk ligt"
    )
    betreft = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    objectsoort = models.CharField(max_length=60, blank=True, db_default="")
    object_id = models.UUIDField(null=True, blank=True)
    raakt = models.PositiveIntegerField(db_default=0, default=0, help_text="aantal jeugdigen")
    bewijs = models.JSONField(default=dict, db_default={})
    url = models.CharField(max_length=200, blank=True, db_default="")
    eigenaar = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    geopend_op = models.DateTimeField(db_default=Now())
    laatst_gezien_op = models.DateTimeField(db_default=Now())
    uitgesteld_tot = models.DateField(null=True, blank=True)
    gesloten_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        constraints = [
            models.UniqueConstraint(
                fields=["controle", "sleutel"],
                condition=~Q(status="gesloten"),
                name="signaal_een_open",
                violation_error_code="signaal_bestaat",
                violation_error_message="Dit signaal staat al open.",
            )
        ]
        indexes = [
            models.Index(
                fields=["organisatie", "rol", "ernst", "geopend_op"],
                condition=~Q(status="gesloten"),
                name="signaal_werkvoorraad",
            )
        ]

    def __str__(self) -> str:
        return self.titel


class Signaalstap(models.Model):
    """History of one signal: opened, changed evidence, taken, postponed, closed."""

    id = models.BigAutoField(primary_key=True)
    signaal = models.ForeignKey(Signaal, on_delete=models.CASCADE, related_name="stappen")
    moment = models.DateTimeField(db_default=Now())
    soort = models.CharField(max_length=30)
    wie = models.CharField(max_length=200, blank=True, db_default="")
    tekst = models.CharField(max_length=500, blank=True, db_default="")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "stap van een signaal"
        verbose_name_plural = "stappen van signalen"

    def __str__(self) -> str:
        return f"{self.soort} {self.moment:%Y-%m-%d}"


class Job(Basismodel):
    """A longer task with progress that its owner can follow.

    `resultaat` holds counts and a document id.
    """

    soort = models.CharField(max_length=60)
    titel = models.CharField(max_length=200)
    status = models.CharField(
        max_length=20, choices=Jobstatus, default=Jobstatus.WACHT, db_default="wacht"
    )
    gebruiker = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisatie = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gedaan = models.PositiveIntegerField(default=0, db_default=0)
    totaal = models.PositiveIntegerField(default=0, db_default=0)
    stap = models.CharField(max_length=200, blank=True, db_default="")
    resultaat = models.JSONField(default=dict, db_default={})
    gestart_op = models.DateTimeField(null=True, blank=True)
    geeindigd_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "job"
        verbose_name_plural = "jobs"

    def __str__(self) -> str:
        return self.titel


class Concept(Basismodel):
    """A form that somebody kept for later.

    The content is encrypted, for it may hold personal data.
    """

    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="+")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    soort = models.CharField(max_length=60)
    titel = models.CharField(max_length=200, help_text="zonder persoonsgegevens")
    inhoud = models.BinaryField()
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "concept"
        verbose_name_plural = "concepten"

    def __str__(self) -> str:
        return self.titel


class Uitgaand(Basismodel):
    """Outbox for mail: says that something waits, with a link; never personal data (N-SEC-06,
    R-MEL-1).

    The same news waits once per person; what goes in the daily mail waits like the rest.
    """

    ontvanger = models.ForeignKey(Gebruiker, on_delete=models.PROTECT, related_name="+")
    onderwerp = models.CharField(max_length=200)
    pad = models.CharField(max_length=200, help_text="pad in het portaal, achter aanmelden")
    status = models.CharField(
        max_length=20, choices=Uitgaandstatus, default=Uitgaandstatus.WACHT, db_default="wacht"
    )
    pogingen = models.PositiveSmallIntegerField(default=0, db_default=0)
    verstuurd_op = models.DateTimeField(null=True, blank=True)
    fout = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = "uitgaand bericht"
        verbose_name_plural = "uitgaande berichten"
        constraints = [
            models.UniqueConstraint(
                fields=["ontvanger", "pad", "onderwerp"],
                condition=Q(status="wacht"),
                name="uitgaand_een_wacht",
                violation_error_code="bericht_wacht_al",
                violation_error_message="Dit bericht wacht al op verzending.",
            )
        ]

    def __str__(self) -> str:
        return self.onderwerp


class Idempotentie(models.Model):
    """Answer to a POST with an Idempotency-Key: the same key and body get the same answer, for a
    day.

    `antwoord` is encrypted: an answer may hold personal data.
    """

    id = models.BigAutoField(primary_key=True)
    apiclient_id = models.UUIDField()
    sleutel = models.CharField(max_length=100)
    verzoek_hash = models.BinaryField()
    status = models.SmallIntegerField(null=True)
    koppen = models.JSONField(default=dict, db_default={})
    antwoord = models.BinaryField(null=True)
    aangemaakt_op = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "idempotentiesleutel"
        verbose_name_plural = "idempotentiesleutels"
        constraints = [
            models.UniqueConstraint(
                fields=["apiclient_id", "sleutel"],
                name="idempotentie_uniek",
                violation_error_code="idempotentie_loopt",
                violation_error_message="Een verzoek met deze sleutel loopt nog.",
            )
        ]

    def __str__(self) -> str:
        return self.sleutel


class Weergave(Basismodel):
    """A saved view of a register, of one person: a name for a query string.

    `register` is the route of the list, `vraag` its filters and order; filters hold no personal
    data. The default opens when the list is asked for without filters.
    """

    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, related_name="weergaven")
    register = models.CharField(max_length=60)
    naam = models.CharField(max_length=60)
    vraag = models.CharField(max_length=1000, blank=True, db_default="")
    standaard = models.BooleanField(default=False, db_default=False)

    class Meta:
        verbose_name = "bewaarde weergave"
        verbose_name_plural = "bewaarde weergaven"
        ordering = ("naam",)
        constraints = [
            models.UniqueConstraint(
                fields=["gebruiker", "register", "naam"],
                name="weergave_naam",
                violation_error_code="weergave_bestaat",
                violation_error_message="Je hebt al een weergave met deze naam.",
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "register"],
                condition=models.Q(standaard=True),
                name="weergave_een_standaard",
                violation_error_code="weergave_standaard",
                violation_error_message="Er is al een standaardweergave.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam
