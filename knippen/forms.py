"""Forms of rounds and of cutting; the services judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Frequentie
from contracts.models import Product
from core.actor import Actor
from core.choices import Organisatiesoort
from core.forms import DatumField, FilterForm, GetalField, PortalForm
from core.fouten import VERPLICHT
from core.models import Organisatie
from indications.rules import MAX_VOLUME
from knippen.choices import REDENKEUZES, Rondestatus
from knippen.codes import REDENEN

DAGEN, HAND, NIET = "dagen", "hand", "niet"
WEL, NIETS = "wel", "niet"


class ProductKeuze(forms.ModelChoiceField):
    """Code first: people know it by heart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(None, empty_label=_("Kies een product"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.code} {obj.naam}"


class RondeFilter(FilterForm):
    status = forms.ChoiceField(label=_("Stand"), choices=[("", _("Alle")), *Rondestatus.choices])


class RondeForm(PortalForm):
    naam = forms.CharField(label=_("Naam"), max_length=120)
    laatste_dag = DatumField(
        label=_("Laatste dag van de oude toewijzingen"),
        help_text=_("De nieuwe beginnen de dag erna. Bijvoorbeeld 31-12-2024."),
    )
    reden = forms.ChoiceField(label=_("Reden op de oude toewijzing"), choices=REDENKEUZES)
    alle_gemeenten = forms.BooleanField(
        label=_("Alle gemeenten doen mee"),
        required=False,
        help_text=_("Zonder vinkje doen alleen de gemeenten mee die je in de ronde zet."),
    )
    toelichting = forms.CharField(
        label=_("Toelichting"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class VertalingForm(PortalForm):
    van = ProductKeuze(label=_("Oud product"))
    naar = ProductKeuze(label=_("Nieuw product"))
    eenheid = forms.ChoiceField(
        label=_("Andere eenheid"),
        required=False,
        choices=[("", _("Blijft gelijk")), *Eenheid.choices],
        help_text=_("Omrekenen kan van uur naar minuut, en van dagdeel naar uur of minuut."),
    )
    frequentie = forms.ChoiceField(
        label=_("Andere frequentie"),
        required=False,
        choices=[("", _("Blijft gelijk")), (Frequentie.TOTAAL.value, Frequentie.TOTAAL.label)],
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("van", "naar"):
            self.fields[name].queryset = Product.objects.for_actor(actor).order_by("code")  # type: ignore[attr-defined]


class RegelForm(PortalForm):
    gemeente = forms.ModelChoiceField(
        Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam"),
        label=_("Gemeente"),
        empty_label=_("Kies een gemeente"),
    )
    afgegeven_vanaf = DatumField(
        label=_("Afgegeven vanaf"), required=False, help_text=_("Leeg: alles wat loopt.")
    )
    afgegeven_tot = DatumField(label=_("Afgegeven tot en met"), required=False)
    regel_toelichting = forms.CharField(label=_("Waarom"), max_length=300, required=False)


class VoorbeeldFilter(FilterForm):
    uitkomst = forms.ChoiceField(
        label=_("Uitkomst"),
        choices=[
            ("", _("Alles")),
            (WEL, _("Wordt geknipt")),
            (NIETS, _("Wordt niet geknipt")),
            *REDENEN.items(),
        ],
    )

    @property
    def reden(self) -> str | None:
        """As the selection asks for it: None is all, '' is what is cut."""
        chosen: str = self.values.get("uitkomst", "")
        return None if not chosen else "" if chosen == WEL else chosen


class UitvoerForm(PortalForm):
    """Which press it is, and what was looked at."""

    beurt = forms.UUIDField(widget=forms.HiddenInput)
    zegel = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)


class KeuzeForm(PortalForm):
    keuze = forms.ChoiceField(
        label=_("Wat doe je met deze toewijzing?"),
        widget=forms.RadioSelect,
        choices=[
            (DAGEN, _("Knippen, verdeeld over de dagen")),
            (HAND, _("Knippen, ik verdeel met de hand")),
            (NIET, _("Niet knippen, laten zoals zij is")),
        ],
    )
    nieuw_deel = GetalField(
        label=_("Deel na de knip"),
        required=False,
        min_value=1,
        max_value=MAX_VOLUME,
        help_text=_("Wat overblijft staat voor de knip; samen blijft het gelijk."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        given = data.get("nieuw_deel") or "nieuw_deel" in self.errors
        if data.get("keuze") == HAND and not given:
            text = _("Vul het deel na de knip in.")
            self.add_error("nieuw_deel", forms.ValidationError(text, code=VERPLICHT.code))
        return data


class KnipForm(PortalForm):
    """One toewijzing, from its own page."""

    laatste_dag = DatumField(
        label=_("Laatste dag van de oude"), help_text=_("De nieuwe begint de dag erna.")
    )
    naar = ProductKeuze(label=_("Nieuw product"))
    deel = GetalField(
        label=_("Deel na de knip"),
        required=False,
        min_value=1,
        max_value=MAX_VOLUME,
        help_text=_("Leeg: verdeeld over de dagen. Een volume per week of maand blijft gelijk."),
    )
    reden = forms.ChoiceField(label=_("Reden op de oude toewijzing"), choices=REDENKEUZES)
    versie = forms.IntegerField(widget=forms.HiddenInput)
    beurt = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["naar"].queryset = Product.objects.for_actor(actor).order_by("code")  # type: ignore[attr-defined]
