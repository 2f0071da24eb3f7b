"""Agreements that stand open or are late, and talks that the rhythm asks for (R-CON-6, SI 11.2)."""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme
from core.signalen.controles import controle
from core.signalen.sql import count_of, long_date
from core.uitbak import Onderwerp
from leveranciers.rules import Normen

_NORMEN = Normen()
#: After so many days a talk that was planned has a verslag.
VERSLAG_DAGEN = 14


def _afspraken(titel: str, *, kant: str, te_laat: bool, werkwoord: str) -> str:
    """Open agreements of a verslag that stands; one signal each, that moves when its day passes."""
    when = "<" if te_laat else ">="
    return f"""
select f.id::text as sleutel, '{titel}' as titel,
  'AG-' || g.nummer || ': ' || f.wat || ', {werkwoord} ' || {long_date("f.uiterlijk")}
    as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'afspraak' as objectsoort,
  f.id as object_id,
  jsonb_build_object('gesprek', 'AG-' || g.nummer, 'uiterlijk', f.uiterlijk) as bewijs,
  '/afspraken/' || f.id || '/afronden' as url
from leveranciers_afspraak f
join leveranciers_accountgesprek g on g.id = f.gesprek_id and g.status = 'vastgesteld'
join providers_aanbieder a on a.id = g.aanbieder_id
where f.status = 'open' and f.kant = '{kant}' and f.uiterlijk {when} %(peildatum)s::date
"""


@controle(
    "afspraak_ozjt",
    "Afspraak met een aanbieder",
    Signaalernst.BEOORDELEN,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-6",
    knop="Afronden",
    te_doen="Kom de afspraak na en rond haar af met een opmerking.",
)
def afspraak_ozjt() -> str:
    """What OZJT promised and still has time for."""
    return _afspraken(
        "Afspraak met een aanbieder", kant="ozjt", te_laat=False, werkwoord="uiterlijk"
    )


@controle(
    "afspraak_ozjt_te_laat",
    "Afspraak over de termijn",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-6",
    knop="Afronden",
    te_doen="Kom de afspraak alsnog na, of laat haar vervallen en zeg waarom.",
    mail=Onderwerp.TERMIJN,
)
def afspraak_ozjt_te_laat() -> str:
    """What OZJT promised and did not do in time."""
    return _afspraken(
        "Afspraak over de termijn", kant="ozjt", te_laat=True, werkwoord="dat was uiterlijk"
    )


@controle(
    "afspraak_aanbieder",
    "Afspraak met OZJT",
    Signaalernst.BEOORDELEN,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-CON-6",
    knop="Afronden",
    te_doen="Kom de afspraak na en meld met een opmerking dat het gedaan is.",
)
def afspraak_aanbieder() -> str:
    """What the aanbieder promised and still has time for."""
    return _afspraken("Afspraak met OZJT", kant="aanbieder", te_laat=False, werkwoord="uiterlijk")


@controle(
    "afspraak_aanbieder_te_laat",
    "Afspraak over de termijn",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-CON-6",
    knop="Afronden",
    te_doen="Kom de afspraak alsnog na en meld met een opmerking dat het gedaan is.",
    mail=Onderwerp.TERMIJN,
)
def afspraak_aanbieder_te_laat() -> str:
    """What the aanbieder promised and did not do in time."""
    return _afspraken(
        "Afspraak over de termijn", kant="aanbieder", te_laat=True, werkwoord="dat was uiterlijk"
    )


@controle(
    "afspraak_van_aanbieder_te_laat",
    "Aanbieder komt een afspraak niet na",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-6",
    knop="Bekijken",
    te_doen="Vraag de aanbieder ernaar, of laat de afspraak vervallen en zeg waarom.",
)
def afspraak_van_aanbieder_te_laat() -> str:
    """The same, for who has to ask after it."""
    return _afspraken(
        "Aanbieder komt een afspraak niet na",
        kant="aanbieder",
        te_laat=True,
        werkwoord="dat was uiterlijk",
    )


@controle(
    "gesprek_zonder_verslag",
    "Gesprek zonder vastgesteld verslag",
    Signaalernst.BEOORDELEN,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-6",
    knop="Verslag",
    te_doen="Schrijf het verslag en stel het vast, of laat het gesprek vervallen.",
)
def gesprek_zonder_verslag() -> str:
    """The day of the talk is some time ago, and its verslag does not stand."""
    return f"""
select g.id::text as sleutel, 'Gesprek zonder vastgesteld verslag' as titel,
  'AG-' || g.nummer || ' van ' || {long_date("g.datum")} as omschrijving, 0 as raakt,
  a.organisatie_id as betreft_organisatie_id, 'accountgesprek' as objectsoort, g.id as object_id,
  jsonb_build_object('gesprek', 'AG-' || g.nummer, 'datum', g.datum) as bewijs,
  '/accountgesprekken/' || g.id as url
from leveranciers_accountgesprek g join providers_aanbieder a on a.id = g.aanbieder_id
where g.status in ('gepland', 'gehouden') and g.datum < %(peildatum)s::date - {VERSLAG_DAGEN}
"""


# Aanbieders with a contract today whose rhythm asks for a talk; the heaviest indeling counts.
_TE_PLANNEN = f"""
  select a.id, a.organisatie_id, s.stuurt, laatst.dag
  from providers_aanbieder a
  cross join lateral (
    select bool_or(d.indeling = 'leveranciersmanagement') as stuurt
    from leveranciers_segmentaandeel d
    where d.aanbieder_id = a.id and d.segment_id is not null
      and d.jaar = (select max(jaar) from leveranciers_segmentaandeel)
  ) s
  cross join lateral (
    select max(g.datum) as dag from leveranciers_accountgesprek g
    where g.aanbieder_id = a.id and g.status in ('gehouden', 'vastgesteld')
  ) laatst
  cross join lateral (
    select coalesce(max(n.heavy), {_NORMEN.ritme_leveranciersmanagement}) as heavy,
      coalesce(max(n.light), {_NORMEN.ritme_contractmanagement}) as light
    from (
      select n.ritme_leveranciersmanagement as heavy, n.ritme_contractmanagement as light
      from leveranciers_sturingsnorm n
      where n.jaar <= (select max(jaar) from leveranciers_segmentaandeel)
      order by n.jaar desc limit 1
    ) n
  ) ritme
  cross join lateral (
    select case when s.stuurt then ritme.heavy else ritme.light end as maanden
  ) m
  where s.stuurt is not null and m.maanden > 0
    and (laatst.dag is null
      or laatst.dag <= (%(peildatum)s::date - make_interval(months => m.maanden))::date)
    and exists (
      select from contracts_perceelcontract c where c.aanbieder_id = a.id
        and c.status = 'geldig' and c.periode @> %(peildatum)s::date)
    and not exists (
      select from leveranciers_accountgesprek g where g.aanbieder_id = a.id
        and g.status = 'gepland' and g.datum >= %(peildatum)s::date)
"""


@controle(
    "gesprek_te_plannen",
    "Accountgesprek te plannen",
    Signaalernst.BEOORDELEN,
    Rolcode.CONTRACTMANAGER,
    ritme=Ritme.NACHT,
    regel="R-CON-6",
    knop="Plannen",
    te_doen="Plan een gesprek; met deze aanbieder doet OZJT leveranciersmanagement.",
)
def gesprek_te_plannen() -> str:
    """Leveranciersmanagement asks for a talk; one signal per aanbieder."""
    return f"""
select t.id::text as sleutel, 'Accountgesprek te plannen' as titel,
  coalesce('Het laatste gesprek was op ' || {long_date("t.dag")},
    'Er is nog geen gesprek geweest') as omschrijving,
  0 as raakt, t.organisatie_id as betreft_organisatie_id, 'aanbieder' as objectsoort,
  t.id as object_id, jsonb_build_object('laatste gesprek', t.dag) as bewijs,
  '/accountgesprekken/nieuw?aanbieder=' || t.id as url
from ({_TE_PLANNEN}) t where t.stuurt
"""


@controle(
    "gesprekken_te_plannen",
    "Gesprekken met andere aanbieders",
    Signaalernst.BEOORDELEN,
    Rolcode.CONTRACTMANAGER,
    ritme=Ritme.NACHT,
    regel="R-CON-6",
    knop="Bekijken",
    te_doen="Kies met wie een gesprek zin heeft; de lijst staat bij Leveranciers.",
    sluitbaar=True,
)
def gesprekken_te_plannen() -> str:
    """Contractmanagement asks for talks too: one signal for all, for they are hundreds."""
    return f"""
select 'contractmanagement' as sleutel, 'Gesprekken met andere aanbieders' as titel,
  'Met ' || {count_of("count(*)", "aanbieder", "aanbieders")}
    || ' in contractmanagement is het ritme van gesprekken voorbij' as omschrijving,
  0 as raakt, null::uuid as betreft_organisatie_id, 'aanbieder' as objectsoort,
  null::uuid as object_id, jsonb_build_object('aanbieders', count(*)) as bewijs,
  '/leveranciers?te_plannen=on&indeling=contractmanagement' as url
from ({_TE_PLANNEN}) t where not t.stuurt having count(*) > 0
"""
