"""Catalogue and contracts to look at and to choose from; only a weging, that has no screen of its
own, is managed here.
"""

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
    Weging,
)
from core.beheer import AlleenLezen, Beheer, Geldigheid, PeriodeBeheer


@admin.register(Segment)
class SegmentAdmin(AlleenLezen, Beheer):
    list_display = ("naam", "code", "volgorde")
    search_fields = ("naam", "code")
    ordering = ("volgorde",)


@admin.register(Perceel)
class PerceelAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("code", "naam", "segment", "aard", "max_wachttijd_weken", "einddatum")
    list_filter = (Geldigheid, "segment", "aard", "via_cpwv")
    list_select_related = ("segment",)
    search_fields = ("code", "naam")
    ordering = ("code",)


@admin.register(Product)
class ProductAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("code", "naam", "categorie", "begindatum", "einddatum", "voorbeeldgegeven")
    list_filter = (Geldigheid, "voorbeeldgegeven", "groepsoort", "categorie")
    search_fields = ("code", "naam")
    ordering = ("code",)


@admin.register(PerceelProduct)
class PerceelProductAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("perceel", "product", "begindatum", "einddatum")
    list_select_related = ("perceel", "product")
    search_fields = ("perceel__code", "perceel__naam", "product__code", "product__naam")
    ordering = ("perceel__code", "product__code")


@admin.register(Uitsluiting)
class UitsluitingAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("gemeente", "perceel", "product", "verwijzing", "begindatum", "einddatum")
    list_filter = (Geldigheid, ("gemeente", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("gemeente", "perceel", "product")
    search_fields = ("gemeente__naam", "perceel__naam", "product__code", "product__naam")
    ordering = ("gemeente__naam",)


@admin.register(Tariefgroep)
class TariefgroepAdmin(AlleenLezen, Beheer):
    list_display = ("code", "naam")
    search_fields = ("code", "naam")
    ordering = ("code",)


@admin.register(Tarief)
class TariefAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("product", "tariefgroep", "locatie", "eenheid", "bedrag", "begindatum")
    list_filter = (Geldigheid, "tariefgroep", "eenheid")
    list_select_related = ("product", "tariefgroep", "locatie")
    search_fields = ("product__code", "product__naam", "locatie__naam")
    ordering = ("product__code", "-begindatum")


@admin.register(Weging)
class WegingAdmin(PeriodeBeheer):
    list_display = ("naam", "aard", "personeel", "materieel", "begindatum", "einddatum")
    list_filter = (Geldigheid, "aard")
    search_fields = ("naam",)
    ordering = ("aard", "begindatum")


@admin.register(Overeenkomst)
class OvereenkomstAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("nummer", "naam", "soort", "aanbieder", "begindatum", "einddatum")
    list_filter = (Geldigheid, "soort")
    list_select_related = ("aanbieder",)
    search_fields = ("nummer", "naam", "aanbieder__naam")
    ordering = ("nummer",)


@admin.register(Perceelcontract)
class PerceelcontractAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("aanbieder", "perceel", "tariefgroep", "status", "begindatum", "einddatum")
    list_filter = (Geldigheid, "status")
    list_select_related = ("aanbieder", "perceel", "tariefgroep")
    search_fields = ("aanbieder__naam", "perceel__code", "perceel__naam", "overeenkomst__nummer")
    ordering = ("aanbieder__naam", "perceel__code")


@admin.register(ContractLocatie)
class ContractLocatieAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("perceelcontract", "locatie", "groep", "plaatsen", "begindatum", "einddatum")
    list_select_related = (
        "perceelcontract__aanbieder",
        "perceelcontract__perceel",
        "locatie",
        "groep",
    )
    search_fields = ("locatie__naam", "perceelcontract__aanbieder__naam")
    ordering = ("locatie__naam",)


@admin.register(Maatregel)
class MaatregelAdmin(AlleenLezen, PeriodeBeheer):
    list_display = ("aanbieder", "soort", "perceel", "begindatum", "einddatum", "briefkenmerk")
    list_filter = (Geldigheid, "soort")
    list_select_related = ("aanbieder", "perceel")
    search_fields = ("aanbieder__naam", "briefkenmerk")
    ordering = ("-begindatum",)
