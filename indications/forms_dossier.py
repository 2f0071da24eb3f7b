"""Forms on the page of one toewijzing: end it, withdraw it, show whose it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatumField, PortalForm
from indications.choices import RedenWijziging, Toestemmingsbron
from indications.services.wijzigen import REDENEN_EERDER, Toestemming


class ToestemmingForm(PortalForm):
    """Who at the aanbieder agreed and when; asked where OP033x1 or OP186 wants it."""

    veldnamen = {
        "toestemming.door": "toestemming_door",
        "toestemming.op": "toestemming_op",
    }

    toestemming_door = forms.ChoiceField(
        label=_("Wie bij de aanbieder stemde in?"),
        required=False,
        choices=[("", _("Kies")), *Toestemmingsbron.choices],
        help_text=_("De functie, geen naam."),
    )
    toestemming_op = DatumField(label=_("Wanneer?"), required=False)

    @property
    def toestemming(self) -> Toestemming:
        given = self.cleaned_data
        return Toestemming(given.get("toestemming_door") or "", given.get("toestemming_op"))


class BeeindigForm(ToestemmingForm):
    """End earlier than filed: last day and reason (JZ002); `versie` is what was looked at."""

    einddatum = DatumField(
        label=_("Nieuwe einddatum"), help_text=_("De laatste dag waarop de hulp nog loopt.")
    )
    reden = forms.ChoiceField(label=_("Reden"))
    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reden"].choices = [("", _("Kies een reden")), *_redenen()]  # type: ignore[attr-defined]


class IntrekForm(ToestemmingForm):
    """Withdraw as if it never was; only with a tick that says it was meant."""

    #: Consent is asked only where it is needed, so nothing on it may stay empty.
    all_optional = True

    zeker = forms.BooleanField(
        label=_("Ja, ik trek deze toewijzing in"),
        error_messages={"required": _("Zet een vinkje als je de toewijzing echt intrekt.")},
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)


def _redenen() -> list[tuple[str, str]]:
    return [(c.value, c.label) for c in RedenWijziging if c.value in REDENEN_EERDER]


class OnthulForm(PortalForm):
    """Why somebody needs name and BSN; goes into the access log."""

    reden = forms.CharField(
        label=_("Waarom heb je naam en BSN nodig?"),
        max_length=200,
        min_length=5,
        help_text=_("Komt in het inzagelogboek. Schrijf geen namen op."),
    )


class VersieVraagForm(PortalForm):
    """What held on a day, as it was known at the end of a day."""

    dag = DatumField(label=_("Wat gold op"), help_text=_("De dag van de hulp."))
    bekend_op = DatumField(
        label=_("Zoals wij het wisten op"), help_text=_("Tot en met het eind van die dag.")
    )
