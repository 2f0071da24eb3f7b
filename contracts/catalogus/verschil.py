"""What differs between the catalogue of two days: one statement, no loop over rows."""
# ruff: noqa: S608 - composed of the statements of `stand`; every value is a parameter

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from contracts.catalogus.soorten import LABELS
from contracts.catalogus.stand import BLAD_OP_CODE, BLADEN, Blad, moment_after
from contracts.catalogus.woorden import spoken

NIEUW, VERVALLEN, GEWIJZIGD = "nieuw", "vervallen", "gewijzigd"
WAT = {NIEUW: _("Nieuw"), VERVALLEN: _("Vervallen"), GEWIJZIGD: _("Gewijzigd")}


@dataclass(frozen=True)
class Verschil:
    """One line: a row that came, one that went, or one field of a row that stayed.

    `vanaf` is the first day of what came, `tot` the last day of what went.
    """

    blad: Blad
    id: UUID
    wie: str
    wat: str
    veld: str
    oud: str
    nieuw: str
    vanaf: datetime.date | None
    tot: datetime.date | None

    @property
    def veldnaam(self) -> str:
        text = str(LABELS.get(self.veld, self.veld.replace("_", " ")))
        return text[:1].upper() + text[1:]


def differences(
    van: datetime.date,
    tot: datetime.date,
    *,
    vandaag: datetime.date,
    blad: str = "",
    meeste: int | None = None,
) -> list[Verschil]:
    """By kind and name; `blad` keeps to one kind, `meeste` is how many at most."""
    limit = " limit %(meeste)s" if meeste is not None else ""
    statement = f"{_all(_chosen(blad))} order by volgorde, wie, veld{limit}"
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(van, tot, vandaag) | {"meeste": meeste})
        return [_shown(row) for row in cursor.fetchall()]


def counts(
    van: datetime.date, tot: datetime.date, *, vandaag: datetime.date
) -> Iterator[dict[str, Any]]:
    """Per kind how many rows came, went and changed."""
    statement = f"""
select volgorde, count(distinct id) filter (where wat = 'nieuw'),
  count(distinct id) filter (where wat = 'vervallen'),
  count(distinct id) filter (where wat = 'gewijzigd')
from ({_all(BLADEN)}) v group by volgorde"""
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(van, tot, vandaag))
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    for place, blad in enumerate(BLADEN):
        came, went, changed = found.get(place, (0, 0, 0))
        yield {"blad": blad, "nieuw": came, "vervallen": went, "gewijzigd": changed}


def _chosen(blad: str) -> Sequence[Blad]:
    return [BLAD_OP_CODE[blad]] if blad in BLAD_OP_CODE else BLADEN


def _given(van: datetime.date, tot: datetime.date, vandaag: datetime.date) -> dict[str, Any]:
    return {
        "van": van,
        "van_eind": moment_after(van),
        "tot": tot,
        "tot_eind": moment_after(tot),
        "vandaag": vandaag,
    }


def _on(blad: Blad, name: str) -> str:
    return blad.sql.replace("%(dag)s", f"%({name})s").replace("%(eind)s", f"%({name}_eind)s")


def _all(bladen: Sequence[Blad]) -> str:
    return " union all ".join(_of(blad) for blad in bladen)


def _of(blad: Blad) -> str:
    """Full join of both days on what tells rows apart, and one line per field that differs."""
    key = ", ".join(f"s.{name}" for name in blad.sleutel)
    pairs = ", ".join(f"'{name}', s.{name}" for name in blad.waarden)
    period = "s.begindatum, s.einddatum" if blad.periode else "null::date as begindatum, null::date"
    side = f"""select jsonb_build_array({key}) as k, s.id, s.wie,
      jsonb_build_object({pairs}) as w, {period} as einddatum"""
    told = f"->> '{blad.toon}'" if blad.toon else "->> null::text"
    return f"""(
select {BLADEN.index(blad)} as volgorde, coalesce(b.id, a.id) as id,
  coalesce(b.wie, a.wie) as wie,
  case when a.id is null then 'nieuw' when b.id is null then 'vervallen' else 'gewijzigd' end
    as wat,
  coalesce(v.veld, '') as veld,
  case when b.id is null then a.w {told} else v.oud end as oud,
  case when a.id is null then b.w {told} else v.nieuw end as nieuw,
  case when a.id is null or a.id <> b.id then b.begindatum end as vanaf,
  case when b.id is null then a.einddatum end as tot
from ({side} from ({_on(blad, "van")}) s) a
full join ({side} from ({_on(blad, "tot")}) s) b using (k)
left join lateral (
  select n.veld, a.w ->> n.veld as oud, b.w ->> n.veld as nieuw
  from jsonb_object_keys(b.w) n(veld)
  where a.id is not null and a.w -> n.veld is distinct from b.w -> n.veld) v on true
where a.id is null or b.id is null or v.veld is not null)"""


def _shown(row: tuple[Any, ...]) -> Verschil:
    place, pk, wie, wat, veld, oud, nieuw, vanaf, tot = row
    blad = BLADEN[place]
    named = veld or blad.toon
    return Verschil(blad, pk, wie, wat, veld, _value(named, oud), _value(named, nieuw), vanaf, tot)


def _value(field: str, value: str | None) -> str:
    """Booleans come as JSON text; what is empty stays empty."""
    if value in ("true", "false"):
        return spoken(field, value == "true")
    return spoken(field, value) if value else ""
