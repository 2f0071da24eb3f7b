"""Aanbieders with the state of their contracts; here, for providers knows no contracts."""

from typing import Any

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import filters, selectors, tables
from contracts.models import Maatregel, Perceelcontract
from contracts.views.catalogus import CONTRACT_VELDEN
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.views.register import RegisterDetail, RegisterLijst
from providers.models import Aanbieder, AgbCode, Bankrekening, Contactgegeven, Groep, Locatie
from providers.policies import AANBIEDER_INZIEN, BANKREKENING_INZIEN


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


class AanbiederDetail(RegisterDetail):
    rechten = {"GET": AANBIEDER_INZIEN}
    model, route, map = Aanbieder, "aanbieder", "contracts"
    lijst = ("aanbieders", gettext_lazy("Aanbieders"))
    tabbladen = (
        ("aanbieder", gettext_lazy("Gegevens")),
        ("contracten", gettext_lazy("Contracten")),
        ("locaties", gettext_lazy("Locaties en groepen")),
    )

    def header(self, row: Aanbieder) -> dict[str, Any]:
        state = selectors.with_contract_state(
            Aanbieder.objects.filter(pk=row.pk), timezone.localdate()
        ).values("staat", "percelen")[0]
        return {
            "titel": row.naam,
            "subregel": _("%(plaats)s · %(n)d percelen met een geldig contract")
            % {"plaats": row.vestigingsplaats, "n": state["percelen"]},
            "tags": [tables.STAAT[state["staat"]]],
        }

    def context_aanbieder(self, row: Aanbieder) -> dict[str, Any]:
        own = {"aanbieder": row}
        sees_accounts = has_right(self.actor, BANKREKENING_INZIEN)
        accounts = Bankrekening.objects.for_actor(self.actor).filter(**own)
        return {
            "agb_codes": AgbCode.objects.for_actor(self.actor).filter(**own).order_by("code"),
            "contacten": Contactgegeven.objects.for_actor(self.actor)
            .filter(**own)
            .valid_on(timezone.localdate())  # type: ignore[attr-defined]
            .order_by("functie"),
            "ziet_rekeningen": sees_accounts,
            "rekeningen": accounts.order_by("-begindatum"),
            "maatregelen": Maatregel.objects.for_actor(self.actor)
            .filter(**own)
            .order_by("-begindatum"),
        }

    def context_contracten(self, row: Aanbieder) -> dict[str, Any]:
        rows = selectors.contracts_on(
            Perceelcontract.objects.for_actor(self.actor).filter(aanbieder=row),
            timezone.localdate(),
        )
        found = list(rows.order_by("perceel__code", "begindatum").values(*CONTRACT_VELDEN))
        return {"tabel": tables.CONTRACTEN_VAN_AANBIEDER.bind(self.request, found)}

    def context_locaties(self, row: Aanbieder) -> dict[str, Any]:
        return {
            "locaties": Locatie.objects.for_actor(self.actor)
            .filter(aanbieder=row)
            .select_related("gemeente")
            .order_by("naam"),
            "groepen": Groep.objects.for_actor(self.actor)
            .filter(locatie__aanbieder=row)
            .select_related("locatie")
            .order_by("locatie__naam", "naam"),
        }


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
