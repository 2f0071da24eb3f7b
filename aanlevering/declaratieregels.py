"""A file of declared lines; `indications.declareren` says what is wrong and books the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import connection
from django.utils.translation import gettext as _

from aanlevering.kern import Gelezen, Inleesbeurt, Vorm, copy_rows
from aanlevering.toewijzingen_kolommen import code_list, code_of
from contracts.choices import Eenheid
from core.choices import Inzagehandeling
from core.constraints import meaning_of
from core.fouten import REGISTER, VERPLICHT, Bevinding, errors_of
from core.handeling import record_access
from core.importexport.kolommen import Kolom, Soort
from indications.declareren import KOLOMMEN as GELEVERD
from indications.declareren import booking_sql, check_sql, concerned_sql

#: Jeugdigen named per line of the access log.
PER_REGEL = 1_000

KOLOMMEN = (
    Kolom("toewijzingsnummer", "toewijzingsnummer", Soort.GEHEEL),
    Kolom("agb", "agb", Soort.AGB, aliassen=("agb-code",), uitleg=_("Van wie declareert.")),
    Kolom(
        "referentienummer",
        max_lengte=20,
        uitleg=_("Van de aanbieder; hetzelfde nummer is dezelfde prestatie."),
    ),
    Kolom("productcode", verplicht=False, max_lengte=20, aliassen=("product",)),
    Kolom("begindatum", soort=Soort.DATUM),
    Kolom("einddatum", soort=Soort.DATUM),
    Kolom("volume", soort=Soort.GEHEEL, uitleg=_("Een correctie is een regel onder nul.")),
    Kolom("eenheid", max_lengte=40, vorm=code_of(Eenheid), uitleg=code_list(Eenheid)),
    Kolom("bedrag", "bedrag_centen", Soort.DECIMAAL, uitleg=_("In euro, bijvoorbeeld 1250,50.")),
)
VORM = Vorm(
    "declaratieregels",
    _("Declaratieregels aanleveren"),
    KOLOMMEN,
    ("agb", "referentienummer"),
    ("toewijzingsnummer", "referentienummer"),
    _("Elke regel is een gedeclareerde prestatie op een toewijzing van je gemeente."),
)
_VAN = {"bedrag_centen": "bedrag", "gemeente": "toewijzingsnummer"}
_NAMEN = [name for name in GELEVERD if name != "regel_nr"]
STAGING = f"""
create temporary table aangeleverd (nr bigint primary key, fout boolean not null,
  {", ".join(f"{name} {kind}" for name, kind in GELEVERD.items() if name != "regel_nr")}
) on commit drop
"""
GOED = """
create temporary view goed as select nr as regel_nr, a.* from aangeleverd a where not fout
"""
FOUT = "update aangeleverd set fout = true where nr = any (%s)"
BEKEND = """
select count(*) from goed g where exists (
  select from indications_declaratieregel d join providers_agbcode b
    on b.aanbieder_id = d.aanbieder_id and b.code = g.agb
  where d.referentienummer = g.referentienummer)
"""


@dataclass
class Declaratieregels(Inleesbeurt):
    vorm: ClassVar[Vorm] = VORM

    def prepare(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("drop view if exists goed")
            cursor.execute("drop table if exists aangeleverd")
            cursor.execute(STAGING)
            cursor.execute(GOED)

    def stage(self, rows: Sequence[Gelezen]) -> None:
        staged = []
        for row in rows:
            values = {"gemeente": "", **row.waarden}
            if values["bedrag_centen"] is not None:
                cents = values["bedrag_centen"] * 100
                values["bedrag_centen"] = int(cents)
                if cents != int(cents):
                    self.found[row.nummer].append(_half_cent())
                    row.fout = True
            staged.append((row.nummer, row.fout, *(values[name] for name in _NAMEN)))
        copy_rows("aangeleverd", ["nr", "fout", *_NAMEN], staged)

    def judge(self) -> None:
        """Asked again as long as it finds more wrong rows: a correction may lean on one of them."""
        with connection.cursor() as cursor:
            cursor.execute("analyze aangeleverd")
            self._speak(cursor, "(select nr as regel_nr, a.* from aangeleverd a)")
            while self._speak(cursor, "goed"):
                pass
            cursor.execute(BEKEND)
            self.outcome.bekend = cursor.fetchone()[0]
            cursor.execute("select count(*) from goed")
            self.outcome.nieuw = cursor.fetchone()[0] - self.outcome.bekend
        self.outcome.gewijzigd = 0
        self.step(self.outcome.gelezen, self.outcome.gelezen, "Nakijken")

    def _speak(self, cursor: Any, bron: str) -> bool:
        """Whether rows fell out by it."""
        cursor.execute(check_sql(bron), self._given())
        spoken: dict[int, list[Bevinding]] = {}
        for number, code, veld, reden in cursor.fetchall():
            found = _finding(code, _VAN.get(veld, veld), reden)
            unread = code == VERPLICHT.code and found.veld in {
                f.veld for f in self.found.get(number, ())
            }
            if not unread:  # that something stands there has been said, and what is wrong with it
                spoken.setdefault(number, []).append(found)
        wrong = [nr for nr, found in spoken.items() if errors_of(found)]
        self.add(spoken)
        cursor.execute("select count(*) from aangeleverd where nr = any (%s) and not fout", [wrong])
        more = bool(cursor.fetchone()[0])
        cursor.execute(FOUT, [wrong])
        return more

    def store(self) -> None:
        self.step(0, self.outcome.gelezen, "Inlezen")
        with connection.cursor() as cursor:
            cursor.execute(concerned_sql("goed"), self._given())
            concerned = [row[0] for row in cursor.fetchall()]
            cursor.execute(booking_sql("goed"), self._given())
        for at in range(0, len(concerned), PER_REGEL):
            record_access(
                self.actor,
                Inzagehandeling.WIJZIGEN,
                "declaratie.aanleveren",
                jeugdigen=concerned[at : at + PER_REGEL],
                object_id=self.kenmerk,
                objectsoort="aanlevering",
            )
        self.outcome.opgeslagen = self.outcome.nieuw or 0
        self.step(self.outcome.gelezen, self.outcome.gelezen, "Inlezen")

    def _given(self) -> dict[str, Any]:
        return {
            "gemeente": self.actor.organisatie_id,
            "aanbieder": None,
            "peildatum": self.peildatum,
        }


def _finding(code: str, veld: str, reden: str) -> Bevinding:
    return REGISTER[code].bevinding(veld, reden or meaning_of(code))


def _half_cent() -> Bevinding:
    return REGISTER["ongeldig_formaat"].bevinding(
        "bedrag", _("Schrijf het bedrag in hele centen, bijvoorbeeld 1250,50.")
    )
