"""Terms of measures: before they end and after, for contract management and for the aanbieder."""

from contractbeheer.choices import Briefsoort
from contracts.choices import Maatregelsoort
from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij
from core.signalen.controles import controle
from core.signalen.sql import long_date
from core.uitbak import Onderwerp

#: Days before the last one on which it is told.
NADERT = 7
#: Days before the end of a cliëntenstop on which contract management looks at it.
EINDE_NADERT = 14
#: Days after which an unread letter stands out.
ONGELEZEN = 7

_SOORT = (
    "(case t.soort "
    + " ".join(f"when '{soort}' then '{label}'" for soort, label in Maatregelsoort.choices)
    + " end)"
)
_BRIEF = (
    "(case b.soort "
    + " ".join(f"when '{soort}' then '{label}'" for soort, label in Briefsoort.choices)
    + " end)"
)
_KENMERK = "'MT-' || lpad(t.nummer::text, 5, '0')"
_OPEN_ZIENSWIJZE = "t.status = 'voornemen' and t.zienswijze_op is null and t.gehoord_op is null"
_OPEN_HERSTEL = "t.status = 'opgelegd' and t.hersteltermijn is not null and t.herstel = ''"


def _query(titel: str, text: str, bewijs: str, where: str, *, extra: str = "") -> str:
    return f"""
select t.id::text as sleutel, '{titel}' as titel,
  {_KENMERK} || ', ' || {_SOORT} || ': ' || {text} as omschrijving, 0 as raakt,
  a.organisatie_id as betreft_organisatie_id, 'maatregeltraject' as objectsoort,
  t.id as object_id,
  jsonb_build_object('kenmerk', {_KENMERK}, 'maatregel', {_SOORT}, {bewijs}) as bewijs,
  '/maatregeltrajecten/' || t.id as url
from contractbeheer_maatregeltraject t join providers_aanbieder a on a.id = t.aanbieder_id
{extra}
where {where}
"""


@controle(
    "maatregel_te_besluiten",
    "Besluit over een maatregel",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-4",
    knop="Besluiten",
    te_doen="Lees de zienswijze en besluit, of trek het voornemen in.",
)
def maatregel_te_besluiten() -> str:
    """The aanbieder gave its view, was heard, or let its term pass."""
    return _query(
        "Besluit over een maatregel",
        "case when t.zienswijze_op is not null then 'de zienswijze is binnen' "
        "when t.gehoord_op is not null then 'de aanbieder is gehoord' "
        f"else 'de termijn liep tot en met ' || {long_date('t.zienswijze_uiterlijk')} end",
        "'zienswijze', t.zienswijze_op is not null, 'gehoord op', t.gehoord_op, "
        "'termijn', t.zienswijze_uiterlijk",
        "t.status = 'voornemen' and (t.zienswijze_op is not null or t.gehoord_op is not null "
        "or t.zienswijze_uiterlijk < %(peildatum)s::date)",
    )


@controle(
    "maatregel_horen_na_spoed",
    "Nog horen na spoed",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-4",
    knop="Horen",
    te_doen="Spreek de aanbieder en leg het gesprek vast, of wacht op de zienswijze.",
)
def maatregel_horen_na_spoed() -> str:
    """Imposed without hearing first, and not heard since."""
    return _query(
        "Nog horen na spoed",
        "'opgelegd zonder vooraf te horen'",
        "'ingangsdatum', t.ingangsdatum",
        "t.status = 'opgelegd' and t.spoed <> '' and t.zienswijze_op is null "
        "and t.gehoord_op is null",
    )


@controle(
    "hersteltermijn_nadert",
    "Hersteltermijn loopt af",
    Signaalernst.BEOORDELEN,
    Rolcode.CONTRACTBEHEERDER,
    regel="R-CON-4",
    knop="Herinneren",
    te_doen="Stuur een herinnering als je nog niets hoorde.",
    sluitbaar=True,
)
def hersteltermijn_nadert() -> str:
    """Within a week, and nobody was reminded yet."""
    return _query(
        "Hersteltermijn loopt af",
        f"'hersteld uiterlijk ' || {long_date('t.hersteltermijn')}",
        "'hersteltermijn', t.hersteltermijn",
        f"""{_OPEN_HERSTEL} and t.hersteltermijn >= %(peildatum)s::date
  and t.hersteltermijn <= %(peildatum)s::date + {NADERT}
  and not exists (
    select from contractbeheer_brief b where b.traject_id = t.id and b.soort = 'herinnering'
      and b.verstuurd_op > t.besloten_op)""",
    )


@controle(
    "hersteltermijn_voorbij",
    "Hersteltermijn voorbij",
    Signaalernst.MOET,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-4",
    knop="Beoordelen",
    te_doen="Ga na of alles is hersteld en leg dat vast; zo niet, ga door naar de volgende stap.",
)
def hersteltermijn_voorbij() -> str:
    """Nobody said yet whether it was put right."""
    return _query(
        "Hersteltermijn voorbij",
        f"'had hersteld moeten zijn op ' || {long_date('t.hersteltermijn')}",
        "'hersteltermijn', t.hersteltermijn",
        f"{_OPEN_HERSTEL} and t.hersteltermijn < %(peildatum)s::date",
    )


@controle(
    "clientenstop_loopt_af",
    "Cliëntenstop loopt af",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTMANAGER,
    regel="R-CON-4",
    knop="Beoordelen",
    te_doen="Besluit of de cliëntenstop eindigt of langer duurt.",
    sluitbaar=True,
)
def clientenstop_loopt_af() -> str:
    """Its last day lies within two weeks."""
    return _query(
        "Cliëntenstop loopt af",
        f"'tot en met ' || {long_date('t.einddatum')}",
        "'einddatum', t.einddatum",
        f"""t.status = 'opgelegd' and t.soort = 'clientenstop'
  and t.einddatum >= %(peildatum)s::date
  and t.einddatum <= %(peildatum)s::date + {EINDE_NADERT}""",
    )


@controle(
    "maatregelbrief_ongelezen",
    "Brief niet geopend",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTBEHEERDER,
    regel="R-CON-4",
    knop="Nagaan",
    te_doen="Bel de aanbieder: de brief over de maatregel is nog niet geopend.",
    sluitbaar=True,
)
def maatregelbrief_ongelezen() -> str:
    """The newest letter, a week after it was sent."""
    return _query(
        "Brief niet geopend",
        f"{_BRIEF} || ' van ' || {long_date('b.verstuurd_op::date')} || ' is niet geopend'",
        "'verstuurd op', b.verstuurd_op::date",
        f"""b.gelezen_op is null
  and b.verstuurd_op < %(peildatum)s::date - {ONGELEZEN}""",
        extra="""join lateral (
    select x.soort, x.verstuurd_op, x.gelezen_op from contractbeheer_brief x
    where x.traject_id = t.id order by x.verstuurd_op desc limit 1) b on true""",
    )


@controle(
    "zienswijze_loopt_af",
    "Zienswijze geven",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-CON-4",
    knop="Reageren",
    te_doen="Lees de brief en zeg wat je van het voornemen vindt.",
    mail=Onderwerp.TERMIJN,
)
def zienswijze_loopt_af() -> str:
    """From a week before the last day on which the aanbieder may react."""
    return _query(
        "Zienswijze geven",
        f"'je kunt reageren tot en met ' || {long_date('t.zienswijze_uiterlijk')}",
        "'reageren tot en met', t.zienswijze_uiterlijk",
        f"""{_OPEN_ZIENSWIJZE} and t.zienswijze_uiterlijk >= %(peildatum)s::date
  and t.zienswijze_uiterlijk <= %(peildatum)s::date + {NADERT}""",
    )


@controle(
    "herstel_loopt_af",
    "Herstellen",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-CON-4",
    knop="Bekijken",
    te_doen="Zorg dat alles op tijd is hersteld, en laat dat je contractmanager weten.",
    mail=Onderwerp.TERMIJN,
)
def herstel_loopt_af() -> str:
    """From a week before the day by which everything must be put right, until it was judged."""
    return _query(
        "Herstellen",
        f"'hersteld uiterlijk ' || {long_date('t.hersteltermijn')}",
        "'hersteltermijn', t.hersteltermijn",
        f"""{_OPEN_HERSTEL}
  and t.hersteltermijn <= %(peildatum)s::date + {NADERT}""",
    )
