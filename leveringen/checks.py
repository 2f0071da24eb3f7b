"""What declared lines and starts say (R-TOE-14, R-BES-5); one statement each.

Four of them are a ladder: a toewijzing stands on its highest step only, so one gives one signal. A
share and the days that passed are those of the page of the toewijzing. The evidence names the
number of the toewijzing and figures, never a jeugdige.
"""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme
from core.signalen.controles import controle
from core.signalen.sql import count_of, long_date
from indications.selectors_lijst import BIJNA_OP, VOORSPRONG

MAX_NUMMERS = 25

#: Toewijzingen with one total and something declared: share of it, and of its days, in percent.
GEBRUIK = """
  select t.id, t.nummer, t.volume, v.volume as gedeclareerd, v.laatste_dag, t.gemeente_id,
    g.naam as gemeente, a.organisatie_id as aanbieder_organisatie_id,
    t.einddatum is null or t.einddatum >= %(peildatum)s::date as loopt,
    v.volume * 100 / t.volume as deel,
    greatest(0, least(%(peildatum)s::date, t.einddatum) - t.begindatum + 1) * 100
      / (t.einddatum - t.begindatum + 1) as voorbij
  from indications_verbruik v
  join indications_toewijzing t on t.id = v.toewijzing_id
  join core_organisatie g on g.id = t.gemeente_id
  join providers_aanbieder a on a.id = t.aanbieder_id
  where t.frequentie = '6' and t.status <> 'ingetrokken' and v.volume > 0
"""


def _per_toewijzing(titel: str, tekst: str, bewijs: str, bron: str, *, betreft: str) -> str:
    """Rows of `bron` u (id, nummer, gemeente, gemeente_id): one signal per toewijzing."""
    return f"""
select u.id::text as sleutel, '{titel}' as titel,
  'Toewijzing ' || u.nummer || ' van ' || u.gemeente || ': ' || {tekst} as omschrijving,
  1 as raakt, {betreft} as betreft_organisatie_id, 'toewijzing' as objectsoort, u.id as object_id,
  jsonb_build_object('nummer', u.nummer, {bewijs}) as bewijs,
  '/toewijzingen/' || u.id || '/levering' as url
from {bron}
"""


def _step(titel: str, tekst: str, where: str, *, betreft: str = "u.gemeente_id") -> str:
    figures = "'toegewezen', u.volume, 'gedeclareerd', u.gedeclareerd, 'tot en met', u.laatste_dag"
    source = f"({GEBRUIK}) u where {where}"
    return _per_toewijzing(titel, tekst, figures, source, betreft=betreft)


AHEAD = f"u.loopt and u.deel < {BIJNA_OP} and u.deel > u.voorbij + {VOORSPRONG}"
AHEAD_TEXT = "u.deel || ' %% gebruikt, ' || u.voorbij || ' %% van de tijd voorbij'"


@controle(
    "gebruik_loopt_voor",
    "Gebruik loopt voor op de tijd",
    Signaalernst.AANDACHT,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Kijk of het volume past, en overleg zo nodig met de aanbieder.",
    sluitbaar=True,
)
def gebruik_loopt_voor() -> str:
    """The share declared is more than 15 points over the share of the days that passed."""
    return _step("Gebruik loopt voor op de tijd", AHEAD_TEXT, AHEAD)


@controle(
    "gebruik_loopt_voor_aanbieder",
    "Gebruik loopt voor op de tijd",
    Signaalernst.BEOORDELEN,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Kijk of je met het volume uitkomt; vraag anders op tijd een wijziging aan.",
    sluitbaar=True,
)
def gebruik_loopt_voor_aanbieder() -> str:
    """The same, for who delivers it: asking in time for more is up to the aanbieder."""
    return _step(
        "Gebruik loopt voor op de tijd", AHEAD_TEXT, AHEAD, betreft="u.aanbieder_organisatie_id"
    )


@controle(
    "gebruik_bijna_op",
    "Toewijzing is bijna op",
    Signaalernst.AANDACHT,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Ga na of er een vervolg nodig is voor het volume op is.",
    sluitbaar=True,
)
def gebruik_bijna_op() -> str:
    """80 % or more declared, of a toewijzing that still runs."""
    return _step(
        "Toewijzing is bijna op",
        "u.deel || ' %% gebruikt'",
        f"u.loopt and u.deel between {BIJNA_OP} and 99",
    )


@controle(
    "gebruik_op",
    "Toewijzing is op",
    Signaalernst.MOET,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Overleg met de toegang: de periode loopt nog, het volume is gebruikt.",
    sluitbaar=True,
)
def gebruik_op() -> str:
    """All of it is declared and the toewijzing still runs."""
    return _step(
        "Toewijzing is op",
        "'alles is gedeclareerd en de periode loopt nog'",
        "u.loopt and u.gedeclareerd = u.volume",
    )


@controle(
    "meer_gedeclareerd_dan_toegewezen",
    "Meer gedeclareerd dan toegewezen",
    Signaalernst.MOET,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Keur af wat te veel is, of laat de toegang het volume verhogen.",
    sluitbaar=True,
)
def meer_gedeclareerd_dan_toegewezen() -> str:
    """More than the total; also after the end, for it was paid or will be."""
    return _step(
        "Meer gedeclareerd dan toegewezen",
        "u.gedeclareerd || ' gedeclareerd, ' || u.volume || ' toegewezen'",
        "u.gedeclareerd > u.volume",
    )


@controle(
    "gedeclareerd_na_einde",
    "Gedeclareerd na het einde",
    Signaalernst.MOET,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Keur de regels af, of herstel de einddatum van de toewijzing.",
    sluitbaar=True,
)
def gedeclareerd_na_einde() -> str:
    """Lines that run on after the last day, or stand on what was withdrawn, and are not corrected.

    The last day in the running total tells which toewijzingen to look at.
    """
    source = """(
  select t.id, t.nummer, t.gemeente_id, g.naam as gemeente, t.einddatum, t.status,
    count(*) as regels, sum(d.volume) as te_veel, max(d.einddatum) as laatste_dag
  from indications_verbruik v
  join indications_toewijzing t on t.id = v.toewijzing_id
    and (v.laatste_dag > t.einddatum or t.status = 'ingetrokken')
  join core_organisatie g on g.id = t.gemeente_id
  join indications_declaratieregel d on d.toewijzing_id = t.id
    and (d.einddatum > t.einddatum or t.status = 'ingetrokken')
  group by t.id, g.id having sum(d.volume) > 0 or sum(d.bedrag_centen) > 0
) u"""
    text = (
        f"case when u.status = 'ingetrokken' then 'ingetrokken' "
        f"else 'liep tot en met ' || {long_date('u.einddatum')} end "
        f"|| ', gedeclareerd tot en met ' || {long_date('u.laatste_dag')}"
    )
    figures = (
        "'einddatum', u.einddatum, 'tot en met', u.laatste_dag, 'te veel', u.te_veel, "
        "'regels', u.regels"
    )
    return _per_toewijzing(
        "Gedeclareerd na het einde", text, figures, source, betreft="u.gemeente_id"
    )


@controle(
    "gedeclareerd_na_stop",
    "Gestopt, en toch gedeclareerd",
    Signaalernst.AANDACHT,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Vraag de aanbieder of de stop klopt, of de declaratie.",
    sluitbaar=True,
)
def gedeclareerd_na_stop() -> str:
    """The help stopped for good, and lines begin after that day (not corrected)."""
    source = """(
  select t.id, t.nummer, t.gemeente_id, g.naam as gemeente, l.einddatum as gestopt,
    count(*) as regels, max(d.einddatum) as laatste_dag
  from (
    select distinct on (toewijzing_id) toewijzing_id, einddatum, reden_beeindiging
    from indications_levering order by toewijzing_id, begindatum desc
  ) l
  join indications_verbruik v on v.toewijzing_id = l.toewijzing_id and v.laatste_dag > l.einddatum
  join indications_toewijzing t on t.id = l.toewijzing_id
  join core_organisatie g on g.id = t.gemeente_id
  join indications_declaratieregel d on d.toewijzing_id = t.id and d.begindatum > l.einddatum
  where l.einddatum is not null and l.reden_beeindiging <> '20'
  group by t.id, g.id, l.einddatum having sum(d.volume) > 0
) u"""
    text = (
        f"'gestopt na ' || {long_date('u.gestopt')} "
        f"|| ', gedeclareerd tot en met ' || {long_date('u.laatste_dag')}"
    )
    figures = "'gestopt na', u.gestopt, 'tot en met', u.laatste_dag, 'regels', u.regels"
    return _per_toewijzing(
        "Gestopt, en toch gedeclareerd", text, figures, source, betreft="u.gemeente_id"
    )


@controle(
    "geen_toewijzing_bij_declaratie",
    "Declaratie zonder toewijzing",
    Signaalernst.AANDACHT,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Laat de aanbieder declareren op het juiste nummer, of handel de regels af.",
)
def geen_toewijzing_bij_declaratie() -> str:
    """Lines that are kept apart, per gemeente and aanbieder."""
    counted = count_of("count(*)", "regel", "regels")
    return f"""
select concat_ws(':', o.gemeente_id, a.id) as sleutel,
  'Declaratie zonder toewijzing' as titel,
  a.naam || ': ' || {counted} || ' op een nummer dat deze aanbieder niet heeft' as omschrijving,
  0 as raakt, o.gemeente_id as betreft_organisatie_id, 'aanbieder' as objectsoort,
  a.id as object_id,
  jsonb_build_object('regels', count(*), 'centen', sum(o.bedrag_centen),
    'nummers', to_jsonb((array_agg(distinct o.toewijzingsnummer))[1:{MAX_NUMMERS}])) as bewijs,
  '/declaraties-zonder-toewijzing' as url
from indications_ongekoppeldedeclaratie o join providers_aanbieder a on a.id = o.aanbieder_id
where o.opgelost_op is null
group by o.gemeente_id, a.id
"""


#: Days of that month within the toewijzing, and the most that may be declared for it (TR321).
_BEGIN, _END = "greatest(d.maand, t.begindatum)", "least(d.maand_eind, t.einddatum)"
_OUTPUT = "t.eenheid in ('82', '83')"
_LAST_SUNDAY = "(date_trunc('week', t.einddatum)::date - 1)"
MAXIMUM = f"""t.volume * case
  when t.frequentie = '1' then {_END} - {_BEGIN} + 1
  when t.frequentie = '2' and {_OUTPUT} then
    (date_trunc('week', {_END} + 1)::date - date_trunc('week', {_BEGIN})::date) / 7
    + case when t.einddatum is not null and extract(isodow from t.einddatum) < 7
        and case when {_LAST_SUNDAY} >= t.begindatum then {_LAST_SUNDAY} else t.einddatum end
          between {_BEGIN} and {_END} then 1 else 0 end
  when t.frequentie = '2' then
    (date_trunc('week', {_END})::date - date_trunc('week', {_BEGIN})::date) / 7 + 1
  else 1 end"""


@controle(
    "boven_maximum_per_periode",
    "Meer gedeclareerd dan in de maand mag",
    Signaalernst.AANDACHT,
    Rolcode.BACKOFFICE,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-14",
    knop="Bekijken",
    te_doen="Keur af wat boven het maximum van de maand is, of laat het corrigeren.",
    sluitbaar=True,
)
def boven_maximum_per_periode() -> str:
    """Of a volume per day, week or month: more in a calendar month than iJw allows (TR321).

    Months outside the toewijzing are those of `gedeclareerd_na_einde`.
    """
    source = f"""(
  select u.id, u.nummer, u.gemeente_id, u.gemeente, count(*) as maanden,
    (array_agg(u.maand order by u.maand desc))[1] as maand,
    (array_agg(u.volume order by u.maand desc))[1] as volume,
    (array_agg(u.maximum order by u.maand desc))[1] as maximum
  from (
    select t.id, t.nummer, t.gemeente_id, g.naam as gemeente, d.maand, d.volume,
      {MAXIMUM} as maximum
    from (
      select d.toewijzing_id, date_trunc('month', d.begindatum)::date as maand,
        (date_trunc('month', d.begindatum) + interval '1 month - 1 day')::date as maand_eind,
        sum(d.volume) as volume
      from indications_declaratieregel d
      join indications_toewijzing f on f.id = d.toewijzing_id and f.frequentie <> '6'
      group by 1, 2, 3
    ) d
    join indications_toewijzing t on t.id = d.toewijzing_id and t.status <> 'ingetrokken'
    join core_organisatie g on g.id = t.gemeente_id
    where {_BEGIN} <= {_END}
  ) u
  where u.volume > u.maximum
  group by u.id, u.nummer, u.gemeente_id, u.gemeente
) u"""
    text = (
        "u.volume || ' gedeclareerd in ' || to_char(u.maand, 'MM-YYYY') "
        "|| ', hoogstens ' || u.maximum"
    )
    figures = (
        "'maand', u.maand, 'gedeclareerd', u.volume, 'maximum', u.maximum, 'maanden', u.maanden"
    )
    return _per_toewijzing(
        "Meer gedeclareerd dan in de maand mag", text, figures, source, betreft="u.gemeente_id"
    )


@controle(
    "waargenomen_wachttijd_boven_maximum",
    "Waargenomen wachttijd boven maximum",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-BES-5",
    knop="Plannen",
    te_doen="Plan een gesprek: wie startte, wachtte langer dan het contract toestaat.",
    sluitbaar=True,
)
def waargenomen_wachttijd_boven_maximum() -> str:
    """The median wait of who started under a contract of today is over its maximum, in weeks."""
    return """
select w.contract_id::text as sleutel, 'Waargenomen wachttijd boven maximum' as titel,
  w.perceel || ': waargenomen ' || w.waargenomen || ' weken, contract ' || w.maximum || ' weken'
    as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'perceelcontract' as objectsoort,
  w.contract_id as object_id,
  jsonb_build_object('perceel', w.perceel, 'waargenomen weken', w.waargenomen,
    'maximum weken', w.maximum) as bewijs,
  '/aanbieders/' || a.id as url
from (
  select pc.id as contract_id, pc.aanbieder_id, p.naam as perceel,
    coalesce(pc.max_wachttijd_weken, p.max_wachttijd_weken) as maximum,
    max(o.waargenomen_weken) as waargenomen
  from availability_aanbod o
  join contracts_perceelcontract pc on pc.id = o.perceelcontract_id
  join contracts_perceel p on p.id = pc.perceel_id
  where pc.status = 'geldig' and pc.periode @> %(peildatum)s::date
    and o.waargenomen_weken > coalesce(pc.max_wachttijd_weken, p.max_wachttijd_weken)
  group by pc.id, p.id
) w join providers_aanbieder a on a.id = w.aanbieder_id
"""
