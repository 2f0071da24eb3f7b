"""Forms of the toewijzing screens: they parse what people type; every rule is the service's."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Frequentie
from core import kluis
from core.forms import (
    BedragField,
    BoundField,
    BsnField,
    DatumField,
    GetalField,
    PortalForm,
)
from core.fouten import Bevinding, Niveau
from core.ui.formats import format_number
from indications import ritme
from indications.aanvraag import Aanvraag, Jeugdigegegevens, Verdeling
from indications.choices import TypeVerwijzer
from indications.selectors_product import Keuzeproduct

#: R-TOE-8: begeleiding with the hours of a gedragswetenschapper is filed as this pair.
GEDRAGSWETENSCHAPPER: Final[Mapping[str, str]] = {"ABGII": "ABHIR"}
VERPLICHT: Final = "verplicht"
MAX_BSN_TOKEN: Final = 400

#: JSON path of the API → field of the form.
VELDEN: Final[Mapping[str, str]] = {
    "jeugdige.bsn": "bsn",
    "jeugdige.naam.geslachtsnaam": "geslachtsnaam",
    "jeugdige.naam.voorvoegsel": "voorvoegsel",
    "jeugdige.naam.voornamen": "voornamen",
    "jeugdige.geboortedatum": "geboortedatum",
    "verwijzing.type": "verwijzing_type",
    "verwijzing.datum": "verwijzing_datum",
    "verwijzing.verwijzer": "verwijzer",
    "verwijzing.geldigTot": "verwijzing_tot",
    "productcode": "product",
    "begindatum": "begindatum",
    "einddatum": "einddatum",
    "omvang": "volume",
    "omvang.volume": "volume",
    "omvang.eenheid": "eenheid",
    "omvang.frequentie": "frequentie",
    "verdeling": "direct",
    "verdeling.direct": "direct",
    "verdeling.indirect": "indirect",
    "verdeling.reistijd": "reistijd",
    "verdeling.aantalContacten": "aantal_contacten",
    "aanbiederAgbCode": "aanbieder",
    "waarschuwingReden": "waarschuwing_reden",
}
#: Where the second toewijzing of the pair has a field of its own.
VELDEN_TWEEDE: Final[Mapping[str, str]] = {
    **VELDEN,
    "productcode": "gedragswetenschapper",
    "omvang": "gedrag_volume",
    "omvang.volume": "gedrag_volume",
    "omvang.eenheid": "gedrag_volume",
    "omvang.frequentie": "gedrag_volume",
}


def seal(bsn: str, bound_to: str) -> str:
    """The BSN fit to travel in HTML: only the portal opens it, for this user and this form."""
    return base64.urlsafe_b64encode(kluis.encrypt(bsn, bound_to=bound_to)).decode()


def unseal(sealed: str, bound_to: str) -> str:
    """Inverse of `seal`; empty when it is not ours, of another user or of another form."""
    try:
        return str(kluis.decrypt(base64.urlsafe_b64decode(sealed), bound_to=bound_to))
    except (binascii.Error, InvalidTag, KeyError, UnicodeError, ValueError):
        return ""


class IndienForm(PortalForm):
    """The filing page. Nothing is `required` here: what must be there is the service's to say.

    `bsn` is never put back into HTML; `bsn_verzegeld` carries it, encrypted, over a round trip.
    `volume` follows the rhythm until somebody types another total (`ritme_totaal` remembers which).
    """

    mag_leeg = frozenset(
        {"voorvoegsel", "keer", "duur", "weken", "deelnemers", "direct", "indirect", "reistijd",
         "aantal_contacten", "zoek_aanbieder", "verwijzer", "verwijzing_tot"}
    )  # fmt: skip

    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    concept = forms.UUIDField(required=False, widget=forms.HiddenInput)
    bsn_verzegeld = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=MAX_BSN_TOKEN
    )
    ritme_totaal = GetalField(required=False, widget=forms.HiddenInput)
    bsn = BsnField(label=_("Burgerservicenummer"), required=False, max_length=15)
    geboortedatum = DatumField(label=_("Geboortedatum"), required=False)
    geslachtsnaam = forms.CharField(label=_("Achternaam"), required=False, max_length=200)
    voorvoegsel = forms.CharField(label=_("Voorvoegsel"), required=False, max_length=20)
    voornamen = forms.CharField(label=_("Voornamen"), required=False, max_length=200)
    verwijzing_type = forms.ChoiceField(
        label=_("Verwijzing door"),
        required=False,
        choices=[("", _("Kies")), *TypeVerwijzer.choices],
    )
    verwijzing_datum = DatumField(label=_("Datum verwijzing"), required=False)
    verwijzer = forms.CharField(
        label=_("Praktijk of instelling"), required=False, max_length=200,
        help_text=_("Geen naam van een persoon."),
    )  # fmt: skip
    verwijzing_tot = DatumField(
        label=_("Verwijzing geldt tot en met"), required=False,
        help_text=_("Leeg: zonder termijn. Van een arts: een jaar."),
    )  # fmt: skip

    product = forms.CharField(
        label=_("Product"), required=False, max_length=5, widget=forms.Select
    )  # the service judges the code, as at every door
    begindatum = DatumField(label=_("Begindatum"), required=False)
    einddatum = DatumField(label=_("Einddatum"), required=False)
    eenheid = forms.CharField(label=_("Eenheid"), required=False, max_length=2, widget=forms.Select)
    frequentie = forms.CharField(label=_("Per"), required=False, max_length=1, widget=forms.Select)
    keer = BedragField(label=_("Contacten per week"), required=False, min_value=0, max_value=999)
    duur = GetalField(label=_("Minuten per contact"), required=False, min_value=0, max_value=9999)
    weken = GetalField(label=_("Weken"), required=False, min_value=0, max_value=999)
    deelnemers = GetalField(
        label=_("Deelnemers tegelijk"), required=False, min_value=1, max_value=99
    )
    volume = GetalField(label=_("Totaal"), required=False, min_value=1, max_value=99_999_999)
    direct = GetalField(label=_("Direct"), required=False, min_value=0, max_value=99_999_999)
    indirect = GetalField(label=_("Indirect"), required=False, min_value=0, max_value=99_999_999)
    reistijd = GetalField(label=_("Reistijd"), required=False, min_value=0, max_value=99_999_999)
    aantal_contacten = GetalField(
        label=_("Aantal contacten"), required=False, min_value=1, max_value=9_999
    )
    gedragswetenschapper = forms.BooleanField(
        label=_("Met uren van een gedragswetenschapper"), required=False
    )
    gedrag_volume = GetalField(
        label=_("Minuten gedragswetenschapper"), required=False, min_value=1, max_value=99_999_999
    )

    aanbieder = forms.CharField(label=_("Aanbieder"), required=False, max_length=8)
    zoek_aanbieder = forms.CharField(
        label=_("Zoek een aanbieder op naam"), required=False, max_length=100
    )
    alle_aanbieders = forms.BooleanField(required=False)
    waarschuwing_reden = forms.CharField(
        label=_("Waarom dien je toch in?"), required=False, max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Geen namen of andere persoonsgegevens."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        producten: Sequence[Keuzeproduct],
        bound_to: str,
        indienen: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        #: Filing takes the unit that was on screen; a check follows the product that was chosen.
        self.indienen = indienen
        #: What was read of the fields; `cleaned_data` loses a field once it has an error.
        self.gelezen: dict[str, Any] = {}
        self.producten = {item.code: item for item in producten}
        self.bound_to = bound_to
        self.fields["product"].widget.choices = _grouped(producten)
        rules = self.gekozen.product if self.gekozen else None
        units = rules.eenheden if rules else [Eenheid.MINUUT]
        per = rules.frequenties if rules else [Frequentie.TOTAAL]
        self.eenheden = [(code, Eenheid(code).label) for code in units]
        self.frequenties = [(code, Frequentie(code).label) for code in per]
        self.fields["eenheid"].widget.choices = self.eenheden
        self.fields["frequentie"].widget.choices = self.frequenties
        self._say_in_unit()
        for name, field in self.fields.items():
            field.template_name = "indications/_veld.html"  # type: ignore[attr-defined]
            parts = [f"id_{name}_helptext"] if field.help_text or name == "bsn" else []
            field.widget.attrs["aria-describedby"] = " ".join([*parts, f"id_{name}_error"])

    def _say_in_unit(self) -> None:
        """`Contacten per week` for minutes, `Etmalen per week` for etmalen."""
        self.fields["keer"].label = self.woorden.keer
        self.fields["duur"].label = self.woorden.duur
        if self.telt_sessies:
            self.fields["aantal_contacten"].label = _("Aantal sessies")

    # what was chosen, before and apart from validation

    @cached_property
    def gekozen(self) -> Keuzeproduct | None:
        return self.producten.get(self["product"].value() or "")

    @property
    def tweede_code(self) -> str:
        """Code of the product of the gedragswetenschapper, when the chosen product can have one."""
        code = GEDRAGSWETENSCHAPPER.get(self.gekozen.code, "") if self.gekozen else ""
        return code if code in self.producten else ""

    @property
    def eenheid_nu(self) -> str:
        return self._offered("eenheid", self.eenheden, Eenheid.MINUUT)

    @property
    def frequentie_nu(self) -> str:
        return self._offered("frequentie", self.frequenties, Frequentie.TOTAAL)

    def _offered(self, name: str, choices: Sequence[tuple[str, str]], preferred: str) -> str:
        """The posted value when the product offers it, else what it offers, the usual one first."""
        offered = [value for value, _label in choices]
        value = self[name].value()
        if value in offered:
            return str(value)
        return preferred if preferred in offered or not offered else offered[0]

    @property
    def kiest_eenheid(self) -> bool:
        return len(self.eenheden) > 1 or len(self.frequenties) > 1

    @property
    def woorden(self) -> ritme.Ritmewoorden:
        return ritme.WOORDEN[self.eenheid_nu]

    @property
    def heeft_ritme(self) -> bool:
        return bool(self.woorden.keer) and self.frequentie_nu == Frequentie.TOTAAL

    @property
    def frequentie_label(self) -> str:
        return str(Frequentie(self.frequentie_nu).label)

    @property
    def in_beeld(self) -> list[BoundField]:
        """The fields that the chosen product puts on screen."""
        gone = set() if self.verdeelt else {"direct", "indirect", "reistijd"}
        gone |= set() if self.verdeelt or self.telt_sessies else {"aantal_contacten"}
        gone |= set() if self.telt_sessies else {"deelnemers"}
        gone |= set() if self.heeft_ritme else {"keer", "duur", "weken", "deelnemers"}
        gone |= set() if self.woorden.duur else {"duur"}
        gone |= set() if self.tweede_code else {"gedragswetenschapper", "gedrag_volume"}
        gone |= set() if self.gekozen else {"zoek_aanbieder"}
        gone |= {"eenheid", "frequentie", "alle_aanbieders"}
        return [self.field_of(f.name) for f in self.visible_fields() if f.name not in gone]

    @property
    def verdeelt(self) -> bool:
        return bool(self.gekozen and self.gekozen.product.verdeling_toegestaan)

    @property
    def telt_sessies(self) -> bool:
        return bool(self.gekozen and self.gekozen.product.max_sessies)

    @property
    def bsn_gemaskeerd(self) -> str:
        """`•••••0153` when there is a BSN that stays behind while the box is empty."""
        bsn = self.bsn_bekend
        return f"•••••{bsn[-4:]}" if bsn else ""

    @cached_property
    def bsn_bekend(self) -> str:
        """The BSN that was typed now, or sealed before; empty when neither is a BSN."""
        typed = (self.data.get("bsn") or "").strip() if self.is_bound else ""
        if not typed:
            sealed = str(self["bsn_verzegeld"].value() or "")
            return unseal(sealed, self.bound_to) if sealed else ""
        try:
            return BsnField(required=False).clean(typed)
        except ValidationError:
            return ""

    @property
    def verzegeld(self) -> str:
        return seal(self.bsn_bekend, self.bound_to) if self.bsn_bekend else ""

    # parsing

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not (self.indienen and data.get("eenheid") and data.get("frequentie")):
            data["eenheid"], data["frequentie"] = self.eenheid_nu, self.frequentie_nu
        if not data.get("bsn") and "bsn" not in self.errors:
            data["bsn"] = self.bsn_bekend
        self._follow_rhythm(data)
        self.data = {**self.data, "bsn_verzegeld": self.verzegeld}
        if data.get("ritme_som"):
            self.data["ritme_totaal"] = str(data["ritme_som"])
        self.gelezen = dict(data)
        return data

    def _follow_rhythm(self, data: dict[str, Any]) -> None:
        if not self.heeft_ritme:
            return
        weeks = data.get("weken") or ritme.weeks_between(
            data.get("begindatum"), data.get("einddatum")
        )
        length = data.get("duur") if self.woorden.duur else 1
        total = ritme.rhythm_total(data.get("keer"), length, weeks, data.get("deelnemers"))
        if data.get("aantal_contacten") is None and "aantal_contacten" not in self.errors:
            data["aantal_contacten"] = ritme.rhythm_contacts(data.get("keer"), weeks) or None
        data["ritme_som"] = total
        typed, before = data.get("volume"), data.get("ritme_totaal")
        if total and "volume" not in self.errors and (typed is None or typed == before):
            data["volume"] = total
            self.data = {**self.data, "volume": format_number(total)}

    @property
    def ritme_som(self) -> int | None:
        return self.gelezen.get("ritme_som")

    @property
    def weken_uit_periode(self) -> int | None:
        return ritme.weeks_between(self.gelezen.get("begindatum"), self.gelezen.get("einddatum"))

    @property
    def contacten_uit_ritme(self) -> int | None:
        """What the rhythm makes of it, while nobody typed a number of contacts."""
        typed = self["aantal_contacten"].value()
        return None if typed else self.gelezen.get("aantal_contacten")

    @property
    def wijkt_af_van_ritme(self) -> bool:
        """Somebody typed another total than the rhythm gives; that is allowed, and said."""
        volume = self.gelezen.get("volume")
        return bool(self.ritme_som and volume and volume != self.ritme_som)

    @property
    def reistijd_per_contact(self) -> Decimal | None:
        travel = self.gelezen.get("reistijd")
        contacts = self.gelezen.get("aantal_contacten")
        return Decimal(travel) / contacts if travel and contacts else None

    @property
    def foutenoverzicht(self) -> list[tuple[str, str, str, str]]:
        lines = super().foutenoverzicht
        return [(self.anker(id_), label, code, text) for id_, label, code, text in lines]

    def anker(self, focus_id: str) -> str:
        """Of what has no control of its own on screen, the control that leads to it."""
        if focus_id in ("id_eenheid", "id_frequentie") and not self.kiest_eenheid:
            return "id_volume"
        if focus_id != "id_aanbieder":
            return focus_id
        return "id_zoek_aanbieder" if self.gekozen else "id_product"

    # to the service and back

    def aanvragen(self, gemeentecode: str) -> list[Aanvraag]:
        """What the service judges: one, or the pair of R-TOE-8. Call after `is_valid()`."""
        data = self.gelezen
        first = Aanvraag(
            jeugdige=Jeugdigegegevens(
                bsn=data.get("bsn") or None,
                geslachtsnaam=data.get("geslachtsnaam") or None,
                voornamen=data.get("voornamen") or None,
                voorvoegsel=data.get("voorvoegsel") or "",
                geboortedatum=data.get("geboortedatum"),
            ),
            gemeentecode=gemeentecode,
            aanbieder_agb=data.get("aanbieder") or None,
            productcode=data.get("product") or None,
            begindatum=data.get("begindatum"),
            einddatum=data.get("einddatum"),
            volume=data.get("volume"),
            eenheid=data["eenheid"],
            frequentie=data["frequentie"],
            verdeling=self._verdeling(data),
            verwijzing_type=data.get("verwijzing_type") or None,
            verwijzing_datum=data.get("verwijzing_datum"),
            verwijzer=data.get("verwijzer") or "",
            verwijzing_tot=data.get("verwijzing_tot"),
        )
        if not (self.tweede_code and data.get("gedragswetenschapper")):
            return [first]
        second = replace(
            first,
            productcode=self.tweede_code,
            volume=data.get("gedrag_volume"),
            eenheid=Eenheid.MINUUT,
            frequentie=Frequentie.TOTAAL,
            verdeling=None,
        )
        return [first, second]

    def _verdeling(self, data: Mapping[str, Any]) -> Verdeling | None:
        """Optional (R-TOE-3); once one part is given, an empty part is nought."""
        parts = [data.get(name) for name in ("direct", "indirect", "reistijd")]
        contacts = data.get("aantal_contacten")
        if all(part is None for part in parts):
            return Verdeling(aantal_contacten=contacts) if contacts else None
        direct, indirect, travel = (part or 0 for part in parts)
        return Verdeling(direct, indirect, travel, contacts)

    def add_findings(self, findings: Iterable[Bevinding], *, second: bool = False) -> None:
        """Put findings of the service on the fields; the same one for both of a pair shows once."""
        names = VELDEN_TWEEDE if second else VELDEN
        here = [replace(f, veld=names.get(f.veld, "")) for f in findings]
        self.add_bevindingen(f for f in here if not self._known(f))

    def _known(self, finding: Bevinding) -> bool:
        if finding.niveau != Niveau.FOUT:
            return any(
                w.code == finding.code and w.reden == finding.reden
                for w in self.waarschuwingen.get(finding.veld, [])
            )
        if finding.veld and finding.code == VERPLICHT and finding.veld in self.errors:
            return True  # what was typed could not be read; that message is the better one
        errors = self.errors.as_data().get(finding.veld or "__all__", [])
        return any(e.code == finding.code and finding.reden in e.messages for e in errors)

    def forget_errors(self, name: str) -> None:
        """Take the errors of a field away: somebody is still typing there."""
        self.errors.pop(name, None)

    def to_store(self) -> dict[str, str]:
        """What a draft keeps: everything typed, with the BSN itself; the draft is encrypted."""
        kept = {name: str(self.data.get(name, "")) for name in self.fields}
        return {**kept, "bsn": self.bsn_bekend, "bsn_verzegeld": "", "token": "", "concept": ""}

    def field_of(self, name: str) -> BoundField:
        return self[name]  # type: ignore[return-value]


def _grouped(producten: Sequence[Keuzeproduct]) -> list[tuple[Any, Any]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for item in producten:
        groups.setdefault(item.groep, []).append((item.code, item.label))
    return [("", _("Kies een product")), *groups.items()]


def parse_uuid(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
