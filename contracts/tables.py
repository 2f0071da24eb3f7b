"""Tables of the registers and of the tabs below them."""

from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from contracts.choices import Eenheid, Financiering, Maatregelsoort, Overeenkomstsoort, Perceelaard
from core.tables import Column, Table
from core.ui.formats import format_euro, format_number, format_period
from core.ui.status import render_tag
from providers.choices import Grootte

STAAT = {
    "geldig": ("good", _("Geldig")),
    "loopt_af": ("attention", _("Loopt af")),
    "clientenstop": ("must", _("Cliëntenstop")),
    "geen": ("none", _("Geen geldig contract")),
}


def state_tag(state: str) -> SafeString:
    kind, label = STAAT[state]
    return render_tag(kind, label)


def period_of(row: Any) -> str:
    return format_period(row["begindatum"], row["einddatum"])


def to(route: str, key: str = "id") -> Any:
    return lambda row: reverse(route, args=[row[key]]) if row[key] else None


def voorbeeld(value: bool) -> SafeString:
    return render_tag("none", _("voorbeeldgegeven")) if value else SafeString("")


def pilot_tag(value: bool) -> SafeString:
    return render_tag("judge", _("pilot")) if value else SafeString("")


def label_of(choices: Any) -> Any:
    return lambda value: str(choices(value).label) if value else "–"


PERIODE = Column(
    "periode", _("Periode"), accessor=period_of, format=str, sort="begindatum", nowrap=True
)
_SINDS = replace(PERIODE, sort=None)

AANBIEDERS = Table(
    id="aanbieders",
    caption=_("Aanbieders"),
    noun=(_("aanbieder"), _("aanbieders")),
    default_sort="naam",
    formats=("csv", "xlsx"),
    columns=[
        Column("naam", _("Naam"), sort="naam", header=True, link=to("aanbieder")),
        Column("vestigingsplaats", _("Plaats"), sort="vestigingsplaats"),
        Column("agb", _("AGB-code"), format=lambda v: v or "–"),
        Column("grootte", _("Grootte"), format=label_of(Grootte)),
        Column("percelen", _("Percelen"), align="end"),
        Column("contract_tot", _("Eerste contract eindigt"), sort="contract_tot"),
        Column("staat", _("Contract"), format=state_tag),
    ],
)
LOCATIES = Table(
    id="locaties",
    caption=_("Locaties"),
    noun=(_("locatie"), _("locaties")),
    default_sort="naam",
    formats=("csv", "xlsx"),
    columns=[
        Column("naam", _("Locatie"), sort="naam", header=True),
        Column(
            "aanbieder__naam",
            _("Aanbieder"),
            sort="aanbieder__naam",
            link=to("aanbieder", "aanbieder_id"),
        ),
        Column("adres", _("Adres"), format=str),
        Column("gemeente__naam", _("Gemeente"), sort="gemeente__naam"),
        Column("plaatsen", _("Plaatsen"), align="end"),
        Column(
            "geheim",
            _("Beschermd"),
            format=lambda v: render_tag("judge", _("publiek adres: gemeentehuis")) if v else "",
        ),
    ],
)
SEGMENTEN = Table(
    id="segmenten",
    caption=_("Segmenten"),
    noun=(_("segment"), _("segmenten")),
    columns=[
        Column(
            "naam",
            _("Segment"),
            header=True,
            link=lambda row: f"{reverse('percelen')}?segment={row['code']}",
        ),
        Column("aantal_percelen", _("Percelen"), align="end"),
        Column("aanbieders", _("Aanbieders met een geldig contract"), align="end"),
    ],
)
PERCELEN = Table(
    id="percelen",
    caption=_("Percelen"),
    noun=(_("perceel"), _("percelen")),
    default_sort="code",
    formats=("csv", "xlsx"),
    columns=[
        Column("code", _("Code"), sort="code", format=str),
        Column("naam", _("Perceel"), sort="naam", header=True, link=to("perceel")),
        Column("segment__naam", _("Segment"), sort="segment__volgorde"),
        Column("aard", _("Aard"), format=label_of(Perceelaard)),
        Column("producten", _("Producten"), format=lambda v: ", ".join(v or ())),
        Column("max_wachttijd_weken", _("Wacht hoogstens"), format=lambda v: f"{v} weken"),
        Column("aanbieders", _("Aanbieders"), align="end", format=lambda v: str(v or 0)),
    ],
)
PRODUCTEN = Table(
    id="producten",
    caption=_("Producten"),
    noun=(_("product"), _("producten")),
    default_sort="code",
    formats=("csv", "xlsx"),
    columns=[
        Column("code", _("Code"), sort="code", header=True, link=to("product")),
        Column("naam", _("Product"), sort="naam"),
        Column("categorie", _("Categorie"), format=str),
        Column(
            "eenheden",
            _("Eenheid"),
            format=lambda v: ", ".join(str(Eenheid(e).label) for e in v),
        ),
        Column(
            "max_duur_maanden",
            _("Hoogstens"),
            format=lambda v: f"{v} maanden" if v else "–",
            nowrap=True,
        ),
        PERIODE,
        Column("voorbeeldgegeven", _("Herkomst"), format=voorbeeld),
    ],
)
TARIEVEN = Table(
    id="tarieven",
    caption=_("Tarieven"),
    noun=(_("tarief"), _("tarieven")),
    default_sort="product",
    formats=("csv", "xlsx"),
    columns=[
        Column(
            "product",
            _("Product"),
            accessor="product__code",
            sort="product__code",
            header=True,
            link=to("tarief"),
        ),
        Column("product__naam", _("Naam"), link=to("product", "product_id")),
        Column("tariefgroep__naam", _("Tariefgroep"), sort="tariefgroep__code"),
        Column("locatie__naam", _("Locatie")),
        Column("eenheid", _("Per"), format=label_of(Eenheid)),
        Column("bedrag", _("Tarief"), align="end", format=format_euro, sort="bedrag"),
        PERIODE,
    ],
)
TARIEFREEKS = Table(
    id="tariefreeks",
    caption=_("Tarieven voor hetzelfde product, dezelfde groep of locatie en eenheid"),
    noun=TARIEVEN.noun,
    columns=[
        Column("periode", _("Periode"), accessor=period_of, header=True, link=to("tarief")),
        Column("bedrag", _("Tarief"), align="end", format=format_euro),
        Column(
            "procent",
            _("Verschil met het vorige"),
            align="end",
            format=lambda v: "–" if v is None else f"{format_number(v, 2)} %",
        ),
    ],
)
UITSLUITINGEN = Table(
    id="uitsluitingen",
    caption=_("Niet ingekocht per gemeente"),
    noun=(_("uitsluiting"), _("uitsluitingen")),
    default_sort="gemeente",
    columns=[
        Column("gemeente", _("Gemeente"), accessor="gemeente__naam", sort="gemeente__naam"),
        Column("wat", _("Wat"), header=True, format=str),
        Column("verwijzing", _("Waar wel")),
        PERIODE,
    ],
)
OVEREENKOMSTEN = Table(
    id="overeenkomsten",
    caption=_("Overeenkomsten"),
    noun=(_("overeenkomst"), _("overeenkomsten")),
    default_sort="nummer",
    formats=("csv", "xlsx"),
    columns=[
        Column("nummer", _("Nummer"), sort="nummer", header=True, link=to("overeenkomst")),
        Column("naam", _("Naam")),
        Column("soort", _("Soort"), format=label_of(Overeenkomstsoort)),
        Column(
            "aanbieder__naam",
            _("Aanbieder"),
            sort="aanbieder__naam",
            link=to("aanbieder", "aanbieder_id"),
        ),
        PERIODE,
        Column("einddatum", _("Eindigt"), sort="einddatum"),
        Column("opties", _("Opties over"), align="end", sort="opties"),
        Column("pilot", _("Soort afspraak"), format=pilot_tag),
    ],
)
CONTRACTEN = Table(
    id="contracten",
    caption=_("Contracten per perceel"),
    noun=(_("contract"), _("contracten")),
    default_sort="aanbieder",
    formats=("csv", "xlsx"),
    columns=[
        Column(
            "aanbieder",
            _("Aanbieder"),
            accessor="aanbieder__naam",
            sort=("aanbieder__naam", "perceel__code"),
            header=True,
            link=to("perceelcontract"),
        ),
        Column(
            "perceel",
            _("Perceel"),
            accessor="perceel__naam",
            sort="perceel__code",
            link=to("perceel", "perceel_id"),
        ),
        Column("groepnaam", _("Tariefgroep")),
        Column("gemeenten", _("Gemeenten"), align="end", format=lambda v: str(v or "–")),
        PERIODE,
        Column("einddatum", _("Eindigt"), sort="einddatum"),
        Column("staat", _("Stand"), format=state_tag),
    ],
)
_ONDER = (Column("groepnaam", _("Tariefgroep")), _SINDS, CONTRACTEN.columns[-1])
CONTRACTEN_VAN_AANBIEDER = Table(
    id="contracten-van-aanbieder",
    caption=_("Contracten van deze aanbieder"),
    noun=CONTRACTEN.noun,
    columns=[
        Column("perceel__naam", _("Perceel"), header=True, link=to("perceelcontract")),
        *_ONDER,
    ],
)
CONTRACTEN_VAN_PERCEEL = Table(
    id="contracten-van-perceel",
    caption=_("Aanbieders met een contract voor dit perceel"),
    noun=CONTRACTEN.noun,
    columns=[
        Column("aanbieder__naam", _("Aanbieder"), header=True, link=to("perceelcontract")),
        *_ONDER,
    ],
)
MAATREGELEN = Table(
    id="maatregelen",
    caption=_("Maatregelen"),
    noun=(_("maatregel"), _("maatregelen")),
    default_sort="-begin",
    columns=[
        Column(
            "soort",
            _("Maatregel"),
            format=lambda v: render_tag(
                "must" if v == Maatregelsoort.CLIENTENSTOP else "attention",
                Maatregelsoort(v).label,
            ),
            header=True,
            link=to("maatregel"),
        ),
        Column(
            "aanbieder__naam",
            _("Aanbieder"),
            sort="aanbieder__naam",
            link=to("aanbieder", "aanbieder_id"),
        ),
        Column("perceel__naam", _("Perceel"), format=lambda v: v or str(_("alle percelen"))),
        Column(
            "begin", _("Periode"), accessor=period_of, format=str, sort="begindatum", nowrap=True
        ),
    ],
)
TARIEVEN_VAN_CONTRACT = Table(
    id="tarieven-van-contract",
    caption=_("Producten en tarieven vandaag"),
    noun=(_("tarief"), _("tarieven")),
    columns=[
        Column(
            "product__code", _("Code"), header=True, link=to("product", "product_id"), format=str
        ),
        Column("product__naam", _("Product")),
        Column("locatie__naam", _("Locatie")),
        Column("eenheid", _("Per"), format=label_of(Eenheid)),
        Column("bedrag", _("Tarief"), align="end", format=format_euro),
        _SINDS,
    ],
)
FINANCIERING = label_of(Financiering)
