"""Finding a jeugdige by BSN: sent in a POST, never part of an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from core.fouten import Ongeldig
from core.policies import Recht
from core.views import PortalView
from indications.services.kluis import find_jeugdige
from jeugdigen.forms import ZoekForm
from jeugdigen.policies import JEUGDIGE_ZOEKEN


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class ZoekenView(PortalView):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": JEUGDIGE_ZOEKEN, "POST": JEUGDIGE_ZOEKEN}
    template_naam = "jeugdigen/zoeken.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.render({"form": ZoekForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ZoekForm(request.POST)
        if not form.is_valid():
            return self.render({"form": form}, status=400)
        try:
            found = find_jeugdige(self.actor, form.cleaned_data["bsn"])
        except Ongeldig as exc:
            form.add_fout(exc)
            return self.render({"form": form}, status=400)
        if found is None:
            return self.render({"form": ZoekForm(), "niet_gevonden": True})
        return redirect("jeugdige", jeugdige_id=found)
