"""What must hold of toewijzingen against the catalogue and declarations (R-SEG-2, R-TOE-14).

The pieces on contracts that end are for contractbeheer, which knows what is listed for transfer.
"""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Ritme
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
    """The running total of a toewijzing, or its last day, differs from its declaratieregels."""
    return """
with som as (
  select toewijzing_id, sum(volume) as volume, sum(bedrag_centen) as bedrag_centen,
    max(einddatum) as laatste_dag
  from indications_declaratieregel group by toewijzing_id
)
select t.id::text as sleutel, 'Verbruik klopt niet' as titel,
  'Toewijzing ' || t.nummer || ' van ' || g.naam || ': bijgehouden ' || coalesce(v.volume, 0)
    || ', gedeclareerd ' || coalesce(s.volume, 0) as omschrijving,
  0 as raakt, g.id as betreft_organisatie_id, 'toewijzing' as objectsoort, t.id as object_id,
  jsonb_build_object('nummer', t.nummer, 'bijgehouden volume', coalesce(v.volume, 0),
    'gedeclareerd volume', coalesce(s.volume, 0),
    'verschil in centen', coalesce(v.bedrag_centen, 0) - coalesce(s.bedrag_centen, 0),
    'bijgehouden laatste dag', v.laatste_dag, 'laatste dag', s.laatste_dag) as bewijs,
  '/toewijzingen/' || t.id as url
from indications_verbruik v full join som s using (toewijzing_id)
join indications_toewijzing t on t.id = toewijzing_id
join core_organisatie g on g.id = t.gemeente_id
where (coalesce(v.volume, 0), coalesce(v.bedrag_centen, 0), v.laatste_dag)
  is distinct from (coalesce(s.volume, 0), coalesce(s.bedrag_centen, 0), s.laatste_dag)
"""
