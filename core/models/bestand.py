from django.db import models

from core.choices import Scanstatus
from core.models.basis import Basismodel
from core.models.organisatie import Organisatie


class Document(Basismodel):
    """A file outside the web root, stored under its sha256.

    Served by an authorised view only (N-SEC-05).
    """

    naam = models.CharField(max_length=200)
    inhoudstype = models.CharField(max_length=100)
    grootte = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    soort = models.CharField(max_length=60, help_text="bijvoorbeeld iban-verklaring")
    eigenaar = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    geldig_tot = models.DateField(null=True, blank=True)
    scan = models.CharField(max_length=20, choices=Scanstatus, default=Scanstatus.WACHT)

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documenten"

    def __str__(self) -> str:
        return self.naam
