"""Talks: list, one talk, and each step of it on a page of its own."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.geschiedenis import Stap
from core.importexport.uitvoer import Exportkolom
from core.policies import ScopedQuerySet, has_right
from core.ui.formats import format_date
from core.views.register import PeildatumForm, RegisterDetail, RegisterLijst
from leveranciers import selectors, tables
from leveranciers.choices import Afspraakstatus, Gespreksoort, Gespreksstatus
from leveranciers.filters import GesprekFilter
from leveranciers.forms import NieuwGesprekForm, PlanForm, VaststelForm, VerslagForm, VervalForm
from leveranciers.models import Accountgesprek
from leveranciers.overgangen import GESPREK
from leveranciers.policies import GESPREK_BEHEREN, GESPREK_INZIEN
from leveranciers.services import gesprekken as diensten
from leveranciers.views.basis import Handelpagina, in_scope, uuid_of
from providers.models import Aanbieder

VELDEN = (
    "id", "nummer", "aanbieder_id", "aanbieder__naam", "soort", "datum", "status",
    "open_afspraken",
)  # fmt: skip
PLANNEN = {"GET": GESPREK_BEHEREN, "POST": GESPREK_BEHEREN}


def with_agreements(rows: QuerySet[Any], *, own_side: bool) -> QuerySet[Any]:
    """`open_afspraken`: of a talk, those still open that the reader may see."""
    still = Q(afspraken__status=Afspraakstatus.OPEN)
    still &= Q(afspraken__kant="aanbieder") if own_side else Q()
    return rows.annotate(open_afspraken=Count("afspraken", filter=still))


class Gesprekken(RegisterLijst):
    rechten = {"GET": GESPREK_INZIEN}
    model, tabel, filters = Accountgesprek, tables.GESPREKKEN, GesprekFilter
    titel = gettext_lazy("Accountgesprekken")
    subregel = gettext_lazy("Wat OZJT en aanbieders met elkaar bespreken en afspreken.")
    template_naam = "leveranciers/gesprekken.html"
    export = (
        Exportkolom("nummer", "nummer"),
        Exportkolom("aanbieder", "aanbieder__naam"),
        Exportkolom("soort", "soort"),
        Exportkolom("datum", "datum"),
        Exportkolom("stand", "status"),
        Exportkolom("open_afspraken", "open_afspraken"),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            number = text.upper().removeprefix("AG-").strip()
            found = Q(aanbieder__naam__icontains=text)
            if number.isascii() and number.isdigit() and len(number) < 15:
                found |= Q(nummer=int(number))
            rows = rows.filter(found)
        if status := values.get("status"):
            rows = rows.filter(status=status)
        return with_agreements(rows, own_side=not has_right(self.actor, GESPREK_BEHEREN)).values(
            *VELDEN
        )

    def extra(self) -> dict[str, Any]:
        return {"mag_beheren": has_right(self.actor, GESPREK_BEHEREN)}


class GesprekDetail(RegisterDetail):
    """Of the history the aanbieder sees that it stands: what was a concept stays within OZJT."""

    rechten = {"GET": GESPREK_INZIEN}
    model, route, map = Accountgesprek, "accountgesprek", "leveranciers"
    related = ("aanbieder", "vastgesteld_door")
    lijst = ("accountgesprekken", gettext_lazy("Accountgesprekken"))
    tabbladen = (("gesprek", gettext_lazy("Gesprek")),)

    def header(self, row: Accountgesprek) -> dict[str, Any]:
        what = f"{Gespreksoort(row.soort).label}, {format_date(row.datum)}"
        tag = (tables.GESPREK_KIND[row.status], Gespreksstatus(row.status).label)
        return {
            "titel": f"{row.kenmerk} · {row.aanbieder.naam}",
            "subregel": what,
            "tags": [tag],
        }

    def history(self, row: Accountgesprek) -> dict[str, Any]:
        if has_right(self.actor, GESPREK_BEHEREN):
            return super().history(row)
        assert row.vastgesteld_op is not None
        stands = Stap(row.vastgesteld_op, "OZJT", "insert", ())
        return {"gebeurtenissen": [stands], "peildatum_form": PeildatumForm()}

    def context_gesprek(self, row: Accountgesprek) -> dict[str, Any]:
        found = selectors.agreements(self.actor, [row.pk]).order_by("uiterlijk", "pk")
        today = timezone.localdate()
        for afspraak in found:
            afspraak.te_laat = afspraak.status == Afspraakstatus.OPEN and afspraak.uiterlijk < today
        manages = has_right(self.actor, GESPREK_BEHEREN)
        return {
            "afspraken": found,
            "mag_beheren": manages,
            "kan": {s.value for s in GESPREK[Gespreksstatus(row.status)]} if manages else set(),
        }


class _Gesprekspagina(Handelpagina):
    """An act on a talk; `stap` is the status that it leads to."""

    abstract = True
    stap = Gespreksstatus.GEHOUDEN

    def row(self, pk: UUID | None) -> Accountgesprek:
        rows = Accountgesprek.objects.for_actor(self.actor).select_related("aanbieder")
        found: Accountgesprek = in_scope(rows, pk)
        return found

    def after(self, row: Accountgesprek) -> str:
        return reverse("accountgesprek", args=[row.pk])

    def allowed(self, row: Accountgesprek) -> bool:
        return self.stap in GESPREK[Gespreksstatus(row.status)]

    def besides(self, row: Accountgesprek) -> dict[str, Any]:
        return {
            "kruimels": [
                (reverse("accountgesprekken"), _("Accountgesprekken")),
                (self.after(row), row.kenmerk),
            ],
            "waarover": f"{row.kenmerk} · {row.aanbieder.naam}",
        }


class GesprekPlannen(Handelpagina):
    rechten = PLANNEN
    titel = gettext_lazy("Gesprek plannen")
    knop = gettext_lazy("Plannen")
    uitleg = gettext_lazy(
        "De aanbieder krijgt hiervan geen bericht; nodig zelf uit. Het verslag ziet de aanbieder "
        "zodra het is vastgesteld."
    )

    def after(self, row: Any) -> str:
        return reverse("accountgesprekken")

    def form(self, row: Any, data: Any = None, files: Any = None) -> NieuwGesprekForm:
        known = uuid_of(self.request.GET.get("aanbieder", ""))
        rows = Aanbieder.objects.for_actor(self.actor)
        return NieuwGesprekForm(data, aanbieders=rows, initial={"aanbieder": known})

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        done = diensten.plan_gesprek(
            self.actor,
            values["aanbieder"].pk,
            soort=values["soort"],
            datum=values["datum"],
            aanwezigen=values["aanwezigen"],
            agenda=values["agenda"],
            peildatum=timezone.localdate(),
        )
        said = _("%(kenmerk)s met %(wie)s staat gepland.")
        words = {"kenmerk": done.kenmerk, "wie": values["aanbieder"].naam}
        return reverse("accountgesprek", args=[done.pk]), said % words

    def besides(self, row: Any) -> dict[str, Any]:
        return {"kruimels": [(reverse("accountgesprekken"), _("Accountgesprekken"))]}


class GesprekWijzigen(_Gesprekspagina):
    rechten = PLANNEN
    titel = gettext_lazy("Gesprek wijzigen")
    knop = gettext_lazy("Wijzigen")

    def allowed(self, row: Accountgesprek) -> bool:
        return row.status == Gespreksstatus.GEPLAND

    def form(self, row: Accountgesprek, data: Any = None, files: Any = None) -> PlanForm:
        names = ("soort", "datum", "aanwezigen", "agenda")
        initial = {name: getattr(row, name) for name in names}
        return PlanForm(data, initial={**initial, "versie": str(row.versie)})

    def act(self, row: Accountgesprek, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        diensten.replan_gesprek(
            self.actor,
            row.pk,
            soort=values["soort"],
            datum=values["datum"],
            aanwezigen=values["aanwezigen"],
            agenda=values["agenda"],
            versie=values["versie"],
            peildatum=timezone.localdate(),
        )
        return self.after(row), _("%s is gewijzigd.") % row.kenmerk


class VerslagSchrijven(_Gesprekspagina):
    rechten = PLANNEN
    titel = gettext_lazy("Verslag schrijven")
    knop = gettext_lazy("Concept bewaren")
    uitleg = gettext_lazy("Het verslag blijft een concept, alleen voor OZJT, tot je het vaststelt.")

    def form(self, row: Accountgesprek, data: Any = None, files: Any = None) -> VerslagForm:
        initial = {"datum": row.datum, "aanwezigen": row.aanwezigen, "verslag": row.verslag}
        return VerslagForm(data, initial={**initial, "versie": str(row.versie)})

    def act(self, row: Accountgesprek, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        diensten.write_verslag(
            self.actor,
            row.pk,
            datum=values["datum"],
            aanwezigen=values["aanwezigen"],
            verslag=values["verslag"],
            versie=values["versie"],
            peildatum=timezone.localdate(),
        )
        return self.after(row), _("Het verslag is bewaard als concept. Leg nu de afspraken vast.")


class VerslagVaststellen(_Gesprekspagina):
    rechten = PLANNEN
    titel = gettext_lazy("Verslag vaststellen")
    knop = gettext_lazy("Vaststellen")
    stap = Gespreksstatus.VASTGESTELD
    uitleg = gettext_lazy(
        "Daarna verandert het verslag niet meer. De aanbieder ziet het en krijgt er een bericht "
        "over. De afspraken komen op de werkvoorraad van wie ze nakomt."
    )

    def form(self, row: Accountgesprek, data: Any = None, files: Any = None) -> VaststelForm:
        return VaststelForm(data, initial={"versie": str(row.versie)})

    def act(self, row: Accountgesprek, form: Any) -> tuple[str, str]:
        diensten.establish_verslag(self.actor, row.pk, versie=form.cleaned_data["versie"])
        return self.after(row), _("Het verslag van %s is vastgesteld.") % row.kenmerk

    def besides(self, row: Accountgesprek) -> dict[str, Any]:
        found = selectors.agreements(self.actor, [row.pk]).order_by("uiterlijk", "pk")
        return {**super().besides(row), "afspraken": found, "verslag": row.verslag}


class GesprekVervallen(_Gesprekspagina):
    rechten = PLANNEN
    titel = gettext_lazy("Gesprek laten vervallen")
    knop = gettext_lazy("Laten vervallen")
    stap = Gespreksstatus.VERVALLEN
    uitleg = gettext_lazy("Het gesprek blijft staan, met de reden waarom het niet doorging.")

    def form(self, row: Accountgesprek, data: Any = None, files: Any = None) -> VervalForm:
        return VervalForm(data, initial={"versie": str(row.versie)})

    def act(self, row: Accountgesprek, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        diensten.cancel_gesprek(self.actor, row.pk, reden=values["reden"], versie=values["versie"])
        return self.after(row), _("%s gaat niet door.") % row.kenmerk
