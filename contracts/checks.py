"""What must hold of contracts before anybody files on them (R-TOE-10, R-ZP-6)."""

from core.choices import Rolcode, Signaalernst
from core.signalen.controles import controle
from core.signalen.sql import count_of, long_date

#: How far ahead a missing tariff is reported; tariffs are set per year, later is no fault yet.
TARIEF_DAGEN_VOORUIT = 90

CURRENT_AANBIEDERS = """
  select a.id, a.naam, a.organisatie_id, count(*) as contracten
  from contracts_perceelcontract pc join providers_aanbieder a on a.id = pc.aanbieder_id
  where pc.status = 'geldig' and pc.periode @> %(peildatum)s::date
  group by a.id
"""
_CONTRACTEN = count_of("a.contracten", "geldig perceelcontract", "geldige perceelcontracten")


@controle(
    "aanbieder_zonder_agb",
    "Geen geldige AGB-code",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-ZP-6",
    knop="Opvragen",
    te_doen="Vraag de aanbieder welke AGB-code nu geldt; zonder code is er niet toe te wijzen.",
)
def aanbieder_zonder_agb() -> str:
    """A contract today, and no AGB-code of an onderneming or vestiging today."""
    return f"""
select a.id::text as sleutel, 'Geen geldige AGB-code' as titel,
  'Er is geen AGB-code die nu geldt, wel ' || {_CONTRACTEN} as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'aanbieder' as objectsoort,
  a.id as object_id,
  jsonb_build_object('aanbieder', a.naam, 'perceelcontracten', a.contracten,
    'laatste AGB-code', l.code, 'gold tot en met', l.einddatum) as bewijs,
  '/aanbieders/' || a.id as url
from ({CURRENT_AANBIEDERS}) a
left join lateral (
  select code, einddatum from providers_agbcode g
  where g.aanbieder_id = a.id and g.soort <> 'zorgverlener' and g.einddatum < %(peildatum)s::date
  order by g.einddatum desc limit 1) l on true
where not exists (
  select from providers_agbcode g where g.aanbieder_id = a.id and g.soort <> 'zorgverlener'
    and g.periode @> %(peildatum)s::date)
"""


@controle(
    "aanbieder_zonder_rekening",
    "Geen geldige bankrekening",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-ZP-2",
    knop="Opvragen",
    te_doen="Vraag de aanbieder om een rekening met IBAN-verklaring.",
)
def aanbieder_zonder_rekening() -> str:
    """A contract today, and no account for declaraties today; the evidence holds no IBAN."""
    return f"""
select a.id::text as sleutel, 'Geen geldige bankrekening' as titel,
  'Er is geen rekening voor declaraties die nu geldt, wel ' || {_CONTRACTEN} as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'aanbieder' as objectsoort,
  a.id as object_id,
  jsonb_build_object('aanbieder', a.naam, 'perceelcontracten', a.contracten,
    'vorige rekening gold tot en met', l.einddatum) as bewijs,
  '/aanbieders/' || a.id as url
from ({CURRENT_AANBIEDERS}) a
left join lateral (
  select max(b.einddatum) as einddatum from providers_bankrekening b
  where b.aanbieder_id = a.id and b.doel = 'declaraties'
    and b.einddatum < %(peildatum)s::date) l on true
where not exists (
  select from providers_bankrekening b where b.aanbieder_id = a.id and b.doel = 'declaraties'
    and b.periode @> %(peildatum)s::date)
"""


@controle(
    "product_zonder_tarief",
    "Geen tarief",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-TOE-10",
    knop="Nagaan",
    te_doen="Laat catalogusbeheer het tarief vastleggen; tot dan wordt toewijzen geweigerd.",
)
def product_zonder_tarief() -> str:
    """A contracted product with a day without tariff, from today to 90 days ahead (R-SEG-7).

    A tariff is found by tariff group, or by location for percelen with `tarief_per_locatie`; one
    with neither holds for everybody. One signal per product × tariff group (× location), not per
    contract. Taakgerichte percelen have no tariffs (R-CON-9).
    """
    return f"""
with nodig as (
  select pp.product_id,
    case when p.tarief_per_locatie then null else tg.id end as groep,
    cl.locatie_id as locatie, pc.aanbieder_id,
    pc.periode * tg.periode * pp.periode * coalesce(cl.periode, '(,)')
      * daterange(%(peildatum)s::date, %(peildatum)s::date + {TARIEF_DAGEN_VOORUIT}, '[]') as dagen
  from contracts_perceelcontract pc
  join contracts_perceel p on p.id = pc.perceel_id and p.financiering <> 'taak'
  join contracts_perceelproduct pp on pp.perceel_id = pc.perceel_id
  cross join lateral (
    select w.id, daterange(w.vanaf, lead(w.vanaf) over (order by w.vanaf nulls first)) as periode
    from (select pc.tariefgroep_id as id, null::date as vanaf
      union all select x.tariefgroep_id, x.begindatum from contracts_tariefgroepwijziging x
      where x.perceelcontract_id = pc.id) w) tg
  left join contracts_contractlocatie cl on cl.perceelcontract_id = pc.id and p.tarief_per_locatie
  where pc.status = 'geldig' and (pc.einddatum is null or pc.einddatum >= %(peildatum)s::date)
    and (cl.id is not null or not p.tarief_per_locatie)
), samen as (
  select product_id, groep, locatie, range_agg(dagen) as dagen,
    count(distinct aanbieder_id) as aanbieders, (array_agg(aanbieder_id order by aanbieder_id))[1]
      as aanbieder_id
  from nodig where not isempty(dagen) group by product_id, groep, locatie
), gedekt as (
  select s.*, s.dagen - coalesce((
    select range_agg(t.periode) from contracts_tarief t
    where t.product_id = s.product_id and (
      t.tariefgroep_id = s.groep or t.locatie_id = s.locatie
      or (t.tariefgroep_id is null and t.locatie_id is null))), '{{}}') as gat
  from samen s
)
select concat_ws(':', 'tarief', g.product_id, g.groep, g.locatie) as sleutel,
  'Geen tarief' as titel,
  pr.code || ' ' || pr.naam || coalesce(', tariefgroep ' || tg.naam, '')
    || coalesce(', ' || lo.naam, '') || ': geen tarief'
    || case when lower(g.gat) > %(peildatum)s::date
      then ' vanaf ' || {long_date("lower(g.gat)")} else '' end
    || case when g.aanbieders > 1 then ' bij ' || g.aanbieders || ' aanbieders' else '' end
    as omschrijving,
  0 as raakt, case when g.aanbieders = 1 then a.organisatie_id end as betreft_organisatie_id,
  'product' as objectsoort, g.product_id as object_id,
  jsonb_build_object('product', pr.code, 'tariefgroep', tg.code, 'locatie', lo.naam,
    'zonder tarief vanaf', nullif(lower(g.gat), %(peildatum)s::date),
    'aanbieders', g.aanbieders) as bewijs,
  '/producten/' || g.product_id as url
from gedekt g
join contracts_product pr on pr.id = g.product_id
join providers_aanbieder a on a.id = g.aanbieder_id
left join contracts_tariefgroep tg on tg.id = g.groep
left join providers_locatie lo on lo.id = g.locatie
where not isempty(g.gat)
"""
