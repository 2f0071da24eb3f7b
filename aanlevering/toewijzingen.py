"""A file of toewijzingen: SQL sieves, Python speaks.

One set-based statement knows the facts of every row (the same as for the form) and one predicate
sees which rows are plainly fine. Only the others go through `indications.rules`, which finds what
the form would find, with its codes and its words. What is good is then stored set-based; the
constraints decide a race.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import connection
from django.utils.translation import gettext as _

from aanlevering import codes
from aanlevering import toewijzingen_sql as statements
from aanlevering.kern import Gelezen, Inleesbeurt, Vorm, copy_rows
from aanlevering.toewijzingen_kolommen import KOLOM_VAN, VORM
from core import kluis
from core.fouten import Bevinding, Niveau
from core.handeling import history_context
from core.ui.formats import format_long_date
from indications import codes as toewijzing_codes
from indications.aanvraag import Aanvraag, Jeugdigegegevens, Verdeling
from indications.feiten import KOLOMMEN as FEITEN
from indications.feiten import facts_of
from indications.services.indienen import findings_of

_LIJST = (
    "referentie gemeente geboren agb product begin eind volume eenheid frequentie direct indirect "
    "reistijd contacten vtype vdatum vtot verwijzer reden"
)
_NAMEN = _LIJST.split()
_BREED = len(FEITEN)


@dataclass
class Toewijzingen(Inleesbeurt):
    vorm: ClassVar[Vorm] = VORM

    _persons: set[str] = field(default_factory=set)

    def prepare(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("drop table if exists aangeleverd, feit, goed, persoon")
            cursor.execute(statements.STAGING)
            if not self.proef:
                cursor.execute(statements.PERSONEN)

    def stage(self, rows: Sequence[Gelezen]) -> None:
        hashes = [_hash(row.waarden["bsn"]) for row in rows]
        staged = []
        for row, bsn_hash in zip(rows, hashes, strict=True):
            values = row.waarden
            if values["bsn"] and values["referentie"] == values["bsn"]:
                found = codes.REFERENTIE_IS_BSN.bevinding(
                    "referentie", _("Kies een ander kenmerk.")
                )
                self.found[row.nummer].append(found)
                row.fout, values["referentie"] = True, None
            staged.append((row.nummer, row.fout, bsn_hash, *(values[name] for name in _NAMEN)))
        copy_rows("aangeleverd", ["nr", "fout", "bsn_hash", *_NAMEN], staged)
        if not self.proef:
            self._stage_persons(rows, hashes)

    def _stage_persons(self, rows: Sequence[Gelezen], hashes: Sequence[str | None]) -> None:
        """BSN and name of who is not known yet, encrypted before they leave this process."""
        new = {
            found: row.waarden
            for row, found in zip(reversed(rows), reversed(hashes), strict=True)
            if found and found not in self._persons and row.waarden["geslachtsnaam"]
        }
        self._persons.update(new)
        with connection.cursor() as cursor:
            cursor.execute(
                "select encode(bsn_hash, 'hex') from indications_jeugdigekluis "
                "where bsn_hash = any (%s)",
                [[bytes.fromhex(found) for found in new]],
            )
            for (known,) in cursor.fetchall():
                del new[known]
        copy_rows(
            "persoon", ["bsn_hash", "id", "bsn", "naam"], [_sealed(*item) for item in new.items()]
        )

    def judge(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("analyze aangeleverd")
        known = self._known()
        self._gather_facts()
        self._sift()
        self._among_themselves()
        with connection.cursor() as cursor:
            cursor.execute("select count(*) from aangeleverd where not fout and not bekend")
            self.outcome.nieuw = cursor.fetchone()[0]
        self.outcome.bekend, self.outcome.gewijzigd = known, 0

    def _known(self) -> int:
        """Rows under a reference that is known: the same is no news, another is refused."""
        changed: dict[int, list[Bevinding]] = {}
        same: list[int] = []
        wrong: list[int] = []
        with connection.cursor() as cursor:
            cursor.execute(statements.BEKEND, {"gemeente": self.actor.organisatie_id})
            for number, equal, what in cursor.fetchall():
                if number in self.found:
                    wrong.append(number)
                elif equal:
                    same.append(number)
                else:
                    changed[number] = [_changed(what)]
            cursor.execute("update aangeleverd set bekend = true where nr = any (%s)", [same])
            wrong += self.add(changed)
            cursor.execute(
                "update aangeleverd set bekend = true, fout = true where nr = any (%s)", [wrong]
            )
        return len(same)

    def _gather_facts(self) -> None:
        given: list[Any] = [self.peildatum, history_context(self.actor), self.actor.organisatie_id]
        with connection.cursor() as cursor:
            cursor.execute(statements.FEITEN_TABEL, [*given, 0, 0])
            for after, until in self.steps():
                cursor.execute(statements.FEITEN_VULLEN, [*given, after, until])
                self.step(until, self.outcome.gelezen, "Nakijken")
            cursor.execute("alter table feit add primary key (nr)")
            cursor.execute("analyze feit")

    def _sift(self) -> None:
        """The rules speak about every row that is not plainly fine."""
        given: dict[str, Any] = {
            "gemeente": self.actor.organisatie_id,
            "peildatum": self.peildatum,
        }
        for after, until in self.steps():
            with connection.cursor() as cursor:
                cursor.execute(statements.TWIJFEL, given | {"na": after, "tot": until})
                spoken = {row[0]: self._speak(row) for row in cursor.fetchall()}
                cursor.execute(statements.FOUT, [self.add(spoken)])
            self.step(until, self.outcome.gelezen, "Nakijken")

    def _speak(self, row: Sequence[Any]) -> list[Bevinding]:
        values = dict(zip(_NAMEN, row[_BREED:], strict=True))
        found = findings_of(
            self.actor,
            aanvraag_of(values),
            feiten=facts_of(row),
            peildatum=self.peildatum,
            complete=False,
        )
        warnings = [f for f in found if f.niveau == Niveau.WAARSCHUWING]
        if warnings and not values["reden"].strip():
            found.append(
                toewijzing_codes.WAARSCHUWING_ZONDER_REDEN.bevinding(
                    "waarschuwingReden",
                    _("Er is een waarschuwing: %(text)s Schrijf op waarom je toch indient.")
                    % {"text": warnings[0].reden},
                )
            )
        return [in_column(f) for f in found]

    def _among_themselves(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statements.GEBOREN)
            born = {number: [_other_birth(first)] for number, first in cursor.fetchall()}
            cursor.execute(statements.FOUT, [self.add(born)])
            cursor.execute(statements.SAMENLOOP)
            overlap = {number: [finding] for number, finding in _overlaps(cursor.fetchall())}
            cursor.execute(statements.FOUT, [self.add(overlap)])

    def store(self) -> None:
        actor = self.actor
        given: dict[str, Any] = {
            "sleutel": kluis.current_key(),
            "kenmerk": self.kenmerk,
            "actorsoort": str(actor.soort),
            "actor_id": actor.id,
            "actor_naam": actor.naam,
            "organisatie_id": actor.organisatie_id,
            "rollen": actor.rollen_tekst,
            "referentie": actor.referentie,
            "netwerkadres": actor.netwerkadres,
        }
        with connection.cursor() as cursor:
            cursor.execute(statements.GOED)
            cursor.execute("create index on goed (nr)")
            cursor.execute("analyze goed")
            for after, until in self.steps():
                for statement in statements.BEWAREN:
                    cursor.execute(statement, given | {"na": after, "tot": until})
                self.step(until, self.outcome.gelezen, "Inlezen")
            cursor.execute(statements.INZAGE, given)
        self.outcome.opgeslagen = self.outcome.nieuw or 0


def aanvraag_of(values: dict[str, Any]) -> Aanvraag:
    """A staged row as the rules know it; BSN and name were judged when their cells were read."""
    parts = [values[name] for name in ("direct", "indirect", "reistijd", "contacten")]
    return Aanvraag(
        jeugdige=Jeugdigegegevens(geboortedatum=values["geboren"]),
        gemeentecode=values["gemeente"],
        aanbieder_agb=values["agb"],
        productcode=values["product"],
        begindatum=values["begin"],
        einddatum=values["eind"],
        volume=values["volume"],
        eenheid=values["eenheid"],
        frequentie=values["frequentie"],
        verdeling=Verdeling(*parts) if any(part is not None for part in parts) else None,
        verwijzing_type=values["vtype"],
        verwijzing_datum=values["vdatum"],
        verwijzer=values["verwijzer"] or "",
        verwijzing_tot=values["vtot"],
    )


def in_column(found: Bevinding) -> Bevinding:
    veld = KOLOM_VAN.get(found.veld, found.veld)
    return Bevinding(found.code, found.niveau, veld, found.reden, found.regel)


def _hash(bsn: str | None) -> str | None:
    return kluis.fingerprint(bsn).hex() if bsn else None


def _sealed(bsn_hash: str, values: dict[str, Any]) -> tuple[str, UUID, bytes, bytes]:
    pseudonym = uuid4()
    naam = {
        "geslachtsnaam": values["geslachtsnaam"],
        "voorvoegsel": values["voorvoegsel"] or "",
        "voornamen": values["voornamen"] or "",
    }
    return (
        bsn_hash,
        pseudonym,
        kluis.encrypt(values["bsn"], bound_to=f"bsn:{pseudonym}"),
        kluis.encrypt(naam, bound_to=f"naam:{pseudonym}"),
    )


def _changed(what: str) -> Bevinding:
    return codes.REFERENTIE_GEWIJZIGD.bevinding(
        "referentie",
        _(
            "Onder dit kenmerk staat al een toewijzing, met een andere waarde bij: %(what)s. "
            "Wijzig die toewijzing in het portaal, of kies een nieuw kenmerk."
        )
        % {"what": what},
    )


def _other_birth(first: int) -> Bevinding:
    return toewijzing_codes.GEBOORTEDATUM_ONGELDIG.bevinding(
        "geboortedatum",
        _("Op rij %(first)d staat bij hetzelfde burgerservicenummer een andere geboortedatum.")
        % {"first": first},
    )


def _overlaps(
    rows: Sequence[tuple[int, int, datetime.date, datetime.date]],
) -> Iterator[tuple[int, Bevinding]]:
    """In the order of the file: a row that falls out does not keep the next one out."""
    kept: list[tuple[int, datetime.date, datetime.date]] = []
    group = 0
    for of, number, begin, end in rows:
        if of != group:
            group, kept = of, []
        clash = next((nr for nr, first, last in kept if begin <= last and first <= end), None)
        if clash is None:
            kept.append((number, begin, end))
            continue
        yield (
            number,
            toewijzing_codes.TOEWIJZING_OVERLAP.bevinding(
                "begindatum",
                _("Op rij %(nr)d staat dit product er al, in dezelfde periode (vanaf %(begin)s).")
                % {"nr": clash, "begin": format_long_date(begin)},
            ),
        )
