"""Forms of the screening; each only reads, the service judges."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.documenten.upload import DocumentField
from core.forms import DatumField, GetalField, PortalForm, RadioCards
from providers.models import Aanbieder
from screening.choices import (
    WAARDEN,
    Aanleiding,
    Antwoordsoort,
    Antwoordwaarde,
    Gewicht,
    Toetssoort,
    Toetsstatus,
    Uitkomst,
    Wijze,
)
from screening.rules import Toets
from screening.selectors import Punt
from screening.services.lijsten import Vraaggegevens
from screening.services.onderzoek import Antwoordgegevens
from screening.slot import MAX_TEKST

ZONDER_NAMEN = _("Zonder namen van jeugdigen of ouders en zonder burgerservicenummers.")


def area(rows: int = 3, **attrs: Any) -> forms.Textarea:
    return forms.Textarea({"rows": rows, **attrs})


class NieuwForm(PortalForm):
    aanbieder: "forms.ModelChoiceField[Aanbieder]" = forms.ModelChoiceField(
        None, label=_("Aanbieder"), empty_label=_("Kies een aanbieder")
    )
    aanleiding = forms.ChoiceField(
        label=_("Aanleiding"),
        choices=Aanleiding.choices,
        widget=RadioCards(
            hints={
                Aanleiding.TOETREDING.value: gettext("Nieuwe aanbieder, voor het contract"),
                Aanleiding.PERIODIEK.value: gettext("De vorige screening loopt af"),
                Aanleiding.SIGNAAL.value: gettext("Er is iets gemeld of opgevallen"),
            }
        ),
    )
    toelichting = forms.CharField(
        label=_("Toelichting"), required=False, max_length=MAX_TEKST, widget=area()
    )

    def __init__(self, *args: Any, aanbieders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aanbieder"].queryset = aanbieders  # type: ignore[attr-defined]


class InvulForm(PortalForm):
    """Two fields per question. `changed` is what this person changed since the page was made, so
    that what a colleague answered meanwhile stays as it is.
    """

    all_optional = True

    def __init__(self, *args: Any, punten: list[Punt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.punten = punten
        names = {}
        for punt in punten:
            vraag, given = punt.vraag, punt.beantwoord
            open_question = vraag.soort == Antwoordsoort.OPEN
            if not open_question:
                self.fields[f"{vraag.pk}-waarde"] = forms.ChoiceField(
                    label=vraag.tekst,
                    help_text=vraag.uitleg,
                    choices=[(w.value, w.label) for w in WAARDEN[vraag.soort]],
                    widget=forms.RadioSelect,
                    required=False,
                    initial=given.waarde,
                    show_hidden_initial=True,
                )
            self.fields[f"{vraag.pk}-toelichting"] = forms.CharField(
                label=vraag.tekst if open_question else _("Motivering"),
                help_text=vraag.uitleg if open_question else "",
                required=False,
                max_length=MAX_TEKST,
                widget=area(2, placeholder=" "),
                initial=given.toelichting,
                show_hidden_initial=True,
            )
            names[str(vraag.pk)] = f"{vraag.pk}-{'toelichting' if open_question else 'waarde'}"
        self.veldnamen = names

    @property
    def changed(self) -> dict[UUID, Antwoordgegevens]:
        """Of a valid form; the field of a question that was not touched keeps what is stored."""
        found = {}
        for punt in self.punten:
            pk, given = punt.vraag.pk, punt.beantwoord
            touched = {n for n in (f"{pk}-waarde", f"{pk}-toelichting") if n in self.changed_data}
            if not touched:
                continue
            value = self.cleaned_data.get(f"{pk}-waarde", "")
            text = self.cleaned_data.get(f"{pk}-toelichting", "")
            found[pk] = Antwoordgegevens(
                value if f"{pk}-waarde" in touched else given.waarde,
                text if f"{pk}-toelichting" in touched else given.toelichting,
            )
        return found


class BewijsForm(PortalForm):
    vraag = forms.ChoiceField(label=_("Bij vraag"), required=False)
    omschrijving = forms.CharField(
        label=_("Wat is het?"), max_length=200, help_text=_("Bijvoorbeeld uittreksel KvK 2026")
    )
    bestand = DocumentField(label=_("Bestand"), help_text=_("PDF of foto"))

    def __init__(self, *args: Any, punten: list[Punt], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(p.vraag.pk), f"{p.vraag.thema}: {p.vraag.tekst}") for p in punten]
        self.fields["vraag"].choices = [  # type: ignore[attr-defined]
            ("", _("De hele screening")),
            *choices,
        ]


class GesprekForm(PortalForm):
    datum = DatumField(label=_("Datum"))
    aanwezigen = forms.CharField(
        label=_("Wie waren er?"),
        max_length=300,
        help_text=_("Functies, geen namen: bijvoorbeeld directeur, accountmanager OZJT"),
    )
    verslag = forms.CharField(
        label=_("Verslag"), max_length=MAX_TEKST, widget=area(10), help_text=ZONDER_NAMEN
    )


class ZorgForm(PortalForm):
    zorg = forms.CharField(
        label=_("Welke zorg leg je voor?"),
        max_length=MAX_TEKST,
        widget=area(6),
        help_text=ZONDER_NAMEN,
    )
    wijze = forms.ChoiceField(
        label=_("Hoe is die voorgelegd?"), choices=Wijze.choices, widget=forms.RadioSelect
    )
    voorgelegd_op = DatumField(label=_("Voorgelegd op"))
    reageren_tot = DatumField(label=_("De aanbieder kan reageren tot en met"))


class ReactieForm(PortalForm):
    reactie = forms.CharField(
        label=_("Wat zei de aanbieder?"),
        required=False,
        max_length=MAX_TEKST,
        widget=area(8),
        help_text=ZONDER_NAMEN,
    )
    geen_reactie = forms.BooleanField(label=_("De aanbieder heeft niet gereageerd"), required=False)


class StopForm(PortalForm):
    reden = forms.CharField(
        label=_("Waarom stopt deze screening?"), max_length=MAX_TEKST, widget=area()
    )


class TerugForm(PortalForm):
    reden = forms.CharField(
        label=_("Wat moet er nog gebeuren?"), max_length=MAX_TEKST, widget=area()
    )


class ToetsenForm(PortalForm):
    """Status, day, last day and reason of each check by others."""

    all_optional = True

    def __init__(self, *args: Any, toetsen: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for toets in toetsen:
            soort = toets.soort
            self.fields[f"{soort}-status"] = forms.ChoiceField(
                label=_("Status"), choices=Toetsstatus.choices, initial=toets.status
            )
            self.fields[f"{soort}-datum"] = DatumField(
                label=_("Datum"), required=False, initial=toets.datum
            )
            self.fields[f"{soort}-geldig_tot"] = DatumField(
                label=_("Geldig tot en met"), required=False, initial=toets.geldig_tot
            )
            self.fields[f"{soort}-reden"] = forms.CharField(
                label=_("Waarom nodig en in verhouding"),
                required=False,
                max_length=500,
                initial=toets.reden,
            )

    @property
    def rows(self) -> list[tuple[str, list[Any]]]:
        """Name of the check and its four fields."""
        names = ("status", "datum", "geldig_tot", "reden")
        return [(str(s.label), [self[f"{s.value}-{name}"] for name in names]) for s in Toetssoort]

    @property
    def toetsen(self) -> list[Toets]:
        data = self.cleaned_data
        return [
            Toets(
                soort=soort,
                status=Toetsstatus(data[f"{soort.value}-status"]),
                datum=data[f"{soort.value}-datum"],
                geldig_tot=data[f"{soort.value}-geldig_tot"],
                reden=data[f"{soort.value}-reden"].strip(),
            )
            for soort in Toetssoort
        ]


class BesluitForm(PortalForm):
    """Only the shape; what belongs with which outcome is a rule (`rules.check_decision`)."""

    uitkomst = forms.ChoiceField(
        label=_("Uitkomst"), choices=Uitkomst.choices, widget=forms.RadioSelect, required=False
    )
    motivering = forms.CharField(
        label=_("Waarom is dit de uitkomst?"),
        required=False,
        max_length=MAX_TEKST,
        widget=area(3),
    )
    voorwaarden = forms.CharField(
        label=_("Welke voorwaarden?"),
        required=False,
        max_length=MAX_TEKST,
        widget=area(2),
        help_text=_("Alleen bij geschikt onder voorwaarden"),
    )
    afwijking = forms.CharField(
        label=_("Waarom anders dan het advies?"),
        required=False,
        max_length=MAX_TEKST,
        widget=area(2),
        help_text=_("Alleen als de uitkomst niet past bij het advies"),
    )
    geldig_tot = DatumField(
        label=_("Geldig tot en met"),
        required=False,
        help_text=_("Niet bij niet geschikt"),
    )
    all_optional = True


class VraagForm(PortalForm):
    thema = forms.CharField(
        label=_("Thema of barrière"),
        max_length=80,
        widget=forms.TextInput({"list": "themas", "autocomplete": "off"}),
    )
    tekst = forms.CharField(label=_("Vraag"), max_length=300, widget=area(2))
    uitleg = forms.CharField(label=_("Uitleg"), max_length=500, required=False, widget=area(2))
    soort = forms.ChoiceField(
        label=_("Soort antwoord"), choices=Antwoordsoort.choices, widget=forms.RadioSelect
    )
    gunstig = forms.ChoiceField(
        label=_("Welk antwoord is gunstig?"),
        choices=[
            ("", _("Niet bij deze soort")),
            *((w.value, w.label) for w in (Antwoordwaarde.JA, Antwoordwaarde.NEE)),
        ],
        required=False,
        help_text=_("Alleen bij ja of nee"),
    )
    gewicht = forms.ChoiceField(
        label=_("Gewicht"),
        choices=Gewicht.choices,
        widget=forms.RadioSelect,
        initial=Gewicht.NORMAAL,
        help_text=_("Wat een gewicht telt, staat in de drempels, niet hier"),
    )
    bewijs_nodig = forms.BooleanField(label=_("Bewijsstuk nodig"), required=False)
    volgorde = GetalField(
        label=_("Plaats in de lijst"), required=False, min_value=1, max_value=9999
    )

    @property
    def gegevens(self) -> Vraaggegevens:
        return Vraaggegevens(**self.cleaned_data)


class VaststelForm(PortalForm):
    toelichting = forms.CharField(
        label=_("Wat is er anders in deze versie?"), max_length=MAX_TEKST, widget=area()
    )


def aanbieders_to_screen(actor: Any) -> Any:
    """Every aanbieder that the screener sees, by name."""
    return Aanbieder.objects.for_actor(actor).order_by("naam", "pk")
