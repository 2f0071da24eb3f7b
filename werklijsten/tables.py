"""The list of a group as it is shown and exported, and the rows of a reeks."""

import datetime
from collections.abc import Set
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.importexport.uitvoer import Exportkolom
from core.tables import Column, Table
from core.ui.status import Kind, render_tag
from indications.tables import AANBIEDER, LEEFTIJD, NUMMER, PERIODE, PRODUCT
from werklijsten.choices import Uitkomst
from werklijsten.groepen import GROEPEN, Groep
from werklijsten.redenen import WOORDEN

_DAGEN = ("verwijzing_tot", "start_uiterlijk", "zonder_contract_vanaf", "stop_sinds")
VALUES: Final = (
    "id", "nummer", "jeugdige_id", "leeftijd", "product__code", "product__naam",
    "aanbieder__naam", "begindatum", "einddatum", "perceelcontract__einddatum",
    "verbruik__volume", *_DAGEN, *(groep.veld for groep in GROEPEN.values()),
)  # fmt: skip


def _why(groep: Groep, day: datetime.date) -> Any:
    """The consequence as a tag, what is behind it, and the other groups as small tags."""

    def shown(row: Any) -> SafeString:
        kind, text, behind = WOORDEN[groep.code](row, day)
        others = [
            (str(other.kort),)
            for other in GROEPEN.values()
            if other.code != groep.code and row[other.veld]
        ]
        also = format_html_join(" ", '<span class="tag tag--none">{}</span>', others)
        if also:
            also = format_html('<span class="ook small">{} {}</span>', _("ook:"), also)
        return format_html(
            '{}<span class="under">{}</span>{}', render_tag(kind, text), behind, also
        )

    return shown


def list_table(
    groep: Groep,
    day: datetime.date,
    *,
    may_act: bool,
    may_export: bool,
    chosen: Set[str] = frozenset(),
) -> Table:
    """`chosen` are the ticks to put back after a refusal."""
    why = Column(
        "waarom", groep.waarom, lambda row: row, format=_why(groep, day), sort=groep.volgorde
    )
    columns = [NUMMER, why, LEEFTIJD, PRODUCT, AANBIEDER, PERIODE]
    if may_act:
        columns.insert(
            0,
            Column(
                "kies",
                gettext_lazy("Kies"),
                lambda row: str(row["id"]) in chosen,
                template="werklijsten/_kies.html",
                export=False,
            ),
        )
    return Table(
        id="werklijst",
        caption=groep.titel,
        noun=(gettext_lazy("toewijzing"), gettext_lazy("toewijzingen")),
        default_sort="waarom",
        columns=columns,
        formats=("csv", "xlsx") if may_export else (),
        empty=_("Niets te doen: op deze werklijst staat nu geen toewijzing."),
    )


def export_columns(groep: Groep) -> list[Exportkolom]:
    """What is on screen, with the day the list is about, and each other group as ja or nee."""
    return [
        Exportkolom("Nummer", "nummer"),
        Exportkolom(_DAG_KOP[groep.code], groep.volgorde),
        Exportkolom("Leeftijd", "leeftijd"),
        Exportkolom("Productcode", "product__code"),
        Exportkolom("Product", "product__naam"),
        Exportkolom("Aanbieder", "aanbieder__naam"),
        *([] if groep.volgorde == "begindatum" else [Exportkolom("Begindatum", "begindatum")]),
        *([] if groep.volgorde == "einddatum" else [Exportkolom("Einddatum", "einddatum")]),
        *(
            Exportkolom(f"Ook: {other.kort}", other.veld)
            for other in GROEPEN.values()
            if other.code != groep.code
        ),
    ]


_DAG_KOP: Final = {
    "eindigt": "Einddatum",
    "verwijzing": "Verwijzing geldt tot en met",
    "contract": "Contract tot en met",
    "clientenstop": "Begindatum",
    "niet_gestart": "Start uiterlijk",
    "overdracht": "Zonder contract vanaf",
}

SOORT: Final[dict[str, Kind]] = {
    Uitkomst.OPEN: "none",
    Uitkomst.KAN: "good",
    Uitkomst.KAN_NIET: "cannot",
    Uitkomst.GEDAAN: "good",
    Uitkomst.MISLUKT: "must",
}


def _outcome(row: Any) -> SafeString:
    return render_tag(SOORT[row["uitkomst"]], Uitkomst(row["uitkomst"]).label)


def _text(row: Any) -> SafeString:
    """What will happen or did, or why not with its code; and the draft that waits."""
    shown = format_html("{}", row["tekst"])
    if row["code"]:
        shown = format_html('{}<span class="under">{}</span>', shown, row["code"])
    if row["resultaat"]:
        url = f"{reverse('toewijzing-nieuw')}?concept={row['resultaat']}"
        link = '{}<span class="under"><a class="utrecht-link" href="{}">{}</a></span>'
        shown = format_html(link, shown, url, _("Concept openen"))
    return shown


REGELVELDEN: Final = (
    "id", "toewijzing_id", "toewijzing__nummer", "toewijzing__jeugdige_id",
    "toewijzing__product__code", "toewijzing__product__naam", "toewijzing__aanbieder__naam",
    "uitkomst", "code", "tekst", "resultaat",
)  # fmt: skip
REGELS = Table(
    id="regels",
    caption=gettext_lazy("Gekozen toewijzingen"),
    noun=(gettext_lazy("toewijzing"), gettext_lazy("toewijzingen")),
    columns=[
        Column(
            "nummer",
            gettext_lazy("Nummer"),
            "toewijzing__nummer",
            format=str,
            header=True,
            link=lambda row: reverse("toewijzing", args=[row["toewijzing_id"]]),
        ),
        Column(
            "product",
            gettext_lazy("Product"),
            lambda row: format_html(
                '{}<span class="under">{}</span>',
                row["toewijzing__product__code"],
                row["toewijzing__product__naam"],
            ),
        ),
        Column("aanbieder", gettext_lazy("Aanbieder"), "toewijzing__aanbieder__naam"),
        Column("uitkomst", gettext_lazy("Stand"), lambda row: row, format=_outcome),
        Column(
            "tekst", gettext_lazy("Wat er gebeurt of waarom niet"), lambda row: row, format=_text
        ),
    ],
)
