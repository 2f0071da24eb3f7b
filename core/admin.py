"""Technical management: accounts, organisations, roles, API clients; no client data at all.

Only for `is_staff`, behind the portal's own login with its second factor (`core.middleware`).
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from oauth2_provider.models import AccessToken, Grant, IDToken, RefreshToken

from core.beheer import Handelend
from core.models import ApiClient, Gebruiker, Organisatie, Rol


def _own_login(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return redirect("aanmelden")


def _own_password(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    return redirect("wachtwoord")


# Pages that would show secrets, and groups: rights come from roles.
for _model in (TOTPDevice, StaticDevice, AccessToken, Grant, IDToken, RefreshToken, Group):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)
admin.site.site_header = admin.site.site_title = "OZJT-portaal beheer"
admin.site.index_title = "Technisch beheer"
# Django's own pages would skip the second factor and the end of other sessions.
admin.site.login = _own_login  # type: ignore[method-assign]
admin.site.password_change = _own_password  # type: ignore[method-assign, assignment]


class LowerEmail(forms.EmailField):
    """Addresses are kept in lower case: one address, one account."""

    def clean(self, value: Any) -> Any:
        return super().clean(value).lower()


class NieuweGebruikerForm(AdminUserCreationForm):
    email = LowerEmail(label="E-mailadres")

    class Meta:
        model = Gebruiker
        fields = ("email", "naam")


class GebruikerForm(UserChangeForm):
    email = LowerEmail(label="E-mailadres")

    class Meta:
        model = Gebruiker
        fields = "__all__"


class RolInline(admin.TabularInline):
    model = Rol
    fields = ("organisatie", "rol", "begindatum", "einddatum")
    autocomplete_fields = ("organisatie",)
    extra = 0


@admin.register(Gebruiker)
class GebruikerAdmin(Handelend, UserAdmin):
    form = GebruikerForm
    add_form = NieuweGebruikerForm
    change_password_form = AdminPasswordChangeForm
    ordering = ("email",)
    list_display = ("email", "naam", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "rollen__rol")
    search_fields = ("email", "naam")
    readonly_fields = ("last_login", "aangemaakt_op", "oidc_sub")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "naam", "password", "is_active")}),
        ("Technisch beheer", {"fields": ("is_staff", "is_superuser")}),
        ("Aanmelden", {"fields": ("oidc_sub", "last_login", "aangemaakt_op")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "naam", "usable_password", "password1", "password2")}),
    )
    inlines = (RolInline,)
    actions = ("reset_second_factor",)

    @admin.action(description="Tweede stap opnieuw laten instellen")
    def reset_second_factor(self, request: HttpRequest, rows: Any) -> None:
        """The next login asks for a new app.

        The old app and recovery codes stop working at once.
        """
        TOTPDevice.objects.filter(user__in=rows).delete()
        StaticDevice.objects.filter(user__in=rows).delete()
        self.message_user(request, "Bij de volgende aanmelding wordt de tweede stap ingesteld.")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account that ever did something stays, to tell who did it; switch it off instead."""
        return False


@admin.register(Organisatie)
class OrganisatieAdmin(Handelend):
    list_display = ("naam", "soort", "code")
    list_filter = ("soort",)
    search_fields = ("naam", "code")


@admin.register(Rol)
class RolAdmin(Handelend):
    list_display = ("gebruiker", "apiclient", "organisatie", "rol", "begindatum", "einddatum")
    list_filter = ("rol",)
    list_select_related = ("gebruiker", "apiclient", "organisatie")
    autocomplete_fields = ("gebruiker", "apiclient", "organisatie")
    search_fields = ("gebruiker__email", "gebruiker__naam", "organisatie__naam")


@admin.register(ApiClient)
class ApiClientAdmin(Handelend):
    list_display = ("naam", "organisatie", "scopes", "is_active")
    list_select_related = ("organisatie",)
    autocomplete_fields = ("organisatie",)
    search_fields = ("naam", "organisatie__naam")
