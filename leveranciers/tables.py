"""Tables of leveranciersmanagement."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.tables import Column, Table
from core.ui.formats import EMPTY, format_date, format_euro, format_number
from core.ui.status import Kind, render_tag
from leveranciers.choices import (
    Afspraakkant,
    Afspraakstatus,
    Cijferbron,
    Gespreksoort,
    Gespreksstatus,
    Grondslag,
    Indeling,
    Kwadrant,
    Vlagsoort,
)
from providers.choices import Grootte

GESPREK_KIND: dict[str, Kind] = {
    Gespreksstatus.GEPLAND: "judge",
    Gespreksstatus.GEHOUDEN: "attention",
    Gespreksstatus.VASTGESTELD: "good",
    Gespreksstatus.VERVALLEN: "none",
}
AFSPRAAK_KIND: dict[str, Kind] = {
    Afspraakstatus.OPEN: "judge",
    Afspraakstatus.GEDAAN: "good",
    Afspraakstatus.VERVALLEN: "none",
}
VLAG_KIND: dict[str, Kind] = {Vlagsoort.CONTINUITEIT: "must", Vlagsoort.RECHTMATIGHEID: "attention"}
TAB = "leveranciersmanagement"


def gesprek_tag(status: str) -> SafeString:
    return render_tag(GESPREK_KIND[status], Gespreksstatus(status).label)


def afspraak_tag(status: str, *, te_laat: bool = False) -> SafeString:
    if te_laat:
        return render_tag("must", _t("Over de termijn"))
    return render_tag(AFSPRAAK_KIND[status], Afspraakstatus(status).label)


def vlag_tag(soort: str) -> SafeString:
    return render_tag(VLAG_KIND[soort], Vlagsoort(soort).label)


def flag_tags(row: Any) -> SafeString | str:
    """Tags of the kinds of flags that a row has."""
    shown = [vlag_tag(soort) for soort in Vlagsoort if row[soort.value]]
    return SafeString(" ".join(shown)) if shown else EMPTY


def dossier(row: Any) -> str:
    return reverse("aanbieder", args=[row["aanbieder_id"], TAB])


def percent(value: Any) -> str:
    return EMPTY if value is None else f"{format_number(value, 2)}\u00a0%"


def euros(value: Any) -> str:
    return format_euro(value, 0)


def _row(row: Any) -> Any:
    return row


def _cost(row: Any) -> SafeString | str:
    """Only what was not declared says so: declared is what one expects."""
    amount = euros(row["kosten"])
    if row["grondslag"] == Grondslag.GEDECLAREERD or not row["kosten"]:
        return amount
    return format_html('{}<span class="under">{}</span>', amount, _t("begroot"))


def _size(row: Any) -> SafeString | str:
    label = Grootte(row["grootte"]).label
    if not row["wijkt_af"]:
        return str(label)
    kept = Grootte(row["aanbieder__grootte"]).label.lower()
    return format_html('{}<span class="under">{}</span>', label, _t("geregistreerd als %s") % kept)


def _managed(indeling: str) -> str:
    """The word may break where it is put together, or the list is wider than the page."""
    return str(Indeling(indeling).label).replace("management", "\u00admanagement")


def _depends(row: Any) -> SafeString:
    """Under the percentage which of the two it is."""
    scarce = row["schaarste"] >= row["jeugdigen_aandeel"]
    what = _t("van de keuze") if scarce else _t("van de jeugdigen")
    return format_html('{}<span class="under">{}</span>', percent(row["afhankelijkheid"]), what)


def _talks(row: Any) -> SafeString | str:
    """The last talk, and under it the next one or that it has to be planned."""
    last = format_date(row["laatste"])
    if row["te_plannen"]:
        plan = render_tag("attention", _t("Te plannen"))
        return format_html("{}<br>{}", last, plan) if row["laatste"] else plan
    if not row["volgende"]:
        return last
    coming = _t("daarna %s") % format_date(row["volgende"])
    return format_html('{}<span class="under">{}</span>', last, coming)


#: What the columns need.
VELDEN = (
    "id", "plek", "aanbieder_id", "aanbieder__naam", "aanbieder__grootte", "kosten", "grondslag",
    "aandeel", "cumulatief", "indeling", "grootte", "wijkt_af", "kwadrant", "afhankelijkheid",
    "schaarste", "jeugdigen", "jeugdigen_aandeel", "anderen", "continuiteit", "rechtmatigheid",
    "cijfers", "laatste", "volgende", "te_plannen",
)  # fmt: skip

LEVERANCIERS = Table(
    id="leveranciers",
    caption=_("Leveranciers naar aandeel in de kosten"),
    noun=(_("aanbieder"), _("aanbieders")),
    default_sort="plek",
    formats=("csv", "xlsx"),
    empty=_t("Er zijn voor dit jaar nog geen kosten berekend. Dat gebeurt elke nacht."),
    columns=[
        Column("plek", _("Nr."), align="end", sort="plek"),
        Column(
            "aanbieder",
            _("Aanbieder"),
            accessor="aanbieder__naam",
            sort="aanbieder__naam",
            header=True,
            link=dossier,
        ),
        Column("kosten", _("Kosten"), accessor=_row, format=_cost, align="end", sort="kosten"),
        Column("aandeel", _("Aandeel"), format=percent, align="end", sort="aandeel", nowrap=True),
        Column("cumulatief", _("Samen"), format=percent, align="end", nowrap=True),
        Column("indeling", _("Indeling"), format=_managed),
        Column("vlaggen", _("Vlaggen"), accessor=_row, format=flag_tags),
        Column("grootte", _("Grootte"), accessor=_row, format=_size),
        Column("laatste", _("Gesprek"), accessor=_row, format=_talks, sort="laatste"),
    ],
)


def _reasons(row: Any) -> SafeString | str:
    """Each flag with why, in words."""
    if not row["vlaggen"]:
        return EMPTY
    shown = ((vlag_tag(vlag.soort), vlag.reden) for vlag in row["vlaggen"])
    return format_html_join("", '{}<span class="under">{}</span>', shown)


KAART = Table(
    id="kaart-tabel",
    caption=_("Dezelfde gegevens als tabel"),
    noun=(_("aanbieder"), _("aanbieders")),
    formats=("csv", "xlsx"),
    empty=_t("Er zijn voor dit jaar nog geen kosten berekend. Dat gebeurt elke nacht."),
    columns=[
        Column("plek", _("Nr."), align="end"),
        Column("aanbieder", _("Aanbieder"), accessor="aanbieder__naam", header=True, link=dossier),
        Column("kwadrant", _("Kwadrant"), format=lambda v: str(Kwadrant(v).label)),
        Column("kosten", _("Kosten"), format=euros, align="end", nowrap=True),
        Column("aandeel", _("Aandeel"), format=percent, align="end", nowrap=True),
        Column(
            "afhankelijkheid",
            _("Afhankelijk\u00adheid"),
            accessor=_row,
            format=_depends,
            align="end",
        ),
        Column("vlaggen", _("Vlaggen"), accessor=_row, format=_reasons),
    ],
)


def _figure_link(row: Any) -> str:
    return reverse("jaarcijfer", args=[row["id"]])


JAARCIJFERS = Table(
    id="jaarcijfers",
    caption=_("Jaarcijfers"),
    noun=(_("jaar van een aanbieder"), _("jaren van aanbieders")),
    default_sort="-jaar",
    formats=("csv", "xlsx"),
    empty=_t("Er zijn nog geen jaarcijfers. Voer ze in, of lees een bestand in."),
    columns=[
        Column(
            "aanbieder", _("Aanbieder"), accessor="aanbieder__naam", sort="aanbieder__naam",
            header=True, link=_figure_link,
        ),
        Column("jaar", _("Jaar"), sort=("jaar", "aanbieder__naam"), align="end", format=str),
        Column("omzet", _("Omzet"), sort="omzet", align="end", format=euros, nowrap=True),
        Column("rendement", _("Rendement"), sort="rendement", align="end", format=percent),
        Column("liquiditeit", _("Liquiditeit"), sort="liquiditeit", align="end"),
        Column(
            "solvabiliteit", _("Solvabiliteit"), sort="solvabiliteit", align="end", format=percent
        ),
        Column(
            "personeelskosten_fte", _("Personeel per fte"), sort="personeelskosten_fte",
            align="end", format=euros, nowrap=True,
        ),
        Column("aandeel_twente", _("Uit Twente"), align="end", format=percent),
        Column("bron", _("Bron"), format=lambda v: str(Cijferbron(v).label)),
    ],
)  # fmt: skip


GESPREKKEN = Table(
    id="gesprekken",
    caption=_("Accountgesprekken"),
    noun=(_("gesprek"), _("gesprekken")),
    default_sort="-datum",
    formats=("csv", "xlsx"),
    empty=_t("Er zijn nog geen gesprekken."),
    columns=[
        Column(
            "kenmerk", _("Kenmerk"), accessor="nummer", format=lambda v: f"AG-{v}", sort="nummer",
            header=True, link=lambda row: reverse("accountgesprek", args=[row["id"]]), nowrap=True,
        ),
        Column(
            "aanbieder", _("Aanbieder"), accessor="aanbieder__naam",
            sort=("aanbieder__naam", "datum"),
        ),
        Column("soort", _("Soort"), format=lambda v: str(Gespreksoort(v).label)),
        Column("datum", _("Datum"), sort="datum", nowrap=True),
        Column("status", _("Stand"), format=gesprek_tag),
        Column(
            "open_afspraken", _("Open afspraken"), align="end",
            format=lambda v: format_number(v) if v else EMPTY,
        ),
    ],
)  # fmt: skip


def _agreement_state(row: Any) -> SafeString:
    return afspraak_tag(row["status"], te_laat=row["te_laat"])


def side(row: Any) -> str:
    """Who does it: at OZJT a person, at the aanbieder its organisation."""
    if row["kant"] == Afspraakkant.OZJT:
        return f"OZJT, {row['eigenaar__naam']}"
    return str(row["gesprek__aanbieder__naam"])


def _finish(row: Any) -> SafeString | str:
    if row["status"] != Afspraakstatus.OPEN:
        return EMPTY
    return format_html(
        '<a class="utrecht-link" href="{}">{}<span class="visually-hidden"> {}</span></a>',
        reverse("afspraak-afronden", args=[row["id"]]),
        _t("Afronden"),
        row["wat"],
    )


AFSPRAKEN = Table(
    id="afspraken",
    caption=_("Afspraken"),
    noun=(_("afspraak"), _("afspraken")),
    default_sort="uiterlijk",
    formats=("csv", "xlsx"),
    empty=_t("Er staan geen afspraken open."),
    columns=[
        Column("wat", _("Afspraak"), header=True),
        Column("wie", _("Wie"), accessor=_row, format=side),
        Column("uiterlijk", _("Uiterlijk"), sort="uiterlijk", nowrap=True),
        Column("stand", _("Stand"), accessor=_row, format=_agreement_state),
        Column("opmerking", _("Opmerking"), format=lambda v: v or EMPTY),
        Column(
            "gesprek", _("Gesprek"), accessor="gesprek__nummer", format=lambda v: f"AG-{v}",
            link=lambda row: reverse("accountgesprek", args=[row["gesprek_id"]]), nowrap=True,
        ),
        Column("doen", _("Doen"), accessor=_row, format=_finish, export=False),
    ],
)  # fmt: skip
#: What the columns of AFSPRAKEN need.
AFSPRAAKVELDEN = (
    "id", "wat", "kant", "eigenaar__naam", "uiterlijk", "status", "opmerking", "te_laat",
    "gesprek_id", "gesprek__nummer", "gesprek__aanbieder__naam", "gesprek__aanbieder_id",
)  # fmt: skip

SEGMENTEN = Table(
    id="segmentaandelen",
    caption=_("Aandeel per segment"),
    noun=(_("segment"), _("segmenten")),
    columns=[
        Column("segment", _("Segment"), header=True),
        Column("kosten", _("Kosten"), accessor=_row, format=_cost, align="end", nowrap=True),
        Column("aandeel", _("Aandeel"), format=percent, align="end", nowrap=True),
        Column("plek", _("Plaats"), align="end"),
        Column("indeling", _("Indeling"), format=_managed),
        Column("kwadrant", _("Kwadrant"), format=lambda v: str(Kwadrant(v).label)),
        Column(
            "afhankelijkheid", _("Afhankelijk\u00adheid"), format=percent, align="end", nowrap=True
        ),
    ],
)
