"""The list of toewijzingen as each role sees it, on screen and as export."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Frequentie
from core import rolgroepen
from core.actor import Actor
from core.choices import Rolcode
from core.importexport.uitvoer import Exportkolom
from core.tables import Column, Table
from core.ui.formats import format_date, format_number
from core.ui.status import render_tag
from indications import ritme
from indications.filters import AFGELOPEN, INGETROKKEN, LOPEND, STANDEN, TOEKOMSTIG

KINDS = {LOPEND: "good", TOEKOMSTIG: "none", AFGELOPEN: "none", INGETROKKEN: "cannot"}


def _period(row: dict[str, Any]) -> str:
    """On two lines: a narrow column is read faster than a broken one."""
    end = row["einddatum"]
    until = _("t/m %(eind)s") % {"eind": format_date(end)} if end else _("geen einddatum")
    return format_html(
        '<span class="nowrap">{}</span><span class="under nowrap">{}</span>',
        format_date(row["begindatum"]),
        until,
    )


def _size(row: dict[str, Any]) -> str:
    """`3.000 minuten`, and how much of it is used when the whole is one total."""
    words = ritme.WOORDEN[row["eenheid"]]
    text = f"{format_number(row['volume'])} {words.meervoud}"
    if row["frequentie"] != Frequentie.TOTAAL:
        return f"{text} {Frequentie(row['frequentie']).label}"
    used = row["verbruik__volume"]
    if used is None:
        return text
    share = used * 100 // row["volume"]
    return format_html('{}<span class="under">{} % {}</span>', text, share, _("gebruikt"))


NUMMER = Column(
    "nummer",
    _("Nummer"),
    format=str,
    header=True,
    sort="nummer",
    link=lambda row: reverse("toewijzing", args=[row["id"]]),
)
LEEFTIJD = Column(
    "leeftijd", _("Jeugdige"), format=lambda age: _("%(n)s jaar") % {"n": age}, align="end"
)
GEMEENTE = Column("gemeente__naam", _("Gemeente"), sort="gemeente__naam")
PRODUCT = Column(
    "product",
    _("Product"),
    lambda row: format_html(
        '{}<span class="under">{}</span>', row["product__code"], row["product__naam"]
    ),
    sort="product__code",
)
AANBIEDER = Column("aanbieder__naam", _("Aanbieder"), sort="aanbieder__naam")
PERIODE = Column("periode", _("Periode"), _period, sort="begindatum")
OMVANG = Column("omvang", _("Omvang"), _size, align="end", sort="volume")
STAND = Column("stand", _("Stand"), format=lambda stand: render_tag(KINDS[stand], STANDEN[stand]))
MOMENT = Column("toewijzingsmoment", _("Toegewezen"), sort="toewijzingsmoment")
VALUES = (
    "id", "nummer", "jeugdige_id", "leeftijd", "gemeente__naam", "product__code", "product__naam",
    "aanbieder__naam", "begindatum", "einddatum", "volume", "eenheid", "frequentie", "stand",
    "verbruik__volume", "toewijzingsmoment",
)  # fmt: skip


def shows_jeugdige(actor: Actor) -> bool:
    """Contract management sees toewijzingen without anything about the jeugdige."""
    return not actor.has_role(*rolgroepen.OZJT_CONTRACT)


def table_for(actor: Actor, *, can_export: bool) -> Table:
    columns = [NUMMER]
    if shows_jeugdige(actor):
        columns.append(LEEFTIJD)
    if not actor.has_role(*rolgroepen.CLIENT_GEMEENTE):
        columns.append(GEMEENTE)
    columns.append(PRODUCT)
    if not actor.has_role(Rolcode.AANBIEDER_ZORG):
        columns.append(AANBIEDER)
    columns += [PERIODE, OMVANG, STAND, MOMENT]
    return Table(
        id="toewijzingen",
        caption=str(_("Toewijzingen")),
        noun=(str(_("toewijzing")), str(_("toewijzingen"))),
        default_sort="-toewijzingsmoment",
        columns=columns,
        formats=("csv", "xlsx") if can_export else (),
        muted=lambda row: row["stand"] == INGETROKKEN,
    )


#: What each column on screen is in the export: one or more raw columns.
EXPORT: dict[str, list[Exportkolom]] = {
    "nummer": [Exportkolom("Nummer", "nummer")],
    "leeftijd": [Exportkolom("Leeftijd", "leeftijd")],
    "gemeente__naam": [Exportkolom("Gemeente", "gemeente__naam")],
    "product": [
        Exportkolom("Productcode", "product__code"),
        Exportkolom("Product", "product__naam"),
    ],
    "aanbieder__naam": [Exportkolom("Aanbieder", "aanbieder__naam")],
    "periode": [
        Exportkolom("Begindatum", "begindatum"),
        Exportkolom("Einddatum", "einddatum"),
    ],
    "omvang": [
        Exportkolom("Volume", "volume"),
        Exportkolom("Eenheid", "eenheid", {c.value: c.label for c in Eenheid}),
        Exportkolom("Frequentie", "frequentie", {c.value: c.label for c in Frequentie}),
        Exportkolom("Gebruikt", "verbruik__volume"),
    ],
    "stand": [Exportkolom("Stand", "stand", {k: str(v) for k, v in STANDEN.items()})],
    "toewijzingsmoment": [Exportkolom("Toegewezen", "toewijzingsmoment")],
}


def export_columns(table: Table) -> list[Exportkolom]:
    """The columns on screen, in the same order."""
    return [column for shown in table.columns for column in EXPORT[shown.naam]]
