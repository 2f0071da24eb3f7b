"""Forms of the acts on a measure; the services judge what is in them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from contractbeheer.brieven import MET_LIDWOORD
from contractbeheer.choices import Beslisserfunctie, Hersteluitkomst, Trajectstatus
from contractbeheer.models import Maatregeltraject
from contractbeheer.trajectkern import MAX_TEKST
from contracts.choices import Maatregelsoort
from core.forms import DatumField, FilterForm, PortalForm, RadioCards
from core.ui.formats import format_long_date

UITLEG: dict[str, Any] = {
    Maatregelsoort.WAARSCHUWING: _("Het contract loopt door. Horen hoeft niet."),
    Maatregelsoort.INGEBREKESTELLING: _("Met een dag waarop alles hersteld is."),
    Maatregelsoort.CLIENTENSTOP: _("Er start niets nieuws; wat loopt, gaat door."),
    Maatregelsoort.ONTBINDING: _("Het contract eindigt; gemeenten zoeken een andere plek."),
    Maatregelsoort.OVERNAME: _("Een andere aanbieder neemt het contract over."),
}


def long_text(label: Any, *, rows: int = 4, required: bool = True, **kwargs: Any) -> Any:
    widget = forms.Textarea({"rows": rows, "maxlength": MAX_TEKST})
    return forms.CharField(label=label, required=required, widget=widget, **kwargs)


class TrajectFilter(FilterForm):
    zoek = forms.CharField(label=_("Aanbieder of kenmerk"), max_length=80)
    soort = forms.ChoiceField(
        label=_("Maatregel"), choices=[("", _("Alle")), *Maatregelsoort.choices]
    )
    stand = forms.ChoiceField(label=_("Stand"), choices=[("", _("Alle")), *Trajectstatus.choices])
    wacht = forms.BooleanField(label=_("Wacht op mij"))


class EigenFilter(TrajectFilter):
    """Of the aanbieder: its own, and no drafts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["zoek"]
        told = [c for c in Trajectstatus.choices if c[0] != Trajectstatus.CONCEPT]
        self.fields["stand"].choices = [("", _("Alle")), *told]  # type: ignore[attr-defined]


class TrajectForm(PortalForm):
    """Draw up a measure. `percelen` and `eerder` are of the aanbieder."""

    soort = forms.ChoiceField(
        label=_("Welke maatregel?"), choices=Maatregelsoort.choices, widget=RadioCards(hints=UITLEG)
    )
    percelen = forms.MultipleChoiceField(
        label=_("Voor welke percelen?"),
        help_text=_("Kies je niets, dan geldt de maatregel voor alle percelen."),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "choices--many"}),
    )
    vorige = forms.ChoiceField(
        label=_("Waar bouwt dit op voort?"),
        help_text=_("Een lichtere stap die al is opgelegd."),
        required=False,
    )
    overslaan = long_text(
        _("Waarom is een lichtere stap niet genoeg?"),
        rows=2,
        required=False,
        help_text=_("Verplicht als je een stap van de ladder overslaat. Staat in de brief."),
    )
    grond = long_text(
        _("Grond"), rows=2, help_text=_("De afspraak of bepaling. Staat in de brief.")
    )
    feiten = long_text(
        _("Feiten"),
        help_text=_("Wat is er vastgesteld? Noem geen jeugdigen. Staat in de brief."),
    )
    hersteltermijn = DatumField(
        label=_("Hersteld uiterlijk"),
        required=False,
        help_text=_("Verplicht bij een ingebrekestelling."),
    )

    def __init__(
        self,
        *args: Any,
        percelen: Iterable[tuple[str, str]] = (),
        eerder: Iterable[Maatregeltraject] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["percelen"].choices = list(percelen)  # type: ignore[attr-defined]
        steps = [(str(t.pk), _step(t)) for t in eerder]
        self.fields["vorige"].choices = [("", _("Nergens op")), *steps]  # type: ignore[attr-defined]


def _step(traject: Maatregeltraject) -> str:
    day = format_long_date(traject.ingangsdatum)
    return f"{traject.get_soort_display()} {traject.kenmerk}, {day}"


class BriefForm(PortalForm):
    """What every letter may say besides its own words."""

    extra = long_text(
        _("Extra alinea in de brief"),
        rows=2,
        required=False,
        help_text=_("Komt na de vaste tekst. Noem geen jeugdigen."),
    )


class VoornemenForm(BriefForm):
    uiterlijk = DatumField(label=_("De aanbieder kan reageren tot en met"))
    field_order = ("uiterlijk", "extra")


class BesluitForm(BriefForm):
    ingangsdatum = DatumField(label=_("Gaat in op"), help_text=_("De eerste dag."))
    einddatum = DatumField(
        label=_("Tot en met"), required=False, help_text=_("Leeg: tot je de maatregel opheft.")
    )
    functie = forms.ChoiceField(
        label=_("Wie neemt het besluit?"),
        choices=Beslisserfunctie.choices,
        widget=forms.RadioSelect,
    )
    mandaat = forms.ChoiceField(label=_("Op grond van welk mandaat?"))
    motivering = long_text(
        _("Motivering"), help_text=_("Waarom is dit nodig, en niet zwaarder dan nodig?")
    )
    spoed = long_text(
        _("Waarom kan horen niet vooraf?"),
        rows=2,
        required=False,
        help_text=_("Alleen bij spoed. Je hoort de aanbieder dan na het besluit."),
    )
    field_order = (
        "ingangsdatum", "einddatum", "functie", "mandaat", "motivering", "spoed", "extra",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandaat"].choices = [(m, m) for m in settings.MANDATEN]  # type: ignore[attr-defined]


class IntrekkingForm(BriefForm):
    per = DatumField(
        label=_("Geldt niet meer vanaf"), help_text=_("De dag ervoor is de laatste dag.")
    )
    reden = long_text(_("Waarom trek je de maatregel in?"), rows=3)
    field_order = ("per", "reden", "extra")

    def __init__(self, *args: Any, besloten: bool, verteld: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not besloten:
            del self.fields["per"]
        if not verteld:
            del self.fields["extra"]


class PeriodeForm(PortalForm):
    einddatum = DatumField(
        label=_("Laatste dag van de cliëntenstop"),
        required=False,
        help_text=_("Leeg: tot je hem opheft."),
    )
    motivering = long_text(_("Waarom?"), rows=3, help_text=_("Staat in de brief."))


class ZienswijzeForm(PortalForm):
    zienswijze = long_text(
        _("Wat vind je van de maatregel?"),
        rows=8,
        help_text=_("Noem geen namen van jeugdigen. OZJT weegt je reactie mee in het besluit."),
    )


class HoorForm(PortalForm):
    datum = DatumField(label=_("Dag van het gesprek"))
    verslag = long_text(
        _("Verslag"), rows=8, help_text=_("De aanbieder leest dit mee. Noem geen jeugdigen.")
    )


class HerstelForm(PortalForm):
    uitkomst = forms.ChoiceField(
        label=_("Is alles hersteld?"), choices=Hersteluitkomst.choices, widget=forms.RadioSelect
    )
    toelichting = long_text(_("Waaruit blijkt dat?"), rows=3)


def with_article(traject: Maatregeltraject) -> str:
    return MET_LIDWOORD[Maatregelsoort(traject.soort)]
