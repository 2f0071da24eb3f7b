"""Forms of this room; the services judge, and their findings come back on the fields."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import BedragField, BestandField, DatumField, GetalField, PortalForm
from core.models import Organisatie
from monitoring.berekeningen import berekeningen
from monitoring.choices import (
    Bron,
    Doelsoort,
    Invloed,
    Maateenheid,
    Meetperiode,
    Richting,
)
from monitoring.rules import Tijdvak
from monitoring.services.indicatoren import TWEEDE_UITVRAAG
from monitoring.services.jeugdzorgplus import AANTALLEN, CIJFERS, KORT

CHOOSE = ("", _("Maak een keuze"))


class DoelForm(PortalForm):
    use_required_attribute = False

    soort = forms.ChoiceField(label=_("Soort"), choices=[CHOOSE, *Doelsoort.choices])
    ouder = forms.ChoiceField(
        label=_("Hangt onder"),
        required=False,
        help_text=_("Een doel hangt onder een maatschappelijk doel, een resultaat onder een doel."),
    )
    naam = forms.CharField(label=_("Naam"), max_length=200)
    toelichting = forms.CharField(label=_("Toelichting"), required=False, widget=forms.Textarea)
    volgorde = GetalField(
        label=_("Volgorde"), required=False, min_value=0, max_value=999, initial=0
    )

    def __init__(self, *args: Any, doelen: Sequence[Any], soort: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(Doelsoort.choices)
        self.fields["ouder"].choices = [  # type: ignore[attr-defined]
            ("", _("Nergens onder")),
            *((str(d.pk), f"{names[d.soort]}: {d.naam}") for d in doelen),
        ]
        if soort:
            del self.fields["soort"]


class IndicatorForm(PortalForm):
    """Of a new indicator with its code, or of a new version of one."""

    veldnamen = {"doel_id": "doel"}
    use_required_attribute = False

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("Bijvoorbeeld AMB-1. Deze blijft altijd zo.")
    )
    naam = forms.CharField(label=_("Naam"), max_length=120)
    doel = forms.ChoiceField(
        label=_("Resultaat in de doelenboom"), help_text=_("Waar deze indicator iets over zegt.")
    )
    definitie = forms.CharField(
        label=_("Definitie"),
        widget=forms.Textarea,
        help_text=_("Wat telt mee en wat niet, zodat iedereen hetzelfde leest."),
    )
    bron = forms.ChoiceField(label=_("Bron"), choices=Bron.choices, widget=forms.RadioSelect)
    berekening = forms.ChoiceField(
        label=_("Berekening"),
        required=False,
        help_text=_("Alleen als het portaal het cijfer berekent."),
    )
    eenheid = forms.ChoiceField(
        label=_("Eenheid"),
        required=False,
        choices=[CHOOSE, *Maateenheid.choices],
        help_text=_("Alleen als het aan aanbieders wordt gevraagd."),
    )
    meetperiode = forms.ChoiceField(label=_("Meetperiode"), choices=Meetperiode.choices)
    invloed = forms.ChoiceField(
        label=_("Cirkel van invloed"),
        choices=Invloed.choices,
        help_text=_("Wie kan dit bijsturen?"),
    )
    richting = forms.ChoiceField(
        label=_("Richting"), choices=Richting.choices, widget=forms.RadioSelect
    )
    norm = BedragField(label=_("Norm"), required=False, min_value=0)
    marge = BedragField(
        label=_("Marge"),
        required=False,
        min_value=0,
        help_text=_("Zo ver van de norm is ‘bijna goed’."),
    )
    nulmeting = BedragField(label=_("Nulmeting"), required=False, min_value=0)
    nulmeting_periode = forms.CharField(
        label=_("Periode van de nulmeting"),
        required=False,
        max_length=40,
        help_text=_("Bijvoorbeeld 2024."),
    )
    begindatum = DatumField(
        label=_("Geldt vanaf"), help_text=_("De eerste dag van een maand, kwartaal of jaar.")
    )
    toch = forms.BooleanField(
        label=_("Ik weet dat aanbieders voor dit doel dan meer dan één cijfer moeten geven."),
        required=False,
    )

    def __init__(
        self, *args: Any, resultaten: Sequence[Any], new: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doel"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            *((str(r.pk), r.naam) for r in resultaten),
        ]
        self.fields["berekening"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            *((b.naam, f"{b.titel} ({b.eenheid.label})") for b in berekeningen().values()),
        ]
        if not new:
            del self.fields["code"]

    @property
    def vraagt_meer(self) -> bool:
        """Whether to ask for the tick that says a second figure is asked for the same doel."""
        codes = {e.code for e in self.errors.as_data().get("bron", [])} if self.is_bound else set()
        return TWEEDE_UITVRAAG.code in codes or bool(self.data.get("toch"))

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if found.get("bron") == Bron.BEREKEND and not found.get("berekening"):
            self.add_error("berekening", _("Kies hoe het portaal dit berekent."))
        if found.get("bron") == Bron.GEVRAAGD and not found.get("eenheid"):
            self.add_error("eenheid", _("Kies de eenheid waarin aanbieders antwoorden."))
        return found


class EindeForm(PortalForm):
    einddatum = DatumField(label=_("Laatste dag"))


class UitvragenForm(PortalForm):
    """Which period is asked, and until when aanbieders may answer."""

    begindatum = forms.ChoiceField(label=_("Periode"))
    uiterlijk = DatumField(label=_("Antwoorden uiterlijk"))

    def __init__(self, *args: Any, tijdvakken: Sequence[Tijdvak], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begindatum"].choices = [  # type: ignore[attr-defined]
            (t.begin.isoformat(), t.naam) for t in tijdvakken
        ]

    @property
    def begin(self) -> datetime.date:
        return datetime.date.fromisoformat(self.cleaned_data["begindatum"])


class AntwoordForm(PortalForm):
    use_required_attribute = False

    waarde = BedragField(label=_("Waarde"), min_value=0, max_digits=9, decimal_places=2)
    jeugdigen = GetalField(
        label=_("Aantal jeugdigen"),
        min_value=0,
        max_value=100_000,
        help_text=_("Over hoeveel jeugdigen gaat het cijfer? Zo weegt het mee in het gemiddelde."),
    )
    toelichting = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Zonder namen of andere gegevens van jeugdigen."),
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)


class VraagForm(PortalForm):
    """Ask again."""

    use_required_attribute = False

    vraag = forms.CharField(label=_("Wat moet er anders?"), max_length=2000, widget=forms.Textarea)
    uiterlijk = DatumField(label=_("Antwoorden uiterlijk"))
    versie = forms.IntegerField(widget=forms.HiddenInput)


class OntvangerForm(PortalForm):
    veldnamen = {"": "aanbieder"}

    aanbieder = forms.ChoiceField(label=_("Instelling"))
    tijdvak = forms.ChoiceField(label=_("Tijdvak"))

    def __init__(
        self, *args: Any, aanbieders: Sequence[Any], tijdvakken: Sequence[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aanbieder"].choices = [  # type: ignore[attr-defined]
            CHOOSE,
            *((str(a.pk), a.naam) for a in aanbieders),
        ]
        self.fields["tijdvak"].choices = [  # type: ignore[attr-defined]
            (str(year), _("%(een)s en %(twee)s") % {"een": year, "twee": year + 1})
            for year in tijdvakken
        ]


class SubsidieEindeForm(PortalForm):
    einddatum = DatumField(label=_("Laatste dag van de subsidie"))
    reden = forms.CharField(label=_("Reden"), max_length=2000, widget=forms.Textarea)


def _percentage(label: Any, *, required: bool = True) -> BedragField:
    return BedragField(
        label=label,
        required=required,
        min_value=Decimal(-20),
        max_value=Decimal(50),
        max_digits=5,
        decimal_places=2,
    )


class IndexForm(PortalForm):
    jaar = GetalField(label=_("Jaar"), min_value=2024, max_value=2099)
    personeel = _percentage(_("Personeel, voorlopig (%)"))
    materieel = _percentage(_("Materieel, voorlopig (%)"))
    personeel_definitief = _percentage(_("Personeel, definitief (%)"), required=False)
    materieel_definitief = _percentage(_("Materieel, definitief (%)"), required=False)


class OordeelForm(PortalForm):
    """What OZJT says of a report: when it closes it, or when it gives it back."""

    use_required_attribute = False

    tekst = forms.CharField(label=_("Oordeel of vraag"), max_length=4000, widget=forms.Textarea)
    versie = forms.IntegerField(widget=forms.HiddenInput)


class BestandForm(PortalForm):
    bestand = BestandField(
        label=_("CSV-bestand"), accept=[".csv", ".xlsx"], max_mb=1,
        help_text=_("Met dezelfde koppen als het bestand dat je hier ophaalt."),
    )  # fmt: skip


#: Decimals of what is no number of people.
_DECIMALS = {
    "gemiddelde_verblijfsduur": 1,
    "verwachte_verblijfsduur": 1,
    "gemiddelde_kosten": 2,
}


def _figure_field(name: str, label: str) -> forms.Field:
    if name in AANTALLEN:
        return GetalField(label=label, required=False, min_value=0, max_value=9999)
    if name in _DECIMALS:
        return BedragField(
            label=label,
            required=False,
            min_value=0,
            max_value=Decimal(999_999),
            max_digits=8,
            decimal_places=_DECIMALS[name],
        )
    return forms.CharField(label=label, required=False, max_length=2000)


class RapportageForm(PortalForm):
    """Gemeenten x ten figures; a field is `g<CBS code>-<figure>`, and says both in its label."""

    use_required_attribute = False

    def __init__(self, *args: Any, gemeenten: Sequence[Organisatie], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gemeenten = gemeenten
        for gemeente in gemeenten:
            for name, label in CIJFERS:
                field = _figure_field(name, f"{gemeente.naam}: {label}")
                field.widget.attrs["aria-label"] = field.label
                self.fields[f"g{gemeente.code}-{name}"] = field
        self.fields["toelichting"] = forms.CharField(
            label=_("Toelichting"),
            required=False,
            max_length=4000,
            widget=forms.Textarea,
            help_text=_("Zonder namen of andere gegevens van jeugdigen."),
        )
        self.fields["versie"] = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def rijen(self) -> list[tuple[Organisatie, list[tuple[str, Any]]]]:
        return [
            (
                g,
                [
                    (short, self[f"g{g.code}-{name}"])
                    for (name, _label), short in zip(CIJFERS, KORT, strict=True)
                ],
            )
            for g in self.gemeenten
        ]

    @property
    def regels(self) -> Mapping[UUID, Mapping[str, Any]]:
        return {
            g.pk: {name: self.cleaned_data.get(f"g{g.code}-{name}") for name, _label in CIJFERS}
            for g in self.gemeenten
        }
