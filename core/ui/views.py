"""The living component page `/stijl`: every component with invented sample data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.forms import (
    BedragField,
    BestandField,
    BsnField,
    DatumField,
    FilterForm,
    GetalField,
    PortalForm,
    RadioCards,
)
from core.fouten import Bevinding, Niveau
from core.policies import PUBLIEK, requires
from core.tables import Column, Rows, Table, render_table
from core.ui.formats import format_euro, format_minutes
from core.ui.status import render_tag

STATUSES = {"": "Alle", "loopt": "Loopt", "eindigt": "Loopt af", "ingetrokken": "Ingetrokken"}
KINDS = {"loopt": "good", "eindigt": "attention", "ingetrokken": "cannot"}


class SampleFilter(FilterForm):
    zoek = forms.CharField(label="Aanbieder of nummer", max_length=60)
    status = forms.ChoiceField(label="Status", choices=list(STATUSES.items()))
    vanaf = DatumField(label="Begint vanaf")
    te_laat = forms.BooleanField(label="Alleen te laat")


class SampleForm(PortalForm):
    """One field of every kind."""

    veldnamen = {"omvang.volume": "minuten"}

    bsn = BsnField(label="Burgerservicenummer", help_text="9 cijfers")
    begindatum = DatumField(label="Begindatum", help_text="Bijvoorbeeld 1-12-2026")
    einddatum = DatumField(label="Einddatum")
    minuten = GetalField(label="Minuten in totaal", min_value=1)
    tarief = BedragField(label="Tarief per minuut", required=False)
    gemeente = forms.ChoiceField(
        label="Gemeente", choices=[("", "Kies een gemeente"), ("0153", "Enschede")]
    )
    aanbieder = forms.ChoiceField(
        label="Aanbieder",
        choices=[("1", "Zorghuis De Linde"), ("2", "Het Veenhuis"), ("3", "De Beuk")],
        widget=RadioCards(
            hints={"1": "Enschede · 2 plekken vrij", "2": "Haaksbergen · 19 weken wachten"},
            blocked={"3": "Kan niet: cliëntenstop sinds 24 augustus"},
        ),
    )
    soort = forms.ChoiceField(
        label="Soort verwijzer",
        choices=[("01", "Gemeentelijke toegang"), ("02", "Huisarts")],
        widget=forms.RadioSelect,
    )
    toelichting = forms.CharField(label="Toelichting", required=False, widget=forms.Textarea)
    plan = BestandField(
        label="Toekomstplan",
        required=False,
        accept=[".pdf"],
        max_mb=10,
        help_text="PDF, ten hoogste 10 MB",
    )
    akkoord = forms.BooleanField(label="De jeugdige en ouders weten dat dit wordt ingediend")


TABLE = Table(
    id="voorbeelden",
    caption="Toewijzingen in Enschede, nieuwste eerst",
    noun=("toewijzing", "toewijzingen"),
    default_sort="-begindatum",
    formats=("csv", "xlsx"),
    muted=lambda rij: rij["status"] == "ingetrokken",
    columns=[
        Column(
            "nummer", "Nummer", format=str, sort="nummer", header=True, link=lambda rij: "#tabel"
        ),
        Column("aanbieder", "Aanbieder", sort="aanbieder__naam"),
        Column("product", "Product"),
        Column("begindatum", "Begin", sort="begindatum"),
        Column("minuten", "Omvang", format=format_minutes, align="end", sort="minuten"),
        Column("bedrag", "Bedrag", format=format_euro, align="end"),
        Column(
            "status",
            "Status",
            format=lambda status: render_tag(KINDS[status], STATUSES[status]),
        ),
    ],
)
_NAMES = ("Zorghuis De Linde", "Het Veenhuis", "De Els", "De Es", "De Wilg", "De Beuk")
ROWS: list[dict[str, Any]] = [
    {
        "nummer": 153_000_120 - number,
        "aanbieder": _NAMES[number % 6],
        "product": ("ABHIR Behandeling individueel", "DVAKT Vaktherapie")[number % 2],
        "begindatum": date(2026, 12, 1 + number),
        "minuten": 3000 - 155 * number,
        "bedrag": Decimal("1.92") * (3000 - 155 * number),
        "status": ("loopt", "eindigt", "loopt", "ingetrokken")[number % 4],
    }
    for number in range(9)
]
FINDINGS = [
    Bevinding(
        "behandeling_te_lang",
        Niveau.FOUT,
        "einddatum",
        "Behandeling duurt ten hoogste twee jaar: uiterlijk 30 november 2028.",
        "R-TOE-7",
    ),
    Bevinding(
        "contract_eindigt_eerder",
        Niveau.WAARSCHUWING,
        "begindatum",
        "Het contract eindigt op 22 december 2026, eerder dan de toewijzing.",
        "R-TOE-10",
    ),
]
NAVIGATION = [
    {
        "titel": "",
        "items": [
            {"url": "/", "label": "Vandaag", "aantal": 17, "actief": False},
            {"url": "#tabel", "label": "Toewijzingen", "aantal": None, "actief": True},
            {"url": "#formulier", "label": "Aanbod en wachttijd", "aantal": None, "actief": False},
        ],
    },
    {
        "titel": "Kennis",
        "open": True,
        "items": [{"url": "#", "label": "Vraag en antwoord", "aantal": 3, "actief": False}],
    },
]
EVENTS = [
    {
        "moment": datetime(2026, 11, 22, 13, 5, tzinfo=UTC),
        "titel": "Toewijzing ingediend",
        "wie": "Toegangsmedewerker, gemeente Enschede",
        "soort": "good",
    },
    {
        "moment": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "titel": "Uitleg gevraagd over de verdeling",
        "tekst": "De aanbieder antwoordt vóór 4 december.",
        "wie": "Toezichthouder",
        "soort": "judge",
    },
]


def _sample_form(request: HttpRequest) -> SampleForm:
    """Empty, or with `?fouten=1` filled in wrongly, to see every message."""
    if "fouten" not in request.GET:
        return SampleForm(initial={"begindatum": date(2026, 12, 1), "minuten": 3000})
    form = SampleForm(
        {
            "bsn": "123",
            "begindatum": "1-12-2026",
            "einddatum": "31 december 2028",
            "minuten": "3.00",
            "soort": "09",
        },
        {},
    )
    form.is_valid()
    form.add_bevindingen(FINDINGS)
    return form


@requires(GET=PUBLIEK)
@require_safe
def stijl(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    filters = SampleFilter(request.GET)
    rows = [] if filters.values.get("status") == "ingetrokken" else ROWS
    page = Rows(rows, volgende="eyJ2IjpbMV19")
    return render_table(
        request,
        "stijl.html",
        TABLE.bind(request, page, filters),
        {
            "navigatie": NAVIGATION,
            "aangemeld": {
                "rol": "Toegangsmedewerker",
                "organisatie": "Gemeente Enschede",
                "naam": "",
                "wissel_url": "#",
                "uitloggen_url": "#",
            },
            "demo": True,
            "kruimels": [("/", "Vandaag"), ("#", "Toewijzingen")],
            "form": _sample_form(request),
            "bevindingen": FINDINGS,
            "ankers": {"einddatum": "id_einddatum", "begindatum": "id_begindatum"},
            "goed": ["Contract geldig, hele periode", "Geen dubbele toewijzing"],
            "gebeurtenissen": EVENTS,
            "tabs": [
                {"url": "#tabs", "label": "Overzicht", "aantal": None, "actief": True},
                {"url": "#tabs", "label": "Gebruik", "aantal": None, "actief": False},
                {"url": "#tabs", "label": "Geschiedenis", "aantal": 12, "actief": False},
            ],
            "nu": EVENTS[0]["moment"],
        },
    )
