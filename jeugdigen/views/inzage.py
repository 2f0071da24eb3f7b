"""Giving a jeugdige, or its parents, everything that is held: one zip, made once, not kept."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from core.fouten import Conflict, Ongeldig
from core.policies import Recht
from indications.models import Jeugdige
from jeugdigen.forms import InzageForm
from jeugdigen.policies import INZAGE_GEVEN
from jeugdigen.services.inzage import Dossier, collect_dossier
from jeugdigen.views.pagina import Jeugdigebasis


class InzageGevenView(Jeugdigebasis):
    rechten: ClassVar[Mapping[str, Recht]] = {"GET": INZAGE_GEVEN, "POST": INZAGE_GEVEN}
    template_naam = "jeugdigen/inzage_geven.html"

    def get(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        return self.page(self.find(jeugdige_id), InzageForm())

    @sensitive_variables("dossier")
    def post(self, request: HttpRequest, jeugdige_id: UUID) -> HttpResponse:
        found, form = self.find(jeugdige_id), InzageForm(request.POST)
        if not form.is_valid():
            return self.page(found, form, status=400)
        try:
            dossier = collect_dossier(
                self.actor, found.pk, reden=form.cleaned_data["reden"], nu=timezone.now()
            )
        except (Ongeldig, Conflict) as exc:
            form.add_fout(exc)
            return self.page(found, form, status=exc.status)
        response = HttpResponse(as_zip(dossier), content_type="application/zip")
        name = f"inzage-{str(found.pk)[:8]}.zip"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def page(self, found: Jeugdige, form: InzageForm, *, status: int = 200) -> HttpResponse:
        return self.render({**self.common(found, "jeugdige"), "form": form}, status=status)


@sensitive_variables("dossier")
def as_zip(dossier: Dossier) -> bytes:
    """A page for people and JSON for programs, with the same content."""
    page = render_to_string("jeugdigen/inzage_document.html", {"dossier": dossier})
    text = json.dumps(dossier.as_dict(), ensure_ascii=False, indent=2)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("gegevens.html", page)
        archive.writestr("gegevens.json", text)
    return made.getvalue()
