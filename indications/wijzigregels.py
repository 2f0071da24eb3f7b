"""What may change on a toewijzing after filing, as pure functions (ijw-3.2 §1.7, OP033x1, IV066).

No ORM, no clock, no request. Somebody says what should become different; `judge` says what follows:
on the same number, on a new number (the old one ends the day before, or is removed when it had not
begun to count), an extra number for earlier days, or not. Days are inclusive.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from contracts.choices import Frequentie
from core.datums import DAG
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG, TE_LANG, VERPLICHT, Bevinding
from core.ui.formats import format_long_date as datum
from core.ui.formats import format_number as getal
from indications import codes
from indications.choices import RedenWijziging as R
from indications.choices import Toestemmingsbron, Wijzigingsoort
from indications.rules import EERSTE_DAG, LAATSTE_DAG
from indications.wijzigvorm import Stand as Stand
from indications.wijzigvorm import Uitkomst as Uitkomst
from indications.wijzigvorm import Voorstel as Voorstel
from indications.wijzigvorm import Weg as Weg

TOTAAL = Frequentie.TOTAAL
MAX_TOELICHTING = 500
Findings = Iterator[Bevinding]

EERDER = frozenset(R) - {R.VERLENGING, R.VERWIJDERD}
LATER = frozenset({R.VERLENGING, R.AANBIEDER, R.ADMINISTRATIEF})
MEER = LATER
MINDER = frozenset({R.VERKORTING, R.AANBIEDER, R.ADMINISTRATIEF})
#: Of the old number when a new one goes on (05: also when replaced by another product or size).
VERVANGEN = frozenset(
    {R.CONTRACT, R.VERKORTING, R.LEVERINGSVORM, R.BEKOSTIGING, R.AANBIEDER, R.ADMINISTRATIEF}
)
EXTRA = frozenset({R.AANBIEDER, R.ADMINISTRATIEF})


@dataclass(slots=True)
class _Verschil:
    """What really differs between proposal and toewijzing."""

    eind: int = 0
    volume: int = 0
    soort_hulp: list[str] = field(default_factory=list)
    begin: int = 0

    @property
    def any(self) -> bool:
        return bool(self.eind or self.volume or self.soort_hulp or self.begin)


def new_end(s: Stand, v: Voorstel) -> datetime.date | None:
    if v.zonder_einddatum:
        return None
    return v.einddatum or s.einddatum


def _difference(s: Stand, v: Voorstel) -> _Verschil:
    far = datetime.date.max
    old, new = s.einddatum or far, new_end(s, v) or far
    return _Verschil(
        eind=(new > old) - (new < old),
        volume=0 if v.volume is None else (v.volume > s.volume) - (v.volume < s.volume),
        soort_hulp=[
            name
            for name in ("productcode", "eenheid", "frequentie")
            if getattr(v, name) is not None and getattr(v, name) != getattr(s, name)
        ],
        begin=0
        if v.begindatum is None
        else (v.begindatum > s.begindatum) - (v.begindatum < s.begindatum),
    )


def judge(s: Stand, v: Voorstel, today: datetime.date) -> Uitkomst:
    """What the proposal comes down to; findings of form, of time, of what is declared, of consent
    and of the reason. What filing asks of the new period is not judged here.
    """
    d, strange = _difference(s, v), tuple(_calendar(v))
    if strange or not d.any:
        nothing = codes.NIETS_GEWIJZIGD.bevinding("", _("Er is nog niets anders ingevuld."))
        return Uitkomst(
            Weg.GEEN, None, s.begindatum, s.einddatum, None, s.volume,
            bevindingen=strange or (nothing,),
        )  # fmt: skip
    if d.begin:
        found = _other_begin(s, v, d, today)
    elif d.soort_hulp or (d.volume and s.frequentie != TOTAAL):
        found = _new_number(s, v, today)
    else:
        found = _same_number(s, v, d, today)
    return found


def _calendar(v: Voorstel) -> Findings:
    """A slip of the keyboard is said first: at the edges of the calendar one cannot calculate."""
    for veld in ("begindatum", "einddatum", "vanaf"):
        day = getattr(v, veld)
        if day is not None and not EERSTE_DAG <= day <= LAATSTE_DAG:
            yield PERIODE_ONGELDIG.bevinding(veld, _("Kies een datum van 2015 tot en met 2099."))


def _done(
    base: Uitkomst, v: Voorstel, today: datetime.date, more: list[Bevinding], *, consent: bool
) -> Uitkomst:
    """Adds what every outcome shares: consent, reason, length of the explanation."""
    needs = consent and v.reden != R.AANBIEDER
    findings = [*more, *consent_of(v, needs, today), *_reason(v, base.redenen), *_explanation(v)]
    return Uitkomst(
        base.weg, base.soort, base.vanaf, base.tot, base.oud_tot, base.volume, base.moet,
        base.verwijdert_oude, needs, base.redenen, tuple(findings),
    )  # fmt: skip


# on the same number


def _same_number(s: Stand, v: Voorstel, d: _Verschil, today: datetime.date) -> Uitkomst:
    """Einddatum, and the volume of a total (frequentie 6)."""
    end = new_end(s, v)
    volume = s.volume if v.volume is None else v.volume
    soort = {-1: Wijzigingsoort.INKORTEN, 1: Wijzigingsoort.OPREKKEN}.get(
        d.eind, Wijzigingsoort.VOLUME
    )
    reasons: frozenset[R] = frozenset()
    for differs, fit in (
        (d.eind < 0, EERDER),
        (d.eind > 0, LATER),
        (d.volume > 0, MEER),
        (d.volume < 0, MINDER),
    ):
        if differs:
            reasons |= fit
    findings = [*_volume(s, volume, d)]
    if d.eind < 0 and end is not None:
        findings = [*shorter(s, end), *findings]
    past = d.eind < 0 and end is not None and end < today
    base = Uitkomst(
        Weg.ZELFDE_NUMMER, soort, s.begindatum, end, None, volume,
        moet=must_stay(s, v, d.eind, d.volume, today), redenen=reasons,
    )  # fmt: skip
    return _done(base, v, today, findings, consent=d.volume < 0 or past)


def must_stay(s: Stand, v: Voorstel, eind: int, volume: int, today: datetime.date) -> bool:
    """OP380: longer, volume equal, frequentie equal and not a total, old einddatum not passed."""
    return (
        eind > 0
        and not volume
        and s.frequentie != TOTAAL
        and s.einddatum is not None
        and s.einddatum >= today
    )


def shorter(s: Stand, end: datetime.date) -> Findings:
    """Whether it may end on `end`, a day before the end that it has."""
    if end < s.begindatum:
        yield PERIODE_ONGELDIG.bevinding(
            "einddatum",
            _("Kies %(begin)s of later; eerder stoppen dan het begin is intrekken.")
            % {"begin": datum(s.begindatum)},
        )
        return
    if s.gedeclareerd_tot and end < s.gedeclareerd_tot:
        yield codes.HEEFT_DECLARATIES.bevinding(
            "einddatum",
            _("Er is gedeclareerd tot en met %(day)s; kies die dag of later.")
            % {"day": datum(s.gedeclareerd_tot)},
        )
    yield from _room(s, end, "einddatum")


def _room(s: Stand, end: datetime.date, veld: str) -> Findings:
    """What is given per day, week or month shrinks with the period; not below what is declared."""
    room = maximum(s.volume, s.frequentie, s.begindatum, end)
    was = maximum(s.volume, s.frequentie, s.begindatum, s.einddatum)
    over_already = was is not None and s.gedeclareerd > was
    if s.frequentie != TOTAAL and room is not None and s.gedeclareerd > room and not over_already:
        yield codes.VOLUME_ONDER_GEDECLAREERD.bevinding(
            veld,
            _("Tot en met %(end)s past er %(room)s, en er is %(used)s gedeclareerd.")
            % {"end": datum(end), "room": getal(room), "used": getal(s.gedeclareerd)},
        )


def _volume(s: Stand, volume: int, d: _Verschil) -> Findings:
    if d.volume < 0 and volume < s.gedeclareerd:
        yield codes.VOLUME_ONDER_GEDECLAREERD.bevinding(
            "omvang.volume",
            _("Er is al %(used)s gedeclareerd; kies dat of meer.")
            % {"used": getal(s.gedeclareerd)},
        )


def maximum(
    volume: int, frequentie: str, begin: datetime.date, end: datetime.date | None
) -> int | None:
    """Most that can be declared over the whole period (TR322); None when it has no end.

    Per week: every ISO week that the period touches; per month: every month.
    """
    if frequentie == TOTAAL:
        return volume
    if end is None:
        return None
    if frequentie == Frequentie.DAG:
        return volume * ((end - begin).days + 1)
    if frequentie == Frequentie.WEEK:
        first = begin - begin.weekday() * DAG
        return volume * ((end - first).days // 7 + 1)
    return volume * ((end.year - begin.year) * 12 + end.month - begin.month + 1)


# on a new number


def first_free_day(s: Stand, today: datetime.date) -> datetime.date:
    """First day on which another number can take over: tomorrow, so that today's day stays on the
    old one; its own first day while it has not begun; after what is declared.
    """
    if s.begindatum >= today and s.gedeclareerd_tot is None:
        return s.begindatum
    return max(today, s.gedeclareerd_tot or today) + DAG


def _new_number(s: Stand, v: Voorstel, today: datetime.date) -> Uitkomst:
    """Product, eenheid, frequentie, or the volume of what is no total: never in place."""
    start = v.vanaf or first_free_day(s, today)
    removes = start <= s.begindatum
    end = new_end(s, v)
    findings = [*_takeover(s, v, start)]
    if end is not None and end < start and not findings:
        findings.append(
            PERIODE_ONGELDIG.bevinding(
                "einddatum",
                _("Het nieuwe nummer begint op %(start)s: kies die dag of later.")
                % {"start": datum(start)},
            )
        )
    if v.volume is None and s.frequentie == TOTAAL:
        findings.append(
            VERPLICHT.bevinding(
                "omvang.volume", _("Vul in hoeveel het nieuwe nummer krijgt; dit telt opnieuw.")
            )
        )
    if v.volume is None and {"eenheid", "frequentie"} & set(_difference(s, v).soort_hulp):
        findings = [f for f in findings if f.veld != "omvang.volume"]
        findings.append(
            VERPLICHT.bevinding(
                "omvang.volume", _("Vul het volume in de nieuwe eenheid en frequentie in.")
            )
        )
    return _done(
        _replaced(s, v, start, end, removes=removes),
        v,
        today,
        findings,
        consent=s.begindatum < today if removes else start <= today,
    )


def _replaced(
    s: Stand, v: Voorstel, start: datetime.date, end: datetime.date | None, *, removes: bool
) -> Uitkomst:
    return Uitkomst(
        Weg.NIEUW_NUMMER,
        Wijzigingsoort.NIEUW_NUMMER,
        start,
        end,
        s.begindatum if removes else start - DAG,
        s.volume if v.volume is None else v.volume,
        verwijdert_oude=removes,
        redenen=frozenset({R.VERWIJDERD}) if removes else VERVANGEN,
    )


def _takeover(s: Stand, v: Voorstel, start: datetime.date) -> Findings:
    if v.vanaf and v.vanaf < s.begindatum:
        yield PERIODE_ONGELDIG.bevinding(
            "vanaf", _("Kies %(begin)s of later.") % {"begin": datum(s.begindatum)}
        )
    elif s.einddatum and start > s.einddatum:
        yield codes.WIJZIGING_NIET_MOGELIJK.bevinding(
            "vanaf",
            _(
                "Deze toewijzing eindigt op %(end)s, dus vanaf %(start)s is er niets te wijzigen. "
                "Dien een nieuwe toewijzing in."
            )
            % {"end": datum(s.einddatum), "start": datum(start)},
        )
    elif s.gedeclareerd_tot and start <= s.gedeclareerd_tot:
        yield codes.HEEFT_DECLARATIES.bevinding(
            "vanaf",
            _("Er is gedeclareerd tot en met %(day)s; het nieuwe nummer kan daarna beginnen.")
            % {"day": datum(s.gedeclareerd_tot)},
        )
    elif start > s.begindatum:
        yield from _room(s, start - DAG, "vanaf")


# another first day


def _other_begin(s: Stand, v: Voorstel, d: _Verschil, today: datetime.date) -> Uitkomst:
    """Ingangsdatum never changes in place: remove and file again while nothing is declared; for
    earlier days when something is, an extra number up to the day before.
    """
    begin = v.begindatum or s.begindatum
    end = new_end(s, v)
    if s.gedeclareerd_tot is None:
        findings = []
        if end is not None and end < begin:
            findings.append(
                PERIODE_ONGELDIG.bevinding(
                    "einddatum",
                    _("De einddatum ligt voor de begindatum: kies %(begin)s of later.")
                    % {"begin": datum(begin)},
                )
            )
        again = _replaced(s, v, begin, end, removes=True)
        return _done(again, v, today, findings, consent=s.begindatum < today)
    if d.begin > 0:
        found = codes.HEEFT_DECLARATIES.bevinding(
            "begindatum",
            _("Er is al gedeclareerd, dus later beginnen kan niet meer."),
        )
        return _done(_replaced(s, v, begin, end, removes=True), v, today, [found], consent=False)
    extra = Uitkomst(
        Weg.EXTRA_NUMMER, Wijzigingsoort.EERDER_BEGINNEN, begin, s.begindatum - DAG, s.einddatum,
        s.volume if v.volume is None else v.volume, redenen=EXTRA,
    )  # fmt: skip
    return _done(extra, v, today, [*_only_earlier(s, v, d)], consent=False)


def _only_earlier(s: Stand, v: Voorstel, d: _Verschil) -> Findings:
    if d.eind or d.soort_hulp:
        yield codes.WIJZIGING_NIET_MOGELIJK.bevinding(
            "begindatum",
            _(
                "Voor de eerdere dagen komt er een extra nummer naast dit nummer. Wijzig de rest "
                "daarna, apart."
            ),
        )
    if s.frequentie == TOTAAL and v.volume is None:
        yield VERPLICHT.bevinding(
            "omvang.volume", _("Vul in hoeveel er voor de eerdere dagen bij komt.")
        )


# what every change shares


def consent_of(v: Voorstel, needed: bool, today: datetime.date) -> Findings:
    """OP033x1 and OP186: by whom at the aanbieder and when, together; only where it is needed, and
    never when the aanbieder asked for it.
    """
    if v.toestemming_door and v.toestemming_door not in Toestemmingsbron.values:
        yield ONBEKENDE_WAARDE.bevinding("toestemming.door", _("Kies uit de lijst."))
    given = bool(v.toestemming_door), v.toestemming_op is not None
    if any(given) and not all(given):
        where = "toestemming.op" if given[0] else "toestemming.door"
        yield codes.TOESTEMMING_ONTBREEKT.bevinding(
            where, _("Vul bij de toestemming in wie haar gaf en op welke dag.")
        )
    elif needed and v.reden != R.AANBIEDER and not any(given):
        yield codes.TOESTEMMING_ONTBREEKT.bevinding(
            "toestemming.door",
            _(
                "Deze toewijzing is al begonnen. Intrekken kan alleen als de aanbieder het ermee "
                "eens is: vul in wie dat zei, en wanneer."
            )
            if v.reden == R.VERWIJDERD
            else _(
                "Minder volume, of stoppen op een dag die voorbij is, kan alleen als de aanbieder "
                "het ermee eens is. Vul in wie dat zei, of kies als reden dat de aanbieder erom "
                "vroeg."
            ),
        )
    if v.toestemming_op and v.toestemming_op > today:
        yield PERIODE_ONGELDIG.bevinding("toestemming.op", _("Kies een dag tot en met vandaag."))


def withdrawal_asks_consent(begindatum: datetime.date, today: datetime.date) -> bool:
    """Removing what began is ending on a day that is over (OP186)."""
    return begindatum < today


def _reason(v: Voorstel, fit: frozenset[R]) -> Findings:
    if not v.reden and len(fit) > 1:
        yield VERPLICHT.bevinding("reden", _("Kies een reden."))
    elif v.reden and v.reden not in fit:
        names = ", ".join(f"{r.value} {r.label}" for r in R if r in fit)
        yield ONBEKENDE_WAARDE.bevinding(
            "reden", _("Bij deze wijziging past: %(names)s.") % {"names": names}
        )


def reason_of(v: Voorstel, found: Uitkomst) -> R:
    """The reason given, or the only one that fits."""
    return R(v.reden) if v.reden else next(iter(found.redenen))


def _explanation(v: Voorstel) -> Findings:
    if len(v.toelichting) > MAX_TOELICHTING:
        yield TE_LANG.bevinding(
            "toelichting", _("Schrijf hoogstens %(n)d tekens.") % {"n": MAX_TOELICHTING}
        )
