"""Forms of tariffs and indexation; the services judge, these only read what was typed."""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid
from contracts.models import Indexering, Perceel, Product, Segment, Tariefgroep, Weging
from contracts.models.indexering import PERCENTAGES
from contracts.rules import Percentages
from contracts.services.indexering import Indexeringgegevens
from contracts.services.tarieven import TARIEF_GAT, Tariefgegevens
from core.actor import Actor
from core.forms import BedragField, DatumField, PortalForm
from core.fouten import Bevinding
from providers.models import Locatie


def reden() -> forms.CharField:
    return forms.CharField(
        label=_("Reden"),
        max_length=300,
        required=False,
        help_text=_("Komt in de geschiedenis te staan."),
    )


def bedrag(label: Any) -> BedragField:
    return BedragField(
        label=label,
        max_digits=9,
        decimal_places=2,
        help_text=_("Euro per eenheid, tot op de cent; bijvoorbeeld 1,92."),
    )


def _place_name(obj: Any) -> str:
    return f"{obj.aanbieder.naam} · {obj.naam}"


class GatForm(PortalForm):
    """The tick to go on over a gap shows once there is one."""

    gat_akkoord = forms.BooleanField(
        label=_("Toch doorgaan, ook al is er dan geen tarief"),
        required=False,
        widget=forms.HiddenInput,
    )

    def add_bevindingen(self, bevindingen: Iterable[Bevinding]) -> None:
        found = list(bevindingen)
        if any(f.code == TARIEF_GAT.code for f in found):
            self.fields["gat_akkoord"].widget = forms.CheckboxInput()
        super().add_bevindingen(found)


class TariefForm(GatForm):
    product: Any = forms.ModelChoiceField(None, label=_("Product"))
    tariefgroep: Any = forms.ModelChoiceField(
        None,
        label=_("Tariefgroep"),
        required=False,
        help_text=_("Zonder tariefgroep en locatie geldt het tarief voor iedereen."),
    )
    locatie: Any = forms.ModelChoiceField(
        None,
        label=_("Locatie"),
        required=False,
        help_text=_("Alleen bij wonen en verblijf."),
    )
    eenheid = forms.ChoiceField(label=_("Per"), choices=Eenheid.choices)
    bedrag = bedrag(_("Tarief"))
    begindatum = DatumField(label=_("Vanaf"), help_text=_("Niet in een maand die voorbij is."))
    einddatum = DatumField(
        label=_("Tot en met"),
        required=False,
        help_text=_("Leeg: tot het volgende tarief, of zonder einde."),
    )
    reden = reden()
    field_order = ("product", "tariefgroep", "locatie", "eenheid", "bedrag", "begindatum",
                   "einddatum", "reden", "gat_akkoord")  # fmt: skip

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "product", Product.objects.for_actor(actor).order_by("code"))
        choose(self, "tariefgroep", Tariefgroep.objects.for_actor(actor).order_by("code"))
        places = Locatie.objects.for_actor(actor).select_related("aanbieder")
        field = choose(self, "locatie", places.order_by("aanbieder__naam", "naam"))
        field.label_from_instance = _place_name  # type: ignore[method-assign]

    def gegevens(self) -> Tariefgegevens:
        data = self.cleaned_data
        group, place = data["tariefgroep"], data["locatie"]
        return Tariefgegevens(
            product_id=data["product"].pk,
            eenheid=data["eenheid"],
            bedrag=data["bedrag"],
            begindatum=data["begindatum"],
            tariefgroep_id=group.pk if group else None,
            locatie_id=place.pk if place else None,
            einddatum=data["einddatum"],
        )


class EindForm(GatForm):
    einddatum = DatumField(
        label=_("Tot en met"),
        required=False,
        help_text=_("De laatste dag. Leeg: het tarief blijft gelden."),
    )
    reden = reden()
    field_order = ("einddatum", "reden", "gat_akkoord")


class CorrectieForm(PortalForm):
    bedrag = bedrag(_("Juiste tarief"))
    was = forms.DecimalField(widget=forms.HiddenInput)
    reden = reden()


class TerugnemenForm(GatForm):
    reden = reden()
    field_order = ("reden", "gat_akkoord")


def procent(label: Any, *, required: bool = True, hint: Any = "") -> BedragField:
    return BedragField(
        label=label, max_digits=6, decimal_places=3, required=required, help_text=hint
    )


class VersieForm(PortalForm):
    versie = forms.IntegerField(widget=forms.HiddenInput)


class IntrekkenForm(VersieForm):
    reden = reden()


class IndexeringForm(PortalForm):
    """Figures of t and, for the recalculation, those of t-1: all four or none."""

    ingangsdatum = DatumField(
        label=_("Nieuwe tarieven vanaf"), help_text=_("Het jaar van deze dag is jaar t.")
    )
    weging: Any = forms.ModelChoiceField(
        None,
        label=_("Weging personeel/materieel"),
        empty_label=None,
        help_text=_("Bepaalt ook voor welke percelen de indexering is."),
    )
    segment: Any = forms.ModelChoiceField(
        None, label=_("Alleen segment"), required=False, empty_label=_("Alle")
    )
    percelen: Any = forms.ModelMultipleChoiceField(
        None,
        label=_("Alleen deze percelen"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "choices choices--columns"}),
        help_text=_("Niets aangevinkt: alle percelen van de weging."),
    )
    voorlopig_personeel = procent(
        _("Personeel (OVA), voorlopig jaar t"), hint=_("In procenten, bijvoorbeeld 4,18.")
    )
    voorlopig_materieel = procent(_("Materieel (PPC), voorlopig jaar t"))
    vorig_personeel = procent(
        _("Personeel, voorlopig jaar t-1"),
        required=False,
        hint=_("Waarmee vorig jaar is geïndexeerd. Leeg: geen nacalculatie."),
    )
    vorig_materieel = procent(_("Materieel, voorlopig jaar t-1"), required=False)
    definitief_personeel = procent(_("Personeel, definitief jaar t-1"), required=False)
    definitief_materieel = procent(_("Materieel, definitief jaar t-1"), required=False)
    toelichting = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("Bijvoorbeeld waar de percentages staan."),
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = (
        "ingangsdatum",
        "weging",
        "voorlopig_personeel",
        "voorlopig_materieel",
        "vorig_personeel",
        "vorig_materieel",
        "definitief_personeel",
        "definitief_materieel",
        "segment",
        "percelen",
        "toelichting",
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "weging", Weging.objects.for_actor(actor).order_by("aard"))
        choose(self, "segment", Segment.objects.for_actor(actor).order_by("volgorde"))
        choose(self, "percelen", Perceel.objects.for_actor(actor).order_by("code"))

    def clean(self) -> dict[str, Any]:
        """Half a pair is refused here: the service knows pairs only."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for soort in ("vorig", "definitief"):
            pair = [f"{soort}_personeel", f"{soort}_materieel"]
            empty = [name for name in pair if name in data and data[name] is None]
            if len(empty) == 1:
                text = _("Vul voor de nacalculatie alle vier de percentages in, of geen.")
                self.add_error(empty[0], forms.ValidationError(text, "nacalculatie_onvolledig"))
        return data

    def gegevens(self) -> Indexeringgegevens:
        data = self.cleaned_data
        pairs: dict[str, Percentages | None] = {}
        for soort in PERCENTAGES:
            personnel: Decimal | None = data[f"{soort}_personeel"]
            material: Decimal | None = data[f"{soort}_materieel"]
            known = personnel is not None and material is not None
            pairs[soort] = Percentages(personnel, material) if known else None  # type: ignore[arg-type]
        now = pairs["voorlopig"]
        assert now is not None
        return Indexeringgegevens(
            ingangsdatum=data["ingangsdatum"],
            weging_id=data["weging"].pk,
            voorlopig=now,
            vorig=pairs["vorig"],
            definitief=pairs["definitief"],
            segment_id=data["segment"].pk if data["segment"] else None,
            perceel_ids=[row.pk for row in data["percelen"]],
            toelichting=data["toelichting"],
        )


def initial_of(indexering: Indexering) -> dict[str, Any]:
    names = [f"{soort}_{deel}" for soort in PERCENTAGES for deel in ("personeel", "materieel")]
    names += ["ingangsdatum", "weging", "segment", "toelichting", "versie"]
    known = {name: getattr(indexering, name) for name in names}
    return {**known, "percelen": list(indexering.percelen.values_list("pk", flat=True))}


def first_initial(actor: Actor, day: datetime.date) -> dict[str, Any]:
    """1 January next year, with the provisional figures that the last indexering applied."""
    ingang = datetime.date(day.year + 1, 1, 1)
    last = (
        Indexering.objects.for_actor(actor)
        .filter(jaar=day.year, status="geactiveerd", weging__aard="")
        .order_by("ingangsdatum")
        .first()
    )
    if last is None:
        return {"ingangsdatum": ingang}
    return {
        "ingangsdatum": ingang,
        "vorig_personeel": last.voorlopig_personeel,
        "vorig_materieel": last.voorlopig_materieel,
    }


def choose(form: forms.BaseForm, name: str, rows: Any) -> forms.ModelChoiceField:
    field = cast(forms.ModelChoiceField, form.fields[name])
    field.queryset = rows
    return field
