"""Yearly figures: list, one year, entering, correcting, and as a file."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.documenten.upload import store_upload
from core.fouten import Ongeldig
from core.importexport.uitvoer import Exportkolom
from core.importexport.views import ImportView
from core.models import Document, Organisatie
from core.policies import ScopedQuerySet, has_right
from core.views.register import RegisterDetail, RegisterLijst
from leveranciers import selectors, tables
from leveranciers.documenten import JAARREKENING
from leveranciers.filters import JaarcijferFilter
from leveranciers.forms import CijferForm, NieuweCijfersForm
from leveranciers.importexport import JAARCIJFERS
from leveranciers.models import Jaarcijfer, Sturingsnorm
from leveranciers.policies import JAARCIJFERS_BEHEREN, LEVERANCIER_INZIEN
from leveranciers.rules import flags
from leveranciers.services.jaarcijfers import CIJFERS, add_jaarcijfers, change_jaarcijfers
from leveranciers.views.basis import Handelpagina, in_scope, uuid_of
from providers.models import Aanbieder

VELDEN = (
    "id", "aanbieder_id", "aanbieder__naam", "jaar", "omzet", "rendement", "liquiditeit",
    "solvabiliteit", "personeelskosten_fte", "aandeel_twente", "bron",
)  # fmt: skip


class Jaarcijfers(RegisterLijst):
    rechten = {"GET": LEVERANCIER_INZIEN}
    model, tabel, filters = Jaarcijfer, tables.JAARCIJFERS, JaarcijferFilter
    titel = gettext_lazy("Jaarcijfers")
    subregel = gettext_lazy("Uit jaarrekeningen en opgaven; hieruit volgen de vlaggen.")
    template_naam = "leveranciers/jaarcijfers.html"
    export = (
        Exportkolom("aanbieder", "aanbieder__naam"),
        *(Exportkolom(naam, naam) for naam in VELDEN[3:]),
    )

    def rows(self, scope: ScopedQuerySet, values: dict[str, Any]) -> QuerySet[Any]:
        rows: QuerySet[Any] = scope
        if text := values.get("zoek"):
            rows = rows.filter(aanbieder__naam__icontains=text)
        if jaar := values.get("jaar"):
            rows = rows.filter(jaar=jaar)
        if vlag := values.get("vlag"):
            kept = list(Sturingsnorm.objects.for_actor(self.actor))
            rows = rows.filter(selectors.flagged_by_year(kept, vlag))
        return rows.values(*VELDEN)

    def extra(self) -> dict[str, Any]:
        return {"mag_beheren": has_right(self.actor, JAARCIJFERS_BEHEREN)}


class JaarcijferDetail(RegisterDetail):
    rechten = {"GET": LEVERANCIER_INZIEN}
    model, route, map = Jaarcijfer, "jaarcijfer", "leveranciers"
    related = ("aanbieder", "document")
    lijst = ("jaarcijfers", gettext_lazy("Jaarcijfers"))
    tabbladen = (("jaarcijfer", gettext_lazy("Cijfers")),)

    def header(self, row: Jaarcijfer) -> dict[str, Any]:
        return {"titel": str(row), "subregel": _("Jaarcijfers")}

    def context_jaarcijfer(self, row: Jaarcijfer) -> dict[str, Any]:
        normen = selectors.norms(self.actor, row.jaar)
        return {
            "vlaggen": flags(row, normen),
            "mag_beheren": has_right(self.actor, JAARCIJFERS_BEHEREN),
        }


class _Cijferpagina(Handelpagina):
    abstract = True

    def document(self, form: Any) -> Document | None:
        """What came along, stored; when it is refused, so is the whole form."""
        own = Organisatie.objects.get(pk=str(self.actor.organisatie_id))
        kept = store_upload(self.actor, form, "document", JAARREKENING, own)
        if form.errors:
            raise Ongeldig(bevindingen=())
        return kept

    def besides(self, row: Any) -> dict[str, Any]:
        return {"kruimels": [(reverse("jaarcijfers"), _("Jaarcijfers"))], "bestanden": True}


class CijfersInvoeren(_Cijferpagina):
    rechten = {"GET": JAARCIJFERS_BEHEREN, "POST": JAARCIJFERS_BEHEREN}
    titel = gettext_lazy("Jaarcijfers invoeren")
    knop = gettext_lazy("Invoeren")
    uitleg = gettext_lazy(
        "Rendement en personeelskosten per fte rekent het portaal uit, en daaruit de vlaggen."
    )

    def after(self, row: Any) -> str:
        return reverse("jaarcijfers")

    def form(self, row: Any, data: Any = None, files: Any = None) -> NieuweCijfersForm:
        known = uuid_of(self.request.GET.get("aanbieder", ""))
        initial = {"aanbieder": known, "jaar": str(timezone.localdate().year - 1)}
        rows = Aanbieder.objects.for_actor(self.actor)
        return NieuweCijfersForm(data, files, aanbieders=rows, initial=initial)

    def act(self, row: Any, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        done = add_jaarcijfers(
            self.actor,
            values["aanbieder"].pk,
            jaar=values["jaar"],
            cijfers=values,
            peildatum=timezone.localdate(),
            document=self.document(form),
        )
        said = _("De cijfers van %(wie)s over %(jaar)s staan in het portaal.")
        words = {"wie": values["aanbieder"].naam, "jaar": done.jaar}
        return reverse("jaarcijfer", args=[done.pk]), said % words


class CijfersWijzigen(_Cijferpagina):
    rechten = {"GET": JAARCIJFERS_BEHEREN, "POST": JAARCIJFERS_BEHEREN}
    titel = gettext_lazy("Jaarcijfers verbeteren")
    knop = gettext_lazy("Verbeteren")
    uitleg = gettext_lazy("De oude cijfers blijven in de geschiedenis staan.")

    def row(self, pk: UUID | None) -> Jaarcijfer:
        rows = Jaarcijfer.objects.for_actor(self.actor).select_related("aanbieder")
        found: Jaarcijfer = in_scope(rows, pk)
        return found

    def after(self, row: Jaarcijfer) -> str:
        return reverse("jaarcijfer", args=[row.pk])

    def form(self, row: Jaarcijfer, data: Any = None, files: Any = None) -> CijferForm:
        initial = {name: getattr(row, name) for name in CIJFERS}
        return CijferForm(data, files, initial={**initial, "versie": str(row.versie)})

    def act(self, row: Jaarcijfer, form: Any) -> tuple[str, str]:
        values = form.cleaned_data
        change_jaarcijfers(
            self.actor,
            row.pk,
            cijfers=values,
            versie=values["versie"],
            document=self.document(form),
        )
        return self.after(row), _("De cijfers zijn verbeterd.")

    def besides(self, row: Jaarcijfer) -> dict[str, Any]:
        return {**super().besides(row), "waarover": str(row)}


class CijfersImport(ImportView):
    schema = JAARCIJFERS.schema
    overzicht = "jaarcijfers"

    def export_rows(self) -> QuerySet[Any]:
        return JAARCIJFERS.rijen(self.actor)

    def export_columns(self) -> tuple[Exportkolom, ...]:
        return tuple(JAARCIJFERS.uitvoer)
