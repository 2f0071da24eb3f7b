"""Following, stopping and finding back longer work."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core.choices import Jobstatus
from core.jobs import BEZIG, cancel_job, lopende_demo_job, own_jobs
from core.models import Job
from core.paging import paginate
from core.policies import AANGEMELD
from core.tables import Column, Table, render_table
from core.ui.formats import format_moment
from core.ui.status import Kind, render_tag
from core.views.basis import PortalView

KIND: dict[str, Kind] = {
    Jobstatus.WACHT: "judge",
    Jobstatus.LOOPT: "judge",
    Jobstatus.KLAAR: "good",
    Jobstatus.MISLUKT: "must",
    Jobstatus.GESTOPT: "none",
}
TABLE = Table(
    id="jobs",
    caption=_("Mijn taken, nieuwste eerst"),
    noun=(_("taak"), _("taken")),
    empty=_("Een export of import die langer duurt, volg je hier."),
    columns=[
        Column("titel", _("Taak"), header=True, link=lambda job: reverse("job", args=[job.pk])),
        Column("aangemaakt_op", _("Gestart"), format=format_moment, nowrap=True),
        Column("geeindigd_op", _("Klaar"), format=format_moment, nowrap=True),
        Column("status", _("Status"), format=lambda s: render_tag(KIND[s], Jobstatus(s).label)),
    ],
)


class JobsView(PortalView):
    rechten = {"GET": AANGEMELD}

    def get(self, request: HttpRequest) -> HttpResponse:
        page = paginate(own_jobs(self.actor), ("-aangemaakt_op",), cursor=request.GET.get("cursor"))
        return render_table(request, "jobs/lijst.html", TABLE.bind(request, page))


class JobView(PortalView):
    """Follows one job; the part polls itself until the job has ended."""

    rechten = {"GET": AANGEMELD}
    template_naam = "jobs/job.html"
    deel_naam = "jobs/_job.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        job: Job = get_object_or_404(Job.objects.for_actor(self.actor), pk=pk)
        return self.render(
            {
                "job": job,
                "soort": KIND[job.status],
                "loopt": job.status in BEZIG,
                "document_id": job.resultaat.get("document_id"),
                "cijfers": [
                    (naam.replace("_", " "), waarde)
                    for naam, waarde in job.resultaat.items()
                    if naam != "document_id" and isinstance(waarde, int | str)
                ],
            }
        )


class JobStoppenView(PortalView):
    rechten = {"POST": AANGEMELD}

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        cancel_job(self.actor, pk)
        messages.success(request, _("Gestopt."))
        return redirect("job", pk=pk)


class DemoVoortgangView(PortalView):
    """How far the demonstration data are; empty, and asking no more, when they are there."""

    rechten = {"GET": AANGEMELD}
    template_naam = "jobs/_demo.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"demo_job": lopende_demo_job()})
