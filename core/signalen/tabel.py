"""The worklist as a table: what, whose, how many it touches, since when, what to do."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.choices import Signaalernst
from core.models import Signaal
from core.signalen.controles import controles
from core.signalen.selectors import is_late
from core.tables import Column, Table
from core.ui.formats import EMPTY, NBSP, format_date, format_number
from core.ui.status import Kind, render_tag

KIND: dict[str, Kind] = {
    Signaalernst.MOET: "must",
    Signaalernst.AANDACHT: "attention",
    Signaalernst.BEOORDELEN: "judge",
}


def age(since: datetime.datetime, nu: datetime.datetime) -> str:
    """`vandaag`, `1 dag`, `13 dagen`, `2 weken`, `3 maanden`; by calendar days in local time."""
    days = (timezone.localtime(nu).date() - timezone.localtime(since).date()).days
    if days <= 0:
        return _("vandaag")
    if days < 14:
        return f"{days}{NBSP}{_('dag') if days == 1 else _('dagen')}"
    if days < 61:
        return f"{days // 7}{NBSP}{_('weken')}"
    return f"{days // 30}{NBSP}{_('maanden')}"


def what(signaal: Signaal) -> SafeString:
    owner = ""
    if signaal.eigenaar is not None:
        text = _("Opgepakt door %s") % signaal.eigenaar.naam
        owner = format_html('<span class="under">{}</span>', text)
    if signaal.uitgesteld_tot:
        text = _("Uitgesteld tot %s") % format_date(signaal.uitgesteld_tot)
        owner = format_html('{}<span class="under">{}</span>', owner, text)
    return format_html(
        '{}<span class="worklist__what">{}</span>{}',
        render_tag(KIND[signaal.ernst], signaal.titel),
        signaal.omschrijving,
        owner,
    )


def touches(signaal: Signaal) -> str | SafeString:
    if not signaal.raakt:
        return EMPTY
    noun = _("jeugdige") if signaal.raakt == 1 else _("jeugdigen")
    count = f"{format_number(signaal.raakt)}{NBSP}{noun}"
    gemeenten = signaal.bewijs.get("gemeenten") or []
    if not gemeenten:
        return count
    where = gemeenten[0] if len(gemeenten) == 1 else _("%s gemeenten") % len(gemeenten)
    return format_html('{}<span class="under">{}</span>', count, where)


def since(signaal: Signaal) -> str | SafeString:
    nu = timezone.now()
    text = age(signaal.geopend_op, nu)
    if not is_late(signaal, nu):
        return text
    return format_html('{}<span class="under worklist__late">{}</span>', text, _("te laat"))


def button(signaal: Signaal) -> SafeString:
    check = controles().get(signaal.controle)
    subject = f"{signaal.titel}, {signaal.betreft.naam}" if signaal.betreft else signaal.titel
    return format_html(
        '<a class="utrecht-button utrecht-button--secondary-action button--small" href="{}">{}'
        '<span class="visually-hidden">: {}</span></a>',
        reverse("signaal", args=[signaal.pk]),
        (check.knop if check else "") or _("Bekijken"),
        subject,
    )


def _who(signaal: Signaal) -> str | None:
    return signaal.betreft.naam if signaal.betreft else None


def _self(signaal: Signaal) -> Signaal:
    return signaal


def _link(signaal: Any) -> str | None:
    return signaal.url or None if signaal.betreft else None


WERKVOORRAAD = Table(
    id="werkvoorraad",
    caption=_("Zwaarste gevolg voor jeugdigen eerst"),
    noun=(_("zaak"), _("zaken")),
    columns=[
        Column("wat", _("Wat"), _self, what, header=True),
        Column("wie", _("Wie"), _who, link=_link),
        Column("raakt", _("Raakt"), _self, touches, align="end"),
        Column("sinds", _("Sinds"), _self, since),
        Column("doen", _("Te doen"), _self, button, export=False),
    ],
)
