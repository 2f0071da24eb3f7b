"""Agreements, contracts per perceel and measures, to look at."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import filters, selectors, tables
from contracts.models import ContractLocatie, Maatregel, Overeenkomst, Perceelcontract
from contracts.policies import CONTRACT_INZIEN, MAATREGEL_INZIEN
from contracts.views.catalogus import CONTRACT_VELDEN
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet
from core.ui.formats import format_period
from core.views.register import RegisterDetail, RegisterLijst


class Overeenkomsten(RegisterLijst):
    rechten = {"GET": CONTRACT_INZIEN}
    model, tabel = Overeenkomst, tables.OVEREENKOMSTEN
    filters = filters.OvereenkomstFilter
    titel = gettext_lazy("Overeenkomsten")
    subregel = gettext_lazy("Per aanbieder een hoofdovereenkomst, met daaronder een per subtender.")
    export = (
        Exportkolom("nummer", "nummer"),
        Exportkolom("soort", "soort"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            rows = rows.filter(Q(nummer__icontains=text) | Q(aanbieder__naam__icontains=text))
        if soort := values.get("soort"):
            rows = rows.filter(soort=soort)
        return rows.values(
            "id",
            "nummer",
            "naam",
            "soort",
            "aanbieder_id",
            "aanbieder__naam",
            "begindatum",
            "einddatum",
        )


class OvereenkomstDetail(RegisterDetail):
    rechten = {"GET": CONTRACT_INZIEN}
    model, route, map = Overeenkomst, "overeenkomst", "contracts"
    related = ("aanbieder", "hoofdovereenkomst")
    lijst = ("overeenkomsten", gettext_lazy("Overeenkomsten"))
    tabbladen = (("overeenkomst", gettext_lazy("Overeenkomst")),)

    def header(self, row: Overeenkomst) -> dict[str, Any]:
        return {"titel": row.nummer, "subregel": f"{row.naam} · {row.aanbieder}"}

    def context_overeenkomst(self, row: Overeenkomst) -> dict[str, Any]:
        contracts = selectors.contracts_on(
            Perceelcontract.objects.for_actor(self.actor).filter(
                Q(overeenkomst=row) | Q(overeenkomst__hoofdovereenkomst=row)
            ),
            timezone.localdate(),
        )
        found = list(contracts.order_by("perceel__code").values(*CONTRACT_VELDEN))
        below = (
            Overeenkomst.objects.for_actor(self.actor)
            .filter(hoofdovereenkomst=row)
            .order_by("nummer")
        )
        return {
            "periode": format_period(row.begindatum, row.einddatum),
            "tabel": tables.CONTRACTEN_VAN_AANBIEDER.bind(self.request, found),
            "onder": below,
        }


class Contracten(RegisterLijst):
    rechten = {"GET": CONTRACT_INZIEN}
    model, tabel, filters = Perceelcontract, tables.CONTRACTEN, filters.ContractFilter
    titel = gettext_lazy("Contracten")
    subregel = gettext_lazy("Wie is voor welk perceel toegelaten, en tot wanneer.")
    export = (
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("perceel", "perceel__code"),
        Exportkolom("tariefgroep", "tariefgroep__code"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
        Exportkolom("stand", "staat"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        asked = values.get("peildatum")
        rows = selectors.contracts_on(scope, asked or timezone.localdate())
        if text := values.get("zoek"):
            rows = rows.filter(aanbieder__naam__icontains=text)
        if perceel := values.get("perceel"):
            rows = rows.filter(perceel=perceel)
        if staat := values.get("staat"):
            rows = rows.filter(staat=staat)
        elif asked:
            rows = rows.filter(periode__contains=asked)
        return rows.values(*CONTRACT_VELDEN)


class ContractDetail(RegisterDetail):
    rechten = {"GET": CONTRACT_INZIEN}
    model, route, map = Perceelcontract, "perceelcontract", "contracts"
    related = ("aanbieder", "perceel__segment", "tariefgroep", "overeenkomst")
    lijst = ("contracten", gettext_lazy("Contracten"))
    tabbladen = (
        ("contract", gettext_lazy("Contract")),
        ("tarieven", gettext_lazy("Producten en tarieven")),
        ("plaatsen", gettext_lazy("Locaties en plaatsen")),
    )

    def header(self, row: Perceelcontract) -> dict[str, Any]:
        state = selectors.contracts_on(
            Perceelcontract.objects.filter(pk=row.pk), timezone.localdate()
        ).values_list("staat", flat=True)[0]
        return {
            "titel": f"{row.aanbieder.naam} · {row.perceel.naam}",
            "subregel": format_period(row.begindatum, row.einddatum),
            "tags": [tables.STAAT[state]],
        }

    def context_contract(self, row: Perceelcontract) -> dict[str, Any]:
        measures = Maatregel.objects.for_actor(self.actor).filter(
            Q(perceel__isnull=True) | Q(perceel=row.perceel_id), aanbieder=row.aanbieder_id
        )
        return {
            "financiering": tables.FINANCIERING(row.perceel.financiering),
            "wachttijd": row.max_wachttijd_weken or row.perceel.max_wachttijd_weken,
            "maatregelen": measures.order_by("-begindatum"),
        }

    def context_tarieven(self, row: Perceelcontract) -> dict[str, Any]:
        found = selectors.tariffs_of_contract(self.actor, row, timezone.localdate())
        return {"tabel": tables.TARIEVEN_VAN_CONTRACT.bind(self.request, found)}

    def context_plaatsen(self, row: Perceelcontract) -> dict[str, Any]:
        return {
            "plaatsen": ContractLocatie.objects.for_actor(self.actor)
            .filter(perceelcontract=row)
            .select_related("locatie__gemeente", "groep")
            .order_by("locatie__naam")
        }


class Maatregelen(RegisterLijst):
    rechten = {"GET": MAATREGEL_INZIEN}
    model, tabel, filters = Maatregel, tables.MAATREGELEN, filters.MaatregelFilter
    titel = gettext_lazy("Maatregelen")
    subregel = gettext_lazy("Bij een cliëntenstop start niets nieuws; wat loopt, gaat door.")

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            rows = rows.filter(aanbieder__naam__icontains=text)
        if soort := values.get("soort"):
            rows = rows.filter(soort=soort)
        if values.get("lopend"):
            rows = rows.filter(periode__contains=timezone.localdate())
        return rows.values(
            "id",
            "soort",
            "aanbieder_id",
            "aanbieder__naam",
            "perceel__naam",
            "begindatum",
            "einddatum",
        )


class MaatregelDetail(RegisterDetail):
    rechten = {"GET": MAATREGEL_INZIEN}
    model, route, map = Maatregel, "maatregel", "contracts"
    related = ("aanbieder", "perceel")
    lijst = ("maatregelen", gettext_lazy("Maatregelen"))
    tabbladen = (("maatregel", gettext_lazy("Maatregel")),)

    def title(self, row: Maatregel) -> str:
        return f"{row.get_soort_display()} · {row.aanbieder.naam}"

    def context_maatregel(self, row: Maatregel) -> dict[str, Any]:
        return {
            "periode": format_period(row.begindatum, row.einddatum),
            "percelen": row.perceel.naam if row.perceel else _("alle percelen"),
        }
