"""Filters of the lists; in the URL stand codes and uuids."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.choices import Segmentcode
from core.forms import FilterForm
from monitoring.choices import Uitvraagstatus

STANDEN = [
    ("", _("Alle")),
    ("niet", _("Voldoet niet")),
    ("bijna", _("Bijna")),
    ("voldoet", _("Voldoet")),
]


class IndicatorFilter(FilterForm):
    segment = forms.ChoiceField(label=_("Segment"), choices=[("", _("Alle")), *Segmentcode.choices])
    stand = forms.ChoiceField(label=_("Stand"), choices=STANDEN)


class UitvraagFilter(FilterForm):
    stand = forms.ChoiceField(label=_("Stand"), choices=[("", _("Alle")), *Uitvraagstatus.choices])
    te_laat = forms.BooleanField(label=_("Over de termijn"))


class UitvraagBeheerFilter(UitvraagFilter):
    """Of contract management: also by name, and the requests of one indicator."""

    aanbieder = forms.CharField(label=_("Aanbieder"), max_length=80)
    indicator = forms.UUIDField(widget=forms.HiddenInput)

    field_order = ("aanbieder", "stand", "te_laat")


class ReeksFilter(FilterForm):
    """Whose figures a trend shows; None where the URL holds no uuid."""

    aanbieder = forms.UUIDField()
    gemeente = forms.UUIDField()


def chosen(params: Any) -> dict[str, Any]:
    form = ReeksFilter(params)
    return {name: form.values.get(name) for name in ("aanbieder", "gemeente")}
