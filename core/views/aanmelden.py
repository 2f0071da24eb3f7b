"""Logging in: e-mail and password, then a code; enrolment of the app; logging out.

Nothing here answers differently, or faster, for an address that has no account.
"""

from base64 import b32encode
from typing import Any

import qrcode
import structlog
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from core import aanmelding, sessies
from core.aanmelding import Half
from core.authenticatie import log_in
from core.forms import PortalForm
from core.fouten import NietGevonden, TeVeelVerzoeken
from core.handeling import record_event
from core.models import Gebruiker
from core.policies import PUBLIEK
from core.problem import error_response
from core.views.basis import PortalView

log = structlog.get_logger("core.aanmelden")

REDENEN = {
    sessies.INACTIEF: gettext_lazy(
        "Je was een tijd niet bezig. Daarom ben je afgemeld. Meld je opnieuw aan."
    ),
    sessies.MAXIMUM: gettext_lazy("Je werkdag in het portaal is om. Meld je opnieuw aan."),
    sessies.GEWIJZIGD: gettext_lazy(
        "Je wachtwoord of je rollen zijn gewijzigd. Meld je opnieuw aan."
    ),
    "code": gettext_lazy("Er is te vaak een verkeerde code ingevuld. Begin opnieuw."),
    "oidc": gettext_lazy(
        "Aanmelden via je organisatie is niet gelukt. Vraag de beheerder of je een account hebt."
    ),
}


class AanmeldForm(PortalForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mailadres"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username"}),
    )
    wachtwoord = forms.CharField(
        label=gettext_lazy("Wachtwoord"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class CodeForm(PortalForm):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text"}),
    )


def safe_next(request: HttpRequest) -> str:
    """`next` when it stays within the portal, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if allowed else settings.LOGIN_REDIRECT_URL


def finish(request: HttpRequest, gebruiker: Gebruiker, wijze: str) -> None:
    """Begin the session and record how the person logged in."""
    actor = log_in(request, gebruiker).actor
    record_event(actor, "gebruiker.aangemeld", "gebruiker", gebruiker.pk, gegevens={"wijze": wijze})


def locked_out(request: HttpRequest, *_args: Any) -> HttpResponse:
    """After too many wrong passwords: the same page whether the account exists or not."""
    log.warning("aanmelden_geblokkeerd")
    wait = round(settings.AXES_COOLOFF_TIME * 60)
    return error_response(
        request,
        TeVeelVerzoeken(
            _("Er is te vaak een verkeerd wachtwoord ingevuld. Wacht %(minuten)s minuten.")
            % {"minuten": wait}
        ),
    )


class AanmeldenView(PortalView):
    rechten = {"GET": PUBLIEK, "POST": PUBLIEK}
    template_naam = "aanmelden/aanmelden.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.actor.aangemeld:
            return redirect(safe_next(request))
        return self._page(AanmeldForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AanmeldForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=400)
        gebruiker = authenticate(
            request,
            email=form.cleaned_data["email"].lower(),
            password=form.cleaned_data["wachtwoord"],
        )
        if not isinstance(gebruiker, Gebruiker):
            log.info("aanmelden_mislukt")
            form.add_error(None, _("Het e-mailadres of het wachtwoord klopt niet."))
            return self._page(form, status=400)
        volgende = safe_next(request)
        if not aanmelding.needs_second_factor(gebruiker):
            finish(request, gebruiker, "wachtwoord")
            return redirect(volgende)
        Half.start(request.session, gebruiker, volgende)
        return redirect(
            "aanmelden-code" if aanmelding.totp_of(gebruiker) else "aanmelden-instellen"
        )

    def _page(self, form: AanmeldForm, status: int = 200) -> HttpResponse:
        reden = REDENEN.get(self.request.GET.get("reden", ""), "")
        context = {
            "form": form,
            "reden": reden,
            "volgende": safe_next(self.request),
            "oidc": settings.OIDC_AAN,
        }
        return self.render(context, status=status)


class HalfView(PortalView):
    """Base of the second step; without a right password before it, back to the first."""

    abstract = True
    rechten = {"ALLE": PUBLIEK}
    half: Half

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        half = Half.of(request.session)
        if half is None:
            return redirect(settings.LOGIN_URL)
        self.half = half
        return super().dispatch(request, *args, **kwargs)

    def refuse(self, form: CodeForm, context: dict[str, Any] | None = None) -> HttpResponse:
        log.warning("code_onjuist", gebruiker=str(self.half.gebruiker.pk))
        if not self.half.count_wrong(self.request.session):
            return redirect(f"{settings.LOGIN_URL}?reden=code")
        form.add_error(
            "code",
            _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in je app."),
        )
        return self.render({"form": form, **(context or {})}, status=400)


class CodeView(HalfView):
    template_naam = "aanmelden/code.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not aanmelding.totp_of(self.half.gebruiker):
            return redirect("aanmelden-instellen")
        return self.render({"form": CodeForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form}, status=400)
        if not aanmelding.verify_code(self.half.gebruiker, form.cleaned_data["code"]):
            return self.refuse(form)
        finish(request, self.half.gebruiker, "wachtwoord+code")
        return redirect(self.half.volgende)


class InstellenView(HalfView):
    """First login: the person links an authenticator app, then gets recovery codes."""

    template_naam = "aanmelden/instellen.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        half = Half.of(request.session)
        if half and aanmelding.totp_of(half.gebruiker):
            return redirect("aanmelden-code")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": CodeForm(), **self._secret()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form, **self._secret()}, status=400)
        if not aanmelding.confirm_totp(self.half.gebruiker, form.cleaned_data["code"]):
            return self.refuse(form, self._secret())
        finish(request, self.half.gebruiker, "wachtwoord+code")
        request.session["herstelcodes_tonen"] = True
        return redirect("herstelcodes")

    def _secret(self) -> dict[str, str]:
        key = b32encode(aanmelding.new_totp(self.half.gebruiker).bin_key).decode()
        return {"sleutel": " ".join(key[i : i + 4] for i in range(0, len(key), 4))}


class QrView(HalfView):
    """The secret of the enrolment as a picture; only for the person who is enrolling."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if aanmelding.totp_of(self.half.gebruiker):
            raise NietGevonden()
        url = aanmelding.new_totp(self.half.gebruiker).config_url
        image = qrcode.make(url, image_factory=SvgPathFillImage, border=2)
        response = HttpResponse(image.to_string(), content_type="image/svg+xml")
        response["Cache-Control"] = "no-store"
        return response


class AfmeldenView(PortalView):
    rechten = {"POST": PUBLIEK}

    def post(self, request: HttpRequest) -> HttpResponseRedirect:
        if self.actor.aangemeld and self.actor.id:
            record_event(self.actor, "gebruiker.afgemeld", "gebruiker", self.actor.id)
        logout(request)
        messages.success(request, _("Je bent afgemeld."))
        return redirect(settings.LOGOUT_REDIRECT_URL)
