"""What may not slip by around a jeugdige: a referral that ends (R-TOE-9), a move (D-20), an age
that asks for a toekomstplan (R-MEL-4, D-19). For the toegang; numbers only, no names.
"""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme
from core.signalen.controles import controle
from core.signalen.sql import long_date
from indications.choices import MEDISCHE_VERWIJZERS
from jeugdigen.rules import DAGEN_VOORUIT, MIJLPALEN

MEDISCH = ", ".join(f"'{code}'" for code in sorted(MEDISCHE_VERWIJZERS))


def last_day_of_months(day: str, months: int) -> str:
    """As `core.datums.last_day`: a year from 1 December ends on 30 November."""
    later = f"({day} + interval '{months} months')::date"
    same = f"extract(day from {later}) = extract(day from {day})"
    return f"({later} - case when {same} then 1 else 0 end)"


def until_of(row: str) -> str:
    """As `rules_wie.referral_until`, of a row of that name."""
    year = last_day_of_months(f"{row}.datum", 12)
    return f"""case when {row}.type in ({MEDISCH})
    then least({year}, {row}.geldig_tot) else {row}.geldig_tot end"""


TOT = until_of("v")
#: A medical one at ten months, others two months before their last day.
VANAF = f"""case when v.type in ({MEDISCH})
    then least((v.datum + interval '10 months')::date, (v.geldig_tot - interval '2 months')::date)
    else (v.geldig_tot - interval '2 months')::date end"""


@controle(
    "verwijzing_verloopt",
    "Verwijzing verloopt",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-9",
    knop="Regelen",
    te_doen="Gaat de hulp door, leg dan de volgende verwijzing vast; anders is er niets nodig.",
    sluitbaar=True,
)
def verwijzing_verloopt() -> str:
    """Help runs on a referral that ends soon or has ended, and no newer one carries it on."""
    nummers = "string_agg(nummer::text, ', ' order by nummer)"
    return f"""
with v as (
  select v.id, v.datum, {TOT} tot, {VANAF} vanaf from indications_verwijzing v
), rust as (
  select v.id, v.tot, t.gemeente_id, t.jeugdige_id, t.nummer, t.id toewijzing_id
  from v join indications_toewijzing t on t.verwijzing_id = v.id
  where v.vanaf <= %(peildatum)s::date and t.status <> 'ingetrokken'
    and t.periode @> %(peildatum)s::date
    and not exists (
      select from indications_toewijzing x
      join indications_verwijzing nieuw on nieuw.id = x.verwijzing_id
      where x.jeugdige_id = t.jeugdige_id and x.gemeente_id = t.gemeente_id
        and x.product_id = t.product_id and x.id <> t.id and x.status <> 'ingetrokken'
        and nieuw.datum > v.datum and coalesce({until_of("nieuw")}, 'infinity') > v.tot
        and coalesce(x.einddatum, 'infinity') > v.tot)
)
select id || ':' || gemeente_id as sleutel, 'Verwijzing verloopt' as titel,
  'Toewijzing ' || {nummers} || ': verwijzing geldt tot en met ' || {long_date("tot")}
    as omschrijving,
  1 as raakt, gemeente_id as betreft_organisatie_id, 'verwijzing' as objectsoort, id as object_id,
  jsonb_build_object('geldt tot en met', tot, 'toewijzingen', {nummers}) as bewijs,
  '/toewijzingen/' || (array_agg(toewijzing_id order by nummer))[1] || '/verwijzing/vervolgen'
    as url
from rust group by id, tot, gemeente_id
"""


#: Help that runs on at the gemeente of before, with the first day of the next one (2.7a).
DOORLOPEND = f"""
  select t.jeugdige_id, t.gemeente_id oud_id, w.begindatum dag,
    {last_day_of_months("w.begindatum", 12)} uiterlijk, t.nummer
  from indications_toewijzing t
  join lateral (
    select x.begindatum from indications_woonplaats x
    where x.jeugdige_id = t.jeugdige_id and x.gemeente_id <> t.gemeente_id
      and x.begindatum > t.begindatum
    order by x.begindatum limit 1
  ) w on true
  where t.status <> 'ingetrokken' and coalesce(t.einddatum, 'infinity') >= w.begindatum
    and coalesce(t.einddatum, 'infinity') >= %(peildatum)s::date
    and not exists (
      select from indications_woonplaats terug
      where terug.jeugdige_id = t.jeugdige_id and terug.gemeente_id = t.gemeente_id
        and terug.begindatum > w.begindatum and terug.periode @> %(peildatum)s::date)
"""
NUMMERS = "string_agg(nummer::text, ', ' order by nummer)"


@controle(
    "verhuisd_loopt_door",
    "Jeugdige verhuisd, hulp loopt door",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="D-20",
    knop="Regelen",
    te_doen="Spreek met de nieuwe gemeente af wanneer zij het overneemt, uiterlijk na een jaar.",
)
def verhuisd_loopt_door() -> str:
    """For the gemeente of before: help of its own runs past the move."""
    return f"""
select jeugdige_id || ':' || oud_id as sleutel, 'Jeugdige verhuisd, hulp loopt door' as titel,
  'Toewijzing ' || {NUMMERS} || ': verhuisd per ' || {long_date("dag")}
    || ', loopt door tot uiterlijk ' || {long_date("uiterlijk")} as omschrijving,
  1 as raakt, oud_id as betreft_organisatie_id, 'jeugdige' as objectsoort,
  jeugdige_id as object_id,
  jsonb_build_object('verhuisd per', dag, 'uiterlijk', uiterlijk, 'toewijzingen', {NUMMERS})
    as bewijs,
  '/jeugdigen/' || jeugdige_id as url
from ({DOORLOPEND}) d group by jeugdige_id, oud_id, dag, uiterlijk
"""


@controle(
    "verhuisd_hierheen",
    "Jeugdige hierheen verhuisd met lopende hulp",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="D-20",
    knop="Regelen",
    te_doen="Spreek met de vorige gemeente af wanneer jullie het overnemen.",
    sluitbaar=True,
)
def verhuisd_hierheen() -> str:
    """For the gemeente that is responsible now: help of the one before runs on; not which help."""
    return f"""
select j.id || ':' || j.gemeente_id as sleutel,
  'Jeugdige hierheen verhuisd met lopende hulp' as titel,
  'Verantwoordelijk sinds ' || {long_date("w.begindatum")} || '. De hulp van de vorige gemeente '
    || 'loopt door tot uiterlijk ' || {long_date("min(d.uiterlijk)")} as omschrijving,
  1 as raakt, j.gemeente_id as betreft_organisatie_id, 'jeugdige' as objectsoort,
  j.id as object_id,
  jsonb_build_object('verantwoordelijk sinds', w.begindatum, 'uiterlijk', min(d.uiterlijk))
    as bewijs,
  '/jeugdigen/' || j.id as url
from ({DOORLOPEND}) d
join indications_jeugdige j on j.id = d.jeugdige_id and j.gemeente_id <> d.oud_id
join indications_woonplaats w on w.jeugdige_id = j.id and w.gemeente_id = j.gemeente_id
  and w.periode @> %(peildatum)s::date
group by j.id, w.begindatum
"""


def reaches_sql(born: str, months: int) -> str:
    """As `rules.reaches`."""
    day = f"({born} + interval '{months} months')::date"
    other = f"extract(day from {day}) <> extract(day from {born})"
    return f"({day} + case when {other} then 1 else 0 end)"


@controle(
    "toekomstplan_leeftijd",
    "Toekomstplan nodig",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-MEL-4",
    knop="Bespreken",
    te_doen="Maak of herzie het toekomstplan: support, wonen, school en werk, inkomen, welzijn. "
    "Kijk ook welke wet na 18 jaar geldt.",
)
def toekomstplan_leeftijd() -> str:
    """Is 16, 17 or 17½ within four weeks or already, has help now, and no plan made for that age.

    A plan counts for an age when it was agreed no earlier than half a year before it.
    """
    cases = " ".join(
        f"when {reaches_sql('j.geboortedatum', months)} <= %(peildatum)s::date + {DAGEN_VOORUIT} "
        f"then {months}"
        for months in reversed(MIJLPALEN)
    )
    made_from = " ".join(
        f"when {months} then {reaches_sql('j.geboortedatum', months - 6)}" for months in MIJLPALEN
    )
    return f"""
with kind as (
  select j.id, j.geboortedatum, t.gemeente_id, {NUMMERS} nummers, case {cases} end mijlpaal
  from indications_jeugdige j join indications_toewijzing t on t.jeugdige_id = j.id
  where t.status <> 'ingetrokken' and t.periode @> %(peildatum)s::date
    and j.geboortedatum <= (%(peildatum)s::date - interval '15 years 11 months')::date
  group by j.id, t.gemeente_id
)
select j.id || ':' || j.gemeente_id as sleutel, 'Toekomstplan nodig' as titel,
  'Toewijzing ' || j.nummers || ': wordt of is ' || m.jaren || ', en '
    || case when p.versie is null then 'er is geen toekomstplan'
      else 'het toekomstplan is van voor die leeftijd' end as omschrijving,
  1 as raakt, j.gemeente_id as betreft_organisatie_id, 'jeugdige' as objectsoort,
  j.id as object_id,
  jsonb_build_object('leeftijd', m.jaren, 'versie', coalesce(p.versie, 0)) as bewijs,
  '/jeugdigen/' || j.id || '/toekomstplan' as url
from kind j
join (values (192, '16'), (204, '17'), (210, '17½')) m(maanden, jaren) on m.maanden = j.mijlpaal
left join lateral (
  select x.versie, x.afgesproken_op from jeugdigen_toekomstplan x
  where x.jeugdige_id = j.id and x.gemeente_id = j.gemeente_id order by x.versie desc limit 1
) p on true
where p.versie is null or p.afgesproken_op < case j.mijlpaal {made_from} end
"""
