"""What people manage about their own login: for whom they work now, password, recovery codes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import aanmelding
from core.actor import Actor
from core.api.throttle import throttle
from core.authenticatie import GEKOZEN, Aanmelding, keep_session
from core.choices import Mailkeuze, Rolcode
from core.forms import PortalForm, RadioCards
from core.fouten import NietGevonden
from core.handeling import handeling
from core.models import Gebruiker
from core.policies import AANGEMELD
from core.uitbak import set_mailkeuze
from core.views.basis import PortalView

#: Guesses of the present password, by somebody at a screen that was left open.
PASSWORDS_PER_MINUTE = 10


class MailForm(PortalForm):
    mailkeuze = forms.ChoiceField(
        label=gettext_lazy("Wanneer wil je mail?"),
        choices=Mailkeuze,
        help_text=gettext_lazy(
            "In een mail staat alleen dat er iets voor je klaarstaat, met een link naar het "
            "portaal. Je keuze geldt ook voor mail die nog niet verstuurd is."
        ),
        widget=RadioCards(
            hints={
                Mailkeuze.METEEN: _("Je krijgt een mail zodra er iets voor je klaarstaat."),
                Mailkeuze.DAGELIJKS: _(
                    "Staat er iets klaar? Dan krijg je één mail, in de ochtend om 7 uur."
                ),
                Mailkeuze.GEEN: _("Je ziet alleen in het portaal dat er iets voor je klaarstaat."),
            }
        ),
    )


class AccountView(PortalView):
    """Everything about the own account, on one page; `POST` keeps how mail comes."""

    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}
    template_naam = "aanmelden/account.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        gebruiker = _gebruiker(self.actor)
        form = MailForm(initial={"mailkeuze": gebruiker.mailkeuze})
        return self.render(self._context(gebruiker, form))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MailForm(request.POST)
        if not form.is_valid():
            return self.render(self._context(_gebruiker(self.actor), form), status=400)
        keuze = Mailkeuze(form.cleaned_data["mailkeuze"])
        set_mailkeuze(self.actor, keuze)
        messages.success(request, _confirmation(keuze))
        return redirect("account")

    def _context(self, gebruiker: Gebruiker, form: MailForm) -> dict[str, Any]:
        return {
            "gebruiker": gebruiker,
            "rollen": sorted(Rolcode(rol).label for rol in self.actor.rollen),
            "meer": len(_aanmelding(self.request).organisaties) > 1,
            "wachtwoord": gebruiker.has_usable_password(),
            "herstelcodes": len(aanmelding.recovery_codes(gebruiker.pk)),
            "tweede_factor": aanmelding.totp_of(gebruiker) is not None,
            "form": form,
        }


def _confirmation(keuze: Mailkeuze) -> str:
    return {
        Mailkeuze.METEEN: _("Bewaard. Je krijgt meteen een mail als er iets voor je klaarstaat."),
        Mailkeuze.DAGELIJKS: _(
            "Bewaard. Je krijgt hooguit één mail per dag, in de ochtend om 7 uur."
        ),
        Mailkeuze.GEEN: _("Bewaard. Je krijgt geen mail als er iets voor je klaarstaat."),
    }[keuze]


class RolView(PortalView):
    """Choose for which organisation you work now; one at a time."""

    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}
    template_naam = "aanmelden/rol.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render(
            {"keuzes": _aanmelding(request).organisaties, "nu": self.actor.organisatie_id}
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Raises NietGevonden for an organisation where the person has no role today."""
        wanted = request.POST.get("organisatie", "")
        found = next((o for o in _aanmelding(request).organisaties if str(o[0]) == wanted), None)
        if found is None:
            raise NietGevonden()
        request.session[GEKOZEN] = str(found[0])
        messages.success(request, _("Je werkt nu voor %(naam)s.") % {"naam": found[1]})
        return redirect("/")


def _gebruiker(actor: Actor) -> Gebruiker:
    return Gebruiker.objects.get(pk=str(actor.id))


def _aanmelding(request: HttpRequest) -> Aanmelding:
    found: Aanmelding | None = getattr(request, "aanmelding", None)
    if found is None:
        raise NietGevonden()
    return found


class WachtwoordForm(PortalForm):
    huidig = forms.CharField(
        label=gettext_lazy("Huidig wachtwoord"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    nieuw = forms.CharField(
        label=gettext_lazy("Nieuw wachtwoord"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    herhaald = forms.CharField(
        label=gettext_lazy("Nieuw wachtwoord nog een keer"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, gebruiker: Gebruiker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker
        self.fields["nieuw"].help_text = " ".join(password_validators_help_texts())

    def clean_huidig(self) -> str:
        huidig: str = self.cleaned_data["huidig"]
        if not self.gebruiker.check_password(huidig):
            raise ValidationError(_("Dit is niet je huidige wachtwoord."), "wachtwoord_onjuist")
        return huidig

    def clean_nieuw(self) -> str:
        nieuw: str = self.cleaned_data["nieuw"]
        validate_password(nieuw, self.gebruiker)
        return nieuw

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if "nieuw" in data and data.get("herhaald") and data["nieuw"] != data["herhaald"]:
            self.add_error("herhaald", _("De twee nieuwe wachtwoorden zijn niet gelijk."))
        return data


class WachtwoordView(PortalView):
    """Changing the own password ends every other session of this account."""

    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}
    template_naam = "aanmelden/wachtwoord.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": WachtwoordForm(self._gebruiker())})

    def post(self, request: HttpRequest) -> HttpResponse:
        throttle(f"wachtwoord:{self.actor.id}", PASSWORDS_PER_MINUTE)
        form = WachtwoordForm(self._gebruiker(), request.POST)
        if not form.is_valid():
            return self.render({"form": form}, status=400)
        gebruiker = form.gebruiker
        with handeling(self.actor) as h:
            gebruiker.set_password(form.cleaned_data["nieuw"])
            gebruiker.save(update_fields=["password"])
            h.event("gebruiker.wachtwoord_gewijzigd", gebruiker)
        keep_session(request, gebruiker)
        messages.success(
            request, _("Je wachtwoord is gewijzigd. Op andere apparaten ben je afgemeld.")
        )
        return redirect("account")

    def _gebruiker(self) -> Gebruiker:
        gebruiker = _gebruiker(self.actor)
        if not gebruiker.has_usable_password():
            raise NietGevonden()
        return gebruiker


class HerstelcodesView(PortalView):
    """Shown once after they are made; `POST` confirms they are kept, or makes new ones."""

    rechten = {"GET": AANGEMELD, "POST": AANGEMELD}
    template_naam = "aanmelden/herstelcodes.html"
    SHOW = "herstelcodes_tonen"

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.session.get(self.SHOW):
            return redirect("account")
        response = self.render({"codes": aanmelding.recovery_codes(self.actor.id)})
        response["Cache-Control"] = "no-store"
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        gebruiker = _gebruiker(self.actor)
        if "bewaard" in request.POST:
            request.session.pop(self.SHOW, None)
            return redirect("/")
        if aanmelding.totp_of(gebruiker) is None:
            raise NietGevonden()
        with handeling(self.actor) as h:
            aanmelding.renew_recovery_codes(gebruiker)
            h.event("gebruiker.herstelcodes_vernieuwd", gebruiker)
        request.session[self.SHOW] = True
        return redirect("herstelcodes")
