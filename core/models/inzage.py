import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from core.choices import Actorsoort, Inzagehandeling
from core.policies import ScopedQuerySet


class Inzage(models.Model):
    """One act on client data: who saw or changed which jeugdigen, when, in which role, why (NEN
    7513, N-LOG-01).

    One row per act; a list, export or search names every jeugdige it showed in `jeugdigen`
    (pseudonyms). Append-only and hash-chained by trigger (N-LOG-02): `keten` is one of a few
    parallel chains, `nr` counts within it without gaps, `hash` = sha256(`vorige_hash` + canonical
    text of the row). The NEN field names: id EventID, handeling EventActionCode, moment
    EventDateTime, uitkomst EventOutcomeIndicator, soort EventTypeCode; actor_id userID, actor_naam
    userName, aanvrager userIsRequestor, rollen roleIDCode, doel purposeOfUse,
    netwerktype/netwerkadres networkAccessPoint; objectsoort participantObjectTypeCode, objectrol
    Role, objectidsoort IDTypeCode, jeugdigen/object_id ID, levensfase DataLifeCycle, gevoeligheid
    Sensitivity, detail Detail; organisatie_id AuditEnterpriseSiteID, bron AuditSourceID, bronsoort
    AuditSourceTypeCode.
    """

    id = models.BigAutoField(primary_key=True)
    moment = models.DateTimeField(db_default=Now())
    handeling = models.CharField(max_length=1, choices=Inzagehandeling)
    uitkomst = models.SmallIntegerField(db_default=0, help_text="0 gelukt, 4 geweigerd, 8 fout")
    soort = models.CharField(max_length=80)
    actorsoort = models.CharField(max_length=20, choices=Actorsoort)
    actor_id = models.UUIDField(null=True)
    actor_naam = models.CharField(max_length=200, blank=True, db_default="")
    aanvrager = models.BooleanField(db_default=True)
    rollen = models.CharField(max_length=300, blank=True, db_default="")
    doel = models.CharField(max_length=200, blank=True, db_default="")
    noodtoegang = models.BooleanField(db_default=False)
    netwerktype = models.SmallIntegerField(db_default=2, help_text="2 = IP-adres")
    netwerkadres = models.CharField(max_length=60, blank=True, db_default="")
    objectsoort = models.CharField(max_length=60, db_default="jeugdige")
    objectrol = models.SmallIntegerField(db_default=1, help_text="1 = patiënt/cliënt")
    objectidsoort = models.CharField(max_length=30, db_default="pseudoniem")
    object_id = models.UUIDField(null=True)
    jeugdigen = ArrayField(models.UUIDField(), db_default=[], default=list)
    levensfase = models.SmallIntegerField(db_default=6, help_text="6 = gebruik")
    gevoeligheid = models.CharField(max_length=30, db_default="minderjarige")
    detail = models.CharField(max_length=300, blank=True, db_default="")
    organisatie_id = models.UUIDField(null=True)
    bron = models.CharField(max_length=60, db_default="ozjt-portaal")
    bronsoort = models.SmallIntegerField(db_default=4, help_text="4 = toepassingsserver")
    referentie = models.CharField(max_length=40, blank=True, db_default="")
    keten = models.SmallIntegerField(db_default=0)
    nr = models.BigIntegerField(db_default=0)
    vorige_hash = models.BinaryField(db_default=b"")
    hash = models.BinaryField(db_default=b"")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "inzage"
        verbose_name_plural = "inzagen"
        constraints = [
            models.UniqueConstraint(
                fields=["keten", "nr"],
                name="inzage_keten_nr",
                violation_error_code="inzage_keten",
                violation_error_message="De keten van het inzagelogboek is niet sluitend.",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="alleen_toevoegen", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]
        indexes = [
            GinIndex(fields=["jeugdigen"], name="inzage_van_jeugdige"),
            models.Index(fields=["moment"], name="inzage_op_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.soort} {self.moment:%Y-%m-%d %H:%M}"
