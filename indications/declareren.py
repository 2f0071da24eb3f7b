"""Declared lines, set-based: what is wrong with them, and one statement that books them (R-TOE-14).

Both read a table of delivered lines, under the name the caller gives it (`klaargezet` and `goed` of
`core.importexport.klaarzetten` will do), with at least the columns of `KOLOMMEN`. `gemeente` is a
CBS code; empty means the gemeente of the parameter. Parameters, all three always given:

- `gemeente` uuid or None: only its own lines; None (the system) takes those of every gemeente;
- `aanbieder` uuid or None: likewise for who declares;
- `peildatum`: what lies after it has not been delivered yet.

`check_sql` selects (regel_nr, code, veld, reden); an empty `reden` is what the code means.
`booking_sql` selects (added, changed). A line whose toewijzing is unknown to this aanbieder is kept
as OngekoppeldeDeclaratie; the same line again changes nothing; one that is kept and is declared
again on a right number is booked and settled. Minutes on a toewijzing in hours become whole hours
(IV079). Of a toewijzing whose corrections are too large together, every correction is refused; who
loses a race on that gets the IntegrityError of `verbruik_niet_negatief` from the trigger.
"""
# ruff: noqa: S608 - composed of pieces of this module; what was delivered is staged data

from collections.abc import Iterable

from contracts.choices import Eenheid
from core.fouten import PERIODE_ONGELDIG, VERPLICHT, Foutcode, Niveau
from indications.choices import Toewijzingstatus
from indications.codes import AANBIEDER_ONBEKEND, GEMEENTE_ONBEKEND

#: Columns of the table of delivered lines, with their types.
KOLOMMEN = {
    "regel_nr": "bigint",
    "gemeente": "text",
    "toewijzingsnummer": "bigint",
    "agb": "text",
    "referentienummer": "text",
    "productcode": "text",
    "begindatum": "date",
    "einddatum": "date",
    "volume": "bigint",
    "eenheid": "text",
    "bedrag_centen": "bigint",
}
#: Columns a line may leave empty.
MAG_LEEG = frozenset({"regel_nr", "gemeente", "productcode"})
#: Youth care is the gemeente's since this day (Jeugdwet); nothing can be declared before it.
EERSTE_DAG = "2015-01-01"
#: iJw LDT_Volume and LDT_Bedrag.
MAX_GETAL = 99_999_999
MAX_REFERENTIE = 20

REFERENTIE_BESTAAT = Foutcode(
    "referentie_bestaat", "Dit kenmerk is al gebruikt; het blijft voor altijd van één ding."
)
REFERENTIE_ONGELDIG = Foutcode(
    "referentie_ongeldig", "Een referentienummer heeft hoogstens 20 tekens."
)
MEER_MAANDEN = Foutcode(
    "declaratie_meer_maanden",
    "Een declaratieregel ligt binnen één kalendermaand (iJw: ProductPeriode).",
)
DECLARATIE_DATUM = Foutcode(
    "declaratie_datum", "Declareren kan vanaf 1 januari 2015 en tot en met vandaag."
)
VOLUME_NUL = Foutcode(
    "declaratie_volume", "Het volume is niet nul en heeft hoogstens acht cijfers."
)
BEDRAG_TEKEN = Foutcode(
    "declaratie_bedrag",
    "Het bedrag heeft hoogstens acht cijfers, en hetzelfde teken als het volume.",
)
EENHEID_WIJKT_AF = Foutcode(
    "eenheid_wijkt_af",
    "Declareer in de eenheid van de toewijzing; alleen uren mogen ook in minuten.",
)
PRODUCT_WIJKT_AF = Foutcode(
    "product_wijkt_af", "Het product is een ander dan op de toewijzing staat."
)
CORRECTIE_TE_GROOT = Foutcode(
    "correctie_te_groot",
    "Na deze correctie zou er minder dan niets gedeclareerd zijn.",
    "R-TOE-14",
)
ZONDER_TOEWIJZING = Foutcode(
    "declaratie_zonder_toewijzing",
    "Deze aanbieder heeft geen toewijzing met dit nummer; de regel is apart gezet.",
    "R-TOE-14",
    Niveau.WAARSCHUWING,
)
BUITEN_TOEWIJZING = Foutcode(
    "declaratie_buiten_toewijzing",
    "De regel valt buiten de periode van de toewijzing, of die is ingetrokken.",
    "R-TOE-14",
    Niveau.WAARSCHUWING,
)
#: The constraint that the trigger on declared lines names (leveringen, migration 0001).
VERBRUIK_NIET_NEGATIEF = "verbruik_niet_negatief"

_HOURS = f"a.eenheid = '{Eenheid.MINUUT}' and t.eenheid = '{Eenheid.UUR}'"
_LINE = """array[g.code, a.toewijzingsnummer::text, a.begindatum::text, a.einddatum::text,
      a.volume::text, a.eenheid, a.bedrag_centen::text]"""
#: Every line once, with whom it belongs to, its toewijzing, and what was declared under its number.
_READ = f"""
dag as (select distinct agb, coalesce(begindatum, %(peildatum)s::date) as dag from {{bron}}),
houder as (
  select distinct on (d.agb, d.dag) d.agb, d.dag, b.aanbieder_id
  from dag d join providers_agbcode b on b.code = d.agb
  where %(aanbieder)s::uuid is null or b.aanbieder_id = %(aanbieder)s::uuid
  order by d.agb, d.dag, (b.periode @> d.dag) desc, b.begindatum desc
),
gelezen as materialized (
  select a.regel_nr, a.toewijzingsnummer, a.agb, a.referentienummer, a.begindatum, a.einddatum,
    a.volume, a.eenheid, a.bedrag_centen, coalesce(a.productcode, '') as productcode,
    g.id as gemeente_id, h.aanbieder_id, t.id as toewijzing_id, t.jeugdige_id,
    p.code as toegewezen_product, t.eenheid as toegewezen_eenheid, x.geboekt,
    a.begindatum < t.begindatum or a.einddatum > t.einddatum
      or t.status = '{Toewijzingstatus.INGETROKKEN}' as buiten,
    d.id as bekend,
    (d.toewijzing_id, d.begindatum, d.einddatum, d.volume, d.bedrag_centen) is not distinct from
      (t.id, a.begindatum, a.einddatum, x.geboekt, a.bedrag_centen) as zelfde,
    row_number() over op_nummer as keer,
    first_value({_LINE}) over op_nummer = {_LINE} as zelfde_als_eerste
  from {{bron}} a
  left join core_organisatie g on g.soort = 'gemeente'
    and g.code = coalesce(nullif(a.gemeente, ''),
      (select code from core_organisatie where id = %(gemeente)s::uuid))
    and (%(gemeente)s::uuid is null or g.id = %(gemeente)s::uuid)
  left join houder h on h.agb = a.agb and h.dag = coalesce(a.begindatum, %(peildatum)s::date)
  left join indications_toewijzing t on t.gemeente_id = g.id and t.nummer = a.toewijzingsnummer
    and t.aanbieder_id = h.aanbieder_id
  left join contracts_product p on p.id = t.product_id
  left join indications_declaratieregel d on d.aanbieder_id = h.aanbieder_id
    and d.referentienummer = a.referentienummer
  cross join lateral (select case when {_HOURS}
    then sign(a.volume)::bigint * greatest(1, (abs(a.volume) + 30) / 60)
    else a.volume end as geboekt) x
  window op_nummer as (partition by h.aanbieder_id, a.referentienummer order by a.regel_nr)
)"""

_EMPTY = ",\n".join(
    f"    case when {name} is null then '{VERPLICHT.code}:{name}' end"
    for name in KOLOMMEN
    if name not in MAG_LEEG
)
#: (condition over `gelezen`, code, field); a condition over what is unknown is no finding.
_RULES = (
    ("gemeente_id is null", GEMEENTE_ONBEKEND, "gemeente"),
    ("aanbieder_id is null and agb is not null", AANBIEDER_ONBEKEND, "agb"),
    (f"length(referentienummer) not between 1 and {MAX_REFERENTIE}", REFERENTIE_ONGELDIG,
     "referentienummer"),
    ("aanbieder_id is not null and ((bekend is not null and not zelfde)"
     " or (keer > 1 and not zelfde_als_eerste))",
     REFERENTIE_BESTAAT, "referentienummer"),
    ("einddatum < begindatum", PERIODE_ONGELDIG, "einddatum"),
    ("date_trunc('month', begindatum) < date_trunc('month', einddatum)", MEER_MAANDEN,
     "einddatum"),
    (f"begindatum < date '{EERSTE_DAG}'", DECLARATIE_DATUM, "begindatum"),
    ("einddatum > %(peildatum)s::date", DECLARATIE_DATUM, "einddatum"),
    (f"volume = 0 or abs(volume) > {MAX_GETAL}", VOLUME_NUL, "volume"),
    (f"abs(bedrag_centen) > {MAX_GETAL} or sign(bedrag_centen) * sign(volume) < 0", BEDRAG_TEKEN,
     "bedrag_centen"),
    (f"eenheid <> toegewezen_eenheid and not (eenheid = '{Eenheid.MINUUT}' "
     f"and toegewezen_eenheid = '{Eenheid.UUR}')", EENHEID_WIJKT_AF, "eenheid"),
    ("productcode <> '' and productcode <> toegewezen_product", PRODUCT_WIJKT_AF, "productcode"),
)  # fmt: skip
_WARNINGS = (
    ("gemeente_id is not null and aanbieder_id is not null and toewijzing_id is null",
     ZONDER_TOEWIJZING, "toewijzingsnummer"),
    ("buiten", BUITEN_TOEWIJZING, "begindatum"),
)  # fmt: skip


def _codes(rules: Iterable[tuple[str, Foutcode, str]]) -> str:
    return ",\n".join(f"    case when {rule} then '{code.code}:{veld}' end"
                      for rule, code, veld in rules)  # fmt: skip


_REASON = f"""case split_part(code, ':', 1)
  when '{GEMEENTE_ONBEKEND.code}' then 'Deze gemeente kennen we niet, of je werkt er niet voor.'
  when '{AANBIEDER_ONBEKEND.code}' then format('AGB-code %%s kennen we niet.', agb)
  when '{REFERENTIE_BESTAAT.code}' then format(
    'Referentienummer %%s is van een andere regel van deze aanbieder.', referentienummer)
  when '{ZONDER_TOEWIJZING.code}' then format(
    'Deze aanbieder heeft geen toewijzing %%s; de regel is apart gezet.', toewijzingsnummer)
  when '{PRODUCT_WIJKT_AF.code}' then format(
    'Op de toewijzing staat %%s, niet %%s.', toegewezen_product, productcode)
  when '{CORRECTIE_TE_GROOT.code}' then format(
    'Er zou op toewijzing %%s minder dan niets overblijven.', toewijzingsnummer)
  else '' end"""
_CHECK = f"""
with {_READ},
getoetst as materialized (
  select g.*, array_remove(array[
{_EMPTY},
{_codes(_RULES)}], null) as fouten,
    array_remove(array[
{_codes(_WARNINGS)}], null) as waarschuwingen
  from gelezen g
),
te_groot as (
  select g.toewijzing_id
  from getoetst g left join indications_verbruik v on v.toewijzing_id = g.toewijzing_id
  where g.toewijzing_id is not null and g.fouten = '{{{{}}}}' and g.bekend is null and g.keer = 1
  group by g.toewijzing_id, v.volume, v.bedrag_centen
  having bool_or(g.geboekt < 0)
    and (coalesce(v.volume, 0) + sum(g.geboekt) < 0
      or coalesce(v.bedrag_centen, 0) + sum(g.bedrag_centen) < 0)
)
select regel_nr, split_part(code, ':', 1), split_part(code, ':', 2), {_REASON}
from getoetst cross join lateral unnest(fouten || waarschuwingen
  || case when geboekt < 0 and bekend is null
      and toewijzing_id in (select toewijzing_id from te_groot)
    then array['{CORRECTIE_TE_GROOT.code}:volume'] else '{{{{}}}}' end) code
order by regel_nr
"""
_BOOK = f"""
with {_READ},
geboekt as (
  insert into indications_declaratieregel (toewijzing_id, aanbieder_id, referentienummer,
    begindatum, einddatum, volume, bedrag_centen)
  select coalesce(g.toewijzing_id, d.toewijzing_id), g.aanbieder_id, g.referentienummer,
    g.begindatum, g.einddatum, g.geboekt, g.bedrag_centen
  from gelezen g left join indications_declaratieregel d on d.id = g.bekend
  where g.keer = 1 and (g.toewijzing_id is not null and g.bekend is null
    or g.bekend is not null and not g.zelfde)
  returning 1
),
apart as (
  insert into indications_ongekoppeldedeclaratie as o (gemeente_id, aanbieder_id,
    referentienummer, toewijzingsnummer, productcode, begindatum, einddatum, volume, bedrag_centen)
  select gemeente_id, aanbieder_id, referentienummer, toewijzingsnummer, left(productcode, 5),
    begindatum, einddatum, volume, bedrag_centen
  from gelezen
  where toewijzing_id is null and bekend is null and keer = 1
    and gemeente_id is not null and aanbieder_id is not null
  on conflict (aanbieder_id, referentienummer) do update set
    gemeente_id = excluded.gemeente_id, toewijzingsnummer = excluded.toewijzingsnummer,
    productcode = excluded.productcode, begindatum = excluded.begindatum,
    einddatum = excluded.einddatum, volume = excluded.volume,
    bedrag_centen = excluded.bedrag_centen, opgelost_op = null
  where (o.gemeente_id, o.toewijzingsnummer, o.productcode, o.begindatum, o.einddatum, o.volume,
    o.bedrag_centen) is distinct from (excluded.gemeente_id, excluded.toewijzingsnummer,
    excluded.productcode, excluded.begindatum, excluded.einddatum, excluded.volume,
    excluded.bedrag_centen)
  returning xmax = 0 as nieuw
),
alsnog as (
  update indications_ongekoppeldedeclaratie o set opgelost_op = now()
  from gelezen g
  where o.aanbieder_id = g.aanbieder_id and o.referentienummer = g.referentienummer
    and g.toewijzing_id is not null and g.keer = 1 and o.opgelost_op is null
  returning 1
)
select (select count(*) from geboekt) + (select count(*) from apart where nieuw),
  (select count(*) from apart where not nieuw)
"""


def staging_sql(naam: str) -> str:
    """A temporary table that has just the columns, for who does not come by `klaarzetten`."""
    columns = ", ".join(f"{column} {kind}" for column, kind in KOLOMMEN.items())
    return f"create temporary table {naam} ({columns}) on commit drop"


def check_sql(bron: str) -> str:
    return _CHECK.format(bron=bron)


def booking_sql(bron: str) -> str:
    """Books every line of `bron`, which holds none that `check_sql` calls wrong.

    A reference that somebody else gave to another line since that check is inserted all the same:
    the database refuses it, and nothing is taken for unchanged that is not.
    """
    return _BOOK.format(bron=bron)


def concerned_sql(bron: str) -> str:
    """The pseudonyms of the jeugdigen whose toewijzingen the lines are on, for the access log."""
    read = _READ.format(bron=bron)
    return f"with {read} select distinct jeugdige_id from gelezen where jeugdige_id is not null"
