"""Tables of requests to end a perceel, and of the transfer list."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contractbeheer.choices import VERZOEK_OPEN, Overdrachtuitkomst, Verzoekstatus
from core.tables import Column, Table
from core.ui.formats import EMPTY, NBSP, SHORT_MONTHS, format_date
from core.ui.status import Kind, render_tag

KIND: dict[str, Kind] = {
    Verzoekstatus.INGEDIEND: "judge",
    Verzoekstatus.IN_BEHANDELING: "judge",
    Verzoekstatus.GOEDGEKEURD: "good",
    Verzoekstatus.AFGEWEZEN: "cannot",
    Verzoekstatus.INGETROKKEN: "none",
}
VELDEN = (
    "id", "nummer", "status", "aanbieder_id", "aanbieder__naam", "perceelcontract_id",
    "perceelcontract__perceel__naam", "gewenste_datum", "einddatum", "ingediend_op",
    "beslis_uiterlijk", "behandelaar__naam",
)  # fmt: skip


def status_tag(status: str) -> SafeString:
    return render_tag(KIND[status], Verzoekstatus(status).label)


def _row(row: Any) -> Any:
    return row


def _state(row: Any) -> SafeString:
    tag = status_tag(row["status"])
    if row["status"] == Verzoekstatus.IN_BEHANDELING and row["behandelaar__naam"]:
        return format_html('{}<span class="under">{}</span>', tag, row["behandelaar__naam"])
    return tag


def late_day(day: datetime.date, *, late: bool) -> SafeString | str:
    """A day without its year; with a sign and a word when it has passed."""
    text = f"{day.day}{NBSP}{SHORT_MONTHS[day.month - 1]}"
    if not late:
        return text
    return format_html(
        '<span class="late"><span aria-hidden="true">▲</span> {}</span>'
        '<span class="visually-hidden"> {}</span>',
        text,
        _("te laat"),
    )


def _until(row: Any) -> SafeString | str:
    if row["status"] not in VERZOEK_OPEN:
        return EMPTY
    day = row["beslis_uiterlijk"]
    return late_day(day, late=day < timezone.localdate())


def _last_day(row: Any) -> SafeString | str:
    """The agreed one, else the asked one."""
    if row["einddatum"]:
        return format_date(row["einddatum"])
    return format_html(
        '{}<span class="under">{}</span>', format_date(row["gewenste_datum"]), _("gevraagd")
    )


_NUMMER = Column(
    "kenmerk",
    gettext_lazy("Kenmerk"),
    accessor="nummer",
    format=lambda v: f"BV-{v:05}",
    sort="nummer",
    header=True,
    link=lambda row: reverse("beeindiging", args=[row["id"]]),
    nowrap=True,
)
_AANBIEDER = Column(
    "aanbieder__naam",
    gettext_lazy("Aanbieder"),
    sort=("aanbieder__naam", "ingediend_op"),
    link=lambda row: reverse("aanbieder", args=[row["aanbieder_id"]]),
)
_PERCEEL = Column(
    "perceel",
    gettext_lazy("Perceel"),
    accessor="perceelcontract__perceel__naam",
    sort="perceelcontract__perceel__naam",
    link=lambda row: reverse("perceelcontract", args=[row["perceelcontract_id"]]),
)
_REST = (
    Column(
        "laatste_dag",
        gettext_lazy("Laatste dag"),
        accessor=_row,
        format=_last_day,
        sort="gewenste_datum",
        nowrap=True,
    ),
    Column("stand", gettext_lazy("Stand"), accessor=_row, format=_state),
    Column("ingediend_op", gettext_lazy("Ingediend"), sort="ingediend_op", nowrap=True),
    Column(
        "uiterlijk",
        gettext_lazy("Besluit uiterlijk"),
        accessor=_row,
        format=_until,
        sort="beslis_uiterlijk",
        nowrap=True,
    ),
)
BEEINDIGINGEN = Table(
    id="beeindigingen",
    caption=gettext_lazy("Beëindigingsverzoeken"),
    noun=(gettext_lazy("verzoek"), gettext_lazy("verzoeken")),
    default_sort="uiterlijk",
    formats=("csv", "xlsx"),
    empty=_("Er ligt nu geen verzoek om een perceel te beëindigen."),
    columns=[_NUMMER, _AANBIEDER, _PERCEEL, *_REST],
)
EIGEN = Table(
    id="beeindigingen",
    caption=BEEINDIGINGEN.caption,
    noun=BEEINDIGINGEN.noun,
    default_sort="-kenmerk",
    formats=("csv", "xlsx"),
    empty=_("Je vraagt een beëindiging aan bij het contract waarmee je wilt stoppen."),
    columns=[_NUMMER, _PERCEEL, *_REST],
)


# the transfer list

UITKOMST_KIND: dict[str, Kind] = {
    "": "attention",
    Overdrachtuitkomst.OVERGEZET: "good",
    Overdrachtuitkomst.BEEINDIGD: "good",
    Overdrachtuitkomst.INGETROKKEN: "none",
    Overdrachtuitkomst.AFSPRAAK: "good",
}
REGELVELDEN = (
    "id", "toewijzing_id", "toewijzing__nummer", "toewijzing__jeugdige_id",
    "toewijzing__product__code", "toewijzing__product__naam", "toewijzing__aanbieder__naam",
    "toewijzing__einddatum", "toewijzing__status", "vanaf", "nu", "einde__verzoek__afspraken",
    "toelichting",
)  # fmt: skip


def days_left(laatste_dag: datetime.date, today: datetime.date) -> str:
    """`nog 38 dagen`, `vandaag`, `3 dagen voorbij`."""
    days = (laatste_dag - today).days
    if days == 0:
        return _("vandaag")
    if days > 0:
        return ngettext("nog %(n)d dag", "nog %(n)d dagen", days) % {"n": days}
    return ngettext("%(n)d dag voorbij", "%(n)d dagen voorbij", -days) % {"n": -days}


def _product(row: Any) -> SafeString:
    return format_html(
        '{}<span class="under">{}</span>',
        row["toewijzing__product__code"],
        row["toewijzing__product__naam"],
    )


def _left(row: Any) -> SafeString:
    """The last day with a contract, and how long that is; loud when it has passed undone."""
    last, today = row["vanaf"] - datetime.timedelta(days=1), timezone.localdate()
    words: str | SafeString = days_left(last, today)
    if row["nu"] != "":
        words = ""
    elif last < today:
        sign = '<span class="late"><span aria-hidden="true">▲</span> {}</span>'
        words = format_html(sign, words)
    return format_html(
        '<span class="nowrap">{}</span><span class="under">{}</span>', format_date(last), words
    )


def _outcome(row: Any) -> SafeString:
    label = Overdrachtuitkomst(row["nu"]).label if row["nu"] else _("Te regelen")
    tag = render_tag(UITKOMST_KIND[row["nu"]], label)
    if runs_on(row):
        return format_html('{}<span class="under">{}</span>', tag, _("de oude loopt nog door"))
    if row["toelichting"]:
        return format_html('{}<span class="under">{}</span>', tag, row["toelichting"])
    return tag


def runs_on(row: Any) -> bool:
    """Went elsewhere, while the old one was not ended with the contract."""
    end = row["toewijzing__einddatum"]
    gone = row["toewijzing__status"] == "ingetrokken" or (end is not None and end < row["vanaf"])
    return row["nu"] == Overdrachtuitkomst.OVERGEZET and not gone


def lines_table(*, may_settle: bool) -> Table:
    columns = [
        Column(
            "nummer",
            gettext_lazy("Toewijzing"),
            accessor="toewijzing__nummer",
            format=str,
            sort="toewijzing__nummer",
            header=True,
            link=lambda row: reverse("toewijzing", args=[row["toewijzing_id"]]),
        ),
        Column(
            "product",
            gettext_lazy("Product"),
            accessor=_row,
            format=_product,
            sort="toewijzing__product__code",
        ),
        Column(
            "aanbieder",
            gettext_lazy("Van aanbieder"),
            accessor="toewijzing__aanbieder__naam",
            sort="toewijzing__aanbieder__naam",
        ),
        Column(
            "vanaf",
            gettext_lazy("Laatste dag met contract"),
            accessor=_row,
            format=_left,
            sort=("vanaf", "toewijzing__nummer"),
        ),
        Column("stand", gettext_lazy("Stand"), accessor=_row, format=_outcome),
    ]
    if may_settle:
        columns.append(
            Column(
                "regelen",
                gettext_lazy("Regelen"),
                accessor=_row,
                template="contractbeheer/_regelen.html",
                export=False,
            )
        )
    return Table(
        id="overdrachten",
        caption=gettext_lazy("Overdrachtslijst"),
        noun=(gettext_lazy("toewijzing"), gettext_lazy("toewijzingen")),
        default_sort="vanaf",
        formats=("csv", "xlsx"),
        empty=_("Geen toewijzing van jouw gemeente hoeft nu naar een andere aanbieder."),
        columns=columns,
    )


_GEMEENTE = (
    Column("gemeente", gettext_lazy("Gemeente"), header=True),
    Column("jeugdigen", gettext_lazy("Jeugdigen te regelen"), align="end"),
    Column(
        "voortgang",
        gettext_lazy("Geregeld"),
        accessor=_row,
        format=lambda row: progress_words(row),
        align="end",
        nowrap=True,
    ),
)
#: Of one act, per gemeente; and of all acts.
TELLING = Table(
    id="telling",
    caption=gettext_lazy("Overdracht per gemeente"),
    noun=(gettext_lazy("gemeente"), gettext_lazy("gemeenten")),
    columns=_GEMEENTE,
)
TELLINGEN = Table(
    id="tellingen",
    caption=gettext_lazy("Overdracht per gemeente"),
    noun=(gettext_lazy("regel"), gettext_lazy("regels")),
    empty=_("Er staan geen toewijzingen op een overdrachtslijst."),
    columns=[
        Column("kenmerk", gettext_lazy("Besluit"), link=lambda row: _act_url(row), nowrap=True),
        Column(
            "aanbieder",
            gettext_lazy("Aanbieder"),
            link=lambda row: reverse("aanbieder", args=[row.aanbieder_id]),
        ),
        Column("percelen", gettext_lazy("Perceel")),
        Column("laatste_dag", gettext_lazy("Laatste dag"), nowrap=True),
        *_GEMEENTE,
    ],
)
_ROUTE = {"BV": "beeindiging", "OV": "overname", "MT": "maatregeltraject"}


def _act_url(row: Any) -> str:
    return reverse(_ROUTE[row.kenmerk[:2]], args=[row.besluit])


def progress_words(row: Any) -> SafeString:
    text = _("%(klaar)s van %(totaal)s") % {"klaar": row.geregeld, "totaal": row.totaal}
    return render_tag("attention" if row.open else "good", text)
