"""The rules of filing, as pure functions of what is asked and what the database knows.

No ORM, no clock, no request. Each yields the `Bevinding`en of one rule; `check` runs them all, so
that somebody sees every finding at once. A rule stays silent about what is not filled in yet;
`missing` asks for that.
"""

import datetime
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from contracts.choices import Eenheid, Frequentie
from core.datums import add_months as add_months
from core.datums import last_day
from core.fouten import (
    AGB_ONGELDIG,
    BSN_ONGELDIG,
    PERIODE_ONGELDIG,
    VERPLICHT,
    Bevinding,
)
from core.identifiers import is_bsn
from core.ui.formats import format_long_date as datum
from core.ui.formats import format_number as getal
from indications import codes
from indications.aanvraag import Aanvraag, Feiten, Productregels
from indications.rules_wie import Findings, referral, residence

MAX_VOLUME = 99_999_999
EERSTE_DAG = datetime.date(2015, 1, 1)
LAATSTE_DAG = datetime.date(2099, 12, 31)
PER_DAG, PER_WEEK, TOTAAL = "1", "2", "6"
MINUUT = "01"
NIET_PER_DAG = frozenset({"14", "16", "83", "84"})

Rule = Callable[[Aanvraag, Feiten, datetime.date], Findings]


def age_on(born: datetime.date, day: datetime.date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def missing(a: Aanvraag) -> Findings:
    """What has to be there to file."""
    person = a.jeugdige
    wanted: list[tuple[str, object]] = [
        ("gemeentecode", a.gemeentecode),
        ("productcode", a.productcode),
        ("aanbiederAgbCode", a.aanbieder_agb),
        ("begindatum", a.begindatum),
        ("omvang.volume", a.volume),
        ("omvang.eenheid", a.eenheid),
        ("omvang.frequentie", a.frequentie),
        ("verwijzing.type", a.verwijzing_type),
        ("verwijzing.datum", a.verwijzing_datum),
    ]
    if a.jeugdige_id is None:
        wanted += [
            ("jeugdige.bsn", person and person.bsn),
            ("jeugdige.geboortedatum", person and person.geboortedatum),
            ("jeugdige.naam.geslachtsnaam", person and person.geslachtsnaam),
            ("jeugdige.naam.voornamen", person and person.voornamen),
        ]
    for field, value in wanted:
        if value is None or value == "":
            yield VERPLICHT.bevinding(field, _("Vul dit in."))


def person(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """BSN by elfproef (N-AVG-01), birth date plausible and the one that belongs to the BSN."""
    given = a.jeugdige
    if given and given.bsn and not is_bsn(given.bsn):
        yield BSN_ONGELDIG.bevinding(
            "jeugdige.bsn",
            _("Dit is geen geldig burgerservicenummer. Controleer de negen cijfers."),
        )
    born = (given and given.geboortedatum) or f.geboortedatum
    if born is None:
        return
    if born > today or born.year < 1900:
        yield codes.GEBOORTEDATUM_ONGELDIG.bevinding(
            "jeugdige.geboortedatum", _("De geboortedatum ligt niet in de toekomst.")
        )
        return
    if f.geboortedatum and born != f.geboortedatum:
        yield codes.GEBOORTEDATUM_ONGELDIG.bevinding(
            "jeugdige.geboortedatum",
            _("De geboortedatum past niet bij dit burgerservicenummer. Controleer allebei."),
        )
    if a.begindatum is None:
        return
    age = age_on(born, a.begindatum)
    if a.begindatum < born or age >= 23:
        yield codes.LEEFTIJD_TE_HOOG.bevinding(
            "jeugdige.geboortedatum",
            _("Op de begindatum is de jeugdige %(age)d jaar. Jeugdhulp kan tot 23 jaar.")
            % {"age": age},
        )
    elif age >= 18:
        yield codes.VERLENGDE_JEUGDHULP.bevinding(
            "jeugdige.geboortedatum",
            _("Op de begindatum is de jeugdige %(age)d jaar: alleen verlengde jeugdhulp kan nog.")
            % {"age": age},
        )


def period(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    for field, day in (("begindatum", a.begindatum), ("einddatum", a.einddatum)):
        if day and not EERSTE_DAG <= day <= LAATSTE_DAG:
            yield PERIODE_ONGELDIG.bevinding(field, _("Kies een datum van 2015 tot en met 2099."))
    if a.begindatum and a.einddatum and a.einddatum < a.begindatum:
        yield PERIODE_ONGELDIG.bevinding(
            "einddatum",
            _("De einddatum ligt voor de begindatum: kies %(begin)s of later.")
            % {"begin": datum(a.begindatum)},
        )
    if a.frequentie == PER_WEEK and a.begindatum and a.einddatum is None:
        yield codes.EINDDATUM_VERPLICHT.bevinding(
            "einddatum", _("Bij een volume per week hoort een einddatum.")
        )


def product(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """R-SEG-2, R-SEG-5, R-CON-9, R-CPW-1: may this product be filed here, over this period."""
    if not a.productcode:
        return
    if f.product is None:
        yield codes.PRODUCT_ONBEKEND.bevinding(
            "productcode", _("Dit product staat niet in de catalogus. Kies er een uit de lijst.")
        )
        return
    if a.begindatum:
        starts, ends = f.product.begindatum, f.product.einddatum
        if a.begindatum < starts or (ends and (a.einddatum or LAATSTE_DAG) > ends):
            yield codes.PRODUCT_NIET_GELDIG.bevinding("productcode", _exists(f.product))
    if f.uitgesloten_verwijzing is not None:
        yield codes.PRODUCT_NIET_IN_GEMEENTE.bevinding(
            "productcode",
            _("%(name)s is voor deze gemeente niet ingekocht. Kijk bij: %(pointer)s.")
            % {"name": f.product.naam, "pointer": f.uitgesloten_verwijzing},
        )
    if f.taakgericht:
        yield codes.TAAKGERICHT.bevinding(
            "productcode",
            _(
                "%(name)s wordt uit een vast budget betaald, niet per jeugdige. Een toewijzing kan "
                "daarom niet en is niet nodig: meld de jeugdige rechtstreeks aan bij de aanbieder."
            )
            % {"name": f.product.naam},
        )
    if f.via_cpwv and not _prolongs(a, f):
        yield codes.PLAATSING_VIA_CPWV.bevinding(
            "productcode",
            _("%(name)s gaat via het Coördinatiepunt Wonen en Verblijf. Doe daar een aanvraag.")
            % {"name": f.product.naam},
        )


def _exists(p: Productregels) -> str:
    if p.einddatum is None:
        return _("%(code)s bestaat pas vanaf %(begin)s.") % {
            "code": p.code,
            "begin": datum(p.begindatum),
        }
    return _("%(code)s bestaat van %(begin)s tot en met %(end)s.") % {
        "code": p.code,
        "begin": datum(p.begindatum),
        "end": datum(p.einddatum),
    }


def _prolongs(a: Aanvraag, f: Feiten) -> bool:
    """R-CPW-2: staying longer on the same place does not go through the CPWV."""
    return (
        a.begindatum is not None
        and f.zelfde_plek_tot is not None
        and f.zelfde_plek_tot >= a.begindatum - datetime.timedelta(days=1)
    )


def size(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """R-TOE-1, R-TOE-5 and the national table of unit and frequency.

    R-TOE-6 and R-TOE-7 for its limits.
    """
    if a.volume is not None and not 1 <= a.volume <= MAX_VOLUME:
        yield codes.VOLUME_ONGELDIG.bevinding(
            "omvang.volume", _("Vul een heel getal in van 1 tot en met 99.999.999.")
        )
    if f.product is None:
        return
    if a.eenheid and a.eenheid not in f.product.eenheden:
        yield codes.EENHEID_NIET_TOEGESTAAN.bevinding(
            "omvang.eenheid",
            _("Bij %(code)s hoort als eenheid: %(list)s.")
            % {"code": f.product.code, "list": _labels(Eenheid, f.product.eenheden)},
        )
    if a.frequentie and (
        a.frequentie not in f.product.frequenties
        or (a.frequentie == PER_DAG and a.eenheid in NIET_PER_DAG)
    ):
        yield codes.EENHEID_NIET_TOEGESTAAN.bevinding(
            "omvang.frequentie",
            _("Bij %(code)s hoort als frequentie: %(list)s.")
            % {"code": f.product.code, "list": _labels(Frequentie, f.product.frequenties)},
        )
    yield from _limits(a, f)


def _labels(choices: type[Eenheid] | type[Frequentie], values: Iterable[str]) -> str:
    return _(" of ").join(str(choices(value).label) for value in values)


def _limits(a: Aanvraag, f: Feiten) -> Findings:
    assert f.product is not None
    maximum, sessions = f.product.max_minuten, f.product.max_sessies
    if maximum and a.volume and a.eenheid == MINUUT and a.volume > maximum:
        yield codes.TE_VEEL_MINUTEN.bevinding(
            "omvang.volume",
            _("%(name)s is hoogstens %(max)s minuten.")
            % {"name": f.product.naam, "max": getal(maximum)},
        )
    if sessions:
        contacts = a.verdeling.aantal_contacten if a.verdeling else None
        if contacts is None and a.volume:
            yield VERPLICHT.bevinding(
                "verdeling.aantalContacten",
                _("Vul het aantal sessies in; bij %(name)s zijn dat er hoogstens %(max)d.")
                % {"name": f.product.naam, "max": sessions},
            )
        elif contacts and contacts > sessions:
            yield codes.TE_VEEL_SESSIES.bevinding(
                "verdeling.aantalContacten",
                _("%(name)s is hoogstens %(max)d sessies.")
                % {"name": f.product.naam, "max": sessions},
            )
    months = f.product.max_duur_maanden
    if months and a.begindatum:
        until = last_day(a.begindatum, months)
        if a.einddatum is None or a.einddatum > until:
            yield codes.BEHANDELING_TE_LANG.bevinding(
                "einddatum",
                _("%(name)s duurt hoogstens %(months)d maanden: uiterlijk %(until)s.")
                % {"name": f.product.naam, "months": months, "until": datum(until)},
            )


def split(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """R-TOE-2, 3, 4, 5: the split is optional; when given it is allowed, adds up and keeps the
    travel limit.
    """
    parts = a.verdeling
    if parts is None:
        return
    for field, value in (
        ("direct", parts.direct),
        ("indirect", parts.indirect),
        ("reistijd", parts.reistijd),
        ("aantalContacten", parts.aantal_contacten),
    ):
        if value is not None and not 0 <= value <= MAX_VOLUME:
            yield codes.VOLUME_ONGELDIG.bevinding(
                f"verdeling.{field}", _("Vul een heel getal in, nul of meer.")
            )
    if not parts.given:
        return
    if f.product and parts.indirect and not f.product.indirecte_tijd:
        yield codes.GEEN_INDIRECTE_TIJD.bevinding(
            "verdeling.indirect",
            _("Bij %(name)s is er geen indirecte tijd: die zit in het tarief.")
            % {"name": f.product.naam},
        )
    if f.product and not f.product.verdeling_toegestaan:
        yield codes.VERDELING_NIET_TOEGESTAAN.bevinding(
            "verdeling",
            _("Een verdeling hoort alleen bij begeleiding en behandeling individueel."),
        )
        return
    direct, indirect, travel = parts.direct, parts.indirect, parts.reistijd
    if direct is None or indirect is None or travel is None:
        yield codes.VERDELING_TELT_NIET_OP.bevinding(
            "verdeling", _("Vul direct, indirect en reistijd alle drie in, of geen van drieën.")
        )
        return
    total = direct + indirect + travel
    if a.volume is not None and total != a.volume:
        yield codes.VERDELING_TELT_NIET_OP.bevinding(
            "verdeling",
            _("De verdeling is samen %(sum)s minuten en het totaal is %(total)s.")
            % {"sum": getal(total), "total": getal(a.volume)},
        )
    yield from _travel(travel, parts.aantal_contacten, f)


def _travel(travel: int, contacts: int | None, f: Feiten) -> Findings:
    if travel <= 0:
        return
    if not contacts:
        yield VERPLICHT.bevinding(
            "verdeling.aantalContacten",
            _("Vul het aantal contacten in; daarmee wordt de reistijd per bezoek bepaald."),
        )
        return
    limit = f.product.max_reistijd_minuten if f.product else 45
    if travel > limit * contacts:
        yield codes.REISTIJD_TE_HOOG.bevinding(
            "verdeling.reistijd",
            _("Bij %(n)d contacten is de reistijd hoogstens %(max)s minuten (%(each)d per bezoek).")
            % {"n": contacts, "max": getal(limit * contacts), "each": limit},
        )


def contract(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """R-TOE-10, R-CON-4: a valid contract on the start date, no cliëntenstop, a tariff over the
    period.
    """
    if not a.aanbieder_agb:
        return
    if not (len(a.aanbieder_agb) == 8 and a.aanbieder_agb.isascii() and a.aanbieder_agb.isdigit()):
        yield AGB_ONGELDIG.bevinding("aanbiederAgbCode", _("Een AGB-code heeft 8 cijfers."))
        return
    if f.aanbieder_id is None:
        yield codes.AANBIEDER_ONBEKEND.bevinding(
            "aanbiederAgbCode", _("Bij deze AGB-code is geen aanbieder bekend.")
        )
        return
    if f.product is None or a.begindatum is None:
        return
    if f.clientenstop_sinds:
        yield codes.CLIENTENSTOP.bevinding(
            "aanbiederAgbCode",
            _("%(name)s heeft een cliëntenstop sinds %(since)s. Kies een andere aanbieder.")
            % {"name": f.aanbieder_naam, "since": datum(f.clientenstop_sinds)},
        )
    if f.perceelcontract_id is None:
        yield codes.GEEN_CONTRACT.bevinding(
            "aanbiederAgbCode",
            _("%(name)s heeft op %(begin)s geen contract voor %(product)s.")
            % {
                "name": f.aanbieder_naam,
                "begin": datum(a.begindatum),
                "product": f.product.naam,
            },
        )
        return
    if f.levert_hier is False:
        yield codes.LEVERT_NIET_IN_GEMEENTE.bevinding(
            "aanbiederAgbCode",
            _(
                "%(name)s heeft voor deze gemeente geen levering toegezegd. Vraag eerst na of de "
                "aanbieder hier toch kan helpen, of kies een andere."
            )
            % {"name": f.aanbieder_naam},
        )
    if f.contract_tot and (a.einddatum is None or a.einddatum > f.contract_tot):
        yield codes.CONTRACT_EINDIGT_EERDER.bevinding(
            "einddatum",
            _("Het contract van %(name)s loopt tot en met %(until)s, de toewijzing langer.")
            % {"name": f.aanbieder_naam, "until": datum(f.contract_tot)},
        )
    yield from _tariff(a, f)


def _tariff(a: Aanvraag, f: Feiten) -> Findings:
    assert f.product is not None
    if not f.tarief_aantal:
        yield codes.GEEN_TARIEF.bevinding(
            "productcode",
            _("Voor %(product)s bij %(name)s is op de begindatum geen tarief afgesproken.")
            % {"product": f.product.naam, "name": f.aanbieder_naam},
        )
        return
    wanted = min((d for d in (a.einddatum, f.contract_tot) if d), default=None)
    if f.tarief_tot and (wanted is None or wanted > f.tarief_tot):
        yield codes.GEEN_TARIEF.bevinding(
            "einddatum",
            _("Het tarief voor %(product)s loopt tot en met %(until)s.")
            % {"product": f.product.naam, "until": datum(f.tarief_tot)},
        )


def overlap(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """R-TOE-13; the exclusion constraint decides when two people file at the same moment.

    Of another gemeente's toewijzing nobody learns the number or the period.
    """
    if f.overlap:
        yield codes.TOEWIJZING_OVERLAP.bevinding("begindatum", _overlap_text(f))


def _overlap_text(f: Feiten) -> str:
    if f.overlap_begin is None:
        return _("In deze periode loopt dit product bij deze aanbieder al. Vraag het daar na.")
    until = (
        _("tot en met %(end)s") % {"end": datum(f.overlap_eind)}
        if f.overlap_eind
        else _("zonder einddatum")
    )
    text = _("Toewijzing %(nr)s voor dit product bij deze aanbieder loopt van %(begin)s %(until)s.")
    return text % {"nr": f.overlap_nummer, "begin": datum(f.overlap_begin), "until": until}


RULES: tuple[Rule, ...] = (
    person,
    residence,
    referral,
    product,
    period,
    size,
    split,
    contract,
    overlap,
)


def check(
    a: Aanvraag, f: Feiten, today: datetime.date, rules: Iterable[Rule] = RULES
) -> list[Bevinding]:
    """Every finding of every rule, errors and warnings, in the order of the form."""
    return [finding for rule in rules for finding in rule(a, f, today)]
