"""Forms of the beëindigingsverzoek and of the transfer list; the services judge."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contractbeheer.choices import Overdrachtuitkomst, Verzoekstatus
from core.choices import Organisatiesoort
from core.forms import DatumField, FilterForm, PortalForm
from core.models import Organisatie

JA, NEE = "ja", "nee"
OPEN, ALLES = "open", "alles"


class BeeindigingFilter(FilterForm):
    """Of who decides: what is open, unless another state is asked for."""

    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("Open")), *Verzoekstatus.choices, (ALLES, _("Alles"))]
    )
    aanbieder = forms.CharField(label=_("Aanbieder"), max_length=80)
    te_laat = forms.BooleanField(label=_("Over de termijn"))


class EigenFilter(FilterForm):
    """Of the aanbieder: everything, unless a state is asked for."""

    stand = forms.ChoiceField(
        label=_("Stand"), choices=[("", _("Alle")), (OPEN, _("Open")), *Verzoekstatus.choices]
    )


class VraagForm(PortalForm):
    """The four questions of R-CON-3."""

    reden = forms.CharField(
        label=_("Waarom wil je stoppen?"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Schrijf geen namen of andere gegevens van jeugdigen op."),
    )
    gewenste_datum = DatumField(
        label=_("Wat is de laatste dag?"),
        required=False,
        help_text=_("Tot en met die dag lever je nog. OZJT kan een andere dag afspreken."),
    )
    clienten_in_zorg = forms.ChoiceField(
        label=_("Heb je op die dag jeugdigen uit Twente in zorg op dit perceel?"),
        required=False,
        choices=[(JA, _("Ja")), (NEE, _("Nee"))],
        widget=forms.RadioSelect,
    )
    gemeenten = forms.MultipleChoiceField(
        label=_("Uit welke gemeenten komen zij?"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "choices--many"}),
    )
    bevestigd = forms.BooleanField(
        label=_("Mijn antwoord klopt, ook al telt het portaal anders"), required=False
    )
    all_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam")
        self.fields["gemeenten"].choices = list(  # type: ignore[attr-defined]
            rows.values_list("code", "naam")
        )

    @property
    def ja(self) -> bool | None:
        return {JA: True, NEE: False}.get(self.cleaned_data.get("clienten_in_zorg", ""))


class VersieForm(PortalForm):
    """An act on the version that was looked at."""

    versie = forms.IntegerField(widget=forms.HiddenInput)


class GoedkeurForm(VersieForm):
    """`bekeken` is the day of which the consequences were on screen."""

    einddatum = DatumField(
        label=_("Laatste dag van het contract"),
        required=False,
        help_text=_("Tot en met die dag. Je kunt afwijken van wat de aanbieder vroeg."),
    )
    afspraken = forms.CharField(
        label=_("Aangepaste afspraken"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Mag leeg blijven. Bijvoorbeeld dat de aanbieder lopende zorg afmaakt; alleen dan kan "
            "een gemeente dat bij een jeugdige vastleggen."
        ),
    )
    bekeken = DatumField(required=False, widget=forms.HiddenInput)
    all_optional = True


class AfwijsForm(VersieForm):
    motivering = forms.CharField(
        label=_("Waarom wijs je het verzoek af?"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("De aanbieder leest dit."),
    )
    all_optional = True


class OverdrachtFilter(FilterForm):
    """Nothing of a jeugdige: it all ends up in the address."""

    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[
            ("", _("Te regelen")),
            *[(u.value, u.label) for u in Overdrachtuitkomst if u != Overdrachtuitkomst.VERVALLEN],
            (ALLES, _("Alles")),
        ],
    )
    product = forms.CharField(label=_("Product"), max_length=5)
    aanbieder = forms.CharField(label=_("Van aanbieder"), max_length=80)
    besluit = forms.UUIDField(widget=forms.HiddenInput)


class AfspraakForm(PortalForm):
    toelichting = forms.CharField(
        label=_("Wat is er afgesproken?"),
        required=False,
        widget=forms.Textarea({"rows": 3, "maxlength": 500}),
        help_text=_("Geen namen of andere persoonsgegevens: contractbeheer kan dit lezen."),
    )
    all_optional = True
