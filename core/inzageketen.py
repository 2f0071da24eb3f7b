"""Proof that nobody changed or took away a line of the access log (N-LOG-02)."""

from dataclasses import dataclass

from django.db import connection

BREAK_SQL = """
with keten as (
  select i.id, i.keten, i.nr, i.hash, i.vorige_hash,
    sha256(i.vorige_hash || convert_to(inzage_canoniek(i), 'UTF8')) as berekend,
    lag(i.hash, 1, ''::bytea) over wie as hash_ervoor,
    lag(i.nr, 1, 0::bigint) over wie as nr_ervoor
  from core_inzage i
  window wie as (partition by i.keten order by i.nr)
)
select keten, nr, id,
  case when nr <> nr_ervoor + 1 then 'regel_weg'
       when vorige_hash <> hash_ervoor then 'schakel_gebroken'
       else 'regel_gewijzigd' end
from keten
where nr <> nr_ervoor + 1 or vorige_hash <> hash_ervoor or hash <> berekend
order by keten, nr
limit 1
"""

HEADS_SQL = """
select distinct on (keten) keten, nr, encode(hash, 'hex')
from core_inzage order by keten, nr desc
"""

REDENEN = {
    "regel_weg": "er ontbreekt een regel voor deze",
    "schakel_gebroken": "deze regel sluit niet aan op de vorige",
    "regel_gewijzigd": "deze regel is gewijzigd",
}


@dataclass(frozen=True)
class Breuk:
    """The first line, by chain and number, that does not hold."""

    keten: int
    nr: int
    id: int
    soort: str

    @property
    def reden(self) -> str:
        return REDENEN[self.soort]


@dataclass(frozen=True)
class Kop:
    """The last line of a chain. Kept elsewhere, it shows later that nothing was cut off the end."""

    keten: int
    nr: int
    hash: str


def first_break() -> Breuk | None:
    """Every chain in one pass; None when all of them hold.

    Lines cut off the end show only in `heads`.
    """
    with connection.cursor() as cursor:
        cursor.execute(BREAK_SQL)
        row = cursor.fetchone()
    return Breuk(*row) if row else None


def heads() -> list[Kop]:
    with connection.cursor() as cursor:
        cursor.execute(HEADS_SQL)
        return [Kop(*row) for row in cursor.fetchall()]
