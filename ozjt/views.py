"""The start page "Vandaag" of every role: what asks for a decision, and what one handed in."""

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import rolgroepen
from core.actor import Actor
from core.choices import Inzagehandeling, Rolcode
from core.handeling import handeling, record_access
from core.inzagelog import INZAGELOG_LEZEN, SOORTEN
from core.paging import paginate
from core.policies import AANGEMELD, has_right
from core.signalen.selectors import ORDER, Tab, Tellingen, counts, worklist
from core.signalen.tabel import WERKVOORRAAD
from core.tables import render_table
from core.ui.formats import MONTHS
from core.views.basis import PortalView
from indications.policies import TOEWIJZING_INDIENEN
from ozjt import selectors
from zorgportaal.policies import EIGEN_DOSSIER

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
WORDS = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf",
    "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
    "twintig",
)  # fmt: skip
TAB_LABELS = {
    Tab.ALLES: _("Alles"),
    Tab.VAN_MIJ: _("Van mij"),
    Tab.TE_LAAT: _("Te laat"),
    Tab.UITGESTELD: _("Uitgesteld"),
}
TAB_EMPTY = {
    Tab.ALLES: _("De controles vinden niets voor jouw rol. Dit werkt zich elk kwartier bij."),
    Tab.VAN_MIJ: _("Pak iets op uit Alles, dan staat het hier."),
    Tab.TE_LAAT: _("Niets ligt langer dan het mag."),
    Tab.UITGESTELD: _("Er is niets uitgesteld."),
}
SOORTEN["vandaag"] = _("Startpagina met toewijzingen")
WITH_CLIENTS = rolgroepen.GEMEENTE | {Rolcode.AANBIEDER_ZORG}


def in_words(number: int) -> str:
    return WORDS[number] if number < len(WORDS) else f"{number:,}".replace(",", ".")


def what_today_means(day: datetime.date, found: Tellingen) -> str:
    """`Zondag 22 november 2026. Vier zaken vragen om een besluit; één ervan raakt jeugdigen.`"""
    today = f"{DAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1]} {day.year}."
    if not found.alles:
        return f"{today} {_('Er ligt nu niets dat om een besluit vraagt.')}"
    asks = ngettext(
        "%s zaak vraagt om een besluit", "%s zaken vragen om een besluit", found.alles
    ) % in_words(found.alles).capitalize().replace("Éé", "Eé")
    if not found.raakt:
        return f"{today} {asks}."
    if found.raakt == found.alles:
        touch = _("die raakt jeugdigen") if found.alles == 1 else _("alle raken ze jeugdigen")
    else:
        text = ngettext("%s ervan raakt jeugdigen", "%s ervan raken jeugdigen", found.raakt)
        touch = text % in_words(found.raakt)
    return f"{today} {asks}; {touch}."


def _tab_of(request: HttpRequest) -> Tab:
    try:
        return Tab(request.GET.get("tab", Tab.ALLES))
    except ValueError:
        return Tab.ALLES


class VandaagView(PortalView):
    """A fixed number of queries, whatever there is to do."""

    rechten = {"GET": AANGEMELD}

    def get(self, request: HttpRequest) -> HttpResponse:
        nu, today = timezone.now(), timezone.localdate()
        tab, found = _tab_of(request), counts(self.actor, nu)
        page = paginate(
            worklist(self.actor, tab, nu), ORDER[:-1], cursor=request.GET.get("cursor"), limit=12
        )
        table = WERKVOORRAAD.bind(request, page)
        context = {
            "regel": what_today_means(today, found),
            "tabs": _tabs(tab, found),
            "tab_leeg": TAB_EMPTY[tab],
            "tellingen": found,
            **_side(self.actor, today),
        }
        return render_table(request, "vandaag/vandaag.html", table, context)


def _tabs(current: Tab, found: Tellingen) -> list[dict[str, Any]]:
    return [
        {
            "url": f"/?tab={tab}" if tab != Tab.ALLES else "/",
            "label": TAB_LABELS[tab],
            "aantal": found.of(tab),
            "actief": tab == current,
        }
        for tab in Tab
    ]


def _side(actor: Actor, today: datetime.date) -> dict[str, Any]:
    """What this role sees beside its worklist."""
    side: dict[str, Any] = {}
    if actor.has_role(*WITH_CLIENTS):
        side["toewijzingen"] = selectors.count_toewijzingen(actor, today)
        side["ingediend"] = _filed(actor)
        side["mag_indienen"] = has_right(actor, TOEWIJZING_INDIENEN)
    if has_right(actor, EIGEN_DOSSIER):
        side["verzoeken"] = selectors.own_requests(actor)
        side["eigen_dossier"] = True
    if actor.has_role(*rolgroepen.GEMEENTE):
        side["concepten"] = selectors.drafts(actor)
    if actor.has_role(*rolgroepen.OZJT):
        side["meters"] = selectors.within_maximum(actor, today)
    side["mag_inzagelog"] = has_right(actor, INZAGELOG_LEZEN)
    return side


def _filed(actor: Actor) -> selectors.Ingediend:
    """Shown toewijzingen are data of jeugdigen: seeing them stands in the access log (N-LOG-01)."""
    shown = selectors.filed(actor)
    with handeling(actor):
        record_access(
            actor,
            Inzagehandeling.LEZEN,
            "vandaag",
            jeugdigen=sorted({row["jeugdige_id"] for row in shown.rijen}),
        )
    return shown
