"""The forms of the catalogue, made from the fields of the models (`catalogus.soorten`)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contracts.catalogus.soorten import Soort
from contracts.models import Product
from core.actor import Actor
from core.choices import Organisatiesoort
from core.forms import DatumField, FilterForm, GetalField, PortalForm
from core.models import Organisatie
from core.policies import scoped

WEKEN = (2, 6, 14)
HULP = {
    "code": _("Verandert daarna nooit meer en wordt nooit opnieuw gebruikt."),
    "begindatum": _("Vandaag of later."),
    "einddatum": _("De laatste dag waarop het geldt. Leeg: het loopt door."),
    "categorie": _("Twee cijfers, bijvoorbeeld 45 voor ambulant."),
    "kies_als": _("Hulp voor wie een product kiest."),
    "volgorde": _("Plaats in lijsten; 1 staat bovenaan."),
}
#: Two of these stand beside each other.
NARROW = (forms.ChoiceField, GetalField, DatumField)
PRODUCTCODE = _(
    "Begin met een D: een verzonnen code, met het merk voorbeeldgegeven. Officieel zijn alleen "
    "ABGII, ABHIR en ABHIA."
)


class Rijkeuze(forms.ModelChoiceField):
    """A row of the catalogue by its code and name, with the mark of what is invented."""

    def label_from_instance(self, row: Any) -> str:
        mark = _(" (voorbeeldgegeven)") if getattr(row, "voorbeeldgegeven", False) else ""
        return f"{row}{mark}"


def rijformulier(
    soort: Soort,
    names: Sequence[str],
    *,
    actor: Actor,
    peildatum: datetime.date,
    ingang: bool = False,
    bevestigen: str = "",
) -> type[PortalForm]:
    """A form with these fields of the kind; `ingang` asks from which day and why, `bevestigen` is
    the text of a tick that says one knows what it means.
    """
    fields: dict[str, Any] = {
        name: _field(soort, name, actor=actor, peildatum=peildatum) for name in names
    }
    narrow = [name for name, field in fields.items() if isinstance(field, NARROW)]
    if ingang:
        fields["ingangsdatum"] = DatumField(
            label=_("Gaat in op"),
            help_text=_("Vandaag: meteen. Later: de wijziging wacht tot dan."),
        )
    if ingang and soort.mutatie:
        fields["reden"] = forms.CharField(label=_("Waarom"), max_length=300, required=False)
    if bevestigen:
        fields["bevestigd"] = forms.BooleanField(label=bevestigen, required=False)
    fields["gezien"] = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    return type("Rijformulier", (PortalForm,), {**fields, "smal": (*narrow, "ingangsdatum")})


def _field(soort: Soort, name: str, *, actor: Actor, peildatum: datetime.date) -> forms.Field:
    db = soort.field(name)
    help_text = PRODUCTCODE if soort.model is Product and name == "code" else HULP.get(name, "")
    common: dict[str, Any] = {
        "label": soort.label_of(name),
        "required": not db.blank,
        "help_text": help_text,
    }
    if isinstance(db, ArrayField):
        options = list(db.base_field.choices or ())
        box = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=options, widget=box, **common)
    if isinstance(db, models.ForeignKey):
        return _row_field(db, common, actor, peildatum)
    if name == "max_wachttijd_weken":
        return forms.TypedChoiceField(
            choices=[(n, _("%s weken") % n) for n in WEKEN], coerce=int, **common
        )
    if db.choices:
        options = [("", "–"), *db.choices] if db.blank or not db.has_default() else [*db.choices]
        return forms.ChoiceField(choices=options, **common)
    if isinstance(db, models.BooleanField):
        return forms.BooleanField(**{**common, "required": False})
    if isinstance(db, models.DateField):
        return DatumField(**common)
    if isinstance(db, models.IntegerField):
        return GetalField(**common, min_value=0, max_value=30_000)
    if isinstance(db, models.TextField):
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000, **common)
    return forms.CharField(max_length=db.max_length, **common)


def _row_field(
    db: models.ForeignKey[Any, Any],
    common: dict[str, Any],
    actor: Actor,
    peildatum: datetime.date,
) -> forms.Field:
    kind: Any = db.related_model
    if kind is Organisatie:
        rows: Any = Organisatie.objects.filter(soort=Organisatiesoort.GEMEENTE).order_by("naam")
    else:
        rows = scoped(actor, kind)
        if any(f.name == "einddatum" for f in kind._meta.fields):
            rows = rows.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=peildatum))
    return Rijkeuze(rows, empty_label="–", **common)


class DagenFilter(FilterForm):
    """Two days to compare."""

    van = DatumField(label=_("Van"))
    tot = DatumField(label=_("Vergelijk met"))


class DagForm(FilterForm):
    op = DatumField(label=_("Zoals op"), help_text=_("Leeg: vandaag."))
