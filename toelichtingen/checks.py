"""A question about minutes may not lie still: near its term, on it and past it (R-TOE-3, R-MEL-1).

A toewijzing that was withdrawn after the question was asked needs no answer any more.
"""

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij
from core.signalen.controles import controle
from core.signalen.sql import long_date
from core.uitbak import Onderwerp

DAGEN_VOORUIT = 7
_VRAAG = f"""
select v.id::text as sleutel, {{titel}} as titel,
  g.naam || ' vroeg uitleg van de minuten van toewijzing ' || t.nummer || ' bij ' || a.naam
    || ', antwoord uiterlijk ' || {long_date("v.termijn")} as omschrijving,
  1 as raakt, a.organisatie_id as betreft_organisatie_id, {{object}}
  jsonb_build_object('kenmerk', 'UV-' || lpad(v.nummer::text, 5, '0'), 'toewijzing', t.nummer,
    'antwoord uiterlijk', v.termijn) as bewijs,
  '/toelichtingsverzoeken/' || v.id as url
from toelichtingen_toelichtingsverzoek v
join indications_toewijzing t on t.id = v.toewijzing_id
join core_organisatie g on g.id = t.gemeente_id
join providers_aanbieder a on a.id = t.aanbieder_id
where v.status in ('open', 'aanvulling') and t.status <> 'ingetrokken'
"""
_VERZOEK = "'toelichtingsverzoek' as objectsoort, v.id as object_id,"
_GEMEENTE = "'organisatie' as objectsoort, t.gemeente_id as object_id,"


@controle(
    "toelichting_nadert",
    "Uitleg van minuten gevraagd",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    regel="R-TOE-3",
    knop="Beantwoorden",
    te_doen="Vul in hoe de minuten verdeeld zijn over direct, indirect en reistijd.",
    mail=Onderwerp.TERMIJN,
)
def toelichting_nadert() -> str:
    """The last day to answer is within a week."""
    columns = _VRAAG.format(titel="'Uitleg van minuten gevraagd'", object=_VERZOEK)
    return f"""{columns}
  and v.termijn between %(peildatum)s::date + 1 and %(peildatum)s::date + {DAGEN_VOORUIT}"""


@controle(
    "toelichting_termijn",
    "Uitleg van minuten moet er nu zijn",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    regel="R-TOE-3",
    knop="Beantwoorden",
    te_doen="Geef vandaag antwoord: de gemeente wacht op je uitleg.",
    mail=Onderwerp.TERMIJN,
)
def toelichting_termijn() -> str:
    """Today is the last day to answer, or that day has passed."""
    columns = _VRAAG.format(titel="'Uitleg van minuten moet er nu zijn'", object=_VERZOEK)
    return f"{columns}\n  and v.termijn <= %(peildatum)s::date"


@controle(
    "toelichting_te_laat",
    "Aanbieder gaf geen uitleg van minuten",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.OBJECT,
    regel="R-TOE-3",
    knop="Bekijken",
    te_doen="Bel de aanbieder, of trek de vraag in als je het antwoord niet meer nodig hebt.",
    mail=Onderwerp.TERMIJN,
)
def toelichting_te_laat() -> str:
    """The last day to answer has passed."""
    columns = _VRAAG.format(titel="'Aanbieder gaf geen uitleg van minuten'", object=_GEMEENTE)
    return f"{columns}\n  and v.termijn < %(peildatum)s::date"
