"""Forms of managing agreements and contracts per perceel; every rule is in the services."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.choices import Overeenkomststuksoort
from contracts.models import Overeenkomst, Perceel, Perceelcontract, Subregio, Tariefgroep
from contracts.selectors_contract import promised_ids
from contracts.services.overeenkomsten import TE_VERBETEREN, Overeenkomstgegevens, Verlenging
from core.actor import Actor
from core.choices import Organisatiesoort
from core.documenten.upload import DocumentField
from core.forms import BedragField, DatumField, GetalField, PortalForm
from core.models import Organisatie
from core.ui.formats import format_long_date
from providers.models import Aanbieder, Groep, Locatie


class Versieform(PortalForm):
    """Carries the version that was looked at."""

    versie = forms.IntegerField(widget=forms.HiddenInput)


class Afspraken(PortalForm):
    """What of an agreement may be set right later."""

    naam = forms.CharField(label=_("Naam"), max_length=200)
    getekend_op = DatumField(label=_("Getekend op"), required=False)
    verlengopties = GetalField(
        label=_("Opties om te verlengen"),
        min_value=0,
        max_value=20,
        help_text=_("Hoe vaak verlengen mag; 0 als dat niet is afgesproken."),
    )
    verlengoptie_maanden = GetalField(label=_("Maanden per verlenging"), min_value=1, max_value=60)
    publicatie = forms.CharField(
        label=_("Verwijzing naar de aanbesteding"),
        max_length=60,
        required=False,
        help_text=_("Bijvoorbeeld het nummer in TED of op TenderNed."),
    )
    pilot = forms.BooleanField(
        label=_("Dit is een pilot: een einddatum en een waarde onder € 750.000"), required=False
    )
    waarde = BedragField(
        label=_("Geraamde waarde in euro"),
        max_digits=12,
        decimal_places=2,
        min_value=0,
        required=False,
    )


class OvereenkomstForm(Afspraken):
    nummer = forms.CharField(label=_("Nummer"), max_length=30)
    begindatum = DatumField(label=_("Begindatum"))
    einddatum = DatumField(
        label=_("Einddatum"),
        help_text=_("De laatste dag. Met alle verlengingen samen ten hoogste zes jaar."),
    )
    field_order = ("aanbieder", "nummer", "naam", "begindatum", "einddatum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"verlengopties": 0, "verlengoptie_maanden": 12}
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def gegevens(self) -> Overeenkomstgegevens:
        data = {k: v for k, v in self.cleaned_data.items() if k != "aanbieder"}
        return Overeenkomstgegevens(**data)


class HoofdForm(OvereenkomstForm):
    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Aanbieder.objects.for_actor(actor).order_by("naam")
        self.fields["aanbieder"] = forms.ModelChoiceField(rows, label=_("Aanbieder"))
        self.order_fields(self.field_order)


class VerbeterForm(Afspraken, Versieform):
    def __init__(self, row: Overeenkomst, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{name: getattr(row, name) for name in TE_VERBETEREN},
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)


class VerlengForm(Versieform):
    """What ends on the same day is ticked; who takes a tick away lets that end."""

    mee = forms.MultipleChoiceField(
        label=_("Gaat mee"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Wat je uitzet, eindigt op de oude dag."),
    )

    def __init__(self, found: Verlenging, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subs = [(str(s.pk), f"{s.nummer} {s.naam}") for s in found.subs]
        rows = [(str(c.pk), f"{c.perceel} · {c.overeenkomst.nummer}") for c in found.contracten]
        field = self.fields["mee"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [*subs, *rows]
        self.initial["mee"] = [key for key, _label in field.choices]
        if not field.choices:
            del self.fields["mee"]


class StukForm(PortalForm):
    soort = forms.ChoiceField(label=_("Soort"), choices=Overeenkomststuksoort.choices)
    omschrijving = forms.CharField(label=_("Omschrijving"), max_length=200, required=False)
    bestand = DocumentField(
        label=_("Bestand"), help_text=_("Een pdf of een foto. De aanbieder kan het ook lezen.")
    )


class ToelaatForm(PortalForm):
    perceel: Any = forms.ModelChoiceField(None, label=_("Perceel"))
    begindatum = DatumField(label=_("Vanaf"))
    einddatum = DatumField(
        label=_("Tot en met"),
        required=False,
        help_text=_("Leeg: zolang de overeenkomst loopt."),
    )
    tariefgroep: Any = forms.ModelChoiceField(
        None,
        label=_("Tariefgroep"),
        required=False,
        help_text=_("Nodig waar het tarief van de groep afhangt."),
    )
    max_wachttijd_weken = GetalField(
        label=_("In zorg binnen, in weken"),
        min_value=1,
        max_value=52,
        required=False,
        help_text=_("Leeg: de wachttijd die bij het perceel hoort."),
    )

    def __init__(self, actor: Actor, outer: Overeenkomst, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"begindatum": outer.begindatum, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        percelen = Perceel.objects.for_actor(actor).order_by("code")
        self.fields["perceel"].queryset = percelen  # type: ignore[attr-defined]
        groups = Tariefgroep.objects.for_actor(actor).order_by("code")
        self.fields["tariefgroep"].queryset = groups  # type: ignore[attr-defined]


class TariefgroepForm(Versieform):
    tariefgroep: Any = forms.ModelChoiceField(None, label=_("Nieuwe tariefgroep"))
    vanaf = DatumField(label=_("Vanaf"), help_text=_("Niet in een maand die voorbij is."))

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = Tariefgroep.objects.for_actor(actor).order_by("code")
        self.fields["tariefgroep"].queryset = groups  # type: ignore[attr-defined]


class WachttijdForm(Versieform):
    weken = GetalField(
        label=_("In zorg binnen, in weken"),
        min_value=1,
        max_value=52,
        required=False,
        help_text=_("Leeg: de wachttijd die bij het perceel hoort."),
    )
    veldnamen = {"max_wachttijd_weken": "weken"}


class EindeForm(Versieform):
    einddatum = DatumField(
        label=_("Tot en met"),
        required=False,
        help_text=_("Leeg: zolang de overeenkomst loopt."),
    )


class IntrekForm(Versieform):
    reden = forms.CharField(label=_("Wat was er mis?"), max_length=300, widget=forms.Textarea)


class GemeentenForm(Versieform):
    """The whole set from a day on; a subregio stands for all its gemeenten."""

    vanaf = DatumField(label=_("Vanaf"), help_text=_("Wat daarvoor gold, blijft staan."))
    tot = DatumField(
        label=_("Tot en met"),
        required=False,
        help_text=_("Alleen voor wat erbij komt. Leeg: zolang het contract loopt."),
    )
    subregios: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Hele subregio"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    gemeenten: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Gemeenten"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "choices choices--columns"}),
    )

    def __init__(
        self, actor: Actor, row: Perceelcontract, day: datetime.date, *args: Any, **kwargs: Any
    ) -> None:
        first = {"vanaf": day, "gemeenten": promised_ids(actor, row, day)}
        kwargs["initial"] = {**first, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        subregios = Subregio.objects.for_actor(actor).prefetch_related("gemeenten")
        all_of = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam")
        self.fields["gemeenten"].queryset = all_of  # type: ignore[attr-defined]
        field = self.fields["subregios"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = subregios
        field.label_from_instance = lambda s: (  # type: ignore[assignment,method-assign]
            f"{s.naam}: {', '.join(sorted(g.naam for g in s.gemeenten.all()))}"
        )
        if not subregios:
            del self.fields["subregios"]

    def chosen(self) -> set[Any]:
        found = {g.pk for g in self.cleaned_data["gemeenten"]}
        for subregio in self.cleaned_data.get("subregios", ()):
            found |= {g.pk for g in subregio.gemeenten.all()}
        return found


class LocatieForm(Versieform):
    """Places by name only; of a protected one the address stands nowhere here (R-BES-2)."""

    plek = forms.ChoiceField(label=_("Locatie en groep"))
    plaatsen = GetalField(label=_("Plaatsen"), min_value=0, max_value=999)
    begindatum = DatumField(label=_("Vanaf"))
    einddatum = DatumField(
        label=_("Tot en met"), required=False, help_text=_("Leeg: zolang het contract loopt.")
    )
    veldnamen = {"locatie": "plek", "groep": "plek"}

    def __init__(self, actor: Actor, row: Perceelcontract, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Locatie.objects.for_actor(actor).filter(aanbieder=row.aanbieder_id)
        groups = Groep.objects.for_actor(actor).filter(locatie__in=own)
        choices: list[tuple[str, str]] = [
            (f"{pk}:", name) for pk, name in own.order_by("naam").values_list("pk", "naam")
        ]
        for pk, place, name, group in groups.order_by("locatie__naam", "naam").values_list(
            "pk", "locatie", "locatie__naam", "naam"
        ):
            choices.append((f"{place}:{pk}", f"{name} · {group}"))
        field = self.fields["plek"]
        assert isinstance(field, forms.ChoiceField)
        choices.sort(key=lambda item: item[1])
        field.choices = choices

    def place(self) -> tuple[str, str | None]:
        location, _colon, group = self.cleaned_data["plek"].partition(":")
        return location, group or None


class PlaatsenForm(Versieform):
    plaatsen = GetalField(label=_("Plaatsen"), min_value=0, max_value=999)
    vanaf = DatumField(label=_("Vanaf"))


class EindeLocatieForm(Versieform):
    einddatum = DatumField(label=_("Laatste dag"))


def until(day: datetime.date | None) -> str:
    return format_long_date(day) if day else str(_("zonder einddatum"))
