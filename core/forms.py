"""The one form: label, hint, field and error tied together, errors listed on top with links.

Forms and filters of every app build on `PortalForm`/`PortalModelForm`; `{{ form }}` draws all of
it, `{{ form.veld.as_field_group }}` one field. Findings of a service go onto the fields with
`add_bevindingen`, with the same code as the API gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.forms.widgets import ChoiceWidget, Input
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext_lazy as _
from stdnum.nl import bsn as stdnum_bsn

from core.fouten import (
    BSN_ONGELDIG,
    ONBEKENDE_WAARDE,
    ONGELDIG_FORMAAT,
    TE_GROOT,
    TE_LANG,
    VERPLICHT,
    Bevinding,
    Foutcode,
    Niveau,
    PortalFout,
)
from core.ui.formats import (
    format_long_date,
    format_number,
    parse_date,
    parse_decimal,
    parse_integer,
)

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.RadioSelect, "choices"),  # and CheckboxSelectMultiple, its subclass
    (forms.CheckboxInput, "choice__box"),
    (forms.FileInput, "file"),
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
    (Input, "utrecht-textbox utrecht-textbox--html-input"),
)


DATUM_ONGELDIG = Foutcode("datum_ongeldig", "De datum is niet te lezen als dag, maand en jaar.")
GETAL_ONGELDIG = Foutcode("getal_ongeldig", "Het getal of bedrag is niet te lezen.")
TE_LAAG = Foutcode("te_laag", "Het getal ligt onder het minimum.")
TE_HOOG = Foutcode("te_hoog", "Het getal ligt boven het maximum.")
#: Django's own codes, in the words that every door uses (core.fouten).
CODES = {
    "required": VERPLICHT.code,
    "invalid": ONGELDIG_FORMAAT.code,
    "invalid_choice": ONBEKENDE_WAARDE.code,
    "max_length": TE_LANG.code,
    "min_value": TE_LAAG.code,
    "max_value": TE_HOOG.code,
}


class Renderer(TemplatesSetting):
    """Our field and form templates; the widgets are Django's own."""

    form_template_name = "components/_formulier.html"
    field_template_name = "components/_veld.html"

    def get_template(self, template_name: str) -> Any:
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return DjangoTemplates().get_template(template_name)


class BoundField(forms.BoundField):
    """A field with what its template needs: the class of its widget, errors with code, warnings."""

    form: FormMixin

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        used = widget or self.field.widget
        built = super().build_widget_attrs(attrs, used)
        name = next((name for kind, name in _CLASSES if isinstance(used, kind)), "")
        if name and self.errors and name.startswith("utrecht-"):
            name += f" {name.split()[0]}--invalid"
        classes = [name, str(used.attrs.get("class", "")), str(built.get("class", ""))]
        if any(classes):
            built["class"] = " ".join(filter(None, classes))
        if isinstance(used, forms.Textarea) and used.attrs.get("rows") == "10":
            built["rows"] = "4"
        if self.waarschuwingen and not self.use_fieldset:
            described = [str(built.get("aria-describedby") or ""), f"{self.auto_id}_let_op"]
            built["aria-describedby"] = " ".join(filter(None, described))
        return built

    @property
    def fouten(self) -> list[tuple[str, str]]:
        return _codes(self.errors.as_data())

    @property
    def waarschuwingen(self) -> list[Bevinding]:
        return self.form.waarschuwingen.get(self.name, [])

    @property
    def focus_id(self) -> str:
        """The id an error link goes to: of a group of choices the first one."""
        return f"{self.auto_id}_0" if self.use_fieldset else str(self.auto_id)

    @property
    def is_choice(self) -> bool:
        """A single tick box, that stands before its label."""
        return isinstance(self.field.widget, forms.CheckboxInput)


def _codes(errors: Iterable[ValidationError]) -> list[tuple[str, str]]:
    return [
        (CODES.get(error.code or "", error.code or ONGELDIG_FORMAAT.code), message)
        for error in errors
        for message in error.messages
    ]


_DJANGO_REQUIRED = forms.Field.default_error_messages["required"]
_DJANGO_CHOICE = forms.ChoiceField.default_error_messages["invalid_choice"]


def _explain(field: forms.Field) -> None:
    """Messages that say what to do in place of Django's own, and never repeat the value."""
    messages: dict[str, Any] = field.error_messages
    if messages.get("required") is _DJANGO_REQUIRED:
        messages["required"] = _required_message(field.widget) % {"label": field.label}
    if messages.get("invalid_choice") is _DJANGO_CHOICE:
        messages["invalid_choice"] = _("Kies een van de mogelijkheden.")


def _required_message(widget: forms.Widget) -> Any:
    if isinstance(widget, forms.CheckboxInput):
        return _("Zet hier een vinkje als dit klopt.")
    if isinstance(widget, ChoiceWidget):
        return _("Maak een keuze bij ‘%(label)s’.")
    if isinstance(widget, forms.FileInput):
        return _("Kies een bestand bij ‘%(label)s’.")
    return _("Vul ‘%(label)s’ in.")


class FormMixin(forms.BaseForm):
    """Our renderer and error list on top of any Django form."""

    default_renderer = Renderer
    bound_field_class = BoundField
    required_css_class = ""
    #: What the API calls a field, when the form calls it otherwise: {"omvang.volume": "volume"}.
    veldnamen: Mapping[str, str] = {}
    #: A filter: nothing is required, so nothing needs to say that it may stay empty.
    all_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.waarschuwingen: dict[str, list[Bevinding]] = {}
        for name, field in self.fields.items():
            if field.label is None:
                field.label = name.replace("_", " ").capitalize()
            _explain(field)

    def add_bevindingen(self, bevindingen: Iterable[Bevinding]) -> None:
        """Put findings on their fields; one whose field is not in this form goes to the top."""
        for bevinding in bevindingen:
            naam = self.veldnamen.get(bevinding.veld, bevinding.veld)
            veld = naam if naam in self.fields else None
            if bevinding.niveau == Niveau.FOUT:
                self.add_error(veld, ValidationError(bevinding.reden, code=bevinding.code))
            else:
                self.waarschuwingen.setdefault(veld or "", []).append(bevinding)

    def add_fout(self, exc: PortalFout) -> None:
        """A refusal of a service: its findings on their fields, or its reason on top."""
        if exc.bevindingen:
            self.add_bevindingen(exc.bevindingen)
        else:
            self.add_error(None, ValidationError(exc.reden, code=exc.code))

    @property
    def foutenoverzicht(self) -> list[tuple[str, str, str, str]]:
        """(id to go to or '', label, code, message) of every error, in the order of the fields."""
        whole = [("", "", *error) for error in _codes(self.non_field_errors().as_data())]
        fields = [
            (bound.focus_id, str(bound.label), *error)
            for bound in self
            if isinstance(bound, BoundField)
            for error in bound.fouten
        ]
        return [*whole, *fields]

    @property
    def has_optional(self) -> bool:
        return any(not bound.field.required for bound in self.visible_fields())


class PortalForm(FormMixin, forms.Form):
    """A form on screen; `as_field_group` per field, or `{{ form }}` for all."""


class PortalModelForm(FormMixin, forms.ModelForm):
    """The same, on a model; saving goes through a service, not through `save()`."""


class FilterForm(FormMixin, forms.Form):
    """Filters of a list: bound to `request.GET`, nothing required, ids apart from other forms."""

    all_optional = True

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(data, *args, **kwargs)
        for field in self.fields.values():
            field.required = False

    @cached_property
    def values(self) -> dict[str, Any]:
        """The filters in force; a filter with an error is not in force, and says so on screen."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value or value == 0}


class DatumInput(forms.DateInput):
    """A text box: people type and paste dates, a date picker would stand in the way."""

    input_type = "text"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "text", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return format_long_date(value) if isinstance(value, date) else value


#: A year outside is a slip of the keyboard; at the edges of a calendar one cannot calculate.
EERSTE_JAAR, LAATSTE_JAAR = 1900, 2199


class DatumField(forms.DateField):
    """A date as people write it: `1-12-2026`, `01/12/2026`, `2026-12-01`, `1 december 2026`.

    From 1900 up to and including 2199.
    """

    widget = DatumInput
    default_error_messages = {
        "invalid": _("Schrijf de datum als dag, maand en jaar, bijvoorbeeld 1-12-2026."),
        "jaar": _("Kies een jaar van %(eerste)d tot en met %(laatste)d."),
    }

    def to_python(self, value: Any) -> date | None:
        found = self._read(value)
        if found is not None and not EERSTE_JAAR <= found.year <= LAATSTE_JAAR:
            years = {"eerste": EERSTE_JAAR, "laatste": LAATSTE_JAAR}
            raise ValidationError(self.error_messages["jaar"], DATUM_ONGELDIG.code, years)
        return found

    def _read(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            try:
                return parse_date(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], DATUM_ONGELDIG.code) from None
        return super().to_python(value)


class GetalInput(forms.TextInput):
    """A number in Dutch format; what was typed comes back as typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", "inputmode": "numeric", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return format_number(value) if isinstance(value, int | float | Decimal) else value


class GetalField(forms.IntegerField):
    """A whole number: `3000` or `3.000`."""

    widget = GetalInput
    default_error_messages = {
        "invalid": _("Schrijf een heel getal in cijfers, bijvoorbeeld 3.000."),
        "min_value": _("Vul ten minste %(limit_value)s in."),
        "max_value": _("Vul ten hoogste %(limit_value)s in."),
    }

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str) and value.strip():
            try:
                value = parse_integer(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], GETAL_ONGELDIG.code) from None
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class BedragField(forms.DecimalField):
    """An amount or a decimal number: `5.760,00`, `€ 1,92`."""

    widget = GetalInput
    default_error_messages = {
        "invalid": _("Schrijf het bedrag met een komma, bijvoorbeeld 1.250,50."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", GetalInput({"inputmode": "decimal"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, str) and value.strip():
            try:
                value = parse_decimal(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], GETAL_ONGELDIG.code) from None
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class BsnInput(forms.TextInput):
    """Never kept by the browser; only put back into HTML when `render_value` says so."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, render_value: bool = False) -> None:
        self.render_value = render_value
        base = {"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        super().__init__({**base, "data-keep-out": "", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value if self.render_value else None, attrs)


class BsnField(forms.CharField):
    """A burgerservicenummer, nine digits that pass the elfproef; dots and spaces may be typed."""

    widget = BsnInput
    default_error_messages = {
        "invalid": _("Dit burgerservicenummer klopt niet. Vul de 9 cijfers in zoals op de brief."),
    }

    def to_python(self, value: Any) -> str:
        digits = super().to_python(value) or ""
        digits = digits.replace(" ", "").replace(".", "")
        if digits and not (digits.isascii() and stdnum_bsn.is_valid(digits) and len(digits) == 9):
            raise ValidationError(self.error_messages["invalid"], BSN_ONGELDIG.code)
        return digits


class RadioCards(forms.RadioSelect):
    """Choices as cards with an explanation; what cannot be chosen is greyed and says why."""

    template_name = "components/widgets/radio_cards.html"
    option_template_name = "components/widgets/radio_card.html"

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Sequence[Any] = (),
        *,
        hints: Mapping[str, str] | None = None,
        blocked: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.blocked = dict(blocked or {})

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        option["blocked"] = self.blocked.get(str(value), "")
        if option["blocked"]:
            option["attrs"]["disabled"] = True
        return option


class BestandField(forms.FileField):
    """An upload of told types and size; its content is judged by the service."""

    default_error_messages = {
        "te_groot": _("Het bestand is te groot: ten hoogste %(max)s MB."),
        "empty": _("Het bestand is leeg. Kies een ander bestand."),
    }

    def __init__(self, *, accept: Sequence[str] = (), max_mb: int = 10, **kwargs: Any) -> None:
        self.max_mb = max_mb
        kwargs.setdefault("widget", forms.FileInput({"accept": ",".join(accept)} if accept else {}))
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile) and (file.size or 0) > self.max_mb * 1024 * 1024:
            raise ValidationError(
                self.error_messages["te_groot"], TE_GROOT.code, {"max": self.max_mb}
            )
        return file
