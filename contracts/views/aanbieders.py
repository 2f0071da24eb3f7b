"""Lists of aanbieders with the state of their contracts, and of locations.

The dossier of one aanbieder is in zorgportaal.
"""

from typing import Any

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy

from contracts import filters, selectors, tables
from contracts.models import Perceelcontract
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet
from core.views.register import RegisterLijst
from providers.models import Aanbieder, AgbCode, Locatie
from providers.policies import AANBIEDER_INZIEN


class Aanbieders(RegisterLijst):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, tabel, filters = Aanbieder, tables.AANBIEDERS, filters.AanbiederFilter
    titel = gettext_lazy("Aanbieders")
    subregel = gettext_lazy("Wie jeugdhulp levert in de regio, en hoe het contract ervoor staat.")
    export = (
        Exportkolom("naam", "naam"),
        Exportkolom("vestigingsplaats", "vestigingsplaats"),
        Exportkolom("kvk", "kvk"),
        Exportkolom("agb", "agb"),
        Exportkolom("grootte", "grootte"),
        Exportkolom("percelen", "percelen"),
        Exportkolom("eersteEinddatum", "contract_tot"),
        Exportkolom("staat", "staat"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        day = timezone.localdate()
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            agb = AgbCode.objects.filter(code__startswith=text).values("aanbieder")
            rows = rows.filter(
                Q(naam__icontains=text) | Q(vestigingsplaats__icontains=text) | Q(pk__in=agb)
            )
        if perceel := values.get("perceel"):
            contracts = Perceelcontract.objects.filter(perceel=perceel, periode__contains=day)
            rows = rows.filter(pk__in=contracts.values("aanbieder"))
        if gemeente := values.get("gemeente"):
            places = Locatie.objects.filter(gemeente=gemeente, periode__contains=day)
            rows = rows.filter(pk__in=places.values("aanbieder"))
        if grootte := values.get("grootte"):
            rows = rows.filter(grootte=grootte)
        rows = selectors.with_contract_state(rows, day)
        if staat := values.get("staat"):
            rows = rows.filter(staat=staat)
        return rows.values(
            "id",
            "naam",
            "vestigingsplaats",
            "agb",
            "grootte",
            "percelen",
            "contract_tot",
            "staat",
        )


class Locaties(RegisterLijst):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, tabel, filters = Locatie, tables.LOCATIES, filters.LocatieFilter
    titel = gettext_lazy("Locaties")
    subregel = gettext_lazy(
        "Waar hulp wordt gegeven. Van een beschermde locatie staat hier het gemeentehuis."
    )
    export = (
        Exportkolom("naam", "naam"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("adres", "adres"),
        Exportkolom("gemeente", "gemeente__naam"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope.filter(periode__contains=timezone.localdate()).annotate(
            adres=Concat(
                "straat", Value(" "), "huisnummer", Value(", "), "postcode", Value(" "), "plaats"
            ),
            plaatsen=Sum("groepen__capaciteit"),
        )
        if text := values.get("zoek"):
            rows = rows.filter(Q(naam__icontains=text) | Q(aanbieder__naam__icontains=text))
        if gemeente := values.get("gemeente"):
            rows = rows.filter(gemeente=gemeente)
        return rows.values(
            "id",
            "naam",
            "aanbieder_id",
            "aanbieder__naam",
            "adres",
            "gemeente__naam",
            "plaatsen",
            "geheim",
        )
