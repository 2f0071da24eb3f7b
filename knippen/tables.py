"""Tables of knippen: rounds, the preview of one, and what was cut."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Frequentie
from core.importexport.uitvoer import Exportkolom
from core.tables import Column, Table
from core.ui.formats import format_date
from core.ui.status import render_tag
from knippen.choices import Knipwijze, Rondestatus
from knippen.codes import (
    AL_GEKNIPT,
    DEEL_BUITEN_GRENZEN,
    DEEL_NUL,
    DEEL_ONBEKEND,
    KNIP_OVERGESLAGEN,
    LET_OP,
    REDENEN,
    VALT_SAMEN,
)
from knippen.woorden import amount, reason_text

RONDESTAND = {
    Rondestatus.CONCEPT: "judge",
    Rondestatus.OPEN: "good",
    Rondestatus.GESLOTEN: "none",
}


def ronde_tag(status: str) -> SafeString:
    return render_tag(RONDESTAND[Rondestatus(status)], Rondestatus(status).label)


RONDEN = Table(
    id="knipronden",
    caption=_("Knipronden"),
    noun=(_("ronde"), _("ronden")),
    empty=str(_("Er is nu geen knipronde.")),
    default_sort="-laatste_dag",
    columns=[
        Column(
            "naam",
            _("Ronde"),
            header=True,
            sort="naam",
            link=lambda row: reverse("knipronde", args=[row["id"]]),
        ),
        Column("laatste_dag", _("Laatste dag van de oude"), sort="laatste_dag"),
        Column("status", _("Stand"), format=ronde_tag, sort="status"),
        Column("geknipt", _("Geknipt"), lambda row: row["geknipt"] or 0, align="end"),
    ],
)


def _two(above: object, under: object) -> SafeString:
    return format_html('{}<span class="under">{}</span>', above, under)


def _products(row: Mapping[str, Any]) -> SafeString:
    if not row["naar_code"]:
        return _two(row["product_code"], row["product_naam"])
    return _two(f"{row['product_code']} → {row['naar_code']}", row["naar_naam"])


def _outcome(row: Mapping[str, Any]) -> SafeString:
    if not row["reden"]:
        notes = "; ".join(LET_OP[code] for code in row["let_op"])
        return _two(render_tag("good", _("Wordt geknipt")), notes)
    done = row["reden"] == AL_GEKNIPT.code
    kind = "none" if done else "cannot"
    return _two(render_tag(kind, REDENEN[row["reden"]]), "" if done else reason_text(row))


#: Where a choice of the gemeente can still change the outcome.
TE_KIEZEN = {
    "",
    KNIP_OVERGESLAGEN.code,
    VALT_SAMEN.code,
    DEEL_BUITEN_GRENZEN.code,
    DEEL_ONBEKEND.code,
    DEEL_NUL.code,
}


def _parts(row: Mapping[str, Any]) -> str | SafeString:
    if row["reden"]:
        return amount(row["volume"], row["eenheid"], row["frequentie"])
    old = amount(row["oud_volume"], row["eenheid"], row["frequentie"])
    new = amount(row["nieuw_volume"], row["nieuwe_eenheid"], row["nieuwe_frequentie"])
    return _two(_("%(old)s blijft") % {"old": old}, _("%(new)s gaat over") % {"new": new})


def _period(row: Mapping[str, Any]) -> SafeString:
    end = row["einddatum"]
    until = _("t/m %(eind)s") % {"eind": format_date(end)} if end else _("geen einddatum")
    return _two(format_date(row["begindatum"]), until)


def preview_table(ronde_id: Any, *, may_cut: bool) -> Table:
    """With a link per row to choose by hand, for who may cut and where it can still matter."""
    columns = [
        Column(
            "nummer",
            _("Nummer"),
            format=str,
            header=True,
            link=lambda row: reverse("toewijzing", args=[row["id"]]),
        ),
        Column("product", _("Product"), _products),
        Column("aanbieder", _("Aanbieder")),
        Column("periode", _("Periode"), _period),
        Column("omvang", _("Omvang"), _parts, align="end"),
        Column("uitkomst", _("Uitkomst"), _outcome),
    ]
    if may_cut:
        columns.append(
            Column(
                "keuze",
                _("Te doen"),
                lambda row: _("Aanpassen") if row["reden"] in TE_KIEZEN else "",
                link=lambda row: (
                    reverse("knip-keuze", args=[ronde_id, row["id"]])
                    if row["reden"] in TE_KIEZEN
                    else None
                ),
                export=False,
            )
        )
    return Table(
        id="knipvoorbeeld",
        caption=_("Toewijzingen in deze ronde"),
        noun=(_("toewijzing"), _("toewijzingen")),
        formats=("csv", "xlsx"),
        muted=lambda row: bool(row["reden"]),
        empty=str(_("Er loopt op de laatste dag niets dat bij deze ronde hoort.")),
        columns=columns,
    )


VOORBEELD_EXPORT = (
    Exportkolom("toewijzing", "nummer"),
    Exportkolom("oud_product", "product_code"),
    Exportkolom("nieuw_product", "naar_code"),
    Exportkolom("aanbieder", "aanbieder"),
    Exportkolom("begindatum", "begindatum"),
    Exportkolom("einddatum", "einddatum"),
    Exportkolom("volume", "volume"),
    Exportkolom("eenheid", "eenheid", dict(Eenheid.choices)),
    Exportkolom("frequentie", "frequentie", dict(Frequentie.choices)),
    Exportkolom("oud_deel", "oud_deel"),
    Exportkolom("nieuw_deel", "nieuw_deel"),
    Exportkolom("nieuwe_eenheid", "nieuwe_eenheid", dict(Eenheid.choices)),
    Exportkolom("uitkomst", "reden", {"": "Wordt geknipt", **REDENEN}),
    Exportkolom("let_op", "opmerkingen"),
)

GEKNIPT_VELDEN = (
    "id", "jeugdige_id", "oud_id", "oud__nummer", "oud__product__code", "oud__eenheid",
    "oud__frequentie", "oud_deel", "nieuw_id", "nieuw__nummer", "nieuw__product__code",
    "nieuw__eenheid", "nieuw__frequentie", "nieuw_deel", "oud__aanbieder__naam", "wijze",
)  # fmt: skip
GEKNIPT = Table(
    id="geknipt",
    caption=_("Wat geknipt is"),
    noun=(_("toewijzing"), _("toewijzingen")),
    default_sort="oud",
    formats=("csv", "xlsx"),
    columns=[
        Column(
            "oud",
            _("Oud nummer"),
            "oud__nummer",
            format=str,
            header=True,
            sort="oud__nummer",
            link=lambda row: reverse("toewijzing", args=[row["oud_id"]]),
        ),
        Column(
            "nieuw",
            _("Nieuw nummer"),
            "nieuw__nummer",
            format=str,
            sort="nieuw__nummer",
            link=lambda row: reverse("toewijzing", args=[row["nieuw_id"]]),
        ),
        Column(
            "product",
            _("Product"),
            lambda row: f"{row['oud__product__code']} → {row['nieuw__product__code']}",
        ),
        Column("aanbieder", _("Aanbieder"), "oud__aanbieder__naam", sort="oud__aanbieder__naam"),
        Column(
            "oud_deel",
            _("Blijft op de oude"),
            lambda row: amount(row["oud_deel"], row["oud__eenheid"], row["oud__frequentie"]),
            align="end",
        ),
        Column(
            "nieuw_deel",
            _("Gaat over"),
            lambda row: amount(row["nieuw_deel"], row["nieuw__eenheid"], row["nieuw__frequentie"]),
            align="end",
        ),
        Column("wijze", _("Verdeling"), format=lambda v: str(Knipwijze(v).label)),
    ],
)
GEKNIPT_EXPORT = (
    Exportkolom("oud_nummer", "oud__nummer"),
    Exportkolom("nieuw_nummer", "nieuw__nummer"),
    Exportkolom("oud_product", "oud__product__code"),
    Exportkolom("nieuw_product", "nieuw__product__code"),
    Exportkolom("aanbieder", "oud__aanbieder__naam"),
    Exportkolom("laatste_dag_oud", "oud__einddatum"),
    Exportkolom("eerste_dag_nieuw", "nieuw__begindatum"),
    Exportkolom("volume_was", "volume"),
    Exportkolom("oud_deel", "oud_deel"),
    Exportkolom("nieuw_deel", "nieuw_deel"),
    Exportkolom("verdeling", "wijze", dict(Knipwijze.choices)),
)
