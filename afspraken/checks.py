"""Agreements that wait for somebody, and days to look back (R-TOE-12).

Evidence names numbers and days; never a word of the agreements.
"""

from afspraken.choices import Kant
from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij, Ritme
from core.signalen.controles import controle
from core.signalen.sql import long_date
from core.uitbak import Onderwerp

#: So long before an evaluation both sides are reminded.
EVALUATIE_DAGEN = 14

#: One line per overzicht with its numbers, and both organisations.
OVERZICHT = """
  select o.id, o.status, o.bij_sinds, o.gemeente_id, a.organisatie_id as aanbieder_organisatie_id,
    h.nummers, h.einde
  from afspraken_afsprakenoverzicht o
  join providers_aanbieder a on a.id = o.aanbieder_id
  cross join lateral (
    select string_agg(t.nummer::text, ', ' order by t.begindatum, t.nummer) as nummers,
      case when bool_and(e.einde is not null) then max(e.einde) end as einde
    from afspraken_afgesprokenhulp r
    join indications_toewijzing t on t.id = r.toewijzing_id
    cross join lateral (
      select case
        when l.einddatum is not null and l.reden_beeindiging <> '20' then l.einddatum
        else t.einddatum end as einde
      from (select 1) niets left join lateral (
        select v.einddatum, v.reden_beeindiging from indications_levering v
        where v.toewijzing_id = t.id order by v.begindatum desc limit 1) l on true
    ) e
    where r.overzicht_id = o.id
  ) h
"""
ORGANISATIE = {Kant.TOEGANG: "o.gemeente_id", Kant.AANBIEDER: "o.aanbieder_organisatie_id"}
BEWIJS = "'toewijzingen', o.nummers"


def _signal(titel: str, tekst: str, kant: Kant, *, bewijs: str = "", url: str = "o.id") -> str:
    """The columns of one signal on one overzicht; `tekst` is SQL."""
    more = f", {bewijs}" if bewijs else ""
    return f"""
select o.id::text as sleutel, '{titel}' as titel,
  'Toewijzing ' || o.nummers || ': ' || {tekst} as omschrijving, 1 as raakt,
  {ORGANISATIE[kant]} as betreft_organisatie_id, 'afsprakenoverzicht' as objectsoort,
  o.id as object_id, jsonb_build_object({BEWIJS}{more}) as bewijs,
  '/afsprakenoverzichten/' || {url} as url
"""


def _waiting(kant: Kant) -> str:
    day = long_date("(o.bij_sinds at time zone 'Europe/Amsterdam')")
    text = f"'ligt sinds ' || {day} || ' bij jullie'"
    select = _signal("Afsprakenoverzicht ligt bij jullie", text, kant)
    return f"{select} from ({OVERZICHT}) o where o.status = 'bij_{kant.value}'"


@controle(
    "afspraken_bij_toegang",
    "Afsprakenoverzicht ligt bij jullie",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    regel="R-TOE-12",
    knop="Lezen",
    te_doen="Lees het overzicht, ga akkoord of pas het aan en draag het over.",
)
def afspraken_bij_toegang() -> str:
    """Handed over to the toegang."""
    return _waiting(Kant.TOEGANG)


@controle(
    "afspraken_bij_aanbieder",
    "Afsprakenoverzicht ligt bij jullie",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    regel="R-TOE-12",
    knop="Lezen",
    te_doen="Lees het overzicht, ga akkoord of pas het aan en draag het over.",
)
def afspraken_bij_aanbieder() -> str:
    """Handed over to the aanbieder."""
    return _waiting(Kant.AANBIEDER)


def _moments(titel: str, kant: Kant, *, late: bool) -> str:
    """Moments to look back that come within two weeks, or have passed; of agreements that stand."""
    when = (
        "e.datum < %(peildatum)s::date"
        if late
        else f"e.datum between %(peildatum)s::date and %(peildatum)s::date + {EVALUATIE_DAGEN}"
    )
    word = "was" if late else "is"
    text = f"'evaluatie {word} op ' || {long_date('e.datum')}"
    return f"""
select e.id::text as sleutel, '{titel}' as titel,
  'Toewijzing ' || o.nummers || ': ' || {text} as omschrijving, 1 as raakt,
  {ORGANISATIE[kant]} as betreft_organisatie_id, 'evaluatiemoment' as objectsoort,
  e.id as object_id, jsonb_build_object({BEWIJS}, 'datum', e.datum) as bewijs,
  '/evaluatiemomenten/' || e.id as url
from afspraken_evaluatiemoment e join ({OVERZICHT}) o on o.id = e.overzicht_id
where e.gedaan_op is null and o.status <> 'afgesloten' and {when}
"""


@controle(
    "evaluatie_nadert_toegang",
    "Evaluatie binnen twee weken",
    Signaalernst.BEOORDELEN,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-12",
    knop="Bekijken",
    te_doen="Spreek af wie erbij zijn en leg daarna vast wat eruit kwam.",
)
def evaluatie_nadert_toegang() -> str:
    """A moment to look back comes, for the toegang."""
    return _moments("Evaluatie binnen twee weken", Kant.TOEGANG, late=False)


@controle(
    "evaluatie_nadert_aanbieder",
    "Evaluatie binnen twee weken",
    Signaalernst.BEOORDELEN,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-12",
    knop="Bekijken",
    te_doen="Spreek af wie erbij zijn en leg daarna vast wat eruit kwam.",
)
def evaluatie_nadert_aanbieder() -> str:
    """A moment to look back comes, for the aanbieder."""
    return _moments("Evaluatie binnen twee weken", Kant.AANBIEDER, late=False)


@controle(
    "evaluatie_te_laat_toegang",
    "Evaluatie niet vastgelegd",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-12",
    knop="Vastleggen",
    te_doen="Leg vast wat eruit kwam, of plan een nieuwe dag in een nieuwe versie.",
    mail=Onderwerp.TERMIJN,
)
def evaluatie_te_laat_toegang() -> str:
    """A moment to look back has passed without an outcome, for the toegang."""
    return _moments("Evaluatie niet vastgelegd", Kant.TOEGANG, late=True)


@controle(
    "evaluatie_te_laat_aanbieder",
    "Evaluatie niet vastgelegd",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-12",
    knop="Vastleggen",
    te_doen="Leg vast wat eruit kwam, of plan een nieuwe dag in een nieuwe versie.",
    mail=Onderwerp.TERMIJN,
)
def evaluatie_te_laat_aanbieder() -> str:
    """A moment to look back has passed without an outcome, for the aanbieder."""
    return _moments("Evaluatie niet vastgelegd", Kant.AANBIEDER, late=True)


@controle(
    "resultaten_invullen",
    "Resultaten nog niet ingevuld",
    Signaalernst.AANDACHT,
    Rolcode.AANBIEDER_ZORG,
    bij=Bij.BETREFT,
    ritme=Ritme.NACHT,
    regel="R-TOE-12",
    knop="Invullen",
    te_doen="Vul per resultaat in of het is behaald, en waarom de hulp stopte.",
)
def resultaten_invullen() -> str:
    """All help has ended, and the results of the agreements are with the aanbieder."""
    text = f"'de hulp stopte op ' || {long_date('o.einde')}"
    select = _signal(
        "Resultaten nog niet ingevuld",
        text,
        Kant.AANBIEDER,
        bewijs="'einde', o.einde",
        url="o.id || '/resultaten'",
    )
    return f"""{select} from ({OVERZICHT}) o
where o.status = 'vastgesteld' and o.einde < %(peildatum)s::date and not exists (
  select from afspraken_resultatenoverzicht r
  where r.overzicht_id = o.id and r.status <> 'bij_aanbieder')
"""


@controle(
    "resultaten_bevestigen",
    "Resultaten wachten op bevestiging",
    Signaalernst.AANDACHT,
    Rolcode.TOEGANG,
    bij=Bij.BETREFT,
    regel="R-TOE-12",
    knop="Nakijken",
    te_doen="Kijk de resultaten na en bevestig ze, of vraag wat nog niet duidelijk is.",
)
def resultaten_bevestigen() -> str:
    """The aanbieder filled in the results; the toegang confirms."""
    select = _signal(
        "Resultaten wachten op bevestiging",
        "'de aanbieder heeft de resultaten ingevuld'",
        Kant.TOEGANG,
        url="o.id || '/resultaten'",
    )
    return f"""{select} from ({OVERZICHT}) o
join afspraken_resultatenoverzicht r on r.overzicht_id = o.id and r.status = 'bij_toegang'
"""
