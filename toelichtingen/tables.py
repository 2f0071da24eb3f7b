"""Tables of questions about minutes."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import Column, Table
from core.ui.formats import EMPTY, NBSP, SHORT_MONTHS
from core.ui.status import Kind, render_tag
from toelichtingen.choices import LOPEND, Verzoekstatus
from toelichtingen.selectors import VERVALLEN

KIND: dict[str, Kind] = {
    Verzoekstatus.OPEN: "judge",
    Verzoekstatus.AANVULLING: "judge",
    Verzoekstatus.BEANTWOORD: "good",
    Verzoekstatus.INGETROKKEN: "none",
    VERVALLEN: "none",
}
STANDEN: dict[str, Any] = {
    **dict(Verzoekstatus.choices),
    VERVALLEN: gettext_lazy("Vervallen: toewijzing ingetrokken"),
}
VELDEN = (
    "id", "nummer", "stand", "reden", "termijn", "gevraagd_op", "beantwoord_op", "toewijzing_id",
    "toewijzing__nummer", "toewijzing__jeugdige_id", "toewijzing__product__naam",
    "toewijzing__gemeente__naam", "toewijzing__aanbieder__naam",
)  # fmt: skip


def stand_tag(stand: str) -> SafeString:
    return render_tag(KIND[stand], STANDEN[stand])


def _row(row: Any) -> Any:
    return row


def _until(row: Any) -> SafeString | str:
    """The last day to answer; with a sign and a word when it has passed."""
    if row["stand"] not in LOPEND:
        return EMPTY
    day: datetime.date = row["termijn"]
    text = f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}"
    if day >= timezone.localdate():
        return text
    return format_html(
        '<span class="late"><span aria-hidden="true">▲</span> {}</span>'
        '<span class="visually-hidden"> {}</span>',
        text,
        _("te laat"),
    )


_KENMERK = Column(
    "kenmerk",
    gettext_lazy("Kenmerk"),
    accessor="nummer",
    format=lambda v: f"UV-{v:05}",
    sort="nummer",
    header=True,
    link=lambda row: reverse("toelichtingsverzoek", args=[row["id"]]),
    nowrap=True,
)
_TOEWIJZING = Column(
    "toewijzing",
    gettext_lazy("Toewijzing"),
    accessor="toewijzing__nummer",
    format=str,
    sort="toewijzing__nummer",
    link=lambda row: reverse("toewijzing", args=[row["toewijzing_id"]]),
)
_PRODUCT = Column("product", gettext_lazy("Product"), accessor="toewijzing__product__naam")
_REST = (
    Column("stand", gettext_lazy("Stand"), accessor=_row, format=lambda r: stand_tag(r["stand"])),
    Column("gevraagd_op", gettext_lazy("Gevraagd"), sort="gevraagd_op", nowrap=True),
    Column(
        "termijn",
        gettext_lazy("Antwoord uiterlijk"),
        accessor=_row,
        format=_until,
        sort="termijn",
        nowrap=True,
    ),
    Column("beantwoord_op", gettext_lazy("Beantwoord"), nowrap=True),
)


def verzoeken_table(*, of_gemeente: bool) -> Table:
    """A gemeente sees which aanbieder it asked, an aanbieder which gemeente asks."""
    other = "toewijzing__aanbieder__naam" if of_gemeente else "toewijzing__gemeente__naam"
    label = gettext_lazy("Aanbieder") if of_gemeente else gettext_lazy("Gemeente")
    return Table(
        id="toelichtingsverzoeken",
        caption=gettext_lazy("Uitleg van minuten"),
        noun=(gettext_lazy("vraag"), gettext_lazy("vragen")),
        default_sort="termijn",
        formats=("csv", "xlsx"),
        empty=_("Er staan geen vragen open."),
        muted=lambda row: row["stand"] == VERVALLEN,
        columns=[
            _KENMERK,
            _TOEWIJZING,
            Column("ander", label, accessor=other, sort=other),
            _PRODUCT,
            *_REST,
        ],
    )
