"""The register of queries that count an indicator from what the portal knows (R-CON-7, D-33).

    @berekening("hulpduur", "Duur van de hulp", Vorm.GEMIDDELDE, Maateenheid.DAGEN, "…")
    def hulpduur() -> str:
        return "select …"

A query gives one row per thing counted: `aanbieder_id, gemeente_id, jeugdige_id, teller, noemer`.
It may use `{segment}`, `{begin}` and `{eind}`: expressions of the segment and of the first and last
day, both inclusive. It looks back only, never past `{eind}`, so that a period that is over keeps
its figure unless its own data change.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from monitoring.choices import Maateenheid


class Vorm(StrEnum):
    GEMIDDELDE = "gemiddelde"
    AANDEEL = "aandeel"
    AANTAL = "aantal"


#: How rows of a query become a figure: `teller, noemer, waarde`. A gemiddelde or aandeel of nothing
#: is no figure; an aantal of nothing is 0.
REKENSOM = {
    Vorm.GEMIDDELDE: (
        "sum(teller)",
        "sum(noemer)",
        "sum(teller)::numeric / nullif(sum(noemer), 0)",
    ),
    Vorm.AANDEEL: ("sum(teller)", "sum(noemer)", "100.0 * sum(teller) / nullif(sum(noemer), 0)"),
    Vorm.AANTAL: ("count(distinct jeugdige_id)", "1", "count(distinct jeugdige_id)"),
}


@dataclass(frozen=True)
class Berekening:
    naam: str
    titel: str
    vorm: Vorm
    eenheid: Maateenheid
    uitleg: str
    query: Callable[[], str]
    over_jeugdigen: bool = True

    @property
    def jeugdigen(self) -> str:
        return "count(distinct jeugdige_id)" if self.over_jeugdigen else "null::int"


_REGISTER: dict[str, Berekening] = {}


def berekening(
    naam: str,
    titel: str,
    vorm: Vorm,
    eenheid: Maateenheid,
    uitleg: str,
    *,
    over_jeugdigen: bool = True,
) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Put a query in the register. Raises ValueError when the name is taken."""

    def register(query: Callable[[], str]) -> Callable[[], str]:
        if naam in _REGISTER:
            raise ValueError(f"Berekening {naam} staat er twee keer in")
        _REGISTER[naam] = Berekening(naam, titel, vorm, eenheid, uitleg, query, over_jeugdigen)
        return query

    return register


def berekeningen() -> Mapping[str, Berekening]:
    return _REGISTER


#: Of a jeugdige that goes from one place to another: so many days at most in between.
DOORPLAATSING_DAGEN = 30
#: What stops for a while is no end of care (JZ588 20).
_TIJDELIJK = "'20'"
_WIE = "t.aanbieder_id, t.gemeente_id, t.jeugdige_id"
_LEVERING = """from indications_levering l
  join indications_toewijzing t on t.id = l.toewijzing_id and t.status <> 'ingetrokken'
  join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
  join contracts_perceel p on p.id = pc.perceel_id and p.segment_id = {segment}"""
_GESTART = f"{_LEVERING}\n  where l.begindatum between {{begin}} and {{eind}}"
_GESTOPT = f"""{_LEVERING}
  where l.einddatum between {{begin}} and {{eind}} and l.reden_beeindiging <> {_TIJDELIJK}"""
_ELDERS = """not exists (select from indications_levering l2
    join indications_toewijzing t2 on t2.id = l2.toewijzing_id and t2.status <> 'ingetrokken'
    join contracts_perceelcontract pc2 on pc2.id = t2.perceelcontract_id
    join contracts_perceel p2 on p2.id = pc2.perceel_id and p2.segment_id = {{segment}}
    where t2.jeugdige_id = t.jeugdige_id and l2.periode @> {dag})"""


@berekening(
    "wachttijd_waargenomen",
    "Wachttijd van aanvraag tot start",
    Vorm.GEMIDDELDE,
    Maateenheid.WEKEN,
    "Gemiddeld aantal weken van de aanvraag tot de eerste dag van de hulp, van hulp die in de "
    "periode begon.",
)
def wachttijd_waargenomen() -> str:
    """Days over seven per start, so that what is kept is whole and adds up exactly."""
    return f"""select {_WIE}, greatest(l.begindatum - l.aangevraagd_op, 0) as teller,
  7 as noemer {_GESTART} and l.aangevraagd_op is not null"""


@berekening(
    "wachttijd_boven_norm",
    "Hulp die later begon dan afgesproken",
    Vorm.AANDEEL,
    Maateenheid.PROCENT,
    "Deel van de hulp die in de periode begon, waarbij de jeugdige langer wachtte dan de maximale "
    "wachttijd van het contract of het perceel.",
)
def wachttijd_boven_norm() -> str:
    return f"""select {_WIE}, (l.begindatum - l.aangevraagd_op
    > 7 * coalesce(pc.max_wachttijd_weken, p.max_wachttijd_weken))::int as teller,
  1 as noemer {_GESTART} and l.aangevraagd_op is not null"""


@berekening(
    "wachttijd_opgegeven",
    "Wachttijd die aanbieders opgeven",
    Vorm.GEMIDDELDE,
    Maateenheid.WEKEN,
    "Gemiddelde van de weken tot er een plek is, zoals aanbieders die elke week opgeven.",
    over_jeugdigen=False,
)
def wachttijd_opgegeven() -> str:
    return """select pc.aanbieder_id, null::uuid as gemeente_id, null::uuid as jeugdige_id,
  o.weken as teller, 1 as noemer
  from availability_opgave o
  join availability_aanbod a on a.id = o.aanbod_id
  join contracts_perceelcontract pc on pc.id = a.perceelcontract_id
  join contracts_perceel p on p.id = pc.perceel_id and p.segment_id = {segment}
  where o.week between {begin} and {eind}"""


@berekening(
    "hulpduur",
    "Duur van de hulp",
    Vorm.GEMIDDELDE,
    Maateenheid.DAGEN,
    "Gemiddeld aantal dagen van de eerste tot en met de laatste dag, van hulp die in de periode "
    "stopte. Een tijdelijke stop telt niet.",
)
def hulpduur() -> str:
    return f"""select {_WIE}, l.einddatum - l.begindatum + 1 as teller, 1 as noemer {_GESTOPT}"""


@berekening(
    "instroom",
    "Instroom",
    Vorm.AANTAL,
    Maateenheid.JEUGDIGEN,
    "Jeugdigen van wie in de periode hulp begon en die de dag ervoor geen hulp in het segment "
    "hadden.",
)
def instroom() -> str:
    return f"""select {_WIE}, 1 as teller, 1 as noemer {_GESTART}
  and {_ELDERS.format(dag="(l.begindatum - 1)")}"""


@berekening(
    "uitstroom",
    "Uitstroom",
    Vorm.AANTAL,
    Maateenheid.JEUGDIGEN,
    "Jeugdigen van wie in de periode hulp stopte en die de dag erna geen hulp in het segment "
    "hebben. Een tijdelijke stop telt niet.",
)
def uitstroom() -> str:
    return f"""select {_WIE}, 1 as teller, 1 as noemer {_GESTOPT}
  and {_ELDERS.format(dag="(l.einddatum + 1)")}"""


@berekening(
    "doorplaatsing",
    "Doorplaatsing bij wonen en verblijf",
    Vorm.AANDEEL,
    Maateenheid.PROCENT,
    "Deel van de toewijzingen wonen of verblijf die in de periode begonnen, van een jeugdige die "
    f"hoogstens {DOORPLAATSING_DAGEN} dagen eerder bij een andere aanbieder wegging.",
)
def doorplaatsing() -> str:
    """A toewijzing names an aanbieder and no location, so a move within one is not seen."""
    wonen = "('wonen', 'verblijf')"
    return f"""select {_WIE}, exists (select from indications_toewijzing t2
      join contracts_perceelcontract pc2 on pc2.id = t2.perceelcontract_id
      join contracts_perceel p2 on p2.id = pc2.perceel_id and p2.aard in {wonen}
      where t2.jeugdige_id = t.jeugdige_id and t2.aanbieder_id <> t.aanbieder_id
        and t2.status <> 'ingetrokken'
        and t2.einddatum between t.begindatum - {DOORPLAATSING_DAGEN} and t.begindatum
    )::int as teller, 1 as noemer
  from indications_toewijzing t
  join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
  join contracts_perceel p on p.id = pc.perceel_id and p.segment_id = {{segment}}
    and p.aard in {wonen}
  where t.status <> 'ingetrokken' and t.begindatum between {{begin}} and {{eind}}"""  # noqa: S608 - fixed text
