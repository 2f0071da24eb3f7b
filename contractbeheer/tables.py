"""Tables of contract management."""

from dataclasses import replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contractbeheer.choices import Overnamestatus
from core.tables import Column, Table
from core.ui.formats import format_euro, format_number
from core.ui.status import render_tag


def _hours(minutes: int) -> str:
    """Whole hours: a forecast to the minute would promise too much."""
    return _("%(n)s uur") % {"n": format_number(round(minutes / 60))} if minutes else "–"


_OMVANG = (
    Column("jeugdigen", _("Jeugdigen"), align="end"),
    Column("toewijzingen", _("Toewijzingen"), align="end"),
    Column("minuten", _("Nog te leveren"), align="end", format=_hours),
    Column("euro", _("Euro"), align="end", format=lambda v: format_euro(v, 0)),
)
GEVOLG_GEMEENTEN = Table(
    id="gevolg-gemeenten",
    caption=_("Per gemeente"),
    noun=(_("gemeente"), _("gemeenten")),
    columns=[Column("naam", _("Gemeente"), header=True), *_OMVANG],
)
GEVOLG_PERCELEN = Table(
    id="gevolg-percelen",
    caption=_("Per perceel"),
    noun=(_("perceel"), _("percelen")),
    columns=[Column("naam", _("Perceel"), header=True), *_OMVANG],
)


def _others(count: int) -> str | SafeString:
    return str(count) if count else render_tag("must", _("witte vlek"))


PLEKKEN = Table(
    id="plekken",
    caption=_("Waar kunnen zij terecht"),
    noun=(_("combinatie van perceel en gemeente"), _("combinaties van perceel en gemeente")),
    columns=[
        Column("perceel", _("Perceel"), header=True),
        Column("gemeente", _("Gemeente")),
        Column("jeugdigen", _("Jeugdigen"), align="end"),
        Column("aanbieders", _("Andere aanbieders"), align="end", format=_others),
        Column("vrije_plekken", _("Vrije plekken"), align="end"),
        Column(
            "kortste_wacht",
            _("Kortste wacht"),
            align="end",
            format=lambda v: "–" if v is None else _("%(n)s weken") % {"n": v},
        ),
    ],
)
KNELPUNTEN = replace(PLEKKEN, id="knelpunten", caption=_("Waar geen plek vrij is"))
OVERNAMESTAND = {
    Overnamestatus.GEPLAND: "attention",
    Overnamestatus.UITGEVOERD: "good",
    Overnamestatus.INGETROKKEN: "none",
}


def overname_tag(status: str) -> SafeString:
    return render_tag(OVERNAMESTAND[Overnamestatus(status)], Overnamestatus(status).label)


OVERNAMES = Table(
    id="overnames",
    caption=_("Contractovernames"),
    noun=(_("overname"), _("overnames")),
    default_sort="-datum",
    formats=("csv", "xlsx"),
    columns=[
        Column(
            "nummer",
            _("Kenmerk"),
            header=True,
            sort="nummer",
            format=lambda v: f"OV-{v:05}",
            link=lambda row: reverse("overname", args=[row["id"]]),
        ),
        Column("van__naam", _("Van"), sort="van__naam"),
        Column("naar__naam", _("Naar"), sort="naar__naam"),
        Column("datum", _("Eerste dag bij de nieuwe"), sort="datum"),
        Column("status", _("Stand"), format=overname_tag),
        Column("overgezet", _("Toewijzingen overgezet"), align="end"),
    ],
)
OVERNAMECONTRACTEN = Table(
    id="overnamecontracten",
    caption=_("Wat overgaat"),
    noun=(_("contract"), _("contracten")),
    columns=[
        Column(
            "perceel",
            _("Perceel"),
            header=True,
            link=lambda row: reverse("perceelcontract", args=[row["van"]]),
        ),
        Column("oude_einddatum", _("Liep tot en met")),
        Column("laatste_dag", _("Eindigt nu")),
        Column("lopend", _("Toewijzingen die overgaan"), align="end"),
    ],
)
