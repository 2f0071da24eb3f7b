"""Handing in a file, following it, reading what is wrong, taking it in."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from aanlevering import services
from aanlevering.bestand import load_report
from aanlevering.choices import Soort, Stand
from aanlevering.models import Aanlevering
from aanlevering.policies import AANLEVEREN
from aanlevering.werk import vorm_of
from core.choices import Jobstatus
from core.forms import BestandField, PortalForm
from core.fouten import Ongeldig
from core.importexport.inlezen import Keuze
from core.importexport.rapport import as_csv, as_xlsx, template_rows
from core.importexport.views import GETOOND, findings_table, kinds_table
from core.jobs import BEZIG
from core.models import Gebeurtenis
from core.paging import paginate
from core.policies import Recht
from core.tables import Column, Table, render_table
from core.ui.formats import format_moment
from core.ui.status import Kind, render_tag
from core.views.basis import PortalView

MAX_MB = 40
KIND: dict[str, Kind] = {
    Stand.AANGELEVERD: "judge",
    Stand.NAGEKEKEN: "judge",
    Stand.AFGEKEURD: "must",
    Stand.INGELEZEN: "good",
    Stand.VERVALLEN: "none",
}
TABLE = Table(
    id="aanleveringen",
    caption=_("Wat je hebt aangeleverd, nieuwste eerst"),
    noun=(_("bestand"), _("bestanden")),
    empty=_("Je hebt nog geen bestand aangeleverd."),
    columns=[
        Column(
            "soort",
            _("Bestand"),
            header=True,
            format=lambda soort: Soort(soort).label,
            link=lambda rij: reverse("aanlevering", args=[rij.pk]),
        ),
        Column("aangemaakt_op", _("Aangeleverd"), format=format_moment, nowrap=True),
        Column("stand", _("Stand"), format=lambda s: render_tag(KIND[s], Stand(s).label)),
        Column("gelezen", _("Regels"), align="end"),
        Column("ingelezen", _("Ingelezen"), align="end"),
        Column("fout", _("Met fouten"), align="end"),
    ],
)
_TYPES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class BestandForm(PortalForm):
    bestand = BestandField(
        label=_("Bestand"),
        help_text=_("CSV of Excel (.xlsx); de eerste rij noemt de kolommen."),
        accept=[".csv", ".xlsx"],
        max_mb=MAX_MB,
        allow_empty_file=True,
    )


class OverzichtView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": AANLEVEREN}

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Aanlevering.objects.for_actor(self.actor)
        page = paginate(rows, ("-aangemaakt_op",), cursor=request.GET.get("cursor"))
        for row in page.rijen:
            for name in ("gelezen", "ingelezen", "fout"):
                setattr(row, name, row.cijfers.get(name))
        context = {"vormen": [(f"aanleveren-{s.value}", s.label) for s in Soort]}
        table = TABLE.bind(request, page)
        return render_table(request, "aanlevering/overzicht.html", table, context)


class UploadView(PortalView):
    """GET shows the form, or gives an empty file; POST hands in."""

    abstract = True
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": AANLEVEREN, "POST": AANLEVEREN}
    template_naam = "import/uploaden.html"
    bestand_max_bytes = MAX_MB * 1024 * 1024
    soort: ClassVar[Soort]

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("formaat", "")
        if wanted in _TYPES:
            rows = template_rows(vorm_of(self.soort))
            return download(_TYPES[wanted][0](rows), f"{self.soort}-leeg.{wanted}", wanted)
        return self._form(BestandForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BestandForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=400)
        data = form.cleaned_data["bestand"].read()
        try:
            aanlevering = services.hand_in(self.actor, soort=self.soort, data=data)
        except Ongeldig as exc:
            form.add_bevindingen(exc.bevindingen)
            return self._form(form, status=400)
        return redirect("aanlevering", pk=aanlevering.pk)

    def _form(self, form: BestandForm, status: int = 200) -> HttpResponse:
        context = {"schema": vorm_of(self.soort), "form": form, "overzicht": "aanleveren"}
        return self.render(context, status=status)


class ToewijzingenView(UploadView):
    soort = Soort.TOEWIJZINGEN


class DeclaratieregelsView(UploadView):
    soort = Soort.DECLARATIEREGELS


class AanleveringView(PortalView):
    """How far a file is; the part asks again until its job has ended."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": AANLEVEREN}
    template_naam = "aanlevering/aanlevering.html"
    deel_naam = "aanlevering/_aanlevering.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        aanlevering = self._find(pk)
        bestand = getattr(aanlevering, "bestand", None)
        report = load_report(bestand and bestand.rapport, aanlevering.pk)
        job = aanlevering.job
        cijfers = aanlevering.cijfers
        context = {
            "aanlevering": aanlevering,
            "vorm": vorm_of(aanlevering.soort),
            "uploaden": f"aanleveren-{aanlevering.soort}",
            "job": job,
            "loopt": bool(job and job.status in BEZIG),
            "gestopt": bool(job and job.status == Jobstatus.GESTOPT),
            "mislukt": bool(job and job.status == Jobstatus.MISLUKT),
            "bewaard": bestand is not None,
            "cijfers": cijfers,
            "goed": cijfers.get("nieuw", 0),
            "gebeurtenis": self._taken_in(aanlevering),
            "excel": cijfers.get("fout", 0) <= services.MAX_EXCEL,
            "fouten": report["fouten"],
            "getoond": GETOOND,
        }
        if report["soorten"]:
            context["soorten"] = kinds_table().bind(request, report["soorten"])
        if report["rijen"]:
            context["tabel"] = findings_table(herken=True).bind(request, report["rijen"])
        return self.render(context)

    def _find(self, pk: UUID) -> Aanlevering:
        rows = Aanlevering.objects.for_actor(self.actor).select_related("job", "bestand")
        found: Aanlevering = get_object_or_404(rows.defer("bestand__inhoud"), pk=pk)
        return found

    def _taken_in(self, aanlevering: Aanlevering) -> Any:
        if aanlevering.stand != Stand.INGELEZEN:
            return None
        rows = Gebeurtenis.objects.filter(
            object_id=aanlevering.pk, soort="aanlevering.ingelezen", actor_id=self.actor.id
        )
        return rows.order_by("-moment").first()


class FoutenView(PortalView):
    """The rows that are not good, to be corrected; they go to who handed them in only."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": AANLEVEREN}

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        wanted = "xlsx" if request.GET.get("formaat") == "xlsx" else "csv"
        alles = "alles" in request.GET
        content = services.file_to_correct(self.actor, pk, formaat=wanted, alles=alles)
        return download(content, f"aanlevering-{'alle' if alles else 'fouten'}.{wanted}", wanted)


class InlezenView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"POST": AANLEVEREN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        only_good = request.POST.get("keuze") == Keuze.GOEDE
        services.take_in(self.actor, pk, keuze=Keuze.GOEDE if only_good else Keuze.ALLES)
        return redirect("aanlevering", pk=pk)


class NakijkenView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"POST": AANLEVEREN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        services.check_again(self.actor, pk)
        return redirect("aanlevering", pk=pk)


class WeggooienView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"POST": AANLEVEREN}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        services.discard(self.actor, pk)
        messages.success(request, _("Het bestand is weggegooid. Er is niets ingelezen."))
        return redirect("aanleveren")


def download(content: bytes, naam: str, formaat: str) -> HttpResponse:
    response = HttpResponse(content, content_type=_TYPES[formaat][1])
    response["Content-Disposition"] = f'attachment; filename="{naam}"'
    response["Cache-Control"] = "private, no-store"
    return response
