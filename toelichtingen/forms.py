"""Forms of the question, its answer and its supplement; the services judge."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DatumField, FilterForm, GetalField, PortalForm
from indications.aanvraag import Verdeling
from toelichtingen.choices import Verzoekstatus, Vraagreden
from toelichtingen.services.beantwoorden import Antwoordgegevens

LOPEND, ALLES = "lopend", "alles"


class ToelichtingFilter(FilterForm):
    """What is open, unless another state is asked for."""

    stand = forms.ChoiceField(
        label=_("Stand"),
        choices=[("", _("Nog open")), *Verzoekstatus.choices, (ALLES, _("Alles"))],
    )
    te_laat = forms.BooleanField(label=_("Over de termijn"))


class VraagForm(PortalForm):
    reden = forms.ChoiceField(
        label=_("Waarvoor heb je de uitleg nodig?"),
        required=False,
        choices=Vraagreden.choices,
        widget=forms.RadioSelect,
    )
    vraag = forms.CharField(
        label=_("Wat wil je weten?"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Schrijf geen namen of andere gegevens van de jeugdige op."),
    )
    termijn = DatumField(
        label=_("Antwoord uiterlijk"), required=False, help_text=_("Tot en met die dag.")
    )
    all_optional = True


class VersieForm(PortalForm):
    """An act on the version that was looked at."""

    versie = forms.IntegerField(widget=forms.HiddenInput)


class AanvullingForm(VersieForm):
    vraag = forms.CharField(
        label=_("Wat mis je nog?"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Schrijf geen namen of andere gegevens van de jeugdige op."),
    )
    termijn = DatumField(
        label=_("Antwoord uiterlijk"), required=False, help_text=_("Tot en met die dag.")
    )
    all_optional = True


class AntwoordForm(VersieForm):
    veldnamen = {
        "verdeling": "direct",
        "verdeling.direct": "direct",
        "verdeling.indirect": "indirect",
        "verdeling.reistijd": "reistijd",
        "verdeling.aantalContacten": "aantal_contacten",
    }
    direct = GetalField(label=_("Directe tijd (minuten)"), required=False, min_value=0)
    indirect = GetalField(label=_("Indirecte tijd (minuten)"), required=False, min_value=0)
    reistijd = GetalField(label=_("Reistijd (minuten)"), required=False, min_value=0)
    aantal_contacten = GetalField(
        label=_("Aantal contacten"),
        required=False,
        min_value=0,
        help_text=_("In de hele periode. Nodig als er reistijd is."),
    )
    tekst = forms.CharField(
        label=_("Uitleg"),
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Mag leeg blijven. Schrijf geen namen of andere gegevens van de jeugdige op."),
    )
    all_optional = True

    @property
    def gegevens(self) -> Antwoordgegevens:
        given = self.cleaned_data
        return Antwoordgegevens(
            Verdeling(
                direct=given["direct"],
                indirect=given["indirect"],
                reistijd=given["reistijd"],
                aantal_contacten=given["aantal_contacten"],
            ),
            given["tekst"],
        )
