"""What must hold of toewijzingen against contracts and declarations (R-TOE-10, R-TOE-14)."""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme
from core.signalen.controles import controle
from core.signalen.sql import count_of, long_date

CONTRACT_DAGEN_VOORUIT = 90
#: So many numbers stand in the evidence; the count always holds for all.
MAX_NUMMERS = 25

#: Toewijzingen that run today or start later, with the first day that matters (`dag`).
LOPEND = """
  select t.*, greatest(t.begindatum, %(peildatum)s::date) as dag, g.naam as gemeente
  from indications_toewijzing t join core_organisatie g on g.id = t.gemeente_id
  where t.status <> 'ingetrokken' and (t.einddatum is null or t.einddatum >= %(peildatum)s::date)
"""
BEWIJS = f"""
  'toewijzingen', count(*),
  'gemeenten', to_jsonb(array_agg(distinct t.gemeente order by t.gemeente)),
  'nummers', to_jsonb((array_agg(t.nummer order by t.nummer))[1:{MAX_NUMMERS}])
"""
TOEWIJZINGEN = count_of("count(*)", "toewijzing", "toewijzingen")
EINDE = long_date("pc.einddatum")
LOOPT_DOOR = "case when count(*) = 1 then ' loopt door' else ' lopen door' end"
#: Contracts that end soon without a next one, with the toewijzingen that run on after it.
AFLOPEND = f"""
from contracts_perceelcontract pc
join contracts_perceel p on p.id = pc.perceel_id
join providers_aanbieder a on a.id = pc.aanbieder_id
join ({LOPEND}) t on t.perceelcontract_id = pc.id
  and (t.einddatum is null or t.einddatum > pc.einddatum)
where pc.status = 'geldig'
  and pc.einddatum between %(peildatum)s::date and %(peildatum)s::date + {CONTRACT_DAGEN_VOORUIT}
  and not exists (
    select from contracts_perceelcontract c
    where c.aanbieder_id = pc.aanbieder_id and c.perceel_id = pc.perceel_id
      and c.status = 'geldig' and c.periode @> pc.einddatum + 1)
"""


@controle(
    "toewijzing_zonder_contract",
    "Toewijzing zonder contract",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-TOE-10",
    knop="Herstellen",
    te_doen="Herstel het contract of zorg dat een andere aanbieder het overneemt.",
)
def toewijzing_zonder_contract() -> str:
    """Toewijzingen that run today, or start later, on a day without a valid contract.

    The day is today, or the begindatum when that is later. One signal per aanbieder × perceel. A
    contract that ends while toewijzingen run on is reported ahead by `contract_loopt_af`.
    """
    return f"""
select concat_ws(':', t.aanbieder_id, pc.perceel_id) as sleutel,
  'Toewijzing zonder contract' as titel,
  p.naam || ': ' || {TOEWIJZINGEN} || ' zonder geldig contract'
    || case when min(t.dag) > %(peildatum)s::date then ', vanaf ' || {long_date("min(t.dag)")}
    else '' end as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'aanbieder' as objectsoort, a.id as object_id,
  jsonb_build_object('perceel', p.code, {BEWIJS}) as bewijs,
  '/aanbieders/' || a.id as url
from ({LOPEND}) t
join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
join contracts_perceel p on p.id = pc.perceel_id
join providers_aanbieder a on a.id = t.aanbieder_id
where not exists (
  select from contracts_perceelcontract c
  where c.aanbieder_id = t.aanbieder_id and c.perceel_id = pc.perceel_id
    and c.status = 'geldig' and c.periode @> t.dag)
group by t.aanbieder_id, pc.perceel_id, p.id, a.id
"""


@controle(
    "product_buiten_perceel",
    "Product hoort niet bij het perceel",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-SEG-2",
    knop="Nagaan",
    te_doen="Laat catalogusbeheer de indeling nagaan, of laat de gemeente opnieuw toewijzen.",
)
def product_buiten_perceel() -> str:
    """Toewijzingen with a product that is not in the perceel of their contract that day."""
    return f"""
select concat_ws(':', pc.id, t.product_id) as sleutel,
  'Product hoort niet bij het perceel' as titel,
  pr.code || ' ' || pr.naam || ' zit niet in ' || p.naam || ': ' || {TOEWIJZINGEN} as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'perceelcontract' as objectsoort, pc.id as object_id,
  jsonb_build_object('perceel', p.code, 'product', pr.code, {BEWIJS}) as bewijs,
  '/aanbieders/' || a.id as url
from ({LOPEND}) t
join contracts_perceelcontract pc on pc.id = t.perceelcontract_id
join contracts_perceel p on p.id = pc.perceel_id
join contracts_product pr on pr.id = t.product_id
join providers_aanbieder a on a.id = t.aanbieder_id
where not exists (
  select from contracts_perceelproduct pp
  where pp.perceel_id = pc.perceel_id and pp.product_id = t.product_id and pp.periode @> t.dag)
group by pc.id, t.product_id, p.id, pr.id, a.id
"""


@controle(
    "contract_loopt_af",
    "Contract loopt af",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-3",
    knop="Overdracht",
    te_doen="Verleng het contract of regel de overdracht per gemeente.",
)
def contract_loopt_af() -> str:
    """A contract ends within 90 days, without a next one, while toewijzingen run on after it."""
    return f"""
select pc.id::text as sleutel, 'Contract loopt af' as titel,
  p.naam || ' eindigt ' || {EINDE} || ', ' || {TOEWIJZINGEN} || {LOOPT_DOOR} as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'perceelcontract' as objectsoort, pc.id as object_id,
  jsonb_build_object('perceel', p.code, 'einddatum', pc.einddatum, {BEWIJS}) as bewijs,
  '/aanbieders/' || a.id as url
{AFLOPEND}
group by pc.id, p.id, a.id
"""


@controle(
    "overdracht_gemeente",
    "Aanbieder stopt",
    Signaalernst.MOET,
    Rolcode.TOEGANG,
    bij=Bij.OBJECT,
    regel="R-CON-3",
    knop="Overdracht",
    te_doen="Zoek met de jeugdigen een andere aanbieder voor de dagen na het contract.",
)
def overdracht_gemeente() -> str:
    """The same for the toegang of each gemeente: its own toewijzingen, to be transferred."""
    return f"""
select concat_ws(':', pc.id, t.gemeente_id) as sleutel, 'Aanbieder stopt' as titel,
  'Het contract voor ' || p.naam || ' eindigt ' || {EINDE} || ', ' || {TOEWIJZINGEN}
    || {LOOPT_DOOR} as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'organisatie' as objectsoort, t.gemeente_id as object_id,
  jsonb_build_object('perceel', p.code, 'einddatum', pc.einddatum, {BEWIJS}) as bewijs,
  '/aanbieders/' || a.id as url
{AFLOPEND}
group by pc.id, p.id, a.id, t.gemeente_id
"""


@controle(
    "verbruik_klopt_niet",
    "Verbruik klopt niet",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTBEHEERDER,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Meld dit bij technisch beheer: de som en de regels lopen uiteen.",
)
def verbruik_klopt_niet() -> str:
    """The running total of a toewijzing differs from the sum of its declaratieregels."""
    return """
with som as (
  select toewijzing_id, sum(volume) as volume, sum(bedrag_centen) as bedrag_centen
  from indications_declaratieregel group by toewijzing_id
)
select t.id::text as sleutel, 'Verbruik klopt niet' as titel,
  'Toewijzing ' || t.nummer || ' van ' || g.naam || ': bijgehouden ' || coalesce(v.volume, 0)
    || ', gedeclareerd ' || coalesce(s.volume, 0) as omschrijving,
  0 as raakt, g.id as betreft_organisatie_id, 'toewijzing' as objectsoort, t.id as object_id,
  jsonb_build_object('nummer', t.nummer, 'bijgehouden volume', coalesce(v.volume, 0),
    'gedeclareerd volume', coalesce(s.volume, 0),
    'verschil in centen', coalesce(v.bedrag_centen, 0) - coalesce(s.bedrag_centen, 0)) as bewijs,
  '/toewijzingen/' || t.id as url
from indications_verbruik v full join som s using (toewijzing_id)
join indications_toewijzing t on t.id = toewijzing_id
join core_organisatie g on g.id = t.gemeente_id
where (coalesce(v.volume, 0), coalesce(v.bedrag_centen, 0))
  is distinct from (coalesce(s.volume, 0), coalesce(s.bedrag_centen, 0))
"""
