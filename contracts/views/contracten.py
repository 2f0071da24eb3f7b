"""Agreements, contracts per perceel and measures, to look at."""

import datetime
from typing import Any

from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, SmallIntegerField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts import filters, selectors, tables, tijdlijn
from contracts.models import (
    Leveringsgebied,
    Maatregel,
    Overeenkomst,
    Overeenkomststuk,
    Perceelcontract,
)
from contracts.policies import (
    CONTRACT_BEHEREN,
    CONTRACT_INZIEN,
    MAATREGEL_INZIEN,
    OVEREENKOMST_INZIEN,
    OVEREENKOMSTSTUK_INZIEN,
)
from contracts.selectors_contract import places, promised, promised_count, state_on
from contracts.views.catalogus import CONTRACT_VELDEN
from core import rolgroepen
from core.choices import Rolcode
from core.geschiedenis import history_of_rows
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, authorise, has_right
from core.ui.formats import format_period
from core.views.register import PeildatumForm, RegisterDetail, RegisterLijst


class Overeenkomsten(RegisterLijst):
    rechten = {"GET": OVEREENKOMST_INZIEN}
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
        Exportkolom("optiesOver", "opties"),
        Exportkolom("pilot", "pilot"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        left = ExpressionWrapper(
            F("verlengopties") - F("verlengd"), output_field=SmallIntegerField()
        )
        rows: QuerySet[Any] = scope.annotate(opties=left)
        if text := values.get("zoek"):
            rows = rows.filter(Q(nummer__icontains=text) | Q(aanbieder__naam__icontains=text))
        if soort := values.get("soort"):
            rows = rows.filter(soort=soort)
        if day := values.get("peildatum"):
            rows = rows.filter(periode__contains=day)
        if day := values.get("eindigt_voor"):
            rows = rows.filter(einddatum__lt=day)
        if values.get("opties"):
            rows = rows.filter(opties__gt=0)
        if values.get("pilot"):
            rows = rows.filter(pilot=True)
        return rows.values(
            "id",
            "nummer",
            "naam",
            "soort",
            "aanbieder_id",
            "aanbieder__naam",
            "begindatum",
            "einddatum",
            "opties",
            "pilot",
        )

    def extra(self) -> dict[str, Any]:
        if not has_right(self.actor, CONTRACT_BEHEREN):
            return {}
        label = _("Hoofdovereenkomst toevoegen")
        return {"knoppen": [{"url": reverse("overeenkomst-toevoegen"), "label": label}]}


class OvereenkomstDetail(RegisterDetail):
    rechten = {"GET": OVEREENKOMST_INZIEN}
    model, route, map = Overeenkomst, "overeenkomst", "contracts"
    related = ("aanbieder", "hoofdovereenkomst")
    lijst = ("overeenkomsten", gettext_lazy("Overeenkomsten"))
    tabbladen = (
        ("overeenkomst", gettext_lazy("Overeenkomst")),
        ("stukken", gettext_lazy("Stukken")),
    )

    def shows(self, tab: str) -> bool:
        return tab != "stukken" or has_right(self.actor, OVEREENKOMSTSTUK_INZIEN)

    def header(self, row: Overeenkomst) -> dict[str, Any]:
        tags = [("judge", _("Pilot"))] if row.pilot else []
        return {"titel": row.nummer, "subregel": f"{row.naam} · {row.aanbieder}", "tags": tags}

    def context_overeenkomst(self, row: Overeenkomst) -> dict[str, Any]:
        today = timezone.localdate()
        contracts = selectors.contracts_on(
            Perceelcontract.objects.for_actor(self.actor).filter(
                Q(overeenkomst=row) | Q(overeenkomst__hoofdovereenkomst=row)
            ),
            today,
        )
        found = list(contracts.order_by("perceel__code").values(*CONTRACT_VELDEN))
        below = (
            Overeenkomst.objects.for_actor(self.actor)
            .filter(hoofdovereenkomst=row)
            .order_by("nummer")
        )
        return {
            "periode": format_period(row.begindatum, row.einddatum),
            "opties_over": row.verlengopties - row.verlengd,
            "tabel": tables.CONTRACTEN_VAN_AANBIEDER.bind(self.request, found),
            "onder": below,
            "tijdlijn": tijdlijn.of_agreement(self.actor, row, today),
        }

    def context_stukken(self, row: Overeenkomst) -> dict[str, Any]:
        authorise(self.actor, OVEREENKOMSTSTUK_INZIEN)
        rows = Overeenkomststuk.objects.for_actor(self.actor).filter(overeenkomst=row)
        return {"stukken": rows.select_related("document")}


class Contracten(RegisterLijst):
    rechten = {"GET": CONTRACT_INZIEN}
    model, tabel, filters = Perceelcontract, tables.CONTRACTEN, filters.ContractFilter
    titel = gettext_lazy("Contracten")
    subregel = gettext_lazy("Wie is voor welk perceel toegelaten, en tot wanneer.")
    export = (
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("perceel", "perceel__code"),
        Exportkolom("overeenkomst", "overeenkomst__nummer"),
        Exportkolom("tariefgroep", "groepnaam"),
        Exportkolom("gemeenten", "gemeenten"),
        Exportkolom("begindatum", "begindatum"),
        Exportkolom("einddatum", "einddatum"),
        Exportkolom("stand", "staat"),
    )
    #: Filter to field, where they are simply equal.
    GELIJK = {
        "perceel": "perceel",
        "segment": "perceel__segment",
        "financiering": "perceel__financiering",
        "staat": "staat",
    }

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        asked = values.get("peildatum")
        day = asked or timezone.localdate()
        rows = selectors.contracts_on(scope, day).annotate(gemeenten=promised_count(day))
        if text := values.get("zoek"):
            rows = rows.filter(aanbieder__naam__icontains=text)
        for name, field in self.GELIJK.items():
            if value := values.get(name):
                rows = rows.filter(**{field: value})
        if group := values.get("tariefgroep"):
            rows = rows.annotate(groep=selectors.tariff_group(day)).filter(groep=group.pk)
        if gemeente := values.get("gemeente"):
            there = Leveringsgebied.objects.filter(
                perceelcontract=OuterRef("pk"), gemeente=gemeente, periode__contains=day
            )
            rows = rows.filter(Exists(there))
        if before := values.get("eindigt_voor"):
            rows = rows.filter(einddatum__lt=before)
        if values.get("pilot"):
            rows = rows.filter(overeenkomst__pilot=True)
        if asked and not values.get("staat"):
            rows = rows.filter(periode__contains=asked)
        return rows.values(*CONTRACT_VELDEN, "gemeenten")


class ContractDetail(RegisterDetail):
    """`op` asks for another day than today: what holds then, as far as is known now. The history
    tells what the portal knew.
    """

    rechten = {"GET": CONTRACT_INZIEN}
    model, route, map = Perceelcontract, "perceelcontract", "contracts"
    related = ("aanbieder", "perceel__segment", "tariefgroep", "overeenkomst__hoofdovereenkomst")
    lijst = ("contracten", gettext_lazy("Contracten"))
    tabbladen = (
        ("contract", gettext_lazy("Contract")),
        ("tarieven", gettext_lazy("Producten en tarieven")),
        ("gebied", gettext_lazy("Gemeenten")),
        ("plaatsen", gettext_lazy("Locaties en plaatsen")),
    )

    @property
    def asked(self) -> datetime.date | None:
        form = PeildatumForm(self.request.GET)
        return form.values.get("op")

    @property
    def day(self) -> datetime.date:
        return self.asked or timezone.localdate()

    def header(self, row: Perceelcontract) -> dict[str, Any]:
        state = selectors.contracts_on(
            Perceelcontract.objects.filter(pk=row.pk), self.day
        ).values_list("staat", flat=True)[0]
        tags: list[tuple[str, Any]] = [tables.STAAT[state]]
        if row.status == "ingetrokken":
            tags = [("must", _("Ingetrokken"))]
        if row.overeenkomst.pilot:
            tags.append(("judge", _("Pilot")))
        return {
            "titel": f"{row.aanbieder.naam} · {row.perceel.naam}",
            "subregel": format_period(row.begindatum, row.einddatum),
            "tags": tags,
        }

    def url(self, row: Any, name: str, *, first: bool) -> str:
        address = super().url(row, name, first=first)
        asked = self.asked
        return f"{address}?op={asked.isoformat()}" if asked and name != "geschiedenis" else address

    def content(self, row: Any, current: str) -> tuple[Any, str]:
        context, part = super().content(row, current)
        own = {name for name, _label in self.tabbladen}
        if current not in own:
            return context, part
        form = PeildatumForm(self.request.GET if "op" in self.request.GET else None)
        form.fields["op"].label = _("Zoals het geldt op")
        base = {"op_form": form, "op": self.asked, "dag": self.day, "inhoud": part}
        return {**base, **context}, "contracts/_op_datum.html"

    def context_contract(self, row: Perceelcontract) -> dict[str, Any]:
        changes = row.tariefgroepwijzigingen.select_related("tariefgroep")
        return {
            "financiering": tables.FINANCIERING(row.perceel.financiering),
            "taakgericht": row.perceel.financiering == "taak",
            "stand": (stand := state_on(self.actor, row, self.day)),
            "maatregelen": stand.maatregelen,
            "groepen": changes.filter(begindatum__gt=self.day),
        }

    def context_tarieven(self, row: Perceelcontract) -> dict[str, Any]:
        found = selectors.tariffs_of_contract(self.actor, row, self.day)
        return {"tabel": tables.TARIEVEN_VAN_CONTRACT.bind(self.request, found)}

    def context_gebied(self, row: Perceelcontract) -> dict[str, Any]:
        return {"gebied": list(self._in_time(promised(self.actor, row)))}

    def context_plaatsen(self, row: Perceelcontract) -> dict[str, Any]:
        return {
            "plaatsen": list(self._in_time(places(self.actor, row))),
            "beheert": has_right(self.actor, CONTRACT_BEHEREN),
        }

    def _in_time(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """On the day that was asked for; without one, today and what is to come."""
        if self.asked:
            return rows.filter(periode__contains=self.asked)
        return rows.filter(Q(einddatum__isnull=True) | Q(einddatum__gte=self.day))


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
            "ziet_grond": self._sees_ground,
        }

    @property
    def _sees_ground(self) -> bool:
        """Why it was taken is between both sides (R-CON-4); others see that it holds."""
        return self.actor.has_role(*rolgroepen.OZJT_CONTRACT, Rolcode.AANBIEDER_BEHEERDER)

    def history(self, row: Maatregel) -> dict[str, Any]:
        found = super().history(row)
        if self._sees_ground:
            return found
        steps = history_of_rows(Maatregel, [row.pk], hide={row.pk: ("grond",)})
        shown = [(label, value) for label, value in found["toestand"] or [] if label != "Grond"]
        return {
            **found,
            "gebeurtenissen": [step for _pk, step in reversed(steps)],
            "toestand": shown or None,
        }
