"""Tables of catalogue management."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as text
from django.utils.translation import gettext_lazy as _

from contracts.catalogus.verschil import WAT
from contracts.tables import PRODUCTEN, to, voorbeeld
from core.tables import Column, Table, show
from core.ui.formats import format_long_date, format_period
from core.ui.status import render_tag

KIND_OF_CHANGE = {"nieuw": "good", "vervallen": "attention", "gewijzigd": "judge"}


def _lines(regels: Any) -> SafeString:
    return format_html_join(
        "", '<span class="under">{}: {} → <b>{}</b></span>', ((v, o, n) for v, o, n in regels)
    )


def _planned(*, bewerken: bool) -> Table:
    act = Column(
        "id",
        _("Aanpassen"),
        format=lambda _pk: text("Aanpassen of intrekken"),
        link=lambda row: reverse("catalogus-mutatie", args=[row.id]),
    )
    return Table(
        id="gepland",
        caption=_("Geplande wijzigingen"),
        noun=(_("geplande wijziging"), _("geplande wijzigingen")),
        empty=str(_("Een wijziging met een ingangsdatum na vandaag wacht hier tot die dag.")),
        columns=[
            Column("vanaf", _("Vanaf"), format=format_long_date, nowrap=True),
            Column("wie", _("Wat"), header=True, link=lambda row: row.url),
            Column("regels", _("Wijziging"), format=_lines),
            Column("reden", _("Waarom")),
            *([act] if bewerken else []),
        ],
    )


GEPLAND, GEPLAND_BEHEER = _planned(bewerken=False), _planned(bewerken=True)
BEVINDINGEN = Table(
    id="bevindingen",
    caption=_("Bevindingen"),
    noun=(_("bevinding"), _("bevindingen")),
    empty=str(_("Elk gecontracteerd product heeft een tarief en elk perceel een product.")),
    columns=[
        Column(
            "ernst",
            _("Ernst"),
            format=lambda kind: render_tag(
                kind, _("Houdt toewijzen tegen") if kind == "must" else _("Kijk na")
            ),
        ),
        Column("wat", _("Waar"), header=True, link=lambda row: row.url),
        Column("tekst", _("Wat er niet klopt")),
    ],
)
AANTALLEN = Table(
    id="aantallen",
    caption=_("Hoeveel er verandert"),
    noun=(_("soort"), _("soorten")),
    columns=[
        Column(
            "blad",
            _("Soort"),
            header=True,
            format=lambda blad: str(blad.code).capitalize(),
            link=lambda row: row["url"] if row["samen"] else None,
        ),
        Column("nieuw", _("Nieuw"), align="end"),
        Column("gewijzigd", _("Gewijzigd"), align="end"),
        Column("vervallen", _("Vervallen"), align="end"),
    ],
)


def _what(row: Any) -> str:
    if row.wat == "gewijzigd":
        since = f" ({format_period(row.vanaf, None)})" if row.vanaf else ""
        return f"{row.veldnaam}: {show(row.oud)} → {show(row.nieuw)}{since}"
    known = row.nieuw or row.oud
    period = format_period(row.vanaf, row.tot) if row.vanaf or row.tot else ""
    return ", ".join(filter(None, [known, period])) or "–"


def _place(row: Any) -> str | None:
    return reverse(row.blad.link, args=[row.id]) if row.blad.link else None


VERSCHILLEN = Table(
    id="verschillen",
    caption=_("Wat er verandert"),
    noun=(_("verschil"), _("verschillen")),
    empty=str(_("Op beide dagen staat hetzelfde in de catalogus.")),
    formats=("csv", "xlsx"),
    columns=[
        Column("soort", _("Soort"), accessor=lambda row: row.blad.titel, format=str),
        Column("wie", _("Wat"), header=True, link=_place),
        Column(
            "wat", _("Hoe"), format=lambda v: render_tag(KIND_OF_CHANGE[v], WAT[v]), nowrap=True
        ),
        Column("verschil", _("Oud en nieuw"), accessor=_what, format=str),
    ],
)
INGELEZEN = Table(
    id="ingelezen",
    caption=_("Wat er verandert"),
    noun=(_("wijziging"), _("wijzigingen")),
    columns=[
        Column("blad", _("Blad")),
        Column("rij", _("Rij"), format=str, align="end"),
        Column("wie", _("Wat"), header=True),
        Column("veld", _("Kolom"), format=lambda v: str(v) if v else str(_("nieuw"))),
        Column("oud", _("Was")),
        Column("nieuw", _("Wordt")),
    ],
)
BLADEN = Table(
    id="bladen",
    caption=_("Uitslag per blad"),
    noun=(_("blad"), _("bladen")),
    columns=[
        Column("blad", _("Blad"), header=True),
        Column("gelezen", _("Gelezen"), align="end"),
        Column("nieuw", _("Nieuw"), align="end"),
        Column("gewijzigd", _("Gewijzigd"), align="end"),
        Column("ongewijzigd", _("Ongewijzigd"), align="end"),
        Column("fout", _("Met fouten"), align="end"),
    ],
)
FOUTEN = Table(
    id="fouten",
    caption=_("Per blad, rij en kolom"),
    noun=(_("bevinding"), _("bevindingen")),
    columns=[
        Column("blad", _("Blad")),
        Column("rij", _("Rij"), format=str, header=True, align="end"),
        Column("wie", _("Regel")),
        Column("veld", _("Kolom")),
        Column("cel", _("Er staat")),
        Column("reden", _("Wat er niet klopt")),
        Column("code", _("Code")),
    ],
)


def products_table(*, bewerken: bool) -> Table:
    """Products in a perceel; `bewerken` adds the way to take one out."""
    act = Column(
        "rij",
        _("Aanpassen"),
        format=lambda _pk: text("Einddatum"),
        link=lambda row: reverse("catalogus-beeindigen", args=["product-in-perceel", row["rij"]]),
    )
    return Table(
        id="producten-in-perceel",
        caption=_("Producten in dit perceel"),
        noun=(_("product"), _("producten")),
        columns=[
            Column("code", _("Code"), header=True, link=to("product", "product_rij")),
            Column("naam", _("Product")),
            PRODUCTEN.columns[3],
            Column(
                "periode",
                _("In dit perceel"),
                accessor=lambda row: format_period(row["begindatum"], row["einddatum"]),
                format=str,
                nowrap=True,
            ),
            Column("voorbeeldgegeven", _("Herkomst"), format=voorbeeld),
            *([act] if bewerken else []),
        ],
    )


PRODUCTEN_IN_PERCEEL = products_table(bewerken=False)
PRODUCTEN_IN_PERCEEL_BEHEER = products_table(bewerken=True)


def _end_link(row: Any) -> str | None:
    kind = row["soort"]
    return reverse("catalogus-beeindigen", args=[kind, row["id"]]) if row["begindatum"] else None


KLEIN = Table(
    id="klein",
    caption=_("Segmenten, tariefgroepen en uitsluitingen"),
    noun=(_("regel"), _("regels")),
    columns=[
        Column("label", _("Soort"), format=str),
        Column("wie", _("Wat"), header=True, format=str),
        Column("verwijzing", _("Waar wel")),
        Column(
            "periode",
            _("Periode"),
            accessor=lambda row: format_period(row["begindatum"], row["einddatum"]),
            format=str,
            nowrap=True,
        ),
        Column(
            "id",
            _("Aanpassen"),
            format=lambda _pk: text("Wijzigen"),
            link=lambda row: reverse("catalogus-wijzigen", args=[row["soort"], row["id"]]),
        ),
        Column(
            "einde",
            _("Einde"),
            accessor=_end_link,
            format=lambda url: text("Einddatum") if url else "–",
            link=_end_link,
        ),
    ],
)
