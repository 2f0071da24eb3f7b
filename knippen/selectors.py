"""What a round does in a gemeente, and what was cut: rows, counts, choices."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from core.actor import Actor
from core.fouten import Ongeldig
from core.importexport.uitvoer import Sqlbron
from core.paging import ONGELDIGE_CURSOR, Pagina
from core.sql import fetch_prepared
from indications.aanvraag import Aanvraag
from indications.feiten import gather
from indications.models import Toewijzing
from knippen.models import Knip, Knipbeurt, Knipronde
from knippen.selectie import LOS, RONDE, outcome, questions

DAG: Final = datetime.timedelta(days=1)
PER_BLADZIJDE: Final = 25
GEKNIPT: Final = "geknipt"


@dataclass(frozen=True, slots=True)
class Vraag:
    """Candidates and the day: those of a round in one gemeente, or `los`, named by id."""

    gemeente_id: UUID
    laatste_dag: datetime.date
    ronde_id: UUID | None = None
    los: tuple[Mapping[str, Any], ...] = ()

    @property
    def kandidaat(self) -> str:
        return RONDE if self.ronde_id else LOS

    @property
    def params(self) -> dict[str, Any]:
        shared = {"gemeente": self.gemeente_id, "dag": self.laatste_dag}
        if self.ronde_id:
            return {**shared, "ronde": self.ronde_id}
        return {**shared, "los": orjson.dumps(list(self.los)).decode()}


def of_round(ronde: Knipronde, gemeente_id: UUID) -> Vraag:
    return Vraag(gemeente_id, ronde.laatste_dag, ronde_id=ronde.pk)


def bound(actor: Actor, vraag: Vraag) -> dict[str, Any]:
    """Parameters of the judgement, with the facts of filing on the first day of the new one."""
    first = vraag.laatste_dag + DAG
    asked = fetch_prepared(questions(vraag.kandidaat), vraag.params)
    wanted = [
        Aanvraag(
            gemeentecode=gemeente,
            aanbieder_agb=agb,
            productcode=product,
            begindatum=first,
            eenheid=eenheid,
        )
        for _aanbieder, agb, _naar, product, eenheid, gemeente in asked
    ]
    facts = [
        {
            "aanbieder": aanbieder,
            "naar": naar,
            "eenheid": eenheid,
            "contract": fact.perceelcontract_id if fact.aanbieder_id == aanbieder else None,
            "contract_tot": fact.contract_tot,
            "uitgesloten": fact.uitgesloten_verwijzing is not None,
            "taak": fact.taakgericht,
            "tarieven": fact.tarief_aantal,
            "tarief_tot": fact.tarief_tot,
            "stop": fact.clientenstop_sinds is not None,
        }
        for (aanbieder, _agb, naar, _product, eenheid, _gemeente), fact in zip(
            asked, gather(actor, wanted, first), strict=True
        )
    ]
    return {**vraag.params, "feiten": orjson.dumps(facts).decode()}


KOLOMMEN: Final = (
    "id", "nummer", "jeugdige_id", "product_code", "product_naam", "naar_code", "naar_naam",
    "aanbieder", "begindatum", "einddatum", "volume", "eenheid", "frequentie", "oud_volume",
    "nieuw_volume", "nieuwe_eenheid", "nieuwe_frequentie", "hand", "gedeclareerd", "laatste_dag",
    "uitgegeven", "let_op", "reden",
)  # fmt: skip
RIJEN = """
, getoond as (
  select u.id, u.nummer, u.jeugdige_id, o.code product_code, o.naam product_naam, u.naar_code,
    u.naar_naam, a.naam aanbieder, u.begindatum, u.einddatum, u.volume, u.eenheid, u.frequentie,
    u.oud_volume, u.nieuw_volume, u.nieuwe_eenheid, u.nieuwe_frequentie, u.hand, u.gedeclareerd,
    u.laatste_dag, u.uitgegeven, u.let_op, u.reden
  from uitkomst u
  join contracts_product o on o.id = u.product_id
  join providers_aanbieder a on a.id = u.aanbieder_id
  where %(alles)s::boolean or u.reden = %(reden)s::text
    or (%(reden)s::text = 'niet' and u.reden <> '')
)
"""
BLADZIJDE = """
select * from getoond where nummer > %(na)s::int order by nummer limit %(aantal)s::int
"""
TERUG = """
select * from getoond where nummer < %(na)s::int order by nummer desc limit %(aantal)s::int
"""
UITVOER = """
select *, nullif(array_to_string(let_op, ', '), '') opmerkingen,
  case when reden = '' then oud_volume end oud_deel,
  case when reden = '' then nieuw_volume end nieuw_deel
from getoond order by nummer
"""
WIE = "select distinct jeugdige_id from getoond"
TELLING = """
select reden, count(*), md5(coalesce(string_agg(
  concat_ws(':', id, naar_id, oud_volume, nieuw_volume, contract), ',' order by id), ''))
from uitkomst group by reden
"""


@dataclass(frozen=True, slots=True)
class Tellingen:
    """How many are cut, how many not per reason; `zegel` says whether it is still the same."""

    wel: int
    niet: Mapping[str, int]
    zegel: str

    @property
    def niet_totaal(self) -> int:
        return sum(self.niet.values())


def count_outcomes(vraag: Vraag, params: Mapping[str, Any]) -> Tellingen:
    rows = fetch_prepared(outcome(vraag.kandidaat) + TELLING, params)
    found = {reden: (n, zegel) for reden, n, zegel in rows}
    wel, zegel = found.pop("", (0, ""))
    return Tellingen(wel, {reden: n for reden, (n, _zegel) in sorted(found.items())}, zegel)


def rows_of(
    vraag: Vraag, params: Mapping[str, Any], *, reden: str | None = None, limit: int = 1000
) -> list[dict[str, Any]]:
    """Judged rows by number; `reden` '' is cut, 'niet' is not, None is all."""
    return _rows(vraag, _shown(params, reden), BLADZIJDE, 0, limit)


def row_of(actor: Actor, vraag: Vraag, toewijzing_id: UUID) -> dict[str, Any] | None:
    """The judgement of one toewijzing in scope; None when it is no candidate."""
    number = (
        Toewijzing.objects.for_actor(actor)
        .filter(pk=toewijzing_id)
        .values_list("nummer", flat=True)
        .first()
    )
    if number is None:
        return None
    shown = _shown(bound(actor, vraag), None)
    found = _rows(vraag, shown, BLADZIJDE, number - 1, 1)
    return found[0] if found and found[0]["id"] == toewijzing_id else None


def _shown(params: Mapping[str, Any], reden: str | None) -> dict[str, Any]:
    return {**params, "alles": reden is None, "reden": reden or ""}


def _rows(
    vraag: Vraag, params: Mapping[str, Any], tail: str, after: int, limit: int
) -> list[dict[str, Any]]:
    query = outcome(vraag.kandidaat) + RIJEN + tail
    found = fetch_prepared(query, {**params, "na": after, "aantal": limit})
    return [dict(zip(KOLOMMEN, row, strict=True)) for row in found]


def page_of(
    vraag: Vraag,
    params: Mapping[str, Any],
    *,
    reden: str | None,
    cursor: str | None,
    totaal: int,
) -> Pagina:
    """A page by toewijzingsnummer. Raises Ongeldig (`ongeldige_cursor`) for a cursor not ours."""
    back, after = _read(cursor)
    shown = _shown(params, reden)
    found = _rows(vraag, shown, TERUG if back else BLADZIJDE, after, PER_BLADZIJDE + 1)
    more, found = len(found) > PER_BLADZIJDE, found[:PER_BLADZIJDE]
    if back:
        found.reverse()
    before, behind = (more, True) if back else (after > 0, more)
    return Pagina(
        found,
        volgende=f"na-{found[-1]['nummer']}" if found and behind else None,
        vorige=f"voor-{found[0]['nummer']}" if found and before else None,
        totaal=totaal,
    )


def _read(cursor: str | None) -> tuple[bool, int]:
    if not cursor:
        return False, 0
    word, _dash, number = cursor.partition("-")
    if word not in ("na", "voor") or not (number.isascii() and number.isdigit()) or len(number) > 9:
        text = _("De cursor is niet van deze lijst; vraag de eerste bladzijde op.")
        finding = ONGELDIGE_CURSOR.bevinding("cursor", text)
        raise Ongeldig(code=finding.code, bevindingen=[finding])
    return word == "voor", int(number)


def export_source(vraag: Vraag, params: Mapping[str, Any], reden: str | None) -> Sqlbron:
    query = outcome(vraag.kandidaat) + RIJEN + UITVOER
    return Sqlbron(query, _shown(params, reden))


def jeugdigen_of(vraag: Vraag, params: Mapping[str, Any], reden: str | None) -> list[UUID]:
    query = outcome(vraag.kandidaat) + RIJEN + WIE
    return [row[0] for row in fetch_prepared(query, _shown(params, reden))]


def rounds(actor: Actor) -> QuerySet[Any]:
    """Rounds in scope, with `geknipt`: how many were cut, as far as this actor counts them."""
    cut = (
        Knipbeurt.objects.for_actor(actor)
        .filter(ronde=OuterRef("pk"))
        .order_by()
        .values("ronde")
        .annotate(som=Sum("aantal"))
    )
    return Knipronde.objects.for_actor(actor).annotate(geknipt=Subquery(cut.values("som")))


def cuts_of(actor: Actor, beurt_id: UUID) -> QuerySet[Any]:
    """What one press cut, a row per pair."""
    return (
        Knip.objects.for_actor(actor)
        .filter(beurt=beurt_id)
        .annotate(jeugdige_id=F("oud__jeugdige_id"))
    )
