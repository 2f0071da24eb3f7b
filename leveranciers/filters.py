"""Filters of the lists; in the URL stand codes, years and the name of an aanbieder."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.filters import Kiezer, choice
from contracts.models import Segment
from core.forms import FilterForm
from leveranciers.aandelen import JAREN
from leveranciers.choices import (
    Afspraakkant,
    Afspraakstatus,
    Gespreksstatus,
    Indeling,
    Vlagsoort,
)

TE_LAAT = "te_laat"


def _years() -> list[tuple[str, str]]:
    now = timezone.localdate().year
    return [("", str(_("Laatste jaar"))), *((str(y), str(y)) for y in range(now, now - JAREN, -1))]


class SegmentFilter(FilterForm):
    segment = Kiezer(Segment.objects.order_by("volgorde", "code"), _("Segment"))
    jaar = forms.ChoiceField(label=_("Jaar"), choices=_years)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].empty_label = _("Alle segmenten samen")  # type: ignore[attr-defined]


class LeverancierFilter(SegmentFilter):
    zoek = forms.CharField(label=_("Aanbieder"), max_length=80)
    indeling = choice(_("Indeling"), Indeling.choices)
    vlag = choice(_("Vlag"), Vlagsoort.choices)
    te_plannen = forms.BooleanField(label=_("Gesprek te plannen"))
    wijkt_af = forms.BooleanField(label=_("Grootte wijkt af"))

    field_order = (
        "segment",
        "jaar",
        "zoek",
        "indeling",
        "vlag",
        "te_plannen",
        "wijkt_af",
    )


class JaarcijferFilter(FilterForm):
    zoek = forms.CharField(label=_("Aanbieder"), max_length=80)
    jaar = forms.ChoiceField(label=_("Jaar"), choices=lambda: [("", _("Alle")), *_years()[1:]])
    vlag = choice(_("Vlag"), Vlagsoort.choices)


class GesprekFilter(FilterForm):
    zoek = forms.CharField(label=_("Aanbieder of kenmerk"), max_length=80)
    status = choice(_("Stand"), Gespreksstatus.choices)


class AfspraakFilter(FilterForm):
    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[
            ("", _("Open")),
            (TE_LAAT, _("Over de termijn")),
            *Afspraakstatus.choices[1:],
            ("alles", _("Alles")),
        ],
    )
    kant = choice(_("Van"), Afspraakkant.choices)
    zoek = forms.CharField(label=_("Aanbieder"), max_length=80)
