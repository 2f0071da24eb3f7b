"""Why a toewijzing is in a group, in words: the consequence first, then how long."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.ui.formats import format_date
from core.ui.status import Kind

Row = Mapping[str, Any]
#: (kind, what it comes to, what is behind it)
Reden = tuple[Kind, str, str]
DRINGEND: Final = 14


def distance(target: datetime.date, day: datetime.date) -> str:
    """`vandaag`, `morgen`, `over 12 dagen`, `3 dagen geleden`."""
    days = (target - day).days
    if days == 0:
        return _("vandaag")
    if days == 1:
        return _("morgen")
    if days > 0:
        return _("over %(n)d dagen") % {"n": days}
    return ngettext("%(n)d dag geleden", "%(n)d dagen geleden", -days) % {"n": -days}


def urgency(target: datetime.date, day: datetime.date) -> Kind:
    return "must" if (target - day).days <= DRINGEND else "attention"


def _ending(row: Row, day: datetime.date) -> Reden:
    end = row["einddatum"]
    text = _("Eindigt %(wanneer)s") % {"wanneer": distance(end, day)}
    return urgency(end, day), text, _("laatste dag %(dag)s") % {"dag": format_date(end)}


def _referral(row: Row, day: datetime.date) -> Reden:
    until, end = row["verwijzing_tot"], row["einddatum"]
    lapsed = until < day
    text = _("Verwijzing verlopen, %(w)s") if lapsed else _("Verwijzing verloopt %(w)s")
    behind = _("gold tot en met %(dag)s") if lapsed else _("geldt tot en met %(dag)s")
    parts = [behind % {"dag": format_date(until)}]
    if end is None:
        parts.append(_("de toewijzing heeft geen einddatum"))
    elif end > until:
        parts.append(_("de toewijzing loopt tot en met %(dag)s") % {"dag": format_date(end)})
    else:
        parts.append(_("de hulp loopt nog"))
    return urgency(until, day), text % {"w": distance(until, day)}, ", ".join(parts)


def _contract(row: Row, day: datetime.date) -> Reden:
    last, end = row["perceelcontract__einddatum"], row["einddatum"]
    over = last < day
    text = _("Contract gestopt, %(w)s") if over else _("Contract stopt %(w)s")
    if end is None:
        behind = _("de toewijzing heeft geen einddatum")
    else:
        days = (end - last).days
        behind = ngettext(
            "de toewijzing loopt %(n)d dag langer", "de toewijzing loopt %(n)d dagen langer", days
        ) % {"n": days}
    return urgency(last, day), text % {"w": distance(last, day)}, behind


def _stopped(row: Row, day: datetime.date) -> Reden:
    begin, since = row["begindatum"], row["stop_sinds"]
    behind = _("cliëntenstop sinds %(dag)s") if since <= day else _("cliëntenstop vanaf %(dag)s")
    behind %= {"dag": format_date(since)}
    if begin > day:
        return urgency(begin, day), _("Zou beginnen %(w)s") % {"w": distance(begin, day)}, behind
    text = _("Zou beginnen %(w)s, niet gestart") % {"w": distance(begin, day)}
    return "must", text, behind


def _waiting(row: Row, day: datetime.date) -> Reden:
    begin = row["begindatum"]
    waited, agreed = (day - begin).days // 7, (row["start_uiterlijk"] - begin).days // 7
    text = _("Wacht %(n)d weken, afgesproken %(max)d") % {"n": waited, "max": agreed}
    behind = _("zou beginnen op %(dag)s") % {"dag": format_date(begin)}
    if row["verbruik__volume"]:
        behind = _("er is wel gedeclareerd, de start is niet gemeld")
    return "must" if waited >= 2 * agreed else "attention", text, behind


def _transfer(row: Row, day: datetime.date) -> Reden:
    first = row["zonder_contract_vanaf"]
    late = first <= day
    text = _("Zonder contract sinds %(dag)s") if late else _("Zonder contract vanaf %(dag)s")
    return urgency(first, day), text % {"dag": format_date(first)}, distance(first, day)


WOORDEN: Final[Mapping[str, Callable[[Row, datetime.date], Reden]]] = {
    "eindigt": _ending,
    "verwijzing": _referral,
    "contract": _contract,
    "clientenstop": _stopped,
    "niet_gestart": _waiting,
    "overdracht": _transfer,
}
