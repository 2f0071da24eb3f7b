"""What may not lie still (requests and reports near or over their term), and whether the figures
that are kept equal what they are counted from (R-CON-7, R-CON-10).
"""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme
from core.signalen.controles import controle
from core.signalen.sql import long_date
from core.uitbak import Onderwerp
from monitoring import klein
from monitoring.berekeningen import REKENSOM, Vorm, berekeningen

#: Days before the last one on which the aanbieder hears of it.
VOORAF = 7

_UITVRAAG = """
select u.id::text as sleutel, '{titel}' as titel,
  v.naam || ', ' || {periode} || ': {woord} ' || {dag} as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'uitvraag' as objectsoort,
  u.id as object_id,
  jsonb_build_object('indicator', i.code, 'van', u.begindatum, 'tot en met', u.einddatum,
    'uiterlijk', u.uiterlijk) as bewijs,
  '/uitvragen/' || u.id as url
from monitoring_uitvraag u
join monitoring_indicatorversie v on v.id = u.versie_id
join monitoring_indicator i on i.id = u.indicator_id
join providers_aanbieder a on a.id = u.aanbieder_id
where u.status in ('gevraagd', 'opnieuw') and {wanneer}
"""
_BIJNA = f"{{uiterlijk}} between %(peildatum)s::date and %(peildatum)s::date + {VOORAF}"
_TE_LAAT = "{uiterlijk} < %(peildatum)s::date"


def _uitvraag(titel: str, woord: str, wanneer: str) -> str:
    return _UITVRAAG.format(
        titel=titel,
        woord=woord,
        wanneer=wanneer.format(uiterlijk="u.uiterlijk"),
        dag=long_date("u.uiterlijk"),
        periode=f"{long_date('u.begindatum')} || ' tot en met ' || {long_date('u.einddatum')}",
    )


@controle(
    "uitvraag_loopt_af",
    "Cijfer gevraagd",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="D-33",
    knop="Invullen",
    te_doen="Vul het cijfer in; daarna is het klaar.",
    mail=Onderwerp.TERMIJN,
)
def uitvraag_loopt_af() -> str:
    """Asked and not answered, in the last week of the term; the last day itself is in time."""
    return _uitvraag("Cijfer gevraagd", "invullen uiterlijk", _BIJNA)


@controle(
    "uitvraag_te_laat",
    "Cijfer niet ingevuld",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="D-33",
    knop="Invullen",
    te_doen="Vul het cijfer vandaag in.",
)
def uitvraag_te_laat() -> str:
    return _uitvraag("Cijfer niet ingevuld", "had er moeten zijn op", _TE_LAAT)


@controle(
    "uitvraag_zonder_antwoord",
    "Aanbieder antwoordt niet",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="D-33",
    knop="Bekijken",
    te_doen="Vraag de aanbieder waar het cijfer blijft.",
    sluitbaar=True,
)
def uitvraag_zonder_antwoord() -> str:
    return _uitvraag("Aanbieder antwoordt niet", "had er moeten zijn op", _TE_LAAT)


_RAPPORTAGE = """
select r.id::text as sleutel, '{titel}' as titel,
  extract(quarter from r.begindatum) || 'e kwartaal ' || extract(year from r.begindatum)
    || ': {woord} ' || {dag} as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'kwartaalrapportage' as objectsoort,
  r.id as object_id,
  jsonb_build_object('kwartaal', r.begindatum, 'uiterlijk', r.uiterlijk) as bewijs,
  '/jeugdzorgplus/rapportages/' || r.id as url
from monitoring_kwartaalrapportage r
join monitoring_subsidieontvanger o on o.id = r.ontvanger_id
join providers_aanbieder a on a.id = o.aanbieder_id
where {wanneer}
"""


def _rapportage(titel: str, woord: str, wanneer: str, dag: str = "r.uiterlijk") -> str:
    return _RAPPORTAGE.format(
        titel=titel,
        woord=woord,
        dag=long_date(dag),
        wanneer=wanneer.format(uiterlijk="r.uiterlijk"),
    )


@controle(
    "rapportage_loopt_af",
    "Kwartaalrapportage JeugdzorgPlus",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-CON-10",
    knop="Invullen",
    te_doen="Vul per gemeente de tien cijfers in en dien de rapportage in.",
    mail=Onderwerp.TERMIJN,
)
def rapportage_loopt_af() -> str:
    """Open from the day after the quarter; the last day itself is in time."""
    open_ = "r.status = 'concept' and {uiterlijk} >= %(peildatum)s::date"
    return _rapportage("Kwartaalrapportage JeugdzorgPlus", "indienen uiterlijk", open_)


@controle(
    "rapportage_te_laat",
    "Kwartaalrapportage te laat",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-CON-10",
    knop="Invullen",
    te_doen="Dien de rapportage vandaag in.",
    mail=Onderwerp.TERMIJN,
)
def rapportage_te_laat() -> str:
    late = f"r.status = 'concept' and {_TE_LAAT}"
    return _rapportage("Kwartaalrapportage te laat", "had er moeten zijn op", late)


@controle(
    "rapportage_niet_ontvangen",
    "Kwartaalrapportage niet ontvangen",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-10",
    knop="Bekijken",
    te_doen="Bel de instelling; de subsidieregeling vraagt de rapportage binnen vier weken.",
)
def rapportage_niet_ontvangen() -> str:
    late = f"r.status = 'concept' and {_TE_LAAT}"
    return _rapportage("Kwartaalrapportage niet ontvangen", "had er moeten zijn op", late)


@controle(
    "rapportage_te_beoordelen",
    "Kwartaalrapportage te beoordelen",
    Signaalernst.BEOORDELEN,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-10",
    knop="Beoordelen",
    te_doen="Vergelijk met het vorige kwartaal, en beoordeel of geef terug.",
)
def rapportage_te_beoordelen() -> str:
    handed_in = "r.status = 'ingediend'"
    return _rapportage("Kwartaalrapportage te beoordelen", "termijn was", handed_in)


@controle(
    "meting_klopt_niet",
    "Cijfer klopt niet met de gegevens",
    Signaalernst.MOET,
    Rolcode.CONTRACTBEHEERDER,
    ritme=Ritme.NACHT,
    regel="R-CON-7",
    knop="Nagaan",
    te_doen="Vraag technisch beheer om opnieuw te meten (manage.py meten, of meten --vanaf).",
)
def meting_klopt_niet() -> str:
    """Counts what was measured last night again from its source: the total of the segment, and
    whether aanbieders and gemeenten together make it (where each thing counted is of one of them).
    Of every period besides, whether no small figure can be computed.
    """
    return "\nunion all\n".join([*(_recount(naam) for naam in berekeningen()), _unshielded()])


def _unshielded() -> str:
    """Measured under another `KLEIN_AANTAL`: small today, with nothing hidden beside it."""
    return f"""
select i.id || ' afscherming' as sleutel, 'Klein aantal is te berekenen' as titel,
  i.code || ', vanaf ' || {long_date("open.vanaf")} as omschrijving,
  0 as raakt, null::uuid as betreft_organisatie_id, 'indicator' as objectsoort,
  i.id as object_id, jsonb_build_object('indicator', i.code, 'van', open.vanaf) as bewijs,
  '/indicatoren/' || i.id as url
from (
  select indicator_id, min(begindatum) as vanaf from (
    select t.indicator_id, t.begindatum
    from monitoring_meting t
    join monitoring_indicatorversie v on v.id = t.versie_id
    join monitoring_meting d on d.indicator_id = t.indicator_id and d.begindatum = t.begindatum
      and (d.aanbieder_id is not null or d.gemeente_id is not null)
    cross join lateral (select {_hidden("d")} as deel, {_hidden("t")} as totaal) dicht
    where t.aanbieder_id is null and t.gemeente_id is null
    group by t.id, d.aanbieder_id is null
    having bool_or(dicht.deel) and not bool_or(d.erbij) and not bool_or(dicht.totaal)
      or t.erbij and bool_or(d.jeugdigen > 0) and not coalesce(bool_or(dicht.deel), false)
  ) te_zien group by indicator_id
) open
join monitoring_indicator i on i.id = open.indicator_id
"""


def _hidden(meting: str) -> str:
    """Whether OZJT may not see a figure; null, like false, where it may."""
    mask = {"klein": klein.threshold(), "eigen_gemeente": "null"}
    return klein.KLEIN_SQL.format(m=meting, v="v") % mask


def _recount(naam: str) -> str:
    found = berekeningen()[naam]
    teller, noemer, waarde = REKENSOM[found.vorm]
    basis = found.query().format(
        segment="i.segment_id", begin="m.begindatum", eind="least(m.einddatum, m.peildatum)"
    )
    parts = "false"
    if found.vorm != Vorm.AANTAL:
        parts = """exists (select from monitoring_meting d
    where d.indicator_id = m.indicator_id and d.begindatum = m.begindatum
      and (d.aanbieder_id is not null or d.gemeente_id is not null)
    group by d.aanbieder_id is null
    having sum(d.teller) <> m.teller or sum(d.noemer) <> m.noemer)"""
    return f"""
select m.indicator_id || ' ' || m.begindatum as sleutel,
  'Cijfer klopt niet met de gegevens' as titel,
  i.code || ' ' || v.naam || ', vanaf ' || {long_date("m.begindatum")} as omschrijving,
  0 as raakt, null::uuid as betreft_organisatie_id, 'indicator' as objectsoort,
  m.indicator_id as object_id,
  jsonb_build_object('indicator', i.code, 'van', m.begindatum,
    'staat er', case when {_hidden("m")} then null else m.waarde end,
    'geteld', case when {_hidden("m")} then null else bron.waarde end) as bewijs,
  '/indicatoren/' || m.indicator_id as url
from monitoring_meting m
join monitoring_indicator i on i.id = m.indicator_id
join monitoring_indicatorversie v on v.id = m.versie_id and v.berekening = '{naam}'
cross join lateral (
  select {teller} as teller, {noemer} as noemer, round({waarde}, 2) as waarde
  from ({basis}) rij
) bron
where m.aanbieder_id is null and m.gemeente_id is null
  and m.bijgewerkt_op >= %(peildatum)s::date - 1
  and ((bron.teller, bron.noemer, bron.waarde) is distinct from (m.teller, m.noemer, m.waarde)
    or {parts})
"""
