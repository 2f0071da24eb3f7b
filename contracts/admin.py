"""Managing catalogue, agreements, contracts per perceel and measures until they have screens."""

from typing import Any

from django.contrib import admin

from contracts.models import (
    ContractLocatie,
    Maatregel,
    Overeenkomst,
    Perceel,
    Perceelcontract,
    PerceelProduct,
    Product,
    Segment,
    Tarief,
    Tariefgroep,
    Uitsluiting,
)
from core.beheer import Beheer, BeheerForm, Geldigheid, PeriodeBeheer


@admin.register(Segment)
class SegmentAdmin(Beheer):
    list_display = ("naam", "code", "volgorde")
    search_fields = ("naam", "code")
    ordering = ("volgorde",)


@admin.register(Perceel)
class PerceelAdmin(PeriodeBeheer):
    list_display = ("code", "naam", "segment", "aard", "max_wachttijd_weken", "einddatum")
    list_filter = (Geldigheid, "segment", "aard", "via_cpwv")
    list_select_related = ("segment",)
    search_fields = ("code", "naam")
    ordering = ("code",)


@admin.register(Product)
class ProductAdmin(PeriodeBeheer):
    list_display = ("code", "naam", "categorie", "begindatum", "einddatum", "voorbeeldgegeven")
    list_filter = (Geldigheid, "voorbeeldgegeven", "groepsoort", "categorie")
    search_fields = ("code", "naam")
    ordering = ("code",)


@admin.register(PerceelProduct)
class PerceelProductAdmin(PeriodeBeheer):
    list_display = ("perceel", "product", "begindatum", "einddatum")
    list_select_related = ("perceel", "product")
    search_fields = ("perceel__code", "perceel__naam", "product__code", "product__naam")
    autocomplete_fields = ("perceel", "product")
    ordering = ("perceel__code", "product__code")


@admin.register(Uitsluiting)
class UitsluitingAdmin(PeriodeBeheer):
    list_display = ("gemeente", "perceel", "product", "verwijzing", "begindatum", "einddatum")
    list_filter = (Geldigheid, ("gemeente", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("gemeente", "perceel", "product")
    search_fields = ("gemeente__naam", "perceel__naam", "product__code", "product__naam")
    autocomplete_fields = ("gemeente", "perceel", "product")
    ordering = ("gemeente__naam",)


@admin.register(Tariefgroep)
class TariefgroepAdmin(Beheer):
    list_display = ("code", "naam")
    search_fields = ("code", "naam")
    ordering = ("code",)


@admin.register(Tarief)
class TariefAdmin(PeriodeBeheer):
    list_display = ("product", "tariefgroep", "locatie", "eenheid", "bedrag", "begindatum")
    list_filter = (Geldigheid, "tariefgroep", "eenheid")
    list_select_related = ("product", "tariefgroep", "locatie")
    search_fields = ("product__code", "product__naam", "locatie__naam")
    autocomplete_fields = ("product", "tariefgroep", "locatie")
    ordering = ("product__code", "-begindatum")


class OvereenkomstForm(BeheerForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        hoofd = data.get("hoofdovereenkomst")
        self.belongs(
            "hoofdovereenkomst",
            hoofd and hoofd.aanbieder,
            data.get("aanbieder"),
            "Deze hoofdovereenkomst is van een andere aanbieder.",
        )
        return data


@admin.register(Overeenkomst)
class OvereenkomstAdmin(PeriodeBeheer):
    form = OvereenkomstForm
    list_display = ("nummer", "naam", "soort", "aanbieder", "begindatum", "einddatum")
    list_filter = (Geldigheid, "soort")
    list_select_related = ("aanbieder",)
    search_fields = ("nummer", "naam", "aanbieder__naam")
    autocomplete_fields = ("aanbieder", "hoofdovereenkomst")
    ordering = ("nummer",)


class PerceelcontractForm(BeheerForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        overeenkomst = data.get("overeenkomst")
        self.belongs(
            "overeenkomst",
            overeenkomst and overeenkomst.aanbieder,
            data.get("aanbieder"),
            "Deze overeenkomst is van een andere aanbieder.",
        )
        return data


@admin.register(Perceelcontract)
class PerceelcontractAdmin(PeriodeBeheer):
    form = PerceelcontractForm
    list_display = ("aanbieder", "perceel", "tariefgroep", "status", "begindatum", "einddatum")
    list_filter = (Geldigheid, "status")
    list_select_related = ("aanbieder", "perceel", "tariefgroep")
    search_fields = ("aanbieder__naam", "perceel__code", "perceel__naam", "overeenkomst__nummer")
    autocomplete_fields = ("overeenkomst", "aanbieder", "perceel", "tariefgroep")
    ordering = ("aanbieder__naam", "perceel__code")


class PlaatsForm(BeheerForm):
    """A location is one of the contract's aanbieder, and a group one at that location."""

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        contract, locatie, groep = (
            data.get(name) for name in ("perceelcontract", "locatie", "groep")
        )
        self.belongs(
            "locatie",
            locatie and locatie.aanbieder,
            contract and contract.aanbieder,
            "Deze locatie is van een andere aanbieder.",
        )
        if groep and groep.locatie != locatie:
            self.add_error("groep", "Deze groep is niet op deze locatie.")
        return data


@admin.register(ContractLocatie)
class ContractLocatieAdmin(PeriodeBeheer):
    form = PlaatsForm
    list_display = ("perceelcontract", "locatie", "groep", "plaatsen", "begindatum", "einddatum")
    list_select_related = (
        "perceelcontract__aanbieder",
        "perceelcontract__perceel",
        "locatie",
        "groep",
    )
    search_fields = ("locatie__naam", "perceelcontract__aanbieder__naam")
    autocomplete_fields = ("perceelcontract", "locatie", "groep")
    ordering = ("locatie__naam",)


@admin.register(Maatregel)
class MaatregelAdmin(PeriodeBeheer):
    list_display = ("aanbieder", "soort", "perceel", "begindatum", "einddatum", "briefkenmerk")
    list_filter = (Geldigheid, "soort")
    list_select_related = ("aanbieder", "perceel")
    search_fields = ("aanbieder__naam", "briefkenmerk")
    autocomplete_fields = ("aanbieder", "perceel")
    ordering = ("-begindatum",)
