"""The pages of import and export: which files there are, and a road for each."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.importexport.uitvoer import Exportkolom
from core.importexport.views import ImportView
from core.tables import Column, Table
from core.views import PortalView
from providers.importexport.aanbieders import AANBIEDERS
from providers.importexport.agbcodes import AGBCODES
from providers.importexport.contacten import CONTACTEN
from providers.importexport.delen import Gegevensbestand
from providers.importexport.locaties import LOCATIES
from providers.policies import AANBIEDER_IMPORTEREN


class GegevensImport(ImportView):
    """An import whose page also gives what stands in the portal, in the same columns."""

    abstract = True
    bestand: ClassVar[Gegevensbestand]
    route: ClassVar[str]
    overzicht = "importeren"

    def __init_subclass__(cls) -> None:
        cls.schema = cls.bestand.schema
        cls.route = f"import-{cls.schema.code}"
        super().__init_subclass__()

    def export_rows(self) -> QuerySet[Any]:
        return self.bestand.rijen(self.actor)

    def export_columns(self) -> tuple[Exportkolom, ...]:
        return tuple(self.bestand.uitvoer)


class AanbiedersImport(GegevensImport):
    bestand = AANBIEDERS


class AgbcodesImport(GegevensImport):
    bestand = AGBCODES


class LocatiesImport(GegevensImport):
    bestand = LOCATIES


class ContactenImport(GegevensImport):
    bestand = CONTACTEN


IMPORTS: tuple[type[GegevensImport], ...] = (
    AanbiedersImport,
    AgbcodesImport,
    LocatiesImport,
    ContactenImport,
)


BESTANDEN = Table(
    id="bestanden",
    caption=gettext_lazy("Wat je kunt inlezen en ophalen"),
    noun=(gettext_lazy("bestand"), gettext_lazy("bestanden")),
    columns=[
        Column("titel", gettext_lazy("Inlezen"), header=True, link=lambda row: row["adres"]),
        Column("wat", gettext_lazy("Wat er in staat")),
        Column("aantal", gettext_lazy("Regels nu"), align="end"),
        Column("adres", gettext_lazy("Ophalen wat er staat"), template="import/_ophalen.html"),
    ],
)


class Importeren(PortalView):
    """Which files there are; aanbieders first, for the others name one by its KvK-nummer."""

    rechten: ClassVar = {"GET": AANBIEDER_IMPORTEREN}
    template_naam = "import/overzicht.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = [
            {
                "titel": view.schema.titel,
                "naam": view.schema.code,
                "adres": reverse(view.route),
                "wat": view.bestand.wat,
                "aantal": view.bestand.rijen(self.actor).order_by().count(),
            }
            for view in IMPORTS
        ]
        return self.render({"tabel": BESTANDEN.bind(request, rows)})
