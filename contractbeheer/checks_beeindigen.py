"""What may not lie still: requests to end a perceel, and toewijzingen that lose their contract
(R-CON-3, R-TOE-10, R-MEL-1).
"""

from django.conf import settings

from contractbeheer.regelen import UITKOMST, VANZELF
from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij
from core.signalen.controles import controle
from core.signalen.sql import count_of, long_date
from core.uitbak import Onderwerp
from indications.checks import AFLOPEND, BEWIJS, EINDE, LOOPT_DOOR, LOPEND, TOEWIJZINGEN

_KENMERK = "'BV-' || lpad(v.nummer::text, 5, '0')"
_VERZOEK = f"""
select v.id::text as sleutel, {{titel}} as titel,
  a.naam || ', ' || p.naam || ': {{werkwoord}} ' || {long_date("v.beslis_uiterlijk")}
    as omschrijving,
  (select coalesce(sum(n.aantal::int), 0) from jsonb_each_text(v.geteld) n(code, aantal))::int
    as raakt,
  a.organisatie_id as betreft_organisatie_id, 'beeindigingsverzoek' as objectsoort,
  v.id as object_id,
  jsonb_build_object('kenmerk', {_KENMERK}, 'perceel', p.code, 'gevraagde laatste dag',
    v.gewenste_datum, 'beslissen uiterlijk', v.beslis_uiterlijk) as bewijs,
  '/beeindigingen/' || v.id as url
from contractbeheer_beeindigingsverzoek v
join providers_aanbieder a on a.id = v.aanbieder_id
join contracts_perceelcontract pc on pc.id = v.perceelcontract_id
join contracts_perceel p on p.id = pc.perceel_id
where v.status in ('ingediend', 'in_behandeling')
"""


@controle(
    "beeindiging_termijn",
    "Besluit over beëindiging nadert",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-3",
    knop="Besluiten",
    te_doen="Bekijk de gevolgen en besluit, of laat een collega het oppakken.",
    mail=Onderwerp.TERMIJN,
)
def beeindiging_termijn() -> str:
    """The day to decide by is near or today."""
    days = int(settings.BEEINDIGING_HERINNERING_DAGEN)
    columns = _VERZOEK.format(
        titel="'Besluit over beëindiging nadert'", werkwoord="besluit uiterlijk"
    )
    return f"""{columns}
  and v.beslis_uiterlijk between %(peildatum)s::date and %(peildatum)s::date + {days}"""


@controle(
    "beeindiging_over_termijn",
    "Beëindiging over de termijn",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-3",
    knop="Besluiten",
    te_doen="Besluit vandaag: de aanbieder wacht langer dan is toegezegd.",
    mail=Onderwerp.TERMIJN,
)
def beeindiging_over_termijn() -> str:
    """The day to decide by has passed."""
    columns = _VERZOEK.format(
        titel="'Beëindiging over de termijn'", werkwoord="het besluit had er moeten zijn op"
    )
    return f"{columns}\n  and v.beslis_uiterlijk < %(peildatum)s::date"


#: Lines with how they stand now, of acts whose last day (`dag`) is near or has passed.
_REGELS = f"""
regel as (
  select id, einde_id, gemeente_id, toewijzing_id, vanaf, vanaf - 1 as dag, {UITKOMST} nu
  from contractbeheer_overdracht where status <> 'vervallen' and not {VANZELF}
)"""
_VAN_REGEL = """
from regel r
join contractbeheer_contracteinde e on e.id = r.einde_id
join contracts_perceelcontract pc on pc.id = e.perceelcontract_id
join contracts_perceel p on p.id = pc.perceel_id
join providers_aanbieder a on a.id = pc.aanbieder_id
join indications_toewijzing t on t.id = r.toewijzing_id
join core_organisatie g on g.id = r.gemeente_id
"""
_OPEN = count_of("count(*)", "toewijzing", "toewijzingen")


@controle(
    "overdracht_open",
    "Andere aanbieder nodig",
    Signaalernst.MOET,
    Rolcode.TOEGANG,
    bij=Bij.OBJECT,
    regel="R-CON-3",
    knop="Regelen",
    te_doen="Zoek met de jeugdigen een andere aanbieder, of beëindig de toewijzing op tijd. De "
    "overdrachtslijst zegt om wie het gaat.",
    mail=Onderwerp.TERMIJN,
)
def overdracht_open() -> str:
    """Lines to arrange near the last day of the contract, and after it; one per act and perceel."""
    days = int(settings.OVERDRACHT_SIGNAAL_DAGEN)
    return f"""
with {_REGELS}
select concat_ws(':', e.id, r.gemeente_id) as sleutel,
  case when min(r.dag) < %(peildatum)s::date then 'Contract voorbij, zorg loopt door'
    else 'Andere aanbieder nodig' end as titel,
  a.naam || ', ' || p.naam || ': ' || {_OPEN} || ' te regelen, laatste dag '
    || {long_date("min(r.dag)")} as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'organisatie' as objectsoort, r.gemeente_id as object_id,
  jsonb_build_object('perceel', p.code, 'laatste dag', min(r.dag), 'toewijzingen', count(*))
    as bewijs,
  '/overdrachten' as url
{_VAN_REGEL}
where r.nu = '' and r.dag <= %(peildatum)s::date + {days}
group by e.id, r.gemeente_id, p.id, a.id
"""


@controle(
    "overdracht_dubbel",
    "Oude toewijzing loopt nog door",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.OBJECT,
    regel="R-TOE-10",
    knop="Beëindigen",
    te_doen="Er is een nieuwe aanbieder; beëindig de oude toewijzing op de dag van de overgang.",
)
def overdracht_dubbel() -> str:
    """Went to another aanbieder, while the old toewijzing runs past the end of its contract."""
    return f"""
with {_REGELS}
select concat_ws(':', e.id, r.gemeente_id) as sleutel,
  'Oude toewijzing loopt nog door' as titel,
  a.naam || ', ' || p.naam || ': ' || {_OPEN} || ' met een opvolger, nog niet beëindigd'
    as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'organisatie' as objectsoort, r.gemeente_id as object_id,
  jsonb_build_object('perceel', p.code, 'toewijzingen', count(*)) as bewijs,
  '/overdrachten' as url
{_VAN_REGEL}
where r.nu = 'overgezet' and t.status <> 'ingetrokken'
  and (t.einddatum is null or t.einddatum >= r.vanaf)
group by e.id, r.gemeente_id, p.id, a.id
"""


@controle(
    "overdracht_te_laat",
    "Overdracht niet klaar",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-3",
    knop="Bekijken",
    te_doen="Bel de gemeenten die nog niet klaar zijn, en spreek af wie de zorg zolang levert.",
)
def overdracht_te_laat() -> str:
    """The contract has ended and gemeenten still have lines to arrange: counts, no toewijzing."""
    gemeente = count_of("count(distinct r.gemeente_id)", "gemeente", "gemeenten")
    return f"""
with {_REGELS}
select e.id::text as sleutel, 'Overdracht niet klaar' as titel,
  p.naam || ' eindigde ' || {long_date("min(r.dag)")} || ', nog ' || {_OPEN} || ' te regelen in '
    || {gemeente} as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'contracteinde' as objectsoort, e.id as object_id,
  jsonb_build_object('perceel', p.code, 'laatste dag', min(r.dag), 'toewijzingen', count(*),
    'gemeenten', to_jsonb(array_agg(distinct g.naam order by g.naam))) as bewijs,
  '/overdrachten/tellingen' as url
{_VAN_REGEL}
where r.nu = '' and r.dag < %(peildatum)s::date
group by e.id, p.id, a.id
"""


# Three checks of toewijzingen against contracts that have to know the transfer list.

#: Not on the list of toegang (that has its own signal), and not agreed that the aanbieder goes on.
_NIET_OP_LIJST = (
    "not exists (select from contractbeheer_overdracht d where d.toewijzing_id = t.id {})"
)


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
    contract that ends while toewijzingen run on is reported ahead by `contract_loopt_af`. Quiet
    about what the aanbieder finishes as agreed, and what stands on the transfer list: of that the
    gemeente hears (`overdracht_open`), and contract management when it is late.
    """
    listed = _NIET_OP_LIJST.format("and (d.status = 'open' or d.uitkomst = 'afspraak')")
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
  and {listed}
group by t.aanbieder_id, pc.perceel_id, p.id, a.id
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
    """A contract ends by itself within 90 days, without a next one, while toewijzingen run on."""
    return f"""
select pc.id::text as sleutel, 'Contract loopt af' as titel,
  p.naam || ' eindigt ' || {EINDE} || ', ' || {TOEWIJZINGEN} || {LOOPT_DOOR} as omschrijving,
  count(distinct t.jeugdige_id) as raakt, a.organisatie_id as betreft_organisatie_id,
  'perceelcontract' as objectsoort, pc.id as object_id,
  jsonb_build_object('perceel', p.code, 'einddatum', pc.einddatum, {BEWIJS}) as bewijs,
  '/aanbieders/' || a.id as url
{AFLOPEND} and {_NIET_OP_LIJST.format("and d.status <> 'vervallen'")}
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
{AFLOPEND} and {_NIET_OP_LIJST.format("and d.status <> 'vervallen'")}
group by pc.id, p.id, a.id, t.gemeente_id
"""
