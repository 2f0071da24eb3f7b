"""Judges a proposed change with the rules of changing and those of filing; stores nothing.

A longer period is judged as filing would: the days that come on top for jeugdige, gemeente,
product, contract and tariff; the whole for referral, length and size. What goes on with the same
product is nothing new: a cliëntenstop and the CPWV do not stand in its way (R-CON-4, R-CPW-2).
Shorter or less is never held up by them.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from core.actor import Actor
from core.datums import DAG
from core.fouten import Bevinding, Niveau
from indications import codes, rules, rules_wie
from indications.aanvraag import Aanvraag, Feiten, Verdeling
from indications.feiten import gather
from indications.models import Declaratieregel, Toewijzing
from indications.services.indienen import Toetsing
from indications.wijzigregels import Stand, Uitkomst, Voorstel, Weg, judge, maximum
from providers.models import AgbCode

ERBIJ: tuple[rules.Rule, ...] = (
    rules.person,
    rules_wie.residence,
    rules.product,
    rules.contract,
    rules.overlap,
)
GEHEEL: tuple[rules.Rule, ...] = (rules_wie.referral, rules.period, rules.size, rules.split)
OMVANG: tuple[rules.Rule, ...] = (rules.size, rules.split)
Day = datetime.date
NIET_NIEUW = frozenset({codes.CLIENTENSTOP.code, codes.PLAATSING_VIA_CPWV.code})


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A proposal and what follows: `toetsing` is of what would hold, None when nothing would."""

    stand: Stand
    voorstel: Voorstel
    uitkomst: Uitkomst
    toetsing: Toetsing | None
    bevindingen: tuple[Bevinding, ...]
    bedrag_nu: Decimal | None = None
    bedrag_oud: Decimal | None = None
    bedrag: Decimal | None = None

    @property
    def fouten(self) -> tuple[Bevinding, ...]:
        return tuple(f for f in self.bevindingen if f.niveau == Niveau.FOUT)

    @property
    def waarschuwingen(self) -> tuple[Bevinding, ...]:
        return tuple(f for f in self.bevindingen if f.niveau == Niveau.WAARSCHUWING)


def standing(row: Toewijzing) -> Stand:
    """The toewijzing as the rules see it; lines that were credited do not count (TR385)."""
    declared = list(
        Declaratieregel.objects.filter(toewijzing=row)
        .values("begindatum", "einddatum")
        .annotate(som=Sum("volume"))
        .filter(som__gt=0)
        .values_list("som", "einddatum")
    )
    return Stand(
        begindatum=row.begindatum,
        einddatum=row.einddatum,
        volume=row.volume,
        eenheid=row.eenheid,
        frequentie=row.frequentie,
        productcode=row.product.code,
        gedeclareerd=sum(som for som, _end in declared),
        gedeclareerd_tot=max((end for _som, end in declared), default=None),
    )


def assess(actor: Actor, row: Toewijzing, v: Voorstel, peildatum: datetime.date) -> Oordeel:
    """Everything at once. `row` with product, gemeente, verwijzing; inside a transaction."""
    stand = standing(row)
    found = judge(stand, v, peildatum)
    asked = _asked(row, v, found, _agb_code(row, peildatum))
    questions = [asked]
    longer = found.weg == Weg.ZELFDE_NUMMER and _is_longer(stand, found)
    if longer:
        assert stand.einddatum is not None
        questions.append(replace(asked, begindatum=stand.einddatum + DAG))
    facts = [_known(row, f) for f in gather(actor, questions, peildatum)]
    findings: Iterable[Bevinding] = ()
    if found.weg in (Weg.NIEUW_NUMMER, Weg.EXTRA_NUMMER):
        findings = _as_new(row, asked, facts[0], found, peildatum)
    elif longer:
        findings = [
            *rules.check(asked, facts[0], peildatum, GEHEEL),
            *_going_on(rules.check(questions[1], facts[1], peildatum, ERBIJ)),
        ]
    elif found.volume != stand.volume:
        sized = rules.check(asked, facts[0], peildatum, OMVANG)
        findings = [f for f in sized if f.veld.startswith(("omvang.volume", "verdeling"))]
    every = _once([*found.bevindingen, *findings])
    toetsing = Toetsing(asked, facts[0], every) if found.weg != Weg.GEEN else None
    return Oordeel(
        stand,
        v,
        found,
        toetsing,
        every,
        *_amounts(row, asked, facts[0], found),
    )


def _is_longer(stand: Stand, found: Uitkomst) -> bool:
    return stand.einddatum is not None and (found.tot is None or found.tot > stand.einddatum)


def _asked(row: Toewijzing, v: Voorstel, found: Uitkomst, agb: str) -> Aanvraag:
    """What would hold, as somebody would file it."""
    extra = found.weg == Weg.EXTRA_NUMMER
    return Aanvraag(
        jeugdige_id=row.jeugdige_id,
        gemeentecode=row.gemeente.code,
        aanbieder_agb=agb,
        productcode=row.product.code if extra else v.productcode or row.product.code,
        begindatum=found.vanaf,
        einddatum=found.tot,
        volume=found.volume,
        eenheid=row.eenheid if extra else v.eenheid or row.eenheid,
        frequentie=row.frequentie if extra else v.frequentie or row.frequentie,
        verdeling=new_split(row, v, found),
        verwijzing_type=row.verwijzing.type,
        verwijzing_datum=row.verwijzing.datum,
        in_plaats_van=row.pk,
    )


def new_split(row: Toewijzing, v: Voorstel, found: Uitkomst) -> Verdeling | None:
    """The one given; the old one as long as it adds up; the number of contacts goes on."""
    if v.verdeling is not None:
        return v.verdeling
    same = found.weg == Weg.ZELFDE_NUMMER and found.volume == row.volume
    if not same:
        contacts = row.aantal_contacten
        return None if contacts is None else Verdeling(aantal_contacten=contacts)
    if row.minuten_direct is None and row.aantal_contacten is None:
        return None
    return Verdeling(
        row.minuten_direct, row.minuten_indirect, row.minuten_reistijd, row.aantal_contacten
    )


def _agb_code(row: Toewijzing, peildatum: datetime.date) -> str:
    codes_of = AgbCode.objects.filter(aanbieder=row.aanbieder_id)
    found = sorted(
        codes_of.values_list("code", "begindatum", "einddatum"),
        key=lambda c: (c[1] <= peildatum and (c[2] is None or peildatum <= c[2]), c[1]),
    )
    return found[-1][0] if found else ""


def _known(row: Toewijzing, f: Feiten) -> Feiten:
    """The referral is the one of the toewijzing, whatever others look like it."""
    return replace(
        f, verwijzing_id=row.verwijzing_id, verwijzing_geldig_tot=row.verwijzing.geldig_tot
    )


def _as_new(
    row: Toewijzing, asked: Aanvraag, f: Feiten, found: Uitkomst, today: datetime.date
) -> list[Bevinding]:
    findings = rules.check(asked, f, today)
    if f.aanbieder_id != row.aanbieder_id:
        findings.append(
            codes.AANBIEDER_ONBEKEND.bevinding(
                "aanbiederAgbCode", _("Deze aanbieder heeft geen AGB-code meer.")
            )
        )
    if asked.productcode != row.product.code:
        return findings
    since = min(first_day(row), found.vanaf)
    too_long = rules.check(replace(asked, begindatum=since), f, today, (rules.size,))
    return [
        *_going_on(findings),
        *(b for b in too_long if b.code == codes.BEHANDELING_TE_LANG.code),
    ]


def first_day(row: Toewijzing) -> datetime.date:
    """Since when this help runs without a gap on earlier numbers (R-TOE-7 counts the help)."""
    begin, at = row.begindatum, row
    while at.voorganger is not None:
        at = at.voorganger
        if (at.product_id, at.aanbieder_id) != (row.product_id, row.aanbieder_id):
            break
        if at.einddatum is None or at.einddatum < begin - DAG or at.begindatum >= begin:
            break
        begin = at.begindatum
    return begin


def _going_on(findings: Iterable[Bevinding]) -> list[Bevinding]:
    return [f for f in findings if f.code not in NIET_NIEUW]


def _once(findings: Sequence[Bevinding]) -> tuple[Bevinding, ...]:
    """A code says a thing once per field."""
    first: dict[tuple[str, str], Bevinding] = {}
    for finding in findings:
        first.setdefault((finding.code, finding.veld), finding)
    return tuple(first.values())


def _amounts(
    row: Toewijzing, asked: Aanvraag, f: Feiten, found: Uitkomst
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Euro at most: as it is, of the old number when a new one goes on, and of what would hold.

    The tariff is that of the first day of what would hold; the old ones are silent when product or
    eenheid differ.
    """

    def amount(volume: int, frequentie: str, begin: Day, end: Day | None) -> Decimal | None:
        most = maximum(volume, frequentie, begin, end)
        if f.tarief is None or most is None:
            return None
        return (f.tarief * most).quantize(Decimal("0.01"))

    now = old = then = None
    if asked.productcode == row.product.code and asked.eenheid == row.eenheid:
        now = amount(row.volume, row.frequentie, row.begindatum, row.einddatum)
        if found.oud_tot is not None:
            old = amount(row.volume, row.frequentie, row.begindatum, found.oud_tot)
    if found.weg != Weg.GEEN and (found.tot is None or found.tot >= found.vanaf):
        frequentie = asked.frequentie or row.frequentie
        then = amount(found.volume, frequentie, found.vanaf, found.tot)
    return now, old, then
