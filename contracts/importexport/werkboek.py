"""Take a workbook of the catalogue back in: from a day, all of it or nothing (R-SEG-2).

A row is compared with what holds on the ingangsdatum; what differs goes through the same doors as
the screens (`contracts.mutaties`, `services.tarieven`). What can be seen from the row and the
catalogue as a whole is looked at before, without a question per row.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from contracts import mutaties
from contracts.catalogus import regels
from contracts.catalogus.soorten import SOORTEN
from contracts.catalogus.stand import BLADEN, TARIEVEN, UITSLUITINGEN, Blad, rows_on
from contracts.catalogus.woorden import LIJSTEN, spoken
from contracts.importexport.bekend import Bekend
from contracts.importexport.kolommen import LEES, kolommen_of
from contracts.importexport.uitvoer import sheet_name
from contracts.policies import CATALOGUS_BEHEREN
from contracts.rules import is_amount
from contracts.services import tarieven
from contracts.services.tarieven import TARIEF_BEDRAG, TARIEF_EENHEID, Tariefgegevens
from core.actor import Actor
from core.constraints import finding_of
from core.fouten import Bevinding, Foutcode, Niveau, PortalFout, errors_of
from core.handeling import Handeling
from core.importexport.inlezen import Importschema, Regel, Verwerkt

AL_GEPLAND = Foutcode(
    "al_gepland",
    "Op de ingangsdatum geldt al iets anders dan vandaag; dat blijft zo.",
    "R-SEG-2",
    Niveau.WAARSCHUWING,
)
#: Fits every catalogue; a sheet is one batch, so that a row sees the one before it.
REGELS = 20_000


@dataclass(frozen=True)
class Ingelezen:
    """What a row of a sheet would do: `oud` and `nieuw` in words; new rows have no field."""

    blad: str
    rij: int
    wie: str
    veld: str
    oud: str
    nieuw: str


@dataclass
class Bladimport:
    """The Verwerker of one sheet; `gedaan` says what changed, for who looks before it is stored."""

    blad: Blad
    ingang: datetime.date
    peildatum: datetime.date
    gedaan: list[Ingelezen] = field(default_factory=list)
    vandaag: Mapping[tuple[Any, ...], Mapping[str, Any]] = field(default_factory=dict)

    def __call__(self, actor: Actor, rijen: Sequence[Regel]) -> Verwerkt:
        mutaties.lock_catalogue()
        self.vandaag = self._rows(self.peildatum)
        now = self.vandaag | self._rows(self.ingang)
        bekend = Bekend.now(self.blad)
        self.gedaan = []
        found: dict[int, Sequence[Bevinding]] = {}
        new = changed = 0
        for rij in rijen:
            key = tuple(rij.waarden[name] or "" for name in self.blad.sleutel)
            current = now.get(key)
            findings = self._look(rij, current, bekend)
            before = len(self.gedaan)
            if not errors_of(findings):
                findings = self._carry_out(actor, rij, current, bekend)
            found[rij.nummer] = [*findings, *self._planned(rij, current)]
            if not errors_of(findings) and len(self.gedaan) > before:
                new, changed = new + (current is None), changed + (current is not None)
        return Verwerkt(found, new, changed)

    def _rows(self, day: datetime.date) -> dict[tuple[Any, ...], Mapping[str, Any]]:
        rows = rows_on(self.blad, day, vandaag=self.peildatum)
        return {tuple(row[name] for name in self.blad.sleutel): row for row in rows}

    def _look(
        self, rij: Regel, current: Mapping[str, Any] | None, bekend: Bekend
    ) -> list[Bevinding]:
        """What is wrong for whoever knows the codes of the catalogue."""
        values = rij.waarden
        found = bekend.unknown(self.blad, values)
        begin, einde = values.get("begindatum"), values.get("einddatum")
        if current is None and self.blad.periode:
            begin = begin or self.ingang
            if self.blad is not TARIEVEN:
                found += regels.check_ingang(begin, self.peildatum, "begindatum")
            found += regels.check_einde(begin, einde, self.peildatum)
        if current is not None and begin and begin != current["begindatum"]:
            others = bekend.begins.get(tuple(str(current[n]) for n in self.blad.sleutel), ())
            if begin not in others:
                found.append(regels.VELD_LIGT_VAST.bevinding("begindatum", _FIXED))
        if self.blad.code == "producten" and current is None:
            found += regels.check_productcode(values["code"])
        if self.blad is UITSLUITINGEN and bool(values["perceel"]) == bool(values["product"]):
            reden = "Vul een perceel of een product in, niet allebei."
            found.append(Bevinding("uitsluiting_van_een", Niveau.FOUT, "perceel", reden))
        segment = values.get("segment")
        if current is not None and segment and segment != current["segment"]:
            found.append(regels.VELD_LIGT_VAST.bevinding("segment", _FIXED))
        if self.blad is TARIEVEN:
            found += _look_at_tariff(values, bekend)
        return found

    def _carry_out(
        self, actor: Actor, rij: Regel, current: Mapping[str, Any] | None, bekend: Bekend
    ) -> list[Bevinding]:
        """Each row in a savepoint; what a service refuses becomes a finding with its code."""
        before = len(self.gedaan)
        try:
            with transaction.atomic():
                if self.blad is TARIEVEN:
                    self._tariff(actor, rij, current, bekend)
                else:
                    self._row(Handeling(actor), rij, current, bekend)
            return []
        except PortalFout as exc:
            del self.gedaan[before:]
            whole = Bevinding(exc.code, Niveau.FOUT, "", exc.reden)
            return list(exc.bevindingen) or [whole]
        except IntegrityError as exc:
            del self.gedaan[before:]
            return [finding_of(exc)]

    def _row(
        self, act: Handeling, rij: Regel, current: Mapping[str, Any] | None, bekend: Bekend
    ) -> None:
        soort = SOORTEN[self.blad.soort]
        if current is None:
            values = self._new_values(rij, bekend)
            mutaties.add(act, soort, values, peildatum=self.peildatum)
            self._tell(rij, _name(self.blad, rij), "", "", "")
            return
        changed = self._changed(rij, current)
        ends = self._ends(rij, current)
        if not changed and not ends:
            return
        row = soort.model._default_manager.get(pk=current["id"])
        if changed:
            values = {name: _as_model(name, value) for name, value in changed.items()}
            done = mutaties.change(
                act, soort, row, values, ingang=self.ingang, peildatum=self.peildatum, samen=True
            )
            row = row if soort.mutatie else done
        if ends:
            einde = rij.waarden["einddatum"]
            mutaties.end(act, soort, row, einde, peildatum=self.peildatum)
        self._tell_changes(rij, current, changed, ends)

    def _tariff(
        self, actor: Actor, rij: Regel, current: Mapping[str, Any] | None, bekend: Bekend
    ) -> None:
        values = rij.waarden
        if current is None:
            begin = values["begindatum"] or self.ingang
            tarieven.add(
                actor,
                self._tariff_values(values, begin, values["einddatum"], bekend),
                peildatum=self.peildatum,
                gat_akkoord=True,
            )
            self._tell(rij, _name(self.blad, rij), "bedrag", "", spoken("bedrag", values["bedrag"]))
            return
        changed, ends = self._changed(rij, current), self._ends(rij, current)
        pk: UUID = current["id"]
        if changed and current["begindatum"] == self.ingang:
            tarieven.correct(actor, pk, bedrag=values["bedrag"], peildatum=self.peildatum)
        elif changed:
            given = self._tariff_values(values, self.ingang, None, bekend)
            pk = tarieven.add(actor, given, peildatum=self.peildatum).pk
        if ends:
            einde = values["einddatum"]
            tarieven.end(actor, pk, einddatum=einde, peildatum=self.peildatum, gat_akkoord=True)
        self._tell_changes(rij, current, changed, ends)

    def _tariff_values(
        self,
        values: Mapping[str, Any],
        begin: datetime.date,
        einde: datetime.date | None,
        bekend: Bekend,
    ) -> Tariefgegevens:
        group, place = values["tariefgroep"], values["locatie_id"]
        return Tariefgegevens(
            product_id=bekend.producten[values["product"]].pk,
            eenheid=values["eenheid"],
            bedrag=values["bedrag"],
            begindatum=begin,
            tariefgroep_id=bekend.tariefgroepen[group].pk if group else None,
            locatie_id=UUID(place) if place else None,
            einddatum=einde,
        )

    def _new_values(self, rij: Regel, bekend: Bekend) -> dict[str, Any]:
        """What the file gives; what it leaves open gets the default of the model."""
        soort = SOORTEN[self.blad.soort]
        values: dict[str, Any] = {}
        for name in (*soort.vast, *soort.velden):
            value = rij.waarden.get(name)
            if name == "begindatum":
                value = value or self.ingang
            if value not in (None, ""):
                values[name] = bekend.row_of(name, value) or _as_model(name, value)
        return values

    def _changed(self, rij: Regel, current: Mapping[str, Any]) -> dict[str, Any]:
        """Columns of the file whose value differs; a cell left empty empties only what may be."""
        found = {}
        for name in self.blad.waarden:
            if name not in rij.aanwezig:
                continue
            value = rij.waarden[name]
            if value is None and isinstance(current[name], str):
                value = ""
            if value is None and not self._may_be_empty(name):
                continue
            if value not in (current[name], self._today(current).get(name, current[name])):
                found[name] = value
        return found

    def _today(self, current: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same row as it is now: a file that was fetched today leaves what is planned alone."""
        return self.vandaag.get(tuple(current[name] for name in self.blad.sleutel), {})

    def _planned(self, rij: Regel, current: Mapping[str, Any] | None) -> list[Bevinding]:
        """A warning where the file says what holds today and something else is planned."""
        if current is None:
            return []
        today, found = self._today(current), []
        for name in self.blad.waarden:
            value = rij.waarden.get(name)
            if name in today and value == today[name] and value != current[name]:
                reden = f"Dan geldt al: {spoken(name, current[name])[:80]}. Dat blijft zo."
                found.append(AL_GEPLAND.bevinding(name, reden))
        return found

    def _may_be_empty(self, name: str) -> bool:
        soort = SOORTEN.get(self.blad.soort)
        return soort is not None and soort.field(name).null

    def _ends(self, rij: Regel, current: Mapping[str, Any]) -> bool:
        if not self.blad.periode or "einddatum" not in rij.aanwezig:
            return False
        known = (current["einddatum"], self._today(current).get("einddatum", ...))
        return rij.waarden["einddatum"] not in known

    def _tell_changes(
        self, rij: Regel, current: Mapping[str, Any], changed: Mapping[str, Any], ends: bool
    ) -> None:
        for name, value in changed.items():
            old, new = spoken(name, current[name]), spoken(name, value)
            self._tell(rij, current["wie"], name, old, new)
        if ends:
            old, new = current["einddatum"], rij.waarden["einddatum"]
            self._tell(rij, current["wie"], "einddatum", spoken("", old), spoken("", new))

    def _tell(self, rij: Regel, wie: str, veld: str, oud: str, nieuw: str) -> None:
        self.gedaan.append(Ingelezen(sheet_name(self.blad), rij.nummer, wie, veld, oud, nieuw))


_FIXED = "Dit ligt vast; laat staan wat is opgehaald."


def _look_at_tariff(values: Mapping[str, Any], bekend: Bekend) -> list[Bevinding]:
    found = []
    product = bekend.producten.get(values["product"])
    if product is not None and values["eenheid"] not in product.eenheden:
        found.append(TARIEF_EENHEID.bevinding("eenheid", TARIEF_EENHEID.betekenis))
    amount: Decimal = values["bedrag"]
    if not is_amount(amount):
        found.append(TARIEF_BEDRAG.bevinding("bedrag", TARIEF_BEDRAG.betekenis))
    if values["tariefgroep"] and values["locatie_id"]:
        reden = "Vul een tariefgroep of een locatie in, niet allebei."
        found.append(Bevinding("tarief_groep_of_locatie", Niveau.FOUT, "tariefgroep", reden))
    return found


def _as_model(name: str, value: Any) -> Any:
    return value.split(",") if name in LIJSTEN and isinstance(value, str) else value


def _name(blad: Blad, rij: Regel) -> str:
    parts = [rij.waarden.get(name) for name in (*blad.sleutel, "naam") if name != "locatie_id"]
    return " ".join(spoken("eenheid", p) if p else "" for p in parts).strip()


def schemas(ingang: datetime.date, peildatum: datetime.date) -> list[Importschema]:
    """A schema per sheet, in the order in which they are stored."""
    return [
        Importschema(
            blad.code,
            sheet_name(blad),
            kolommen_of(blad),
            CATALOGUS_BEHEREN,
            Bladimport(blad, ingang, peildatum),
            sleutel=blad.sleutel,
            batch=REGELS,
            max_regels=REGELS,
            herkenning=[k.naam for k in kolommen_of(blad) if k.uitleg != LEES][:2],
        )
        for blad in BLADEN
    ]


def done_by(made: Sequence[Importschema]) -> list[Ingelezen]:
    """What the run did, over all sheets."""
    return [
        line
        for schema in made
        if isinstance(schema.verwerk, Bladimport)
        for line in schema.verwerk.gedaan
    ]
