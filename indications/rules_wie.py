"""The rules of filing about whom it concerns: the referral (R-TOE-9, D-16) and the gemeente that is
responsible (D-20). Pure functions, as in `rules`.
"""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from core.datums import last_day
from core.fouten import ONBEKENDE_WAARDE, PERIODE_ONGELDIG, Bevinding
from core.tekst import read_text
from core.ui.formats import format_long_date as datum
from indications import codes
from indications.aanvraag import Aanvraag, Feiten
from indications.choices import MEDISCHE_VERWIJZERS, TypeVerwijzer

JAAR = 12
MAX_VERWIJZER = 200

Findings = Iterator[Bevinding]


def referral_until(
    type_verwijzer: str | None, given_on: datetime.date, geldig_tot: datetime.date | None
) -> datetime.date | None:
    """Last day on which a referral carries help: its own term, a medical one at most a year.

    None: no term (R-TOE-9).
    """
    if type_verwijzer not in MEDISCHE_VERWIJZERS:
        return geldig_tot
    year = last_day(given_on, JAAR)
    return min(year, geldig_tot) if geldig_tot else year


def referral_term(
    type_verwijzer: str | None, given_on: datetime.date, geldig_tot: datetime.date | None, veld: str
) -> Findings:
    """The term itself: not before the referral, and of a medical one at most a year."""
    if geldig_tot is None:
        return
    if geldig_tot < given_on:
        yield PERIODE_ONGELDIG.bevinding(
            veld, _("De verwijzing geldt minstens tot en met %(day)s.") % {"day": datum(given_on)}
        )
        return
    year = last_day(given_on, JAAR)
    if type_verwijzer in MEDISCHE_VERWIJZERS and geldig_tot > year:
        yield codes.VERWIJZING_VERLOPEN.bevinding(
            veld,
            _("Een medische verwijzing geldt hoogstens een jaar: uiterlijk %(until)s.")
            % {"until": datum(year)},
        )


def referral(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """R-TOE-9, D-16: help runs no longer than the referral that carries it.

    Without a term in the filing, that of the same referral known before holds.
    """
    if a.verwijzing_type and a.verwijzing_type not in TypeVerwijzer.values:
        yield ONBEKENDE_WAARDE.bevinding("verwijzing.type", _("Kies een verwijzer uit de lijst."))
    if a.verwijzer:
        yield from read_text(a.verwijzer, "verwijzing.verwijzer", max_lengte=MAX_VERWIJZER)[1]
    if a.verwijzing_datum is None:
        return
    if a.begindatum and a.verwijzing_datum > a.begindatum:
        yield PERIODE_ONGELDIG.bevinding(
            "verwijzing.datum", _("De verwijzing is van voor of op de begindatum.")
        )
        return
    term = list(
        referral_term(
            a.verwijzing_type, a.verwijzing_datum, a.verwijzing_tot, "verwijzing.geldigTot"
        )
    )
    yield from term
    if not term and a.begindatum:
        yield from _carries(a, f, a.verwijzing_datum, a.begindatum)


def _carries(a: Aanvraag, f: Feiten, given_on: datetime.date, begin: datetime.date) -> Findings:
    medical = a.verwijzing_type in MEDISCHE_VERWIJZERS
    until = referral_until(a.verwijzing_type, given_on, a.verwijzing_tot or f.verwijzing_geldig_tot)
    if until is None:
        return
    words = {"until": datum(until)}
    if begin > until:
        text = (
            _(
                "Deze medische verwijzing gold tot en met %(until)s. Daarna loopt het via de "
                "lokale toegang."
            )
            if medical
            else _("Deze verwijzing gold tot en met %(until)s. Er is een nieuwe nodig.")
        )
        yield codes.VERWIJZING_VERLOPEN.bevinding("verwijzing.datum", text % words)
    elif a.einddatum is None or a.einddatum > until:
        text = (
            _("Op een medische verwijzing kan hulp een jaar: uiterlijk %(until)s.")
            if medical and until == last_day(given_on, JAAR)
            else _("De verwijzing geldt tot en met %(until)s: kies die dag of eerder.")
        )
        yield codes.VERWIJZING_VERLOPEN.bevinding("einddatum", text % words)


def residence(a: Aanvraag, f: Feiten, today: datetime.date) -> Findings:
    """D-20, Jeugdwet 1.1: the gemeente that is responsible on begindatum files.

    Which other gemeente that is, nobody learns here. A day of which it is not known is a warning.
    Jeugdwet 2.7a: help that runs past a move goes on for a year at most.
    """
    if a.begindatum is None or f.gemeente_id is None or not f.woonplaats_bekend:
        return
    if f.verantwoordelijk_id is None:
        yield codes.WOONPLAATS_ONBEKEND.bevinding(
            "gemeentecode",
            _(
                "Op %(day)s is niet vastgelegd welke gemeente verantwoordelijk is. Ga na waar de "
                "jeugdige dan woont."
            )
            % {"day": datum(a.begindatum)},
        )
    elif f.verantwoordelijk_id != f.gemeente_id:
        yield codes.ANDERE_GEMEENTE.bevinding(
            "gemeentecode",
            _(
                "Op %(day)s is jouw gemeente niet verantwoordelijk voor deze jeugdige. Ga na waar "
                "de jeugdige dan woont; klopt de woonplaats niet, laat haar dan verbeteren."
            )
            % {"day": datum(a.begindatum)},
        )
    elif f.verhuist_op and (a.einddatum is None or a.einddatum >= f.verhuist_op):
        until = last_day(f.verhuist_op, JAAR)
        yield codes.VERHUIST_TIJDENS_HULP.bevinding(
            "einddatum",
            _(
                "De jeugdige verhuist op %(day)s. De hulp kan daarna doorlopen tot uiterlijk "
                "%(until)s; daarna neemt de nieuwe gemeente het over."
            )
            % {"day": datum(f.verhuist_op), "until": datum(until)},
        )
