"""Filters of the register; in the URL stand a state, a kind and the name of an aanbieder."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import FilterForm
from screening.choices import Aanleiding, Screeningstatus, Uitkomst

LOOPT = "loopt"


class ScreeningFilter(FilterForm):
    aanbieder = forms.CharField(label=_("Aanbieder"), max_length=80)
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("Alle")), (LOOPT, _("Loopt nog")), *Screeningstatus.choices],
    )
    uitkomst = forms.ChoiceField(label=_("Uitkomst"), choices=[("", _("Alle")), *Uitkomst.choices])
    aanleiding = forms.ChoiceField(
        label=_("Aanleiding"), choices=[("", _("Alle")), *Aanleiding.choices]
    )
    opnieuw = forms.BooleanField(label=_("Moet opnieuw"))
