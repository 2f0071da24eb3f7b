"""Filters of the requests: in the URL stand a kind, a state and the name of an aanbieder."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import FilterForm
from zorgportaal.choices import Gegevenssoortcode, Verzoekstatus

#: Of `stand`, besides the states themselves.
WACHT, ALLES = "wacht", "alles"
_FILED = [(s.value, s.label) for s in Verzoekstatus if s != Verzoekstatus.CONCEPT]


class _Verzoekfilter(FilterForm):
    soort = forms.ChoiceField(
        label=_("Soort"), choices=[("", _("Alle")), *Gegevenssoortcode.choices]
    )


class WachtrijFilter(_Verzoekfilter):
    """Of who decides: what is open, unless another state is asked for."""

    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("Open")), (WACHT, _("Wacht op mij")), *_FILED, (ALLES, _("Alles"))],
    )
    aanbieder = forms.CharField(label=_("Aanbieder"), max_length=80)
    te_laat = forms.BooleanField(label=_("Over de termijn"))

    field_order = ("aanbieder", "soort", "stand", "te_laat")


class EigenFilter(_Verzoekfilter):
    """Of the aanbieder: everything, unless a state is asked for."""

    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("Alle")), (WACHT, _("Wacht op mij")), *Verzoekstatus.choices],
    )


#: What a page of one request carries along, so that the next one comes from the same queue.
WACHTRIJ_VRAAG = (*WachtrijFilter.base_fields, "sorteer")


def queue_query(params: Any) -> str:
    """The filters and the order of the queue out of a query, to put in a link."""
    kept = params.copy()
    for name in list(kept):
        if name not in WACHTRIJ_VRAAG or not kept[name]:
            del kept[name]
    return str(kept.urlencode())
