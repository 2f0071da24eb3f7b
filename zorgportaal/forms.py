"""Forms of the side that asks. They parse nothing: the service reads and judges, and its findings
come back on the fields (`add_bevindingen`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documenten.upload import DocumentField
from core.forms import DatumInput, GetalInput, PortalForm
from core.importexport.kolommen import Soort
from zorgportaal.choices import Verzoekhandeling
from zorgportaal.inhoud import MAX_TOELICHTING, Inhoud
from zorgportaal.soorten import Gegevenssoort
from zorgportaal.velden import Veld

#: So many choices stand side by side; more go into a list.
NAAST_ELKAAR = 4
NUMMERS = frozenset({Soort.AGB, Soort.KVK})


class RuwVeld(forms.Field):
    """What was typed, as it was typed."""

    def clean(self, value: Any) -> Any:
        return value


class Bijlage(DocumentField):
    """One document at a time; none is good, for whether one is needed is judged by the service."""

    def __init__(self, label: Any) -> None:
        hint = gettext_lazy("PDF of foto (PNG, JPEG), ten hoogste 10 MB.")
        super().__init__(label=label, help_text=hint)

    def clean(self, data: Any, initial: Any = None) -> Any:
        return super().clean(data, initial) if data else None


class VerzoekForm(PortalForm):
    """The fields of a kind for an act, from its declaration; `oud` is what holds now.

    `open`: whether the values may be entered yet (R-ZP-2); if not, only a document is asked.
    """

    veldnamen = {"bewijsstukken": "bestand"}
    use_required_attribute = False

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kind: Gegevenssoort,
        handeling: Verzoekhandeling,
        aanbieder_id: UUID,
        oud: Mapping[str, Any] | None = None,
        open: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.oud, self.aanbieder_id = oud or {}, aanbieder_id
        self.velden = kind.fields(handeling) if open else ()
        for veld in self.velden:
            self.fields[veld.naam] = _field(veld, aanbieder_id)
        if open:
            last = handeling == Verzoekhandeling.BEEINDIGEN
            self.fields["datum"] = RuwVeld(
                label=_("Laatste dag") if last else _("Vanaf wanneer"),
                help_text=_day_hint(kind, last),
                widget=DatumInput(),
            )
            self.fields["toelichting"] = RuwVeld(
                label=_("Toelichting"),
                help_text=_("Wat moet contractbeheer weten om te beslissen?"),
                required=False,
                widget=forms.Textarea({"rows": 3, "maxlength": MAX_TOELICHTING}),
            )
        self.fields["bestand"] = Bijlage(_("Bestand"))

    @property
    def vragen(self) -> list[tuple[forms.BoundField, str]]:
        """Each field of the kind with what holds now; '' where nothing does."""
        return [
            (self[v.naam], v.show(self.oud[v.naam], self.aanbieder_id) if self.oud else "")
            for v in self.velden
        ]

    @property
    def inhoud(self) -> Inhoud:
        """As typed; call after `is_valid()`."""
        found = self.cleaned_data
        return Inhoud(
            nieuw={veld.naam: found.get(veld.naam) for veld in self.velden},
            datum=found.get("datum"),
            toelichting=found.get("toelichting") or "",
        )


def as_posted(inhoud: Inhoud) -> QueryDict:
    """What a form would post for this content, so that a concept comes back as it was typed."""
    data = QueryDict(mutable=True)
    for name, value in inhoud.nieuw.items():
        if isinstance(value, list | tuple):
            data.setlist(name, [str(item) for item in value])
        elif value not in (None, False):
            data[name] = "on" if value is True else str(value)
    data["datum"] = str(inhoud.datum or "")
    data["toelichting"] = inhoud.toelichting
    return data


def _day_hint(kind: Gegevenssoort, last: bool) -> str:
    example = _("Tot en met die dag.") if last else _("De eerste dag waarop het geldt.")
    return example if kind.terugwerkend else _("%s Vandaag of later.") % example


def _field(veld: Veld, aanbieder_id: UUID) -> RuwVeld:
    return RuwVeld(
        label=veld.label,
        help_text=veld.uitleg,
        required=veld.verplicht,
        widget=_widget(veld, aanbieder_id),
    )


def _widget(veld: Veld, aanbieder_id: UUID) -> forms.Widget:
    if veld.keuzes:
        return _choice(veld, list(veld.keuzes(aanbieder_id).items()))
    if veld.soort == Soort.JA_NEE:
        return forms.CheckboxInput()
    if veld.soort == Soort.DATUM:
        return DatumInput()
    if veld.soort == Soort.GEHEEL:
        return GetalInput()
    attrs = {"autocomplete": "off", "maxlength": str(veld.max_lengte)}
    if veld.soort in NUMMERS:
        attrs |= {"inputmode": "numeric", "maxlength": "20"}
    if veld.soort == Soort.IBAN:
        attrs |= {"spellcheck": "false", "autocapitalize": "characters", "maxlength": "42"}
    return forms.TextInput(attrs)


def _choice(veld: Veld, choices: Sequence[tuple[str, str]]) -> forms.Widget:
    if veld.meer:
        attrs = {"class": "choices--many"} if len(choices) > NAAST_ELKAAR else {}
        return forms.CheckboxSelectMultiple(attrs, choices=choices)
    if len(choices) <= NAAST_ELKAAR:
        return forms.RadioSelect(choices=choices)
    return forms.Select(choices=[("", _("Kies…")), *choices])


class IntrekForm(PortalForm):
    reden = forms.CharField(
        label=gettext_lazy("Waarom trek je het in?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )


class AntwoordForm(PortalForm):
    """The service judges the answer; the document is kept even when the answer is refused."""

    use_required_attribute = False

    antwoord = RuwVeld(
        label=gettext_lazy("Je antwoord"), widget=forms.Textarea({"rows": 4, "maxlength": 2000})
    )
    bestand = Bijlage(gettext_lazy("Document erbij (mag leeg blijven)"))
    veldnamen = {"bewijsstukken": "bestand"}
