"""Tables of indicators, figures, requests and quarterly reports."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.tables import Column, Table
from core.ui.formats import EMPTY, format_date, format_number
from core.ui.status import Kind, render_tag
from monitoring.choices import (
    BIJ_AANBIEDER,
    Bron,
    Rapportagestatus,
    Richting,
    Uitvraagstatus,
)
from monitoring.eenheden import measured, with_unit
from monitoring.klein import in_words, shielded
from monitoring.rules import judge, period_name

OORDEEL: dict[str, tuple[Kind, Any]] = {
    "voldoet": ("good", gettext_lazy("Voldoet")),
    "bijna": ("attention", gettext_lazy("Bijna")),
    "niet": ("must", gettext_lazy("Voldoet niet")),
}
TREND = {
    "beter": gettext_lazy("beter dan vorige periode"),
    "slechter": gettext_lazy("slechter dan vorige periode"),
    "gelijk": gettext_lazy("gelijk aan vorige periode"),
}
UITVRAAG_SOORT: dict[str, Kind] = {
    Uitvraagstatus.GEVRAAGD: "attention",
    Uitvraagstatus.BEANTWOORD: "judge",
    Uitvraagstatus.OPNIEUW: "attention",
    Uitvraagstatus.AANVAARD: "good",
}
RAPPORTAGE_SOORT: dict[str, Kind] = {
    Rapportagestatus.CONCEPT: "none",
    Rapportagestatus.INGEDIEND: "judge",
    Rapportagestatus.BEOORDEELD: "good",
}


def norm_in_words(norm: Decimal | None, richting: str, eenheid: str) -> str:
    if norm is None:
        return _("geen norm")
    least = _("ten minste %s") if richting == Richting.HOGER else _("ten hoogste %s")
    return least % with_unit(norm, eenheid)


def verdict(oordeel: str) -> SafeString | str:
    return render_tag(*OORDEEL[oordeel]) if oordeel else ""


def _row(row: Any) -> Any:
    return row


def _figure(value: Decimal | None, small: bool | None, eenheid: str) -> str:
    return shielded() if small else measured(value, eenheid)


def _region(row: Any) -> SafeString:
    text = _figure(row.waarde, row.klein, row.eenheid)
    if not row.trend or row.norm is None:
        return format_html('{}<span class="under">{}</span>', text, row.periode)
    return format_html(
        '{}<span class="under">{}</span><span class="under">{}</span>',
        text,
        row.periode,
        TREND[row.trend],
    )


def _named(row: Any) -> SafeString:
    return format_html(
        '<a class="utrecht-link" href="{}">{}</a><span class="under">{} · {}</span>',
        reverse("indicator", args=[row.id]),
        row.naam,
        row.code,
        row.doel,
    )


def _norm(row: Any) -> SafeString:
    text = norm_in_words(row.norm, row.richting, row.eenheid)
    if row.nulmeting is None:
        return format_html("{}", text)
    start = _("nulmeting %s") % with_unit(row.nulmeting, row.eenheid)
    return format_html('{}<span class="under">{}</span>', text, start)


def _source(row: Any) -> str:
    return _("gevraagd") if row.bron == Bron.GEVRAAGD else _("berekend")


_INDICATOR = Column("naam", gettext_lazy("Indicator"), accessor=_row, format=_named, header=True)
_SEGMENT = Column("segment", gettext_lazy("Segment"), accessor="segment_naam")
_REGIO = Column("regio", gettext_lazy("Hele regio"), accessor=_row, format=_region)
_EIGEN = Column(
    "eigen",
    gettext_lazy("Eigen cijfer"),
    accessor=lambda row: _figure(row.eigen, row.eigen_klein, row.eenheid),
)
_NORM = Column("norm", gettext_lazy("Norm"), accessor=_row, format=_norm)
_OORDEEL = Column("oordeel", gettext_lazy("Stand"), format=verdict)
_BRON = Column("bron", gettext_lazy("Bron"), accessor=_source)


def indicator_table(*, own: bool) -> Table:
    """With or without the column of the own figure."""
    columns = [_INDICATOR, _SEGMENT, _REGIO, *([_EIGEN] if own else []), _NORM, _OORDEEL, _BRON]
    return Table(
        id="indicatoren",
        caption=gettext_lazy("Indicatoren"),
        noun=(gettext_lazy("indicator"), gettext_lazy("indicatoren")),
        formats=("csv", "xlsx"),
        empty=_("Er is nog geen indicator voor dit segment."),
        columns=columns,
    )


def shown(row: Any) -> str:
    """A figure of a masked measurement, with its unit."""
    return _figure(row["cijfer"], row["klein"], row["eenheid"])


def _period(row: Any) -> SafeString:
    text = period_name(row["begindatum"], row["einddatum"])
    if row["peildatum"] >= row["einddatum"]:
        return format_html("{}", text)
    until = _("loopt, tot en met %s") % format_date(row["peildatum"])
    return format_html('{}<span class="under">{}</span>', text, until)


def _people(row: Any) -> str:
    if row["klein"]:
        return shielded()
    number = row["getoonde_jeugdigen"]
    return format_number(int(number)) if number is not None else EMPTY


def _judged(row: Any) -> SafeString | str:
    """Of a period that is over; one that runs is no figure to judge yet."""
    if row["peildatum"] < row["einddatum"]:
        return ""
    return verdict(judge(row["cijfer"], row["norm"], row["richting"], row["marge"]))


_PERIODE = Column(
    "periode", gettext_lazy("Periode"), accessor=_row, format=_period, header=True, nowrap=True
)
_CIJFER = Column("cijfer", gettext_lazy("Cijfer"), accessor=shown, format=str, align="end")
_JEUGDIGEN = Column(
    "jeugdigen", gettext_lazy("Jeugdigen"), accessor=_people, format=str, align="end"
)
_STAND = Column("stand", gettext_lazy("Stand"), accessor=_row, format=_judged)


def trend_table(eigen: str, *, per_line: bool) -> Table:
    """The figures of the chart; with the region beside them when an own series is shown."""
    region = Column("regio", gettext_lazy("Hele regio"), format=str, align="end")
    own = Column("cijfer", eigen, accessor=shown, format=str, align="end")
    columns = [_PERIODE, own, _JEUGDIGEN, region, _STAND] if per_line else [
        _PERIODE, _CIJFER, _JEUGDIGEN, _STAND
    ]  # fmt: skip
    return Table(
        id="metingen",
        caption=gettext_lazy("Cijfers per periode"),
        noun=(gettext_lazy("periode"), gettext_lazy("periodes")),
        formats=("csv", "xlsx"),
        empty=_("Er is nog niets gemeten. Elke nacht telt het portaal opnieuw."),
        columns=columns,
    )


def _trend_link(kind: str) -> Any:
    def link(row: Any) -> str:
        here = reverse("indicator", args=[row["indicator_id"]])
        return f"{here}?{kind}={row[f'{kind}_id']}"

    return link


def level_table(kind: str, label: Any) -> Table:
    """The figures of one period per aanbieder or per gemeente."""
    name = Column(
        "naam",
        label,
        accessor=f"{kind}_naam",
        sort=f"{kind}__naam",
        header=True,
        link=_trend_link(kind),
    )
    return Table(
        id=f"per-{kind}",
        caption=label,
        noun=(gettext_lazy("cijfer"), gettext_lazy("cijfers")),
        default_sort="naam",
        formats=("csv", "xlsx"),
        empty=_("Over deze periode is hier niets te zien."),
        columns=[name, replace(_CIJFER, sort="cijfer"), _JEUGDIGEN, _STAND],
    )


def uitvraag_tag(status: str) -> SafeString:
    return render_tag(UITVRAAG_SOORT[status], Uitvraagstatus(status).label)


def _until(row: Any) -> SafeString | str:
    day = row["uiterlijk"]
    if row["status"] not in BIJ_AANBIEDER or day >= timezone.localdate():
        return format_date(day)
    return format_html(
        '<span class="late"><span aria-hidden="true">▲</span> {}</span> {}',
        format_date(day),
        _("te laat"),
    )


def _answer(row: Any) -> str:
    return in_words() if row["klein"] else measured(row["waarde"], row["versie__eenheid"])


def dossier_table(aanbieder_id: str) -> Table:
    """The last figure of each indicator of one aanbieder."""

    def link(row: Any) -> str:
        return f"{reverse('indicator', args=[row['indicator_id']])}?aanbieder={aanbieder_id}"

    name = Column("naam", gettext_lazy("Indicator"), header=True, link=link)
    return Table(
        id="cijfers",
        caption=gettext_lazy("Laatste cijfers van deze aanbieder"),
        empty=_("Over deze aanbieder is nog niets gemeten."),
        columns=[name, replace(_PERIODE, header=False), _CIJFER, _JEUGDIGEN, _STAND],
    )


UITVRAAG_VELDEN = (
    "id", "begindatum", "einddatum", "uiterlijk", "status", "waarde", "getoond",
    "beantwoord_op", "aanbieder__naam", "klein", "versie__naam",
    "versie__eenheid", "indicator__code",
)  # fmt: skip
_VRAAG = Column(
    "indicator",
    gettext_lazy("Indicator"),
    accessor="versie__naam",
    sort=("versie__naam", "begindatum"),
    header=True,
    link=lambda row: reverse("uitvraag", args=[row["id"]]),
)
_OVER = Column(
    "periode",
    gettext_lazy("Over"),
    accessor=lambda row: period_name(row["begindatum"], row["einddatum"]),
    format=str,
    sort="begindatum",
    nowrap=True,
)
_VAN = Column("aanbieder", gettext_lazy("Aanbieder"), accessor="aanbieder__naam",
              sort=("aanbieder__naam", "begindatum"))  # fmt: skip
_STATUS = Column("status", gettext_lazy("Stand"), format=uitvraag_tag, sort=("status", "uiterlijk"))
_ANTWOORD = Column("waarde", gettext_lazy("Antwoord"), accessor=_answer, format=str, align="end")
_UITERLIJK = Column(
    "uiterlijk",
    gettext_lazy("Uiterlijk"),
    accessor=_row,
    format=_until,
    sort="uiterlijk",
    nowrap=True,
)


def uitvraag_table(*, own: bool) -> Table:
    """Of an aanbieder its own, or of all."""
    return Table(
        id="uitvragen",
        caption=gettext_lazy("Uitvragen"),
        noun=(gettext_lazy("uitvraag"), gettext_lazy("uitvragen")),
        default_sort="-uiterlijk",
        formats=("csv", "xlsx"),
        empty=_("Er is niets gevraagd."),
        columns=[_VRAAG, _OVER, *([] if own else [_VAN]), _STATUS, _ANTWOORD, _UITERLIJK],
    )


def rapportage_tag(status: str) -> SafeString:
    return render_tag(RAPPORTAGE_SOORT[status], Rapportagestatus(status).label)


def _due(row: Any) -> SafeString | str:
    if not row.is_late(timezone.localdate()):
        return format_date(row.uiterlijk)
    return format_html(
        '<span class="late"><span aria-hidden="true">▲</span> {}</span> {}',
        format_date(row.uiterlijk),
        _("te laat"),
    )


RAPPORTAGES = Table(
    id="rapportages",
    caption=gettext_lazy("Kwartaalrapportages"),
    noun=(gettext_lazy("rapportage"), gettext_lazy("rapportages")),
    empty=_("De eerste rapportage komt vanzelf, de dag na het kwartaal."),
    columns=[
        Column(
            "kwartaal",
            gettext_lazy("Kwartaal"),
            accessor="periode_naam",
            header=True,
            link=lambda row: reverse("kwartaalrapportage", args=[row.pk]),
            nowrap=True,
        ),
        Column("instelling", gettext_lazy("Instelling"), accessor=lambda r: r.ontvanger.aanbieder),
        Column("status", gettext_lazy("Stand"), format=rapportage_tag),
        Column("ingediend", gettext_lazy("Ingediend"), accessor="ingediend_op"),
        Column("uiterlijk", gettext_lazy("Uiterlijk"), accessor=_row, format=_due, nowrap=True),
    ],
)
