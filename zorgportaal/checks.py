"""What may not lie still: requests over their term, approved changes that were not carried out,
questions without an answer, and documents of an aanbieder that expire (R-ZP-4, R-MEL-1).
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.choices import Rolcode, Signaalernst
from core.signalen.choices import Bij
from core.signalen.controles import controle
from core.signalen.sql import long_date
from core.uitbak import Onderwerp
from providers.choices import Dossierstuksoort
from zorgportaal.choices import Gegevenssoortcode

#: Days before the last one on which the aanbieder hears of it; the last day itself is the third.
EERST, DAARNA = 60, 30


def _words(column: str, choices: list[tuple[str, str]]) -> str:
    """SQL that turns a code into its word."""
    cases = " ".join(f"when '{code}' then '{word}'" for code, word in choices)
    return f"(case {column} {cases} end)"


_SOORT = _words("w.soort", Gegevenssoortcode.choices)
_KENMERK = "'WV-' || w.nummer"
_WIJZIGING = """
  w.id::text as sleutel, {titel} as titel, {omschrijving} as omschrijving, 0 as raakt,
  a.organisatie_id as betreft_organisatie_id, 'wijzigingsverzoek' as objectsoort,
  w.id as object_id, {bewijs} as bewijs, '/wijzigingen/' || w.id as url
  from zorgportaal_wijzigingsverzoek w join providers_aanbieder a on a.id = w.aanbieder_id
"""


def _over_termijn(*, geheim: bool) -> str:
    columns = _WIJZIGING.format(
        titel="'Wijziging over de termijn'",
        omschrijving=f"{_KENMERK} || ', ' || {_SOORT} || ': het besluit had er '"
        f" || {long_date('w.beslis_uiterlijk')} || ' moeten zijn'",
        bewijs=f"jsonb_build_object('kenmerk', {_KENMERK}, 'soort', {_SOORT}, "
        "'beslissen uiterlijk', w.beslis_uiterlijk)",
    )
    return f"""
select {columns}
where w.status in ('ingediend', 'in_behandeling') and w.beslis_uiterlijk < %(peildatum)s::date
  and w.geheim is {geheim}
"""


@controle(
    "wijziging_over_termijn",
    "Wijziging over de termijn",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTBEHEERDER,
    regel="R-ZP-4",
    knop="Besluiten",
    te_doen="Besluit vandaag, of stel een vraag als er iets ontbreekt.",
)
def wijziging_over_termijn() -> str:
    """The day to decide by has passed; while a question stands open the term stands still."""
    return _over_termijn(geheim=False)


@controle(
    "wijziging_over_termijn_beschermd",
    "Wijziging over de termijn",
    Signaalernst.AANDACHT,
    Rolcode.BESCHIKBAARHEIDSBEHEERDER,
    regel="R-BES-2",
    knop="Besluiten",
    te_doen="Besluit vandaag, of stel een vraag als er iets ontbreekt.",
)
def wijziging_over_termijn_beschermd() -> str:
    """The same, of a protected address: its own beheerder decides."""
    return _over_termijn(geheim=True)


@controle(
    "wijziging_niet_toegepast",
    "Goedgekeurd, niet verwerkt",
    Signaalernst.MOET,
    Rolcode.CONTRACTBEHEERDER,
    regel="R-ZP-4",
    knop="Nagaan",
    te_doen="Lees in de geschiedenis van het verzoek waarom het niet lukt. Los dat op; het portaal "
    "probeert het elke nacht opnieuw. Kan het niet meer? Vraag de aanbieder het in te trekken.",
)
def wijziging_niet_toegepast() -> str:
    """Approved, its day has passed, and it was not carried out."""
    columns = _WIJZIGING.format(
        titel="'Goedgekeurd, niet verwerkt'",
        omschrijving=f"{_KENMERK} || ', ' || {_SOORT} || ': had moeten ingaan op '"
        f" || {long_date('w.ingangsdatum')}",
        bewijs=f"jsonb_build_object('kenmerk', {_KENMERK}, 'soort', {_SOORT}, "
        "'ingangsdatum', w.ingangsdatum)",
    )
    return f"""
select {columns}
where w.status = 'goedgekeurd' and w.toegepast_op is null
  and w.ingangsdatum < %(peildatum)s::date
"""


@controle(
    "aanvulling_over_termijn",
    "Vraag niet beantwoord",
    Signaalernst.MOET,
    Rolcode.AANBIEDER_BEHEERDER,
    bij=Bij.BETREFT,
    regel="R-ZP-4",
    knop="Antwoorden",
    te_doen="Beantwoord de vraag, of trek het verzoek in. Zonder antwoord kan OZJT het afwijzen.",
    mail=Onderwerp.TERMIJN,
)
def aanvulling_over_termijn() -> str:
    """A question to the aanbieder whose day has passed without an answer."""
    columns = _WIJZIGING.format(
        titel="'Vraag niet beantwoord'",
        omschrijving=f"{_KENMERK} || ', ' || {_SOORT} || ': het antwoord had er '"
        f" || {long_date('v.uiterlijk')} || ' moeten zijn'",
        bewijs=f"jsonb_build_object('kenmerk', {_KENMERK}, 'soort', {_SOORT}, "
        "'antwoord uiterlijk', v.uiterlijk)",
    )
    return f"""
select {columns}
join zorgportaal_aanvulling v on v.verzoek_id = w.id and v.beantwoord_op is null
where w.status = 'aanvulling_gevraagd' and v.uiterlijk < %(peildatum)s::date
"""


def _stukken(titel: str, tot: str, daarna: str, *, werkwoord: str, extra: str = "") -> str:
    """Documents whose last day lies in `(tot, daarna]` days from now and that have no successor.

    The evidence names days that do not move, so that it stays the same from day to day.
    """
    soort = _words("d.soort", Dossierstuksoort.choices)
    return f"""
select d.id::text as sleutel, '{titel}' as titel,
  {soort} || ' ‘' || d.omschrijving || '’: {werkwoord} ' || {long_date("d.einddatum")}
    as omschrijving,
  0 as raakt, a.organisatie_id as betreft_organisatie_id, 'dossierstuk' as objectsoort,
  d.id as object_id,
  jsonb_build_object('document', {soort}, 'omschrijving', d.omschrijving,
    'geldig tot en met', d.einddatum) as bewijs,
  '/aanbieders/' || a.id || '/documenten' as url
from providers_dossierstuk d join providers_aanbieder a on a.id = d.aanbieder_id
where d.einddatum > %(peildatum)s::date + {tot} and d.einddatum <= %(peildatum)s::date + {daarna}
  and not exists (
    select from providers_dossierstuk n where n.aanbieder_id = d.aanbieder_id
      and n.soort = d.soort and n.id <> d.id
      and (n.einddatum is null or n.einddatum > d.einddatum))
  {extra}
"""


@dataclass(frozen=True)
class Drempel:
    """A number of days before the end, with its own signal, so that each is told once."""

    naam: str
    titel: str
    ernst: Signaalernst
    tot: str
    daarna: str
    werkwoord: str
    sluitbaar: bool = False


#: Further back than this nobody waits for a document any more.
LANG_GELEDEN = "-366"
DREMPELS = (
    Drempel(
        "dossierstuk_verloopt_60", "Document verloopt", Signaalernst.BEOORDELEN,
        str(DAARNA), str(EERST), "geldig tot en met",
    ),
    Drempel(
        "dossierstuk_verloopt_30", "Document verloopt binnenkort", Signaalernst.AANDACHT,
        "0", str(DAARNA), "geldig tot en met",
    ),
    Drempel(
        "dossierstuk_verlopen", "Document verlopen", Signaalernst.MOET,
        LANG_GELEDEN, "0", "laatste dag", sluitbaar=True,
    ),
)  # fmt: skip


def _of(drempel: Drempel) -> Callable[[], str]:
    return lambda: _stukken(drempel.titel, drempel.tot, drempel.daarna, werkwoord=drempel.werkwoord)


for _drempel in DREMPELS:
    controle(
        _drempel.naam,
        _drempel.titel,
        _drempel.ernst,
        Rolcode.AANBIEDER_BEHEERDER,
        bij=Bij.BETREFT,
        regel="R-ZP-1",
        knop="Vernieuwen",
        te_doen="Lever een nieuw document aan bij je gegevens, onder Documenten.",
        sluitbaar=_drempel.sluitbaar,
        mail=Onderwerp.TERMIJN,
    )(_of(_drempel))


@controle(
    "dossierstuk_verlopen_ozjt",
    "Document verlopen",
    Signaalernst.AANDACHT,
    Rolcode.CONTRACTBEHEERDER,
    regel="R-ZP-1",
    knop="Opvragen",
    te_doen="Vraag de aanbieder om een nieuw document; het is nog niet vervangen.",
    sluitbaar=True,
)
def dossierstuk_verlopen_ozjt() -> str:
    """Of an aanbieder with a contract today: its last day has come, and there is no other."""
    contract = """and exists (
    select from contracts_perceelcontract pc where pc.aanbieder_id = a.id
      and pc.status = 'geldig' and pc.periode @> %(peildatum)s::date)"""
    return _stukken("Document verlopen", LANG_GELEDEN, "0", werkwoord="laatste dag", extra=contract)
