"""The catalogue to look at: segmenten, percelen, producten, tarieven, uitsluitingen."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import filters, selectors, selectors_catalogus, tables, tables_catalogus
from contracts.choices import Eenheid, Frequentie, Perceelcontractstatus
from contracts.models import Perceel, Perceelcontract, Product, Segment, Tarief, Uitsluiting
from contracts.policies import (
    CATALOGUS_BEHEREN,
    PERCEEL_INZIEN,
    PRODUCT_INZIEN,
    SEGMENT_INZIEN,
    TARIEF_BEHEREN,
    TARIEF_INZIEN,
)
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.ui.formats import format_period
from core.views.register import RegisterDetail, RegisterLijst


class Segmenten(RegisterLijst):
    rechten = {"GET": SEGMENT_INZIEN}
    model, tabel = Segment, tables.SEGMENTEN
    titel = gettext_lazy("Segmenten")
    subregel = gettext_lazy("Waar de jeugdhulp in is ingedeeld. Kies er een voor zijn percelen.")

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        day = timezone.localdate()
        valid = Q(
            percelen__perceelcontracten__status=Perceelcontractstatus.GELDIG,
            percelen__perceelcontracten__periode__contains=day,
        )
        return scope.annotate(
            aantal_percelen=Count("percelen", distinct=True),
            aanbieders=Count("percelen__perceelcontracten__aanbieder", filter=valid, distinct=True),
        ).values("id", "code", "naam", "aantal_percelen", "aanbieders")


class Percelen(RegisterLijst):
    rechten = {"GET": PERCEEL_INZIEN}
    model, tabel, filters = Perceel, tables.PERCELEN, filters.PerceelFilter
    titel = gettext_lazy("Percelen")
    subregel = gettext_lazy("Waarvoor aanbieders zijn toegelaten, en welke producten erin zitten.")
    export = (
        Exportkolom("code", "code"),
        Exportkolom("naam", "naam"),
        Exportkolom("segment", "segment__code"),
        Exportkolom("aard", "aard"),
        Exportkolom("maxWachttijdWeken", "max_wachttijd_weken"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows = selectors.perceel_counts(scope, timezone.localdate())
        if text := values.get("zoek"):
            rows = rows.filter(Q(code__icontains=text) | Q(naam__icontains=text))
        if segment := values.get("segment"):
            rows = rows.filter(segment=segment)
        if aard := values.get("aard"):
            rows = rows.filter(aard=aard)
        return rows.values(
            "id",
            "code",
            "naam",
            "segment__naam",
            "aard",
            "producten",
            "max_wachttijd_weken",
            "aanbieders",
        )


class PerceelDetail(RegisterDetail):
    rechten = {"GET": PERCEEL_INZIEN}
    model, route, map = Perceel, "perceel", "contracts"
    related = ("segment",)
    lijst = ("percelen", gettext_lazy("Percelen"))
    tabbladen = (
        ("perceel", gettext_lazy("Perceel en producten")),
        ("aanbieders", gettext_lazy("Aanbieders")),
    )

    def title(self, row: Perceel) -> str:
        return row.naam

    def header(self, row: Perceel) -> dict[str, Any]:
        return {
            "titel": row.naam,
            "subregel": _("%(code)s · segment %(segment)s · %(periode)s")
            % {
                "code": row.code,
                "segment": row.segment.naam,
                "periode": format_period(row.begindatum, row.einddatum),
            },
        }

    def context_perceel(self, row: Perceel) -> dict[str, Any]:
        may_change = has_right(self.actor, CATALOGUS_BEHEREN)
        table = (
            tables_catalogus.PRODUCTEN_IN_PERCEEL_BEHEER
            if may_change
            else tables_catalogus.PRODUCTEN_IN_PERCEEL
        )
        products = selectors_catalogus.products_in(self.actor, row.pk, timezone.localdate())
        away = (
            Uitsluiting.objects.for_actor(self.actor).filter(perceel=row).select_related("gemeente")
        )
        return {
            "tabel": table.bind(self.request, products),
            "gepland": selectors_catalogus.planned_changes(self.actor, row.pk),
            "beheer": may_change,
            "uitsluitingen": away,
        }

    def context_aanbieders(self, row: Perceel) -> dict[str, Any]:
        rows = selectors.contracts_on(
            Perceelcontract.objects.for_actor(self.actor).filter(perceel=row),
            timezone.localdate(),
        )
        found = list(rows.order_by("aanbieder__naam", "begindatum").values(*CONTRACT_VELDEN))
        return {"tabel": tables.CONTRACTEN_VAN_PERCEEL.bind(self.request, found)}


CONTRACT_VELDEN = (
    "id",
    "aanbieder_id",
    "aanbieder__naam",
    "perceel_id",
    "perceel__naam",
    "groepnaam",
    "begindatum",
    "einddatum",
    "staat",
)


class Producten(RegisterLijst):
    rechten = {"GET": PRODUCT_INZIEN}
    model, tabel, filters = Product, tables.PRODUCTEN, filters.ProductFilter
    titel = gettext_lazy("Producten")
    subregel = gettext_lazy(
        "Met hun regels. Codes met het merk voorbeeldgegeven zijn verzonnen voor de demonstratie."
    )
    export = (
        Exportkolom("code", "code"),
        Exportkolom("naam", "naam"),
        Exportkolom("categorie", "categorie"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
        Exportkolom("voorbeeldgegeven", "voorbeeldgegeven"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            rows = rows.filter(Q(code__icontains=text) | Q(naam__icontains=text))
        if perceel := values.get("perceel"):
            rows = rows.filter(pk__in=perceel.perceelproducten.values("product"))
        if day := values.get("peildatum"):
            rows = rows.filter(periode__contains=day)
        return rows.values(
            "id",
            "code",
            "naam",
            "categorie",
            "eenheden",
            "max_duur_maanden",
            "begindatum",
            "einddatum",
            "voorbeeldgegeven",
        )


class ProductDetail(RegisterDetail):
    rechten = {"GET": PRODUCT_INZIEN}
    model, route, map = Product, "product", "contracts"
    lijst = ("producten", gettext_lazy("Producten"))
    tabbladen = (
        ("product", gettext_lazy("Product en regels")),
        ("tarieven", gettext_lazy("Tarieven")),
    )

    def header(self, row: Product) -> dict[str, Any]:
        return {
            "titel": str(row),
            "subregel": format_period(row.begindatum, row.einddatum),
            "tags": [("none", _("voorbeeldgegeven"))] if row.voorbeeldgegeven else [],
        }

    def context_product(self, row: Product) -> dict[str, Any]:
        inside = row.perceelproducten.select_related("perceel__segment").order_by("perceel__code")
        return {
            "gepland": selectors_catalogus.planned_changes(self.actor, row.pk),
            "beheer": has_right(self.actor, CATALOGUS_BEHEREN),
            "eenheden": ", ".join(str(Eenheid(e).label) for e in row.eenheden),
            "frequenties": ", ".join(str(Frequentie(f).label) for f in row.frequenties),
            "percelen": inside,
            "uitsluitingen": Uitsluiting.objects.for_actor(self.actor)
            .filter(product=row)
            .select_related("gemeente"),
        }

    def context_tarieven(self, row: Product) -> dict[str, Any]:
        rows = (
            Tarief.objects.for_actor(self.actor)
            .filter(product=row)
            .order_by("-begindatum", "tariefgroep__code", "locatie__naam")
        )
        return {"tabel": tables.TARIEVEN.bind(self.request, list(rows.values(*TARIEF_VELDEN)))}


TARIEF_VELDEN = (
    "id",
    "product_id",
    "product__code",
    "product__naam",
    "tariefgroep__naam",
    "locatie__naam",
    "eenheid",
    "bedrag",
    "begindatum",
    "einddatum",
)


class Tarieven(RegisterLijst):
    rechten = {"GET": TARIEF_INZIEN}
    model, tabel, filters = Tarief, tables.TARIEVEN, filters.TariefFilter
    titel = gettext_lazy("Tarieven")
    subregel = gettext_lazy("Euro per eenheid, tot op de cent; per tariefgroep of per locatie.")
    export = (
        Exportkolom("productcode", "product__code"),
        Exportkolom("tariefgroep", "tariefgroep__code"),
        Exportkolom("locatie", "locatie__naam"),
        Exportkolom("eenheid", "eenheid"),
        Exportkolom("bedrag", "bedrag"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows = scope.filter(periode__contains=values.get("peildatum") or timezone.localdate())
        if product := values.get("product"):
            rows = rows.filter(product=product)
        if group := values.get("tariefgroep"):
            rows = rows.filter(tariefgroep=group)
        return rows.values(*TARIEF_VELDEN)

    def extra(self) -> dict[str, Any]:
        if not has_right(self.actor, TARIEF_BEHEREN):
            return {}
        return {"knoppen": [{"url": reverse("tarief-toevoegen"), "label": _("Nieuw tarief")}]}


class Uitsluitingen(RegisterLijst):
    rechten = {"GET": PERCEEL_INZIEN}
    model, tabel, filters = Uitsluiting, tables.UITSLUITINGEN, filters.UitsluitingFilter
    titel = gettext_lazy("Niet ingekocht")
    subregel = gettext_lazy("Percelen en producten die voor een gemeente niet zijn ingekocht.")

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope.annotate(
            wat=Coalesce(
                Concat(F("product__code"), Value(" "), F("product__naam")),
                F("perceel__naam"),
            )
        )
        if gemeente := values.get("gemeente"):
            rows = rows.filter(gemeente=gemeente)
        return rows.values("id", "gemeente__naam", "wat", "verwijzing", "begindatum", "einddatum")
