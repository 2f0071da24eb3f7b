"""Filters of the registers; each name is a key in the URL, none holds personal data."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.choices import Financiering, Maatregelsoort, Overeenkomstsoort, Perceelaard
from contracts.models import Perceel, Product, Segment, Tariefgroep
from core.choices import Organisatiesoort
from core.forms import DatumField, FilterForm
from core.models import Organisatie
from providers.choices import Grootte

STATEN = [
    ("", _("Alle")),
    ("geldig", _("Geldig")),
    ("loopt_af", _("Loopt af binnen 90 dagen")),
    ("clientenstop", _("Cliëntenstop")),
    ("geen", _("Geen geldig contract")),
]


def gemeenten() -> Any:
    return Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam")


def choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("Alle")), *choices])


class Kiezer(forms.ModelChoiceField):
    """A choice by code or id in the URL; a row that is not there is a filter error, not a 500."""

    def __init__(self, rows: Any, label: Any, to_field_name: str | None = "code") -> None:
        super().__init__(rows, label=label, to_field_name=to_field_name, empty_label=_("Alle"))


class PeildatumFilter(FilterForm):
    """Everything is shown as it is today, or on the day asked for."""

    peildatum = DatumField(label=_("Op datum"))

    @property
    def day(self) -> Any:
        return self.values.get("peildatum") or timezone.localdate()


class AanbiederFilter(FilterForm):
    zoek = forms.CharField(label=_("Naam, plaats of AGB-code"), max_length=80)
    perceel = Kiezer(Perceel.objects.order_by("code"), _("Perceel"))
    gemeente = Kiezer(None, _("Locatie in"))
    staat = forms.ChoiceField(label=_("Contract"), choices=STATEN)
    grootte = choice(_("Grootte"), Grootte.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten()  # type: ignore[attr-defined]


class LocatieFilter(FilterForm):
    zoek = forms.CharField(label=_("Locatie of aanbieder"), max_length=80)
    gemeente = Kiezer(None, _("Gemeente"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten()  # type: ignore[attr-defined]


class PerceelFilter(FilterForm):
    zoek = forms.CharField(label=_("Code of naam"), max_length=80)
    segment = Kiezer(Segment.objects.order_by("volgorde"), _("Segment"))
    aard = choice(_("Aard"), Perceelaard.choices)


class ProductFilter(PeildatumFilter):
    zoek = forms.CharField(label=_("Code of naam"), max_length=80)
    perceel = Kiezer(Perceel.objects.order_by("code"), _("Perceel"))


class TariefFilter(PeildatumFilter):
    product = Kiezer(Product.objects.order_by("code"), _("Product"))
    tariefgroep = Kiezer(Tariefgroep.objects.order_by("code"), _("Tariefgroep"))


class UitsluitingFilter(FilterForm):
    gemeente = Kiezer(None, _("Gemeente"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten()  # type: ignore[attr-defined]


class OvereenkomstFilter(PeildatumFilter):
    zoek = forms.CharField(label=_("Nummer of aanbieder"), max_length=80)
    soort = choice(_("Soort"), Overeenkomstsoort.choices)
    eindigt_voor = DatumField(label=_("Eindigt voor"))
    opties = forms.BooleanField(label=_("Kan nog verlengd worden"))
    pilot = forms.BooleanField(label=_("Alleen pilots"))
    field_order = ("zoek", "soort", "peildatum", "eindigt_voor", "opties", "pilot")


class ContractFilter(PeildatumFilter):
    zoek = forms.CharField(label=_("Aanbieder"), max_length=80)
    perceel = Kiezer(Perceel.objects.order_by("code"), _("Perceel"))
    segment = Kiezer(Segment.objects.order_by("volgorde"), _("Segment"))
    gemeente = Kiezer(None, _("Levert in"))
    staat = forms.ChoiceField(label=_("Contract"), choices=STATEN)
    financiering = choice(_("Bekostiging"), Financiering.choices)
    tariefgroep = Kiezer(Tariefgroep.objects.order_by("code"), _("Tariefgroep"))
    eindigt_voor = DatumField(label=_("Eindigt voor"))
    pilot = forms.BooleanField(label=_("Alleen pilots"))
    field_order = ("zoek", "perceel", "segment", "gemeente", "staat", "peildatum", "eindigt_voor")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gemeente"].queryset = gemeenten()  # type: ignore[attr-defined]


class MaatregelFilter(FilterForm):
    zoek = forms.CharField(label=_("Aanbieder"), max_length=80)
    soort = choice(_("Soort"), Maatregelsoort.choices)
    lopend = forms.BooleanField(label=_("Alleen wat nu geldt"))
