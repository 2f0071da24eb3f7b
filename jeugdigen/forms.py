"""Forms on the page of a jeugdige; every rule is the service's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.choices import Organisatiesoort
from core.forms import BsnField, DatumField, GetalField, PortalForm
from core.models import Organisatie
from indications.choices import TypeVerwijzer, Woonplaatsgrond
from indications.forms_dossier import OnthulForm
from jeugdigen.models.toekomstplan import BIG_VIJF

BUITEN = "buiten"
WEL_LEEG = ("verwijzer", "geldig_tot", "bespreken_op", "ook_andere")


class ZoekForm(PortalForm):
    bsn = BsnField(
        label=_("Burgerservicenummer"),
        max_length=15,
        help_text=_("9 cijfers. Wie je vindt, komt in het logboek."),
    )


class VerhuisForm(PortalForm):
    naar = forms.ChoiceField(label=_("Gemeente die verantwoordelijk wordt"))
    vanaf = DatumField(
        label=_("Vanaf"), help_text=_("De eerste dag waarop die gemeente verantwoordelijk is.")
    )
    grond = forms.ChoiceField(
        label=_("Waarom die gemeente"), choices=[("", _("Kies")), *Woonplaatsgrond.choices]
    )

    def __init__(self, *args: Any, buiten: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam")
        choices = [
            ("", _("Kies")),
            *((str(pk), naam) for pk, naam in rows.values_list("pk", "naam")),
        ]
        if buiten:
            choices.append((BUITEN, _("Een gemeente buiten de regio")))
        self.fields["naar"].choices = choices  # type: ignore[attr-defined]


class VerbeterForm(VerhuisForm):
    reden = forms.CharField(
        label=_("Wat klopte er niet?"), max_length=300, help_text=_("Schrijf geen namen op.")
    )


class RedenForm(PortalForm):
    reden = forms.CharField(
        label=_("Waarom ging de verhuizing niet door?"),
        max_length=300,
        help_text=_("Schrijf geen namen op."),
    )


class VervolgForm(PortalForm):
    """The referral that follows; `versie` is that of the toewijzing that was looked at."""

    type = forms.ChoiceField(
        label=_("Verwijzing door"), choices=[("", _("Kies")), *TypeVerwijzer.choices]
    )
    datum = DatumField(label=_("Datum verwijzing"))
    verwijzer = forms.CharField(
        label=_("Praktijk of instelling"),
        required=False,
        max_length=200,
        help_text=_("Geen naam van een persoon."),
    )
    geldig_tot = DatumField(
        label=_("Geldt tot en met"),
        required=False,
        help_text=_("Leeg: zonder termijn. Van een arts: een jaar."),
    )
    ook_andere = forms.BooleanField(
        label=_("Ook voor de andere lopende hulp op de oude verwijzing"),
        required=False,
        initial=True,
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)


LEVENSGEBIEDEN = {
    "support": _("Support: wie helpt en steunt"),
    "wonen": _("Wonen"),
    "school_werk": _("School en werk"),
    "inkomen": _("Inkomen"),
    "welzijn": _("Welzijn"),
}


class PlanForm(PortalForm):
    """The Big 5, in plain words; `versie` is the one that was looked at."""

    afgesproken_op = DatumField(label=_("Afgesproken met de jongere op"))
    bespreken_op = DatumField(label=_("Opnieuw bespreken op"), required=False)
    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in BIG_VIJF:
            self.fields[name] = forms.CharField(
                label=LEVENSGEBIEDEN[name],
                max_length=4000,
                widget=forms.Textarea({"rows": 3}),
                error_messages={
                    "required": _("Schrijf op wat er is afgesproken, of dat er niets nodig is.")
                },
            )

    @property
    def gebieden(self) -> list[Any]:
        return [self[name] for name in BIG_VIJF]


class InzageForm(OnthulForm):
    """Why everything is given; goes into the access log."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reden"].label = _("Waarom geef je inzage?")


class TermijnForm(PortalForm):
    maanden = GetalField(
        label=_("Maanden na de laatste dag van de hulp"), min_value=1, max_value=600
    )
    vastgesteld_door = forms.CharField(
        label=_("Vastgesteld door"),
        max_length=200,
        help_text=_("Het orgaan of de functie, bijvoorbeeld het college."),
    )
    vastgesteld_op = DatumField(label=_("Vastgesteld op"))
