"""All help of one jeugdige as a table: the same content as the timeline above it."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.ui.formats import format_date
from core.ui.status import render_tag
from indications.filters import AFGELOPEN, INGETROKKEN, STANDEN
from indications.models import Levering
from indications.tables import KINDS
from jeugdigen.selectors import Regel


def _help(line: Regel) -> str:
    product, who = line.toewijzing.product, line.toewijzing.aanbieder.naam
    return format_html('{} {}<span class="under">{}</span>', product.code, product.naam, who)


def _period(line: Regel) -> str:
    end = line.toewijzing.einddatum
    until = _("t/m %(eind)s") % {"eind": format_date(end)} if end else _("geen einddatum")
    return format_html(
        '<span class="nowrap">{}</span><span class="under nowrap">{}</span>',
        format_date(line.toewijzing.begindatum),
        until,
    )


def _delivered(line: Regel) -> str:
    if not line.leveringen:
        over = line.toewijzing.stand in (AFGELOPEN, INGETROKKEN)
        return str(_("geen start gemeld") if over else _("nog niet gestart"))
    return format_html_join(
        "", '<span class="under">{}</span>', ((_stretch(r),) for r in line.leveringen)
    )


def _stretch(row: Levering) -> str:
    begin = format_date(row.begindatum)
    if row.einddatum is None:
        return str(_("loopt sinds %(dag)s") % {"dag": begin})
    words = {
        "begin": begin,
        "eind": format_date(row.einddatum),
        "reden": row.get_reden_beeindiging_display(),
    }
    return str(_("%(begin)s t/m %(eind)s: %(reden)s") % words)


HULP = Table(
    id="hulp",
    caption=str(_("Alle toewijzingen")),
    noun=(_("toewijzing"), _("toewijzingen")),
    empty=str(_("Er is geen hulp toegewezen die je mag zien.")),
    muted=lambda line: line.toewijzing.stand == INGETROKKEN,
    columns=[
        Column(
            "nummer",
            _("Nummer"),
            lambda line: str(line.toewijzing.nummer),
            header=True,
            link=lambda line: reverse("toewijzing", args=[line.toewijzing.pk]),
        ),
        Column("hulp", _("Hulp"), _help),
        Column("periode", _("Periode"), _period),
        Column("gestart", _("Gestart en gestopt"), _delivered),
        Column(
            "stand",
            _("Stand"),
            lambda line: render_tag(KINDS[line.toewijzing.stand], STANDEN[line.toewijzing.stand]),
        ),
    ],
)
