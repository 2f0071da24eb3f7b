"""The form to change a toewijzing: filled with what it is, so that only what differs is typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Frequentie
from core.forms import DatumField, GetalField
from indications import ritme
from indications.aanvraag import Verdeling
from indications.choices import RedenWijziging
from indications.forms_dossier import ToestemmingForm
from indications.models import Toewijzing
from indications.selectors_product import Keuzeproduct
from indications.wijzigregels import MAX_TOELICHTING, Uitkomst, Voorstel, Weg

KIES = ("", _("Kies"))
DELEN = ("direct", "indirect", "reistijd", "aantal_contacten")
MAX = 99_999_999


class WijzigForm(ToestemmingForm):
    """`narrow` limits it to what fits the outcome: reasons, consent, first day of a new number."""

    #: It starts filled: what may stay empty says so itself.
    all_optional = True
    veldnamen = {
        "omvang.volume": "volume",
        "omvang.eenheid": "eenheid",
        "omvang.frequentie": "frequentie",
        "verdeling": "direct",
        "verdeling.direct": "direct",
        "verdeling.indirect": "indirect",
        "verdeling.reistijd": "reistijd",
        "verdeling.aantalContacten": "aantal_contacten",
        **ToestemmingForm.veldnamen,
    }

    versie = forms.IntegerField(widget=forms.HiddenInput)
    einddatum = DatumField(
        label=_("Einddatum"), required=False, help_text=_("Leeg is zonder einddatum.")
    )
    volume = GetalField(label=_("Volume"), required=False, min_value=1, max_value=MAX)
    begindatum = DatumField(label=_("Begindatum"), required=False)
    productcode = forms.CharField(label=_("Product"), required=False, max_length=5)
    eenheid = forms.ChoiceField(label=_("Eenheid"), required=False, choices=Eenheid.choices)
    frequentie = forms.ChoiceField(label=_("Per"), required=False, choices=Frequentie.choices)
    direct = GetalField(label=_("Direct"), required=False, min_value=0, max_value=MAX)
    indirect = GetalField(label=_("Indirect"), required=False, min_value=0, max_value=MAX)
    reistijd = GetalField(label=_("Reistijd"), required=False, min_value=0, max_value=MAX)
    aantal_contacten = GetalField(
        label=_("Aantal contacten"), required=False, min_value=1, max_value=9_999
    )
    vanaf = DatumField(
        label=_("Nieuw nummer vanaf"),
        required=False,
        help_text=_("De dag ervoor is de laatste dag van het oude nummer."),
    )
    reden = forms.ChoiceField(
        label=_("Reden"), required=False, choices=[KIES, *RedenWijziging.choices]
    )
    toelichting = forms.CharField(
        label=_("Toelichting"),
        required=False,
        max_length=MAX_TOELICHTING,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("Alleen nodig bij een waarschuwing. Zonder namen of persoonsgegevens."),
    )

    def __init__(
        self, data: Any = None, *, rij: Toewijzing, producten: Sequence[Keuzeproduct]
    ) -> None:
        self.rij = rij
        super().__init__(data, initial=self.now(rij))
        unit = ritme.WOORDEN[rij.eenheid].meervoud
        self.fields["volume"].help_text = f"{unit}, {Frequentie(rij.frequentie).label}"
        chosen = [(p.code, p.label) for p in producten]
        if rij.product.code not in dict(chosen):
            chosen.insert(0, (rij.product.code, f"{rij.product.code} · {rij.product.naam}"))
        self.fields["productcode"].widget = forms.Select(choices=chosen)
        self.uitkomst: Uitkomst | None = None

    @staticmethod
    def now(rij: Toewijzing) -> dict[str, Any]:
        return {
            "versie": rij.versie,
            "einddatum": rij.einddatum,
            "volume": rij.volume,
            "begindatum": rij.begindatum,
            "productcode": rij.product.code,
            "eenheid": rij.eenheid,
            "frequentie": rij.frequentie,
        }

    @cached_property
    def voorstel(self) -> Voorstel:
        """What was read; a field that could not be read stays as it is, and has its own error."""
        given = self.cleaned_data
        end = given.get("einddatum")
        parts = {name: given.get(name) for name in DELEN}
        return Voorstel(
            einddatum=end,
            zonder_einddatum=(
                "einddatum" in given and end is None and self.rij.einddatum is not None
            ),
            volume=given.get("volume"),
            eenheid=given.get("eenheid") or None,
            frequentie=given.get("frequentie") or None,
            productcode=given.get("productcode") or None,
            begindatum=given.get("begindatum"),
            vanaf=given.get("vanaf"),
            verdeling=Verdeling(**parts) if any(v is not None for v in parts.values()) else None,
            reden=given.get("reden") or "",
            toestemming_door=given.get("toestemming_door") or "",
            toestemming_op=given.get("toestemming_op"),
            toelichting=given.get("toelichting") or "",
        )

    def narrow(self, found: Uitkomst) -> None:
        self.uitkomst = found
        fit = found.reasons()
        choices = fit if len(fit) == 1 else [KIES, *fit]
        self.fields["reden"].widget.choices = choices

    @property
    def toont_vanaf(self) -> bool:
        return (
            self.uitkomst is not None
            and self.uitkomst.weg == Weg.NIEUW_NUMMER
            and self.uitkomst.vanaf != self.cleaned_data.get("begindatum")
        ) or bool(self.errors.get("vanaf"))

    @property
    def toont_toestemming(self) -> bool:
        """When it is needed, or was given already."""
        needed = self.uitkomst is not None and self.uitkomst.toestemming
        filled = any(self[name].value() for name in ("toestemming_door", "toestemming_op"))
        return needed or filled

    @property
    def verdeelt(self) -> bool:
        product = self.rij.product
        return bool(product.verdeling_toegestaan or product.max_sessies)

    @property
    def sleutel(self) -> str:
        """Says whether the fields that follow from the outcome are still the right ones."""
        if self.uitkomst is None:
            return ""
        reasons = ",".join(code for code, _label in self.uitkomst.reasons())
        return f"{reasons}|{self.toont_vanaf}|{self.toont_toestemming}"
