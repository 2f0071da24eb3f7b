"""Forms of start and stop; the services judge the days."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatumField, PortalForm
from indications.choices import RedenBeeindiging


class StartForm(PortalForm):
    begindatum = DatumField(label=_("Eerste dag"), help_text=_("De dag waarop de hulp startte."))
    aangevraagd_op = DatumField(
        label=_("Aangevraagd op"),
        required=False,
        help_text=_("Van deze dag tot de start telt als wachttijd."),
    )


class StopForm(PortalForm):
    einddatum = DatumField(label=_("Laatste dag"), help_text=_("De laatste dag met hulp."))
    reden = forms.ChoiceField(
        label=_("Reden"),
        help_text=_("Alleen bij ‘tijdelijk beëindigd’ gaat de hulp later verder."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Kies een reden")), *RedenBeeindiging.choices]
        self.fields["reden"].choices = choices  # type: ignore[attr-defined]


class StartWegForm(PortalForm):
    """The key of the start, as it was looked at."""

    begindatum = forms.DateField(widget=forms.HiddenInput)


class StopWegForm(StartWegForm):
    einddatum = forms.DateField(widget=forms.HiddenInput)
    reden = forms.CharField(widget=forms.HiddenInput, max_length=2)


class AfhandelForm(PortalForm):
    reden = forms.CharField(
        label=_("Waarom is hier niets meer voor nodig?"),
        max_length=200,
        help_text=_("Schrijf geen namen op."),
    )
