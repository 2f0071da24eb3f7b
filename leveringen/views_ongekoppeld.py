"""Declared lines without a toewijzing: the list, and settling one."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.fouten import Conflict, NietGevonden, Ongeldig
from core.paging import paginate
from core.policies import Recht, has_right
from core.tables import CURSOR, render_table
from core.views import PortalView
from indications.models import OngekoppeldeDeclaratie
from leveringen.forms import AfhandelForm
from leveringen.policies import ONGEKOPPELD_AFHANDELEN, ONGEKOPPELD_INZIEN
from leveringen.services.declareren import settle_unlinked
from leveringen.tables import WAARDEN, table_for


@method_decorator(never_cache, name="dispatch")
class OngekoppeldView(PortalView):
    """What waits, oldest first; of the own gemeente or the own declarations."""

    rechten: ClassVar[Mapping[str, Recht]] = {"GET": ONGEKOPPELD_INZIEN}

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = OngekoppeldeDeclaratie.objects.for_actor(self.actor).filter(opgelost_op=None)
        table = table_for(may_settle=has_right(self.actor, ONGEKOPPELD_AFHANDELEN))
        page = paginate(rows.values(*WAARDEN), ("begindatum", "id"), cursor=request.GET.get(CURSOR))
        return render_table(request, "leveringen/ongekoppeld.html", table.bind(request, page), {})


@method_decorator(never_cache, name="dispatch")
class AfhandelView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {
        "GET": ONGEKOPPELD_AFHANDELEN,
        "POST": ONGEKOPPELD_AFHANDELEN,
    }
    template_naam = "leveringen/afhandelen.html"

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self.page(pk, AfhandelForm())

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = AfhandelForm(request.POST)
        if not form.is_valid():
            return self.page(pk, form, status=400)
        try:
            done = settle_unlinked(self.actor, pk, reden=form.cleaned_data["reden"])
        except (Ongeldig, Conflict) as exc:
            form.add_bevindingen(exc.bevindingen)
            if not form.errors:
                form.add_error(None, exc.reden)
            return self.page(pk, form, status=exc.status)
        messages.success(request, _("Regel %s is afgehandeld.") % done.referentienummer)
        return redirect("ongekoppeld")

    def page(self, pk: UUID, form: AfhandelForm, *, status: int = 200) -> HttpResponse:
        rows = OngekoppeldeDeclaratie.objects.for_actor(self.actor).select_related("aanbieder")
        row = rows.filter(pk=pk).first()
        if row is None:
            raise NietGevonden()
        crumbs = [(reverse("ongekoppeld"), _("Declaraties zonder toewijzing"))]
        return self.render({"regel": row, "form": form, "kruimels": crumbs}, status=status)
