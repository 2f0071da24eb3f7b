"""Declared lines for which there is no toewijzing."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.ui.formats import EMPTY, format_euro

KOLOMMEN = [
    Column("referentienummer", _("Referentie"), format=str, header=True),
    Column("toewijzingsnummer", _("Op nummer"), format=str),
    Column("aanbieder__naam", _("Aanbieder")),
    Column("gemeente__naam", _("Gemeente")),
    Column("productcode", _("Product"), format=lambda code: code or EMPTY),
    Column("begindatum", _("Van")),
    Column("einddatum", _("Tot en met")),
    Column("volume", _("Volume"), align="end"),
    Column("bedrag_centen", _("Bedrag"), align="end", format=lambda v: format_euro(v / 100)),
]
WAARDEN = ["id", *[column.naam for column in KOLOMMEN]]


def table_for(*, may_settle: bool) -> Table:
    """With a button per row for who may settle it."""
    act = Column("acties", _("Te doen"), "id", template="leveringen/_afhandelen.html", export=False)
    return Table(
        id="ongekoppeld",
        caption=_("Declaratieregels zonder toewijzing"),
        noun=(_("regel"), _("regels")),
        columns=[*KOLOMMEN, *([act] if may_settle else [])],
        empty=gettext("Elke gedeclareerde regel heeft een toewijzing."),
    )
