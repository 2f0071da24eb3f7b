"""Filters of the list of toewijzingen; what is asked and how it narrows the query."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from contracts.models import Product
from core.actor import Actor
from core.forms import DatumField, FilterForm, GetalField
from indications.choices import Toewijzingstatus
from indications.models.toewijzing import MAX_NUMMER

LOPEND, TOEKOMSTIG, AFGELOPEN, INGETROKKEN = "lopend", "toekomstig", "afgelopen", "ingetrokken"
STANDEN: dict[str, Any] = {
    LOPEND: _("Loopt nu"),
    TOEKOMSTIG: _("Begint later"),
    AFGELOPEN: _("Afgelopen"),
    INGETROKKEN: _("Ingetrokken"),
}


def stand_on(peildatum: date) -> Case:
    """Where a toewijzing stands on a day; the dates say it, withdrawn goes first."""
    return Case(
        When(status=Toewijzingstatus.INGETROKKEN, then=Value(INGETROKKEN)),
        When(begindatum__gt=peildatum, then=Value(TOEKOMSTIG)),
        When(einddatum__lt=peildatum, then=Value(AFGELOPEN)),
        default=Value(LOPEND),
        output_field=CharField(),
    )


def in_stand(stand: str, peildatum: date) -> Q:
    """The same as a condition on the columns, so that it can use them."""
    valid = ~Q(status=Toewijzingstatus.INGETROKKEN)
    started = Q(begindatum__lte=peildatum)
    return {
        LOPEND: valid & started & (Q(einddatum__isnull=True) | Q(einddatum__gte=peildatum)),
        TOEKOMSTIG: valid & ~started,
        AFGELOPEN: valid & started & Q(einddatum__lt=peildatum),
        INGETROKKEN: ~valid,
    }[stand]


class ToewijzingFilter(FilterForm):
    """Nothing here is a BSN or a name of a jeugdige: it all ends up in the address."""

    stand = forms.ChoiceField(label=_("Stand"), choices=[("", _("Alle")), *STANDEN.items()])
    product = forms.ChoiceField(label=_("Product"))
    aanbieder = forms.CharField(label=_("Aanbieder"), max_length=100)
    nummer = GetalField(label=_("Nummer"), min_value=0, max_value=MAX_NUMMER)
    van = DatumField(label=_("Loopt op of na"))
    tot = DatumField(label=_("Loopt op of voor"))

    def __init__(self, data: Any, *, actor: Actor) -> None:
        super().__init__(data)
        codes = Product.objects.for_actor(actor).order_by("code").values_list("code", "naam")
        self.fields["product"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle")),
            *((code, f"{code} {naam}") for code, naam in codes),
        ]

    def narrow(self, rows: QuerySet[Any], peildatum: date) -> QuerySet[Any]:
        v = self.values
        if stand := v.get("stand"):
            rows = rows.filter(in_stand(stand, peildatum))
        if code := v.get("product"):
            rows = rows.filter(product__code=code)
        if naam := v.get("aanbieder"):
            rows = rows.filter(aanbieder__naam__icontains=naam)
        if (nummer := v.get("nummer")) is not None:
            rows = rows.filter(nummer=nummer)
        if van := v.get("van"):
            rows = rows.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=van))
        if tot := v.get("tot"):
            rows = rows.filter(begindatum__lte=tot)
        return rows
