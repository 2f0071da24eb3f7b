"""Tables of measures on their way and in force."""

import datetime
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contractbeheer.choices import Trajectstatus
from contracts.choices import Maatregelsoort
from core.tables import Column, Table
from core.ui.formats import EMPTY, format_date
from core.ui.status import Kind, render_tag

KIND: dict[str, Kind] = {
    Trajectstatus.CONCEPT: "none",
    Trajectstatus.VOORNEMEN: "attention",
    Trajectstatus.OPGELEGD: "must",
    Trajectstatus.INGETROKKEN: "none",
}
KORT = {Trajectstatus.VOORNEMEN: gettext_lazy("Voornemen")}
VELDEN = (
    "id", "nummer", "soort", "status", "aanbieder_id", "aanbieder__naam", "ingangsdatum",
    "einddatum", "zienswijze_uiterlijk", "zienswijze_op", "hersteltermijn", "herstel",
)  # fmt: skip


def status_of(status: str) -> tuple[Kind, str]:
    found = Trajectstatus(status)
    return KIND[status], str(KORT.get(found, found.label))


def _row(row: Any) -> Any:
    return row


def _to(row: Any) -> str:
    return reverse("maatregeltraject", args=[row["id"]])


def _dossier(row: Any) -> str:
    return reverse("aanbieder", args=[row["aanbieder_id"]])


def _term(row: Any) -> SafeString | str:
    """The day by which the aanbieder must act; a passed one stands out."""
    day, what = None, ""
    if row["status"] == Trajectstatus.VOORNEMEN and row["zienswijze_op"] is None:
        day, what = row["zienswijze_uiterlijk"], _("zienswijze")
    elif row["status"] == Trajectstatus.OPGELEGD and not row["herstel"]:
        day, what = row["hersteltermijn"], _("herstel")
    if day is None:
        return EMPTY
    return format_html('{} <span class="muted">{}</span>', _late(day), what)


def _late(day: datetime.date) -> SafeString | str:
    if day >= timezone.localdate():
        return format_date(day)
    return format_html(
        '<span class="late"><span aria-hidden="true">▲</span> {}</span>'
        '<span class="visually-hidden"> {}</span>',
        format_date(day),
        _("voorbij"),
    )


_KENMERK = Column(
    "kenmerk",
    gettext_lazy("Kenmerk"),
    accessor="nummer",
    format=lambda v: f"MT-{v:05}",
    sort="nummer",
    header=True,
    link=_to,
    nowrap=True,
)
_MAATREGEL = Column(
    "soort", gettext_lazy("Maatregel"), format=lambda v: str(Maatregelsoort(v).label), sort="soort"
)
_AANBIEDER = Column(
    "aanbieder",
    gettext_lazy("Aanbieder"),
    accessor="aanbieder__naam",
    sort=("aanbieder__naam", "nummer"),
    link=_dossier,
)
_STAND = Column(
    "stand",
    gettext_lazy("Stand"),
    accessor="status",
    format=lambda v: render_tag(*status_of(v)),
    sort=("status", "nummer"),
)
_TERMIJN = Column("termijn", gettext_lazy("Termijn"), accessor=_row, format=_term, nowrap=True)
_VANAF = Column(
    "vanaf", gettext_lazy("Gaat in"), accessor="ingangsdatum", sort="ingangsdatum", nowrap=True
)
_TOT = Column("tot", gettext_lazy("Tot en met"), accessor="einddatum", nowrap=True)

TRAJECTEN = Table(
    id="maatregeltrajecten",
    caption=gettext_lazy("Maatregelen"),
    noun=(gettext_lazy("maatregel"), gettext_lazy("maatregelen")),
    default_sort="-kenmerk",
    formats=("csv", "xlsx"),
    empty=_("Er zijn geen maatregelen. Je begint er een vanuit het dossier van een aanbieder."),
    columns=[_KENMERK, _MAATREGEL, _AANBIEDER, _STAND, _TERMIJN, _VANAF, _TOT],
)
EIGEN = replace(
    TRAJECTEN,
    empty=_("Er zijn geen maatregelen voor jouw organisatie."),
    columns=[_KENMERK, _MAATREGEL, _STAND, _TERMIJN, _VANAF, _TOT],
)
VAN_AANBIEDER = replace(
    EIGEN,
    default_sort="",
    formats=(),
    empty=_("Er zijn geen maatregelen."),
    columns=[replace(column, sort=None) for column in EIGEN.columns],
)
