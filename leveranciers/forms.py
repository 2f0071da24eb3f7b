"""Forms of leveranciersmanagement; what is good is judged by the services."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.documenten.upload import DocumentField
from core.forms import BedragField, DatumField, GetalField, PortalForm
from core.models import Gebruiker, Rol
from leveranciers.choices import Afspraakkant, Cijferbron, Gespreksoort
from leveranciers.rules import GRENZEN
from leveranciers.services.afspraken import EIGENAAR, MAX_OPMERKING, MAX_WAT
from leveranciers.services.gesprekken import MAX_AANWEZIGEN, MAX_AGENDA, MAX_REDEN, MAX_VERSLAG


class Versieform(PortalForm):
    """Carries the version of the page that was looked at; anything else is no version."""

    versie = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_versie(self) -> int:
        text = self.cleaned_data.get("versie") or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _text(label: Any, rows: int, lengte: int, *, required: bool = True, hint: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        help_text=hint,
        widget=forms.Textarea({"rows": rows, "maxlength": lengte}),
    )


def figure(naam: str, label: Any, hint: Any = "", *, required: bool = False) -> BedragField:
    low, high = GRENZEN[naam]
    digits = len(str(int(high))) + 2
    return BedragField(
        label=label,
        help_text=hint,
        required=required,
        min_value=low,
        max_value=high,
        max_digits=digits,
        decimal_places=2,
    )


class CijferForm(Versieform):
    """The figures of one year."""

    omzet = figure("omzet", _("Omzet"), _("Euro."), required=True)
    resultaat = figure(
        "resultaat", _("Resultaat"), _("Euro; een verlies met een min ervoor."), required=True
    )
    liquiditeit = figure("liquiditeit", _("Liquiditeit"), _("Current ratio, bijvoorbeeld 1,25."))
    solvabiliteit = figure("solvabiliteit", _("Solvabiliteit"), _("Procent."))
    personeelskosten = figure("personeelskosten", _("Personeelskosten"), _("Euro."))
    fte = figure("fte", _("Fte"), _("Gemiddeld over het jaar."))
    aandeel_twente = figure(
        "aandeel_twente", _("Aandeel Twente"), _("Procent van de omzet dat uit Twente komt.")
    )
    bron = forms.ChoiceField(label=_("Bron"), choices=Cijferbron.choices)
    document = DocumentField(
        label=_("Jaarrekening"), required=False, help_text=_("PDF of foto, ten hoogste 10 MB.")
    )


class NieuweCijfersForm(CijferForm):
    """With the aanbieder and the year they are of."""

    aanbieder: Any = forms.ModelChoiceField(None, label=_("Aanbieder"), empty_label=_("Kies…"))
    jaar = GetalField(label=_("Jaar"))
    field_order = ("aanbieder", "jaar")

    def __init__(self, *args: Any, aanbieders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aanbieder"].queryset = aanbieders.order_by("naam")  # type: ignore[attr-defined]


class PlanForm(Versieform):
    soort = forms.ChoiceField(label=_("Soort gesprek"), choices=Gespreksoort.choices)
    datum = DatumField(label=_("Datum"))
    aanwezigen = _text(
        _("Wie zijn erbij"),
        3,
        MAX_AANWEZIGEN,
        required=False,
        hint=_("Functies, een per regel: bestuurder, contractmanager."),
    )
    agenda = _text(_("Agenda"), 5, MAX_AGENDA, required=False)


class NieuwGesprekForm(PlanForm):
    aanbieder: Any = forms.ModelChoiceField(None, label=_("Aanbieder"), empty_label=_("Kies…"))
    field_order = ("aanbieder",)

    def __init__(self, *args: Any, aanbieders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aanbieder"].queryset = aanbieders.order_by("naam")  # type: ignore[attr-defined]


class VerslagForm(Versieform):
    datum = DatumField(label=_("Gehouden op"))
    aanwezigen = _text(_("Wie waren erbij"), 3, MAX_AANWEZIGEN, hint=_("Functies, een per regel."))
    verslag = _text(
        _("Verslag"),
        12,
        MAX_VERSLAG,
        hint=_("Geen namen of andere gegevens van jeugdigen. Afspraken leg je hierna apart vast."),
    )


class VaststelForm(Versieform):
    pass


class VervalForm(Versieform):
    reden = forms.CharField(
        label=_("Waarom gaat het niet door?"),
        widget=forms.Textarea({"rows": 3, "maxlength": MAX_REDEN}),
    )


class Eigenaarkeuze(forms.ModelChoiceField):
    def label_from_instance(self, obj: Gebruiker) -> str:
        return obj.naam


class AfspraakForm(Versieform):
    wat = forms.CharField(
        label=_("Wat is er afgesproken?"), widget=forms.TextInput({"maxlength": MAX_WAT})
    )
    kant = forms.ChoiceField(
        label=_("Wie doet het?"), choices=Afspraakkant.choices, widget=forms.RadioSelect
    )
    eigenaar = Eigenaarkeuze(
        None,
        label=_("Eigenaar bij OZJT"),
        required=False,
        empty_label=_("Kies…"),
        help_text=_("Een contractmanager; alleen bij een afspraak van OZJT."),
    )
    uiterlijk = DatumField(label=_("Uiterlijk"))

    def __init__(self, *args: Any, peildatum: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Rol.objects.valid_on(peildatum).filter(rol=EIGENAAR)
        people = Gebruiker.objects.filter(
            Q(is_active=True), pk__in=roles.values("gebruiker")
        ).order_by("naam")
        self.fields["eigenaar"].queryset = people  # type: ignore[attr-defined]


class AfrondForm(Versieform):
    status = forms.ChoiceField(label=_("Wat is het geworden?"), widget=forms.RadioSelect)
    opmerking = forms.CharField(
        label=_("Opmerking"),
        help_text=_("Wat is er gedaan, of waarom hoeft het niet meer?"),
        widget=forms.Textarea({"rows": 3, "maxlength": MAX_OPMERKING}),
    )

    def __init__(self, *args: Any, keuzes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = keuzes  # type: ignore[attr-defined]


_PROCENT = _("Procent.")


def _norm(label: Any, hint: Any, high: Decimal = Decimal(100), low: Decimal = Decimal(0)) -> Any:
    return BedragField(label=label, help_text=hint, min_value=low, max_value=high, decimal_places=2)


class NormForm(Versieform):
    """Where the lines lie from a year on."""

    jaar = GetalField(label=_("Geldt vanaf jaar"))
    leveranciersmanagement_procent = _norm(
        _("Leveranciersmanagement"),
        _("Wie samen zoveel procent van de kosten van een segment maken."),
    )
    systeem_procent = _norm(
        _("Systeemaanbieder vanaf"), _("Procent van de kosten van alle segmenten samen.")
    )
    groot_procent = _norm(
        _("Grote aanbieder vanaf"), _("Procent van de kosten van alle segmenten samen.")
    )
    waarde_procent = _norm(
        _("Hoge contractwaarde vanaf"), _("Procent van de kosten van het segment.")
    )
    afhankelijkheid_procent = _norm(_("Afhankelijk vanaf"), _PROCENT)
    rendement_laag = _norm(_("Rendement laag onder"), _PROCENT, low=Decimal(-100))
    rendement_hoog = _norm(_("Rendement hoog boven"), _PROCENT)
    liquiditeit_laag = _norm(_("Liquiditeit laag onder"), _("Current ratio."))
    solvabiliteit_laag = _norm(_("Solvabiliteit laag onder"), _PROCENT, low=Decimal(-100))
    personeelskosten_laag = _norm(
        _("Personeelskosten per fte laag onder"), _("Euro."), Decimal(1_000_000)
    )
    ritme_leveranciersmanagement = GetalField(
        label=_("Maanden tussen gesprekken bij leveranciersmanagement"),
        help_text=_("0: geen vast ritme."),
        min_value=0,
        max_value=60,
    )
    ritme_contractmanagement = GetalField(
        label=_("Maanden tussen gesprekken bij contractmanagement"),
        help_text=_("0: geen vast ritme."),
        min_value=0,
        max_value=60,
    )
