"""What a list is narrowed by, and what an act on many rows asks."""

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contracts.models import Product
from core.actor import Actor
from core.forms import DatumField, FilterForm, GetalField, PortalForm
from indications.choices import RedenWijziging
from indications.forms_dossier import ToestemmingForm
from indications.models.toewijzing import MAX_NUMMER
from indications.services.wijzigen import REDENEN_EERDER
from indications.wijzigregels import LATER
from werklijsten.choices import Actie, Besluit


class WerklijstFilter(FilterForm):
    """Nothing here is a BSN or a name of a jeugdige: it all ends up in the address."""

    product = forms.ChoiceField(label=_("Product"))
    aanbieder = forms.CharField(label=_("Aanbieder"), max_length=100)
    nummer = GetalField(label=_("Nummer"), min_value=0, max_value=MAX_NUMMER)
    eind_tot = DatumField(label=_("Eindigt op of voor"))

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        codes = Product.objects.for_actor(actor).order_by("code").values_list("code", "naam")
        self.fields["product"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle")),
            *((code, f"{code} {naam}") for code, naam in codes),
        ]

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        v = self.values
        if code := v.get("product"):
            rows = rows.filter(product__code=code)
        if naam := v.get("aanbieder"):
            rows = rows.filter(aanbieder__naam__icontains=naam)
        if (nummer := v.get("nummer")) is not None:
            rows = rows.filter(nummer=nummer)
        if until := v.get("eind_tot"):
            rows = rows.filter(einddatum__lte=until)
        return rows


def _labels(codes: frozenset[RedenWijziging]) -> list[tuple[str, str]]:
    """JZ002 codes in the order of the code list."""
    return [(str(c.value), str(c.label)) for c in RedenWijziging if c in codes]


class BesluitForm(PortalForm):
    besluit = forms.ChoiceField(
        label=_("Wat is er besloten?"), choices=Besluit.choices, widget=forms.RadioSelect
    )
    toelichting = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text=_("Geldt voor alle gekozen toewijzingen. Schrijf geen namen op."),
    )


class EenBesluitForm(BesluitForm):
    """The same about one toewijzing, as it was looked at."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["toelichting"].help_text = _("Nodig bij ‘Anders’. Schrijf geen namen op.")


class EindeForm(ToestemmingForm):
    """`toestemming` is asked for a day that is over, unless the aanbieder asked for it (OP186)."""

    field_order = ["einddatum", "reden", "toestemming_door", "toestemming_op"]

    einddatum = DatumField(
        label=_("Nieuwe einddatum"), help_text=_("De laatste dag waarop de hulp nog loopt.")
    )
    reden = forms.ChoiceField(
        label=_("Reden"), choices=[("", _("Kies een reden")), *_labels(REDENEN_EERDER)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["toestemming_door"].help_text = _(
            "Alleen nodig als de nieuwe einddatum voorbij is. De functie, geen naam."
        )


class VerlengForm(PortalForm):
    einddatum = DatumField(
        label=_("Verlengen tot en met"), help_text=_("De nieuwe laatste dag van de hulp.")
    )
    reden = forms.ChoiceField(
        label=_("Reden"), choices=[("", _("Kies een reden")), *_labels(LATER)]
    )
    toelichting = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text=_("Nodig als er een waarschuwing is. Schrijf geen namen op."),
    )


#: Acts that ask something first; the others go straight to the preview.
FORMULIEREN: Final[dict[str, type[PortalForm]]] = {
    Actie.BESLUITEN: BesluitForm,
    Actie.BEEINDIGEN: EindeForm,
    Actie.VERLENGEN: VerlengForm,
}
