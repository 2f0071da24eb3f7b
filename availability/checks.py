"""What must hold of waiting times (R-BES-5) and of how fresh they are (R-BES-6)."""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij
from core.signalen.controles import controle
from core.signalen.sql import count_of

BEVESTIGING_DAGEN = 14


@controle(
    "wachttijd_boven_maximum",
    "Wachttijd boven maximum",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-BES-5",
    knop="Plannen",
    te_doen="Plan een gesprek over de wachttijd.",
    sluitbaar=True,
)
def wachttijd_boven_maximum() -> str:
    """The longest wait entered under a contract of today is over its maximum, in weeks."""
    return """
select w.contract_id::text as sleutel, 'Wachttijd boven maximum' as titel,
  w.perceel || ': opgegeven ' || w.opgegeven || ' weken, contract ' || w.maximum || ' weken'
    || coalesce(', waargenomen ' || w.waargenomen, '') as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'perceelcontract' as objectsoort,
  w.contract_id as object_id,
  jsonb_build_object('perceel', w.perceel, 'opgegeven weken', w.opgegeven,
    'maximum weken', w.maximum, 'waargenomen weken', w.waargenomen,
    'aanbod boven maximum', w.aantal) as bewijs,
  '/aanbieders/' || a.id as url
from (
  select pc.id as contract_id, pc.aanbieder_id, p.naam as perceel,
    coalesce(pc.max_wachttijd_weken, p.max_wachttijd_weken) as maximum,
    max(o.opgegeven_weken) as opgegeven, max(o.waargenomen_weken) as waargenomen, count(*) as aantal
  from availability_aanbod o
  join contracts_perceelcontract pc on pc.id = o.perceelcontract_id
  join contracts_perceel p on p.id = pc.perceel_id
  where pc.status = 'geldig' and pc.periode @> %(peildatum)s::date
    and o.opgegeven_weken > coalesce(pc.max_wachttijd_weken, p.max_wachttijd_weken)
  group by pc.id, p.id
) w join providers_aanbieder a on a.id = w.aanbieder_id
"""


@controle(
    "beschikbaarheid_niet_bevestigd",
    "Wachttijd niet bevestigd",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-BES-6",
    knop="Bevestigen",
    te_doen="Bevestig of wijzig je plekken en wachttijden.",
)
def beschikbaarheid_niet_bevestigd() -> str:
    """For the aanbieder: offers under a contract of today, not confirmed for 14 days."""
    return _unconfirmed(BEVESTIGING_DAGEN)


@controle(
    "beschikbaarheid_lang_niet_bevestigd",
    "Wachttijd al vier weken niet bevestigd",
    Signaalernst.AANDACHT,
    Rolcode.BESCHIKBAARHEIDSBEHEERDER,
    regel="R-BES-6",
    knop="Bellen",
    te_doen="Bel de aanbieder; de cijfers op de kaart zijn oud.",
    sluitbaar=True,
)
def beschikbaarheid_lang_niet_bevestigd() -> str:
    """For beheer: the same after twice the term."""
    return _unconfirmed(2 * BEVESTIGING_DAGEN)


def _unconfirmed(days: int) -> str:
    """One row per aanbieder; the evidence counts offers and names no address (R-BES-2)."""
    count = count_of("count(*)", "aanbod is", "keer aanbod is")
    return f"""
select a.id::text as sleutel, 'Wachttijd niet bevestigd' as titel,
  {count} || ' langer dan {days} dagen niet bevestigd' as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'aanbieder' as objectsoort,
  a.id as object_id,
  jsonb_build_object('aanbod', count(*), 'oudste bevestiging', min(o.bevestigd_op),
    'nooit bevestigd', count(*) filter (where o.bevestigd_op is null)) as bewijs,
  '/aanbieders/' || a.id as url
from availability_aanbod o
join contracts_perceelcontract pc on pc.id = o.perceelcontract_id
join providers_aanbieder a on a.id = pc.aanbieder_id
where pc.status = 'geldig' and pc.periode @> %(peildatum)s::date
  and (o.bevestigd_op is null or o.bevestigd_op < %(peildatum)s::date - {days})
group by a.id
"""
