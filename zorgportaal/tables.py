"""Tables of requests: the queue of who decides, and the own ones of an aanbieder."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.signalen.tabel import age
from core.tables import Column, Table
from core.ui.formats import EMPTY, NBSP, SHORT_MONTHS, format_date
from core.ui.status import Kind, render_tag
from zorgportaal.choices import Gegevenssoortcode, Verzoekhandeling, Verzoekstatus
from zorgportaal.selectors import TE_BESLISSEN
from zorgportaal.soorten import SOORTEN

KIND: dict[str, Kind] = {
    Verzoekstatus.CONCEPT: "none",
    Verzoekstatus.INGEDIEND: "judge",
    Verzoekstatus.IN_BEHANDELING: "judge",
    Verzoekstatus.AANVULLING_GEVRAAGD: "attention",
    Verzoekstatus.GOEDGEKEURD: "good",
    Verzoekstatus.AFGEWEZEN: "cannot",
    Verzoekstatus.INGETROKKEN: "none",
}
WOORD = {
    Verzoekhandeling.TOEVOEGEN: gettext_lazy("nieuw"),
    Verzoekhandeling.WIJZIGEN: gettext_lazy("wijziging"),
    Verzoekhandeling.BEEINDIGEN: gettext_lazy("einde"),
}
#: What the columns need; `vraag` is the queue to come back to.
VELDEN = (
    "id", "nummer", "soort", "handeling", "onderwerp", "status", "geheim", "aanbieder_id",
    "aanbieder__naam", "ingediend_op", "beslis_uiterlijk", "ingangsdatum", "toegepast_op",
    "behandelaar__naam", "kan", "vraag",
)  # fmt: skip


def status_tag(status: str) -> SafeString:
    return render_tag(KIND[status], Verzoekstatus(status).label)


def what(soort: str, handeling: str) -> str:
    """`Bankrekening, nieuw`."""
    return f"{Gegevenssoortcode(soort).label}, {WOORD[Verzoekhandeling(handeling)]}"


def _what(soort: str, handeling: str) -> str:
    """In a row a change is what one expects, so only the others say what they are."""
    if handeling == Verzoekhandeling.WIJZIGEN:
        return str(Gegevenssoortcode(soort).label)
    return what(soort, handeling)


def _row(row: Any) -> Any:
    return row


def _link(row: Any) -> str:
    return f"{reverse('wijziging', args=[row['id']])}{'?' if row['vraag'] else ''}{row['vraag']}"


def _tick(row: Any) -> SafeString | str:
    """Only what may be approved together with others, and by this actor."""
    if not (row["kan"] and SOORTEN[row["soort"]].in_bulk):
        return ""
    text = _("WV-%(nummer)s kiezen") % {"nummer": row["nummer"]}
    return format_html(
        '<label class="pick"><input type="checkbox" name="verzoek" value="{}" form="samen">'
        '<span class="visually-hidden">{}</span></label>',
        row["id"],
        text,
    )


def _state(row: Any) -> SafeString:
    tag = status_tag(row["status"])
    if row["status"] == Verzoekstatus.IN_BEHANDELING and row["behandelaar__naam"]:
        return format_html('{}<span class="under">{}</span>', tag, row["behandelaar__naam"])
    if row["status"] == Verzoekstatus.GOEDGEKEURD and not row["toegepast_op"]:
        day = _("gaat in op %s") % format_date(row["ingangsdatum"])
        return format_html('{}<span class="under">{}</span>', tag, day)
    return tag


def _since(moment: datetime.datetime | None) -> str:
    return age(moment, timezone.now()) if moment else EMPTY


def _until(row: Any) -> SafeString | str:
    day = row["beslis_uiterlijk"]
    if day is None or row["status"] not in TE_BESLISSEN:
        return EMPTY
    text = f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}"
    if day >= timezone.localdate():
        return text
    return format_html('<span class="late"><span aria-hidden="true">▲</span> {}</span>', text) + (
        format_html('<span class="visually-hidden"> {}</span>', _("te laat"))
    )


_NUMMER = Column(
    "kenmerk",
    gettext_lazy("Kenmerk"),
    accessor="nummer",
    format=lambda v: f"WV-{v}",
    sort="nummer",
    header=True,
    link=_link,
    nowrap=True,
)
_SOORT = Column(
    "soort",
    gettext_lazy("Wat"),
    accessor=lambda row: _what(row["soort"], row["handeling"]),
    format=str,
    sort=("soort", "ingediend_op"),
    nowrap=True,
)
_OVER = Column("onderwerp", gettext_lazy("Waarover"), format=lambda v: v or EMPTY)
_STAND = Column("stand", gettext_lazy("Stand"), accessor=_row, format=_state)

WACHTRIJ = Table(
    id="wijzigingen",
    caption=gettext_lazy("Wijzigingsverzoeken"),
    noun=(gettext_lazy("verzoek"), gettext_lazy("verzoeken")),
    default_sort="sinds",
    formats=("csv", "xlsx"),
    empty=_("Er ligt nu geen verzoek dat op een besluit wacht."),
    columns=[
        Column("kies", gettext_lazy("Kies"), accessor=_row, format=_tick, export=False),
        _NUMMER,
        _SOORT,
        _OVER,
        Column(
            "aanbieder",
            gettext_lazy("Aanbieder"),
            accessor="aanbieder__naam",
            sort=("aanbieder__naam", "ingediend_op"),
        ),
        _STAND,
        Column(
            "sinds",
            gettext_lazy("Sinds"),
            accessor="ingediend_op",
            format=_since,
            sort="ingediend_op",
            nowrap=True,
        ),
        Column(
            "uiterlijk",
            gettext_lazy("Uiterlijk"),
            accessor=_row,
            format=_until,
            sort="beslis_uiterlijk",
            nowrap=True,
        ),
    ],
)
EIGEN = Table(
    id="wijzigingen",
    caption=gettext_lazy("Wijzigingsverzoeken"),
    noun=WACHTRIJ.noun,
    default_sort="-kenmerk",
    formats=("csv", "xlsx"),
    empty=_("Wijzig je gegevens vanuit je dossier; dan zie je hier waar dat blijft."),
    columns=[
        _NUMMER,
        _SOORT,
        _OVER,
        _STAND,
        Column(
            "ingediend",
            gettext_lazy("Ingediend"),
            accessor="ingediend_op",
            sort="ingediend_op",
            nowrap=True,
        ),
        Column(
            "uiterlijk",
            gettext_lazy("Besluit uiterlijk"),
            accessor=_row,
            format=_until,
            sort="beslis_uiterlijk",
            nowrap=True,
        ),
    ],
)
