"""Tables of indexation: the proposals, their lines, and their totals."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Indexeringstatus
from contracts.tables import label_of, to
from core.tables import Column, Table
from core.ui.formats import format_euro, format_number
from core.ui.status import render_tag

STATUS = {
    Indexeringstatus.CONCEPT: "none",
    Indexeringstatus.BEREKEND: "attention",
    Indexeringstatus.GEACTIVEERD: "good",
    Indexeringstatus.INGETROKKEN: "none",
}


def status_tag(status: str) -> SafeString:
    found = Indexeringstatus(status)
    return render_tag(STATUS[found], found.label)


def percent(value: Decimal | None) -> str:
    """Two decimals and a sign that says percent; the reckoning itself is unrounded."""
    return "–" if value is None else f"{format_number(Decimal(value), 2)} %"


def factor_percent(value: Decimal | None) -> str:
    return percent(None if value is None else (value - 1) * 100)


def unrounded(value: Decimal) -> str:
    return format_number(value.quantize(Decimal("0.0001")), 4)


def whose(row: Any) -> str:
    return row["tariefgroep__naam"] or row["locatie__naam"] or str(_("iedereen"))


def segment_or_all(row: Any) -> str:
    return row["segment__naam"] or str(_("alle percelen van de weging"))


INDEXERINGEN = Table(
    id="indexeringen",
    caption=_("Indexeringen"),
    noun=(_("indexering"), _("indexeringen")),
    default_sort="-jaar",
    columns=[
        Column(
            "kenmerk",
            _("Kenmerk"),
            accessor=lambda row: f"IX-{row['nummer']}",
            format=str,
            sort="nummer",
            header=True,
            link=to("indexering"),
        ),
        Column("jaar", _("Jaar"), format=str, sort=("jaar", "nummer")),
        Column("ingangsdatum", _("Vanaf"), sort="ingangsdatum", nowrap=True),
        Column("weging__naam", _("Weging")),
        Column("segment", _("Voor"), accessor=segment_or_all, format=str),
        Column("factor", _("Index"), format=factor_percent, align="end"),
        Column("aantal", _("Tarieven"), align="end"),
        Column("status", _("Stand"), format=status_tag),
    ],
)
REGELS = Table(
    id="indexeringsregels",
    caption=_("Elk tarief dat verandert"),
    noun=(_("tarief"), _("tarieven")),
    default_sort="product",
    formats=("csv", "xlsx"),
    columns=[
        Column(
            "product",
            _("Product"),
            accessor="product__code",
            sort=("product__code", "tariefgroep__code", "locatie__naam"),
            header=True,
            link=lambda row: reverse("product", args=[row["product_id"], "tarieven"]),
        ),
        Column("product__naam", _("Naam")),
        Column("voor", _("Voor"), accessor=whose, format=str),
        Column("eenheid", _("Per"), format=label_of(Eenheid)),
        Column("in_percelen", _("Percelen"), format=str),
        Column("oud_bedrag", _("Oud"), align="end", format=format_euro, sort="oud_bedrag"),
        Column("factor", _("Factor"), accessor="indexering__factor", align="end",
               format=lambda v: format_number(v.quantize(Decimal("0.000001")), 6)),
        Column("onafgerond", _("Onafgerond"), align="end", format=unrounded),
        Column("nieuw_bedrag", _("Nieuw"), align="end", format=format_euro, sort="nieuw_bedrag"),
        Column("verschil", _("Verschil"), align="end", format=format_euro, sort="verschil"),
    ],
)  # fmt: skip


def exact(value: Decimal | None) -> str:
    return "–" if value is None else f"{format_number(value.normalize())} %"


def step_factor(row: Any) -> str:
    return "–" if row.factor is None else f"{row.teken}{format_number(row.factor.normalize())}"


BEREKENING = Table(
    id="berekening-stappen",
    caption=_("Van percentages naar factor"),
    noun=(_("stap"), _("stappen")),
    columns=[
        Column("titel", _("Cijfers"), header=True, format=str),
        Column("personeel", _("Personeel"), align="end", format=exact),
        Column("materieel", _("Materieel"), align="end", format=exact),
        Column("gewogen", _("Gewogen"), align="end", format=exact),
        Column("factor", _("Factor"), accessor=step_factor, align="end", format=str),
    ],
)
_SOMMEN = [
    Column("aantal", _("Tarieven"), align="end"),
    Column("gemiddeld", _("Gemiddeld"), align="end", format=percent),
    Column("gemiddeld_verschil", _("Gemiddeld verschil"), align="end", format=format_euro),
]
PER_PERCEEL = Table(
    id="per-perceel",
    caption=_("Per perceel"),
    noun=(_("perceel"), _("percelen")),
    columns=[
        Column("perceel", _("Perceel"), header=True, format=str),
        Column("naam", _("Naam"), format=str),
        *_SOMMEN,
    ],
)
PER_PRODUCT = Table(
    id="per-product",
    caption=_("Per product"),
    noun=(_("product"), _("producten")),
    columns=[
        Column("product__code", _("Product"), header=True, format=str),
        Column("product__naam", _("Naam"), format=str),
        *_SOMMEN,
    ],
)
