"""The page of an import: hand in a file, read what is wrong, take it in. An app subclasses it.

    class GroepenImport(ImportView):
        schema = GROEPEN          # an Importschema

    urlpatterns = [path("groepen/import/", include(import_urls(GroepenImport, "groepen-import")))]

Between the steps the file waits as an encrypted draft of who handed it in, for thirty days.
"""

import base64
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from core.concepten import delete_concept, load_concept, save_concept
from core.forms import BestandField, PortalForm
from core.fouten import NietGevonden, Ongeldig
from core.handeling import record_event
from core.importexport.inlezen import Importschema, Importuitkomst, Keuze, check_file, run_import
from core.importexport.rapport import as_csv, as_xlsx, report_rows, template_rows
from core.models import Gebeurtenis
from core.policies import Recht
from core.tables import Column, Table
from core.views.basis import PortalView

GETOOND = 200
INGELEZEN = "import.ingelezen"
_TYPES = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class UploadForm(PortalForm):
    bestand = BestandField(
        label=_("Bestand"),
        help_text=_("CSV of Excel (.xlsx); de eerste rij noemt de kolommen."),
        accept=[".csv", ".xlsx"],
        max_mb=settings.DOCUMENT_MAX_BYTES // (1024 * 1024),
    )


def findings_table() -> Table:
    return Table(
        id="bevindingen",
        caption=_("Wat er niet klopt"),
        noun=(_("bevinding"), _("bevindingen")),
        columns=[
            Column("rij", _("Rij"), format=str, header=True, align="end"),
            Column("veld", _("Kolom")),
            Column("reden", _("Wat er niet klopt")),
            Column("code", _("Code")),
        ],
    )


class ImportView(PortalView):
    """GET shows the form, POST hands in. With a draft: GET shows its report, POST takes it in."""

    abstract = True
    schema: ClassVar[Importschema]
    template_naam = "import/uploaden.html"

    def __init_subclass__(cls) -> None:
        if hasattr(cls, "schema"):
            needed: Recht = cls.schema.recht
            cls.rechten = {"GET": needed, "POST": needed}
        super().__init_subclass__()

    @property
    def soort(self) -> str:
        return f"import:{self.schema.code}"

    def get(self, request: HttpRequest, concept_id: UUID | None = None) -> HttpResponse:
        wanted = request.GET.get("formaat", "")
        if concept_id is None:
            if wanted in _TYPES:
                return self._file(template_rows(self.schema), wanted, "leeg")
            return self._form(UploadForm())
        done = self._done(concept_id)
        try:
            data = self._load(concept_id)
        except NietGevonden:
            if done is None:
                raise
            return self.render(self._context(ingelezen=done), template="import/rapport.html")
        try:
            outcome = run_import(self.actor, self.schema, data, proef=True)
        except Ongeldig as exc:
            return self._refused(exc)
        if wanted in _TYPES:
            only = request.GET.get("alles") is None
            rows = report_rows(self.schema, data, outcome, alleen_fout=only)
            return self._file(rows, wanted, "fouten")
        context = self._context(ingelezen=done, uitkomst=outcome, tabel=self._table(outcome))
        return self.render(context, template="import/rapport.html")

    def post(self, request: HttpRequest, concept_id: UUID | None = None) -> HttpResponse:
        if concept_id is not None:
            return self._take_in(request, concept_id)
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=400)
        data = form.cleaned_data["bestand"].read()
        try:
            check_file(self.schema, data)
        except Ongeldig as exc:
            return self._refused(exc)
        concept = save_concept(
            self.actor, soort=self.soort, titel=self.schema.titel, inhoud=_packed(data)
        )
        return HttpResponseRedirect(f"{request.path}{concept.pk}/")

    def _take_in(self, request: HttpRequest, concept_id: UUID) -> HttpResponse:
        """Under a lock on the draft: of two who press the button, the second finds it gone.

        The rows that were not good stay behind as the draft, to be corrected.
        """
        asked = request.POST.get("keuze")
        keuze = Keuze.GOEDE if asked == Keuze.GOEDE else Keuze.ALLES
        with transaction.atomic():
            data = self._load(concept_id, lock=True)
            outcome = run_import(self.actor, self.schema, data, proef=False, keuze=keuze)
            if outcome.opgeslagen:
                self._record(concept_id, outcome)
                self._keep_rest(concept_id, data, outcome)
        return HttpResponseRedirect(request.path)

    def _keep_rest(self, concept_id: UUID, data: bytes, outcome: Importuitkomst) -> None:
        if outcome.geldig:
            delete_concept(self.actor, concept_id, soort=self.soort)
            return
        rest = as_csv(report_rows(self.schema, data, outcome, alleen_fout=True))
        save_concept(
            self.actor,
            soort=self.soort,
            titel=self.schema.titel,
            inhoud=_packed(rest),
            concept_id=concept_id,
        )

    def _record(self, concept_id: UUID, outcome: Importuitkomst) -> None:
        figures = {
            "import": self.schema.code,
            "gelezen": outcome.gelezen,
            "opgeslagen": outcome.opgeslagen,
            "fout": len(outcome.foutregels),
        }
        record_event(self.actor, INGELEZEN, "import", concept_id, gegevens=figures)

    def _done(self, concept_id: UUID) -> Gebeurtenis | None:
        """What was taken in from this draft before, by this person."""
        found = Gebeurtenis.objects.filter(
            object_id=concept_id, soort=INGELEZEN, actor_id=self.actor.id
        )
        return found.order_by("-moment").first()

    def _load(self, concept_id: UUID, *, lock: bool = False) -> bytes:
        kept = load_concept(self.actor, concept_id, soort=self.soort, lock=lock)
        return base64.b64decode(kept["bestand"])

    def _table(self, outcome: Importuitkomst) -> Any:
        rows = [
            {"rij": number, "veld": found.veld, "reden": found.reden, "code": found.code}
            for number, found in outcome.rows()
        ]
        return findings_table().bind(self.request, rows[:GETOOND]) if rows else None

    def _context(self, **extra: Any) -> dict[str, Any]:
        return {"schema": self.schema, "getoond": GETOOND, **extra}

    def _form(self, form: UploadForm, status: int = 200) -> HttpResponse:
        return self.render(self._context(form=form), status=status)

    def _refused(self, exc: Ongeldig) -> HttpResponse:
        form = UploadForm(data={}, files={})
        form.is_valid()
        form.errors.clear()
        form.add_bevindingen(exc.bevindingen)
        return self._form(form, status=400)

    def _file(self, rows: Any, wanted: str, wat: str) -> HttpResponse:
        make, kind = _TYPES[wanted]
        response = HttpResponse(make(rows), content_type=kind)
        name = f"{self.schema.code}-{wat}.{wanted}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "private, no-store"
        return response


def _packed(data: bytes) -> dict[str, str]:
    return {"bestand": base64.b64encode(data).decode("ascii")}


def import_urls(view: type[ImportView], naam: str) -> list[URLPattern]:
    """Two routes: `naam` to hand in, `naam`-rapport for what was handed in."""
    return [
        path("", view.as_view(), name=naam),
        path("<uuid:concept_id>/", view.as_view(), name=f"{naam}-rapport"),
    ]
