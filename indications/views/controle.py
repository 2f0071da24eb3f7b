"""What the checks panel and the list of aanbieders show, made from the form and the service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from contracts.choices import Eenheid, Frequentie
from core.actor import Actor
from core.fouten import Bevinding, Niveau
from indications import ritme, rules
from indications.aanvraag import Aanvraag
from indications.forms import VELDEN, IndienForm
from indications.selectors import Aanbodregel, offers_for
from indications.services.indienen import Toetsing

TOON: Final = 10
TOON_REDENEN: Final = 30


@dataclass(frozen=True, slots=True)
class Punt:
    """One finding in the panel, with the field it leads to."""

    code: str
    niveau: str
    reden: str
    anker: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Onderdeel:
    """The sum of one of the toewijzingen that are filed."""

    label: str
    volume: int
    eenheid: str
    enkelvoud: str
    minuten: int | None
    tarief: Decimal | None
    bedrag: Decimal | None


@dataclass(frozen=True, slots=True)
class Paneel:
    fouten: list[Punt]
    waarschuwingen: list[Punt]
    nog: list[Punt]
    goed: list[str]
    onderdelen: list[Onderdeel]
    maanden: int | None = None
    per_maand: int | None = None

    @property
    def bedrag(self) -> Decimal | None:
        amounts = [part.bedrag for part in self.onderdelen]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None

    @property
    def klaar(self) -> bool:
        return not (self.fouten or self.nog)


def split_second(findings: Iterable[Bevinding]) -> Iterable[tuple[Bevinding, bool]]:
    """Findings with the number of the second of a pair taken off, and whether it was there."""
    for finding in findings:
        if finding.veld.startswith("1."):
            yield replace(finding, veld=finding.veld[2:]), True
        else:
            yield finding, False


def add_to_form(form: IndienForm, findings: Iterable[Bevinding]) -> None:
    for finding, second in split_second(findings):
        form.add_findings([finding], second=second)


def build_panel(form: IndienForm, judged: Sequence[Toetsing]) -> Paneel:
    """Call after the findings are on the form: the panel shows the same ones, each once."""
    wrong = [_error_point(form, name, error) for name, error in _errors(form)]
    missing = _missing(form, judged)
    blocked = {point.anker for point in missing}
    first = judged[0] if judged else None
    months = _months(first.aanvraag if first else None)
    parts = [part for t in judged if (part := _part(t))]
    return Paneel(
        fouten=[p for p in wrong if not (p.code == "verplicht" and p.anker in blocked)],
        waarschuwingen=[
            _point(form, name, finding)
            for name, found in form.waarschuwingen.items()
            for finding in found
        ],
        nog=missing,
        goed=_good(form, judged),
        onderdelen=parts,
        maanden=months,
        per_maand=_per_month(parts, months),
    )


def _errors(form: IndienForm) -> Iterable[tuple[str, tuple[str, str]]]:
    for name in [*form.fields, "__all__"]:
        for error in form.errors.as_data().get(name, []):
            for message in error.messages:
                yield name, (error.code or "ongeldig", message)


def _error_point(form: IndienForm, name: str, error: tuple[str, str]) -> Punt:
    code, message = error
    return _point(form, name, Bevinding(code, Niveau.FOUT, "", message))


def _point(form: IndienForm, name: str, finding: Bevinding) -> Punt:
    label = str(form[name].label) if name in form.fields else ""
    if name == "waarschuwing_reden":
        label = _("de reden")
    return Punt(finding.code, str(finding.niveau), finding.reden, anchor(form, name), label)


def anchor(form: IndienForm, name: str) -> str:
    """The id that a link to this field leads to; empty for what belongs to the whole form."""
    if name not in form.fields:
        return ""
    return form.anker(str(form[name].auto_id))


def _missing(form: IndienForm, judged: Sequence[Toetsing]) -> list[Punt]:
    """What still has to be filled in, in the order of the form; not yet an error while typing."""
    wanted: dict[str, None] = {}
    for index, toetsing in enumerate(judged):
        for finding in rules.missing(toetsing.aanvraag):
            if index == 0:
                wanted[VELDEN.get(finding.veld, "")] = None
            elif finding.veld == "omvang.volume":
                wanted["gedrag_volume"] = None
    unread = {name for name in form.errors if not _only_missing(form, name)}
    return [
        Punt("verplicht", "nog", "", anchor(form, name), str(form[name].label))
        for name in form.fields
        if name in wanted and name not in unread
    ]


def _only_missing(form: IndienForm, name: str) -> bool:
    return all(error.code == "verplicht" for error in form.errors.as_data().get(name, []))


def _months(a: Aanvraag | None) -> int | None:
    if a is None or a.begindatum is None or a.einddatum is None or a.einddatum < a.begindatum:
        return None
    return ritme.months_between(a.begindatum, a.einddatum)


def _part(t: Toetsing) -> Onderdeel | None:
    a = t.aanvraag
    if not a.volume or not a.eenheid:
        return None
    words = ritme.WOORDEN[a.eenheid]
    unit = words.enkelvoud if a.volume == 1 else words.meervoud
    if a.frequentie and a.frequentie != Frequentie.TOTAAL:
        unit = f"{unit} {Frequentie(a.frequentie).label}"
    minutes = a.volume if a.eenheid == Eenheid.MINUUT else None
    label = t.feiten.product.code if t.feiten.product else ""
    return Onderdeel(label, a.volume, unit, words.enkelvoud, minutes, t.feiten.tarief, t.bedrag)


def _per_month(parts: Sequence[Onderdeel], months: int | None) -> int | None:
    minutes = [part.minuten for part in parts]
    if not months or not minutes or any(value is None for value in minutes):
        return None
    return round(sum(value or 0 for value in minutes) / months)


def _good(form: IndienForm, judged: Sequence[Toetsing]) -> list[str]:
    """What was looked at and is in order; silent about what could not be judged yet."""
    if not judged:
        return []
    a, f = judged[0].aanvraag, judged[0].feiten
    codes = {finding.code for t in judged for finding in t.bevindingen}
    person = a.jeugdige
    said: list[tuple[bool, set[str], str]] = [
        (
            bool(person and person.bsn and person.geboortedatum),
            {"bsn_ongeldig", "geboortedatum_ongeldig", "leeftijd_te_hoog"},
            _("Jeugdige: nummer en leeftijd kloppen"),
        ),
        (
            bool(f.woonplaats_bekend and a.begindatum),
            {"andere_gemeente_verantwoordelijk"},
            _("Jouw gemeente is verantwoordelijk"),
        ),
        (
            bool(a.verwijzing_type and a.verwijzing_datum and a.begindatum),
            {"verwijzing_verlopen", "onbekende_waarde"},
            _("Verwijzing geldt voor deze periode"),
        ),
        (
            bool(f.product and a.begindatum),
            {"product_onbekend", "product_niet_geldig", "product_niet_in_gemeente",
             "plaatsing_via_cpwv", "taakgericht"},
            _("Product is hier ingekocht"),
        ),
        (
            bool(a.begindatum and a.einddatum and f.product),
            {"periode_ongeldig", "behandeling_te_lang"},
            _("Periode past bij het product"),
        ),
        (
            bool(f.aanbieder_id and f.product and a.begindatum),
            {"geen_contract", "contract_eindigt_eerder", "levert_niet_in_gemeente", "clientenstop",
             "geen_tarief",
             "aanbieder_onbekend"},
            _("Contract en tarief gelden de hele periode"),
        ),
        (
            bool(person and person.bsn and f.product and f.aanbieder_id and a.begindatum),
            {"toewijzing_overlap"},
            _("Geen dubbele toewijzing"),
        ),
        (
            bool(a.verdeling and a.verdeling.given and a.volume),
            {"verdeling_telt_niet_op", "verdeling_niet_toegestaan", "geen_indirecte_tijd",
             "reistijd_te_hoog"},
            _("Verdeling telt op"),
        ),
    ]  # fmt: skip
    return [text for judgeable, broken, text in said if judgeable and codes.isdisjoint(broken)]


@dataclass(frozen=True, slots=True)
class Aanbodlijst:
    """The aanbieders of block 3. `rijen` are drawn with a radio, `niet` greyed with the reason."""

    rijen: list[Aanbodregel] = field(default_factory=list)
    aantal: int = 0
    verborgen: int = 0
    niet: list[Aanbodregel] = field(default_factory=list)
    niet_aantal: int = 0
    gezocht: str = ""


def aanbod_key(form: IndienForm) -> str:
    """Says whether the list of aanbieders on screen is still the right one."""
    data = form.gelezen
    parts = (
        data.get("product"),
        form.tweede_code if data.get("gedragswetenschapper") else "",
        data.get("begindatum"),
        data.get("zoek_aanbieder"),
        data.get("alle_aanbieders"),
    )
    return "|".join("" if part is None else str(part) for part in parts)


def build_aanbod(actor: Actor, form: IndienForm, peildatum: date) -> Aanbodlijst | None:
    """None as long as no product is chosen."""
    data = form.gelezen
    if not form.gekozen:
        return None
    second = form.tweede_code if data.get("gedragswetenschapper") else ""
    rows = _offers(actor, form.gekozen.code, data, peildatum)
    if second:
        rows = _both(rows, _offers(actor, second, data, peildatum), second)
    sought = str(data.get("zoek_aanbieder") or "").strip()
    if sought:
        rows = [row for row in rows if sought.casefold() in row.naam.casefold()]
    can = [row for row in rows if row.kan]
    cannot = [row for row in rows if not row.kan]
    chosen = data.get("aanbieder")
    shown = can if data.get("alle_aanbieders") else can[:TOON]
    shown += [row for row in can[len(shown) :] if row.agb_code == chosen]
    return Aanbodlijst(
        rijen=shown,
        aantal=len(can),
        verborgen=len(can) - len(shown),
        niet=cannot[:TOON_REDENEN],
        niet_aantal=len(cannot),
        gezocht=sought,
    )


def _offers(
    actor: Actor, productcode: str, data: dict[str, object], peildatum: date
) -> list[Aanbodregel]:
    begin = data.get("begindatum")
    return offers_for(
        actor,
        productcode=productcode,
        gemeentecode=actor.organisatie_code,
        begindatum=begin if isinstance(begin, date) else peildatum,
    )


def _both(
    rows: Sequence[Aanbodregel], others: Sequence[Aanbodregel], code: str
) -> list[Aanbodregel]:
    """R-TOE-8: the aanbieder must be able to give both products of the pair."""
    can = {row.agb_code for row in others if row.kan}
    why = _("kan %(code)s er niet bij leveren") % {"code": code}
    return [
        row if not row.kan or row.agb_code in can else replace(row, kan=False, waarom_niet=why)
        for row in rows
    ]
