"""Who works in the portal, for which organisation, in which role."""

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from core.choices import Mailkeuze, Organisatiesoort, Rolcode
from core.models.basis import Basismodel, PeriodeModel, PeriodeQuerySet, periode_check


@pghistory.track()
class Organisatie(Basismodel):
    """OZJT, a gemeente, an aanbieder, a GI or a supervisor.

    `code` is the CBS code of a gemeente (D-04).
    """

    soort = models.CharField(max_length=20, choices=Organisatiesoort)
    naam = models.CharField(max_length=200)
    code = models.CharField(max_length=20, blank=True, db_default="")

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ("naam",)
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "code"],
                condition=~Q(code=""),
                name="organisatie_code_uniek",
                violation_error_code="organisatie_code_bestaat",
                violation_error_message="Deze code is al van een andere organisatie.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


class GebruikerManager(BaseUserManager["Gebruiker"]):
    def get_by_natural_key(self, username: str | None) -> "Gebruiker":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields) -> "Gebruiker":  # type: ignore[no-untyped-def]
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "Gebruiker":  # type: ignore[no-untyped-def]
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@pghistory.track(exclude=["password", "last_login"])
class Gebruiker(Basismodel, AbstractBaseUser, PermissionsMixin):
    """A person who logs in with e-mail; what the person may follows from `Rol`, never from Django
    permissions.

    `is_staff` opens the Django admin (technical management) only.
    """

    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField(max_length=200)
    is_active = models.BooleanField("actief", default=True, db_default=True)
    is_staff = models.BooleanField("beheer", default=False, db_default=False)
    oidc_sub = models.CharField(max_length=255, blank=True, db_default="")
    mailkeuze = models.CharField(
        "mail", max_length=20, choices=Mailkeuze, default=Mailkeuze.METEEN, db_default="meteen"
    )

    objects = GebruikerManager()  # type: ignore[misc, assignment]
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [
            models.UniqueConstraint(
                fields=["oidc_sub"],
                condition=~Q(oidc_sub=""),
                name="gebruiker_oidc_sub_uniek",
                violation_error_code="oidc_sub_bestaat",
                violation_error_message="Deze aanmelding hoort al bij een ander account.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class ApiClient(Basismodel):
    """A program of one organisation; credentials and scopes live in the OAuth application."""

    applicatie = models.OneToOneField(
        "oauth2_provider.Application", on_delete=models.PROTECT, related_name="apiclient"
    )
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="+")
    naam = models.CharField(max_length=200)
    scopes = models.TextField(
        "scopes", help_text="Met spaties ertussen, bijvoorbeeld toewijzingen:lezen"
    )
    is_active = models.BooleanField("actief", default=True, db_default=True)

    class Meta:
        verbose_name = "API-client"
        verbose_name_plural = "API-clients"

    def __str__(self) -> str:
        return self.naam


@pghistory.track()
class Rol(PeriodeModel, Basismodel):
    """One role of one person or API client at one organisation, for a period (inclusive dates)."""

    gebruiker = models.ForeignKey(
        Gebruiker, on_delete=models.PROTECT, null=True, blank=True, related_name="rollen"
    )
    apiclient = models.ForeignKey(
        ApiClient, on_delete=models.PROTECT, null=True, blank=True, related_name="rollen"
    )
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, related_name="rollen")
    rol = models.CharField(max_length=40, choices=Rolcode)

    objects = PeriodeQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        constraints = [
            periode_check("rol_periode"),
            models.CheckConstraint(
                condition=Q(gebruiker__isnull=True) ^ Q(apiclient__isnull=True),
                name="rol_van_een",
                violation_error_code="rol_van_een",
                violation_error_message="Een rol hoort bij een persoon of bij een API-client.",
            ),
            ExclusionConstraint(
                name="rol_overlap_gebruiker",
                expressions=[
                    (F("gebruiker"), "="),
                    (F("organisatie"), "="),
                    (F("rol"), "="),
                    (F("periode"), "&&"),
                ],
                condition=Q(gebruiker__isnull=False),
                violation_error_code="rol_overlap",
                violation_error_message="Deze rol is er in die periode al.",
            ),
            ExclusionConstraint(
                name="rol_overlap_apiclient",
                expressions=[
                    (F("apiclient"), "="),
                    (F("organisatie"), "="),
                    (F("rol"), "="),
                    (F("periode"), "&&"),
                ],
                condition=Q(apiclient__isnull=False),
                violation_error_code="rol_overlap",
                violation_error_message="Deze rol is er in die periode al.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rol_display()} bij {self.organisatie}"
