"""What may not lie still with screenings; every signal is for the screener alone (R-CON-5).

None has a subject for mail: that somebody hears of a screening stays inside the portal.
"""

from django.conf import settings

from core.choices import Rolcode, Signaalernst
from core.signalen.controles import controle
from core.signalen.sql import long_date

_KENMERK = "'SC-' || s.nummer"
#: The last decided screening of each aanbieder.
_LAATSTE = """
  select distinct on (aanbieder_id) id, nummer, aanbieder_id, uitkomst, geldig_tot
  from screening_screening where status = 'besloten'
  order by aanbieder_id, besloten_op desc
"""
_LOOPT = """exists (select from screening_screening o where o.aanbieder_id = a.id
    and o.status in ('onderzoek', 'wederhoor', 'te_besluiten'))"""
_CONTRACT = """exists (select from contracts_perceelcontract pc where pc.aanbieder_id = a.id
    and pc.status = 'geldig' and pc.periode @> %(peildatum)s::date)"""


@controle(
    "screening_verloopt",
    "Screening loopt af",
    Signaalernst.BEOORDELEN,
    Rolcode.SCREENER,
    regel="R-CON-5",
    knop="Opnieuw",
    te_doen="Begin een periodieke screening, zodat zij klaar is voor de laatste dag.",
)
def screening_verloopt() -> str:
    """Its last day comes within so many weeks, and no new one runs; today still counts."""
    return f"""
select s.id::text as sleutel, 'Screening loopt af' as titel,
  {_KENMERK} || ': geldig tot en met ' || {long_date("s.geldig_tot")} as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'screening' as objectsoort,
  s.id as object_id,
  jsonb_build_object('kenmerk', {_KENMERK}, 'geldig tot en met', s.geldig_tot) as bewijs,
  '/screeningen/' || s.id as url
from ({_LAATSTE}) s join providers_aanbieder a on a.id = s.aanbieder_id
where s.uitkomst <> 'niet_geschikt' and s.geldig_tot >= %(peildatum)s::date
  and s.geldig_tot <= %(peildatum)s::date + {7 * int(settings.SCREENING_HERINNERING_WEKEN)}
  and not {_LOOPT}
"""


@controle(
    "screening_ontbreekt",
    "Contract zonder geldige screening",
    Signaalernst.AANDACHT,
    Rolcode.SCREENER,
    regel="R-CON-5",
    knop="Bekijken",
    te_doen="Begin een screening, of rond af wat er loopt.",
)
def screening_ontbreekt() -> str:
    """A valid contract today, and the last decided screening is not there, negative or ended."""
    return f"""
select a.id::text as sleutel, 'Contract zonder geldige screening' as titel,
  case when s.id is null then 'Nog geen uitkomst van een screening'
    when s.uitkomst = 'niet_geschikt' then {_KENMERK} || ': niet geschikt'
    else {_KENMERK} || ': was geldig tot en met ' || {long_date("s.geldig_tot")} end
    as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'aanbieder' as objectsoort,
  a.id as object_id,
  jsonb_build_object('laatste screening', {_KENMERK}, 'uitkomst', s.uitkomst,
    'geldig tot en met', s.geldig_tot, 'er loopt een screening', {_LOOPT}) as bewijs,
  '/aanbieders/' || a.id || '/screening' as url
from providers_aanbieder a left join ({_LAATSTE}) s on s.aanbieder_id = a.id
where {_CONTRACT}
  and (s.id is null or s.uitkomst = 'niet_geschikt' or s.geldig_tot < %(peildatum)s::date)
"""


@controle(
    "wederhoor_over_termijn",
    "Geen reactie van de aanbieder",
    Signaalernst.AANDACHT,
    Rolcode.SCREENER,
    regel="D-31",
    knop="Vastleggen",
    te_doen="Leg de reactie vast, of dat die niet is gekomen; daarna gaat het onderzoek verder.",
)
def wederhoor_over_termijn() -> str:
    """The last day to react has passed and nothing was recorded."""
    return f"""
select w.id::text as sleutel, 'Geen reactie van de aanbieder' as titel,
  {_KENMERK} || ': reactie kon tot en met ' || {long_date("w.reageren_tot")} as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'screening' as objectsoort,
  s.id as object_id,
  jsonb_build_object('kenmerk', {_KENMERK}, 'reageren tot en met', w.reageren_tot) as bewijs,
  '/screeningen/' || s.id || '/wederhoor' as url
from screening_wederhoor w join screening_screening s on s.id = w.screening_id
  join providers_aanbieder a on a.id = s.aanbieder_id
where w.afgerond_op is null and s.status = 'wederhoor'
  and w.reageren_tot < %(peildatum)s::date
"""


@controle(
    "screening_te_besluiten",
    "Screening wacht op een besluit",
    Signaalernst.AANDACHT,
    Rolcode.SCREENER,
    regel="N-ALG-01",
    knop="Besluiten",
    te_doen="Lees de antwoorden en het advies, en besluit. Wie zelf invulde, laat dat aan een "
    "collega.",
)
def screening_te_besluiten() -> str:
    """Complete, and nobody has decided yet."""
    return f"""
select s.id::text as sleutel, 'Screening wacht op een besluit' as titel,
  {_KENMERK} || ': voorgelegd' as omschrijving, 0 as raakt,
  a.organisatie_id as betreft_organisatie_id, 'screening' as objectsoort, s.id as object_id,
  jsonb_build_object('kenmerk', {_KENMERK}) as bewijs, '/screeningen/' || s.id as url
from screening_screening s join providers_aanbieder a on a.id = s.aanbieder_id
where s.status = 'te_besluiten'
"""
